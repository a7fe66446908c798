"""Places compiled: a tree of keys with shapes at its ends, and the walk through an object along it."""

from __future__ import annotations

from functools import reduce

from regswap.document.parse.node import ANY, Mapping, Sequence
from regswap.document.read.field import entries, items, refuse_contested
from regswap.places.path import parts_of
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from regswap.document.parse.node import Outline
    from regswap.document.read.field import Field
    from regswap.places.path import Part

    Spelled = str | dict[str, str]
    Spelling = str | dict[str, Spelled]
    """How the catalogue writes a shape: its name, or roles with the paths of the parts and ``where``."""

TEXTS = ("text", "yaml", "json", "base64")
"""Shapes that are texts with references somewhere in them."""

RENDERER_SHAPES = (
    "kustomizeImage",
    "kustomizeImageText",
    "patch",
    "literal",
    "secretLiteral",
    "parameters",
    "valuesText",
    "chart",
)
"""Shapes of what renderers are told beside manifests: see ``places.renderer``."""

_HIDDEN_IN_RENDERERS = ("literal", "secretLiteral", "parameters", "valuesText", "chart")

SHAPES = (
    *("reference", "repository", "registry", "podSpec", "container", "volume", "oci", "object", "values"),
    *RENDERER_SHAPES,
    *TEXTS,
)
"""What a row of the catalogue can say that stands at a path; a split reference is a map from roles to keys."""

ROLES = ("reference", "registry", "repository", "name", "tag", "digest")
"""What the parts of a split reference are; one that is all of it makes sense with ``where`` only."""

WHERE = "where"
"""Beside the roles: values of keys that must be as written, or there is no reference."""

HIDDEN_SHAPES = frozenset({"arguments", "variables", "text", "base64"})
"""A list of arguments, a list of environment variables, running text, such text in base64: what holds references among
other things."""

HIDDEN = "hidden"

COMPOSED = "composed"
"""The shape of a reference whose parts stand under names of their own: see ``places.composed``."""

VALUES = "Helm values"
"""How a report says that a place is in the values of a chart."""

CONTAINER_LISTS = ("initContainers", "containers", "ephemeralContainers")


WHOLE: Outline = {}
"""Wants all that is in a value, however deep."""
WHOLE[ANY] = WHOLE[None] = WHOLE


class Shape(NamedTuple):
    """What stands at a place."""

    name: str
    """``reference``, ``repository``, ``registry``, ``split``, ``oci`` (a reference after ``oci://``), ``object``
    (another object of Kubernetes), ``values`` (those of a Helm chart), or one of ``RENDERER_SHAPES`` and
    ``HIDDEN_SHAPES``."""
    found: str
    """How the place is known: ``catalogue``, ``path`` (the user's) or ``shape``."""
    roles: tuple[tuple[str, tuple[Part, ...]], ...] = ()
    """Of a ``split`` one: what its parts are, and where each stands below it."""
    where: tuple[tuple[tuple[Part, ...], str], ...] = ()
    """Of a ``split`` one: what must be written below it, or it is none."""


