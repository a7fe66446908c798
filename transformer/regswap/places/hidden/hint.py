"""Whether there can be a token at all, told quickly: a small module, as most fields need no other of its package."""

from __future__ import annotations

import re

from regswap.document.parse.node import Scalar, Sequence
from regswap.document.read.field import entries, items
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.document.read.field import Field

_MAY_HOLD = (
    r"[Ii][Mm][Aa][Gg][Ee]"
    r"|[.:][A-Za-z0-9-]*/[a-z0-9${]|localhost/"  # a host, a port and what follows it
    r"|/[A-Za-z0-9._${}-]+:[A-Za-z0-9_${]"
    r"|@[a-z0-9]+:[0-9a-f]{32}|[Rr]epositor|[Rr]egistr|REPOSITOR|REGISTR"
)
"""What every text with a token has; most texts have none of it."""

_NAME = r"[Ii][Mm][Gg]|[Hh][Uu][Bb]|[Rr][Ee][Pp][Oo]|BUILDER"
"""What names have, beside that, whose values are tokens: see ``name`` and ``known``."""


def may_hold_token(text: str, start: int = 0) -> bool:
    """Tell whether a text may hold a token that its own name does not make one."""
    return re.compile(_MAY_HOLD).search(text, start) is not None


def may_hold(field: Field, shape: str) -> bool:
    """Tell whether a field of a shape may hold a token."""
    if shape == "base64":
        return True
    text = "\n".join(_list_texts(field))
    return may_hold_token(text) or re.compile(_NAME).search(text) is not None


def _list_texts(field: Field) -> list[str]:
    """Return all scalars of a field, and the key that it stands under."""
    texts = [str(field.path[-1])] if field.path else []
    pending = [field]
    while pending:
        inner = pending.pop()
        if isinstance(inner.node, Scalar):
            texts.append(inner.node.value)
        else:
            pending += items(inner) if isinstance(inner.node, Sequence) else entries(inner)
    return texts
