"""The table of options: one row each, and everything that reads options is made from it.

A field of ``Options`` is a row: its name and type are what the program sees, its value is what users see. From the rows
come click's options and their help, the quick reader, the reader of the environment, the keys of regswap.yaml and of
the KRM function's ConfigMap, what ``--restore`` refuses, and docs/reference/commands.md. docs/development/option.md
walks through adding one.
"""

from __future__ import annotations

import os

from regswap.errors import Diagnostic, UsageError
from regswap.pipeline.provenance import KINDS
from regswap.pipeline.scope import FIELDS, HIDDEN, UNMATCHED
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.rules.formats import NAMES
from regswap.rules.load import MODES
from regswap.settings.option_row import DECLARED, Row, flag, switch, text, texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

HOSTS = ("helm post-render", "krm", "argocd generate", "stand-in install")
REWRITING = ("rewrite", *HOSTS)
RUNS = (*REWRITING, "images", "check")
"""The commands that send manifests through the rules."""
COPYING = ("bundle pull", "bundle push")
CARRYING = ("bundle plan", *COPYING)
"""Those that do the same, and take no answer but one about every reference."""
PROVING = ("bundle verify", "bundle lock")
"""Those that ask registries about every reference."""
READING = (*RUNS, *CARRYING, *PROVING)
FOLDERS = ("rewrite", "images", "check", *CARRYING, *PROVING)
"""Those of them that read folders which a person names."""
RULE_FILES = ("rules lint", "rules show", "rules convert", "mirrors")
DECIDING = (*READING, "explain", *RULE_FILES)
PLACES = ("paths list", "paths test")


