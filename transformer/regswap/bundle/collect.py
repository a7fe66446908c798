"""The images that the manifests of a run name: from the decisions of the run itself, never from a second way to decide.

What ``regswap rewrite`` with the same options writes is what a cluster pulls.
"""

from __future__ import annotations

from regswap.bundle.hole import find_hole, find_outside, tell_unread
from regswap.bundle.image import BundleImage, complete_text, place_of
from regswap.pipeline.check import CheckPolicy
from regswap.pipeline.step import follow
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.run import send
from regswap.settings.config import read_config
from regswap.settings.policy import make_policy

if TYPE_CHECKING:
    from regswap.bundle.hole import Hole
    from regswap.bundle.image import Cargo, Place
    from regswap.document.parse.encoding import Encoded
    from regswap.document.parse.stream import Document
    from regswap.output.report import Report
    from regswap.pipeline.entry import Entry
    from regswap.pipeline.rewrite import Policy, Rewritten
    from regswap.run import Track
    from regswap.settings.config import Config
    from regswap.settings.options import Options
    from regswap.streams.sink import Sink
    from regswap.streams.source import Source

_CHART_KINDS = frozenset({"OCIRepository"})
_CHART = "chart"


class Collection(NamedTuple):
    """What some manifests name."""

    images: tuple[BundleImage, ...]
    """One for each pair of source and target, in their order; those that nothing rewrites are among them."""
    holes: tuple[Hole, ...]
    """In the order of the manifests."""


class Collector:
    """A sink that keeps what the documents of a run name."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._places: dict[tuple[str, str, Cargo], dict[Place, None]] = {}
        self._holes: dict[Hole, None] = {}

    def begin(self, source: Source, encoded: Encoded) -> None:
        """Begin a stream."""

    def take(self, document: Document, rewritten: Rewritten) -> None:
        """Take the sites of the next document."""
        del document
        for entry in rewritten.entries:
            hole = find_hole(entry)
            if hole is None:
                self.add(
                    complete_text(entry.reference), complete_text(entry.rewritten), place_of(entry), cargo_of(entry)
                )
                hole = find_outside(entry)
            if hole is not None:
                self._holes[hole] = None

    def end(self) -> None:
        """End the stream."""

    def deliver(self) -> None:
        """Keep everything: what becomes of it, others decide."""

    def discard(self) -> None:
        """Leave nothing behind."""

    def add(self, source: str, target: str, place: Place, cargo: Cargo = "image") -> None:
        """Add a place that needs an image."""
        self._places.setdefault((source, target, cargo), {})[place] = None

    def collect(self) -> Collection:
        """Return everything."""
        images = tuple(
            BundleImage(source, target, tuple(places), cargo)
            for (source, target, cargo), places in sorted(self._places.items())
        )
        return Collection(images, tuple(self._holes))


def collect(
    options: Options, report: Report, *, needs_rules: bool = True, track: Track = list
) -> tuple[int, Collection]:
    """Send what the options name through the rules, as ``regswap rewrite`` does, and return what it names.

    The options have the environment filled in, as ``regswap.run.conduct`` passes them on. Returns the exit code as
    well; what is wrong with the manifests is in the report, and then the collection is not all of them.

    Raises RulesError, UsageError and ManifestError.
    """
    policy = make_plan_policy(options, read_named_config(options), needs_rules=needs_rules)
    collectors: list[Collector] = []

    def make_sink(_: list[Source]) -> Sink:
        collectors.append(Collector())
        return collectors[-1]

    code = send(make_sink, lambda _: follow(policy), track)(options, report)
    found = collectors[-1].collect() if collectors else Collection((), ())
    unread = report.unread
    report.warnings = [warning for warning in report.warnings if warning not in unread]
    return code, found._replace(holes=(*map(tell_unread, unread), *found.holes))


def read_named_config(options: Options) -> Config | None:
    """Return the configuration of a run, if one is named; raises RulesError."""
    return None if options.config is None else read_config(options.config)


def make_plan_policy(options: Options, config: Config | None, *, needs_rules: bool = True) -> Policy:
    """Return the policy of a run that looks at everything, and says of each reference what ``rewrite`` makes of it.

    Raises RulesError and UsageError, with every finding of the source that they are about.
    """
    hidden = options.hidden or (None if config is None else config.options.hidden)
    if hidden == "off":
        # What is not looked for is pulled all the same.
        options = options._replace(hidden="report")
    policy = make_policy(options, needs_rules=needs_rules, config=config)
    # References without a rule are holes, each with its place.
    return policy._replace(check_policy=CheckPolicy(), unmatched="keep", annotate="")


def cargo_of(entry: Entry) -> Cargo:
    """Return what an entry names."""
    return "chart" if entry.found == _CHART or entry.kind in _CHART_KINDS else "image"
