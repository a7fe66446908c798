from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from regswap.document.parse.stream import Document
from regswap.errors import ManifestError
from regswap.pipeline.restore import restore
from regswap.pipeline.rewrite import Policy, Rewritten, rewrite
from regswap.places.catalogue.compiled import BARE, CATALOGUE
from regswap.places.kind import CATALOGUED, Kinds
from regswap.places.search import Places
from tests.support.command import POD, RULES, regswap, write
from tests.support.pipeline import read_rules

if TYPE_CHECKING:
    from pathlib import Path

    from regswap.places.kind import Row

PLACES = Places(Kinds((CATALOGUE, CATALOGUED), bare=BARE), whole=True)
ORIGINAL = "regswap.dev/original"
IMAGE = "image: nginx"
SPEC = {"containers": [{"name": "c", "image": "nginx"}]}
TEMPLATE = {"metadata": {"name": "t"}, "spec": SPEC}


def document(text: str) -> Document:
    return Document("s.yaml", 1, 1, text.encode())


def annotate(text: str, kind: str = "regswap", rules: str = "default::h.io", places: Places = PLACES) -> Rewritten:
    return rewrite(document(text), Policy(places, read_rules(rules), annotate=kind, hidden="rewrite"))


def manifest(version: str, kind: str, **rest: Any) -> str:  # noqa: ANN401 - any YAML
    return yaml.safe_dump({"apiVersion": version, "kind": kind, "metadata": {"name": "n"}, **rest}, sort_keys=False)


def with_annotations(entries: str) -> str:
    return manifest("v1", "Pod", spec=SPEC).replace("  name: n\n", f"  name: n\n  annotations: {{{entries}}}\n")


def find_recorded(node: Any, path: str = "") -> dict[str, list[str]]:  # noqa: ANN401 - any YAML
    """Return by the path of each that has annotations what they say about which places."""
    found: dict[str, list[str]] = {}
    if isinstance(node, list):
        for index, item in enumerate(node):
            found |= find_recorded(item, f"{path}[{index}]")
    if isinstance(node, dict):
        annotations = (node.get("metadata") or {}).get("annotations") or {}
        if ORIGINAL in annotations:
            found[path] = [row["path"] for row in json.loads(annotations[ORIGINAL])]
        for key, value in node.items():
            found |= find_recorded(value, f"{path}.{key}")
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(manifest("v1", "Pod", spec=SPEC), {"": ["spec.containers[0].image"]}, id="Pod"),
        pytest.param(
            manifest("v1", "PodTemplate", template=TEMPLATE),
            {"": ["template.spec.containers[0].image"], ".template": ["spec.containers[0].image"]},
            id="PodTemplate",
        ),
        pytest.param(
            manifest("batch/v1", "CronJob", spec={"jobTemplate": {"spec": {"template": {"spec": SPEC}}}}),
            {
                "": ["spec.jobTemplate.spec.template.spec.containers[0].image"],
                ".spec.jobTemplate.spec.template": ["spec.containers[0].image"],
            },
            id="CronJob, whose template has no metadata",
        ),
        pytest.param(
            manifest("argoproj.io/v1alpha1", "Rollout", spec={"template": TEMPLATE}),
            {"": ["spec.template.spec.containers[0].image"], ".spec.template": ["spec.containers[0].image"]},
            id="a custom resource with a template",
        ),
        pytest.param(
            manifest(
                "e.com/v1", "Unknown", spec={"workers": [{"podTemplate": {"spec": SPEC}}, {"pod": {"spec": SPEC}}]}
            ),
            {
                "": [
                    "spec.workers[0].podTemplate.spec.containers[0].image",
                    "spec.workers[1].pod.spec.containers[0].image",
                ],
                ".spec.workers[0].podTemplate": ["spec.containers[0].image"],
            },
            id="what is neither called a template nor has metadata is none",
        ),
        pytest.param(
            manifest("monitoring.coreos.com/v1", "Prometheus", spec={"image": "quay.io/a/b:v1", "containers": []}),
            {"": ["spec.image"]},
            id="a custom resource without a template",
        ),
        pytest.param(
            yaml.safe_dump(
                {"apiVersion": "v1", "kind": "List", "items": [yaml.safe_load(manifest("v1", "Pod", spec=SPEC))]}
            ),
            {".items[0]": ["spec.containers[0].image"]},
            id="an item of a list",
        ),
        pytest.param(
            manifest("v1", "ConfigMap", data={"a.conf": "x: quay.io/a/b:v1\ny: quay.io/c/d:v2\n"}),
            {"": ["data['a.conf']", "data['a.conf']"]},
            id="several in one text",
        ),
    ],
)
def test_originals_are_recorded_on_the_object_and_on_its_pod_template(
    text: str, expected: dict[str, list[str]]
) -> None:
    done = annotate(text)

    assert find_recorded(yaml.safe_load(done.data)) == expected
    assert restore(document(done.data.decode())).data.decode() == text


