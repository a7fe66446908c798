"""Another search for what the catalogue says, in its sources, over what ``tests.support.independent`` reads.

Shares no code with the project. It knows the places that are sure and the values of charts; what stands in the middle
of a text has no second search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.support.independent import Found, Items, Pairs, Text, read, spell_key

SOURCES = Path(__file__).resolve().parents[2] / "transformer" / "regswap" / "places" / "catalogue"

_LOCATIONS = ("registry", "repository", "name")
_IN_VALUES = {
    "registry": "registry",
    "imageRegistry": "registry",
    "repository": "repository",
    "imageRepository": "repository",
    "tag": "tag",
    "imageTag": "tag",
    "digest": "digest",
    "sha": "digest",
}
_BUILT_IN = (
    "apps|autoscaling|batch|extensions|policy|"
    "((flowcontrol|internal)[.]apiserver|rbac[.]authorization|[a-z]+)[.]k8s[.]io"
)
_NOT_CUSTOM = re.compile(rf"(({_BUILT_IN})/)?v\d+((alpha|beta)\d+)?")
_REFERENCE = re.compile(
    r"(([\w.-]+|\[[0-9a-f:]+\])(:\d+)?/)?[a-z0-9]+([._/-]+[a-z0-9]+)*(:\w[\w.-]*)?(@sha256:[0-9a-f]{64})?"
)
_OPAQUE = ("CustomResourceDefinition", "ConfigMap", "Secret")
_TEXTS = ("text", "yaml", "json")
_SCHEME = r"\A(oci|docker|registry)://"
_BELOW_OR_ITSELF = ("reference", "repository", "registry", "oci", "podSpec", "container", "volume")
"""Shapes whose sites are told by their own place."""
_BELOW = {
    "podSpec": (
        ("initContainers", "[]", "image"),
        ("containers", "[]", "image"),
        ("ephemeralContainers", "[]", "image"),
        ("volumes", "[]", "image", "reference"),
    ),
    "container": (("image",),),
    "volume": (("image", "reference"),),
}


class Row(NamedTuple):
    """What the catalogue says of some kinds."""

    versions: tuple[str, ...]
    paths: tuple[tuple[tuple[str, ...], Any], ...]
    """Keys on the way, ``[]`` for every item and ``*`` for every value; and the shapes that stand there."""
    never: tuple[tuple[str, ...], ...] = ()
    """What must not be touched."""


class Site(NamedTuple):
    """A field that was found, with what tells it from others at the same path."""

    path: str
    value: str
    parts: tuple[str, ...] = ()


def find(documents: list[Any]) -> list[Found]:
    """Return the fields that hold references by the catalogue, and those of PodSpecs in kinds that it does not have."""
    return [
        Found(number, site.path, site.value)
        for number, root in enumerate(documents, 1)
        for site in dict.fromkeys(_find_in_object("", root, "", ""))
    ]


@lru_cache
def rows() -> dict[tuple[str, str], list[Row]]:
    """Return the rows of the catalogue by group and kind."""
    found: dict[tuple[str, str], list[Row]] = {}
    for source in sorted(SOURCES.glob("*.yaml")):
        for row in yaml.load(source.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            paths = tuple((keys_of(path), shape) for path, shape in (row.get("paths") or {}).items())
            for name in row["kinds"]:
                group, _, kind = name.rpartition("/")
                never = tuple(map(keys_of, row.get("never") or ()))
                found.setdefault((group, kind), []).append(Row(tuple(row.get("versions", ())), paths, never))
    return found


def keys_of(path: str) -> tuple[str, ...]:
    """Split a path of the catalogue."""
    keys = re.findall(r"\['((?:[^'\\]|\\.)+)'\]|(\[)\*\]|([^.\[\]]+)", path)
    return tuple(quoted.replace("\\'", "'") or ("[]" if bracket else plain) for quoted, bracket, plain in keys)


def _find_in_object(path: str, node: Any, version: str, kind: str) -> Iterator[Site]:  # noqa: ANN401
    kind, version = _last(node, "kind") or kind, _last(node, "apiVersion") or version
    lists = [(inner, value) for inner, value in _below(path, node, "items") if isinstance(value, Items)]
    if kind.endswith("List") and lists:
        for inner, value in (item for place, listed in lists for item in _below(place, listed, "[]")):
            yield from _find_in_object(inner, value, version, kind.removesuffix("List"))
        return
    group, _, plain_version = version.rpartition("/")
    known = [row for row in rows().get((group, kind), []) if not row.versions or plain_version in row.versions]
    listed = [site for row in known for site in _find_in_row(path, node, row)]
    yield from listed
    if version and kind and kind not in _OPAQUE and not _is_of_kubernetes(group, kind, version):
        taken = {place for site in listed for place in (site.path, *site.parts)}
        never = tuple(place for row in known for keys in row.never for place, _ in _walk(path, node, *keys))
        for place, value in _below(path, node, "*"):
            if not re.search(r"(^|\.)(status|metadata)$", place):
                sites = (site for site in _find_pod_specs(place, value) if site.path not in taken)
                yield from (site for site in sites if not _lies_below(site.path, never))


def _is_of_kubernetes(group: str, kind: str, version: str) -> bool:
    """Tell kinds that Kubernetes has from others; of those without images it does not matter which they are."""
    plain = kind.removesuffix("List")
    return _NOT_CUSTOM.fullmatch(version) is not None and any((group, one) in rows() for one in (kind, plain))


def _lies_below(path: str, places: tuple[str, ...]) -> bool:
    return any(path.startswith(place) and path[len(place) : len(place) + 1] in ("", ".", "[") for place in places)


def _find_in_row(path: str, node: Any, row: Row) -> Iterator[Site]:  # noqa: ANN401
    never = tuple(place for keys in row.never for place, _ in _walk(path, node, *keys))
    for keys, shapes in row.paths:
        for place, value in _walk(path, node, *keys):
            for shape in shapes if isinstance(shapes, list) else [shapes]:
                for site in _apply(shape, place, value):
                    at = site.path if shape in _BELOW_OR_ITSELF else place
                    if not any(at == out or at.startswith((f"{out}.", f"{out}[")) for out in never):
                        yield site


def _find_pod_specs(path: str, node: Any) -> Iterator[Site]:  # noqa: ANN401
    if _is_pod_spec(node):
        yield from _apply("podSpec", path, node)
    lists = ("containers", "initContainers", "ephemeralContainers") if _is_pod_spec(node) else ()
    if not lists and _is_container(node):
        yield from _apply("container", path, node)
    for place, value in (*_below(path, node, "*"), *_below(path, node, "[]")):
        if not any(place == spelled for key in lists for spelled, _ in _below(path, node, key)):
            yield from _find_pod_specs(place, value)


def _is_pod_spec(node: Any) -> bool:  # noqa: ANN401
    containers = [value for _, value in _below("", node, "containers")][-1:]
    if not containers or not isinstance(containers[0], Items) or not containers[0].items:
        return False
    return all(
        isinstance(item, Pairs)
        and all(
            [isinstance(value, Text) for _, value in _below("", item, key)][-1:] == [True] for key in ("name", "image")
        )
        for item in containers[0].items
    )


def _is_container(node: Any) -> bool:  # noqa: ANN401
    found = {key.value: value for key, value in node.pairs if isinstance(key, Text)} if isinstance(node, Pairs) else {}
    image = found.get("image")
    if not isinstance(image, Text) or not image.tag.endswith(":str") or not _REFERENCE.fullmatch(image.value):
        return False
    return bool(found.keys() & {"imagePullPolicy", "pullPolicy"}) or (
        isinstance(found.get("name"), Text)
        and bool(found.keys() & {"command", "args", "env", "envFrom", "volumeMounts"})
    )


def _apply(shape: Any, path: str, node: Any) -> Iterator[Site]:  # noqa: ANN401
    """Yield the sites of a shape."""
    if isinstance(shape, dict) and isinstance(node, Pairs):
        yield from _join(shape, path, node)
    elif isinstance(shape, str) and shape in _BELOW:
        yield from (_site(*found) for keys in _BELOW[shape] for found in _walk(path, node, *keys))
    elif shape == "object":
        yield from _find_in_object(path, node, "", "")
    elif shape == "values":
        yield from _find_in_values(path, node)
    elif isinstance(shape, str) and shape in _RENDERERS:
        yield from _RENDERERS[shape](path, node)
    elif shape == "oci":
        if isinstance(node, Text) and re.match(_SCHEME, node.value):
            yield _site(path, node)
    elif shape not in _TEXTS:
        is_part = shape in ("repository", "registry") and isinstance(node, Text) and node.tag.endswith(":str")
        site = _site(path, node)
        yield site._replace(value=site.value.strip("/"), parts=(path,)) if is_part else site


def _site(path: str, node: Any) -> Site:  # noqa: ANN401
    return Site(path, _strip_scheme(node.value) if isinstance(node, Text) else "")


def _strip_scheme(text: str) -> str:
    return re.sub(_SCHEME, "", text, count=1)


def _join(roles: dict[str, Any], path: str, node: Pairs) -> Iterator[Site]:
    for keys, wanted in roles.get("where", {}).items():
        found = list(_walk(path, node, *keys_of(keys)))[-1:]
        if not found or not isinstance(found[0][1], Text) or found[0][1].value != wanted:
            return
    parts: list[tuple[str, str, Any]] = []
    for role, keys in roles.items():
        for place, value in list(_walk(path, node, *keys_of(keys)))[-1:] if role != "where" else ():
            is_null = isinstance(value, Text) and (not value.value or value.tag.endswith(":null"))
            if not is_null:
                parts.append((role, place, value))
    if parts and parts[0][0] == "reference":
        yield _site(*parts[0][1:])
        return
    if not any(role in _LOCATIONS for role, _, _ in parts):
        return
    wrong = [place for _, place, value in parts if not isinstance(value, Text)]
    if wrong:
        yield Site(wrong[0], "")
        return
    first = min((_LOCATIONS.index(role), place) for role, place, _ in parts if role in _LOCATIONS)[1]
    yield Site(
        first, _put_together({role: value.value for role, _, value in parts}), tuple(place for _, place, _ in parts)
    )


def _put_together(written: dict[str, str]) -> str:
    """Return the reference that parts make."""
    if "/" in written.get("name", ""):
        written = {role: text for role, text in written.items() if role not in ("registry", "repository")}
    if written.get("tag", "").startswith("sha256:") and "digest" not in written:
        written["digest"] = written.pop("tag")
    where = "/".join(_strip_scheme(written[role]).strip("/") for role in _LOCATIONS if role in written)
    tag = ":" + written["tag"] if "tag" in written else ""
    digest = "@" + ("" if ":" in written["digest"] else "sha256:") + written["digest"] if "digest" in written else ""
    return where + tag + digest


def _find_in_values(path: str, node: Any) -> Iterator[Site]:  # noqa: ANN401
    below = list(_below(path, node, "*"))
    keys = [key.value for key, value in node.pairs if isinstance(value, Text)] if isinstance(node, Pairs) else []
    roles = {_IN_VALUES[key]: key for key in _IN_VALUES if key in keys}
    found: list[Site] = []
    if "repository" in roles and len(roles) > 1:
        found += _join(roles, path, node)
    for key, (place, value) in zip((key.value for key, _ in node.pairs) if below else (), below, strict=True):
        if isinstance(value, Text) and value.tag.endswith(":str") and re.fullmatch("image|.*Image", key):
            found.append(_site(place, value))
    yield from (site for site in found if site.value)
    for place, value in (*below, *_below(path, node, "[]")):
        yield from _find_in_values(place, value)


def _find_image_entry(path: str, node: Any) -> Iterator[Site]:  # noqa: ANN401
    """Yield what an entry of kustomize's `images` makes."""
    keys = ("name", "newName", "newTag", "digest", "tagSuffix")
    found = {key: list(_walk(path, node, key))[-1:] for key in keys}
    written = {
        key: spot[0] for key, spot in found.items() if spot and isinstance(spot[0][1], Text) and spot[0][1].value
    }
    if len(written) < 2 or not {"name", "newName"} & set(written):
        return
    at, name = written.get("newName") or written["name"]
    tag, digest = (f"{sign}{written[key][1].value}" if key in written else "" for key, sign in _SUFFIXES.items())
    yield Site(at, name.value + tag + digest, tuple(place for place, _ in written.values()))


