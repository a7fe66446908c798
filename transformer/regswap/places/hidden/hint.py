"""Whether there can be a token at all, told quickly: a small module, as most fields need no other of its package."""

from __future__ import annotations

import re

from regswap.document.parse.node import Mapping, Scalar, Sequence
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.document.read.field import Field

_MAY_HOLD = re.compile(
    r"[Ii][Mm][Aa][Gg][Ee]"
    r"|[.:][A-Za-z0-9-]*/[a-z0-9${]|localhost/"  # a host, a port and what follows it
    r"|/[A-Za-z0-9._${}-]+:[A-Za-z0-9_${]"
    r"|@[a-z0-9]+:[0-9a-f]{32}|[Rr]epositor|[Rr]egistr|REPOSITOR|REGISTR"
)
"""What every text with a token has; most texts have none of it."""

_NAME = re.compile(r"[Ii][Mm][Gg]|[Hh][Uu][Bb]|[Rr][Ee][Pp][Oo]|BUILDER")
"""What names have, beside that, whose values are tokens: see ``name`` and ``known``."""


def may_hold_token(text: str, start: int = 0) -> bool:
    """Tell whether a text may hold a token that its own name does not make one."""
    return _MAY_HOLD.search(text, start) is not None


def may_hold(field: Field, shape: str) -> bool:
    """Tell whether a field of a shape may hold a token."""
    if shape == "base64":
        return True
    text = "\n".join(_list_texts(field))
    return may_hold_token(text) or _NAME.search(text) is not None


def _list_texts(field: Field) -> list[str]:
    """Return all scalars of a field, those that a merge key brings and are overridden too, and the key it is under."""
    texts = [str(field.path[-1])] if field.path else []
    pending = [field.node]
    while pending:
        node = pending.pop()
        if isinstance(node, Scalar):
            texts.append(node.value)
        elif isinstance(node, Mapping):
            pending += [value for _, value in node.entries]
        else:
            pending += node.items if isinstance(node, Sequence) else (node.target,)
    return texts
