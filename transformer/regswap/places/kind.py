"""The plan of each kind: where its objects hold references, compiled when the kind is met."""

from __future__ import annotations

from functools import reduce

from regswap.document.parse.node import ANY
from regswap.places.branch import HIDDEN_SHAPES, TEXTS, WHOLE, Branch, merge, walk
from regswap.places.path import is_query, parts_of
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TypeGuard

    from regswap.document.parse.node import Outline
    from regswap.document.read.field import Field, Path
    from regswap.places.branch import Shape, Spelling
    from regswap.places.path import Part
    from regswap.places.query import Query

    Paths = tuple[tuple[str, Spelling], ...]
    Row = tuple[str, tuple[str, ...], Paths]
    """API group (the core group as ``""``, any as ``*``), versions (none for all), and what stands at which path."""
    Catalogue = Mapping[str, tuple[Row, ...]]
    """Rows by kind."""

STEMS = ("mage", "epositor", "egistr")
"""Nearly every place has one of these in one of the keys that lead to it."""

NEVER = "never"
"""The shape of what must not be touched."""

CATALOGUED = "catalogue"
"""How a report says that a place is in the catalogue."""

IDENTITY = ("apiVersion", "kind", "metadata.name", "metadata.namespace")


class Known(NamedTuple):
    """What is known of the objects of one kind in one group, and in some versions of it if any are named."""

    group: str
    versions: tuple[str, ...]
    branch: Branch
    queries: list[tuple[Query, Branch]]
    """What asks for more than a path can say, and what stands there."""
    never: Branch
    excluded: list[Query]
    """What must not be touched, whatever else says that it is a place, as paths and as queries."""

    def find(self, root: Field, excluded: set[Path] | None = None) -> Iterator[tuple[Field, Shape]]:
        """Yield the places of an object, but for what ``exclude`` returns; raises CompositionError as ``walk`` does."""
        excluded = self.exclude(root) if excluded is None else excluded
        for field, shape in self._find(root):
            if not excluded or not any(field.path[:end] in excluded for end in range(len(field.path) + 1)):
                yield field, shape

    def exclude(self, root: Field) -> set[Path]:
        """Return the paths in an object at which nothing may be touched; raises CompositionError as ``walk`` does."""
        excluded = {field.path for query in self.excluded for field in query.select(root)}
        excluded.update(field.path for field, _ in walk(root, self.never))
        return excluded

    def _find(self, root: Field) -> Iterator[tuple[Field, Shape]]:
        yield from walk(root, self.branch)
        for query, branch in self.queries:
            for field in query.select(root):
                yield from walk(field, branch)


class Plan(NamedTuple):
    """What is known of the objects of one kind."""

    rows: tuple[Known, ...]
    outline: Outline

    def find(self, api_version: str) -> list[Known]:
        """Return what is known of the kind in a group and version."""
        group, slash, version = api_version.rpartition("/")
        group = group if slash else ""
        return [
            known
            for known in self.rows
            if known.group in (group, ANY) and (not known.versions or version in known.versions)
        ]


class Kinds:
    """The plans of all kinds."""

    def __init__(
        self,
        *catalogues: tuple[Catalogue, str],
        bare: frozenset[str] = frozenset(),
        metadata: Iterable[tuple[Part, ...]] = (),
        hidden: bool = True,
    ) -> None:
        """Take catalogues, each with the word that says in a report how its places are known, and their bare kinds.

        ``metadata`` are paths that have to be read of every object whose places are looked for, such as its labels;
        ``hidden`` tells whether to know of hidden places too.
        """
        self.hidden = hidden
        self._catalogues = catalogues
        self._plans: dict[str, Plan | None] = {}
        self._texts: dict[str, bool] = {}
        self._identity = _outline_identity(metadata)
        self.bare = bare

    def plan(self, kind: str) -> Plan | None:
        """Return what is known of a kind, None where nothing is."""
        if kind not in self._plans:
            self._plans[kind] = self._compile(kind)
        return self._plans[kind]

    def is_known(self, api_version: str, kind: str) -> bool:
        """Tell whether something is known of a kind in a group and version."""
        plan = self.plan(kind)
        return plan is not None and bool(plan.find(api_version))

    def holds_texts_only(self, kind: str) -> bool:
        """Tell whether what is known of a kind is nothing but texts that may hold references among other things."""
        if kind not in self._texts:
            plan = self.plan(kind)
            self._texts[kind] = plan is not None and all(
                not known.queries and known.branch.holds_only(HIDDEN_SHAPES) for known in plan.rows
            )
        return self._texts[kind]

    def outline_of(self, kinds: Iterable[str]) -> Outline:
        """Return which parts of objects of some kinds have to be read."""
        plans = [plan for plan in map(self.plan, kinds) if plan is not None]
        # That of every plan wants what tells which object it is: most documents are of one kind, and nothing is merged.
        return reduce(merge, (plan.outline for plan in plans)) if plans else self._identity

    def _compile(self, kind: str) -> Plan | None:
        rows: dict[tuple[str, tuple[str, ...]], Known] = {}
        for catalogue, found in self._catalogues:
            for group, versions, paths in catalogue.get(kind, ()):
                known = rows.setdefault((group, versions), self._begin(group, versions))
                for path, shape in paths:
                    _learn(known, path, shape, found)
        if not rows:
            return None
        outline = self._identity
        for known in rows.values():
            asks = known.queries or known.excluded
            outline = merge(outline, WHOLE if asks else merge(known.branch.outline(), known.never.outline()))
        return Plan(tuple(rows.values()), outline)

    def _begin(self, group: str, versions: tuple[str, ...]) -> Known:
        branch = Branch(hidden=self.hidden)
        branch.add_annotations()
        return Known(group, versions, branch, [], Branch(hidden=False), [])


def _outline_identity(metadata: Iterable[tuple[Part, ...]]) -> Outline:
    """Return what has to be read of an object to know which one it is."""
    branch = Branch()
    for parts in (*map(parts_of, IDENTITY), *metadata):
        branch.at(parts)
    return branch.outline()


def _learn(known: Known, path: str, shape: Spelling, found: str) -> None:
    """Add what stands at a path; raises InvalidPathError where it is none."""
    if not is_query(path):
        (known.never if shape == NEVER else known.branch).add(path, shape, found)
        return

    from regswap.places.query import Query

    query = Query(path)
    if shape == NEVER:
        known.excluded.append(query)
        return
    below = Branch(hidden=known.branch.hidden)
    below.add("", shape, found)
    known.queries.append((query, below))


def is_bare(paths: Iterable[tuple[str, Spelling]]) -> bool:
    """Tell whether no key on the way to one of some places has a stem, so that its kind is all there is to look for."""
    for path, shape in paths:
        keys = [path, *filter(_is_text, shape.values())] if isinstance(shape, dict) else [path]
        implied = shape in ("podSpec", "container", "volume", *TEXTS)
        if not implied and not any(stem in key for stem in STEMS for key in keys):
            return True
    return False


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str)
