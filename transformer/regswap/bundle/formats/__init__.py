"""Lists of copies as the programs read them that make copies, a file for each; what one cannot say is an error."""

from __future__ import annotations

from regswap.bundle.copying import DIRECT, PULL, PUSH
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from regswap.bundle.copying import Copy


class Format(NamedTuple):
    """One format of lists of copies."""

    stages: tuple[str, ...]
    """Those of ``copying.STAGES`` that it can say."""
    write: Callable[[Sequence[Copy]], str]
    """Raises UsageError for what it cannot say, naming each entry."""


def _write_images(copies: Sequence[Copy]) -> str:
    return "".join(f"{one.source} {one.target}\n" for one in copies)


def _write_regsync(copies: Sequence[Copy]) -> str:
    from regswap.bundle.formats.regsync import write

    return write(copies)


def _write_image_syncer(copies: Sequence[Copy]) -> str:
    from regswap.bundle.formats.image_syncer import write

    return write(copies)


def _write_script(copies: Sequence[Copy]) -> str:
    from regswap.bundle.formats.script import write

    return write(copies)


FORMATS = {
    "images": Format((DIRECT,), _write_images),
    "regsync": Format((DIRECT, PULL, PUSH), _write_regsync),
    "image-syncer": Format((DIRECT,), _write_image_syncer),
    "script": Format((DIRECT, PULL, PUSH), _write_script),
}
