"""The rule formats that there are: one row a format.

The first whose text a file may be takes the texts that no format recognises.
"""

from __future__ import annotations

from regswap.errors import Diagnostic, RulesError
from regswap.record import TYPE_CHECKING
from regswap.rules.formats.imageshift import FORMAT as IMAGESHIFT
from regswap.rules.formats.imageswap import FORMAT as IMAGESWAP
from regswap.rules.formats.mirror_registries import FORMAT as MIRROR_REGISTRIES
from regswap.rules.formats.registry_connect import FORMAT as REGISTRY_CONNECT
from regswap.rules.formats.regswap import FORMAT as REGSWAP
from regswap.suggestion import suggest

if TYPE_CHECKING:
    from regswap.rules.formats.rule_format import RuleFormat

FORMATS: tuple[RuleFormat, ...] = (
    IMAGESWAP,
    IMAGESHIFT,
    REGISTRY_CONNECT,
    MIRROR_REGISTRIES,
    REGSWAP,
)

NAMES = tuple(rule_format.name for rule_format in FORMATS)
"""What the formats are called on the command line."""


def find_format(name: str) -> RuleFormat:
    """Return the format of that name.

    Raises:
        RulesError: there is none.

    """
    found = next((rule_format for rule_format in FORMATS if rule_format.name == name), None)
    if found is None:
        raise RulesError(Diagnostic(f"unknown rule format `{name}`", suggest(name, NAMES)))
    return found
