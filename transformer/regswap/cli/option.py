"""The options of the table, for click; and the arguments that several commands share."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from regswap.cli.completion import complete_file
from regswap.output.formats import list_names
from regswap.settings.option_row import GROUPS
from regswap.settings.options import Options, find_ignored, options_of
from regswap.streams.destination import write_stderr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from regswap.errors import Diagnostic
    from regswap.output.formatter import Listing
    from regswap.settings.option_row import Row

F = TypeVar("F", bound="Callable[..., Any]")

files = click.argument("files", metavar="[FILE]...", nargs=-1, shell_complete=complete_file)
paths = click.argument("paths", metavar="[PATH]...", nargs=-1, shell_complete=complete_file)


class Option(click.Option):
    """An option that knows its section of the help text."""

    def __init__(self, *arguments: Any, group: str = "", **attributes: Any) -> None:  # noqa: ANN401 - as click's
        super().__init__(*arguments, **attributes)
        self.group = group


class Command(click.Command):
    """A command whose help text has its options in sections."""

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections: those of the table, then what is left."""
        sections: dict[str, list[tuple[str, str]]] = {group: [] for group in (*GROUPS, "")}
        for parameter in self.get_params(context):
            record = parameter.get_help_record(context)
            if record is not None and isinstance(parameter, click.Option):
                sections[getattr(parameter, "group", "")].append(record)
        for group, records in sections.items():
            if records:
                with formatter.section(group.capitalize() or "Options"):
                    formatter.write_dl(records)


def takes(command: str) -> Callable[[F], F]:
    """Add the options that the table has for a command, and give them to it as one value, ``options``."""
    rows = list(options_of(command))
    names = ("paths", *(row.name for row in rows))

    def add_options(function: F) -> F:
        @wraps(function)
        def collect(**values: Any) -> Any:  # noqa: ANN401 - a command's arguments are what its decorators say
            options = Options(**{name: values.pop(name) for name in names if name in values})
            _refuse_ignored(options)
            return function(options, **values)

        decorated: Any = collect
        for row in reversed(rows):
            decorated = make_option(row)(decorated)
        result: F = decorated
        return result

    return add_options


def takes_rule_files(command: str) -> Callable[[F], F]:
    """Add the same to a command about rule files; a file is one whether an option names it or not."""

    def add_options(function: F) -> F:
        @wraps(function)
        def add_files(options: Options, files: tuple[str, ...], **values: Any) -> Any:  # noqa: ANN401 - as in `takes`
            named = options._replace(rules=(*options.rules, *files))
            return function(named.with_environment(), **values)

        decorated: Any = files(takes(command)(add_files))
        result: F = decorated
        return result

    return add_options


def make_option(row: Row) -> Callable[[F], F]:
    """Return click's option for a row."""
    attributes: dict[str, Any] = {"is_flag": True} if row.form == "flag" else {"default": None}
    if row.form == "text":
        attributes |= {"multiple": row.repeatable, "metavar": row.metavar or None}
    if row.metavar in ("FILE", "PATH"):
        attributes["shell_complete"] = complete_file
    if row.choices:
        attributes["type"] = click.Choice(row.choices)
    names = (*row.flags[:-1], f"{row.flag}/{row.off}") if row.off else row.flags
    return click.option(*names, row.name, cls=Option, group=row.group, help=explain(row), **attributes)


def explain(row: Row) -> str:
    """Return the help text of an option."""
    default = row.default if isinstance(row.default, str) else ""
    joined = ", joined as in PATH" if row.repeatable else ""
    return row.help.replace("{default}", default) + (f" [env: {row.environment}{joined}]" if row.environment else "")


def output_format(listing: Listing, *, help: str) -> Callable[[F], F]:  # noqa: A002 - as click calls it
    """Return ``--format`` with the formats that a listing can be had in; the command gets it as ``form``."""
    return output_choice(*list_names(listing), help=help)


def output_choice(*names: str, help: str) -> Callable[[F], F]:  # noqa: A002 - as click calls it
    """Return the same with other choices; the first is the default."""
    return click.option(
        "--format", "form", cls=Option, group="output", type=click.Choice(names), default=names[0], help=help
    )


def tell(warnings: Iterable[Diagnostic], options: Options) -> None:
    """Print warnings on standard error, unless nobody wants them."""
    if not options.quiet:
        write_stderr("".join(f"{warning.render('warning')}\n" for warning in warnings))


def _refuse_ignored(options: Options) -> None:
    found = find_ignored(options)
    if found is not None:
        row, flag = found
        message = f"{flag} ignores {row.flag}: only the annotations say what goes back"
        raise click.UsageError(message)
