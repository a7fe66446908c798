"""The mirror registries of Palette."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.rules.formats.rule_format import Key, RuleFormat

if TYPE_CHECKING:
    from regswap.rules.formats.rule_format import Finder, Original, Reader, Writer


def _load_reader() -> Reader:
    from regswap.rules.formats.mirror_registries import reader

    return reader


def _load_original() -> Original:
    from regswap.rules.formats.mirror_registries import original

    return original


def _load_writer() -> Writer:
    from regswap.rules.formats.mirror_registries import writer

    return writer


def _load_finder() -> Finder:
    from regswap.rules.formats.mirror_registries import finder

    return finder


def _recognise(text: str) -> bool:
    """Tell a comma list of several items from a map file, of which one item may be a line."""
    items = [item for item in text.split(",") if item.strip()]
    return "," in text and bool(items) and all("::" in item for item in items)


FORMAT = RuleFormat(
    "mirror-registries",
    _load_reader,
    _load_writer,
    _load_original,
    _load_finder,
    keys=(Key("mirrorRegistries", is_text=True, section="ociImageRegistry"),),
    words="mirrorRegistries ociImageRegistry MIRROR_REGISTRIES",
    recognises=_recognise,
    is_text=True,
    inline=(Key("mirror-registries", is_text=True),),
)
