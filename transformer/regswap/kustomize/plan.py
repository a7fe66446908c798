"""The plan for the kustomizations among the files of a run, made before anything is rewritten."""

from __future__ import annotations

from regswap.document.read.field import child, text_of
from regswap.errors import Diagnostic
from regswap.kustomize.arrival import Reader
from regswap.kustomize.exemption import find_in_scope
from regswap.kustomize.file_tree import Tree
from regswap.kustomize.flow import Flow, path_of_patch
from regswap.kustomize.generated import check_elsewhere, list_generated
from regswap.kustomize.kustomization import (
    Kustomization,
    is_kustomization_file,
    list_values,
    read_documents,
    read_roots,
)
from regswap.kustomize.problem import find_problems
from regswap.kustomize.role import search_kustomization, search_patch, search_values
from regswap.kustomize.visible import DEFAULT, read_specs
from regswap.pipeline.rewrite import FileRole
from regswap.places.renderer.patch import read_targets
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from regswap.document.read.field import Path
    from regswap.kustomize.flow import Stage
    from regswap.kustomize.problem import Problem
    from regswap.kustomize.visible import FieldSpec
    from regswap.pipeline.kustomize_image import Incoming
    from regswap.pipeline.rewrite import Policy
    from regswap.places.object import ObjectId
    from regswap.streams.source import Source


class SourcePlan(NamedTuple):
    """What is known of the files of a run."""

    roles: Mapping[str, FileRole]
    """Of files that are more than manifests, by the names of the sources."""
    whole: frozenset[str]
    """The names of those that are one text, and not YAML."""
    warnings: tuple[Diagnostic, ...] = ()
    errors: tuple[Diagnostic, ...] = ()
    """What cannot be rewritten so that kustomize builds the right thing of it."""


def plan_sources(
    sources: Sequence[Source], policy: Policy, namespaces: Mapping[str, Mapping[str, str]]
) -> SourcePlan | None:
    """Follow the kustomizations among the files of a run; None where there are none."""
    if not any(map(is_kustomization_file, sources)):
        return None
    tree = Tree(sources)
    if not tree.kustomizations:
        return None
    known = {**namespaces, **_collect_namespaces(sources, policy), **policy.namespaces}
    flow = Flow(tree, Reader(policy, known, tuple(_collect_specs(tree))))
    problems = {
        kustomization.source.name: [
            *find_problems(tree, kustomization),
            *find_in_scope(kustomization, policy.scope, known),
        ]
        for kustomization in tree.kustomizations
    }
    is_asked = any(child(kustomization.root, "images") is not None for kustomization in tree.kustomizations)
    is_faulty = any(problem.is_fault for found in problems.values() for problem in found)
    # Following takes as long as rewriting does.
    stages = flow.follow_all() if is_asked or is_faulty else {}
    plan = _Plan(tree, policy)
    for kustomization in tree.kustomizations:
        name = kustomization.source.name
        plan.add(kustomization, flow.incoming.get(name, {}))
        plan.tell(problems[name], stages.get(name))
    return SourcePlan(plan.roles, frozenset(plan.whole), tuple(plan.warnings), tuple(plan.errors))


class _Plan:
    """What is gathered about the files, kustomization by kustomization."""

    def __init__(self, tree: Tree, policy: Policy) -> None:
        self.roles: dict[str, FileRole] = {}
        self.whole: set[str] = set()
        self.warnings: list[Diagnostic] = []
        self.errors: list[Diagnostic] = []
        self._tree = tree
        self._policy = policy
        self._targets: dict[str, tuple[ObjectId, ...]] = {}

    def tell(self, problems: list[Problem], stage: Stage | None) -> None:
        """Take what is not followed; it is a fault only where references change."""
        changes = stage is not None and any(one.becomes != one.reference for one in stage.arrivals)
        for finding, is_fault in problems:
            (self.errors if is_fault and changes else self.warnings).append(finding)

    def add(self, kustomization: Kustomization, incoming: Mapping[Path, Incoming]) -> None:
        """Take what a kustomization says about itself and about other files."""
        search = search_kustomization(self._policy.places)
        self.roles[kustomization.source.name] = FileRole(search, incoming)
        self._add_patches(kustomization)
        self._add_values(kustomization)
        self._add_generated(kustomization)

    def _add_patches(self, kustomization: Kustomization) -> None:
        for field in kustomization.list_items("patches", "patchesJson6902"):
            source = self._tree.find_file(kustomization, path_of_patch(field) or ".")
            if source is not None:
                before = self._targets.get(source.name, ())
                targets = tuple(dict.fromkeys((*before, *read_targets(child(field, "target")))))
                self._targets[source.name] = targets
                self.roles[source.name] = FileRole(search_patch(self._policy.places, targets))

    def _add_values(self, kustomization: Kustomization) -> None:
        for field in list_values(kustomization):
            source = self._tree.find_file(kustomization, text_of(field))
            if source is not None:
                self.roles[source.name] = FileRole(search_values(self._policy.places))

    def _add_generated(self, kustomization: Kustomization) -> None:
        for file in list_generated(self._policy.places, kustomization):
            source = self._tree.find_file(kustomization, file.path)
            if source is None:
                for finding, is_fault in check_elsewhere(self._policy, kustomization, file):
                    (self.errors if is_fault else self.warnings).append(finding)
                continue
            known = self.roles.setdefault(source.name, FileRole(file.search))
            if known.search is not file.search and source.name not in self.whole:
                message = "is a file of a generator, and has another part in a kustomization as well"
                self.errors.append(Diagnostic(message, "make two files of it", source.name))
            self.whole.add(source.name)


def _collect_specs(tree: Tree) -> Iterator[FieldSpec]:
    """Yield the fields outside of containers that `images` look at, in all kustomizations: bases hand theirs on."""
    yield from DEFAULT
    for kustomization in tree.kustomizations:
        for field in kustomization.list_items("configurations"):
            source = tree.find_file(kustomization, text_of(field))
            for _, root in read_roots(source) if source is not None else ():
                yield from read_specs(root)


def _collect_namespaces(sources: Sequence[Source], policy: Policy) -> dict[str, Mapping[str, str]]:
    """Return the labels of the Namespaces in all files, as they decide what is left alone."""
    found: dict[str, Mapping[str, str]] = {}
    for source in sources:
        for document in read_documents(source) if source.can_be_read_again else ():
            seen = policy.places.search(document) if b"Namespace" in document.data else None
            found.update(seen.namespaces if seen is not None else {})
    return found
