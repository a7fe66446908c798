"""What Argo CD and Flux are told beside manifests: entries of images, patches, parameters, values and charts."""

from __future__ import annotations

import pytest
import yaml

from regswap.errors import ManifestError
from regswap.pipeline.entry import Entry
from tests.support.pipeline import EVERYTHING, read_rules
from tests.support.pipeline import run as run_pipeline

RULES = "docker.io :: m.corp/hub\nquay.io :: m.corp/quay\nghcr.io :: m.corp/gh\ndefault ::\n"
APPLICATION = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec:\n  source:\n"
SOURCED = APPLICATION.removesuffix("  source:\n")
SET = (
    "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: a}\nspec:\n  goTemplate: true\n"
    "  template:\n    spec:\n      source:\n"
)
RELEASE = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: r}\nspec:\n"
RENDERER = f"{RELEASE}  postRenderers:\n  - kustomize:\n"
FLUX = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: k}\nspec:\n"
DIGEST = f"sha256:{'0a' * 32}"


def run(text: str) -> str:
    return run_pipeline(text.encode(), RULES, places=EVERYTHING).data.decode()


def warn(text: str) -> list[str]:
    return [warning.message for warning in run_pipeline(text.encode(), RULES, places=EVERYTHING).warnings]


def list_entries(text: str) -> tuple[Entry, ...]:
    return run_pipeline(text.encode(), RULES, places=EVERYTHING).entries


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("nginx=redis:7", "nginx=m.corp/hub/redis:7"),
        ("nginx=redis", "nginx=m.corp/hub/redis"),
        ("nginx:1.27", "nginx=m.corp/hub/nginx:1.27"),
        ("nginx=*:1.27", "nginx=m.corp/hub/nginx:1.27"),
        (f"nginx@{DIGEST}", f"nginx=m.corp/hub/nginx@{DIGEST}"),
        (f"quay.io/a/b=quay.io/a/c:1@{DIGEST}", f"quay.io/a/b=m.corp/quay/a/c:1@{DIGEST}"),
        ("quay.io/a/b:1", "quay.io/a/b=m.corp/quay/a/b:1"),
        ("nginx", "nginx"),
        ("nginx=m.corp/hub/nginx:1", "nginx=m.corp/hub/nginx:1"),
        ("other.example/a=other.example/b:1", "other.example/a=other.example/b:1"),
        ("other.example:5000/a:1", "other.example:5000/a:1"),
    ],
)
def test_an_image_of_argo_cd_gets_a_new_name_for_the_one_that_it_is_for(before: str, after: str) -> None:
    text = f"{APPLICATION}    kustomize: {{images: ['%s']}}\n"

    assert run(text % before) == text % after
    assert run(text % after) == text % after


def test_an_image_of_argo_cd_that_is_a_template_is_left_with_a_warning() -> None:
    text = f"{SET}        kustomize: {{images: ['nginx=redis:{{{{.tag}}}}', '{{{{.image}}}}']}}\n"

    assert run(text) == text
    assert [message.split(": ")[0] for message in warn(text)] == [
        "spec.template.spec.source.kustomize.images[0] was left as it is",
        "spec.template.spec.source.kustomize.images[1] was left as it is",
    ]


def test_the_name_that_an_image_is_for_stays_with_a_warning() -> None:
    (message,) = warn(f"{APPLICATION}    kustomize: {{images: ['nginx=redis:7']}}\n")

    assert "is for images with the name `nginx`, which stays" in message


@pytest.mark.parametrize(("head", "indent"), [(FLUX, "  "), (RENDERER, "      ")], ids=["Kustomization", "HelmRelease"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{name: nginx, newName: redis, newTag: x}", "{name: nginx, newName: m.corp/hub/redis, newTag: x}"),
        ("{name: nginx, newName: redis}", "{name: nginx, newName: m.corp/hub/redis}"),
        (
            f"{{name: n, newName: quay.io/a, digest: {DIGEST}}}",
            f"{{name: n, newName: m.corp/quay/a, digest: {DIGEST}}}",
        ),
        ("{name: nginx, newTag: x}", "{name: nginx, newTag: x}"),
        ("{name: nginx}", "{name: nginx}"),
    ],
)
def test_an_image_of_flux_gets_a_new_name_where_it_has_one(head: str, indent: str, before: str, after: str) -> None:
    text = f"{head}{indent}images: [%s]\n"

    assert run(text % before) == text % after


