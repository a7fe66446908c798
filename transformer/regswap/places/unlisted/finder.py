"""The walk through all strings of an object that no row lists."""

from __future__ import annotations

from regswap.document.parse.node import Mapping, Scalar, Sequence
from regswap.document.read.field import child, entries, items, string_of, text_of
from regswap.lazy_pattern import lazy
from regswap.places.branch import Shape
from regswap.places.composed import Named, find_composed, may_be_piece
from regswap.places.hidden.argument import find_in_arguments
from regswap.places.hidden.environment import find_in_variable
from regswap.places.hidden.field_tokens import PAIR_VALUES
from regswap.places.hidden.name import IMAGE, OTHER, is_description, is_record, kind_of
from regswap.places.hidden.text import PART_OF_IMAGE, Subject, find_in_text, find_tokens, is_full, may_hold_tokens
from regswap.places.hidden.token import HIDDEN, POSSIBLE, names_known_registry
from regswap.places.site import Site, make_composed, make_sites
from regswap.places.unlisted.above import find_registry, join_above
from regswap.places.unlisted.doubt import find_doubt
from regswap.places.unlisted.split import find_splits, judge_split
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import read_reference

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator

    from regswap.document.read.field import Field, Path
    from regswap.places.hidden.token import Token
    from regswap.places.object import ObjectId

_TEXT = Shape("text", "hidden")

_NOT_SEARCHED = frozenset({"labels", "matchLabels", "nodeSelector", "openAPIV3Schema", "managedFields"})
"""Keys below which no reference stands: names that objects are found by, and definitions of kinds."""
_NOT_OF_OBJECTS = frozenset({"apiVersion", "kind", "status", "metadata"})
_ARGUMENTS = lazy(r"(?i).*(?:args|arguments|command|cmd|entrypoint)")
PAIR_NAMES = ("name", "key")
"""How variables and parameters are written."""
_OF_PAIRS = frozenset({*PAIR_NAMES, *PAIR_VALUES, "op", "path"})
HOLDERS = frozenset({"valueFrom", "value"})
"""Keys of variables and patches whose value stands deeper."""
_HOLDS_VALUE = lazy(r"(?:^v|V)alue$|^template$|^default$")
_OF_OBJECT_REFERENCES = frozenset({"namespace", "kind", "apiGroup", "apiVersion"})
_SEVERAL_WORDS = lazy(r"[\s{\[\"',;]")


class _Place(NamedTuple):
    """A value that was not looked at yet."""

    field: Field
    name: str
    """The key that says what it is: its own, or that of the list that it is in."""
    above: str
    """The key above that."""
    siblings: frozenset[str]
    """The keys beside its own."""
    pair: str = ""
    """The name of the variable, the parameter or the patch that it is the value of, if it is in one."""
    registry: Field | None = None
    """The registry that the mappings around it name for all images."""


