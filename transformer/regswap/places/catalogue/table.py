"""A catalogue as compiled text, of which only the kinds that are asked for are read.

::

    Kind
    group<TAB>version,version
     path<TAB>shape

An empty line stands between kinds. A shape is a word, or ``{role=path,where.path=text}``.
"""

from __future__ import annotations

from collections.abc import Mapping

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.places.branch import Spelling
    from regswap.places.kind import Row

_WHERE = "where."


class Table(Mapping[str, "tuple[Row, ...]"]):
    """The rows of all kinds, by kind."""

    def __init__(self, texts: dict[str, str]) -> None:
        """Take the text of the kinds that begin with each character; a text begins and ends with an empty line."""
        self._texts = texts

    def __getitem__(self, kind: str) -> tuple[Row, ...]:
        """Return the rows of a kind; raises KeyError where there are none."""
        text = self._texts.get(kind[:1], "")
        start = text.find(f"\n\n{kind}\n")
        if start == -1 or "\n" in kind:
            raise KeyError(kind)
        start += len(kind) + len("\n\n\n")
        return tuple(_read_rows(text[start : text.index("\n\n", start)]))

    def __iter__(self) -> Iterator[str]:
        """Iterate over all kinds."""
        for text in self._texts.values():
            yield from (lines.partition("\n")[0] for lines in text.strip("\n").split("\n\n"))

    def __len__(self) -> int:
        """Return how many kinds there are."""
        return sum(1 for _ in self)


def _read_rows(text: str) -> Iterator[Row]:
    # The lines of a row are its group and versions, and its paths, which begin with a space.
    for lines in text.replace("\n ", "\0").split("\n"):
        head, *places = lines.split("\0")
        group, _, versions = head.partition("\t")
        paths = (place.partition("\t") for place in places)
        row = tuple((path, _read_shape(shape)) for path, _, shape in paths)
        yield group, tuple(versions.split(",")) if versions else (), row


def _read_shape(text: str) -> Spelling:
    if not text.startswith("{"):
        return text
    shape: dict[str, str | dict[str, str]] = {}
    where: dict[str, str] = {}
    for pair in text[1:-1].split(","):
        role, _, value = pair.partition("=")
        if role.startswith(_WHERE):
            where[role.removeprefix(_WHERE)] = value
        else:
            shape[role] = value
    return {**shape, "where": where} if where else shape
