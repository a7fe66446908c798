"""Objects made from schemas, in which every field that looks like an image holds a reference of its own.

Knows nothing of the project: what looks like an image is told from names alone, as a plain reader would.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

REGISTRY = "reg.probe.example"

_WHOLE = re.compile(r"(?i)(.*[^a-z])?([a-z0-9]*)images?(_?(name|ref|reference|url|uri|pull_?spec))?")
_ABOVE = re.compile(r"(?i).*image(_?(spec|ref|config))?")
_ALONE = re.compile(r"(?i).*(image|container|docker)_?(repository|repo|registry)")
_IN_IMAGE = ("reference", "url", "uri", "pullSpec")
_PULLED = {"pullPolicy", "imagePullPolicy", "pullSecrets", "imagePullSecrets", "tag", "digest"}
_OF_OBJECTS = {"namespace", "kind", "apiGroup", "group", "external"}
_DEEPEST = 40

_OTHER_GROUPS = (
    # Resources of clouds, and machines: no node of the cluster pulls what they name.
    r".*\.(upbound\.io|services\.k8s\.aws|cnrm\.cloud\.google\.com|azure\.com|crossplane\.io|openstack\.org)|azure\.com"
    r"|(infrastructure|ipam)\.cluster\.x-k8s\.io|karpenter\..*|metal3\.io|tinkerbell\.org|.*\.harvesterhci\.io"
    r"|harvesterhci\.io|rke-machine-config\.cattle\.io|machine\.openshift\.io|compute\..*|cloud\.google\.com"
    # Policies and reports.
    r"|(.*\.)?kyverno\.io|policy\.sigstore\.dev|(.*\.)?aquasecurity\.github\.io|wgpolicyk8s\.io|.*kubescape\.io"
    r"|kuik\.enix\.io|argocd-image-updater\.argoproj\.io|image\.toolkit\.fluxcd\.io"
    # Folders of a whole cluster's schemas, which name no group.
    r"|v4\.\d+-strict"
)
_OTHER_WORDS = frozenset(
    (
        # Volumes of other kinds, pictures, what is pushed or scanned, names of objects, disks and machines.
        *(
            "rbd",
            "quobyte",
            "git",
            "receivers",
            "slack",
            "rocketchat",
            "pagerduty",
            "telegram",
            "discord",
            "logo",
            "icon",
        ),
        *(
            "avatar",
            "output",
            "publish",
            "publishing",
            "push",
            "destination",
            "backing",
            "disk",
            "boot",
            "vm",
            "os",
            "iso",
        ),
        *(
            "kernel",
            "initrd",
            "gallery",
            "ami",
            "scan",
            "scans",
            "secret",
            "secrets",
            "labels",
            "annotations",
            "stream",
        ),
        # Patterns, and what a controller wrote.
        *("match", "pattern", "allow", "deny", "block", "ignore", "exclude", "selector", "verify", "filter", "filters"),
        *("status", "last", "observed", "triggered", "history", "conditions", "kustomize"),
    )
)
"""Words of keys at or below which no image stands that a node pulls."""


class Field(NamedTuple):
    """A field that looks like an image, or the fields of one reference."""

    path: str
    marker: str
    """What its reference holds and no other."""


class Probe(NamedTuple):
    """An object, and what was written into it."""

    value: dict[str, Any]
    fields: tuple[Field, ...]


class _Filler:
    """Fills the fields of one schema."""

    def __init__(self) -> None:
        self.fields: list[Field] = []

    def mark(self, path: str) -> str:
        """Note a field and return its marker."""
        marker = f"p{len(self.fields):04}x"
        self.fields.append(Field(path, marker))
        return marker

    def fill(self, schema: Any, path: str, key: str, depth: int = 0) -> Any:  # noqa: ANN401
        """Return a value for what a schema allows, None where nothing in it looks like an image."""
        parts = list(_branches(schema))
        if depth > _DEEPEST or _is_other(path):
            return None
        properties = {name: inner for part in parts for name, inner in _map(part.get("properties")).items()}
        if properties:
            return self._fill_object(properties, path, key, depth)
        for part in parts:
            for word, mark in (("items", "[*]"), ("additionalProperties", ".any")):
                if isinstance(part.get(word), dict):
                    value = self._fill_inner(part[word], path + mark, key, depth)
                    if value is not None:
                        return [value] if word == "items" else {"any": value}
        return None

    def _fill_inner(self, schema: Any, path: str, key: str, depth: int) -> Any:  # noqa: ANN401
        if _is_string(schema):
            named = re.fullmatch(r"(?i).*images", key) and not _is_other(path)
            return f"{REGISTRY}/team/{self.mark(path)}:1.2" if named else None
        return self.fill(schema, path, key, depth + 1)

    def _fill_object(self, properties: Mapping[str, Any], path: str, key: str, depth: int) -> Any:  # noqa: ANN401
        strings = {name for name, inner in properties.items() if _is_string(inner)}
        made = self._fill_parts(strings, set(properties), path, key)
        for name, inner in properties.items():
            below = f"{path}.{name}" if path else name
            if name in made or (not path and name in ("apiVersion", "kind", "metadata", "status")):
                continue
            if name in strings:
                if _names_image(name, properties) and not _is_other(below):
                    made[name] = f"{REGISTRY}/team/{self.mark(below)}:1.2"
                elif _ALONE.fullmatch(name) and not _is_other(below):
                    made[name] = f"{REGISTRY}/{self.mark(below)}"
                continue
            value = self.fill(inner, below, name, depth + 1)
            if value is not None:
                made[name] = value
        return made or None

    def _fill_parts(self, strings: set[str], beside: set[str], path: str, key: str) -> dict[str, str]:
        """Fill the fields of an object that is an image."""
        if not path or not _ABOVE.fullmatch(key) or beside & _OF_OBJECTS:
            return {}
        if "repository" in strings and {"tag", "digest", "version", "registry"} & strings:
            head = {"registry": REGISTRY} if "registry" in strings else {}
            place = "team" if head else f"{REGISTRY}/team"
            has_name = bool(head) and "name" in strings
            marker = self.mark(path)
            name = {"name": marker} if has_name else {}
            tag = dict.fromkeys([*filter(strings.__contains__, ("tag", "version"))][:1], "1.2")
            return {**head, "repository": place if has_name else f"{place}/{marker}", **name, **tag}
        if "name" in strings and beside & _PULLED:
            tag = {"tag": "1.2"} if "tag" in strings else {}
            return {"name": f"{REGISTRY}/team/{self.mark(path)}" + ("" if tag else ":1.2"), **tag}
        named = next((word for word in _IN_IMAGE if word in strings), "")
        return {named: f"{REGISTRY}/team/{self.mark(f'{path}.{named}')}:1.2"} if named else {}


def make_probe(group: str, kind: str, version: str, schema: Any) -> Probe | None:  # noqa: ANN401
    """Return an object of a kind with references in all that looks like an image, None where nothing does."""
    if re.fullmatch(_OTHER_GROUPS, group):
        return None
    filler = _Filler()
    value = filler.fill(schema, "", "")
    if not filler.fields:
        return None
    head = {"apiVersion": f"{group}/{version}", "kind": kind, "metadata": {"name": "probe"}}
    return Probe({**head, **value}, tuple(filler.fields))


def _is_other(path: str) -> bool:
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", path)
    return not _OTHER_WORDS.isdisjoint(word.lower() for word in words)


def _names_image(name: str, beside: Mapping[str, Any]) -> bool:
    if not _WHOLE.fullmatch(name) or re.fullmatch(r"(?i).*images", name):
        return False
    # The parts of an image that another reference has.
    return not (re.fullmatch(r"(?i)(image_?)(name|ref)", name) and set(beside) & _OF_OBJECTS)


def _is_string(schema: Any) -> bool:  # noqa: ANN401
    parts = list(_branches(schema))
    kinds = {part.get("type") for part in parts}
    return "string" in kinds and not any(part.get("enum") or part.get("format") for part in parts)


def _branches(schema: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    if isinstance(schema, dict):
        yield schema
        for word in ("allOf", "anyOf", "oneOf"):
            for branch in schema.get(word) or ():
                yield from _branches(branch)


def _map(value: Any) -> dict[str, Any]:  # noqa: ANN401
    return value if isinstance(value, dict) else {}
