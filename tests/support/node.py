"""Where nodes pull images from by their mirror configuration, as each program documents it.

Shares no code with the project.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any

import yaml

# pytest brings tomli where Python has no tomllib.
tomllib: Any = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")

Files = Mapping[str, str]
Source = tuple[str, str]
"""A registry, and the path of a repository on it."""


def _join(url: str, path: str) -> str:
    """Return the reference that a URL of the API stands for; one with a path has it behind ``/v2``."""
    scheme, _, rest = url.partition("://")
    assert scheme in ("https", "http"), url
    host, _, prefix = rest.partition("/")
    assert not prefix or prefix.startswith("v2/"), url
    return "/".join(filter(None, (host, prefix.removeprefix("v2/"), path)))


def containerd(files: Files, source: Source) -> str | None:
    registry, path = source
    host, colon, port = registry.rpartition(":")
    folder = f"{host}_{port}_" if colon and not registry.endswith("]") else registry
    text = files.get(f"{folder}/hosts.toml")
    if text is None:
        return None
    read = tomllib.loads(text)
    ((url, host_table),) = read["host"].items()
    has_path = url.count("/") > 2
    assert read["server"] == url
    assert read.get("override_path", False) == host_table.get("override_path", False) == has_path
    assert {"pull", "resolve"} <= set(host_table["capabilities"])
    return _join(url, path)


def registries_conf(files: Files, source: Source) -> str | None:
    name = "/".join(source)
    entries = tomllib.loads(files[""])["registry"]
    fitting = [one for one in entries if name == one["prefix"] or name.startswith(one["prefix"] + "/")]
    if not fitting:
        return None
    entry = max(fitting, key=lambda one: len(one["prefix"]))
    assert entry["location"] == entry["prefix"]
    assert entry.get("blocked", False) == ("mirror" in entry)
    if "mirror" not in entry:
        return None
    (mirror,) = entry["mirror"]
    return str(mirror["location"] + name.removeprefix(entry["prefix"]))


def k3s(files: Files, source: Source) -> str | None:
    registry, path = source
    entry = yaml.safe_load(files[""])["mirrors"].get(registry)
    if entry is None:
        return None
    (endpoint,) = entry["endpoint"]
    assert endpoint.count("/") == 2
    for pattern, target in entry.get("rewrite", {}).items():
        path = re.sub(pattern, target.replace("$1", r"\1"), path, count=1)
    return _join(endpoint, path)


def talos(files: Files, source: Source) -> str | None:
    registry, path = source
    entries = {one["name"]: one for one in yaml.safe_load_all(files[""])}
    if registry not in entries:
        return None
    entry = entries[registry]
    (endpoint,) = entry["endpoints"]
    assert (entry["apiVersion"], entry["kind"]) == ("v1alpha1", "RegistryMirrorConfig")
    assert entry["skipFallback"] is True
    assert endpoint.get("overridePath", False) == (endpoint["url"].count("/") > 2)
    return _join(endpoint["url"], path)


def openshift(files: Files, source: Source) -> str | None:
    digests, tags = yaml.safe_load_all(files[""])
    assert (digests["kind"], tags["kind"]) == ("ImageDigestMirrorSet", "ImageTagMirrorSet")
    assert digests["spec"]["imageDigestMirrors"] == tags["spec"]["imageTagMirrors"]
    name = "/".join(source)
    entries: list[Any] = tags["spec"]["imageTagMirrors"]
    fitting = [one for one in entries if name == one["source"] or name.startswith(one["source"] + "/")]
    if not fitting:
        return None
    entry = max(fitting, key=lambda one: len(one["source"]))
    assert entry["mirrorSourcePolicy"] == "NeverContactSource"
    (mirror,) = entry["mirrors"]
    return str(mirror + name.removeprefix(entry["source"]))


def palette_page(files: Files, source: Source) -> str | None:
    registry, path = source
    text = files[""].removeprefix("## template: jinja\n")
    mirrors = tomllib.loads(text)["plugins"]["io.containerd.grpc.v1.cri"]["registry"]["mirrors"]
    if registry not in mirrors:
        return None
    (endpoint,) = mirrors[registry]["endpoint"]
    return f"{endpoint}/{path}"


NODES: dict[str, Callable[[Files, Source], str | None]] = {
    "containerd": containerd,
    "registries-conf": registries_conf,
    "k3s": k3s,
    "talos": talos,
    "openshift": openshift,
    "palette-page": palette_page,
}
"""What pulls, by the name of the format; it returns the repository that is asked in place of another, if there is."""
