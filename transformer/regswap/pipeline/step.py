"""The step that a run takes with each document: rewriting, checking and restoring have one shape."""

from __future__ import annotations

from regswap.pipeline.rewrite import rewrite
from regswap.pipeline.unlisted import UnlistedNotes
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from regswap.document.parse.stream import Document
    from regswap.errors import Diagnostic
    from regswap.pipeline.rewrite import FileRole, Policy, Rewritten

    Labels = Mapping[str, str]


class Conclusion(NamedTuple):
    """What is to be said after all documents."""

    warnings: Sequence[Diagnostic] = ()
    notes: Sequence[Diagnostic] = ()
    """What need not be wrong."""


class Step(NamedTuple):
    """A document in, the same or another one out."""

    transform: Callable[[Document, Mapping[str, Labels], FileRole | None], Rewritten]
    """Takes the labels of the Namespaces in earlier documents too, and what the file is to a kustomization; raises
    ManifestError. It remembers nothing, so that another process may do it."""
    exempt_namespace: Callable[[str, Labels], str]
    """Returns why everything in a Namespace with these labels is left alone, empty if it is not."""
    warnings: tuple[Diagnostic, ...] = ()
    """What may be wrong before any document is read."""
    policy: Policy | None = None
    """What the step follows, if it decides anything."""
    note: Callable[[Document, Rewritten], None] = lambda *_: None
    """Remembers what became of each document, in the order of the run; raises ManifestError."""
    conclude: Callable[[], Conclusion] = Conclusion
    """Returns what is to be said after all documents."""


def follow(policy: Policy) -> Step:
    """Return the step that does what a policy says."""

    def exempt_namespace(name: str, labels: Labels) -> str:
        return "" if name in policy.namespaces else policy.scope.exempt_namespace(name, {name: labels})

    notes = UnlistedNotes(policy.places.kinds.is_known)

    step = Step(
        lambda document, namespaces, role: rewrite(document, policy, namespaces, role),
        exempt_namespace,
        tuple(policy.rules.warnings),
        policy,
        lambda _, rewritten: notes.add(rewritten),
        lambda: Conclusion(notes=[*notes.find_notes()]),
    )
    return _watch(step, policy) if policy.watched else step


def _watch(step: Step, policy: Policy) -> Step:
    """Return the same step, which also says what of the policy has found nothing."""
    from regswap.pipeline.watch import Watch
    from regswap.places.catalogue.compiled import CATALOGUE

    watch = Watch(policy.watched)

    def note(document: Document, rewritten: Rewritten) -> None:
        step.note(document, rewritten)
        watch.note(document, rewritten.entries, rewritten.matched)

    def conclude() -> Conclusion:
        warnings, notes = step.conclude()
        return Conclusion([*warnings, *watch.find_warnings(CATALOGUE.keys())], [*watch.find_notes(), *notes])

    return step._replace(note=note, conclude=conclude)


def undo() -> Step:
    """Return the step that puts back the originals that are recorded in annotations."""
    from regswap.pipeline.restore import restore

    return Step(lambda document, *_: restore(document), lambda _, __: "")
