"""ImageSwap's map files, and its LEGACY mode: one prefix for every image."""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING
from regswap.rules.formats.rule_format import Key, RuleFormat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.rules.engine.rule import Reading
    from regswap.rules.formats.rule_format import Finder, Lint, Original, Reader, Writer

LEGACY = "legacy"
"""The dialect of a source whose text is the prefix of LEGACY mode."""

_KEYWORD = re.compile(r"(?m)^[ \t]*(?:(?:default|noswap_wildcards)[ \t]*|\[[A-Za-z]+\][^\r\n:]*):")


def _load_reader() -> Reader:
    from regswap.rules.formats.imageswap import reader

    return reader


def _load_original() -> Original:
    from regswap.rules.formats.imageswap import original

    return original


def _load_writer() -> Writer:
    from regswap.rules.formats.imageswap import writer

    return writer


def _load_lint() -> Lint:
    from regswap.rules.formats.imageswap import lint

    return lint


def _load_finder() -> Finder:
    from regswap.rules.formats.imageswap import finder

    return finder


def _settle(readings: Sequence[Reading]) -> list[Reading]:
    from regswap.rules.formats.imageswap.reader import settle

    return settle(readings)


def _write_config_map(text: str) -> str:
    from regswap.rules.formats.imageswap.writer import write_config_map

    return write_config_map(text)


FORMAT = RuleFormat(
    "imageswap",
    _load_reader,
    _load_writer,
    _load_original,
    _load_finder,
    _load_lint,
    keys=(Key("imageChange", is_text=True, section="imageSwap"),),
    words="imageSwap imageChange pack",
    recognises=lambda text: _KEYWORD.search(text) is not None,
    is_text=True,
    inline=(Key("imageswap", is_text=True), Key("image-prefix", is_text=True, dialect=LEGACY)),
    settle=_settle,
    wrappers=(("configmap", _write_config_map),),
)
