from __future__ import annotations

from textwrap import indent

import pytest

from regswap.document.parse.stream import Document
from regswap.document.read.field import format_path, root_field, text_of
from regswap.document.read.reading import read
from regswap.places.branch import WHOLE, Branch, merge, walk
from regswap.places.kind import Kinds
from regswap.places.object import ObjectId
from regswap.places.path import InvalidPathError, is_query, parts_of
from regswap.places.search import Places
from regswap.rules import RuleSet
from tests.support.pipeline import PLACES, run

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
            "apiVersion: v1\nkind: PodList\nitems: [null, a, [b]]\n# image\n", [], id="items that are not objects"
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
        ("true", "true", "bool"),
        ("on", "on", "bool or string"),
        ("{a: b}", "", "map"),
        ("[a]", "", "list"),
        ("!!int 1", "1", "number"),
        ("!x a", "a", ""),
        ("!!binary bmdpbng=", "nginx", ""),
    ],
)
def test_a_site_says_what_stands_there(value: str, text: str, other_type: str) -> None:
    data = f"apiVersion: v1\nkind: Pod\nmetadata: {{name: n, namespace: s}}\nspec:\n  containers:\n  - image: {value}\n"
    (site,) = PLACES.find(read(Document("s", 1, 1, data.encode()), None)).sites

    assert (site.value, site.other_type) == (text, other_type)
    assert site.object == ObjectId("v1", "Pod", "s", "n")


def test_other_catalogues_can_be_compiled() -> None:
    paths = (("spec.front.image", "reference"), ("spec.extra[*]", "reference"))
    places = Places(Kinds(({"Shop": (("example.com", (), paths),)}, "test"), hidden=False), by_shape=False)
    text = b"apiVersion: example.com/v1\nkind: Shop\nspec: {front: {image: a}, extra: [b, c]}\n"

    found = places.search(Document("s", 1, 1, text))

    assert found is not None
    assert [site.value for site in found.sites] == ["a", "b", "c"]
    assert places.search(Document("s", 1, 1, text.replace(b"Shop", b"Pod"))) is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("spec.containers[*].image", ("spec", "containers", None, "image")),
        ("$.spec.containers[*].image", ("spec", "containers", None, "image")),
        ("$['a.b/c'].d", ("a.b/c", "d")),
        ("metadata.annotations['alm-examples']", ("metadata", "annotations", "alm-examples")),
        ("spec.images.*", ("spec", "images", "*")),
        ("spec.*.x[*][*]", ("spec", "*", "x", None, None)),
        ("['it\\'s']", ("it's",)),
    ],
)
def test_a_path_has_parts(path: str, expected: tuple[str | None, ...]) -> None:
    assert parts_of(path) == expected
    assert not is_query(path)


@pytest.mark.parametrize("path", ["", ".", "a.", ".a", "a..b", "a[", "a[0]", "a b", "a.[*]", "$", "a['b"])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(InvalidPathError):
        parts_of(path)


@pytest.mark.parametrize("path", ["$..image", "$.a[0]", "$.a[?(@.b == 'c')].image"])
def test_jsonpath_that_asks_for_more_is_a_query(path: str) -> None:
    assert is_query(path)


def test_a_branch_has_an_outline() -> None:
    branch = Branch()
    branch.add("a.*.b", "reference", "test")
    branch.add("a.x.c", "reference", "test")
    branch.add("d[*]", {"repository": "e", "tag": "f.g"}, "test")
    branch.add("h", "object", "test")

    assert branch.outline() == {
        "a": {"*": {"b": {}}, "x": {"c": {}, "b": {}}},
        "d": {None: {"e": {}, "f": {"g": {}}}},
        "h": WHOLE,
    }


def test_outlines_are_merged() -> None:
    first, second = Branch(), Branch()
    first.add("a.b", "reference", "test")
    second.add("a.c", "reference", "test")
    second.add("d", "object", "test")
    outline = merge(merge(first.outline(), second.outline()), first.outline())

    assert list(outline) == ["a", "d"]
    assert outline["a"] == {"b": {}, "c": {}}
    assert outline["d"] is WHOLE
    assert merge(outline, WHOLE) is WHOLE
    assert merge({"*": {"x": {}}}, {"a": {}}) == {"*": {"x": {}}, "a": {"x": {}}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("x: 1\n", [], id="nothing"),
        pytest.param("l: {i: 1}\n", [], id="a mapping for a list"),
        pytest.param("l: [{i: 1}, {j: 2}, 3, {i: [4]}]\n", [("l[0].i", "1"), ("l[3].i", "")], id="a list"),
        pytest.param(
            "l: [{i: 1, i: 2}]\nl: [{i: 3}]\n", [("l[0].i", "1"), ("l[0].i", "2"), ("l[0].i", "3")], id="twice"
        ),
        pytest.param("x: &x [{i: 1}]\nl: *x\n", [("l[0].i", "1")], id="by an alias"),
        pytest.param("x: &x {l: [{i: 1}]}\n<<: *x\n", [("l[0].i", "1")], id="by a merge key"),
        pytest.param("x: &x {i: 1}\nl: [*x , *x ]\n", [("l[0].i", "1"), ("l[1].i", "1")], id="by two aliases"),
    ],
)
def test_a_walk_yields_what_has_a_shape(text: str, expected: list[tuple[str, str]]) -> None:
    branch = Branch()
    branch.add("l[*].i", "reference", "test")

    found = walk(root_field(read(Document("s", 1, 1, text.encode()), None).composed.roots[0]), branch)

    assert [(format_path(field.path), text_of(field)) for field, _ in found] == expected
