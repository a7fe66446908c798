from __future__ import annotations

import pytest

from regswap.places.hidden.argument import find_in_arguments

HOSTS = frozenset({"harbor.example", "registry.corp:5000"})
DIGEST = "@sha256:" + "0a" * 32


def find(items: list[str | None]) -> list[tuple[int, str, str]]:
    found = find_in_arguments(items, HOSTS)
    for index, token in found:
        item = items[index]
        assert item is not None
        assert item[token.start : token.end] == token.text
    return [(index, token.text, token.certainty) for index, token in found]


@pytest.mark.parametrize(
    "items",
    [
        ["--image=true", "--image", "false", "--image=latest", "--image=1.25", "--image="],
        ["--image-pull-policy=always", "--image-gc-high-threshold", "80", "--image-pull-secret", "a/b"],
        ["--image", "--debug", "nginx"],
        ["--image", None, "nginx"],
        ["--registry=corp", "--default-registry", "5000", "--x=docker.io"],
        ["--addr=localhost:8080/healthz", "--metrics-bind-address=:8080", "--webhook=svc.ns:443/path", "svc/foo:8080"],
        [
            "--config=/etc/quay.io/a.yaml",
            "--url=https://quay.io/a/b:1",
            "user@quay.io/foo",
            "--x=github.com/a/b@v1.2.3",
        ],
        ["--image=$(IMAGE)", "--image", "${IMAGE}", "--image={{ .image }}"],
        ["--image=logo.png", "--image=dir/foo.tar.gz", "--image=C:\\a\\b", "--background-image=a/b"],
        ["--image=sha256:" + "0a" * 32, "--image=" + "0a" * 32],
        ["sh", "-c", "curl http://quay.io/a/b:1; echo the image nginx"],
        ["--tag=nginx:1.25", "nginx", "a/b"],
        ["--policy=quay.io/*", "--allow=quay.io/a:*"],
        [],
        [None, ""],
    ],
)
def test_what_is_no_reference_is_not_found(items: list[str | None]) -> None:
    assert find(items) == []


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (["--acme-http01-solver-image=quay.io/a/b:1"], [(0, "quay.io/a/b:1", "certain")]),
        (["--prometheus-config-reloader", "a/b"], [(1, "a/b", "certain")]),
        (
            ["--prometheus-default-base-image=quay.io/prometheus/prometheus"],
            [(0, "quay.io/prometheus/prometheus", "certain")],
        ),
        (
            ["-shell-image", "cgr.dev/a" + DIGEST, "-nop-image", "a/b:1"],
            [(1, "cgr.dev/a" + DIGEST, "certain"), (3, "a/b:1", "certain")],
        ),
        (["--sidecar-image=nginx"], [(0, "nginx", "hidden")]),
        (["--sidecar-image", "nginx:1.2"], [(1, "nginx:1.2", "hidden")]),
        (["-image", "nginx"], [(1, "nginx", "hidden")]),
        (['--image="quay.io/a:1"'], [(0, "quay.io/a:1", "hidden")]),
        (["--images=a/b:1,c/d"], [(0, "a/b:1", "hidden"), (0, "c/d", "hidden")]),
        (["--image-map=a=b/c:1,d=quay.io/e/f"], [(0, "b/c:1", "hidden"), (0, "quay.io/e/f", "hidden")]),
        (["--provider", "xpkg.upbound.io/a/b:1"], [(1, "xpkg.upbound.io/a/b:1", "hidden")]),
        (
            ["--x=harbor.example/a", "registry.corp:5000/a/b"],
            [(0, "harbor.example/a", "hidden"), (1, "registry.corp:5000/a/b", "hidden")],
        ),
        (["--x=a/b" + DIGEST], [(0, "a/b" + DIGEST, "hidden")]),
        (["--image=docker://quay.io/a:1"], [(0, "quay.io/a:1", "hidden")]),
        (["--registry=quay.io/team"], [(0, "quay.io/team", "hidden")]),
        (["--container-registry=docker.elastic.co"], [(0, "docker.elastic.co", "hidden")]),
        (["--registry", "registry.corp:5000"], [(1, "registry.corp:5000", "hidden")]),
        (["--destination=quay.io/a:1"], [(0, "quay.io/a:1", "possible")]),
        (["sh", "-c", "docker build -t quay.io/a:1 ."], [(2, "quay.io/a:1", "possible")]),
        (["sh", "-c", "docker push quay.io/a:1"], [(2, "quay.io/a:1", "possible")]),
        (["sh", "-c", "echo image=quay.io/a:1"], [(2, "quay.io/a:1", "possible")]),
        (["bash", "-ec", "export IMAGE=quay.io/a:1"], [(2, "quay.io/a:1", "hidden")]),
        (
            ["sh", "-c", "docker pull quay.io/a:1 && kubectl run x --image=a/b"],
            [(2, "quay.io/a:1", "hidden"), (2, "a/b", "hidden")],
        ),
        (
            ["sh", "-c", "set -e\ncrane copy quay.io/a:1 \\\n  harbor.example/a:1"],
            [(2, "quay.io/a:1", "hidden"), (2, "harbor.example/a:1", "possible")],
        ),
        (["sh", "-c", "echo see quay.io/a:1"], [(2, "quay.io/a:1", "possible")]),
        (["--x=unknown.example/a/b:1"], [(0, "unknown.example/a/b:1", "possible")]),
        (["--image=$(REGISTRY)/a:$(TAG)"], [(0, "$(REGISTRY)/a:$(TAG)", "possible")]),
        (["--output-image=quay.io/a/b:1"], [(0, "quay.io/a/b:1", "possible")]),
        (["--charts=oci://quay.io/charts"], [(0, "quay.io/charts", "possible")]),
        (["--repository=a/b"], [(0, "a/b", "possible")]),
    ],
)
def test_a_reference_is_found_in_arguments(items: list[str | None], expected: list[tuple[int, str, str]]) -> None:
    assert find(items) == expected


def test_the_reason_names_the_flag() -> None:
    ((_, token),) = find_in_arguments(["--sidecar-image", "a/b:1"], HOSTS)

    assert token.reason == "the value of --sidecar-image"
