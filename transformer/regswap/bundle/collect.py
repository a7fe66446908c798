"""The images that the manifests of a run name: from the decisions of the run itself, never from a second way to decide.

A cluster pulls the references that ``regswap rewrite`` with the same options writes.
"""

from __future__ import annotations

from regswap.bundle.acceptance import answer_holes, decide_extra, find_collisions
from regswap.bundle.collector import Collector
from regswap.bundle.hole import tell_unread
from regswap.bundle.live import find_unnamed
from regswap.pipeline.check import CheckPolicy
from regswap.pipeline.step import follow
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.run import send
from regswap.settings.config import read_config
from regswap.settings.config.bundle import Bundle
from regswap.settings.policy import make_policy

if TYPE_CHECKING:
    from regswap.bundle.acceptance import Accepted
    from regswap.bundle.hole import Hole
    from regswap.bundle.image import BundleImage
    from regswap.output.report import Report
    from regswap.pipeline.rewrite import Policy
    from regswap.run import Track
    from regswap.settings.config import Config
    from regswap.settings.options import Options
    from regswap.streams.sink import Sink
    from regswap.streams.source import Source


class Collection(NamedTuple):
    """The images that some manifests name."""

    images: tuple[BundleImage, ...]
    """One for each pair of source and target, in their order; those that nothing rewrites are among them."""
    holes: tuple[Hole, ...]
    """Those that are open, in the order of the manifests."""
    accepted: tuple[Accepted, ...] = ()
    """Those that the configuration accepts."""

    @property
    def cargo(self) -> tuple[BundleImage, ...]:
        """The images to carry: all that are not pulled from where they are."""
        return tuple(image for image in self.images if image.source != image.target)


def collect(
    options: Options, report: Report, *, needs_rules: bool = True, track: Track = list
) -> tuple[int, Collection]:
    """Send what the options name through the rules, as ``regswap rewrite`` does, and return what it names.

    The options have the environment filled in, as ``regswap.run.conduct`` passes them on. Returns the exit code as
    well; what is wrong with the manifests is in the report, and then the collection is not all of them.

    A lock is not looked at: what is carried and locked are the images that it pins. Raises RulesError, UsageError and
    ManifestError.
    """
    options = options._replace(lock=None)
    config = _read_named_config(options)
    policy = _make_plan_policy(options, config, needs_rules=needs_rules)
    collectors: list[Collector] = []

    def make_sink(_: list[Source]) -> Sink:
        collectors.append(Collector())
        return collectors[-1]

    code = send(make_sink, lambda _: follow(policy), track)(options, report)
    if code or not collectors:
        return code, Collection((), ())
    report.warnings = [warning for warning in report.warnings if warning not in report.unread]
    collector = collectors[-1]
    collector.add_holes(map(tell_unread, report.unread))
    bundle = Bundle() if config is None else config.bundle
    for extra in bundle.extra:
        image, hole = decide_extra(extra, policy.rules)
        if image is not None:
            collector.add(image.source, image.target, image.places[0])
        collector.add_holes([hole] if hole is not None else [])
    images = collector.images
    collector.add_holes(find_collisions(images))
    if options.live is not None:
        collector.add_holes(find_unnamed(options, policy, images))
    holes, accepted, notes = answer_holes(collector.holes, images, bundle.accept)
    report.notes += notes
    return code, Collection(images, tuple(holes), tuple(accepted))


def _read_named_config(options: Options) -> Config | None:
    """Return the configuration of a run, if one is named; raises RulesError."""
    return None if options.config is None else read_config(options.config)


def _make_plan_policy(options: Options, config: Config | None, *, needs_rules: bool = True) -> Policy:
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
