from __future__ import annotations

from textwrap import indent

import pytest

from tests.pipeline import PLACES, run
from transformer.document.reading import read
from transformer.document.stream import Document
from transformer.places.catalogue import BUILT_IN, Place
from transformer.places.path import merge_into, outline_of, parts_of
from transformer.places.site import Places
from transformer.rules import RuleSet

POD_SPEC = """
volumes:
- name: v
  image: {reference: v:1, pullPolicy: Always}
- rbd: {image: rbd}
- configMap: {name: image}
initContainers:
- {name: i, image: i:1}
containers:
- {name: c, image: c:1, env: [{name: IMAGE, value: e:1}], args: ["--image=a:1"]}
- {name: d, image: d:1}
ephemeralContainers:
- {name: e, image: e:1}
image: no
template: {spec: {containers: [{image: no}]}}
"""
INSIDE = (
    "initContainers[0].image",
    "containers[0].image",
    "containers[1].image",
    "ephemeralContainers[0].image",
    "volumes[0].image.reference",
)
WORKLOADS = [
    *[(version, "Pod", "spec") for version in ("v1", "v2")],
    ("v1", "PodTemplate", "template.spec"),
    ("v1", "ReplicationController", "spec.template.spec"),
    *[
        (f"{group}/{version}", kind, "spec.template.spec")
        for group, version in (("apps", "v1"), ("apps", "v1beta2"), ("extensions", "v1beta1"))
        for kind in ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")
    ],
    ("batch/v1", "Job", "spec.template.spec"),
    ("batch/v1", "CronJob", "spec.jobTemplate.spec.template.spec"),
    ("batch/v1beta1", "CronJob", "spec.jobTemplate.spec.template.spec"),
]


def nest(path: str, text: str) -> str:
    """Write a text under a path."""
    for key in reversed(path.split(".")):
        text = f"{key}:\n" + indent(text.strip("\n"), "  ")
    return text + "\n"


def paths_of(text: str) -> list[str]:
    return [entry.path for entry in run(text.encode(), RuleSet(())).entries]


@pytest.mark.parametrize(("version", "kind", "path"), WORKLOADS)
def test_the_containers_and_image_volumes_of_a_workload_are_sites(version: str, kind: str, path: str) -> None:
    text = f"apiVersion: {version}\nkind: {kind}\n{nest(path, POD_SPEC)}"

    assert sorted(paths_of(text)) == sorted(f"{path}.{inside}" for inside in INSIDE)


