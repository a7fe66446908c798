from __future__ import annotations

import pytest

from regswap.places.hidden.text import find_in_text
from tests.support.work import count_calls

DIGEST = "@sha256:" + "0a" * 32
TAG_APART = "stands under the key repository; its tag stands apart"
REGISTRY_APART = "stands under the key repository; its registry stands apart"


def find(text: str, name: str = "config.yaml") -> list[tuple[str, str]]:
    tokens = find_in_text(text, name, frozenset({"harbor.example"}))
    assert all(text[token.start : token.end] == token.text for token in tokens)
    return [(token.text, token.certainty) for token in tokens]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "apiVersion: apps/v1\nkind: Pod\nlabels:\n  app.kubernetes.io/name: a\nurl: https://quay.io/a/b:1\n",
        "imagePullPolicy: Always\nimagePullSecrets: [a/b]\nimageTag: v1\nallowImage: true\nimage: null\nimage: auto\n",
        "imageURL: https://example.com/a.png\nlogoImage: a/b\nimage: logo.png\nimage: the image\nimage: 12\n",
        "image: {{ .Values.image }}\nimage: '{{ include \"a\" . }}'\nimage: $(IMAGE)\n",
        "registry: quay.io\nmirror: docker.io\n",
        "images:\n  - quay.io/*\n  - ghcr.io/a/b:*\n",
        'import "github.com/a/b/v2"\ncontent: application/json\np: a/b/c\nimage:\n  digest: sha256:0a\n  path: a/b/c\n',
        "image: A Picture\nImage Builder: run it\n",
        'image: "quay.i\\\n  o/a:1"\n',
        "foo: bar@example.com/x\nhost: s3.eu-central-1.amazonaws.com\n",
        "annotations:\n  images.example/name: x\n",
    ],
)
def test_what_is_no_reference_is_not_found(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "image: {}\n",
            "image: '{}' # c\n",
            '  - image: "{}"\r\n',
            "image:\t{}",
            "a.image = {}\n",
            "sidecar_image={}\n",
        ),
        *(
            '{{"image":"{}"}}',
            '{{\\"image\\": \\"{}\\"}}',
            "x\\nimage: {}\\ny",
            "[{{image: {}, a: b}}]",
            'image => "{}"',
        ),
        *("images:\n- {}\n- name: x", "images:\n  a: {}\n", 'images = ["x", "{}"]', '"images": [\n  "{}"\n]'),
        *(
            "image: >-\n  {}\n",
            "image: |\n  {}\n",
            "image:\n  name: {}\n",
            "image: {}\n{{{{ if .x }}}}\n",
            "image: {} {{{{- end }}}}",
        ),
        *(
            "run: |\n  tool --sidecar-image={} -x\n",
            "tool --image {} \\\n",
            "export A_IMAGE={}\n",
            "docker run --image '{}'\n",
        ),
    ],
)
@pytest.mark.parametrize("reference", ["a/b:1", "quay.io/a/b", "unknown.example:5000/a/b:1"])
def test_a_reference_is_found_under_a_name_that_says_image(text: str, reference: str) -> None:
    assert find(text.format(reference)) == [(reference, "hidden")]


@pytest.mark.parametrize(
    "text",
    [
        "k: {}",
        '"k": "{}",',
        "- {}",
        "hub: {}\n",
        "docker pull {}",
        "a && sudo podman run --rm {} sh",
        "x=$(crane digest {})",
        "FROM {} AS x",
    ],
)
@pytest.mark.parametrize("reference", ["quay.io/a/b", "harbor.example/a:1"])
def test_a_reference_is_found_by_its_registry(text: str, reference: str) -> None:
    assert find(text.format(reference)) == [(reference, "hidden")]


