"""Sites: where a reference is written, or where one should be and something else is."""

from __future__ import annotations

from regswap.document.parse.node import Mapping, Scalar, Sequence
from regswap.document.parse.scalar import type_of
from regswap.document.read.field import child, entries, follow, format_path, items, string_of, text_of
from regswap.places.branch import COMPOSED, HIDDEN_SHAPES, VALUES, Shape
from regswap.places.split import LOCATION, has_host, join_parts, names_version, scheme_of
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from regswap.document.read.field import Field
    from regswap.document.read.reading import Reading
    from regswap.places.composed import Composed
    from regswap.places.hidden.token import Token
    from regswap.places.object import ObjectId
    from regswap.places.path import Part as PathPart


class Within(NamedTuple):
    """A text that holds documents of its own, and the one of them that is meant."""

    field: Field
    """Where the text stands."""
    reading: Reading
    offset: int
    """Where in the text the document begins, as its nodes count."""
    outer: Within | None = None
    """If the text stands in a document that is in a text itself."""

    @property
    def outermost(self) -> Within:
        """The text that stands in the document that is a file's."""
        within = self
        while within.outer is not None:
            within = within.outer
        return within


class Part(NamedTuple):
    """One of the fields that make a reference together."""

    role: str
    """``registry``, ``repository``, ``name``, ``tag`` or ``digest``."""
    field: Field
    value: str


class Site(NamedTuple):
    """One place that is meant to hold a reference."""

    object: ObjectId
    field: Field
    """Where it stands; of several fields the first that says where the image is."""
    value: str
    """The reference, or whatever stands there; empty for a collection."""
    other_type: str
    """What stands there if it is no string: ``null``, ``number``, ``map`` and so on; empty for a string."""
    shape: Shape
    parts: tuple[Part, ...] = ()
    """The fields that make it, where they are several or one that holds a part only."""
    token: Token | None = None
    """Where it stands in the text of the field, if it is only a part of it."""
    hidden: str = ""
    """If it is in a hidden place, how sure it is that this is a reference: ``certain``, ``hidden`` or ``possible``."""
    container: str = ""
    """The name of the container that it is in, if it is in one."""
    within: Within | None = None
    """If it is in a document that is written as a text, which; the fields are those of that document."""
    is_unlisted: bool = False
    """Whether no row lists the place, and its shape does not tell either."""

    def name_path(self, field: Field) -> str:
        """Return the path of a field of this site, from the root of the document that is a file's."""
        names = [format_path(field.path)]
        within = self.within
        while within is not None:
            names.insert(0, format_path(within.field.path))
            within = within.outer
        return " > ".join(names)


def make_sites(
    identity: ObjectId, field: Field, shape: Shape, hosts: Container[str], root: Field | None = None
) -> Iterator[Site]:
    """Yield the sites that a field of a shape is or holds; none where a split reference is left to its program.

    ``hosts`` are registries that say that a text in a hidden place is a reference, ``root`` is the object, in which
    what stands beside such a text tells more of it.
    """
    if shape.name in HIDDEN_SHAPES:
        yield from _find_tokens(identity, field, shape, hosts, root)
    elif shape.name == "values":
        yield from _find_in_values(identity, field, hosts)
    elif shape.name == "oci" and not (isinstance(field.node, Scalar) and scheme_of(field.node.value)):
        # Another address names no image.
        return
    elif shape.name == "split" and isinstance(field.node, Mapping):
        if all(_reads(field, path, text) for path, text in shape.where):
            parts = [part for role, path in shape.roles for part in _follow(role, field, path)]
            if shape.found == VALUES:
                parts += _find_empty_registry(field, shape)
            yield from _join(identity, shape, parts)
    else:
        yield _make_site(identity, field, shape)


def _find_tokens(
    identity: ObjectId, field: Field, shape: Shape, hosts: Container[str], root: Field | None
) -> Iterator[Site]:
    from regswap.places.hidden.hint import may_hold

    if not may_hold(field, shape.name):
        return
    from regswap.places.hidden.field_tokens import find_in_field

    above = follow(root, field.path[len(root.path) : -1]) if root is not None else None
    yield from _find_composed(identity, field, shape, hosts, (above, root))
    for inner, token in find_in_field(field, shape.name, hosts, above):
        yield Site(identity, inner, token.text, "", shape, token=token, hidden=token.certainty)


def _find_composed(
    identity: ObjectId, field: Field, shape: Shape, hosts: Container[str], around: tuple[Field | None, Field | None]
) -> Iterator[Site]:
    """Yield what a list of variables makes together, or the values of a mapping, at the one that holds the registry."""
    from regswap.places.composed import Named, find_composed, may_be_piece
    from regswap.places.hidden.field_tokens import name_of_pair

    above, root = around
    if shape.name == "variables":
        names = [(text_of(child(item, "name")), item) for item in items(field)]
        if not any(may_be_piece(name) for name, _ in names):
            return
        pairs = [(name, child(item, "value")) for name, item in names]
    elif shape.name == "text" and above is not None and may_be_piece(str(field.path[-1])):
        pairs = [(str(entry.path[-1]), entry) for entry in entries(above)]
    elif shape.name == "text" and above is not None and may_be_piece(name_of_pair(field, above)):
        listed = follow(root, above.path[len(root.path) : -1]) if root is not None else None
        pairs = [(text_of(child(item, "name")), child(item, str(field.path[-1]))) for item in items(listed or field)]
    else:
        return
    named = [Named(name, value, text) for name, value in pairs if value is not None and (text := string_of(value))]
    for composed in find_composed(named, hosts):
        site = make_composed(identity, composed)
        if shape.name == "variables" or site.field.path == field.path:
            yield site


