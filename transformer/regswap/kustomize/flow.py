"""The references that reach each entry of ``images``: those of bases, resources, components and patches, in turn.

Every kustomization is followed as if it were built: what it makes is what those that name it begin with. An entry of a
component is reached by what all have that use the component. What a patch replaces counts as well, so that more may be
thought to reach an entry than does.
"""

from __future__ import annotations

from regswap.document.parse.node import Mapping
from regswap.document.read.field import child, entries, text_of
from regswap.kustomize.file_tree import Unread
from regswap.kustomize.kustomization import Kustomization
from regswap.pipeline.kustomize_image import Incoming, apply_entry, make_matcher
from regswap.places.renderer.patch import read_targets
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from regswap.document.read.field import Field, Path
    from regswap.kustomize.arrival import Reader
    from regswap.kustomize.file_tree import Tree
    from regswap.pipeline.kustomize_image import Arrival

RENDERERS = ("helmCharts", "helmChartInflationGenerator", "generators")
"""What makes manifests when kustomize builds."""


class Stage(NamedTuple):
    """What a kustomization has at some point of being built."""

    arrivals: tuple[Arrival, ...] = ()
    unread: tuple[str, ...] = ()

    def join(self, arrivals: Iterable[Arrival] = (), unread: Iterable[str] = ()) -> Stage:
        """Return it with more; what is the same to every entry counts once."""
        told = {(one.reference, one.becomes, one.rewrite): one for one in (*arrivals, *self.arrivals)}
        return Stage(tuple(told.values()), tuple(dict.fromkeys((*self.unread, *unread))))


class Flow:
    """Follows the kustomizations of a tree."""

    def __init__(self, tree: Tree, reader: Reader) -> None:
        """Begin with nothing followed."""
        self._tree = tree
        self._reader = reader
        self._done: dict[str, Stage] = {}
        self._pending: set[str] = set()
        self._used: set[str] = set()
        self.incoming: dict[str, dict[Path, Incoming]] = {}
        """What reaches each entry, by the name of the file and the path in it."""

    def follow_all(self) -> dict[str, Stage]:
        """Follow every kustomization; return what each comes to, by the name of its file."""
        roots = self._tree.kustomizations
        for kustomization in roots:
            if not kustomization.is_component:
                self.build(kustomization)
        for kustomization in roots:
            if kustomization.is_component and kustomization.source.name not in self._used:
                # Whoever uses it is not among these files.
                self.extend(kustomization, Stage(unread=("the kustomizations that use this component",)))
        return self._done

    def build(self, kustomization: Kustomization) -> Stage:
        """Return what a kustomization comes to by itself."""
        name = kustomization.source.name
        if name not in self._done:
            self._done[name] = self.extend(kustomization, Stage())
        return self._done[name]

    def extend(self, kustomization: Kustomization, stage: Stage) -> Stage:
        """Return what a kustomization or component makes of what there is."""
        name = kustomization.source.name
        if name in self._pending:
            # It names itself, which kustomize refuses.
            return stage
        self._pending.add(name)
        self._used.add(name)
        stage = self._add_resources(kustomization, stage)
        for field in kustomization.list_items("components"):
            found = self._tree.find(kustomization, text_of(field))
            if isinstance(found, Kustomization):
                stage = self.extend(found, stage)
            elif isinstance(found, Unread) and found.may_be_built:
                stage = stage.join(unread=[f"`{found.text}`"])
        for field in kustomization.list_items("patches", "patchesJson6902", "patchesStrategicMerge"):
            stage = self._add_patch(kustomization, field, stage)
        for field in kustomization.list_items("images"):
            stage = self._pass_entry(name, field, stage)
        self._pending.discard(name)
        if kustomization.is_component:
            self._done[name] = stage.join(*self._done.get(name, Stage()))
        return stage

    def _add_resources(self, kustomization: Kustomization, stage: Stage) -> Stage:
        for field in kustomization.list_items("resources", "bases"):
            found = self._tree.find(kustomization, text_of(field))
            if isinstance(found, Kustomization):
                stage = self.extend(found, stage) if found.is_component else stage.join(*self.build(found))
            elif isinstance(found, Unread):
                stage = stage.join(unread=[f"`{found.text}`"] if found.may_be_built else ())
            else:
                stage = stage.join(self._reader.read_file(found))
        rendered = [key for key in RENDERERS if child(kustomization.root, key) is not None]
        return stage.join(unread=[f"`{key}`" for key in rendered])

    def _add_patch(self, kustomization: Kustomization, field: Field, stage: Stage) -> Stage:
        path = path_of_patch(field)
        if not path:
            return stage.join(self._reader.read_patch(kustomization.reading, field))
        found = self._tree.find(kustomization, path)
        if isinstance(found, Unread):
            return stage.join(unread=[f"`{path}`"] if found.may_be_built else ())
        if isinstance(found, Kustomization):
            return stage
        return stage.join(self._reader.read_file(found, read_targets(child(field, "target"))))

    def _pass_entry(self, name: str, field: Field, stage: Stage) -> Stage:
        known = self.incoming.setdefault(name, {})
        before = Stage(*known.get(field.path, Incoming()))
        known[field.path] = Incoming(*before.join(*stage))
        entry = {str(inner.path[-1]): text_of(inner) for inner in entries(field)}
        is_matched = make_matcher(entry.get("name", ""))
        passed = [_pass(entry, arrival) if is_matched(arrival.reference) else arrival for arrival in stage.arrivals]
        return Stage((), stage.unread).join(passed)


def path_of_patch(field: Field) -> str:
    """Return the file that a patch is in; empty where it stands in the kustomization."""
    if isinstance(field.node, Mapping):
        return "" if child(field, "patch") is not None else text_of(child(field, "path"))
    text = text_of(field)
    return "" if "\n" in text or "{" in text else text


def _pass(entry: dict[str, str], arrival: Arrival) -> Arrival:
    reference = apply_entry(entry, arrival.reference)
    return arrival._replace(reference=reference, becomes=arrival.rewrite(reference))