@pytest.mark.parametrize("text", ["k: {}", "see {} or so", '"{}"', "a,{},b"])
def test_a_reference_is_found_by_its_digest(text: str) -> None:
    assert find(text.format("a/b" + DIGEST)) == [("a/b" + DIGEST, "hidden")]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "# image: {}\n",
            "a: b # {}\n",
            "// {}\n",
            "  #     image: {}\n",
            "see {} for more",
            "Use {}.",
            "{}: allowed",
            '"{}": 1',
        ),
        *(
            'location = "{}"',
            "mirrors: [{}]",
            "description: {}",
            "output-image: {}",
            "x == '{}'",
            "https://example.com/?image={}",
        ),
        *('"help": "run\\n podman run {} x"', "chart: {}"),
    ],
)
def test_what_stands_in_doubt_is_possible_at_most(text: str) -> None:
    assert find(text.format("quay.io/a/b:1")) in ([("quay.io/a/b:1", "possible")], [])


@pytest.mark.parametrize(
    "text",
    [
        "repository: {}/a/b\ntag: '1'\n",
        "image:\n  tag: '1'\n  repository: {}/a/b\n",
        '{{"repository":"{}/a/b","tag":"1"}}',
        '{{\n  "tag": "1",\n  "repository": "{}/a/b"\n}}',
        "- image: {}/a/b\n  imageTag: x\n",
    ],
)
def test_a_repository_beside_its_tag_is_hidden_if_it_names_its_registry(text: str) -> None:
    (known,) = find_in_text(text.format("quay.io"), "values", frozenset())
    (other,) = find_in_text(text.format("m.corp"), "values", frozenset())
    (none,) = find_in_text(text.format("x"), "values", frozenset())

    assert (known.certainty, known.reason) == ("hidden", "names the registry quay.io; its tag stands apart")
    assert (other.certainty, other.reason.endswith("; its tag stands apart")) == ("hidden", True)
    assert none.certainty == "possible"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("registry: docker.io\nrepository: a/b\ntag: '1'\n", REGISTRY_APART),
        ('{"registry":"docker.io","repository":"a/b","tag":"1"}', REGISTRY_APART),
        ("hub: x\nimage: pilot\ntag: '1'\n", "stands under the key image; its registry stands apart"),
        ("repository: a/b\n", "stands under the key repository"),
        (
            "repository: a/b\nversion: v1\n",
            "stands under the key repository; its registry may stand apart as its tag does",
        ),
        ("images:\n- name: quay.io/a/b\n  newTag: v2\n", "names the registry quay.io"),
        ("apiVersion: a/v1\nrepository: a/b\n", "stands under the key repository"),
        ("- repository: a/b\n- tag: '1'\n", "stands under the key repository"),
        ("x:\n  repository: a/b\ntag: '1'\n", "stands under the key repository"),
        ("image: pilot\n", "stands under the key image"),
        ("image: '{{ .hub }}/a:1'\n", "stands under the key image, and has a template or a variable in it"),
        ("# image: a/b:1\n", "stands under the key image, but stands in a comment"),
    ],
)
def test_the_reason_says_why_it_is_only_possible(text: str, reason: str) -> None:
    (token,) = find_in_text(text, "values", frozenset())

    assert (token.certainty, token.reason) == ("possible", reason)