class Branch:
    """What is known of a value: the shapes that it has, and what is known of the values in it."""

    __slots__ = ("_leading", "below", "beside", "hidden", "shapes")

    def __init__(self, *, hidden: bool = True) -> None:
        """Begin with knowing nothing; ``hidden`` tells whether to learn of hidden places too."""
        self.below: dict[Part, Branch] = {}
        self.beside: tuple[Part, ...] = ()
        """Keys of values that are read to tell where a place is, and are none."""
        self.shapes: list[Shape] = []
        self.hidden = hidden
        self._leading: dict[Part, Branch] | None = None

    def at(self, parts: Iterable[Part]) -> Branch:
        """Return what is known of the values at a path, and begin to know something."""
        branch = self
        for part in parts:
            branch = branch.below.setdefault(part, Branch(hidden=self.hidden))
        return branch

    @property
    def leading(self) -> dict[Part, Branch]:
        """What is known of the values in it that have a shape, or hold some that do: the others are only read.

        It is kept: once it was asked for, nothing more is learned.
        """
        if self._leading is None:
            self._leading = {part: branch for part, branch in self.below.items() if branch.shapes or branch.leading}
        return self._leading

    def add(self, path: str, shape: Spelling, found: str) -> None:
        """Learn what stands at a path; raises InvalidPathError where it is none."""
        branch = self.at(parts_of(path)) if path else self
        if not self.hidden and shape in ("values", *_HIDDEN_IN_RENDERERS):
            return
        if isinstance(shape, dict):
            branch.add_split(shape, found)
        elif shape == "podSpec":
            branch.add_pod_spec(found)
            self.at(parts_of(path)[:-1] if path else ()).add_annotations()
        elif shape == "container":
            branch.add_container(found)
        elif shape == "volume":
            branch.at(("image", "reference")).learn(Shape("reference", found))
        elif shape in TEXTS:
            branch.add_text("base64" if shape == "base64" else "text")
        else:
            branch.learn(Shape(shape, found))

    def add_split(self, shape: dict[str, Spelled], found: str) -> None:
        """Learn that a reference stands in several fields below this, or in one of them on a condition."""
        roles = tuple((role, parts_of(key)) for role, key in shape.items() if isinstance(key, str))
        where = shape.get(WHERE, {})
        wanted = tuple((parts_of(key), text) for key, text in where.items()) if isinstance(where, dict) else ()
        self.learn(Shape("split", found, roles, wanted))
        for _, parts in roles:
            self.at(parts)
        for parts, _ in wanted:
            self.at(parts)

    def learn(self, shape: Shape) -> None:
        """Learn what the value itself is; what was known of it goes, unless it is another split one."""
        self.shapes = [known for known in self.shapes if known.name == shape.name == "split" and known != shape]
        self.shapes.append(shape)

    def add_pod_spec(self, found: str) -> None:
        """Learn that this is a PodSpec (``core/v1``, Kubernetes 1.36): containers of three sorts, and image volumes."""
        for key in CONTAINER_LISTS:
            self.at((key, None)).add_container(found)
        self.at(("volumes", None, "image", "reference")).learn(Shape("reference", found))

    def add_container(self, found: str) -> None:
        """Learn that this is a container."""
        self.at(("image",)).learn(Shape("reference", found))
        self.beside = ("name",)
        if not self.hidden:
            return
        for key in ("command", "args"):
            self.at((key,)).learn(Shape("arguments", HIDDEN))
            self.at((key, None))
        # Beside what Kubernetes knows, a step of Tekton has a script, and a template of Argo Workflows its source.
        for key in ("script", "source"):
            self.at((key,)).add_text()
        self.at(("env",)).learn(Shape("variables", HIDDEN))
        self.at(("env", None, "name"))
        self.at(("env", None, "value"))

    def add_annotations(self) -> None:
        """Learn that this has the metadata of an object or of a pod template."""
        self.at(("metadata", "annotations", ANY)).add_text()

    def add_text(self, name: str = "text") -> None:
        """Learn that this is running text, or such text in base64."""
        if self.hidden:
            self.learn(Shape(name, HIDDEN))

    def holds_only(self, names: Container[str]) -> bool:
        """Tell whether all that is known of it, and of the values in it, has a shape of some names."""
        return all(shape.name in names for shape in self.shapes) and all(
            branch.holds_only(names) for branch in self.below.values()
        )

    def outline(self) -> Outline:
        """Return which parts of a value have to be read."""
        if any(shape.name in ("object", "values", *RENDERER_SHAPES) for shape in self.shapes):
            return WHOLE
        beside: Outline = {part: {} for part in self.beside}
        outline = {**beside, **{part: branch.outline() for part, branch in self.below.items()}}
        every = outline.get(ANY)
        if every is None:
            return outline
        # What is wanted of every value is wanted of those too that are named.
        return {part: inner if part is None or part == ANY else merge(inner, every) for part, inner in outline.items()}


def merge(first: Outline, second: Outline) -> Outline:
    """Return an outline that wants what either of two wants; it may be one of them, or share parts with them."""
    if first is WHOLE or second is WHOLE:
        return WHOLE
    if not first or not second:
        return first or second
    keys = {**first, **second}
    every = [outline[ANY] for outline in (first, second) if ANY in outline]
    return {
        key: reduce(
            merge,
            (
                *(outline[key] for outline in (first, second) if key in outline),
                *(every if key is not None and key != ANY else ()),
            ),
            {},
        )
        for key in keys
    }


def walk(field: Field, branch: Branch) -> list[tuple[Field, Shape]]:
    """Return the values below one that have a shape, in the order in which they are written.

    Raises CompositionError where merge keys follow each other without end, or where it depends on the reader whether a
    wanted key or a merge key counts.
    """
    found: list[tuple[Field, Shape]] = []
    _walk(field, branch, found)
    return found


def _walk(field: Field, branch: Branch, found: list[tuple[Field, Shape]]) -> None:
    if branch.shapes:
        found += [(field, shape) for shape in branch.shapes]
    node = field.node
    if type(node) is Mapping:
        # Of all that is read is asked whether readers agree about a merge key.
        below = branch.below if node.has_indirection else branch.leading
        if below:
            _walk_mapping(field, node, below, found)
    elif type(node) is Sequence:
        of_items = (branch.below if node.has_indirection else branch.leading).get(None)
        if of_items is not None:
            for item in items(field):
                _walk(item, of_items, found)


def _walk_mapping(field: Field, mapping: Mapping, below: dict[Part, Branch], found: list[tuple[Field, Shape]]) -> None:
    every = below.get(ANY)
    if mapping.has_merge_key:
        refuse_contested(field, None if ANY in below else below)
    for inner in entries(field, below if every is None else None):
        own = below.get(inner.path[-1])  # type: ignore[arg-type] # a key of a mapping is a text
        if own is not None:
            _walk(inner, own, found)
        if every is not None:
            _walk(inner, every, found)