def test_each_part_of_a_split_reference_is_recorded() -> None:
    row: Row = ("*", (), (("spec", {"registry": "registry", "repository": "repository"}),))
    places = Places(Kinds(({"Split": (row,)}, CATALOGUED)), whole=True)
    text = manifest("e.com/v1", "Split", spec={"registry": "quay.io", "repository": "org/app"})

    done = rewrite(
        document(text), Policy(places, read_rules("default::\n[EXACT]quay.io/org/app::h.io/other"), annotate="regswap")
    )

    recorded = json.loads(yaml.safe_load(done.data)["metadata"]["annotations"][ORIGINAL])
    assert [(row["path"], row["original"], row["rewritten"]) for row in recorded] == [
        ("spec.registry", "quay.io", "h.io"),
        ("spec.repository", "org/app", "other"),
    ]
    assert restore(document(done.data.decode())).data.decode() == text


def test_the_first_original_stays_when_rules_change() -> None:
    text = manifest(
        "v1", "Pod", spec={"containers": [{"name": "c", "image": "nginx", "args": ["--image=quay.io/a/b:v1"]}]}
    )
    once = annotate(text).data.decode()
    twice = annotate(once, rules="default::\nh.io::other.example/much/longer").data.decode()

    assert "other.example/much/longer/nginx" in twice
    assert restore(document(twice)).data.decode() == text


def test_records_are_not_taken_for_hidden_references() -> None:
    text = "apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n" + "".join(
        f"    {name}: quay.io/a/b:v1\n"
        for name in (ORIGINAL, "c.container.imageshift.dev/original", "c.initContainer.imageshift.dev/original")
    )

    assert annotate(text + "spec: {containers: []}\n").entries == ()


def test_an_object_without_metadata_is_rewritten_and_not_recorded() -> None:
    done = annotate(f"apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - {IMAGE}\n")

    assert b"h.io/nginx" in done.data
    assert b"metadata" not in done.data
    assert [str(warning).splitlines()[0] for warning in done.warnings] == [
        "s.yaml:5:12: the original of spec.containers[0].image is not recorded: its object has no metadata"
    ]


def test_annotations_that_would_be_too_large_are_refused() -> None:
    text = manifest("v1", "Pod", spec=SPEC).replace(
        "  name: n\n", f"  name: n\n  annotations: {{a: {'x' * 262_100}}}\n"
    )

    with pytest.raises(ManifestError, match=r"metadata\.annotations would be larger than 256 KiB"):
        annotate(text)


def test_an_annotation_that_regswap_did_not_write_is_refused() -> None:
    text = with_annotations(f"{ORIGINAL}: nginx")

    for run in (annotate, lambda given: restore(document(given))):
        with pytest.raises(ManifestError, match="is not what regswap writes: it is not JSON; remove the annotation"):
            run(text)


def test_imageshift_has_names_for_containers_and_init_containers_only() -> None:
    spec = {
        "containers": [{"name": "c", "image": "nginx"}],
        "initContainers": [{"name": "c", "image": "busybox"}],
        "ephemeralContainers": [{"name": "e", "image": "debug"}],
    }

    done = annotate(manifest("v1", "Pod", spec=spec), "imageshift")

    metadata = yaml.safe_load(done.data)["metadata"]
    assert metadata["annotations"] == {
        "c.container.imageshift.dev/original": "nginx",
        "c.initContainer.imageshift.dev/original": "busybox",
    }
    assert metadata["labels"] == {"imageshift.dev/mutated": "true"}
    (warning,) = done.warnings
    assert warning.message.startswith("the original of spec.ephemeralContainers[0].image is not recorded: ImageShift's")


