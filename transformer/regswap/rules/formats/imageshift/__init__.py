"""``Imageshift`` resources and mappings."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.rules.formats.rule_format import Key, RuleFormat

if TYPE_CHECKING:
    from regswap.rules.formats.rule_format import Finder, Lint, Original, Reader, Writer
    from regswap.rules.source.source_text import SourceText

FIRST_GENERATION = "imageswap"
"""The root of a document of the first generation, and its dialect."""


def _load_reader() -> Reader:
    from regswap.rules.formats.imageshift import reader

    return reader


def _load_original() -> Original:
    from regswap.rules.formats.imageshift import original

    return original


def _load_writer() -> Writer:
    from regswap.rules.formats.imageshift import writer

    return writer


def _load_lint() -> Lint:
    from regswap.rules.formats.imageshift import lint

    return lint


def _load_finder() -> Finder:
    from regswap.rules.formats.imageshift import finder

    return finder


def _restore(source_text: SourceText) -> SourceText | None:
    if "\nswap:" not in source_text.text and "Swap:" not in source_text.text:
        return None
    from regswap.rules.formats.imageshift.flat import indent

    return indent(source_text)


FORMAT = RuleFormat(
    "imageshift",
    _load_reader,
    _load_writer,
    _load_original,
    _load_finder,
    _load_lint,
    words=f"{FIRST_GENERATION} spec mappings",
    restore=_restore,
    inline=(Key("imageshift"),),
)
