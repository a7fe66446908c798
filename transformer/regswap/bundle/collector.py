"""A sink that keeps what the documents of a run name."""

from __future__ import annotations

from regswap.bundle.chart import Charts
from regswap.bundle.hole import find_hole, find_outside
from regswap.bundle.image import BundleImage, complete_text, place_of
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from regswap.bundle.hole import Hole
    from regswap.bundle.image import Cargo, Place
    from regswap.document.parse.encoding import Encoded
    from regswap.document.parse.stream import Document
    from regswap.pipeline.entry import Entry
    from regswap.pipeline.rewrite import Rewritten
    from regswap.streams.source import Source


class Collector:
    """Images by source, target and what they are, each with its places; holes; and what is known of charts."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._places: dict[tuple[str, str, Cargo], dict[Place, None]] = {}
        self._holes: dict[Hole, None] = {}
        self._charts = Charts()

    def begin(self, source: Source, encoded: Encoded) -> None:
        """Begin a stream."""

    def take(self, document: Document, rewritten: Rewritten) -> None:
        """Take the sites of the next document."""
        for entry in self._charts.take(document, rewritten.entries):
            self._take_entry(entry)

    def end(self) -> None:
        """End the stream."""

    def deliver(self) -> None:
        """Add what only all documents together tell."""
        charts, holes = self._charts.find_all()
        for source, target, place in charts:
            self.add(source, target, place, "chart")
        self.add_holes(holes)

    def discard(self) -> None:
        """Leave nothing behind."""

    def add(self, source: str, target: str, place: Place, cargo: Cargo = "image") -> None:
        """Add a place that needs an image."""
        self._places.setdefault((source, target, cargo), {})[place] = None

    def add_holes(self, holes: Iterable[Hole]) -> None:
        """Add what cannot be carried; what is told twice counts once."""
        self._holes.update(dict.fromkeys(holes))

    @property
    def images(self) -> tuple[BundleImage, ...]:
        """One for each pair of source and target, in their order."""
        return tuple(
            BundleImage(source, target, tuple(places), cargo)
            for (source, target, cargo), places in sorted(self._places.items())
        )

    @property
    def holes(self) -> tuple[Hole, ...]:
        """In the order in which they were met."""
        return tuple(self._holes)

    def _take_entry(self, entry: Entry) -> None:
        hole = find_hole(entry)
        if hole is None:
            self.add(complete_text(entry.reference), complete_text(entry.rewritten), place_of(entry))
            hole = find_outside(entry)
        if hole is not None:
            self.add_holes([hole])
