"""The search for sites: what has to be read of a document, and what is found in it."""

from __future__ import annotations

from contextlib import suppress

from regswap.document.parse.composer import CompositionError
from regswap.document.parse.prefilter import find_root_kinds, guess_kinds, may_contain
from regswap.document.read.field import root_field
from regswap.document.read.reading import read
from regswap.errors import ManifestError
from regswap.places.branch import COMPOSED, RENDERER_SHAPES, WHOLE
from regswap.places.kind import STEMS
from regswap.places.object import find_container, find_objects
from regswap.places.shape import is_custom
from regswap.places.site import make_sites
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from regswap.document.parse.node import Outline
    from regswap.document.parse.stream import Document
    from regswap.document.read.field import Field
    from regswap.document.read.reading import Reading
    from regswap.places.branch import Shape
    from regswap.places.kind import Kinds, Known
    from regswap.places.object import ObjectId
    from regswap.places.site import Site
    from regswap.places.unlisted.search import Scope

_REMEDY = "write the values out"
_TEKTON = "tekton.dev/"

_WORDS = (*(stem.encode() for stem in STEMS), b"\0")
"""A document that has none of them has no place, but for kinds that are bare. A null character is no YAML: this may be
UTF-16 without a byte order mark."""


class Found(NamedTuple):
    """What was found in a document that was read."""

    reading: Reading
    sites: list[Site]
    """In the order in which they are written."""
    namespaces: dict[str, dict[str, str]]
    """The labels of the Namespaces in it, by name."""


class _Wanted(NamedTuple):
    """What has to be read of a document."""

    outline: Outline | None
    """Where the places are; unknown if there is none."""
    kinds: frozenset[str] = frozenset()
    """The kinds that the outline is for; objects of others need another one."""
    may_be_custom: bool = True
    """Whether there may be an object of a kind that Kubernetes itself does not have."""
    is_whole: bool = True
    """Whether all of it has to be read, as there may be references at places that no row lists."""


_ALL = _Wanted(None)


class _OverlookedError(Exception):
    """An object has a kind that was not looked for: the document has to be read whole."""