@pytest.mark.parametrize(
    "text", ["- name: a\n  image: nginx\n", "- image: nginx\n  name: a\n", "[{name: a, image: nginx}]"]
)
def test_a_short_name_beside_a_name_is_that_of_a_container(text: str) -> None:
    assert find(text) == [("nginx", "hidden")]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("queue-sidecar-image", "gcr.io/a/b" + DIGEST, [("gcr.io/a/b" + DIGEST, "certain")]),
        ("sidecar.istio.io/proxyImage", "a/b:1", [("a/b:1", "certain")]),
        ("containerImage", "a/b", [("a/b", "hidden")]),
        ("config.yaml", "docker_image: a/b\n", [("a/b", "hidden")]),
        ("config.yaml", "docker_image: a/b\nsuper_username: c\n", [("a/b", "certain")]),
        ("my-image", "a/b:1\n", [("a/b:1", "hidden")]),
        ("provisioner", "registry.k8s.io/a/b:1", [("registry.k8s.io/a/b:1", "hidden")]),
        ("images.v1_29_0.cni", "registry.istio.io/release/a:1", [("registry.istio.io/release/a:1", "hidden")]),
        ("repository", "github.com/a/b", [("github.com/a/b", "possible")]),
        ("policies.kyverno.io/description", "image: quay.io/a:1", [("quay.io/a:1", "possible")]),
        ("kubectl.kubernetes.io/last-applied-configuration", '{"image":"quay.io/a:1"}', []),
    ],
)
def test_the_name_of_the_value_counts(name: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert find(text, name) == expected


def test_documents_and_templates_are_read_alike() -> None:
    text = """\
{{- if .x }}
apiVersion: v1
spec:
  containers:
  - name: a
    {{- with .y }}
    image: nginx
    {{- end }}
    args: [--proxy-image=a/b]
---
spec:
  image: "{{ .hub }}/a:{{ .tag }}"
  other: quay.io/a/b:1
"""

    assert find(text) == [
        ("nginx", "hidden"),
        ("a/b", "hidden"),
        ("{{ .hub }}/a:{{ .tag }}", "possible"),
        ("quay.io/a/b:1", "hidden"),
    ]


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "a",
            "a/",
            "a:",
            "a@",
            "a.",
            "a-",
            "{{",
            "{{ a }}",
            "$(",
            "${a}",
            " ",
            " #",
            "- ",
            "\n",
            "\\",
            "\\n",
            '"',
            "a=",
            "[",
            "(",
        ),
        *(
            "image: a\n",
            '"image":"a/b:1",',
            '["a/b:1",',
            '{"image":"a",',
            "image a ",
            "docker run a/b:1 ",
            ",a/b:1",
            "quay.io/a:1 ",
        ),
    ],
)
def test_the_work_grows_with_the_text_and_not_faster(piece: str) -> None:
    def work(size: int) -> int:
        text = "image: quay.io/a:1 " + piece * (size // len(piece))
        return count_calls(lambda: find_in_text(text, "k", frozenset()))

    work(1_000)
    assert work(40_000) <= 2.2 * work(20_000) + 100


def test_a_large_text_with_nothing_in_it_is_rejected_at_once() -> None:
    assert find_in_text("a: b\n" * 200_000, "k", frozenset()) == []


@pytest.mark.parametrize(
    "line",
    [
        "echo image=quay.io/a:1",
        'echo "--image quay.io/a:1"',
        'printf "%s" --image=quay.io/a:1',
        'if [ "$IMAGE" = "quay.io/a:1" ]; then exit 1; fi',
        "test -n quay.io/a:1",
        "docker push quay.io/a:1",
        "docker build -t quay.io/a:1 .",
        "docker tag x:1 quay.io/a:1",
        "skopeo copy docker-archive:a.tar docker://quay.io/a:1",
        "crane copy $(params.a):1 \\\n  quay.io/a:1",
        "kaniko --destination=quay.io/a:1",
    ],
)
def test_what_a_script_prints_compares_or_pushes_is_possible_at_most(line: str) -> None:
    assert {
        certainty for text, certainty in find(f"#!/bin/sh\nset -e\n{line}\n", "script") if text == "quay.io/a:1"
    } <= {"possible"}


@pytest.mark.parametrize(
    "line",
    [
        "docker pull quay.io/a:1",
        "sudo podman run --rm quay.io/a:1 ls",
        "if crane manifest quay.io/a:1; then echo; fi",
        "x && skopeo inspect docker://quay.io/a:1",
        "kubectl run a --image=quay.io/a:1",
        "kubectl set image deploy/a a=quay.io/a:1",
        "helm install a b --set image.repository=quay.io/a:1",
        "ctr -n k8s.io image pull quay.io/a:1",
        "buildah \\\n  from \\\n  quay.io/a:1",
        "kind load docker-image quay.io/a:1",
        "cosign verify quay.io/a:1",
        "oras pull quay.io/a:1",
        "IMAGE=quay.io/a:1",
        "export IMAGE='quay.io/a:1'",
        "cat <<EOF\nimage: quay.io/a:1\nEOF",
    ],
)
def test_what_a_script_gives_to_a_program_that_takes_images_is_hidden(line: str) -> None:
    assert find(f"#!/bin/sh\nset -e\n{line}\n", "script") == [("quay.io/a:1", "hidden")]


def test_an_example_of_knative_is_never_taken() -> None:
    assert find("queue-sidecar-image: quay.io/a:1\n", "_example") == []
