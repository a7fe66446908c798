"""Objects that hold references because of what they are: PodSpecs, containers, volumes."""

from __future__ import annotations

import re

from regswap.places.discover.chart import REASON, holds_values
from regswap.places.discover.path import ITEMS
from regswap.places.discover.schema import view
from regswap.places.discover.word import words_of
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from regswap.places.discover.path import Mark
    from regswap.places.discover.schema import Schema

    Fields = Mapping[str, Schema]

CONTAINER_LISTS = ("initContainers", "containers", "ephemeralContainers")
_OF_CONTAINERS = frozenset({"env", "envFrom", "volumeMounts", "ports", "lifecycle", "livenessProbe", "workingDir"})
_OF_VOLUMES = frozenset({"configMap", "secret", "emptyDir", "persistentVolumeClaim", "hostPath", "projected", "rbd"})
_OTHER_VOLUMES = frozenset({"rbd", "quobyte", "gitRepo"})
"""Volumes with fields that look like references."""

_OPEN_LISTS = {
    "containers": "container",
    "sidecars": "container",
    "volumes": "volume",
    "manifests": "object",
    "objects": "object",
    "resources": "object",
}
"""What the items of lists are by the last word of their names."""

_OPEN_OBJECTS = (("manifest",), ("object",))
_POD_TEMPLATE = r"PodTemplateSpec|\bpod template\b"


class Shape(NamedTuple):
    """What an object is."""

    holds: str
    claimed: frozenset[str]
    """The keys that need no further look."""
    reason: str
    is_guess: bool = False
    """Whether its fields are not known."""
    below: tuple[str | Mark, ...] = ()
    """The keys from the object to what holds the references."""


OBJECT = Shape("object", frozenset({"spec", "data"}), "its schema says that it is an object of its own")
"""What ``x-kubernetes-embedded-resource`` says."""


def find_shape(fields: Fields) -> Shape | None:
    """Tell what an object is by its fields."""
    lists = [name for name in CONTAINER_LISTS if name in fields and _lists_containers(fields[name])]
    if "containers" in lists:
        volumes = ["volumes"] if "volumes" in fields and _may_list_volumes(fields["volumes"]) else []
        return Shape("podSpec", frozenset([*lists, *volumes]), "it has containers with images")
    if _is_container(fields):
        return Shape("container", frozenset({"image"}), "it has the fields of a container")
    if "image" in fields and "reference" in fields["image"].properties and _OF_VOLUMES & fields.keys():
        return Shape("volume", _OTHER_VOLUMES | {"image"}, "it has the fields of a volume")
    return None


def find_open_shape(
    keys: Sequence[str], description: str, *, is_item: bool, siblings: frozenset[str] = frozenset()
) -> Shape | None:
    """Tell what an object is that the schema does not tell of.

    By the keys that lead to it, those beside its own, and its description.
    """
    words = words_of(keys[-1])
    if is_item:
        return _find_open_item(words)
    if holds_values(keys, description):
        return Shape("values", frozenset(), REASON, is_guess=True)
    if _OPEN_LISTS.get("".join(words[-1:])) in ("container", "volume"):
        return _guess(_OPEN_LISTS[words[-1]], ITEMS)
    if words[-1:] in _OPEN_OBJECTS or words == ("resource", "template"):
        return _guess("object")
    if words[-1:] == ("container",) or words[-2:] == ("container", "spec"):
        return _guess("container")
    return _find_open_pod(keys, words, description, siblings)


def _find_open_item(words: tuple[str, ...]) -> Shape | None:
    if words[-1:] == ("pods",):
        return _guess("podSpec", "spec")
    named = _OPEN_LISTS.get("".join(words[-1:]))
    return _guess(named) if named else None


def _find_open_pod(
    keys: Sequence[str], words: tuple[str, ...], description: str, siblings: frozenset[str]
) -> Shape | None:
    is_named = words[-2:] == ("pod", "template") or words[-3:] == ("pod", "template", "spec")
    if is_named or re.search(_POD_TEMPLATE, description, re.IGNORECASE):
        return _guess("podSpec", "spec")
    if description.startswith("PodSpec ") or words[-2:] == ("pod", "spec"):
        return _guess("podSpec")
    above = words_of("".join(keys[-2:-1]))
    is_template = above in (("template",), ("pod",)) or above[-2:] == ("pod", "template")
    # The template of anything else has no containers.
    return _guess("podSpec") if words == ("spec",) and is_template and "kind" not in siblings else None


def _guess(holds: str, *below: str | Mark) -> Shape:
    return Shape(holds, frozenset(), "its name says so, and its schema is open", is_guess=True, below=below)


def _is_container(fields: Fields) -> bool:
    runs = bool({"command", "args"} & fields.keys())
    return _has_image(fields) and (runs or "name" in fields) and bool(_OF_CONTAINERS & fields.keys())


def _may_list_volumes(volumes: Schema) -> bool:
    """Tell whether a list is one of volumes, or one whose schema is open."""
    item = view(volumes.items)
    return volumes.type != "object" and (not item.properties or bool(_OF_VOLUMES & item.properties.keys()))


def _lists_containers(containers: Schema) -> bool:
    item = view(containers.items)
    return "name" in item.properties and "image" in item.properties and view(item.properties["image"]).type == "string"


def _has_image(fields: Fields) -> bool:
    return "image" in fields and fields["image"].type == "string"