def test_an_image_that_has_a_new_tag_only_is_told() -> None:
    (message,) = warn(f"{FLUX}  images: [{{name: nginx, newTag: x}}]\n")

    assert "`nginx:x` is left and would become `m.corp/hub/nginx:x`: the entry has no newName" in message


def test_an_image_without_a_tag_is_refused_where_the_rules_ask_for_it() -> None:
    text = f"{FLUX}  images: [{{name: a, newName: nginx}}]\n"
    rules = read_rules("[EXACT]nginx :: m.corp/special/nginx\ndocker.io :: m.corp/hub\ndefault ::\n")

    with pytest.raises(ManifestError, match="is decided by its tag, which stands elsewhere"):
        run_pipeline(text.encode(), rules, places=EVERYTHING)


PATCH = """\
patches:
- target: {kind: Deployment}
  patch: |
    - op: replace
      path: /spec/template/spec/containers/0/image
      value: quay.io/a/b:1
"""


def indent(text: str, depth: int) -> str:
    return "".join(f"{' ' * depth}{line}\n" for line in text.splitlines())


@pytest.mark.parametrize(
    ("head", "depth"),
    [(FLUX, 2), (RENDERER, 6), (f"{APPLICATION}    kustomize:\n", 6), (f"{SET}        kustomize:\n", 10)],
    ids=["Kustomization", "HelmRelease", "Application", "ApplicationSet"],
)
def test_a_patch_in_an_object_is_rewritten_where_it_stands(head: str, depth: int) -> None:
    text = head + indent(PATCH, depth)

    assert run(text) == text.replace("quay.io", "m.corp/quay")
    (entry,) = list_entries(text)
    assert entry.path.endswith("patches[0].patch > [0].value")
    line = text.splitlines()[entry.line - 1]
    assert line[entry.column - 1 :] == "quay.io/a/b:1"


OLD_PATCHES = {
    "patchesJson6902": "{target: {kind: Pod}, patch: [{op: add, path: /spec/containers/0/image, value: quay.io/a}]}",
    "patchesStrategicMerge": (
        "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: quay.io/a}]}}"
    ),
}


@pytest.mark.parametrize(("key", "item"), OLD_PATCHES.items(), ids=OLD_PATCHES.keys())
def test_the_old_patches_of_flux_are_rewritten(key: str, item: str) -> None:
    text = f"{FLUX}  {key}: [{item}]\n"

    assert run(text) == text.replace("quay.io", "m.corp/quay")


OPERATIONS = {
    "a container": ("Deployment", "/spec/template/spec/containers/-", "{name: a, image: %s}"),
    "all containers": ("Deployment", "/spec/template/spec/initContainers", "[{name: a, image: %s}]"),
    "a whole template": ("CronJob", "/spec/jobTemplate/spec/template", "{spec: {containers: [{name: a, image: %s}]}}"),
    "a volume": ("Pod", "/spec/volumes/0/image/reference", "%s"),
    "an argument": ("Pod", "/spec/containers/0/args/1", "--sidecar-image=%s"),
    "all arguments": ("Pod", "/spec/containers/0/args", "[--sidecar-image, %s]"),
    "a variable": ("Pod", "/spec/containers/0/env/-", "{name: RELATED_IMAGE_A, value: %s}"),
    "the value of a variable": ("Pod", "/spec/containers/0/env/0/value", "%s"),
    "the data of a ConfigMap": ("ConfigMap", "/data/a~1b", "'image: %s'"),
    "a custom resource": ("Prometheus", "/spec/image", "%s"),
    "one kind of two": ("Deployment|Prometheus", "/spec/image", "%s"),
    "a repository": ("ArgoCD", "/spec/image", "%s"),
    "containers of a kind that nobody knows": ("Shop", "/spec/deep/containers/3", "{name: a, image: %s}"),
    "a PodSpec of a kind that nobody knows": ("Shop", "/spec/deep", "{containers: [{name: a, image: %s}]}"),
    "any kind": (".*", "/spec/template/spec/containers/0/image", "%s"),
}