SITES = "spec: {template: {spec: {containers: [{image: a}]}}, containers: [{image: a}]}\n"
POD_SITE = "spec: {containers: [{image: a}]}"
DEPLOYMENT_SITE = "spec: {template: {spec: {containers: [{image: a}]}}}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("apiVersion: v1\nkind: ConfigMap\n" + SITES, id="another kind"),
        pytest.param(
            'apiVersion: v1\nkind: ConfigMap\ndata: {"a": "kind: Pod\\nspec: {image: a}"}\n', id="an escaped text"
        ),
        pytest.param(
            "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    kind: Pod\n    spec:\n      image: a\n",
            id="the text of a ConfigMap",
        ),
        pytest.param("apiVersion: flink.apache.org/v1\nkind: Job\n" + SITES, id="a Job of another group"),
        pytest.param("apiVersion: example.com/v1\nkind: Deployment\n" + SITES, id="a Deployment of another group"),
        pytest.param("apiVersion: v1\nkind: Deployment\n" + SITES, id="a Deployment of no group"),
        pytest.param("apiVersion: apps/v1\nkind: Pod\n" + SITES, id="a Pod of a group"),
        pytest.param("apiVersion: apps.example.com/v1\nkind: Deployment\n" + SITES, id="a group that begins like one"),
        pytest.param("kind: Deployment\n" + SITES, id="no apiVersion"),
        pytest.param("apiVersion: v1\n" + SITES, id="no kind"),
        pytest.param("apiVersion: v1\nkind: pod\n" + SITES, id="a kind in lower case"),
        pytest.param("apiVersion: v1\nkind: Pod\nstatus: {containerStatuses: [{image: a}]}\n", id="a status"),
        pytest.param("apiVersion: v1\nkind: Pod\nspec: {volumes: [{rbd: {image: a}}, {image: a}]}\n", id="rbd"),
        pytest.param("apiVersion: v1\nkind: Pod\nspec: {containers: {image: a}}\n", id="a map of containers"),
        pytest.param("apiVersion: v1\nkind: Pod\nspec: [{containers: [{image: a}]}]\n", id="a list of specs"),
        pytest.param("apiVersion: v1\nkind: Pod\nmetadata: {annotations: {image: a}}\n", id="an annotation"),
        pytest.param(
            "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: {names: {kind: Pod}, "
            "schema: {properties: {containers: {items: {properties: {image: {type: string}}}}}}}\n",
            id="the schema of a custom resource",
        ),
        pytest.param("apiVersion: v1\nkind: PodList\nitems: {a: {" + POD_SITE + "}}\n", id="a list that is none"),
        pytest.param("- {apiVersion: v1, kind: Pod, " + POD_SITE + "}\n", id="a sequence"),
        pytest.param("Pod image kind\n", id="a scalar"),
    ],
)
def test_what_only_looks_like_a_site_is_left_alone(text: str) -> None:
    assert paths_of(text) == []
    assert run(text.encode(), "default::h.io").data == text.encode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "apiVersion: v1\nkind: List\nitems:\n"
            f"- {{apiVersion: v1, kind: Pod, {POD_SITE}}}\n"
            f"- {{apiVersion: apps/v1, kind: Deployment, {DEPLOYMENT_SITE}}}\n"
            "- {apiVersion: v1, kind: ConfigMap, data: {image: a}}\n",
            ["items[0].spec.containers[0].image", "items[1].spec.template.spec.containers[0].image"],
            id="a List",
        ),
        pytest.param(
            f"apiVersion: v1\nkind: PodList\nitems:\n- {{{POD_SITE}}}\n- {{kind: Pod, apiVersion: v1, {POD_SITE}}}\n",
            ["items[0].spec.containers[0].image", "items[1].spec.containers[0].image"],
            id="a typed list, with and without the items' kind",
        ),
        pytest.param(
            f"apiVersion: apps/v1\nkind: DeploymentList\nitems: [{{{DEPLOYMENT_SITE}}}]\n",
            ["items[0].spec.template.spec.containers[0].image"],
            id="a typed list of a group",
        ),
        pytest.param(f"apiVersion: v1\nkind: List\nitems: [{{{POD_SITE}}}]\n", [], id="items of no kind"),
        pytest.param(f"apiVersion: v1\nkind: ConfigMapList\nitems: [{{{POD_SITE}}}]\n", [], id="a list of others"),
        pytest.param(
            "apiVersion: v1\nkind: List\nitems:\n"
            f"- kind: List\n  items:\n  - {{apiVersion: v1, kind: Pod, {POD_SITE}}}\n"
            f"- {{kind: PodList, items: [{{{POD_SITE}}}]}}\n",
            ["items[0].items[0].spec.containers[0].image", "items[1].items[0].spec.containers[0].image"],
            id="lists in a List",
        ),
        pytest.param(
            f"apiVersion: v1\nkind: PodList\nitems: [{{{POD_SITE}}}]\nitems: [{{{POD_SITE}}}]\n",
            ["items[0].spec.containers[0].image", "items[0].spec.containers[0].image"],
            id="items written twice",
        ),
        pytest.param("apiVersion: v1\nkind: PodList\nitems: []\n# image\n", [], id="no items"),
        pytest.param(
            "apiVersion: v1\nkind: PodList\nitems: [null, a, [b]]\n# image\n", [], id="items that are no objects"
        ),
        pytest.param(
            f"apiVersion: v1\nkind: PodList\nkind: Pod\n{POD_SITE}\n",
            ["spec.containers[0].image"],
            id="two kinds: the last",
        ),
    ],
)
def test_the_objects_of_a_list_have_their_sites(text: str, expected: list[str]) -> None:
    assert paths_of(text) == expected


@pytest.mark.parametrize(
    ("value", "text", "other_type"),
    [
        ("a", "a", ""),
        ("'1'", "1", ""),
        ("!!str 1", "1", ""),
        ("''", "", ""),
        ("", "", "null"),
        ("~", "~", "null"),
        ("1.25", "1.25", "number"),
        ("on", "on", "bool"),
        ("{a: b}", "", "map"),
        ("[a]", "", "list"),
        ("!x a", "a", "tagged !x"),
    ],
)
def test_a_site_says_what_stands_there(value: str, text: str, other_type: str) -> None:
    data = f"apiVersion: v1\nkind: Pod\nmetadata: {{name: n, namespace: s}}\nspec:\n  containers:\n  - image: {value}\n"
    (site,) = PLACES.find(read(Document("s", 1, 1, data.encode()), PLACES.outline))

    assert (site.value, site.other_type) == (text, other_type)
    assert site.object == ("v1", "Pod", "s", "n")


def test_other_catalogues_can_be_compiled() -> None:
    places = Places([Place(("example.com",), "Shop", ("spec.front.image", "spec.extra[*]"))])
    text = b"apiVersion: example.com/v1\nkind: Shop\nspec: {front: {image: a}, extra: [b, c]}\n"

    assert places.may_hold(Document("s", 1, 1, text))
    assert not places.may_hold(Document("s", 1, 1, text.replace(b"Shop", b"Pod")))


def test_every_path_of_the_catalogue_ends_in_a_reference() -> None:
    assert {path.rpartition(".")[2] for place in BUILT_IN for path in place.paths} == {"image", "reference"}


def test_a_path_becomes_an_outline() -> None:
    assert parts_of("spec.containers[*].image") == ["spec", "containers", None, "image"]
    assert outline_of(["a.b", "a.c[*].d"]) == {"a": {"b": {}, "c": {None: {"d": {}}}}}


def test_outlines_are_merged() -> None:
    outline = outline_of(["a.b"])
    merge_into(outline, outline_of(["a.c", "d"]))

    assert outline == {"a": {"b": {}, "c": {}}, "d": {}}
