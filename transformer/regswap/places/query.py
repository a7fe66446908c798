"""JSONPath with filters, as jsonpath-ng's extended parser reads it; imported only for paths that need it."""

from __future__ import annotations

import warnings

from jsonpath_ng import Child, Fields, Index, Root, This
from jsonpath_ng.exceptions import JSONPathError
from jsonpath_ng.ext.parser import parse

from regswap.document.read.field import children, items
from regswap.document.read.value import value_of
from regswap.places.path import InvalidPathError
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.read.field import Field, Path


class Query:
    """A JSONPath expression."""

    def __init__(self, text: str) -> None:
        """Parse an expression; raises InvalidPathError where it is none."""
        try:
            with warnings.catch_warnings():
                # What jsonpath-ng 2 will no longer read, this version reads.
                warnings.simplefilter("ignore", DeprecationWarning)
                self._expression = parse(text)
        except (JSONPathError, RecursionError) as error:
            raise InvalidPathError(f"`{text}` is not a JSONPath: {_explain(error)}") from None

    def select(self, root: Field) -> Iterator[Field]:
        """Yield the fields of an object that the expression matches, in its order.

        Raises CompositionError where merge keys follow each other without end.
        """
        for match in self._expression.find(value_of(root.node)):
            path = _path_of(match.full_path)
            if path is not None:
                yield from _follow(root, path)


def _explain(error: Exception) -> str:
    text = str(error).strip() or "it is nested too deep"
    return text[:1].lower() + text[1:].removesuffix("!")


def _path_of(expression: object) -> Path | None:
    """Return the keys and indexes of a match; None for what was computed and stands nowhere."""
    if isinstance(expression, Child):
        left, right = _path_of(expression.left), _path_of(expression.right)
        return None if left is None or right is None else (*left, *right)
    if isinstance(expression, Fields):
        return tuple(map(str, expression.fields))
    if isinstance(expression, Index):
        return tuple(expression.indices)
    return () if isinstance(expression, (Root, This)) else None


def _follow(root: Field, path: Path) -> Iterator[Field]:
    found = [root]
    for step in path:
        if isinstance(step, int):
            found = [item for field in found for item in items(field) if item.path[-1] == step]
        else:
            found = [inner for field in found for inner in children(field, step)[-1:]]
    yield from found
