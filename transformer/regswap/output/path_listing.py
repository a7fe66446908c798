"""The listing of ``regswap paths test``: the values that all paths find in each object."""

from __future__ import annotations

from regswap.errors import visible
from regswap.output.formatter import Listing
from regswap.output.table import LinesFormatter, shorten
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.paths.try_paths import ObjectResult, PathResult


def _tell(tried: ObjectResult) -> Iterator[str]:
    identity = tried.identity
    head = f"{tried.source}:{tried.line}: {identity.api_version} {identity.kind} {identity.full_name}".rstrip()
    yield visible(f"{head}: {tried.unknown}" if tried.unknown else head)
    for result in tried.results:
        yield from map(visible, _tell_path(result))


def _tell_path(result: PathResult) -> Iterator[str]:
    head = " ".join(filter(None, (result.path, result.shape, f"({result.found})")))
    if not result.path and not result.shape:
        yield "  known to hold no reference"
        return
    yield f"  {head}" if result.values else f"  {head}: nothing"
    for value in result.values:
        text = f"is {_article(value.fault)}" if value.fault else shorten(value.value) or "is empty"
        yield f"    {value.line}: {value.path}: {text}"


def _article(fault: str) -> str:
    return fault if fault.startswith(("null", "no ")) else f"a {fault}, not a string"


def _as_objects(tried: ObjectResult) -> Iterator[dict[str, object]]:
    identity = tried.identity
    yield {
        "source": tried.source,
        "line": tried.line,
        "apiVersion": identity.api_version,
        "kind": identity.kind,
        "namespace": identity.namespace,
        "name": identity.name,
        "unknown": tried.unknown or None,
        "paths": [
            {
                "path": result.path or None,
                "holds": result.shape,
                "from": result.found,
                "values": [value._asdict() for value in result.values],
            }
            for result in tried.results
        ],
    }


LISTING = Listing("paths test", lambda: LinesFormatter(_tell), _as_objects)