class Options(NamedTuple):
    """What is asked of a run."""

    paths: tuple[str, ...] = ()
    """Files and folders, which are arguments and no options."""

    rules: tuple[str, ...] = texts(
        "-r",
        "--rules",
        metavar="PATH",
        group="rules",
        commands=DECIDING,
        environment="REGSWAP_RULES",
        map_key="rules",
        ignored_by="--restore",
        help="A rule file; repeat it for more, in order of precedence.",
    )
    allow_files: tuple[str, ...] = texts(
        "--allow-files",
        metavar="FOLDER",
        group="rules",
        commands=("krm",),
        environment="REGSWAP_ALLOW_FILES",
        help="A folder in which the functionConfig may name files, beside the working folder; repeatable.",
    )
    config: str | None = text(
        "-c",
        "--config",
        metavar="FILE",
        group="rules",
        commands=(*DECIDING, *PLACES),
        environment="REGSWAP_CONFIG",
        map_key="config",
        ignored_by="--restore",
        help="A regswap.yaml; flags take precedence over what it says.",
    )
    rules_format: str | None = text(
        "--rules-format",
        choices=NAMES,
        group="rules",
        commands=DECIDING,
        map_key="rulesFormat",
        ignored_by="--restore",
        help="The format of the rule files (default: detected).",
    )
    mode: str | None = text(
        "--mode",
        choices=MODES,
        default="standard",
        group="rules",
        commands=DECIDING,
        key="mode",
        map_key="mode",
        ignored_by="--restore",
        help="`standard`: the same semantics for all formats; `compat`: exactly what the format's own program does "
        "(default: {default}).",
    )
    image_prefix: str | None = text(
        "--image-prefix",
        metavar="PREFIX",
        group="rules",
        commands=DECIDING,
        map_key="imagePrefix",
        ignored_by="--restore",
        help="ImageSwap's IMAGE_PREFIX, for its LEGACY mode.",
    )
    unmatched: str | None = text(
        "--unmatched",
        choices=UNMATCHED,
        default="keep",
        group="rules",
        commands=RUNS,
        key="unmatched",
        map_key="unmatched",
        ignored_by="--restore",
        help="What to do with references that no rule matches; `fail` exits with 4 (default: {default}).",
    )

    path: tuple[str, ...] = texts(
        "--path",
        metavar="KIND:[SHAPE:]PATH",
        group="places",
        commands=(*READING, *PLACES),
        key="paths",
        map_key="paths",
        ignored_by="--restore",
        help="Also look for references at this path, as in 'example.com/Shop:$.spec.front.image'; repeatable.",
    )
    crds: tuple[str, ...] = texts(
        "--crds",
        metavar="PATH",
        group="places",
        commands=(*READING, *PLACES),
        ignored_by="--restore",
        help="Also look at the fields derived from the CustomResourceDefinitions in this file or folder; repeatable.",
    )
    shapes: bool | None = switch(
        "--shapes",
        default=True,
        group="places",
        commands=(*READING, "paths test"),
        key="shapes",
        map_key="shapes",
        ignored_by="--restore",
        help="Also look for PodSpecs in unknown custom resources (default: on).",
    )
    hidden: str | None = text(
        "--hidden",
        choices=HIDDEN,
        default=HIDDEN[0],
        group="places",
        commands=READING,
        environment="REGSWAP_HIDDEN",
        key="hidden",
        map_key="hidden",
        ignored_by="--restore",
        help="What to do with references in arguments, environment variables, ConfigMaps and annotations "
        "(default: {default}).",
    )
    secrets: bool | None = switch(
        "--secrets",
        default=False,
        group="places",
        commands=READING,
        key="secrets",
        map_key="secrets",
        ignored_by="--restore",
        help="Also look into the decoded values of Secrets (default: off).",
    )

    include: tuple[str, ...] = texts(
        "--include",
        metavar="FIELD=PATTERN",
        group="scope",
        commands=READING,
        key="scope.include",
        map_key="include",
        ignored_by="--restore",
        help=f"Rewrite only what matches; repeatable. Fields: {', '.join(FIELDS)}.",
    )
    exclude: tuple[str, ...] = texts(
        "--exclude",
        metavar="FIELD=PATTERN",
        group="scope",
        commands=READING,
        key="scope.exclude",
        map_key="exclude",
        ignored_by="--restore",
        help="Leave what matches alone; repeatable.",
    )
    ignore: tuple[str, ...] = texts(
        "--ignore",
        metavar="GLOB",
        group="scope",
        commands=FOLDERS,
        help="Leave files or folders out of the folders that are read, as a line of .gitignore does; repeatable. A "
        ".regswapignore file does the same.",
    )
    namespace_labels: tuple[str, ...] = texts(
        "--namespace-labels",
        metavar="NAME:KEY=VALUE",
        group="scope",
        commands=READING,
        key="namespaceLabels",
        map_key="namespaceLabels",
        ignored_by="--restore",
        help="Labels of a namespace that is not in the manifests, for the opt-outs of webhooks; repeatable.",
    )

    allow: tuple[str, ...] = texts(
        "--allow",
        metavar="HOST[/PATH]",
        group="check",
        commands=("check",),
        key="allow",
        help="A registry, or a part of one, that references may point to; `*` is any; repeatable.",
    )
    require_digest: bool = flag(
        "--require-digest", group="check", commands=("check",), help="Fail if a reference has no digest."
    )
    no_latest: bool = flag(
        "--no-latest",
        group="check",
        commands=("check",),
        help="Fail if a reference has the tag `latest`, or neither a tag nor a digest.",
    )
    complete: bool = flag(
        "--complete",
        group="check",
        commands=("check",),
        help="Fail if something could not be looked at: charts, values, remote bases, templates.",
    )

    live: str | None = text(
        "--live",
        metavar="FILE",
        group="bundle",
        commands=(*CARRYING, *PROVING),
        help="The output of `kubectl get pods -A -o json`: an image that runs and that no manifest names is a hole in "
        "the plan.",
    )
    stage: str | None = text(
        "--stage",
        choices=("direct", "pull", "push"),
        default="direct",
        group="bundle",
        commands=("bundle plan",),
        help="The copies to list: from the sources to the targets, from the sources into a layout, or from "
        "there to the targets (default: {default}).",
    )
    layout: str | None = text(
        "--layout",
        metavar="DIR",
        group="bundle",
        commands=CARRYING,
        help="The OCI layout that is carried.",
    )
    ca: str | None = text(
        "--ca",
        metavar="FILE",
        group="registry",
        commands=(*COPYING, *PROVING),
        environment="REGSWAP_CA",
        help="Certificates of authorities (PEM) that registries may have theirs from, beside those of the system.",
    )
    certs: str | None = text(
        "--certs",
        metavar="FOLDER",
        group="registry",
        commands=(*COPYING, *PROVING),
        help="A folder with one for each HOST[:PORT], as in /etc/docker/certs.d: *.crt of authorities, *.cert and "
        "*.key of a client.",
    )
    plain_http: tuple[str, ...] = texts(
        "--plain-http",
        metavar="HOST[:PORT]",
        group="registry",
        commands=(*COPYING, *PROVING),
        environment="REGSWAP_PLAIN_HTTP",
        help="A registry that speaks HTTP without TLS; repeatable.",
    )
    regsync: str | None = text(
        "--regsync",
        metavar="PROGRAM",
        group="bundle",
        commands=COPYING,
        environment="REGSWAP_REGSYNC",
        help="The program that copies (default: `regsync` on PATH).",
    )
    archive: str | None = text(
        "--archive",
        metavar="FILE",
        group="bundle",
        commands=COPYING,
        help="Carry the layout as one tar archive, with checksums in FILE.sha256 beside it.",
    )
    volume_size: str | None = text(
        "--volume-size",
        metavar="SIZE",
        group="bundle",
        commands=("bundle pull",),
        help="Split the archive into files of at most this size, as in 4G or 700M: FILE.001, FILE.002 and so on.",
    )

    at: str | None = text(
        "--at",
        metavar="PLACE",
        group="bundle",
        commands=PROVING,
        help="Where to ask: `source`, `target` (where the rewritten references point), the folder of an OCI layout, or "
        "a registry HOST[:PORT][/PATH] in the place of the targets' (default: `target` to verify, `source` to lock).",
    )
    lock: str | None = text(
        "--lock",
        metavar="FILE",
        group="bundle",
        commands=(*REWRITING, "images", "check", *CARRYING, *PROVING),
        environment="REGSWAP_LOCK",
        ignored_by="--restore",
        help="The lock file: references are pinned to the digests in it, and what is not in it ends the run with 5; "
        "`bundle plan` and `pull` copy what it says, `bundle verify` compares with it, `bundle lock` writes it.",
    )
    platform: tuple[str, ...] = texts(
        "--platform",
        metavar="OS/ARCH[/VARIANT]",
        group="bundle",
        commands=PROVING,
        help="A platform that is carried; others of the same index may be missing (default: all, or those of the "
        "lock); repeatable.",
    )
    deep: bool = flag(
        "--deep",
        group="bundle",
        commands=("bundle verify",),
        help="Fetch and hash every blob of a registry; those of a layout always are.",
    )
    signatures: bool = flag(
        "--signatures",
        group="bundle",
        commands=PROVING,
        help="Also ask for signatures and other referrers: those of the lock, or of the source.",
    )
    connections: str | None = text(
        "--connections",
        metavar="NUMBER",
        default="16",
        group="registry",
        commands=(*COPYING, *PROVING),
        help="How many questions are asked at once (default: {default}).",
    )

    output: str | None = text(
        "-o",
        "--output",
        metavar="PATH",
        group="output",
        commands=("rewrite",),
        help="Write to a file, or to a folder with a file for each input: if PATH is a folder or ends in /, or if a "
        "folder or several files are read and PATH does not end in .yaml, .yml or .json.",
    )
    in_place: bool = flag(
        "-i", "--in-place", group="output", commands=("rewrite",), help="Replace the files that change."
    )
    follow_links: bool = flag(
        "--follow-links",
        group="output",
        commands=("rewrite",),
        help="Also replace files outside of the folders that are named, where a link in one leads to them.",
    )
    check: bool = flag(
        "--check",
        group="output",
        commands=("rewrite", "krm", "bundle lock"),
        key="check",
        map_key="check",
        help="Write nothing: list what would change, and exit with 1 if anything would; `bundle lock`, with 5.",
    )
    diff: bool = flag(
        "--diff",
        group="output",
        commands=("rewrite",),
        help="Show what would change as a diff, and exit with 1 if anything would.",
    )
    color: str | None = text(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        group="output",
        commands=("rewrite",),
        help="Color the diff; `auto`: on a terminal or with FORCE_COLOR, but not with NO_COLOR (default: {default}).",
    )
    stream: bool = flag(
        "--stream",
        group="output",
        commands=("rewrite",),
        help="Write each document as soon as it is done, even if an error follows.",
    )
    annotate: str | None = text(
        "--annotate",
        choices=KINDS,
        group="output",
        commands=REWRITING,
        key="annotate",
        map_key="annotate",
        ignored_by="--restore",
        help="Record original references in annotations on the object and its pod template, in regswap's format or "
        "in ImageShift's.",
    )
    restore: bool = flag(
        "--restore",
        group="output",
        commands=("rewrite",),
        help="Undo a rewrite from what --annotate recorded, and remove the annotations.",
    )
    allow_empty: bool = flag(
        "--allow-empty",
        group="output",
        commands=("rewrite", "check", "argocd generate", *CARRYING),
        help="Accept input without a single object.",
    )
    keep_going: bool = flag(
        "--keep-going",
        group="output",
        commands=("images",),
        help="List the references that can be read, and fail at the end if some cannot.",
    )
    jobs: str | None = text(
        "--jobs",
        metavar="NUMBER",
        default="1",
        group="output",
        commands=FOLDERS,
        environment="REGSWAP_JOBS",
        help="How many processes read files and folders, or `auto`: one for each core that may be used "
        "(default: {default}).",
    )
    report: str | None = text(
        "--report",
        metavar="FILE",
        group="output",
        commands=READING,
        environment="REGSWAP_REPORT",
        help="Write what was found and done to a file, as JSON; `-` is standard output, if that is free.",
    )
    quiet: bool = flag(
        "-q", "--quiet", group="output", commands=(*DECIDING, *PLACES, "paths import"), help="Print errors only."
    )
    verbose: bool = flag("-v", "--verbose", group="output", commands=READING, help="Print a summary at the end.")

    @property
    def read_files(self) -> tuple[str, ...]:
        """The files and folders that a run reads."""
        named = (self.config, self.live, self.lock, self.ca)
        return (*self.paths, *self.rules, *self.crds, *(path for path in named if path is not None))

    @property
    def has_rules(self) -> bool:
        """Whether rules are named outside of the configuration."""
        return bool(self.rules) or self.image_prefix is not None

    def fill(self, other: Options) -> Options:
        """Return these options, and where one is not given, what others say."""
        return self._replace(**{row.name: getattr(other, row.name) for row in TABLE if not self.gives(row)})

    def gives(self, row: Row) -> bool:
        """Tell whether an option is given."""
        return bool(getattr(self, row.name) != row.unset)

    def with_value(self, row: Row, value: Any) -> Options:  # noqa: ANN401 - each field has its own type
        """Return these options with another value of one of them."""
        return self._replace(**{row.name: value})

    def with_environment(self) -> Options:
        """Fill from the environment what no flag says; ``check_choices`` tells whether it may say so."""
        return self.fill(_read_environment())

    def with_defaults(self) -> Options:
        """Fill in what holds where nobody says anything."""
        return self.fill(_DEFAULTS)


