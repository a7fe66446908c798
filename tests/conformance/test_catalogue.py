"""Every kind of the catalogue: an object for each of its paths is rewritten there and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from typing import Any

import pytest
import yaml

from regswap.document.parse.stream import documents
from regswap.pipeline.rewrite import Policy
from regswap.pipeline.rewrite import rewrite as rewrite_document
from regswap.rules import RuleSet
from tests.support.independent_places import SOURCES, keys_of, rows
from tests.support.pipeline import EVERYTHING, read_rules, run

OLD, NEW = "quay.io", "mirror.example:5000/q"
DECOY = "ghcr.io/org/decoy:1"
RULES = read_rules(f"default::\n{OLD}::{NEW}\nghcr.io::mirror.example:5000/decoy")
DIGEST = "sha256:" + "0a" * 32

REFERENCE = f"{OLD}/org/app:1.2"
POD_SPEC = {
    "containers": [{"name": "a", "image": REFERENCE}],
    "initContainers": [{"name": "b", "image": f"{OLD}/org/b@{DIGEST}"}],
    "ephemeralContainers": [{"name": "c", "image": f"{OLD}/org/c"}],
    "volumes": [
        {"name": "v", "image": {"reference": f"{OLD}/org/v:1", "pullPolicy": "Always"}},
        {"name": "d", "rbd": {"image": DECOY, "monitors": []}},
        {"name": "e", "quobyte": {"registry": "ghcr.io:7861", "volume": "v"}},
        {"name": "f", "gitRepo": {"repository": "ghcr.io/org/repository"}},
    ],
}
SHAPES: dict[str, Any] = {
    "reference": REFERENCE,
    "repository": f"{OLD}/org/app",
    "registry": OLD,
    "oci": f"oci://{REFERENCE}",
    "podSpec": POD_SPEC,
    "container": {"name": "a", "image": REFERENCE, "workingDir": f"/{DECOY}"},
    "volume": {"name": "v", "image": {"reference": REFERENCE}, "rbd": {"image": DECOY}},
    "object": {"apiVersion": "v1", "kind": "Pod", "spec": POD_SPEC, "status": {"image": DECOY}},
    "values": {"a": [{"image": REFERENCE, "imagePullPolicy": "Always"}], "b": {"repository": f"{OLD}/b", "tag": "1"}},
    "text": f"image: {REFERENCE}\n",
    "yaml": f"a:\n- image: '{REFERENCE}'\nb: {{{{ .Values.b }}}}\n",
    "json": json.dumps({"image": REFERENCE}),
    "kustomizeImage": {"name": "app", "newName": f"{OLD}/org/app", "newTag": "1.2"},
    "kustomizeImageText": f"app={REFERENCE}",
    "patch": {"patch": json.dumps({"apiVersion": "v1", "kind": "Pod", "spec": POD_SPEC})},
    "literal": f"image={REFERENCE}",
    "secretLiteral": f"image={DECOY}",
    "parameters": [{"name": "image", "value": REFERENCE}],
    "valuesText": f"a:\n- image: '{REFERENCE}'\nb: {{registry: {OLD}, repository: b, tag: '1'}}\n",
    "chart": {"repoURL": f"oci://{OLD}/org", "chart": "app", "repo": f"oci://{OLD}/org", "name": "app"},
}
"""What stands at a path of each shape."""

KINDS = sorted(rows())

_LOCATIONS: dict[int, list[str]] = {0: [], 1: [f"{OLD}/org/app"], 2: [f"{OLD}/org", "app"], 3: [OLD, "org", "app"]}
"""What the parts hold that say where an image is, by how many there are."""


def make_split(roles: dict[str, Any]) -> dict[str, Any]:
    """Return a map that holds the parts of one reference, and what it has to have beside them."""
    places = [role for role in ("registry", "repository", "name") if role in roles]
    texts = _LOCATIONS[len(places)]
    values: dict[str, str] = {
        **dict(zip(places, texts, strict=True)),
        "tag": "1.2",
        "digest": DIGEST,
        "reference": REFERENCE,
    }
    made: dict[str, Any] = {}
    for role, path in roles.items():
        if role == "where":
            for key, text in path.items():
                put(made, keys_of(key), text)
        else:
            put(made, keys_of(path), values[role])
    return made


def put(root: dict[str, Any], keys: tuple[str, ...], value: Any) -> None:  # noqa: ANN401
    """Put a value at a path of an object; what is there already stays."""
    here: Any = root
    for key, after in zip(keys, (*keys[1:], ""), strict=True):
        below = deepcopy(value) if not after else [] if after == "[]" else {}
        if key == "[]":
            here.extend([below] * (not here))
            here = here[0]
        else:
            here = here.setdefault("any" if key == "*" else key, below)


def make_objects(group: str, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield an object for each path and shape that the catalogue has of a kind."""
    for row in rows()[group, kind]:
        version = f"{group}/{(row.versions or ('v1',))[0]}".removeprefix("/")
        for keys, shapes in row.paths:
            for shape in shapes if isinstance(shapes, list) else [shapes]:
                made: dict[str, Any] = {"apiVersion": version, "kind": kind, "metadata": {"name": "n"}}
                put(made, keys, make_split(shape) if isinstance(shape, dict) else SHAPES[shape])
                made.setdefault("status", {}).update({"image": DECOY, "containers": [{"name": "a", "image": DECOY}]})
                yield f"{'.'.join(keys)}: {shape}", made


