"""regswap's own rules, the ``spec.rules`` of an ``ImageRewrite``."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.rules.formats.rule_format import RuleFormat

if TYPE_CHECKING:
    from regswap.rules.formats.rule_format import Context, Finder, Reader, Writer
    from regswap.rules.source.rule_source import RuleSource


def _load_reader() -> Reader:
    from regswap.rules.formats.regswap import reader

    return reader


def _load_writer() -> Writer:
    from regswap.rules.formats.regswap import writer

    return writer


def _load_finder() -> Finder:
    from regswap.rules.formats.regswap import finder

    return finder


def _expand(rule_source: RuleSource, context: Context) -> list[RuleSource]:
    from regswap.rules.formats.regswap.item import expand

    return expand(rule_source, context)


FORMAT = RuleFormat("regswap", _load_reader, _load_writer, load_finder=_load_finder, expand=_expand)