def _find_image_text(path: str, node: Any) -> Iterator[Site]:  # noqa: ANN401
    """Yield what an entry of `images` makes that is a text."""
    text = node.value if isinstance(node, Text) else ""
    name, _, new = text.rpartition("=")
    name = name or re.split(r"(?<=[^/]):(?=[^/]*$)|@", text)[0]
    if text and text != name:
        yield Site(path, name + new[1:] if new.startswith("*") else new)


def _find_chart(path: str, node: Any) -> Iterator[Site]:  # noqa: ANN401
    """Yield the OCI registries that charts are from."""
    for keys in (("repoURL", "chart", "targetRevision"), ("repo", "name", "version")):
        found = {key: list(_walk(path, node, key))[-1:] for key in keys}
        texts = {key: spot[0] for key, spot in found.items() if spot and isinstance(spot[0][1], Text)}
        address = texts[keys[0]][1].value if keys[0] in texts else ""
        if re.match(_SCHEME, address) or (address and keys[1] in texts and "://" not in address):
            where = "/".join(_strip_scheme(texts[key][1].value).strip("/") for key in keys[:2] if key in texts)
            tag = texts[keys[2]][1].value if keys[2] in texts else ""
            yield Site(texts[keys[0]][0], where + (f":{tag}" if re.fullmatch(r"\w[\w.-]*", tag) else ""))


