"""The findings of lint: a kind with a stable name, a place, a remedy. `docs/lint.md` has a section for each kind."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.rules.formats.format_check import Check
from regswap.rules.formats.registry import FORMATS

if TYPE_CHECKING:
    from regswap.errors import Diagnostic
    from regswap.rules.formats.format_check import Severity

CHECKS = {
    check.code: check
    for check in (
        Check("cannot-load", "error", "The rules cannot be read or understood, so no command runs with them."),
        Check("idle-rules", "error", "No rule can ever act, so no command runs with them."),
        Check("no-rules", "warning", "A source holds no rule."),
        Check(
            "no-default",
            "warning",
            "A map has no default line: standard mode takes it for an empty one, ImageSwap for none.",
        ),
        Check("not-a-registry", "warning", "A prefix does not begin with a registry, so it matches nothing."),
        Check("not-a-reference", "warning", "An exact rule does not name a reference, so it matches nothing."),
        Check("wildcard-in-skip", "warning", "A text to be skipped has a wildcard, which no reference holds."),
        Check("duplicate-rule", "warning", "Two rules match the same, and one of them is never used."),
        Check("shadowed-rule", "warning", "A rule never wins, because another takes all that it matches."),
        Check("similar-prefix", "note", "Two prefixes share characters, but one is not under the other."),
        Check("misspelt-registry", "warning", "A registry is one letter away from a registry that is well known."),
        Check("short-skip", "warning", "A text to be skipped is in most references."),
        Check("skip-of-mapped-registry", "warning", "A text is skipped that belongs to a registry with a rule."),
        Check("unwritten-registry", "note", "A pattern asks for a Docker Hub host that most references do not write."),
        Check("target-without-host", "warning", "A target has no registry, so the images move to Docker Hub."),
        Check("colliding-target", "warning", "Two images get the same name, because only their last part is kept."),
        Check("unusable-result", "warning", "What a pattern makes of a reference cannot be used, so that stays."),
        Check("port-needs-rule", "note", "A registry without a port takes the default port only."),
        Check("rewritten-again", "warning", "What a rule writes is matched by the rules once more."),
        Check("skipped-by-original", "warning", "The rules' own program skips a rule."),
        Check("differs-from-original", "note", "Standard mode and the rules' own program decide differently."),
        Check("not-compared", "note", "What standard and compat mode decide was not compared, or not for all rules."),
        *(check for one in FORMATS if one.load_lint is not None for check in one.load_lint().CHECKS),
    )
}
"""Every kind of finding, by its name; those that only one format has are in its folder."""


class Finding(NamedTuple):
    """One finding."""

    code: str
    diagnostic: Diagnostic
    details: tuple[tuple[str, str], ...] = ()
    """The references and results that it speaks of, each with a name, for programs."""

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return CHECKS[self.code].severity
