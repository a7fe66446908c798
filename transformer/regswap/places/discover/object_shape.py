"""Objects that hold references because of what they are: PodSpecs, containers, volumes."""

from __future__ import annotations

import re

from regswap.places.discover.chart import REASON, holds_values
from regswap.places.discover.schema import view
from regswap.places.discover.word import words_of
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from regswap.places.discover.schema import Schema

    Fields = Mapping[str, Schema]

CONTAINER_LISTS = ("initContainers", "containers", "ephemeralContainers")
_OF_CONTAINERS = frozenset({"env", "envFrom", "volumeMounts", "ports", "lifecycle", "livenessProbe", "workingDir"})
_OF_VOLUMES = frozenset({"configMap", "secret", "emptyDir", "persistentVolumeClaim", "hostPath", "projected", "rbd"})
_OTHER_VOLUMES = frozenset({"rbd", "quobyte", "gitRepo"})
"""Volumes with fields that look like references."""

_OPEN_CONTAINERS = ("containers", "sidecars")
_POD_TEMPLATE = r"PodTemplateSpec|\bpod template\b"


class Shape(NamedTuple):
    """What an object is."""

    holds: str
    claimed: frozenset[str]
    """The keys that need no further look."""
    reason: str
    is_guess: bool = False
    """Whether its fields are not known."""
    below: tuple[str, ...] = ()
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


def find_open_shape(keys: Sequence[str], description: str, *, is_item: bool) -> Shape | None:
    """Tell what an object is that the schema does not tell of, by the keys that lead to it and its description."""
    words = words_of(keys[-1])
    if is_item and words[-1:] == ("pods",):
        return _guess("podSpec", "spec")
    if is_item:
        return _guess("container") if words and words[-1] in _OPEN_CONTAINERS else None
    if holds_values(keys, description):
        return Shape("values", frozenset(), REASON, is_guess=True)
    if re.search(_POD_TEMPLATE, description, re.IGNORECASE) or words[-2:] == ("pod", "template"):
        return _guess("podSpec", "spec")
    if description.startswith("PodSpec ") or words[-2:] == ("pod", "spec"):
        return _guess("podSpec")
    return None


def _guess(holds: str, *below: str) -> Shape:
    return Shape(holds, frozenset(), "its name says so, and its schema is open", is_guess=True, below=below)


def _is_container(fields: Fields) -> bool:
    runs = bool({"command", "args"} & fields.keys())
    return _has_image(fields) and (runs or "name" in fields) and bool(_OF_CONTAINERS & fields.keys())


def _may_list_volumes(volumes: Schema) -> bool:
    """Tell whether a list is one of volumes, or one whose schema is open."""
    item = view(volumes.items)
    return volumes.type == "array" and (not item.properties or bool(_OF_VOLUMES & item.properties.keys()))


def _lists_containers(containers: Schema) -> bool:
    item = view(containers.items)
    return "name" in item.properties and "image" in item.properties and view(item.properties["image"]).type == "string"


def _has_image(fields: Fields) -> bool:
    return "image" in fields and fields["image"].type == "string"