class Places:
    """Finds the sites of documents."""

    def __init__(
        self, kinds: Kinds, *, by_shape: bool = True, hosts: frozenset[str] = frozenset(), whole: bool = False
    ) -> None:
        """Look where the kinds say; ``by_shape`` also looks for PodSpecs and containers in all custom resources.

        Where the kinds have hidden places, all other strings of custom resources are looked at as well.

        ``hosts`` are registries that say, beside those that everybody knows, that a hidden text is a reference;
        ``whole`` tells whether to read more of a document than its sites: all of it.
        """
        self.kinds = kinds
        self.by_shape = by_shape
        self._searches_all = by_shape or kinds.hidden
        self.hosts = hosts
        self._whole = whole
        self._scope: Scope | None = None

    def search(self, document: Document) -> Found | None:
        """Read a document as far as needed, and return its sites; None where its bytes show that it has none.

        Raises ManifestError where it may hold a reference and cannot be read, or its aliases or merge keys cannot be
        followed.
        """
        wanted = self._want(document.data)
        if wanted is None:
            return None
        wanted = self._spare(wanted, document.data)
        try:
            return self._find(read(document, wanted.outline, whole=self._whole or wanted.is_whole), wanted)
        except _OverlookedError:
            kinds = _list_kinds(read(document, None))
            return self.find(read(document, self._outline_lists(kinds), whole=True))

    def find(self, reading: Reading) -> Found:
        """Return what is found in a document of which nothing was left out.

        Raises ManifestError where its aliases or merge keys cannot be followed.
        """
        return self._find(reading, _ALL)

    def _want(self, data: bytes) -> _Wanted | None:
        if not may_contain(data, b"kind", b"\0"):
            return None
        certain = find_root_kinds(data)
        is_custom, is_whole = self._may_have_unlisted(data, certain)
        if not is_whole and not may_contain(data, *_WORDS) and not self._may_be_bare(data, certain):
            return None
        if certain is not None and not is_custom and self._holds_no_text(data, certain):
            return None
        kinds = _with_items(guess_kinds(data)) if certain is None else certain
        if not is_whole and certain is not None and not any(map(self.kinds.plan, kinds)):
            return None
        outline = self.kinds.outline_of(kinds) if certain is not None else self._outline_lists(kinds)
        return _Wanted(outline, kinds, is_custom, is_whole)

    def _may_have_unlisted(self, data: bytes, certain: frozenset[str] | None) -> tuple[bool, bool]:
        """Tell whether a document may hold a custom resource, and such a one references at places that no row lists."""
        if not self._searches_all:
            return False, False
        from regswap.places.unlisted.hint import may_be_custom, may_hold_unlisted

        is_custom = may_be_custom(data, certain)
        return is_custom, is_custom and may_hold_unlisted(data, self.hosts)

    def _holds_no_text(self, data: bytes, certain: frozenset[str]) -> bool:
        """Tell whether a document is of kinds with references in texts only, and has nothing that reads like one."""
        # The labels of a Namespace are asked for; what has a null character is refused by the parser.
        if "Namespace" in certain or b"\0" in data or not all(map(self.kinds.holds_texts_only, certain)):
            return False
        from regswap.places.unlisted.hint import may_hold_unlisted

        return not may_hold_unlisted(data, self.hosts)

    def _spare(self, wanted: _Wanted, data: bytes) -> _Wanted:
        """Want no more of a ResourceList than is wanted of its items; one that is custom has it read again, whole."""
        if not wanted.is_whole:
            return wanted
        from regswap.places.unlisted.hint import is_list_of_built_in

        return wanted._replace(may_be_custom=False, is_whole=False) if is_list_of_built_in(data) else wanted

    def _outline_lists(self, kinds: Iterable[str]) -> Outline:
        """Return which parts of objects of some kinds have to be read, and of lists of them, and of lists of those."""
        outline = self.kinds.outline_of(kinds)
        if outline is not WHOLE:
            outline = dict(outline)
            outline["items"] = {None: outline}
        return outline

    def _may_be_bare(self, data: bytes, certain: frozenset[str] | None) -> bool:
        """Tell whether a document without any of the words may have a place all the same."""
        if self.kinds.hidden and (certain is None or any(map(self.kinds.plan, certain))):
            from regswap.places.hidden.hint import may_hold_token

            if may_hold_token(data.decode("latin-1")):
                return True
        bare = self.kinds.bare
        return any(kind.encode() in data for kind in bare) if certain is None else not bare.isdisjoint(certain)

    def collect(self, reading: Reading, find_in_root: Callable[[Field], Iterable[Site]]) -> Found:
        """Return what a search finds in the roots of a document; the sites of one field only once.

        Raises ManifestError where aliases or merge keys cannot be followed.
        """
        sites: dict[object, Site] = {}
        try:
            for root in reading.composed.roots:
                for site in find_in_root(root_field(root)):
                    place = site.field.path, id(site.field.node), site.parts, site.token and site.token.start
                    sites.setdefault(place, site)
        except CompositionError as error:
            raise ManifestError(reading.locate_at(error.line, error.column, error.message, _REMEDY)) from error
        return Found(reading, _drop_covered(list(sites.values())), {})

    def _find(self, reading: Reading, wanted: _Wanted) -> Found:
        """Return the sites of a document; those of one field only once, however many paths lead there."""
        _refuse_other_kinds(reading)
        namespaces: dict[str, dict[str, str]] = {}

        def find_in_root(root: Field) -> Iterator[Site]:
            for field, identity in find_objects(root):
                if identity.kind == "Namespace" and identity.api_version == "v1":
                    namespaces[identity.name] = dict(identity.labels)
                for site in self._find_sites(field, identity, wanted):
                    name = find_container(field, site.field.path) if site.within is None else ""
                    yield site._replace(container=name)

        found = self.collect(reading, find_in_root)
        if any(site.is_unlisted for site in found.sites):
            from regswap.places.unlisted.search import order_of

            found.sites.sort(key=order_of)
        return found._replace(namespaces=namespaces)

    def find_in_object(self, root: Field, identity: ObjectId) -> Iterator[Site]:
        """Yield the sites of one object of which nothing was left out; raises CompositionError as ``walk`` does."""
        yield from self._find_sites(root, identity, _ALL)

    def find_in_field(
        self, identity: ObjectId, field: Field, shape: Shape, root: Field | None = None
    ) -> Iterator[Site]:
        """Yield the sites that a field of a shape is or holds; raises CompositionError as ``walk`` does."""
        if shape.name == "object":
            for inner, inner_identity in find_objects(field):
                yield from self._find_sites(inner, inner_identity, _ALL)
        elif shape.name in RENDERER_SHAPES:
            from regswap.places.renderer.finder import find_in_source

            yield from find_in_source(self, identity, field, shape)
        else:
            yield from make_sites(identity, field, shape, self.hosts, root)

    def _find_sites(self, root: Field, identity: ObjectId, wanted: _Wanted) -> Iterator[Site]:
        plan = self.kinds.plan(identity.kind)
        rows = plan.find(identity.api_version) if plan is not None else []
        is_open = self._searches_all and is_custom(identity)
        if wanted is not _ALL and (identity.kind not in wanted.kinds or (is_open and not wanted.may_be_custom)):
            raise _OverlookedError
        if not is_open or not wanted.is_whole:
            for known in rows:
                for field, shape in known.find(root):
                    yield from self.find_in_field(identity, field, shape, root)
            return
        sites = self._find_open(root, identity, rows)
        if identity.api_version.startswith(_TEKTON):
            from regswap.places.pushed import doubt_push_targets

            sites = doubt_push_targets(root, sites)
        yield from sites

    def _find_open(self, root: Field, identity: ObjectId, rows: list[Known]) -> Iterator[Site]:
        """Yield the sites of a custom resource, also where no row lists them."""
        from regswap.places.unlisted.search import Scope, Unlisted

        self._scope = self._scope or Scope(self.hosts, self.kinds.hidden, self.by_shape)
        unlisted = Unlisted(self._scope, identity, root)
        for known in rows:
            excluded = known.exclude(root)
            unlisted.leave_out_below(excluded)
            for field, shape in known.find(root, excluded):
                unlisted.leave_out(field, shape)
                yield from self.find_in_field(identity, field, shape, root)
        yield from unlisted.find(rows)


