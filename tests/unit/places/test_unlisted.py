"""References in custom resources at places that no row lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from regswap.document.parse.stream import Document
from regswap.document.read.field import follow, root_field
from regswap.places.kind import CATALOGUED, Kinds
from regswap.places.search import Places
from regswap.rules import RuleSet
from tests.support.command import regswap, write
from tests.support.pipeline import EVERYTHING, run

DIGEST = "sha256:" + "0a" * 32


def find(spec: str, version: str = "widgets.example.com/v1", kind: str = "Widget") -> list[tuple[str, str, str]]:
    """Return the paths, references and certainties of what is found in an object with a spec, in their order."""
    text = f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: w}}\n{spec}\n"
    entries = run(text.encode(), RuleSet(()), places=EVERYTHING).entries
    return [(entry.path.removeprefix("spec."), entry.reference, entry.certainty) for entry in entries]


@pytest.mark.parametrize(
    "spec",
    [
        "spec: {replicas: 3, mode: fast}",
        "spec: {imagePullPolicy: Always, imagePullSecrets: [{name: quay}]}",
        "spec: {expr: 'container_memory{image!=\"\"}'}",
        "spec: {imageRef: {kind: Image, name: app, namespace: x}}",
        "spec: {logo: {image: 'https://example.com/a.png'}}",
        "spec: {imageUrl: 'https://example.com/a:1', image: {url: 'https://example.com/a'}, photoImageURL: a.png}",
        "spec: {git: {repository: 'https://github.com/a/b', tag: v1}}",
        "spec: {selector: {matchLabels: {image: nginx}}}",
        "spec: {template: {metadata: {labels: {image: quay.io/a}}}}",
        "status: {image: 'quay.io/a/b:1'}",
        "spec: {versions: [{schema: {openAPIV3Schema: {properties: {image: {default: 'quay.io/a:1'}}}}}]}",
        "spec: {schema: {type: object, properties: {image: {default: 'quay.io/a:1'}}}}",
        "spec: {manifest: {apiVersion: v1, kind: Pod, status: {image: 'quay.io/a:1'}, metadata: {name: image}}}",
        "spec: {size: {image: 3}, image: true}",
        "spec: {description: 'runs quay.io/a/b:1'}",
    ],
)
def test_what_is_not_a_reference_is_not_found(spec: str) -> None:
    assert find(spec) == []


@pytest.mark.parametrize(
    ("spec", "path", "reference"),
    [
        ("{image: 'quay.io/a/b:1'}", "image", "quay.io/a/b:1"),
        ("{image: nginx}", "image", "nginx"),
        ("{sidecarImage: 'team/app:1'}", "sidecarImage", "team/app:1"),
        ("{agentImageName: 'team/app:1'}", "agentImageName", "team/app:1"),
        ("{images: [nginx, 'team/app:1']}", "images[1]", "team/app:1"),
        ("{images: {agent: 'team/app:1'}}", "images.agent", "team/app:1"),
        ("{image: {name: team/app}}", "image.name", "team/app"),
        ("{engine: quay.io/a/b}", "engine", "quay.io/a/b"),
        (f"{{engine: 'a/b@{DIGEST}'}}", "engine", f"a/b@{DIGEST}"),
        ("{image: {repository: quay.io/a/b, tag: '1'}}", "image.repository", "quay.io/a/b:1"),
        ("{image: {registry: quay.io, repository: a/b}}", "image.registry", "quay.io/a/b"),
        ("{agentImageURL: 'team/agent:1'}", "agentImageURL", "team/agent:1"),
        ("{env: {INIT_IMG: 'busybox:1.36'}}", "env.INIT_IMG", "busybox:1.36"),
        ("{sidecarImg: team/agent}", "sidecarImg", "team/agent"),
        ("{run: 'kubectl -n x set image deploy/a a=team/agent:1'}", "run", "team/agent:1"),
        ("{run: 'sudo podman pull team/agent:1 && podman ps'}", "run", "team/agent:1"),
        ("{imageUrl: quay.io/a/b}", "imageUrl", "quay.io/a/b"),
        ("{code: {image: {url: 'reg.corp/a/b:1'}}}", "code.image.url", "reg.corp/a/b:1"),
        ("{agent: {imageRepository: team/agent}}", "agent.imageRepository", "team/agent"),
        ("{agentImageRepository: reg.corp/team/agent}", "agentImageRepository", "reg.corp/team/agent"),
        ("{imageRegistry: 'reg.corp:5000'}", "imageRegistry", "reg.corp:5000"),
        ("{containerRegistry: reg.corp/team}", "containerRegistry", "reg.corp/team"),
        ("{engine: {registry: quay.io, image: a/b, tag: '1'}}", "engine.registry", "quay.io/a/b:1"),
        ("{flinkImage: a/b, flinkImageTag: '1'}", "flinkImage", "a/b:1"),
        ("{helper: {imageRepository: quay.io/a/b, imageTag: '1'}}", "helper.imageRepository", "quay.io/a/b:1"),
        ("{registry: quay.io/team}", "registry", "quay.io/team"),
        ("{args: ['--helper-image=quay.io/a:1']}", "args[0]", "quay.io/a:1"),
        ("{env: [{name: HELPER_IMAGE, value: 'team/a:1'}]}", "env[0].value", "team/a:1"),
        ("{params: [{name: helper-image, value: 'team/a:1'}]}", "params[0].value", "team/a:1"),
        ("{values: 'a: {image: quay.io/a:1}'}", "values", "quay.io/a:1"),
        ("{a: [[{b: {image: 'quay.io/a:1'}}]]}", "a[0][0].b.image", "quay.io/a:1"),
    ],
)
def test_a_string_that_reads_as_a_reference_is_hidden(spec: str, path: str, reference: str) -> None:
    assert (path, reference, "hidden") in find(f"spec: {spec}")
    # In a kind that is known, and in an API group of Kubernetes' projects, as well.
    assert (f"more.{path}", reference, "hidden") in find(f"spec: {{more: {spec}}}", "argoproj.io/v1alpha1", "Rollout")
    assert (path, reference, "hidden") in find(f"spec: {spec}", "widgets.x.k8s.io/v1")


@pytest.mark.parametrize(
    ("spec", "path"),
    [
        ("{image: 'quay.io/a/b:1', imagePullPolicy: Always}", "image"),
        ("{image: nginx, pullPolicy: IfNotPresent}", "image"),
        ("{shards: [{name: s, image: 'a/b:1', command: [x]}]}", "shards[0].image"),
        ("{tool: {name: s, image: a/b, env: []}}", "tool.image"),
        ("{tool: {image: a/b, tag: '1', pullPolicy: Always}}", "tool.image"),
    ],
)
@pytest.mark.parametrize(
    ("version", "kind"), [("widgets.example.com/v1", "Widget"), ("mongodb.com/v1", "MongoDB")], ids=["unknown", "known"]
)
def test_a_container_is_certain_wherever_it_stands(spec: str, path: str, version: str, kind: str) -> None:
    assert [(found[0], found[2]) for found in find(f"spec: {spec}", version, kind)] == [(path, "certain")]


@pytest.mark.parametrize(
    ("spec", "version", "kind"),
    [
        ("{image: ubuntu-22.04, flavor: m1.small}", "widgets.example.com/v1", "Widget"),
        ("{kernelImage: a/b}", "widgets.example.com/v1", "Widget"),
        ("{output: {image: 'quay.io/a/b:1'}}", "widgets.example.com/v1", "Widget"),
        ("{rules: [{match: {image: 'quay.io/a/b:1'}}]}", "widgets.example.com/v1", "Widget"),
        ("{repository: github.com/a/b, tag: v1}", "widgets.example.com/v1", "Widget"),
        ("{image: 'quay.io/a/b:1'}", "policies.kyverno.io/v1", "SomePolicy"),
        ("{name: n, image: 'a/b:1', flavor: x}", "infrastructure.cluster.x-k8s.io/v1", "SomeMachine"),
    ],
)
def test_what_may_be_something_else_is_possible_only(spec: str, version: str, kind: str) -> None:
    assert {certainty for _, _, certainty in find(f"spec: {spec}", version, kind)} == {"possible"}


def test_what_must_not_be_touched_is_not_found() -> None:
    paths = (("spec.front.image", "reference"), ("spec.scan", "never"))
    kinds = Kinds(({"Shop": (("example.com", (), paths),)}, CATALOGUED))
    text = """\