@pytest.mark.parametrize(("kind", "path", "value"), OPERATIONS.values(), ids=OPERATIONS.keys())
def test_what_an_operation_writes_is_found_as_where_it_will_stand(kind: str, path: str, value: str) -> None:
    operation = f"{{op: add, path: {path}, value: {value % 'quay.io/a/b'}}}"
    text = f"{FLUX}  patches:\n  - target: {{kind: '{kind}'}}\n    patch: |\n      - {operation}\n"

    assert run(text) == text.replace("quay.io", "m.corp/quay")


@pytest.mark.parametrize(
    ("kind", "operation"),
    [
        ("Deployment", "{op: remove, path: /spec/template/spec/containers/0/image, value: quay.io/a}"),
        ("Deployment", "{op: add, path: /metadata/labels/image, value: quay.io/a}"),
        ("Service", "{op: add, path: /spec/image, value: quay.io/a}"),
        ("KafkaConnect", "{op: add, path: /spec/build/output/image, value: quay.io/a}"),
    ],
)
def test_what_an_operation_writes_elsewhere_is_left(kind: str, operation: str) -> None:
    text = f"{FLUX}  patches:\n  - target: {{kind: {kind}}}\n    patch: |\n      - {operation}\n"

    assert run(text) == text


def test_a_patch_in_a_patch_is_rewritten() -> None:
    text = f"{FLUX}  patches:\n  - patch: |\n{indent(FLUX + indent(PATCH, 2), 6)}"

    assert run(text) == text.replace("quay.io", "m.corp/quay")


def test_a_patch_that_is_no_yaml_is_searched_as_a_text() -> None:
    text = f"{FLUX}  patches:\n  - patch: |\n      {{{{ if .a }}}}\n      image: quay.io/a/b:1\n"

    assert run(text) == text.replace("quay.io", "m.corp/quay")


def test_what_a_patch_shares_through_an_anchor_is_written_out_where_it_is_needed() -> None:
    body = "[{op: add, path: /spec/containers/0/image, value: %s}, {op: test, path: /x, value: %s}]"
    text = f"{FLUX}  patches:\n  - target: {{kind: Pod}}\n    patch: '{body}'\n"

    assert run(text % ("&a quay.io/a", "*a")) == text % ("m.corp/quay/a", "&a quay.io/a")


VALUES = {
    "parameters": "parameters: [{name: image.repository, value: quay.io/a}, {name: image.tag, value: '1'}]",
    "a parameter": "parameters: [{name: b.image, value: 'quay.io/a:1'}]",
    "a parameter of a list": "parameters: [{name: 'list[0].image', value: 'quay.io/a:1'}]",
    "values": "values: 'image: quay.io/a:1'",
    "an object of values": "valuesObject: {image: 'quay.io/a:1'}",
}


@pytest.mark.parametrize("helm", VALUES.values(), ids=VALUES.keys())
@pytest.mark.parametrize(("head", "depth"), [(APPLICATION, 4), (SET, 8)], ids=["Application", "ApplicationSet"])
def test_what_argo_cd_tells_a_chart_is_a_hidden_place(head: str, depth: int, helm: str) -> None:
    text = head + indent(f"helm: {{{helm}}}", depth)

    assert run(text) == text.replace("quay.io", "m.corp/quay")
    assert {entry.certainty for entry in list_entries(text)} == {"hidden"}


VALUES_TEXTS = {
    APPLICATION: "helm: {{values: {}}}",
    SET: "helm: {{values: {}}}",
    "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: c}\nspec:\n": "valuesContent: {}",
}