class UnlistedFinder:
    """Looks at the strings of one object that no row lists."""

    def __init__(self, identity: ObjectId, closed: Container[Path], hosts: Container[str]) -> None:
        """Leave out what lies below some paths; ``hosts`` are registries that rules name."""
        self._identity = identity
        self._group = identity.api_version.rpartition("/")[0]
        self._closed = closed
        self._hosts = hosts

    def find(self, root: Field) -> Iterator[Site]:
        """Yield the sites of an object; raises CompositionError as ``entries`` does."""
        pending = self._open(_list_outer_entries(root), _NOT_OF_OBJECTS)
        annotations = child(root, "metadata", "annotations")
        if annotations is not None and annotations.path not in self._closed:
            pending[:0] = self._open(list(entries(annotations)))
        while pending:
            place = pending.pop()
            if place.field.path in self._closed:
                continue
            if isinstance(place.field.node, Mapping):
                yield from self._find_in_mapping(place, pending)
            elif isinstance(place.field.node, Sequence):
                yield from self._find_in_sequence(place, pending)
            else:
                yield from self._find_in_scalar(place)

    @staticmethod
    def _open(inner: list[Field], left_out: Collection[str] = (), outer: _Place | None = None) -> list[_Place]:
        """Return the values of a mapping that are to be looked at, the last first."""
        names = [str(entry.path[-1]) for entry in inner]
        siblings = frozenset(names)
        above, pair, registry = ("", "", None) if outer is None else (outer.name, outer.pair, outer.registry)
        return [
            _Place(entry, name, above, siblings, pair, registry)
            for entry, name in zip(reversed(inner), reversed(names), strict=True)
            if name not in left_out and name not in _NOT_SEARCHED
        ]

    def _find_in_mapping(self, place: _Place, pending: list[_Place]) -> Iterator[Site]:
        field = place.field
        listed = list(entries(field))
        inner = {str(entry.path[-1]): entry for entry in listed if entry.path not in self._closed}
        yield from self._compose(inner.items())
        place = place._replace(registry=find_registry(inner, self._hosts) or place.registry)
        if "properties" in inner and "type" in inner and isinstance(inner["properties"].node, Mapping):
            # The schema of something else.
            return
        taken: set[str] = set()
        for split in find_splits(inner, place.name):
            for site in make_sites(self._identity, field, split.shape, self._hosts):
                judged = judge_split(site, split, self._hosts)
                if judged is not None:
                    taken |= split.keys
                    yield join_above(self._doubt_split(site, *judged, frozenset(inner)), place.name, place.registry)
        name = name_in(inner)
        pair = _find_pair(name, inner)
        if pair is not None and not taken:
            yield from self._find_in_variable(*pair)
            taken.add(str(pair[1].path[-1]))
        elif name and not taken and not HOLDERS.isdisjoint(inner):
            place = place._replace(pair=name)
        is_object = "apiVersion" in inner and "kind" in inner
        if is_object and inner["kind"].node.value == "CustomResourceDefinition":  # type: ignore[union-attr]
            return
        left_out = taken | (_NOT_OF_OBJECTS if is_object else set())
        pending += self._open(listed, left_out, place)

    def _compose(self, pairs: Iterable[tuple[str, Field]]) -> Iterator[Site]:
        """Yield the references that values under several names make together."""
        pairs = list(pairs)
        if len(pairs) == 1 or not any(may_be_piece(name) for name, _ in pairs):
            return
        named = [Named(name, field, text) for name, field in pairs if (text := string_of(field))]
        for composed in find_composed(named, self._hosts):
            yield make_composed(self._identity, composed)._replace(is_unlisted=True)

    def _doubt_split(self, site: Site, certainty: str, reason: str, siblings: frozenset[str]) -> Site:
        certainty, reason = self._doubt(site.field.path, site.value, certainty, reason, siblings)
        return site._replace(hidden=certainty, shape=site.shape._replace(found=reason), is_unlisted=True)

    def _find_in_variable(self, name: str, value: Field) -> Iterator[Site]:
        text = string_of(value)
        for token in find_in_variable(name, text, self._hosts) if text else ():
            yield self._make_site(value, token, frozenset())

    def _find_in_sequence(self, place: _Place, pending: list[_Place]) -> Iterator[Site]:
        found = list(items(place.field))
        told = [{str(entry.path[-1]): entry for entry in entries(item, _OF_PAIRS)} for item in found]
        pairs = [pair for inner in told if inner and (pair := _find_pair(name_in(inner), inner)) is not None]
        yield from self._compose(pairs)
        if _ARGUMENTS.fullmatch(place.name) and all(isinstance(item.node, Scalar) for item in found):
            for index, token in find_in_arguments([string_of(item) for item in found], self._hosts):
                yield self._make_site(found[index], token, frozenset())
            return
        pending += [place._replace(field=item) for item in reversed(found)]

    def _find_in_scalar(self, place: _Place) -> Iterator[Site]:
        text = string_of(place.field)
        if not text:
            return
        name = _name_of(place, text)
        if not may_hold_tokens(name, text) or is_record(name) or is_description(name):
            return
        if _SEVERAL_WORDS.search(text):
            tokens = find_in_text(text, name, self._hosts, place.siblings)
        else:
            phrase = f"stands under the key {name}"
            beside = place.siblings
            tokens = find_tokens(
                Subject(text, 0, name, phrase, is_text=False, beside=beside, siblings=beside), self._hosts
            )
        for token in tokens:
            yield join_above(self._make_site(place.field, token, place.siblings), name, place.registry)

    def _make_site(self, field: Field, token: Token, siblings: frozenset[str]) -> Site:
        certainty, reason = token.certainty, token.reason
        if certainty == HIDDEN:
            certainty, reason = self._doubt(field.path, token.text, certainty, reason, siblings)
        token = token._replace(certainty=certainty, reason=reason)
        return Site(self._identity, field, token.text, "", _TEXT, token=token, hidden=certainty, is_unlisted=True)

    def _doubt(self, path: Path, text: str, certainty: str, reason: str, siblings: frozenset[str]) -> tuple[str, str]:
        """Return how sure a reference is, and why, where it stands."""
        reference = read_reference(text)
        if reference is None:
            return POSSIBLE, reason
        is_told = names_known_registry(reference, self._hosts) or reference.digest is not None
        doubt = find_doubt(path, self._group, siblings, reference, is_told=is_told)
        return (POSSIBLE, f"{reason}, but {doubt}") if doubt and certainty != POSSIBLE else (certainty, reason)


def name_in(inner: dict[str, Field]) -> str:
    """Return the name that stands in a variable or a parameter, or the last key of the path of a JSON patch."""
    if "op" in inner and "path" in inner:
        return text_of(inner["path"]).rpartition("/")[2]
    return next((text_of(inner[key]) for key in PAIR_NAMES if key in inner), "")


def _find_pair(name: str, inner: dict[str, Field]) -> tuple[str, Field] | None:
    """Return the name and the value of what is written as a variable or a parameter is."""
    value = next((inner[key] for key in PAIR_VALUES if key in inner), None) if name else None
    return (name, value) if value is not None and isinstance(value.node, Scalar) else None


def _list_outer_entries(root: Field) -> list[Field]:
    """Return the values of an object, but for the items of a list, which are objects of their own."""
    return [entry for entry in entries(root) if entry.path[-1] != "items" or not isinstance(entry.node, Sequence)]


def _name_of(place: _Place, text: str) -> str:
    """Return the key that says what a string is: its own, or that of the image that it is a part of."""
    if place.pair and _HOLDS_VALUE.search(place.name) and kind_of(place.name) == OTHER:
        return place.pair
    if kind_of(place.above) != IMAGE:
        return place.name
    if place.above.endswith("mages"):
        return place.above if _is_full(text) else place.name
    is_part = place.name in PART_OF_IMAGE and _OF_OBJECT_REFERENCES.isdisjoint(place.siblings)
    return place.above if is_part else place.name


def _is_full(text: str) -> bool:
    reference = read_reference(text)
    return reference is not None and is_full(reference)