def replace(value: Any) -> Any:  # noqa: ANN401
    """Return what shall become of an object."""
    if isinstance(value, dict):
        return {key: replace(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [replace(item) for item in value]
    return value.replace(OLD, NEW) if isinstance(value, str) else value


def rewrite(value: Any, rules: RuleSet = RULES) -> Any:  # noqa: ANN401
    return yaml.load(run(dump(value), rules, places=EVERYTHING).data, Loader=yaml.CSafeLoader)


def dump(value: Any) -> bytes:  # noqa: ANN401
    return str(yaml.dump(value, sort_keys=False, width=10**6, Dumper=Dumper)).encode()


class Dumper(yaml.CSafeDumper):
    """Writes nothing twice by an alias."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002
        return True


@pytest.mark.parametrize(("group", "kind"), KINDS, ids="{}".format)
def test_each_path_of_a_kind_is_rewritten_and_nothing_else(group: str, kind: str) -> None:
    for path, made in make_objects(group, kind):
        assert rewrite(made) == replace(made), path


@pytest.mark.parametrize(("group", "kind"), KINDS, ids="{}".format)
def test_all_paths_of_a_kind_are_rewritten_together(group: str, kind: str) -> None:
    versions: dict[str, dict[str, Any]] = {}
    for _, made in make_objects(group, kind):
        merge(versions.setdefault(made["apiVersion"], {}), made)

    for whole in versions.values():
        assert rewrite(whole) == replace(whole)


def merge(root: dict[str, Any], other: dict[str, Any]) -> None:
    """Add what an object has and another has not; of lists the first items are merged."""
    for key, value in other.items():
        here = root.setdefault(key, deepcopy(value))
        pairs = [(here, value)]
        if isinstance(here, list) and isinstance(value, list):
            pairs = list(zip(here[:1], value[:1], strict=True))
        for inner, added in pairs:
            if isinstance(inner, dict) and isinstance(added, dict):
                merge(inner, added)


@lru_cache
def read_never() -> dict[tuple[str, str], list[str]]:
    """Return the fields that look like references and are none, by kind, as the catalogue lists them."""
    found: dict[tuple[str, str], list[str]] = {}
    for source in sorted(SOURCES.glob("*.yaml")):
        for row in yaml.load(source.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            for name in row["kinds"] if row.get("never") else []:
                group, _, kind = name.rpartition("/")
                version = f"{group}/{(row.get('versions') or ['v1'])[0]}".removeprefix("/")
                found.setdefault((version, kind), []).extend(row["never"])
    return found


@pytest.mark.parametrize(("version", "kind"), sorted(read_never()), ids="{}".format)
def test_what_looks_like_a_reference_and_is_none_is_not_touched(version: str, kind: str) -> None:
    wrong = []
    for path in read_never()[version, kind]:
        for value in (DECOY, [DECOY], {"image": DECOY, "containers": [{"name": "a", "image": DECOY}]}):
            made: dict[str, Any] = {"apiVersion": version, "kind": kind, "metadata": {"name": "n"}}
            put(made, keys_of(path), value)
            if rewrite(made) != made:
                wrong.append((path, value))

    assert wrong == []


FALSE_FRIENDS: dict[str, dict[str, Any]] = {
    "a volume of blocks": {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "spec": {"rbd": {"image": DECOY, "monitors": []}, "quobyte": {"registry": "ghcr.io:7861"}},
    },
    "a picture": {
        "apiVersion": "monitoring.coreos.com/v1alpha1",
        "kind": "AlertmanagerConfig",
        "spec": {"receivers": [{"slackConfigs": [{"imageURL": "https://ghcr.io/org/a.png", "iconURL": DECOY}]}]},
    },
    "a status": {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "status": {"containerStatuses": [{"image": DECOY}], "spec": POD_SPEC},
    },
    "the status of a custom resource": {
        "apiVersion": "unknown.example/v1",
        "kind": "Shop",
        "metadata": {"spec": {"containers": [{"name": "a", "image": DECOY}]}},
        "status": {"template": {"spec": {"containers": [{"name": "a", "image": DECOY}]}}, "image": DECOY},
    },
    "a definition": {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "spec": {
            "names": {"kind": "Pod"},
            "versions": [
                {"schema": {"openAPIV3Schema": {"default": {"containers": [{"name": "a", "image": DECOY}]}}}},
            ],
        },
    },
    "a Secret": {"apiVersion": "v1", "kind": "Secret", "stringData": {"image": DECOY}, "data": {"image": "YQ=="}},
    "a policy": {
        "apiVersion": "kyverno.io/v1",
        "kind": "ClusterPolicy",
        "spec": {
            "rules": [
                {
                    "verifyImages": [{"imageReferences": ["ghcr.io/org/*", DECOY], "skipImageReferences": [DECOY]}],
                    "validate": {"podSecurity": {"exclude": [{"images": [DECOY]}]}},
                },
            ],
        },
    },
    "an image of a virtual machine": {
        "apiVersion": "cdi.kubevirt.io/v1beta1",
        "kind": "DataVolume",
        "spec": {"source": {"http": {"url": "https://ghcr.io/org/disk:1"}, "registry": {"imageStream": "disk"}}},
    },
    "a source that is scanned": {
        "apiVersion": "image.toolkit.fluxcd.io/v1",
        "kind": "ImageRepository",
        "spec": {"image": "ghcr.io/org/decoy"},
    },
    "a PodSpec in a built-in kind that has none": {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "spec": {"containers": [{"name": "a", "image": DECOY}]},
    },
    "what was applied last": {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"annotations": {"kubectl.kubernetes.io/last-applied-configuration": json.dumps(SHAPES["object"])}},
    },
}


@pytest.mark.parametrize("friend", FALSE_FRIENDS)
def test_a_false_friend_is_not_touched(friend: str) -> None:
    made = deepcopy(FALSE_FRIENDS[friend])
    made.setdefault("metadata", {})["name"] = "n"

    assert rewrite(made) == made
    assert rewrite({"apiVersion": "v1", "kind": "List", "items": [made]}) == {
        "apiVersion": "v1",
        "kind": "List",
        "items": [made],
    }


UNLISTED: dict[str, dict[str, Any]] = {
    "a field of a kind that nobody knows": {
        "apiVersion": "unknown.example/v1",
        "kind": "Shop",
        "spec": {"image": DECOY, "containers": [{"image": DECOY}], "sidecars": [{"name": "a", "image": DECOY}]},
    },
    "a node of another cloud": {
        "apiVersion": "infrastructure.cluster.x-k8s.io/v1beta1",
        "kind": "OpenStackMachine",
        "spec": {"image": DECOY, "imageLookupFormat": DECOY},
    },
    "a kind of another group": {
        "apiVersion": "unknown.example/v1",
        "kind": "Prometheus",
        "spec": {"image": DECOY, "baseImage": DECOY},
    },
}


@pytest.mark.parametrize("unlisted", UNLISTED)
def test_what_no_row_lists_is_reported_and_left(unlisted: str) -> None:
    data = dump({**UNLISTED[unlisted], "metadata": {"name": "n"}})
    (document,) = documents([data], "s.yaml")

    done = rewrite_document(document, Policy(EVERYTHING, RULES))

    assert done.data == data
    assert {entry.reference for entry in done.entries} == {DECOY}