def _refuse_other_kinds(reading: Reading) -> None:
    """Refuse keys that are those of another kind to readers that do not care about case; raises ManifestError."""
    for doubt in reading.composed.doubts:
        if doubt.wanted in ("apiVersion", "kind"):
            raise ManifestError(reading.locate(doubt.key, doubt.message, doubt.remedy))


def _drop_covered(sites: list[Site]) -> list[Site]:
    """Drop what was found in the text of fields that are known to be references as a whole, or parts of one."""
    whole = {(site.field.path, id(site.field.node)) for site in sites if site.token is None}
    composed = [part.field for site in sites if site.shape.name == COMPOSED for part in site.parts]
    whole.update((field.path, id(field.node)) for field in composed)
    return [site for site in sites if site.token is None or (site.field.path, id(site.field.node)) not in whole]


def _list_kinds(reading: Reading) -> frozenset[str]:
    """Return the kinds of the objects of a document, as far as its aliases and merge keys can be followed."""
    kinds: set[str] = set()
    with suppress(CompositionError):
        for root in reading.composed.roots:
            kinds.update(identity.kind for _, identity in find_objects(root_field(root)))
    return frozenset(kinds)


def _with_items(kinds: frozenset[str]) -> frozenset[str]:
    """Add the kinds of the items of typed lists, which need not say theirs."""
    return kinds | {kind.removesuffix("List") for kind in kinds} | {""}
