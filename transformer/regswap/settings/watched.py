"""The watch for what finds nothing: the selectors and paths that the user wrote."""

from __future__ import annotations

from regswap.pipeline.watch import Watched
from regswap.places.kind import NEVER
from regswap.places.path import is_query, parts_of
from regswap.record import TYPE_CHECKING
from regswap.settings.flags import read_path, read_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.settings.config import Config
    from regswap.settings.options import Options


def list_watched(options: Options, config: Config | None) -> Iterator[Watched]:
    """Yield them; raises UsageError for one that cannot be read."""
    for flag, texts in (("--include", options.include), ("--exclude", options.exclude)):
        yield from (Watched(flag, text, read_selector(flag, text)) for text in texts)
    if config is not None:
        for key, selectors in (("include", config.scope.include), ("exclude", config.scope.exclude)):
            yield from (Watched(f"spec.scope.{key}", one.text, one, is_shared=True) for one in selectors)
    for text in options.path:
        kind, (group, _, ((path, shape),)) = read_path(text)
        if shape != NEVER:
            yield Watched("--path", text, group=group, kind=kind, parts=() if is_query(path) else parts_of(path))