def make_composed(identity: ObjectId, composed: Composed) -> Site:
    """Return the site of a reference that values under several names make together."""
    parts = tuple(Part(role, named.field, named.value) for role, named in composed.parts)
    value = join_parts({part.role: part.value for part in parts})
    return Site(identity, parts[0].field, value, "", Shape(COMPOSED, composed.reason), parts, hidden="hidden")


def _find_in_values(identity: ObjectId, field: Field, hosts: Container[str]) -> Iterator[Site]:
    from regswap.places.composed import names_place
    from regswap.places.values import find_in_values

    registries: dict[int, Site] = {}
    taken = set()
    for inner, shape, above in find_in_values(field):
        for site in make_sites(identity, inner, shape, hosts):
            if site.other_type or not site.value:
                continue
            if shape.name == "registry":
                registries[id(inner.node)] = site._replace(hidden="hidden")
            elif _is_whole(site) or (above is None and not site.parts and names_version(site.value)):
                yield site._replace(hidden="hidden")
            elif above is not None and names_place(string_of(above), hosts):
                taken.add(id(above.node))
                yield put_below(site, above)
            else:
                yield site._replace(hidden="possible")
    for key, site in registries.items():
        if key not in taken and names_place(site.value, hosts, known=True):
            yield site


def put_below(site: Site, above: Field) -> Site:
    """Return the site of the reference that a registry and what stands below it make."""
    from regswap.places.composed import tell_parts

    parts = site.parts or (Part("repository", site.field, site.value),)
    parts = (Part("registry", above, string_of(above)), *parts)
    shape = Shape(COMPOSED, tell_parts([format_path(part.field.path) for part in parts]))
    value = join_parts({part.role: part.value for part in parts})
    return site._replace(field=above, value=value, shape=shape, parts=parts, token=None, hidden="hidden")


def _is_whole(site: Site) -> bool:
    """Tell whether a value says itself in which registry its image is."""
    return has_host(site.value) or any(part.role == "registry" for part in site.parts)


def _make_site(identity: ObjectId, field: Field, shape: Shape) -> Site:
    if isinstance(field.node, Scalar):
        scalar_type = type_of(field.node)
        site = Site(identity, field, field.node.value, "" if scalar_type == "string" else scalar_type, shape)
        if site.other_type:
            return site
        if shape.name in ("repository", "registry"):
            part = Part(shape.name, field, site.value)
            return site._replace(value=join_parts({part.role: part.value}), parts=(part,))
        return _skip_scheme(site)
    return Site(identity, field, "", "map" if isinstance(field.node, Mapping) else "list", shape)


def _skip_scheme(site: Site) -> Site:
    """Return the site of a reference with what follows its scheme as its value."""
    scheme = scheme_of(site.value)
    if not scheme:
        return site
    from regswap.places.hidden.token import Token

    text = site.value[len(scheme) :]
    return site._replace(value=text, token=Token(len(scheme), len(site.value), text, "certain", site.shape.found))


def _join(identity: ObjectId, shape: Shape, parts: list[Part]) -> Iterator[Site]:
    """Yield the reference that some parts make, if one of them says where the image is."""
    if parts and parts[0].role == "reference":
        yield _make_site(identity, parts[0].field, shape)
        return
    written = [part for part in parts if part.value or not isinstance(part.field.node, Scalar)]
    at = next((part for role in LOCATION for part in written if part.role == role), None)
    if at is None or (at.role == "name" and "/" not in at.value):
        # A name alone stands below a registry that is written elsewhere.
        return
    wrong = next((part.field for part in parts if not isinstance(part.field.node, Scalar)), None)
    if wrong is not None:
        yield _make_site(identity, wrong, shape)
        return
    value = join_parts({part.role: part.value for part in parts})
    yield Site(identity, at.field, value, "", shape, tuple(parts))


def _find_empty_registry(field: Field, shape: Shape) -> Iterator[Part]:
    """Yield the registry that is there for others to be written to: `registry: ""` overrides that of the chart."""
    for role, (key, *_) in shape.roles:
        written = child(field, str(key)) if role == "registry" else None
        if written is not None and isinstance(written.node, Scalar) and not written.node.value:
            yield from [Part(role, written, "")] * (type_of(written.node) == "string")


def _reads(field: Field, path: tuple[PathPart, ...], text: str) -> bool:
    return any(part.value == text for part in _follow("", field, path))


def _follow(role: str, field: Field, path: tuple[PathPart, ...]) -> Iterator[Part]:
    """Yield what is written at the path of a part; null and the empty string are nothing."""
    found = [field]
    for step in path:
        found = [inner for outer in found for inner in _below(outer, step)]
    for inner in found[-1:]:
        node = inner.node
        if not isinstance(node, Scalar):
            yield Part(role, inner, "")
        elif node.value and type_of(node) != "null":
            yield Part(role, inner, node.value)


def _below(field: Field, step: PathPart) -> list[Field]:
    if step is None:
        return list(items(field)) if isinstance(field.node, Sequence) else []
    return [entry for entry in entries(field) if entry.path[-1] == step]
