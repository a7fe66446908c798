"""Trees of kustomizations, rewritten in their place: what becomes of entries, patches, literals and files."""

from __future__ import annotations

from pathlib import Path

import pytest

from regswap.output.report import Report
from regswap.run import run
from regswap.settings.options import Options
from regswap.settings.policy import make_step
from regswap.streams.files_sink import FilesSink
from tests.support.command import regswap

RULES = "docker.io :: m.corp/hub\nquay.io :: m.corp/quay\nghcr.io :: m.corp/gh\ndefault ::\n"
EXACT = "[EXACT]nginx:1.27 :: m.corp/special/nginx:1.27\n" + RULES
TWO = "docker.io/library :: m.corp/official\n" + RULES
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: %s}]}\n"
BASE = {"base/kustomization.yaml": "resources: [pod.yaml]\n", "base/pod.yaml": POD % "nginx:1.25"}

INDENTED = (POD % "quay.io/a").replace("\n", "\n    ")
DIGEST = f"sha256:{'0a' * 32}"

Tree = dict[str, str]


def rewrite(folder: Path, tree: Tree, rules: str = RULES, paths: tuple[str, ...] = (".",), **options: str) -> Report:
    """Write a tree, rewrite it in its place, and read it back into what was given."""
    for name, text in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / ".rules").write_text(rules, encoding="utf-8")
    named = tuple(str(folder / path) for path in paths)
    asked = Options(paths=named, rules=(str(folder / ".rules"),), quiet=True, **options)  # type: ignore[arg-type]
    _, report = run(asked, lambda sources: FilesSink(None, sources), make_step)
    tree.update({name: (folder / name).read_text(encoding="utf-8") for name in tree})
    return report


def overlay(text: str) -> Tree:
    return {**BASE, "over/kustomization.yaml": f"resources: [../base]\n{text}"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{name: nginx, newTag: "1.27"}', '{name: m.corp/hub/nginx, newTag: "1.27"}'),
        ("{name: nginx, newName: ghcr.io/c/d}", "{name: m.corp/hub/nginx, newName: m.corp/gh/c/d}"),
        ("{name: nginx, newName: quay.io/a, newTag: x}", "{name: m.corp/hub/nginx, newName: m.corp/quay/a, newTag: x}"),
        ("{name: nginx, newName: m.corp/hub/nginx}", "{name: m.corp/hub/nginx, newName: m.corp/hub/nginx}"),
        (f"{{name: nginx, digest: {DIGEST}}}", f"{{name: m.corp/hub/nginx, digest: {DIGEST}}}"),
        ("{name: nginx, tagSuffix: -x}", "{name: m.corp/hub/nginx, tagSuffix: -x}"),
        # An expression that matches what is rewritten as well stays.
        ("{name: '.*nginx', newTag: x}", "{name: '.*nginx', newTag: x}"),
        # What it does not match is not a reason to change it.
        ("{name: other, newTag: x}", "{name: other, newTag: x}"),
        ("{name: nginx:1.24, newTag: x}", "{name: nginx:1.24, newTag: x}"),
        ("{name: other, newName: quay.io/o}", "{name: other, newName: m.corp/quay/o}"),
        # One entry after the other.
        (
            "{name: nginx, newName: quay.io/a}, {name: quay.io/a, newTag: x}",
            "{name: m.corp/hub/nginx, newName: m.corp/quay/a}, {name: m.corp/quay/a, newTag: x}",
        ),
    ],
)
def test_an_entry_of_images_follows_what_it_matches(tmp_path: Path, before: str, after: str) -> None:
    tree = overlay(f"images: [{before}]\n")

    report = rewrite(tmp_path, tree)

    assert report.errors == []
    assert tree["over/kustomization.yaml"] == f"resources: [../base]\nimages: [{after}]\n"
    assert "image: m.corp/hub/nginx:1.25" in tree["base/pod.yaml"]
    again = dict(tree)
    rewrite(tmp_path, again)
    assert again == tree


