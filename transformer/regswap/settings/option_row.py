"""A row of the table of options: everything that is known of one option, whoever reads it."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any, Literal

GROUPS = ("rules", "places", "scope", "check", "bundle", "registry", "output")
"""The sections that options have in help texts, in this order."""


class Row(NamedTuple):
    """One option."""

    flags: tuple[str, ...]
    """As in ``("-r", "--rules")``; the last one is the long one."""
    form: Literal["text", "flag", "switch"]
    """A ``flag`` can be set, a ``switch`` set and unset (``--no-...``); a ``text`` takes a value."""
    group: str
    """The section of the help text, one of GROUPS."""
    commands: tuple[str, ...]
    """The commands that take it, in full, as in ``helm post-render``."""
    help: str
    """One or two sentences; ``{default}`` is filled in."""
    metavar: str = ""
    choices: tuple[str, ...] = ()
    default: Any = None
    """What holds where nobody says anything."""
    repeatable: bool = False
    environment: str = ""
    """The variable that stands in for the flag; of a repeatable one the values are joined as in PATH."""
    key: str = ""
    """The key under ``spec`` in regswap.yaml that says the same, as in ``scope.include``."""
    map_key: str = ""
    """The key in a ConfigMap that is the functionConfig of the KRM function."""
    ignored_by: str = ""
    """The long flag with which this option would do nothing, and is refused."""
    name: str = ""
    """The field of ``Options`` that holds it."""

    @property
    def flag(self) -> str:
        """The long flag."""
        return self.flags[-1]

    @property
    def off(self) -> str:
        """The flag that unsets a switch."""
        return self.flag.replace("--", "--no-", 1) if self.form == "switch" else ""

    @property
    def unset(self) -> Any:  # noqa: ANN401 - each form of option has its own
        """What the field holds where the option is not given."""
        if self.repeatable:
            return ()
        return False if self.form == "flag" else None


DECLARED: list[Row] = []
"""The rows of all options, in the order of the fields of ``Options``; they have no names yet."""


def text(*flags: str, **row: Any) -> Any:  # noqa: ANN401 - the field's annotation is the type
    """Declare an option with a value, and return what its field holds where it is not given."""
    return _declare(Row(flags, "text", **row))


def texts(*flags: str, **row: Any) -> Any:  # noqa: ANN401 - the field's annotation is the type
    """Declare an option with a value that can be given more than once; see ``text``."""
    return _declare(Row(flags, "text", repeatable=True, **row))


def flag(*flags: str, **row: Any) -> Any:  # noqa: ANN401 - the field's annotation is the type
    """Declare an option without a value; see ``text``."""
    return _declare(Row(flags, "flag", **row))


def switch(*flags: str, **row: Any) -> Any:  # noqa: ANN401 - the field's annotation is the type
    """Declare an option that has an opposite; see ``text``."""
    return _declare(Row(flags, "switch", **row))


def _declare(row: Row) -> Any:  # noqa: ANN401 - the field's annotation is the type
    DECLARED.append(row)
    return row.unset