TABLE: tuple[Row, ...] = tuple(row._replace(name=name) for name, row in zip(Options._fields[1:], DECLARED, strict=True))
"""Every option, in the order of the help texts."""

_DEFAULTS = Options(**{row.name: row.default for row in TABLE if row.default is not None})


def options_of(command: str) -> Iterator[Row]:
    """Yield the options that a command takes, in the order of the help texts."""
    return (row for row in TABLE if command in row.commands)


def find_ignored(options: Options) -> tuple[Row, str] | None:
    """Return an option that is given and would do nothing, and the flag because of which."""
    ignoring = {row.flag for row in TABLE if row.form == "flag" and options.gives(row)}
    return next(((row, row.ignored_by) for row in TABLE if row.ignored_by in ignoring and options.gives(row)), None)


def check_choices(options: Options) -> None:
    """Check what the environment says, as click checks flags; raises UsageError."""
    for row in TABLE:
        value = getattr(options, row.name)
        if row.choices and value is not None and value not in row.choices:
            from regswap.suggestion import suggest

            named = row.environment or row.flag
            raise UsageError(Diagnostic(f"unknown value `{value}`", suggest(value, row.choices), named))


def _read_environment() -> Options:
    found: dict[str, str | tuple[str, ...]] = {}
    for row in TABLE:
        value = os.environ.get(row.environment, "") if row.environment else ""
        if not value:
            continue
        found[row.name] = tuple(filter(None, value.split(os.pathsep))) if row.repeatable else value
    return Options(**found)  # type: ignore[arg-type]
