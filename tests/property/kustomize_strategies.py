"""Trees of kustomizations as people write them: bases, overlays, components, patches, generators; and rules."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import strategies as st

from tests.property.document_strategies import Draw

NAMES = (
    "nginx",
    "redis",
    "quay.io/a/b",
    "ghcr.io/x/y",
    "docker.io/library/nginx",
    "localhost:5000/z",
    "m.corp/hub/app",
)
_TAGS = (":1.25", ":1.27", ":v1.0-alpine", "", "@sha256:" + "0a" * 32)
_DIGEST = "sha256:" + "1b" * 32

RULES = (
    "docker.io :: m.corp/hub\nquay.io :: m.corp/quay\nghcr.io :: m.corp/gh\ndefault ::\n",
    "default :: m.corp\n",
    "docker.io/library :: m.corp/official\ndocker.io :: m.corp/hub\ndefault ::\n",
    "[EXACT]nginx:1.27 :: m.corp/special/nginx:1.27\ndocker.io :: m.corp/hub\nquay.io :: m.corp/quay\ndefault ::\n",
    "quay.io :: m.corp/all-\nghcr.io :: m.corp/all-\ndefault ::\n",
)

references = st.builds("{}{}".format, st.sampled_from(NAMES), st.sampled_from(_TAGS))

Tree = dict[str, str]
"""The texts of files by their paths."""


def dump(*documents: Any) -> str:  # noqa: ANN401
    return str(yaml.safe_dump_all(documents, sort_keys=False))


@st.composite
def _containers(draw: Draw, *names: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"name": name, "image": draw(references)} for name in names]
    if draw(st.booleans()):
        found[0]["args"] = [f"--sidecar-image={draw(references)}"]
        found[0]["env"] = [{"name": "RELATED_IMAGE_X", "value": draw(references)}]
    return found


@st.composite
def _pod_spec(draw: Draw) -> dict[str, Any]:
    spec: dict[str, Any] = {"containers": draw(_containers("web"))}
    if draw(st.booleans()):
        spec["initContainers"] = draw(_containers("init"))
    if draw(st.integers(0, 3)) == 0:
        spec["volumes"] = [{"name": "v", "image": {"reference": draw(references)}}]
    return spec


@st.composite
def workloads(draw: Draw, name: str) -> dict[str, Any]:
    """Return a workload of one of several kinds, or a custom resource that holds containers."""
    kind = draw(st.sampled_from(("Deployment", "Deployment", "Deployment", "Pod", "CronJob", "Shop")))
    spec = draw(_pod_spec())
    meta = {"name": name}
    if kind == "Pod":
        return {"apiVersion": "v1", "kind": kind, "metadata": meta, "spec": spec}
    template = {"metadata": {"labels": {"app": name}}, "spec": spec}
    if kind == "CronJob":
        body: dict[str, Any] = {"schedule": "* * * * *", "jobTemplate": {"spec": {"template": template}}}
        return {"apiVersion": "batch/v1", "kind": kind, "metadata": meta, "spec": body}
    if kind == "Shop":
        return {"apiVersion": "example.com/v1", "kind": kind, "metadata": meta, "spec": {"pod": spec}}
    selector = {"matchLabels": {"app": name}}
    return {
        "apiVersion": "apps/v1",
        "kind": kind,
        "metadata": meta,
        "spec": {"selector": selector, "template": template},
    }


def _name_of(reference: str) -> str:
    head, slash, tail = reference.partition("@")[0].rpartition("/")
    return head + slash + tail.partition(":")[0]


@st.composite
def _entries(draw: Draw, names: list[str]) -> list[dict[str, str]]:
    entries = []
    for _ in range(draw(st.integers(0, 2))):
        name = draw(st.sampled_from(names + ["quay.io/.*"] * (draw(st.integers(0, 9)) == 0)))
        keys = draw(st.sampled_from((("newTag",), ("newTag",), ("newName",), ("newName", "newTag"), ("digest",), ())))
        values = {
            "newTag": draw(st.sampled_from(("1.27", "v2"))),
            "digest": _DIGEST,
            "newName": draw(st.sampled_from(NAMES)),
        }
        entries.append({"name": name, **{key: values[key] for key in keys}})
    return entries


@st.composite
def _patches(draw: Draw, objects: list[dict[str, Any]], folder: str, files: Tree) -> list[dict[str, Any]]:
    """Return patches of some of the objects, in a file or not, strategic or of operations."""
    deployments = [one for one in objects if one["kind"] == "Deployment"]
    patches: list[dict[str, Any]] = []
    for number, one in enumerate(deployments if draw(st.booleans()) else ()):
        name, image = one["metadata"]["name"], draw(references)
        target = {"kind": "Deployment", "name": f".*{name}"}
        at = "/spec/template/spec"
        if draw(st.booleans()):
            spec = {"template": {"spec": {"containers": [{"name": "web", "image": image}]}}}
            head = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name}}
            text, patch = dump({**head, "spec": spec}), {"target": target}
        else:
            operations = [{"op": "replace", "path": f"{at}/containers/0/image", "value": image}]
            if draw(st.booleans()):
                added = {"name": "side", "image": draw(references)}
                operations.append({"op": "add", "path": f"{at}/containers/-", "value": added})  # type: ignore[dict-item]
            text, patch = str(yaml.safe_dump(operations)), {"target": target}
        if draw(st.booleans()):
            patches.append({**patch, "patch": text})
        else:
            files[f"{folder}/patch-{number}.yaml"] = text
            patches.append({**patch, "path": f"patch-{number}.yaml"})
    return patches


def _find_names(value: Any) -> list[str]:  # noqa: ANN401
    if isinstance(value, dict):
        own = [_name_of(value["image"])] if isinstance(value.get("image"), str) else []
        return own + [name for inner in value.values() for name in _find_names(inner)]
    return [name for item in value for name in _find_names(item)] if isinstance(value, list) else []


@st.composite
def trees(draw: Draw) -> Tree:
    """Return a base, one overlay or two of it, and sometimes a component of these."""
    files: Tree = {}
    objects = [draw(workloads(name)) for name in ("one", "two")[: draw(st.integers(1, 2))]]
    names = [*sorted(set(_find_names(objects))), "redis"]
    files["base/app.yaml"] = dump(*objects)
    base: dict[str, Any] = {"resources": ["app.yaml"], "images": draw(_entries(names))}
    if draw(st.booleans()):
        base["configMapGenerator"] = [
            {"name": "settings", "literals": [f"image={draw(references)}"], "files": ["config.yaml"]}
        ]
        files["base/config.yaml"] = f"sidecar:\n  image: {draw(references)}\n"
    files["base/kustomization.yaml"] = _finish(draw, base)
    later = names + [entry["newName"] for entry in base["images"] if "newName" in entry]
    has_component = draw(st.integers(0, 2)) == 0
    if has_component:
        component = {"apiVersion": "kustomize.config.k8s.io/v1alpha1", "kind": "Component"}
        patches = draw(_patches(objects, "parts", files))
        files["parts/kustomization.yaml"] = dump({**component, "patches": patches, "images": draw(_entries(later))})
    for name in ("dev", "prod")[: draw(st.integers(1, 2))]:
        overlay: dict[str, Any] = {"resources": ["../base"], "images": draw(_entries(later))}
        overlay["patches"] = draw(_patches(objects, name, files))
        if has_component and draw(st.booleans()):
            overlay["components"] = ["../parts"]
        if draw(st.integers(0, 3)) == 0:
            overlay["resources"].append("more.yaml")
            files[f"{name}/more.yaml"] = dump(draw(workloads("more")))
        overlay["namePrefix"] = f"{name}-"
        files[f"{name}/{draw(st.sampled_from(('kustomization.yaml', 'Kustomization', 'kustomization.yml')))}"] = (
            _finish(draw, overlay)
        )
    return files


def _finish(draw: Draw, kustomization: dict[str, Any]) -> str:
    head = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization"} if draw(st.booleans()) else {}
    return dump({**head, **{key: value for key, value in kustomization.items() if value}})
