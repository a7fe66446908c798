"""Hidden places through the pipeline: what is reported, what is rewritten, and where it stands."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable

import pytest

from regswap.document.parse.stream import Document
from regswap.errors import ManifestError
from regswap.pipeline.rewrite import Policy, Rewritten, rewrite
from regswap.pipeline.scope import HIDDEN
from regswap.places.catalogue.compiled import BARE, CATALOGUE
from regswap.places.kind import Kinds
from regswap.places.search import Places
from regswap.registry import SCHEMES
from regswap.settings.options import Options
from regswap.settings.policy import make_policy
from tests.support.pipeline import read_rules
from tests.support.work import count_calls

REMEDIES = ("; rewrite it with --hidden certain", "; rewrite it with --hidden rewrite")
RULES = "default::\nquay.io::mirror.example/quay\ndocker.io::mirror.example/hub\n"


def run(text: str, hidden: str = "rewrite", *, rules: str = RULES, unmatched: str = "keep") -> Rewritten:
    places = Places(Kinds((CATALOGUE, "catalogue"), bare=BARE, hidden=hidden != "off"))
    policy = Policy(places, read_rules(rules), hidden=hidden, unmatched=unmatched)
    return rewrite(Document("s", 1, 1, text.encode()), policy)


def pod(container: str, metadata: str = "{name: p}") -> str:
    return f"apiVersion: v1\nkind: Pod\nmetadata: {metadata}\nspec:\n  containers:\n  - name: c\n{container}"


def settings(data: str) -> str:
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: s}}\ndata:\n{data}"


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        pytest.param(
            pod("    args: [--config-reloader-image=quay.io/a/b:1, --x]\n"),
            "=quay.io/a/b:1",
            "=mirror.example/quay/a/b:1",
            id="a flag",
        ),
        pytest.param(
            pod("    args:\n    - -shell-image\n    - 'quay.io/a'  # c\n"),
            "'quay.io/a'",
            "'mirror.example/quay/a'",
            id="a flag and its value",
        ),
        pytest.param(
            pod('    command: ["x", "--image", "quay.io/a"]\n'),
            '"quay.io/a"',
            '"mirror.example/quay/a"',
            id="a command",
        ),
        pytest.param(
            pod("    env:\n    - {name: RELATED_IMAGE_A, value: quay.io/a:1}\n"),
            "value: quay.io/a:1",
            "value: mirror.example/quay/a:1",
            id="a variable",
        ),
        pytest.param(
            pod("    env:\n    - name: KAFKA_IMAGES\n      value: |\n        4=quay.io/a:4\n        5=quay.io/a:5\n"),
            "quay.io/",
            "mirror.example/quay/",
            id="a map in a variable",
        ),
        pytest.param(
            pod("    image: x.example/a\n", "{name: p, annotations: {sidecar.istio.io/proxyImage: 'quay.io/p:1'}}"),
            "quay.io/",
            "mirror.example/quay/",
            id="an annotation",
        ),
        pytest.param(
            settings("  c.yaml: |\n    a:\n      image: quay.io/a:1   # note\n    b: {{ .x }}\n"),
            "quay.io/a:1",
            "mirror.example/quay/a:1",
            id="a template in a ConfigMap",
        ),
        pytest.param(
            settings('  c.json: "{\\n \\"image\\": \\"quay.io/a:1\\"\\n}"\n'),
            "quay.io/a:1",
            "mirror.example/quay/a:1",
            id="JSON in double quotes",
        ),
        pytest.param(settings("  sidecar-image: 'quay.io/a:1'\n"), "quay.io", "mirror.example/quay", id="a value"),
        pytest.param(
            "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: c}\nspec:\n  valuesContent: |-\n"
            "    image: quay.io/a:1\n",
            "quay.io/a:1",
            "mirror.example/quay/a:1",
            id="values in a text",
        ),
        pytest.param(
            "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: c}\nspec:\n  values:\n"
            "    a: {image: {repository: quay.io/a, tag: v1}}\n    b: [{image: quay.io/b}]\n",
            "quay.io/",
            "mirror.example/quay/",
            id="values in a map",
        ),
    ],
)
def test_a_hidden_reference_is_rewritten_on_request_and_else_reported(text: str, before: str, after: str) -> None:
    assert run(text).data.decode() == text.replace(before, after)
    assert run(text.replace(before, after)).data.decode() == text.replace(before, after)

    reported = run(text, "report")
    assert reported.data == text.encode()
    assert {entry.status for entry in reported.entries} - {"unchanged"} == {"reported"}
    assert len(reported.warnings) == text.count(before)
    assert all(str(warning).splitlines()[0].endswith(REMEDIES) for warning in reported.warnings)

    assert not [entry for entry in run(text, "off").entries if entry.status != "unchanged"]


CERTAIN = pod("    args: [--executor-image, quay.io/a:1]\n")
LIKELY = pod("    args: [--some-image, quay.io/a:1]\n")
POSSIBLE = settings("  notes: see quay.io/a/b:1 for more\n")


@pytest.mark.parametrize(
    ("text", "rewritten_by", "warned_by"),
    [
        (CERTAIN, {"certain", "rewrite"}, {"report"}),
        (LIKELY, {"rewrite"}, {"certain", "report"}),
        (POSSIBLE, set(), set()),
    ],
    ids=["certain", "hidden", "possible"],
)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_how_sure_a_reference_is_tells_what_becomes_of_it(
    text: str, rewritten_by: set[str], warned_by: set[str], hidden: str
) -> None:
    result = run(text, hidden)

    assert (result.data != text.encode()) == (hidden in rewritten_by)
    assert bool(result.warnings) == (hidden in warned_by)
    assert bool(result.entries) == (hidden != "off")


@pytest.mark.parametrize(
    "text",
    [
        pod("    args: [--prometheus-config-reloader=quay.io/a:1, --thanos-default-base-image=quay.io/b]\n"),
        pod("    args: [--acme-http01-solver-image=quay.io/a:1]\n"),
        pod("    command: [longhorn-manager, -d, daemon, --engine-image, quay.io/a:1, --manager-image, quay.io/b:1]\n"),
        pod("    env: [{name: AGENT_INJECT_VAULT_IMAGE, value: 'quay.io/a:1'}]\n"),
        pod("    args: [--executor-image, quay.io/a:1]\n"),
        pod("    env: [{name: RELATED_IMAGE_POSTGRES_16, value: 'quay.io/a:1'}]\n"),
        pod("    env: [{name: STRIMZI_KAFKA_IMAGES, value: '4=quay.io/a:4 5=quay.io/a:5'}]\n"),
        pod("    env: [{name: PROXY_IMAGE, value: 'quay.io/a:1'}, {name: PROXY_TAGS, value: 'tag:k8s'}]\n"),
        pod("    image: x.example/a\n", "{name: p, annotations: {sidecar.istio.io/proxyImage: 'quay.io/p:1'}}"),
        settings("  trivy.repository: quay.io/a\n"),
        settings("  docker_image: quay.io/a:1\n  super_username: b\n"),
        settings('  values: \'{"global":{"hub":"quay.io/istio","istioNamespace":"i","proxy":{"image":"proxyv2"}}}\'\n'),
        settings("  c.yaml: |\n    natsImage: quay.io/a:1\n    configReloaderImage: quay.io/b:1\n"),
    ],
)
def test_what_a_known_program_takes_is_rewritten_without_being_asked_for(text: str) -> None:
    policy = make_policy(Options(), needs_rules=False)._replace(rules=read_rules(RULES))

    result = rewrite(Document("s", 1, 1, text.encode()), policy)

    assert result.data.decode() == text.replace("quay.io/", "mirror.example/quay/")
    assert result.warnings == ()


@pytest.mark.parametrize(
    "text",
    [
        pod("    args: [--manager-image=quay.io/a:1]\n"),
        pod("    args: [--docker-image, quay.io/a:1]\n"),
        pod("    env: [{name: PROXY_IMAGE, value: 'quay.io/a:1'}, {name: PROXY_URL, value: b}]\n"),
        pod("    image: x.example/a\n", "{name: p, annotations: {containerImage: 'quay.io/p:1'}}"),
        settings("  docker_image: quay.io/a:1\n"),
        settings("  c.yaml: |\n    hub: quay.io/a\n"),
        settings("  c.yaml: |\n    # acme-http01-solver-image: quay.io/a:1\n    natsImage: quay.io/a:1\n"),
    ],
)
def test_what_other_programs_call_so_too_is_not_rewritten_without_being_asked_for(text: str) -> None:
    assert run(text, "certain").data == text.encode()
    assert run(text, "rewrite").data != text.encode()


def test_a_hub_is_decided_by_the_images_below_it() -> None:
    text = settings('  values: \'{"global":{"hub":"docker.io/istio","istioNamespace":"i"}}\'\n')
    rules = "default::\ndocker.io::mirror.example/hub\ndocker.io/library::mirror.example/official\n"

    assert b'"hub":"mirror.example/hub/istio"' in run(text, rules=rules).data
    with pytest.raises(ManifestError, match="the rules do not put all that is in it in one place"):
        run(text, rules="default::\n[REPLACE]docker.io/istio/regswap-probe::mirror.example/a\n")


def test_a_key_begins_its_line() -> None:
    script = "echo image: quay.io/a:1"
    written = "image: quay.io/a:1"
    texts = [pod(f"    args: [sh, -c, '{script}']\n"), settings(f"  run.sh: |\n    {script}\n    echo '{written}'\n")]

    for text in texts:
        assert run(text).data == text.encode()
        assert {entry.certainty for entry in run(text).entries} == {"possible"}
    for text in (settings(f"  a: |\n    {written}\n"), settings(f"  a: |\n    - b: c\n      {written}\n")):
        assert run(text).data.decode() == text.replace("quay.io", "mirror.example/quay")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_follows_a_scheme_is_a_reference(scheme: str) -> None:
    text = settings(f"  c.yaml: |\n    image: {scheme}quay.io/a/c:1\n")

    assert run(text).data.decode() == text.replace("quay.io", "mirror.example/quay")


def test_a_certain_reference_without_a_rule_is_told_where_each_must_have_one() -> None:
    text = CERTAIN.replace("quay.io", "ghcr.io")

    for hidden, wanted in (("certain", 1), ("rewrite", 1), ("report", 0)):
        result = run(text, hidden, unmatched="fail")
        assert len(result.unmatched) == wanted
        assert [entry.is_unmatched for entry in result.entries] == [bool(wanted)]
    assert run(LIKELY.replace("quay.io", "ghcr.io"), "rewrite", unmatched="fail").unmatched == ()


def test_a_token_is_told_with_its_place_and_why() -> None:
    text = settings("  c.yaml: |\n    # here\n    a:\n      image: quay.io/a:1\n")

    (entry,) = run(text, "report").entries

    assert (entry.line, entry.column, entry.path, entry.offset) == (8, 14, "data['c.yaml']", 19)
    assert (entry.certainty, entry.reference, entry.rewritten) == ("hidden", "quay.io/a:1", "quay.io/a:1")
    assert entry.reason == "would become `mirror.example/quay/a:1`: it is under `quay.io`"
    assert entry.found


@pytest.mark.parametrize(
    ("value", "is_read"),
    [
        ('{"expr": "container_memory{image!=\\"\\", image=~\\"a.*\\"} / on(pod) x"}', False),
        ("imagePullPolicy: Always", False),
        ('IMAGE="nginx:1.25"', True),
        ("hub: docker.io/istio", True),
    ],
)
def test_a_configmap_is_read_only_where_its_bytes_have_anything_like_a_reference(value: str, is_read: bool) -> None:  # noqa: FBT001
    assert run(settings(f"  a: |\n    {value}\n")).was_read == is_read


def test_what_is_only_possible_is_never_rewritten_and_warns_nobody() -> None:
    text = settings("  notes: see quay.io/a/b:1 for more\n")

    result = run(text)

    assert (result.data, result.warnings) == (text.encode(), ())
    assert [(entry.certainty, entry.status) for entry in result.entries] == [("possible", "reported")]


def test_templates_stay() -> None:
    text = pod("    args: ['--image=quay.io/a:$(VERSION)']\n")

    assert run(text).data == text.encode()


def test_a_field_that_is_a_place_as_a_whole_is_found_once() -> None:
    kinds = Kinds(
        (CATALOGUE, "catalogue"), ({"ConfigMap": (("", (), (("data.image", "reference"),)),)}, "path"), bare=BARE
    )
    text = settings("  image: quay.io/a:1\n")

    result = rewrite(Document("s", 1, 1, text.encode()), Policy(Places(kinds), read_rules(RULES)))

    assert [(entry.found, entry.status) for entry in result.entries] == [("path", "changed")]


def test_shared_texts_change_where_that_is_right_for_all_that_read_them() -> None:
    text = pod("    env:\n    - {name: A_IMAGE, value: &v quay.io/a:1}\n    - {name: B_IMAGE, value: *v }\n")

    assert run(text).data.decode() == text.replace("quay.io", "mirror.example/quay")

    other = pod("    env:\n    - {name: A_IMAGE, value: &v quay.io/a:1}\n    - {name: B, value: x, other: *v }\n")
    changed = run(other).data.decode()
    assert "name: A_IMAGE, value: mirror.example/quay/a:1" in changed
    assert "other: &v quay.io/a:1" in changed


def test_an_address_after_oci_is_a_reference() -> None:
    head = "apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: {name: o}\nspec:\n"
    text = f"{head}  url: oci://quay.io/a/b\n"

    assert run(text, "off").data.decode() == text.replace("quay.io", "mirror.example/quay")
    other = f"{head}  url: https://quay.io/a/b\n"
    assert run(other).data == other.encode()


def test_a_condition_decides_whether_there_is_a_reference() -> None:
    head = "apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {name: i}\nspec:\n  tags:\n"
    text = f"{head}  - from: {{kind: DockerImage, name: 'quay.io/a:1'}}\n"

    assert run(text, "off").data.decode() == text.replace("quay.io", "mirror.example/quay")
    other = text.replace("DockerImage", "ImageStreamTag")
    assert run(other).data == other.encode()


def test_a_configmap_that_is_no_yaml_stops_the_run_where_it_may_hold_a_reference() -> None:
    with pytest.raises(ManifestError):
        run(settings("  image: quay.io/a: [\n"))
    broken = settings("  page: [\n")
    assert run(broken).data == broken.encode()


def test_secrets_are_looked_into_on_request_and_never_shown() -> None:
    decoded = "password: hunter2\nimage: quay.io/a:1\n"
    encoded = b64encode(decoded.encode()).decode()
    becomes = b64encode(decoded.replace("quay.io", "mirror.example/quay").encode()).decode()
    head = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n"
    text = f"{head}data:\n  c.yaml: {encoded}\n  other: '!'\nstringData: {{image: 'quay.io/b:1'}}\n"
    asked = make_policy(Options(secrets=True, hidden="rewrite"), needs_rules=False)._replace(rules=read_rules(RULES))
    document = Document("s", 1, 1, text.encode())

    assert rewrite(document, asked).data.decode() == text.replace(encoded, becomes).replace(
        "quay.io/b", "mirror.example/quay/b"
    )
    reported = rewrite(document, asked._replace(hidden="report"))
    assert reported.data == text.encode()
    assert [(warning.line, warning.excerpt) for warning in reported.warnings] == [(5, ""), (7, "")]
    assert "hunter2" not in repr(reported.entries) + repr(reported.warnings)
    assert encoded not in repr(reported.warnings)
    assert run(text).entries == ()


@pytest.mark.parametrize("hidden", ["rewrite", "report"])
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda images: settings(f'  images: "{", ".join(images)}"\n'), id="on one line"),
        pytest.param(
            lambda images: settings("  app.yaml: |\n" + "".join(f"    image: {image}\n" for image in images)),
            id="on many lines",
        ),
        pytest.param(lambda images: pod(f"    args: ['--images={','.join(images)}']\n"), id="in one argument"),
        pytest.param(lambda images: pod(f"    args: [{', '.join(images)}]\n"), id="in many arguments"),
    ],
)
def test_the_work_grows_with_the_references_in_a_text_and_not_faster(
    make: Callable[[list[str]], str], hidden: str
) -> None:
    def work(count: int) -> int:
        text = make([f"quay.io/a/b:{number}" for number in range(1000, 1000 + count)])
        return count_calls(lambda: run(text, hidden))

    work(10)
    assert work(600) <= 2.1 * work(300)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("  image: quay.io/a/b:1\n  image: hunter2 quay.io/a/b:1\n", id="a key that is written twice"),
        pytest.param("  image: &a hunter2 quay.io/a/b:1\n  other: *a\n", id="a text that cannot be written out"),
        pytest.param("  image: >\n    hunter2 \n\n    quay.io/a/b:1 \\\n", id="a text that is folded"),
    ],
)
def test_what_is_said_of_a_secret_never_shows_its_lines(data: str) -> None:
    text = f"apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\nstringData:\n{data}"
    policy = make_policy(Options(secrets=True, hidden="rewrite"), needs_rules=False)._replace(rules=read_rules(RULES))

    try:
        told = rewrite(Document("s", 1, 1, text.encode()), policy).warnings
    except ManifestError as error:
        told = error.diagnostics

    assert "hunter2" not in "".join(map(str, told))


@pytest.mark.parametrize(
    ("kind", "spec"),
    [
        ("ValidatingAdmissionPolicy", "spec: {validations: [{expression: EXPRESSION}]}"),
        ("ValidatingAdmissionPolicy", "spec: {variables: [{name: a, expression: EXPRESSION}]}"),
        ("ValidatingAdmissionPolicy", "spec: {matchConditions: [{name: a, expression: EXPRESSION}]}"),
        ("ValidatingAdmissionPolicy", "spec: {auditAnnotations: [{key: a, valueExpression: EXPRESSION}]}"),
        ("MutatingAdmissionPolicy", "spec: {mutations: [{applyConfiguration: {expression: EXPRESSION}}]}"),
        ("MutatingAdmissionPolicy", "spec: {mutations: [{jsonPatch: {expression: EXPRESSION}}]}"),
        ("MutatingAdmissionPolicy", "spec: {variables: [{name: a, expression: EXPRESSION}]}"),
        ("MutatingAdmissionPolicy", "spec: {matchConditions: [{name: a, expression: EXPRESSION}]}"),
        ("ValidatingWebhookConfiguration", "webhooks: [{matchConditions: [{expression: EXPRESSION}]}]"),
        ("MutatingWebhookConfiguration", "webhooks: [{matchConditions: [{expression: EXPRESSION}]}]"),
    ],
)
@pytest.mark.parametrize(
    "expression",
    ["""c.image in ['quay.io/a/b:1']""", """Object{image: "quay.io/a/b:1"}""", """'quay.io/a/b:1'"""],
)
def test_references_in_the_expressions_of_admission_policies_are_hidden(kind: str, spec: str, expression: str) -> None:
    text = f"apiVersion: admissionregistration.k8s.io/v1\nkind: {kind}\nmetadata: {{name: p}}\n" + spec.replace(
        "EXPRESSION", json.dumps(expression)
    )

    for asked, rewritten in (("certain", False), ("report", False), ("rewrite", True)):
        result = run(text, asked)
        assert [(entry.reference, entry.certainty) for entry in result.entries] == [("quay.io/a/b:1", "hidden")]
        assert (b"mirror.example/quay/a/b:1" in result.data) == rewritten


@pytest.mark.parametrize(
    "variable", ["{name: a, value: b, <<: {value: c}}", "{name: a, value: b, <<: *v}"], ids=["a merge key", "an alias"]
)
def test_readers_that_differ_about_a_variable_are_told_of(variable: str) -> None:
    text = "x: &v {value: c}\n" + pod(f"    image: redis\n    env:\n    - {variable}\n")

    with pytest.raises(ManifestError, match=r"env\[0\]\.value stands before a merge key"):
        run(text)