apiVersion: example.com/v1
kind: Shop
spec:
  front: {image: a}
  scan: {image: quay.io/a, job: {name: j, image: b, command: [c]}}
  back: {image: quay.io/c}
"""
    entries = run(text.encode(), RuleSet(()), places=Places(kinds)).entries

    assert [(entry.path, entry.certainty) for entry in entries] == [
        ("spec.front.image", "certain"),
        ("spec.back.image", "hidden"),
    ]


def test_what_is_found_is_in_the_order_in_which_it_is_written() -> None:
    spec = "spec: {a: {image: 'quay.io/a:1'}, template: {spec: {containers: [{name: n, image: b}]}}, c: quay.io/c}"

    assert [reference for _, reference, _ in find(spec, "argoproj.io/v1alpha1", "Rollout")] == [
        "quay.io/a:1",
        "b",
        "quay.io/c",
    ]


def test_kinds_of_kubernetes_itself_have_no_other_places() -> None:
    assert find("spec: {image: 'quay.io/a:1'}", "networking.k8s.io/v1", "Ingress") == []
    assert find("spec: {image: 'quay.io/a:1'}", "apps/v1", "Deployment") == []


@pytest.mark.parametrize(
    ("version", "kind"),
    [
        ("v1", "Widget"),
        ("apps/v1", "Widget"),
        ("apps/v9", "Deployment"),
        ("apps/v1", "Service"),
        ("v2", "ConfigMap"),
        ("widgets.example.com/v1", "ConfigMap"),
        ("widgets.example.com/v1", "Secret"),
    ],
)
def test_a_kind_that_its_group_of_kubernetes_does_not_have_is_looked_at_as_others_are(version: str, kind: str) -> None:
    spec = "spec: {engine: 'quay.io/a:1', job: {containers: [{name: j, image: nginx}]}}"
    expected = [("engine", "quay.io/a:1", "hidden"), ("job.containers[0].image", "nginx", "certain")]
    assert find(spec, version, kind) == expected
    # Also in a list, and written as JSON.
    item = f"{{apiVersion: {version}, kind: {kind}, metadata: {{name: w}}, {spec}}}"
    listed = find(f"items: [{item}]", "v1", "List")
    assert [(reference, certainty) for _, reference, certainty in listed] == [pair[1:] for pair in expected]


@pytest.mark.parametrize(
    "version", ["apiVersion: v1 # note", "apiVersion: 'v1'", "apiVersion:\n  v1", "apiVersion: >-\n  v1"]
)
def test_a_kind_is_looked_at_however_its_version_is_written(version: str) -> None:
    text = f"kind: Widget\n{version}\nmetadata: {{name: w}}\nspec: {{engine: 'quay.io/a:1'}}\n"
    entries = run(text.encode(), RuleSet(()), places=EVERYTHING).entries
    assert [(entry.reference, entry.certainty) for entry in entries] == [("quay.io/a:1", "hidden")]


WIDGET = b"""\
apiVersion: widgets.example.com/v1
kind: Widget
metadata: {name: w}
spec:
  image: quay.io/a/b:1
  side: {image: {repository: quay.io/a/c, tag: "2"}}
  job: {name: j, image: nginx, command: [run]}
