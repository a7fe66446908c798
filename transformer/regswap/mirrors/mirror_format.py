"""A format of mirror configuration: what it can say, and how it is written."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from regswap.mirrors.table import Mirror


class MirrorFormat(NamedTuple):
    """A row of ``regswap.mirrors.registry``."""

    name: str
    help: str
    write: Callable[[Settings], dict[str, str]]
    """Makes the texts of the files, by their paths below the output folder; one with an empty path is the only one."""
    has_paths: bool = False
    """Whether it can have another mirror for a path than for its registry."""
    has_exceptions: bool = False
    """Whether it can say that what is under a path is pulled from where it is, and the rest of the registry is not."""
    warning: str = ""
    """What whoever uses it has to know, with what to do about it."""
    remedy: str = ""


class Settings(NamedTuple):
    """What a format is given to write."""

    mirrors: tuple[Mirror, ...]
    scheme: str
    """``https`` or ``http``: how the mirror's registry is asked."""


def list_hosts(settings: Settings) -> Iterable[Mirror]:
    """Return the mirrors of whole registries that are pulled from elsewhere."""
    return [mirror for mirror in settings.mirrors if mirror.target and not mirror.path]


def make_endpoint(mirror: Mirror, scheme: str) -> str:
    """Return the URL of the API of a mirror, with the path under which its images are."""
    path = f"/v2/{mirror.target_path}" if mirror.target_path else ""
    return f"{scheme}://{mirror.target_registry}{path}"


def quote(text: str) -> str:
    """Write a string of TOML or YAML in double quotes; registries, paths and URLs need no escapes."""
    return f'"{text}"'