def test_containers_of_one_name_and_several_originals_are_recorded_on_their_templates() -> None:
    def template(image: str) -> dict[str, Any]:
        return {"template": {"spec": {"containers": [{"name": "c", "image": image}]}}}

    text = manifest("e.com/v1", "Twins", spec={"a": template("nginx"), "b": template("redis"), "c": template("h.io/x")})

    done = annotate(text, "imageshift")

    root = yaml.safe_load(done.data)
    assert "annotations" not in root["metadata"]
    assert [root["spec"][key]["template"].get("metadata", {}).get("annotations") for key in "abc"] == [
        {"c.container.imageshift.dev/original": "nginx"},
        {"c.container.imageshift.dev/original": "redis"},
        None,
    ]
    assert not done.warnings
    assert restore(document(done.data.decode())).data.decode() == text


def change_image(text: str) -> str:
    return text.replace("image: h.io/nginx", "image: h.io/nginx:2")


def rename(text: str) -> str:
    return text.replace("- name: c\n", "- name: d\n")


@pytest.mark.parametrize(
    ("kind", "spoil", "warning"),
    [
        ("regswap", change_image, "spec.containers[0].image is not what was rewritten any more; put it back by hand"),
        ("regswap", lambda text: text.replace("containers:", "initContainers:"), "spec.containers[0].image is not"),
        ("imageshift", rename, "is left: the `containers` called `c` are gone"),
    ],
)
def test_what_is_not_what_was_rewritten_stays_with_its_record(
    kind: str, spoil: Callable[[str], str], warning: str
) -> None:
    spoiled = spoil(annotate(manifest("v1", "Pod", spec=SPEC), kind).data.decode())

    undone = restore(document(spoiled))

    assert undone.data.decode() == spoiled
    assert undone.entries == ()
    assert warning in str(undone.warnings[0])


def test_what_can_go_back_does_and_the_rest_keeps_its_record() -> None:
    text = manifest("v1", "Pod", spec={"containers": [{"image": "nginx"}, {"image": "redis"}]})
    recorded = annotate(text).data.decode()

    undone = restore(document(recorded.replace("image: h.io/nginx", "image: h.io/nginx:2")))

    root = yaml.safe_load(undone.data)
    assert [container["image"] for container in root["spec"]["containers"]] == ["h.io/nginx:2", "redis"]
    assert [row["original"] for row in json.loads(root["metadata"]["annotations"][ORIGINAL])] == ["nginx"]
    assert [entry.path for entry in undone.entries] == ["spec.containers[1].image"]


def test_what_is_back_already_only_loses_its_record() -> None:
    text = manifest("v1", "Pod", spec=SPEC)
    recorded = annotate(text).data.decode().replace("image: h.io/nginx", IMAGE)

    undone = restore(document(recorded))

    assert undone.data.decode() == text
    assert undone.entries == ()


@pytest.mark.parametrize("path", [f"metadata.annotations['{ORIGINAL}']", "metadata", "spec.containers[9].image", ""])
def test_a_record_about_no_reference_is_left(path: str) -> None:
    row = json.dumps([{"path": path, "original": "a", "rewritten": "b"}]).replace("'", "''")
    text = manifest("v1", "Pod", spec=SPEC).replace(
        "  name: n\n", f"  name: n\n  annotations: {{{ORIGINAL}: '{row}'}}\n"
    )

    undone = restore(document(text))

    assert undone.data.decode() == text
    assert "is not what was rewritten any more" in undone.warnings[0].message


def test_records_of_places_that_overlap_are_refused() -> None:
    rows = [{"path": "spec.a", "original": "a", "rewritten": "bb", "offset": place} for place in (0, 1)]
    text = f"kind: Pod\nmetadata:\n  annotations: {{{ORIGINAL}: '{json.dumps(rows)}'}}\nspec: {{a: bbb}}\n"

    with pytest.raises(ManifestError, match="records places that overlap"):
        restore(document(text))


def test_a_run_that_restores_needs_no_rules_and_says_what_it_did() -> None:
    undone = regswap("rewrite", "--restore", "-v", stdin=annotate(POD.decode()).data)

    assert undone.code == 0
    assert undone.out == POD
    assert undone.err.endswith("1 reference, 1 restored\n")


def test_the_configuration_can_ask_for_records(tmp_path: Path) -> None:
    config = b"apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec:\n  annotate: imageshift\n"
    write(tmp_path / "regswap.yaml", config)
    write(tmp_path / "rules.map", RULES)

    code, out, _ = regswap("rewrite", "-c", "regswap.yaml", "-r", "rules.map", cwd=tmp_path, stdin=POD)

    assert code == 0
    assert b"web.container.imageshift.dev/original: nginx:1.27" in out
    assert regswap("rewrite", "--restore", stdin=out).out == POD
