"""The references of files that kustomize's ``images`` look at, each with what becomes of it."""

from __future__ import annotations

from regswap.document.parse.composer import CompositionError
from regswap.document.parse.node import Scalar
from regswap.document.read.field import text_of
from regswap.document.splice import splice
from regswap.errors import ManifestError
from regswap.kustomize.kustomization import read_roots
from regswap.kustomize.visible import find_visible
from regswap.pipeline.decide import PLACEHOLDERS
from regswap.pipeline.kustomize_image import Arrival
from regswap.pipeline.pod import spare_spoilt_pods
from regswap.pipeline.rewrite import decide
from regswap.places.renderer.patch import find_in_root, read_patch
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from regswap.document.read.field import Field
    from regswap.document.read.reading import Reading
    from regswap.kustomize.visible import FieldSpec
    from regswap.pipeline.rewrite import Policy
    from regswap.places.object import ObjectId
    from regswap.places.site import Site
    from regswap.streams.source import Source

    Rewrite = Callable[[str], str]


class Reader:
    """Reads what kustomize sees of files and patches, each once."""

    def __init__(
        self, policy: Policy, namespaces: Mapping[str, Mapping[str, str]], specs: tuple[FieldSpec, ...]
    ) -> None:
        """Decide as a policy says; ``specs`` are the fields outside of containers."""
        self._policy = policy
        self._namespaces = namespaces
        self._specs = specs
        self._files: dict[tuple[str, tuple[ObjectId, ...]], list[Arrival]] = {}
        self._rewrites: dict[object, Rewrite] = {}

    def read_file(self, source: Source, targets: tuple[ObjectId, ...] = ()) -> list[Arrival]:
        """Return the references of a file: manifests, parts of them, or operations for some kinds."""
        known = self._files.get((source.name, targets))
        if known is None:
            known = [arrival for reading, root in read_roots(source) for arrival in self._read(reading, root, targets)]
            self._files[source.name, targets] = known
        return known

    def read_patch(self, reading: Reading, field: Field) -> list[Arrival]:
        """Return the references of a patch that stands in a kustomization."""
        try:
            patch = read_patch(field)
        except (ManifestError, CompositionError):
            return []
        where = f"{reading.document.source}:{reading.line_of(field.node)}"
        found = []
        for root, within in patch.roots:
            inner = reading if within is None else within.reading
            found += [arrival._replace(where=where) for arrival in self._read(inner, root, patch.targets)]
        return found

    def _read(self, reading: Reading, root: Field, targets: tuple[ObjectId, ...]) -> Iterator[Arrival]:
        try:
            sites = list(find_in_root(self._policy.places, targets, root))
            visible = list(find_visible(root, self._specs))
        except CompositionError:
            return
        becomes = self._collect(sites)
        for field in visible:
            if isinstance(field.node, Scalar):
                text = field.node.value
                value, rewrite = becomes.get((field.path, id(field.node)), (text, _keep))
                where = f"{reading.document.source}:{reading.line_of(field.node)}"
                yield Arrival(text, value, rewrite, where)

    def _collect(self, sites: Iterable[Site]) -> dict[object, tuple[str, Rewrite]]:
        """Return what becomes of the fields of some sites, by their places, and of another reference there."""
        found: dict[object, tuple[str, Rewrite]] = {}
        own = [site for site in sites if site.within is None and isinstance(site.field.node, Scalar)]
        outcomes = spare_spoilt_pods(own, [decide(site, self._policy, self._namespaces) for site in own])
        for site, outcome in zip(own, outcomes, strict=True):
            rewrite = _keep if site.parts or outcome.is_exempt else self._rewrite_at(site)
            found[site.field.path, id(site.field.node)] = (text_of(site.field), rewrite)
            for change in () if outcome.is_reported_only else outcome.changes:
                node = change.field.node
                if isinstance(node, Scalar):
                    value = splice(node.value, change.parts) if change.parts else change.value
                    found[change.field.path, id(node)] = (value, rewrite)
        return found

    def _rewrite_at(self, site: Site) -> Rewrite:
        """Return what the rules make of another reference at a site; one function where nothing tells sites apart."""
        scope, rules, namespaces = self._policy.scope, self._policy.rules, self._namespaces
        key = site.object if scope.include or scope.exclude else None
        if key not in self._rewrites:

            def rewrite(reference: str) -> str:
                if reference in PLACEHOLDERS or (key is not None and scope.exempt(key, reference, namespaces)):
                    return reference
                return rules.decide(reference).rewritten

            self._rewrites[key] = rewrite
        return self._rewrites[key]


def _keep(reference: str) -> str:
    return reference
