from __future__ import annotations

import pytest

from regswap.places.hidden.token import find_candidates
from regswap.registry import SCHEMES

DIGEST = "sha256:" + "0a" * 32


def texts(text: str) -> list[str]:
    return [candidate.text for candidate in find_candidates(text, 0, len(text), words=False)]


@pytest.mark.parametrize(
    "reference",
    [
        "a/b",
        "nginx:1.25",
        "quay.io/a/b:1",
        f"a@{DIGEST}",
        f"h:5000/a/b:1@{DIGEST}",
        "localhost/a",
        "a_b/c-d:E.f",
        "a/b:1_x-y.z",
    ],
)
@pytest.mark.parametrize(
    "frame",
    [
        *(
            "{}",
            " {} ",
            '"{}"',
            "'{}'",
            "`{}`",
            "x={}",
            "x: {}",
            "[{}]",
            "({})",
            "<a>{}</a>",
            "{},",
            "{};",
            "{}|sh",
            "{}&&x",
        ),
        *("a,{},b:", '\\"{}\\"', "\\n{}\\n", "\\u003e{}\\u003c", "{}.", "{}:", "{}\n", "{}\r\n", ">{}<", "{{{}}}"),
    ],
)
def test_a_reference_is_cut_out_of_what_stands_around_it(reference: str, frame: str) -> None:
    assert reference in texts(frame.format(reference))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_scheme_of_a_registry_is_no_part_of_the_reference(scheme: str) -> None:
    text = f'"{scheme}quay.io/a:1"'

    (candidate,) = find_candidates(text, 0, len(text), words=False)

    assert candidate.text == "quay.io/a:1"
    assert candidate.scheme_length == len(scheme)


@pytest.mark.parametrize(
    "text",
    [
        *("https://quay.io/a/b:1", "http://a/b", "git@github.com:a/b.git", "s3://a/b", "containers-storage:a/b"),
        *("/usr/bin/a:1", "./a/b", "../a/b", "~/a/b", "$HOME/", "C:\\a\\b", "C:/a/b", "a\\b/c:1"),
        *("user@quay.io/a", "a@b.c", f"@{DIGEST}", "a@sha256:12", "quay.io/a@"),
        *(
            "quay.io/*",
            "quay.io/a*",
            "quay.io/a:*",
            "quay.io/a/?",
            "%s/a:1",
            "a/%s:1",
            "a/b:1%",
            "a/b+c",
            "^a/b$",
            "a/b:1~2",
        ),
        *(
            "arn:aws:iam::1:role/x",
            "a::b/c",
            "a//b",
            "a/",
            "/a",
            "-a/b",
            "éa/b:1",
            "a/b:1é",
            "host:port/a",
            ":8080",
        ),
        *("{{ .Values.image }}", "$(IMAGE)", "${IMAGE}", "$IMAGE", "{{ .a }}{{ .b }}", "true", "word"),
        "a" * 2000 + "/b",
    ],
)
def test_what_is_no_reference_is_no_candidate(text: str) -> None:
    assert texts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ .Values.hub }}/a:{{ .Values.tag }}",
        "quay.io/a:$(TAG)",
        "${REGISTRY}/a/b",
        "$REGISTRY/a:1",
        '{{ default "x" .r }}/a:1',
    ],
)
def test_a_template_in_a_reference_is_told(text: str) -> None:
    (candidate,) = find_candidates(f"k: {text}\n", 0, len(text) + 3, words=False)

    assert candidate.text == text
    assert candidate.is_templated


@pytest.mark.parametrize("text", ['"quay.i\\\n   o/a/b:1"', '"quay.io/\\\r\n a/b:1"'])
def test_what_yaml_joins_over_lines_is_not_taken_for_two(text: str) -> None:
    first, second = text.index("\n"), text.index("\n") + 1

    assert list(find_candidates(text, 0, first, words=True)) == []
    assert list(find_candidates(text, second, len(text), words=True)) == []


def test_what_a_shell_joins_over_lines_is_read_line_by_line() -> None:
    text = "docker run \\\n  quay.io/a:1"

    assert [found.text for found in find_candidates(text, 13, len(text), words=False)] == ["quay.io/a:1"]


@pytest.mark.parametrize(
    "text", ["image: nginx", '"image":"nginx"', "--sidecar-image nginx", "X_IMAGE=nginx", "image => nginx"]
)
def test_a_plain_word_is_a_candidate_behind_a_name(text: str) -> None:
    assert texts(text) == ["nginx"]


@pytest.mark.parametrize("text", ["the image nginx", "image nginx", "kind: nginx", "an image, nginx"])
def test_a_plain_word_elsewhere_is_none(text: str) -> None:
    assert texts(text) == []
