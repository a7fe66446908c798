"""What a command prints of rows, without the command."""

from __future__ import annotations

from collections.abc import Iterable

from regswap.output.formats import make_formatter
from regswap.output.formatter import Listing, render


def show(form: str, listing: Listing, rows: Iterable[object]) -> str:
    """Return rows in an output format."""
    return b"".join(render(make_formatter(form, listing), rows)).decode("utf-8", "surrogateescape")
