"""``regswap rewrite``."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.cli.progress import track
from regswap.output.diff_sink import DiffSink
from regswap.output.table import CheckSink
from regswap.run import CHANGES_FOUND, run
from regswap.streams.destination import STDOUT, write_stderr
from regswap.streams.files_sink import FilesSink
from regswap.streams.overlap import refuse_outputs, refuse_report
from regswap.streams.sink import StreamSink
from regswap.streams.source import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import TextIO

    from regswap.settings.policy import Options
    from regswap.streams.sink import Sink
    from regswap.streams.source import Source


@click.command(short_help="Rewrite the references of manifests.")
@option.takes_manifests
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="Write to a file; or to a folder, for each file one: if PATH is a folder or ends in /, or if a folder or more "
    "than one file is read and PATH does not end in .yaml, .yml or .json.",
)
@click.option("-i", "--in-place", is_flag=True, help="Replace the files that change.")
@click.option("--check", is_flag=True, help="List what would change, and exit with 1 if anything would.")
@click.option("--diff", is_flag=True, help="Show what would change as a diff, and exit with 1 if anything would.")
@option.color
@option.annotate
@click.option(
    "--restore", is_flag=True, help="Undo a rewrite from what --annotate recorded, and take the annotations away."
)
@click.option(
    "--follow-links",
    is_flag=True,
    help="Also replace files outside of the folders that are named, where a link in one leads to them.",
)
@click.option("--stream", is_flag=True, help="Write each document as soon as it is done, errors or not.")
def rewrite(
    options: Options,
    output: str | None,
    color: str,
    *,
    in_place: bool,
    check: bool,
    diff: bool,
    follow_links: bool,
    stream: bool,
) -> int:
    """Rewrite the references of manifests: standard input, files, or folders of them.

    The result goes to standard output, whole or not at all. Nothing but the references changes, not a byte.
    """
    _refuse_contradictions({"--output": output, "--in-place": in_place, "--check": check or diff, "--stream": stream})

    if options.restore:
        _refuse_what_restoring_ignores(options)

    files: list[FilesSink] = []

    def make_sink(sources: list[Source]) -> Sink:
        if diff:
            return _make_diff_sink(color)
        if check:
            return CheckSink(quiet=options.quiet)
        if in_place or (output is not None and _is_folder(output, sources)):
            files.append(FilesSink(None if in_place else output, sources, follows_links=follow_links))
            _refuse_overlap(options, files[-1].targets.values())
            return files[-1]
        path = None if output == "-" else output
        _refuse_overlap(options, () if path is None else (path,))
        return StreamSink(path, joins=len(sources) > 1, at_once=stream)

    options = options.with_environment()
    if options.report == "-" and (in_place or output not in {None, "-"}):
        options = options._replace(report=STDOUT)
    code, done = run(options, make_sink, list if options.quiet else track, starts_over=not stream)
    if in_place and code == 0 and not options.quiet:
        _tell_replaced(files[-1])
    return CHANGES_FOUND if code == 0 and (check or diff) and done.counts["changed"] else code


def _tell_replaced(sink: FilesSink) -> None:
    total = len({os.path.realpath(target) for target in sink.targets.values()})
    write_stderr(f"{len(sink.replaced)} of {total} file{'' if total == 1 else 's'} rewritten\n")


def _refuse_overlap(options: Options, outputs: Collection[str]) -> None:
    """Refuse to replace what the rules come from, and with the report what was written, or the other way round."""
    refuse_outputs(outputs, options._replace(paths=()).read_files)
    refuse_report(options.report, outputs)


def _refuse_contradictions(choices: dict[str, object]) -> None:
    chosen = [name for name, value in choices.items() if value]
    if len(chosen) > 1:
        first, second = (name.replace("--check", "--check or --diff") for name in chosen[:2])
        message = f"{first} and {second} exclude each other"
        raise click.UsageError(message)


def _refuse_what_restoring_ignores(options: Options) -> None:
    """Refuse options about what is rewritten: the annotations alone say what goes back."""
    asked = {
        "annotate": options.annotate,
        "rules": options.rules,
        "rules-format": options.rules_format,
        "image-prefix": options.image_prefix,
        "mode": options.mode,
        "unmatched": options.unmatched,
        "hidden": options.hidden,
        "path": options.path,
        "include": options.include,
        "exclude": options.exclude,
        "namespace-labels": options.namespace_labels,
    }
    for name, value in asked.items():
        if value:
            message = f"--restore and --{name} exclude each other: what goes back is what the annotations say"
            raise click.UsageError(message)


def _is_folder(output: str, sources: list[Source]) -> bool:
    if output.endswith(os.sep) or os.path.isdir(output):
        return True
    if output == "-" or os.path.exists(output) or output.lower().endswith(ENDINGS):
        return False
    return len(sources) > 1 or any(source.folder for source in sources)


def _make_diff_sink(color: str) -> DiffSink:
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    is_colored = _wants_color(is_terminal=is_terminal) if color == "auto" else color == "always"
    in_log = os.environ.get("GITHUB_ACTIONS") == "true" and not _is_file(sys.stdout)
    return DiffSink(color=is_colored, escaped=is_colored or is_terminal, in_log=in_log)


def _wants_color(*, is_terminal: bool) -> bool:
    """Tell whether there shall be colors: https://no-color.org, https://force-color.org, in this order as in Python."""
    return not os.environ.get("NO_COLOR") and (bool(os.environ.get("FORCE_COLOR")) or is_terminal)


def _is_file(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False
