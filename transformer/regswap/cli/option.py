"""The options that several commands share."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from regswap.pipeline.provenance import KINDS
from regswap.pipeline.scope import FIELDS, HIDDEN, UNMATCHED
from regswap.rules.formats import NAMES
from regswap.rules.load import MODES
from regswap.settings.policy import Options
from regswap.streams.destination import write_stderr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from regswap.errors import Diagnostic

F = TypeVar("F", bound="Callable[..., Any]")

files = click.argument("files", metavar="[FILE]...", nargs=-1)
paths = click.argument("paths", metavar="[PATH]...", nargs=-1)

rules = click.option(
    "-r",
    "--rules",
    multiple=True,
    metavar="PATH",
    help="A rule file; give it again for more, in order. [env: REGSWAP_RULES, joined as in PATH]",
)
rules_format = click.option(
    "--rules-format",
    type=click.Choice(NAMES),
    help="The format of the rule files; detected if not given.",
)
mode = click.option(
    "--mode",
    type=click.Choice(MODES),
    help="One semantics for all formats, which is the default, or exactly what the format's own program does.",
)
image_prefix = click.option(
    "--image-prefix", metavar="PREFIX", help="ImageSwap's IMAGE_PREFIX, for what it calls LEGACY mode."
)
report = click.option(
    "--report", metavar="FILE", help="Write what was seen and done to a file, as JSON. [env: REGSWAP_REPORT]"
)
quiet = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
verbose = click.option("-v", "--verbose", is_flag=True, help="Say at the end what was done.")
color = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Color the diff; auto does on a terminal or with FORCE_COLOR, and not with NO_COLOR.",
)


config = click.option(
    "-c", "--config", metavar="FILE", help="A regswap.yaml; flags go before what it says. [env: REGSWAP_CONFIG]"
)
path = click.option(
    "--path",
    multiple=True,
    metavar="KIND:[SHAPE:]PATH",
    help="A place beside those that are known, as in 'example.com/Shop:$.spec.front.image'; repeatable.",
)
crds = click.option(
    "--crds",
    multiple=True,
    metavar="PATH",
    help="Derive places from the custom resource definitions in a file or folder; repeatable.",
)
shapes = click.option(
    "--shapes/--no-shapes", default=None, help="Find PodSpecs in kinds that nobody knows, as is done by default."
)
unmatched = click.option(
    "--unmatched",
    type=click.Choice(UNMATCHED),
    help="What a reference does that no rule matches; fail ends in 4.",
)
hidden = click.option(
    "--hidden",
    type=click.Choice(HIDDEN),
    help="References in arguments, environment variables, ConfigMaps and annotations: report them, which is the "
    "default, rewrite them, or do not look for them.",
)
secrets = click.option(
    "--secrets/--no-secrets", default=None, help="Take the values of Secrets for hidden places too, decoded."
)
include = click.option(
    "--include",
    multiple=True,
    metavar="FIELD=PATTERN",
    help=f"Rewrite only what matches; repeatable. Fields: {', '.join(FIELDS)}.",
)
exclude = click.option(
    "--exclude", multiple=True, metavar="FIELD=PATTERN", help="Leave alone what matches; repeatable."
)
namespace_labels = click.option(
    "--namespace-labels",
    multiple=True,
    metavar="NAME:KEY=VALUE",
    help="Labels of a namespace that the manifests do not hold, for webhooks' opt-outs; repeatable.",
)

annotate = click.option(
    "--annotate",
    type=click.Choice(KINDS),
    help="Record the originals of what is rewritten as annotations on the object and its pod template, in regswap's "
    "way or in ImageShift's.",
)

_RULES = (image_prefix, mode, rules_format, rules, config)
_OUTPUT = (verbose, quiet, report)
_PLACES = (namespace_labels, exclude, include, unmatched, secrets, hidden, shapes, crds, path)


def takes_rules(function: F) -> F:
    """Add the options of every command that asks rules, and give them to it as one value, ``options``."""
    return _collect(function, (quiet, *_RULES))


def takes_rule_files(function: F) -> F:
    """Add the options of every command about rule files; a file is one whether an option names it or not."""

    @wraps(function)
    def add_files(options: Options, files: tuple[str, ...], **values: Any) -> Any:  # noqa: ANN401 - as in `_collect`
        named = options._replace(rules=(*options.rules, *files))
        return function(named.with_environment(), **values)

    return files(takes_rules(cast("F", add_files)))


def takes_stream(function: F) -> F:
    """Add the options of every command that reads one stream of manifests."""
    return _collect(function, (*_OUTPUT, *_PLACES, *_RULES))


def takes_manifests(function: F) -> F:
    """Add the options of every command that reads manifests where it is told."""
    return _collect(function, (*_OUTPUT, *_PLACES, *_RULES, paths))


def takes_places(function: F) -> F:
    """Add the options of every command about where references are looked for."""
    return _collect(function, (quiet, crds, path, config))


def takes_placed_manifests(function: F) -> F:
    """Add the options of every command that only looks for references in manifests."""
    return _collect(function, (quiet, shapes, crds, path, config, paths))


def tell(warnings: Iterable[Diagnostic], options: Options) -> None:
    """Print warnings on standard error, unless nobody wants them."""
    if not options.quiet:
        write_stderr("".join(f"{warning.render('warning')}\n" for warning in warnings))


def _collect(function: F, options: Iterable[Callable[[F], F]]) -> F:
    @wraps(function)
    def collect(**values: Any) -> Any:  # noqa: ANN401 - a command's arguments are what its decorators say
        own = {name: values.pop(name) for name in Options._fields if name in values}
        return function(Options(**own), **values)

    decorated = cast("F", collect)
    for option in options:
        decorated = option(decorated)
    return decorated