def _find_in_patch(path: str, node: Any) -> Iterator[Site]:  # noqa: ANN401
    """Yield the references of a patch, save those of operations whose value is no image by itself."""
    bodies = list(_walk(path, node, "patch"))[-1:] or [(path, node)]
    for place, body in bodies:
        roots = [("", root) for root in read(body.value)] if isinstance(body, Text) else [(place, body)]
        for inner, root in roots:
            found = (
                _find_in_operations(inner, root) if isinstance(root, Items) else _find_in_object(inner, root, "", "")
            )
            for site in found:
                yield site if inner else site._replace(path=f"{place} > {site.path}")


def _find_in_values_text(path: str, node: Any) -> Iterator[Site]:  # noqa: ANN401
    """Yield the references of values that are written as a text, where it can be read."""
    if not isinstance(node, Text):
        yield from _find_in_values(path, node)
        return
    with suppress(Exception):
        for root in read(node.value):
            yield from (site._replace(path=f"{path} > {site.path}") for site in _find_in_values("", root))


def _find_in_operations(path: str, root: Items) -> Iterator[Site]:
    for place, operation in _below(path, root, "[]"):
        if _last(operation, "op") in ("add", "replace", "test"):
            pointer = _last(operation, "path")
            for inner, value in list(_below(place, operation, "value"))[-1:]:
                if re.search(r"/(initContainers|containers|ephemeralContainers)/[-\d]+/image$", pointer):
                    yield _site(inner, value)


_SUFFIXES = {"newTag": ":", "digest": "@"}
_RENDERERS = {
    "kustomizeImage": _find_image_entry,
    "kustomizeImageText": _find_image_text,
    "chart": _find_chart,
    "patch": _find_in_patch,
    "valuesText": _find_in_values_text,
    "parameters": lambda *_: iter(()),
    "literal": lambda *_: iter(()),
    "secretLiteral": lambda *_: iter(()),
}


def _walk(path: str, node: Any, *keys: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    if not keys:
        yield path, node
        return
    for place, value in _below(path, node, keys[0]):
        yield from _walk(place, value, *keys[1:])


def _below(path: str, node: Any, wanted: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    if wanted == "[]":
        for index, item in enumerate(node.items if isinstance(node, Items) else ()):
            yield f"{path}[{index}]", item
        return
    for key, value in node.pairs if isinstance(node, Pairs) else ():
        if isinstance(key, Text) and wanted in ("*", key.value):
            yield spell_key(path, key.value), value


def _last(node: Any, key: str) -> str:  # noqa: ANN401
    values = [value for _, value in _below("", node, key)]
    return values[-1].value if values and isinstance(values[-1], Text) else ""
