"""Whether there can be a token at all, told quickly: a small module, as most fields need no other of its package."""

from __future__ import annotations

from functools import lru_cache

from regswap.document.parse.node import Mapping, Scalar, Sequence
from regswap.lazy_pattern import lazy
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.document.parse.node import Node
    from regswap.document.read.field import Field

_CACHED = 1024

_WORD = r"[Ii][Mm][Aa][Gg][Ee]|[Rr]epositor|[Rr]egistr|REPOSITOR|REGISTR"
_IMAGE = lazy(_WORD)
_MAY_HOLD = lazy(
    rf"{_WORD}|[.:][A-Za-z0-9-]*/[a-z0-9${{]|localhost/"  # a host, a port and what follows it
    r"|/[A-Za-z0-9._${}-]+:[A-Za-z0-9_${]"
    r"|@[a-z0-9]+:[0-9a-f]{32}"
)
"""What every text with a token has; most texts have none of it."""

_NAME = lazy(r"[Ii][Mm][Gg]|[Hh][Uu][Bb]|[Rr][Ee][Pp][Oo]|BUILDER")
"""What names have, beside that, whose values are tokens: see ``name`` and ``known``."""


def may_hold_token(text: str, start: int = 0) -> bool:
    """Tell whether a text may hold a token that its own name does not make one."""
    return _MAY_HOLD.search(text, start) is not None


def may_hold(field: Field, shape: str) -> bool:
    """Tell whether a field of a shape may hold a token."""
    node = field.node
    if shape == "text" and isinstance(node, Scalar):
        return _may_name(str(field.path[-1])) or _may_have_token(node.value)
    return shape == "base64" or _may_have_token("\n".join(_list_texts(node)))


@lru_cache(_CACHED)
def _may_name(key: str) -> bool:
    """Tell whether a key, such as that of an annotation, may say that its value is a token."""
    return _IMAGE.search(key) is not None or _NAME.search(key) is not None


def _may_have_token(text: str) -> bool:
    return may_hold_token(text) or _NAME.search(text) is not None


def _list_texts(node: Node) -> list[str]:
    """Return all scalars of a node, those that a merge key brings and are overridden too."""
    texts = []
    pending = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, Scalar):
            texts.append(node.value)
        elif isinstance(node, Mapping):
            pending += [value for _, value in node.entries]
        else:
            pending += node.items if isinstance(node, Sequence) else (node.target,)
    return texts