@pytest.mark.parametrize("name", ["kustomization.yaml", "kustomization.yml", "Kustomization"])
@pytest.mark.parametrize("kind", ["", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"])
def test_a_kustomization_is_known_by_its_file_name(tmp_path: Path, name: str, kind: str) -> None:
    text = f"{kind}resources: [pod.yaml]\nimages: [{{name: nginx, newTag: x}}]\n"
    tree = {name: text, "pod.yaml": BASE["base/pod.yaml"]}

    rewrite(tmp_path, tree)

    assert tree[name] == text.replace("name: nginx", "name: m.corp/hub/nginx")


def test_an_object_of_flux_is_no_kustomization_whatever_its_file_is_called(tmp_path: Path) -> None:
    text = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec: {images: [{name: a, newName: b}]}\n"
    tree = {"kustomization.yaml": text}

    rewrite(tmp_path, tree)

    assert tree["kustomization.yaml"] == text.replace("newName: b", "newName: m.corp/hub/b")


REFUSED = {
    "an expression for what gets different names": (
        {
            "kustomization.yaml": "resources: [a.yaml, b.yaml]\nimages: [{name: (nginx|redis), newTag: x}]\n",
            "a.yaml": POD % "nginx:1",
            "b.yaml": POD % "redis:1",
        },
        RULES,
        ["images[0].name", "a.yaml:4", "b.yaml:4", "different names"],
    ),
    "a tag that is a variable": (
        overlay("images: [{name: nginx, newTag: '${TAG}'}]\n"),
        RULES,
        ["images[0].name", "makes `nginx:${TAG}` of", "base/pod.yaml:4", "is a variable", "write it out"],
    ),
    "rules that ask for the tag": (
        overlay("images: [{name: nginx, newTag: '1.27'}]\n"),
        EXACT,
        ["images[0].name", "base/pod.yaml:4", "`m.corp/special/nginx:1.27`"],
    ),
    "an object that opts out beside one that does not": (
        {
            "kustomization.yaml": "resources: [a.yaml, b.yaml]\nimages: [{name: nginx, newTag: x}]\n",
            "a.yaml": POD % "nginx:1",
            "b.yaml": (POD % "nginx:1").replace("{name: p}", "{name: q, labels: {k8s.twr.io/imageswap: disabled}}"),
        },
        RULES,
        ["images[0].name", "a.yaml:4", "b.yaml:4"],
    ),
    "a remote base beside one that is here": (
        {
            **BASE,
            "over/kustomization.yaml": (
                "resources: [../base, 'https://example.com/x?ref=v1']\nimages: [{name: nginx, newTag: x}]\n"
            ),
        },
        RULES,
        ["images[0].name", "base/pod.yaml:4", "`https://example.com/x?ref=v1`, which is not read"],
    ),
    "a chart beside a base": (
        overlay("images: [{name: nginx, newTag: x}]\nhelmCharts: [{name: c, repo: 'https://example.com'}]\n"),
        RULES,
        ["images[0].name", "`helmCharts`, which is not read"],
    ),
    "a replacement of a part of a reference": (
        overlay(
            "replacements:\n- source: {kind: ConfigMap, fieldPath: data.image}\n"
            "  targets: [{select: {kind: Pod}, fieldPaths: [spec.containers.0.image]}]\n"
        ),
        RULES,
        ["replacements[0] is about images"],
    ),
    "a namespace that opts out": (
        {
            **overlay("namespace: team\n"),
            "base/namespace.yaml": (
                "apiVersion: v1\nkind: Namespace\nmetadata: {name: team, labels: {stylus.io/imageswap: disable}}\n"
            ),
        },
        RULES,
        ["over/kustomization.yaml:2", "is in the namespace `team`"],
    ),
    "a label that lets everything opt out": (
        overlay("labels: [{pairs: {k8s.twr.io/imageswap: disabled}}]\n"),
        RULES,
        ["over/kustomization.yaml:2", "the label `k8s.twr.io/imageswap` lets all opt out"],
    ),
    "a variable with a reference": (
        overlay(
            "vars: [{name: IMAGE, objref: {kind: Pod, name: p, apiVersion: v1}, "
            "fieldref: {fieldpath: 'spec.containers[0].image'}}]\n"
        ),
        RULES,
        ["vars[0] is about images"],
    ),
    "a transformer that kustomize brings": (
        overlay("transformers:\n- |-\n  apiVersion: builtin\n  kind: ImageTagTransformer\n  imageTag: {name: nginx}\n"),
        RULES,
        ["transformers[0]", "ImageTagTransformer", "write it as `images`"],
    ),
    "a file of a generator that is not named": (
        {
            "kustomization.yaml": "configMapGenerator: [{name: c, files: [app.properties]}]\n",
            "app.properties": "sidecar.image=quay.io/a/b:1\n",
        },
        RULES,
        ["configMapGenerator[0].files[0]", "`app.properties` holds `quay.io/a/b:1`", "name it too"],
    ),
    "a file with two parts to play": (
        {
            "kustomization.yaml": "configMapGenerator: [{name: c, files: [a.yaml]}]\npatches: [{path: a.yaml}]\n",
            "a.yaml": POD % "nginx",
        },
        RULES,
        ["a.yaml", "make two files of it"],
    ),
}


@pytest.mark.parametrize(("tree", "rules", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_what_would_build_something_else_is_refused_with_its_place(
    tmp_path: Path, tree: Tree, rules: str, told: list[str]
) -> None:
    before = dict(tree)
    after = dict(tree)

    report = rewrite(tmp_path, after, rules, hidden="rewrite")

    assert after == before
    text = "\n".join(map(str, report.errors))
    assert [part for part in told if part not in text] == []


def test_nothing_is_refused_where_no_rule_changes_anything(tmp_path: Path) -> None:
    for number, (tree, _, _) in enumerate(REFUSED.values()):
        report = rewrite(tmp_path / str(number), dict(tree), "default ::\n", hidden="rewrite")
        wrong = [error for error in report.errors if "make two files" not in error.remedy]
        assert wrong == []


def test_an_entry_for_a_base_that_is_not_read_keeps_the_name_that_it_matches(tmp_path: Path) -> None:
    entries = "images: [{name: argo, newName: quay.io/a, newTag: x}, {name: b, newTag: x}]\n"
    tree = {"kustomization.yaml": f"resources: ['https://example.com/x?ref=v1']\n{entries}"}

    report = rewrite(tmp_path, tree)

    assert "{name: argo, newName: m.corp/quay/a, newTag: x}, {name: b, newTag: x}" in tree["kustomization.yaml"]
    told = "\n".join(map(str, report.warnings))
    assert "resources[0]: `https://example.com/x?ref=v1` is remote" in told
    assert "images[1].name: `b:x` is left and would become `m.corp/hub/b:x`" in told
    assert "add `newName: m.corp/hub/b`" in told


def test_a_base_that_is_not_among_the_files_is_told(tmp_path: Path) -> None:
    report = rewrite(tmp_path, overlay("images: [{name: nginx, newTag: x}]\n"), paths=("over",))

    assert "`../base` is not among the files of this run" in report.warnings[0].message
    assert report.warnings[0].remedy == "name it too"
    assert "is left and would become" in report.warnings[1].message


def test_a_component_is_reached_by_what_those_have_that_use_it(tmp_path: Path) -> None:
    component = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nimages: [{name: nginx, newTag: x}]\n"
    tree = {**overlay("components: [../part]\n"), "part/kustomization.yaml": component}

    assert rewrite(tmp_path, tree).errors == []
    assert "{name: m.corp/hub/nginx, newTag: x}" in tree["part/kustomization.yaml"]


def test_a_component_that_nobody_here_uses_keeps_the_name_that_it_matches(tmp_path: Path) -> None:
    component = "kind: Component\nimages: [{name: nginx, newName: quay.io/a, newTag: x}]\n"
    tree = {"kustomization.yaml": component}

    rewrite(tmp_path, tree)

    assert "{name: nginx, newName: m.corp/quay/a, newTag: x}" in tree["kustomization.yaml"]


PATCHES = {
    "a part of an object": (f"patches:\n- patch: |-\n    {INDENTED}"),
    "an operation": (
        "patches:\n- target: {kind: Pod}\n  patch: |-\n"
        "    - {op: replace, path: /spec/containers/0/image, value: 'quay.io/a:1'}\n"
    ),
    "an operation that adds a container": (
        "patches:\n- target: {kind: Pod}\n  patch: |-\n"
        "    [{op: add, path: /spec/containers/-, value: {name: x, image: quay.io/a}}]\n"
    ),
    "an operation in a kind that nobody knows": (
        "patchesJson6902:\n- target: {kind: Shop}\n  patch: "
        "'[{op: test, path: /a/containers/0/image, value: quay.io/a}]'\n"
    ),
    "an operation on a field of a custom resource": (
        "patches:\n- target: {kind: Prometheus}\n  patch: '[{op: add, path: /spec/image, value: quay.io/a}]'\n"
    ),
    "an argument": (
        "patches:\n- target: {kind: Pod}\n  patch: |-\n"
        "    - {op: add, path: /spec/containers/0/args/-, value: '--sidecar-image=quay.io/a:1'}\n"
    ),
    "a text of patchesStrategicMerge": (f"patchesStrategicMerge:\n- |-\n    {INDENTED}"),
    "literals": ("configMapGenerator: [{name: c, literals: [image=quay.io/a:1, \"other='quay.io/b:1'\"]}]\n"),
    "values of a chart": (
        "helmCharts: [{name: c, valuesInline: {image: quay.io/a:1, sub: {image: {repository: quay.io/b, tag: x}}}}]\n"
    ),
    "a chart in an OCI registry": ("helmCharts: [{name: c, repo: 'oci://quay.io/charts', version: 1.2.3}]\n"),
}


@pytest.mark.parametrize("text", PATCHES.values(), ids=PATCHES.keys())
def test_references_in_a_kustomization_are_rewritten(tmp_path: Path, text: str) -> None:
    tree = {"kustomization.yaml": text}

    report = rewrite(tmp_path, tree, hidden="rewrite")

    assert report.errors == []
    assert tree["kustomization.yaml"] == text.replace("quay.io", "m.corp/quay")


FILES = {
    "operations": (
        "patches: [{path: f.yaml, target: {kind: Pod}}]\n",
        "- {op: add, path: /spec/containers/0/image, value: %s}\n",
    ),
    "a part of an object": ("patches: [{path: f.yaml}]\n", POD),
    "values": ("helmCharts: [{name: c, valuesFile: f.yaml}]\n", "a: {image: '%s'}\n"),
    "more values": ("helmCharts: [{name: c, additionalValuesFiles: [f.yaml]}]\n", "a: {image: '%s'}\n"),
    "a text": ("configMapGenerator: [{name: c, files: [f.yaml]}]\n", "a: [\n---\nimage: %s # not YAML\n"),
    "a text with a key": ("configMapGenerator: [{name: c, files: [image=f.yaml]}]\n", "%s"),
    "variables": ("configMapGenerator: [{name: c, envs: [f.yaml]}]\n", "# image=quay.io/a/c:1\nIMAGE=%s\nB=1\n"),
}


@pytest.mark.parametrize(("text", "file"), FILES.values(), ids=FILES.keys())
def test_files_that_a_kustomization_names_are_rewritten(tmp_path: Path, text: str, file: str) -> None:
    tree = {"kustomization.yaml": text, "f.yaml": file % "quay.io/a/b:1"}

    report = rewrite(tmp_path, tree, hidden="rewrite")

    assert report.errors == []
    assert tree == {"kustomization.yaml": text, "f.yaml": file % "m.corp/quay/a/b:1"}


def test_the_configuration_of_a_kustomization_adds_fields_that_images_look_at(tmp_path: Path) -> None:
    tree = {
        "kustomization.yaml": "resources: [a.yaml]\nconfigurations: [c.yaml]\nimages: [{name: nginx, newTag: x}]\n",
        "c.yaml": "images: [{path: spec/image, kind: Prometheus}]\n",
        "a.yaml": "apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: {name: a}\nspec: {image: nginx}\n",
    }

    rewrite(tmp_path, tree)

    assert "{name: m.corp/hub/nginx, newTag: x}" in tree["kustomization.yaml"]


def test_what_the_selectors_leave_out_is_left_by_the_entry_too(tmp_path: Path) -> None:
    tree = overlay("images: [{name: nginx, newTag: x}]\n")
    before = dict(tree)

    rewrite(tmp_path, tree, exclude=("kind=Pod",))  # type: ignore[arg-type]

    assert tree == before


def test_excluding_kustomizations_does_not_cut_an_entry_from_its_base(tmp_path: Path) -> None:
    tree = overlay("images: [{name: nginx, newTag: x}]\n")

    rewrite(tmp_path, tree, exclude=("kind=Kustomization",))  # type: ignore[arg-type]

    assert "{name: m.corp/hub/nginx, newTag: x}" in tree["over/kustomization.yaml"]


def test_a_selector_sees_objects_as_they_are_written(tmp_path: Path) -> None:
    report = rewrite(tmp_path, overlay("namespace: team\n"), exclude=("namespace=team",))  # type: ignore[arg-type]

    assert "namespace changes what --include and --exclude ask for" in str(report.warnings[0])


def test_the_gate_judges_what_an_entry_makes(tmp_path: Path) -> None:
    tree = overlay("images: [{name: nginx, newTag: x}, {name: other, newName: quay.io/a}]\n")
    for name, text in tree.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / ".rules").write_text(RULES, encoding="utf-8")

    bare = regswap("check", "--allow", "m.corp", ".", cwd=tmp_path)
    with_rules = regswap("check", "--allow", "m.corp", "-r", ".rules", ".", cwd=tmp_path)

    assert (bare.code, with_rules.code) == (4, 0)
    assert b"images[0].name: `nginx:x` is in `docker.io`" in bare.out
    assert b"images[1].newName: `quay.io/a` is in `quay.io`" in bare.out


def test_kustomizations_that_name_each_other_end(tmp_path: Path) -> None:
    tree = {"a/kustomization.yaml": "resources: [../b]\n", "b/kustomization.yaml": "resources: [../a]\n"}

    assert rewrite(tmp_path, tree).errors == []