"""
NOTE = "widgets.example.com/Widget is not known: 2 strings read like references; a row in the configuration makes them"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "w.yaml", WIDGET)
    write(tmp_path / "m.map", b"default :: reg.test/mirror\n")
    return tmp_path


def test_the_gate_fails_on_an_unknown_kind_and_names_it(folder: Path) -> None:
    code, out, err = regswap("check", "--allow", "reg.test", "w.yaml", cwd=folder)

    assert code == 4
    assert "3 references: 3 not-allowed" in out.decode()
    assert NOTE in err


def test_what_is_certain_is_rewritten_and_the_rest_is_warned_about(folder: Path) -> None:
    code, out, err = regswap("rewrite", "-r", "m.map", "w.yaml", cwd=folder)

    assert (code, out) == (0, WIDGET.replace(b"image: nginx", b"image: reg.test/mirror/nginx"))
    assert err.count("is left and would become") == 2
    assert NOTE in err


def test_on_request_all_of_it_is_rewritten(folder: Path) -> None:
    code, out, _ = regswap("rewrite", "-r", "m.map", "--hidden", "rewrite", "w.yaml", cwd=folder)

    assert (code, out.count(b"reg.test/mirror/")) == (0, 3)
    write(folder / "w.yaml", out)
    assert regswap("check", "--allow", "reg.test", "w.yaml", cwd=folder).code == 0
    again = regswap("rewrite", "-r", "m.map", "--hidden", "rewrite", "w.yaml", cwd=folder)
    assert (again.out, again.err) == (out, "")


def test_fields_of_a_known_kind_that_are_not_known_are_told_as_such(folder: Path) -> None:
    rollout = b"apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: r}\nspec: {image: quay.io/a}\n"
    write(folder / "w.yaml", rollout)

    err = regswap("rewrite", "-r", "m.map", "w.yaml", cwd=folder).err

    assert "argoproj.io/Rollout has fields that are not known: 1 string reads like a reference; a row" in err


def test_each_can_be_switched_off(folder: Path) -> None:
    def list_paths(*flags: str) -> int:
        return regswap("images", "--format", "json", *flags, "w.yaml", cwd=folder).out.count(b'"certainty"')

    assert [list_paths(), list_paths("--no-shapes"), list_paths("--hidden", "off")] == [3, 3, 1]
    assert list_paths("--no-shapes", "--hidden", "off") == 0


@pytest.mark.parametrize(
    ("spec", "path", "reference"),
    [
        # Litmus, KubeBlocks, Cluster API, Shipwright, OpenShift, a JSON patch of a ClusterClass.
        (
            "{definition: {image: 'a/b:1', env: [{name: LIB_IMAGE, value: 'team/a:1'}]}}",
            "definition.env[0].value",
            "team/a:1",
        ),
        ("{definition: {image: 'a/b:1', args: [--x-image, 'team/a:1']}}", "definition.args[1]", "team/a:1"),
        (
            "{definition: {image: 'a/b:1', command: [sh, -c, 'docker run quay.io/a']}}",
            "definition.command[2]",
            "quay.io/a",
        ),
        (
            "{env: [{name: TOOL_IMAGE, valueFrom: {versionMapping: [{mappedValue: 'team/a:1'}]}}]}",
            "env[0].valueFrom.versionMapping[0].mappedValue",
            "team/a:1",
        ),
        ("{preKubeadmCommands: ['ctr -n k8s.io images pull quay.io/a/b']}", "preKubeadmCommands[0]", "quay.io/a/b"),
        ("{patches: [{op: add, path: /spec/image, value: nginx}]}", "patches[0].value", "nginx"),
        (
            "{patches: [{op: add, path: /spec/sideImage, valueFrom: {template: 'team/a:1'}}]}",
            "patches[0].valueFrom.template",
            "team/a:1",
        ),
        ("{extraArgs: [--set, 'controller.image.repository=quay.io/a/b']}", "extraArgs[1]", "quay.io/a/b"),
        ("{paramValues: [{name: builder-image, value: team/a}]}", "paramValues[0].value", "team/a"),
        ("{releaseImagePullSpec: team/a}", "releaseImagePullSpec", "team/a"),
        (f"{{base-source: 'team/a@{DIGEST}'}}", "base-source", f"team/a@{DIGEST}"),
        ("{TOOL_REPO_URL: quay.io/team}", "TOOL_REPO_URL", "quay.io/team"),
    ],
)
def test_what_was_overlooked_in_real_objects_is_found(spec: str, path: str, reference: str) -> None:
    assert (path, reference, "hidden") in find(f"spec: {spec}")


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("{agentRegistry: gcr.io/team, agentImage: agent}", [("agentRegistry", "gcr.io/team/agent", "hidden")]),
        (
            "{env: [{name: A_REGISTRY, value: gcr.io/team}, {name: A_IMAGE_NAME, value: agent}]}",
            [("env[0].value", "gcr.io/team/agent", "hidden")],
        ),
        (
            "{params: [{name: a-image, value: 'team/agent:1'}, {name: image-registry, value: 'gcr.io'}]}",
            [("params[1].value", "gcr.io/team/agent:1", "hidden")],
        ),
        ("{agentImageName: agent}", [("agentImageName", "agent", "possible")]),
        # A registry above, also in what all charts share.
        (
            "{global: {registry: quay.io}, a: {image: {repository: a/b, tag: '1'}}, c: {image: 'd:2'}}",
            [("global.registry", "quay.io/a/b:1", "hidden"), ("global.registry", "quay.io/d:2", "hidden")],
        ),
        (
            "{imageRegistry: reg.corp:5000/t, a: [{b: {imageName: agent}}]}",
            [("imageRegistry", "reg.corp:5000/t/agent", "hidden")],
        ),
        (
            "{registry: quay.io, a: {image: 'ghcr.io/a:1'}}",
            [("registry", "quay.io", "hidden"), ("a.image", "ghcr.io/a:1", "hidden")],
        ),
        (
            "{registry: 'schemas.corp:81', a: {image: 'a/b:1'}}",
            [("registry", "schemas.corp:81", "possible"), ("a.image", "a/b:1", "hidden")],
        ),
        (
            "{agentRegistry: quay.io, a: {image: 'a/b:1'}}",
            [("agentRegistry", "quay.io", "hidden"), ("a.image", "a/b:1", "hidden")],
        ),
    ],
)
def test_what_is_composed_of_several_values_is_one_reference(spec: str, expected: list[tuple[str, str, str]]) -> None:
    assert find(f"spec: {spec}") == expected


RESOURCE_LIST = """\
apiVersion: config.kubernetes.io/v1
kind: ResourceList
functionConfig: {{apiVersion: regswap.dev/v1alpha1, kind: ImageRewrite}}
items:
- apiVersion: apps/v1
  kind: Deployment
  spec: {{replicas: 1, template: {{spec: {{containers: [{{image: quay.io/a/b:1}}]}}}}}}
{item}
"""


@pytest.mark.parametrize(
    "item",
    [
        "- {apiVersion: example.com/v1, kind: Widget, spec: {picture: 'quay.io/a/c:1'}}",
        '- {apiVersion: "exa\\x6dple.com/v1", kind: Widget, spec: {picture: "quay.io/a/c:1"}}',
        '- {"api\\x56ersion": example.com/v1, kind: Widget, spec: {picture: "quay.io/a/c:1"}}',
        "- {apiVersion: apps/v1, kind: Widget, spec: {picture: 'quay.io/a/c:1'}}",
        "- {apiVersion: v1, kind: List, items: [{apiVersion: apps/v1, kind: Widget, spec: {p: 'quay.io/a/c:1'}}]}",
        "- {apiVersion: &v example.com/v1, kind: Deployment, spec: {picture: 'quay.io/a/c:1'}}",
    ],
)
def test_a_custom_resource_in_a_resource_list_is_looked_at_as_one_by_itself(item: str) -> None:
    entries = run(RESOURCE_LIST.format(item=item).encode(), RuleSet(()), places=EVERYTHING).entries

    assert [entry.reference for entry in entries] == ["quay.io/a/b:1", "quay.io/a/c:1"]


def test_of_a_resource_list_of_kinds_of_kubernetes_only_places_are_read() -> None:
    document = Document("x", 1, 1, RESOURCE_LIST.format(item="").encode())

    found = EVERYTHING.search(document)

    assert found is not None
    root = root_field(found.reading.composed.roots[0])
    assert [site.value for site in found.sites] == ["quay.io/a/b:1"]
    assert follow(root, ("items", 0, "spec", "template")) is not None
    assert follow(root, ("items", 0, "spec", "replicas")) is None
