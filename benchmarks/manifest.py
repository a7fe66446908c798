"""Manifests as text: documents, the few fields that the benchmark needs of them, the references in them.

Read with expressions and not with a parser: what the benchmark says must not depend on the parser that it measures.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

WORKLOADS = frozenset({"Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob"})
OTHER_KINDS = frozenset(
    {
        "ClusterRole",
        "ClusterRoleBinding",
        "ConfigMap",
        "CustomResourceDefinition",
        "Ingress",
        "PodDisruptionBudget",
        "Role",
        "RoleBinding",
        "Service",
        "ServiceAccount",
        "ValidatingWebhookConfiguration",
    }
)

_POD = """\
---
apiVersion: v1
kind: Pod
metadata: {{name: web-{number}}}
spec:
  containers: [{{name: web, image: {image}}}]
"""

_MARKER = re.compile(r"^---(?:[ \t].*)?\n", re.MULTILINE)
_KIND = re.compile(r"^kind: *(\w+) *$", re.MULTILINE)
_VERSION = re.compile(r"^apiVersion: *\S", re.MULTILINE)
_METADATA = re.compile(r"^metadata: *\n((?: .*\n|\n)+)", re.MULTILINE)
_NAME = re.compile(r"^( +)name: *['\"]?([a-z0-9.-]+)['\"]? *$", re.MULTILINE)
_IMAGE = re.compile(r"""^[ ]*(?:-[ ]+)?image:[ ]*(["']?)([^\s"'#]+)\1""", re.MULTILINE)
_PART_AFTER_NAME = re.compile(r"(?::[^:/@]*)?(?:@.*)?\Z")


class Manifest(NamedTuple):
    """One document of a stream, and what kind of object it holds."""

    kind: str
    text: str
    """Without the marker before it; ends in a line break."""


def cut(stream: str) -> list[Manifest]:
    """Cut a stream; what holds no single object with a kind, a version and a name is left out."""
    manifests = []
    for document in _MARKER.split(stream.replace("\r\n", "\n")):
        kind = _KIND.search(document)
        if kind and _VERSION.search(document) and _find_name(document):
            manifests.append(Manifest(kind[1], document if document.endswith("\n") else f"{document}\n"))
    return manifests


def rename(manifest: Manifest, suffix: str) -> Manifest:
    """Give the object another name: two of one kind and name are one object, and Kustomize refuses them."""
    found = _find_name(manifest.text)
    if found is None:
        return manifest
    start, end = found
    return manifest._replace(text=f"{manifest.text[:start]}{manifest.text[start:end]}-{suffix}{manifest.text[end:]}")


def join(manifests: list[Manifest]) -> str:
    """Make a stream of documents."""
    return "".join(f"---\n{manifest.text}" for manifest in manifests)


def pods(images: Iterable[str]) -> str:
    """Return a stream with a Pod for each image."""
    return "".join(_POD.format(number=number, image=image) for number, image in enumerate(images))


def find_references(text: str) -> list[str]:
    """List what ``image:`` lines hold, but for ``auto``, which Istio replaces."""
    return [match[2] for match in _IMAGE.finditer(text) if match[2] != "auto"]


def count_references(text: str, registry: str) -> Counter[str]:
    """Count the references to a registry in ``image:`` lines."""
    return Counter(reference for reference in find_references(text) if reference.startswith(f"{registry}/"))


def name_of(reference: str) -> str:
    """Return a reference without its tag and digest."""
    return _PART_AFTER_NAME.sub("", reference, count=1)


def host_of(name: str) -> str:
    """Return the registry that a name is in."""
    first, slash, _ = name.partition("/")
    return first if slash and ("." in first or ":" in first or first == "localhost") else "docker.io"


def _find_name(document: str) -> tuple[int, int] | None:
    """Find where ``metadata.name`` is written."""
    metadata = _METADATA.search(document)
    names = list(_NAME.finditer(metadata[1])) if metadata else []
    if metadata is None or not names:
        return None
    # The key with the least indentation is that of the object itself, not of an owner or a managed field.
    name = min(names, key=lambda match: len(match[1]))
    first_key = re.search(r"^( +)[^\s#]", metadata[1], re.MULTILINE)
    if first_key is None or name[1] != first_key[1]:
        return None
    return metadata.start(1) + name.start(2), metadata.start(1) + name.end(2)