@pytest.mark.parametrize("head", VALUES_TEXTS, ids=["Application", "ApplicationSet", "HelmChart"])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_values_in_a_text_are_put_together_as_those_of_a_map_are(head: str, quote: str) -> None:
    text = head + indent(VALUES_TEXTS[head].format(f"{quote}%s{quote}"), 8 if "Set" in head else 4)
    written = "{image: {registry: %s, repository: a/b, tag: v1}, x: {repository: c/d, tag: v2}, args: [--y=%s/e/f:1]}"
    before = text % (written % ("quay.io", "quay.io"))

    entries = list_entries(before)

    assert run(before) == text % (written % ("m.corp/quay", "m.corp/quay"))
    assert [(entry.reference, entry.certainty) for entry in entries] == [
        ("quay.io/a/b:v1", "hidden"),
        ("c/d:v2", "possible"),
        ("quay.io/e/f:1", "hidden"),
    ]


@pytest.mark.parametrize("outer", ["|", ">", "'", '"'])
@pytest.mark.parametrize("inner", ["'", '"', None])
def test_values_in_a_text_of_any_style_mean_what_the_rules_make_of_them(outer: str, inner: str | None) -> None:
    def write(registry: str) -> dict[str, object]:
        image = {"registry": registry, "repository": "a/b", "tag": "v1"}
        return {
            "image": image,
            "none": "\u00e4: # 'x' \"y\"\n",
            "list": [{"repository": f"{registry}/c/d", "tag": "1"}],
        }

    values = yaml.safe_dump(write("quay.io"), default_style=inner, allow_unicode=True, width=40)
    head = yaml.safe_load(APPLICATION)
    text = yaml.dump({**head, "spec": {"source": {"helm": {"values": values}}}}, default_style=outer, width=60)

    written = yaml.safe_load(run(text))["spec"]["source"]["helm"]["values"]

    assert yaml.safe_load(written) == write("m.corp/quay")


def test_values_in_a_text_that_is_a_template_are_told_from_words() -> None:
    text = APPLICATION + '    helm: {values: "{{ x }}\\nimage: quay.io/a:1"}\n'

    assert run(text) == text.replace("quay.io", "m.corp/quay")


def test_an_entry_that_nothing_can_rewrite_is_not_said_to_wait_for_a_flag() -> None:
    (entry,) = list_entries(f"{FLUX}  images: [{{name: redis, newTag: '2'}}]\n")

    assert (entry.status, entry.is_left, entry.is_refused) == ("reported", False, True)


def test_a_value_that_is_a_template_is_told() -> None:
    text = f"{SET}        helm: {{parameters: [{{name: image, value: 'quay.io/a:{{{{.tag}}}}'}}]}}\n"

    (message,) = warn(text)

    assert "helm.parameters[0].value was left as it is" in message


def test_the_elements_of_a_generator_are_values() -> None:
    text = (
        "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: a}\nspec:\n"
        "  generators: [{list: {elements: [{image: 'quay.io/a:1'}]}}]\n"
    )

    assert run(text) == text.replace("quay.io", "m.corp/quay")


@pytest.mark.parametrize(
    ("source", "reference"),
    [
        ("repoURL: oci://quay.io/a/charts, chart: b, targetRevision: 1.2.3", "quay.io/a/charts/b:1.2.3"),
        ("repoURL: quay.io/a/charts, chart: b, targetRevision: 1.*", "quay.io/a/charts/b"),
        ("repoURL: oci://quay.io/a/manifests, path: ., targetRevision: v1", "quay.io/a/manifests:v1"),
    ],
)
def test_a_chart_in_an_oci_registry_is_a_site_of_its_own_kind(source: str, reference: str) -> None:
    text = f"{SOURCED}  source: {{{source}}}\n"

    (entry,) = list_entries(text)

    assert (entry.reference, entry.found, entry.certainty) == (reference, "chart", "hidden")
    assert run(text) == text.replace("quay.io", "m.corp/quay")


@pytest.mark.parametrize(
    "source",
    [
        "repoURL: 'https://charts.example.com', chart: a",
        "repoURL: 'git@quay.io:a/b.git', path: x",
        "repoURL: quay.io/a",
    ],
)
def test_a_chart_or_manifests_from_elsewhere_are_no_site(source: str) -> None:
    assert list_entries(f"{SOURCED}  source: {{{source}}}\n") == ()
