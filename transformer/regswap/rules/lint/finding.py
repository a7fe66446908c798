"""What lint finds: a kind with a stable name, a place, and what to do. `docs/lint.md` has a section for each kind."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Literal

    from regswap.errors import Diagnostic

    Severity = Literal["error", "warning", "note"]


class Check(NamedTuple):
    """A kind of finding."""

    code: str
    """Its name, which never changes its meaning."""
    severity: Severity
    summary: str
    """What it says about rules, as a sentence."""


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
        Check("not-a-reference", "warning", "An exact rule names what is no reference, so it matches nothing."),
        Check("wildcard-in-key", "warning", "A plain key has a wildcard, which is an ordinary character there."),
        Check("wildcard-in-skip", "warning", "A text to be skipped has a wildcard, which no reference holds."),
        Check("old-library-key", "warning", "The key docker.io-library is a spelling that no longer means anything."),
        Check("old-separator", "note", "A line has the deprecated separator of one colon."),
        Check("ignored-section", "warning", "Rules are written where no program reads them."),
        Check("other-home", "note", "References without a registry belong to another registry than Docker Hub."),
        Check("duplicate-rule", "warning", "Two rules match the same, and one of them is never used."),
        Check("shadowed-rule", "warning", "A rule never wins, because another takes all that it matches."),
        Check("similar-prefix", "note", "Two prefixes share characters, but one is not under the other."),
        Check("misspelt-registry", "warning", "A registry is one letter away from a registry that is well known."),
        Check("library-alone", "warning", "There is a key for registry/library and none for the registry."),
        Check("short-skip", "warning", "A text to be skipped is in most references."),
        Check("skip-of-mapped-registry", "warning", "A text is skipped that belongs to a registry with a rule."),
        Check("unwritten-registry", "note", "A pattern asks for a Docker Hub host that most references do not write."),
        Check("target-without-host", "warning", "A target has no registry, so the images move to Docker Hub."),
        Check("colliding-target", "warning", "Two images get the same name, because only their last part is kept."),
        Check("rewritten-again", "warning", "What a rule writes is matched by the rules once more."),
        Check("skipped-by-original", "warning", "The rules' own program skips a rule."),
        Check("differs-from-original", "note", "Standard mode and the rules' own program decide differently."),
        Check("not-compared", "note", "What standard and compat mode decide was not compared, or not for all rules."),
    )
}
"""Every kind of finding, by its name."""


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
