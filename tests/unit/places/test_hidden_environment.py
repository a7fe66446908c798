from __future__ import annotations

import pytest

from regswap.places.hidden.environment import find_in_variable

DIGEST = "@sha256:" + "0a" * 32


def find(name: str, value: str) -> list[tuple[str, str]]:
    tokens = find_in_variable(name, value, frozenset({"harbor.example"}))
    assert all(value[token.start : token.end] == token.text for token in tokens)
    return [(token.text, token.certainty) for token in tokens]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[
            ("SIDECAR_IMAGE", value)
            for value in ("", "true", "none", "1.25", "$(IMAGE)", "an image of nginx", "a.png", "Foo")
        ],
        *[("RELATED_IMAGE_A", value) for value in ("", "registry.redhat.io/a/b@", "$(IMAGE)", "https://quay.io/a:1")],
        *[
            ("IMAGE_PULL_POLICY", "always"),
            ("IMAGE_PULL_SECRET", "a/b"),
            ("IMAGE_TAG", "v1.2"),
            ("IMAGE_REGISTRY", "corp"),
        ],
        *[("IMAGE_DIGEST", DIGEST[1:]), ("IMAGE_PROVIDER_HOST", "image-provider"), ("IMAGE_PROVIDER_PORT", "8081")],
        *[
            ("IMAGE_SERVICE", "images:8080/api"),
            ("PATH", "/usr/bin:/bin"),
            ("HF_HUB_CACHE", "/var/hub"),
            ("A", "nginx:1.25"),
        ],
        *[
            ("A", "apps/v1"),
            ("A", "github.com/a/b"),
            ("A", "application/json"),
            ("A", "host:80"),
            ("A", "a/b"),
            ("A", "word"),
        ],
        *[("REPOSITORY", "git@github.com:a/b.git"), ("REPOSITORY", "https://github.com/a/b"), ("A", "2001/12/14:1")],
    ],
)
def test_what_is_no_reference_is_not_found(name: str, value: str) -> None:
    assert [found for found in find(name, value) if found[1] != "possible"] == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("RELATED_IMAGE_POSTGRES_16", "postgres", [("postgres", "possible")]),
        ("RELATED_IMAGE_POSTGRES_16", "postgres:16", [("postgres:16", "certain")]),
        ("SIDECAR_IMAGE", "nginx", [("nginx", "hidden")]),
        ("RELATED_IMAGE_A", "h:5000/a/b:1", [("h:5000/a/b:1", "certain")]),
        ("ROOK_CSI_ATTACHER_IMAGE", "registry.k8s.io/a/b:1", [("registry.k8s.io/a/b:1", "certain")]),
        (
            "STRIMZI_KAFKA_IMAGES",
            "4.2.0=quay.io/a:1\n4.2.1=b/c:2\n",
            [("quay.io/a:1", "certain"), ("b/c:2", "certain")],
        ),
        ("SIDECAR", "harbor.example/a", [("harbor.example/a", "hidden")]),
        ("MY_IMAGE", "nginx", [("nginx", "hidden")]),
        ("MY_IMAGE", " 'nginx:1.25'\n", [("nginx:1.25", "hidden")]),
        ("MY_IMAGES", "a/b:1, c:2", [("a/b:1", "hidden"), ("c:2", "hidden")]),
        ("MY_IMAGES", '{"a": "quay.io/a", "b": "c/d:1"}', [("quay.io/a", "hidden"), ("c/d:1", "hidden")]),
        ("A", "a" + DIGEST, [("a" + DIGEST, "hidden")]),
        ("IMAGE_ADDRESS_A", "a/b:1", [("a/b:1", "hidden")]),
        ("IMAGE_PREFIX", "quay.io/a", [("quay.io/a", "hidden")]),
        ("IMAGE_PREFIX", "a/b", [("a/b", "possible")]),
        ("IMAGE_REPOSITORY", "a/b", [("a/b", "hidden")]),
        ("A", "a/b:1", [("a/b:1", "possible")]),
        ("IMAGE_REGISTRY", "quay.io", [("quay.io", "hidden")]),
        ("MONGODB_REPO_URL", "quay.io/mongodb", [("quay.io/mongodb", "hidden")]),
        ("AGENT_IMAGE_NAME", "agent", [("agent", "possible")]),
        ("AGENT_IMAGE_NAME", "team/agent:1", [("team/agent:1", "hidden")]),
        ("IMAGE_SOURCE", "quay.io/a" + DIGEST, [("quay.io/a" + DIGEST, "hidden")]),
        ("RELEASE_IMAGE_PULL_SPEC", "team/agent:1", [("team/agent:1", "hidden")]),
        ("CHART_REPOSITORY", "oci://ghcr.io/a/charts", [("ghcr.io/a/charts", "possible")]),
        ("MY_IMAGE", "${HUB}/a:1", [("${HUB}/a:1", "possible")]),
    ],
)
def test_a_reference_is_found_in_a_variable(name: str, value: str, expected: list[tuple[str, str]]) -> None:
    assert find(name, value) == expected
