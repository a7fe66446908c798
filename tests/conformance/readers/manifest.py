"""Objects with images, and lists of them, as plain data: what strange streams are made of."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

Object = dict[str, Any]

IMAGES = (
    *("nginx", "nginx:1.27", "quay.io/org/app:v1", "evil.example/x", "localhost:5000/a/b"),
    "ghcr.io/org/app@sha256:" + "0a" * 32,
)
ODD_IMAGES = (
    *("1.25", "12:30", "0x10", "0x12345678901234567", "0o17", "1_000", "1e3", "on", "y", "null", "2001-01-01", "0b1"),
    *("12345678901234567890123", "$(IMG)", "{{ x }}", "a b", "", "é", "-1", ".5", "=", "a\ufeff", "nginx\n", "Nginx"),
)
TEXTS = (
    "x",
    "a # b",
    "---",
    "kind: Pod",
    "- image: nginx",
    "é\U0001f600",
    "tab\there",
    "\x7f",
    "\x85",
    "\u2028",
    "k" * 1100,
)
POD_PATHS = (
    ("v1", "Pod", ("spec",)),
    ("v1", "Pod", ("spec",)),
    ("v1", "PodTemplate", ("template", "spec")),
    ("v1", "ReplicationController", ("spec", "template", "spec")),
    ("apps/v1", "Deployment", ("spec", "template", "spec")),
    ("apps/v1beta1", "StatefulSet", ("spec", "template", "spec")),
    ("batch/v1", "CronJob", ("spec", "jobTemplate", "spec", "template", "spec")),
)
LISTS = (
    *(("v1", "List"), ("v1", "PodList"), ("apps/v1", "DeploymentList"), ("v1", "Service"), ("v1", "ConfigMap")),
    *(("example.com/v1", "Anything"), ("", "List"), ("", ""), ("apiextensions.k8s.io/v1", "CustomResourceDefinition")),
)


def make_object(draw: Random) -> Object:
    """Return an object of a built-in kind with a PodSpec."""
    version, kind, path = draw.choice(POD_PATHS)
    spec: Object = {"containers": [_make_container(draw) for _ in range(draw.choice((1, 1, 2)))]}
    if draw.random() < 0.3:
        spec["initContainers"] = [_make_container(draw)]
    if draw.random() < 0.2:
        spec["volumes"] = [{"name": "v", "image": {"reference": _make_image(draw)}}]
    value: Object = spec
    for key in reversed(path):
        value = {key: value}
    return {"apiVersion": version, "kind": kind, "metadata": {"name": "x"}, **value}


def _make_container(draw: Random) -> Object:
    container: Object = {"name": draw.choice(TEXTS) if draw.random() < 0.05 else "c", "image": _make_image(draw)}
    if draw.random() < 0.2:
        container["args"] = [draw.choice((*TEXTS, *IMAGES))]
    if draw.random() < 0.2:
        container["env"] = [{"name": "IMAGE", "value": _make_image(draw)}]
    return container


def _make_image(draw: Random) -> str:
    return draw.choice(ODD_IMAGES if draw.random() < 0.1 else IMAGES)


def wrap(draw: Random, value: Object) -> Object:
    """Put an object into a list, more than once perhaps; what holds items is a list whatever its kind."""
    if draw.random() < 0.75:
        return value
    version, kind = draw.choice(LISTS)
    names = {"apiVersion": version, "kind": kind}
    others: list[Object] = [{"apiVersion": "v1", "kind": "Service"}] if draw.random() < 0.2 else []
    if draw.random() < 0.1:
        value = {key: inner for key, inner in value.items() if key not in {"kind", "apiVersion"}}
    items = [*others, deepcopy(value)]
    draw.shuffle(items)
    return wrap(draw, {**{key: name for key, name in names.items() if name}, "items": items})
