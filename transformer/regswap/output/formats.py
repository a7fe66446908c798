"""The output formats, one row each; a command offers those whose form its listing has."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from regswap.output.formatter import Formatter, Listing


class OutputFormat(NamedTuple):
    """One format."""

    name: str
    """As ``--format`` takes it."""
    form: str
    """The field of a listing that it is made from."""
    make: Callable[[Listing], Formatter]
    """Imports what makes it: a run needs one."""


def _make_text(listing: Listing) -> Formatter:
    if listing.text is None:
        raise TypeError(listing.command)
    return listing.text()


def _make_plain(listing: Listing) -> Formatter:
    from regswap.output.plain import PlainFormatter

    return PlainFormatter(listing)


def _make_csv(listing: Listing) -> Formatter:
    from regswap.output.csv_formatter import CsvFormatter

    return CsvFormatter(listing)


def _make_markdown(listing: Listing) -> Formatter:
    from regswap.output.markdown import MarkdownFormatter

    return MarkdownFormatter(listing)


def _make_html(listing: Listing) -> Formatter:
    if listing.page is None:
        raise TypeError(listing.command)
    return listing.page()


def _make_json(listing: Listing) -> Formatter:
    from regswap.output.json_formatter import JsonFormatter

    return JsonFormatter(listing)


def _make_yaml(listing: Listing) -> Formatter:
    from regswap.output.config_draft import DraftFormatter

    return DraftFormatter(listing)


def _make_sarif(listing: Listing) -> Formatter:
    from regswap.output.sarif import SarifFormatter

    return SarifFormatter(listing)


def _make_junit(listing: Listing) -> Formatter:
    from regswap.output.junit import JunitFormatter

    return JunitFormatter(listing)


FORMATS = (
    OutputFormat("text", "text", _make_text),
    OutputFormat("plain", "names", _make_plain),
    OutputFormat("csv", "cells", _make_csv),
    OutputFormat("markdown", "cells", _make_markdown),
    OutputFormat("html", "page", _make_html),
    OutputFormat("json", "objects", _make_json),
    OutputFormat("yaml", "draft", _make_yaml),
    OutputFormat("sarif", "results", _make_sarif),
    OutputFormat("junit", "cases", _make_junit),
)


def list_names(listing: Listing) -> list[str]:
    """Return the names of the formats that a listing can be had in."""
    return [one.name for one in FORMATS if getattr(listing, one.form) is not None]


def make_formatter(name: str, listing: Listing) -> Formatter:
    """Return what writes a listing in the format of this name."""
    return next(one for one in FORMATS if one.name == name).make(listing)
