"""The places of custom resources, derived from the definitions that sources hold."""

from __future__ import annotations

from regswap.document.parse.encoding import decode
from regswap.document.parse.stream import documents
from regswap.errors import Diagnostic, Findings, ManifestError, UsageError
from regswap.places.discover.definition import find_definitions
from regswap.places.discover.derived import gather
from regswap.record import TYPE_CHECKING
from regswap.streams.source import read_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from regswap.document.parse.stream import Document
    from regswap.places.discover.definition import Definition
    from regswap.places.discover.derived import Derived
    from regswap.streams.source import Source


def discover(sources: Iterable[Source]) -> list[Derived]:
    """Derive the places of all kinds that are defined in sources, by name; documents without definitions are not read.

    Raises ManifestError with all that is wrong with the definitions, and UsageError where there are none.
    """
    errors = Findings()
    names: list[str] = []
    # One after the other: a schema takes a hundred times the memory of what is derived from it.
    kinds = gather(definition for source in sources for definition in _definitions(source, names, errors))
    errors.raise_as(ManifestError)
    if not kinds:
        raise UsageError(_nothing(names))
    return kinds


def _definitions(source: Source, names: list[str], errors: Findings) -> Iterator[Definition]:
    """Yield the definitions of a source; note its name, and what is wrong with it."""
    names.append(source.name)
    with errors:
        for document in documents(decode(read_blocks(source), source.name).blocks, source.name):
            yield from _define(document, errors)


def _define(document: Document, errors: Findings) -> list[Definition]:
    with errors:
        return list(find_definitions(document))
    return []


def _nothing(names: Sequence[str]) -> Diagnostic:
    """Say that there is nothing to derive from."""
    message = (
        "no CustomResourceDefinition in it"
        if len(names) == 1
        else f"no CustomResourceDefinition in {len(names)} sources"
    )
    remedy = "name the definitions' files, or pipe in what `kubectl get crd -o yaml` prints"
    return Diagnostic(message, remedy, names[0] if len(names) == 1 else "")
