"""References that a program composes of values under several names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from regswap.rules import RuleSet
from tests.support.command import regswap, write
from tests.support.pipeline import EVERYTHING, Result, run

MIRROR = "default :: reg.test/mirror\n"


def make_pod(**variables: str) -> bytes:
    env = [{"name": name, "value": value} for name, value in variables.items()]
    spec = {"containers": [{"name": "a", "image": "reg.test/mirror/a", "env": env}]}
    return json.dumps({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}, indent=1).encode()


def make_config(**data: str) -> bytes:
    return json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": data}).encode()


def find(data: bytes) -> list[tuple[str, str]]:
    """Return the references and certainties of what is found beside the container's image."""
    entries = run(data, RuleSet(()), places=EVERYTHING).entries
    return [(entry.reference, entry.certainty) for entry in entries if not entry.path.endswith(".image")]


CASES = [
    ({"MONGODB_IMAGE": "server", "MONGODB_REPO_URL": "quay.io/mongodb"}, ["quay.io/mongodb/server"]),
    ({"DD_A_CONTAINER_REGISTRY": "gcr.io/datadoghq", "DD_A_IMAGE_NAME": "agent"}, ["gcr.io/datadoghq/agent"]),
    ({"A_REGISTRY": "gcr.io", "A_IMAGE_NAME": "a/b", "A_IMAGE_TAG": "7"}, ["gcr.io/a/b:7"]),
    (
        {"IMAGE_REGISTRY": "quay.io", "IMAGE_NAMESPACE": "kie", "BUILDER_IMAGE": "builder:1", "RUN_IMAGE": "run"},
        ["quay.io/kie/builder:1", "quay.io/kie/run"],
    ),
    (
        {"A_HUB": "docker.io/a", "B_HUB": "docker.io/b", "A_IMAGE": "x", "B_IMAGE": "y"},
        ["docker.io/a/x", "docker.io/b/y"],
    ),
    # The nearer name wins.
    ({"REGISTRY": "quay.io", "A_REGISTRY": "gcr.io", "A_IMAGE": "x", "B_IMAGE": "y"}, ["gcr.io/x", "quay.io/y"]),
]


@pytest.mark.parametrize(("values", "expected"), CASES)
def test_values_whose_names_belong_together_are_one_reference(values: dict[str, str], expected: list[str]) -> None:
    assert sorted(find(make_pod(**values))) == sorted((reference, "hidden") for reference in expected)
    assert sorted(find(make_config(**values))) == sorted((reference, "hidden") for reference in expected)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # Nothing to put it below.
        ({"A_IMAGE_NAME": "agent"}, [("agent", "possible")]),
        ({"A_REGISTRY": "$(HUB)", "A_IMAGE_NAME": "agent"}, [("agent", "possible")]),
        # A whole reference needs no registry, and names of others are not its registry.
        (
            {"A_REGISTRY": "gcr.io/x", "A_IMAGE": "quay.io/a:1"},
            [("gcr.io/x", "hidden"), ("quay.io/a:1", "hidden")],
        ),
        ({"B_REGISTRY": "gcr.io/x", "A_IMAGE": "a/b:1"}, [("gcr.io/x", "hidden"), ("a/b:1", "hidden")]),
        # Not a registry.
        ({"SCHEMA_REGISTRY": "http://schema:8081", "A_IMAGE": "a/b:1"}, [("a/b:1", "hidden")]),
        ({"NAMESPACE": "x", "A_IMAGE": "a/b:1"}, [("a/b:1", "hidden")]),
    ],
)
def test_what_does_not_belong_together_stays_apart(values: dict[str, str], expected: list[tuple[str, str]]) -> None:
    assert find(make_pod(**values)) == expected


def rewrite(data: bytes, rules: str) -> Result:
    return run(data, rules, places=EVERYTHING)


@pytest.mark.parametrize("make", [make_pod, make_config])
def test_what_changes_is_written_to_the_part_that_holds_the_registry(make: object) -> None:
    data = make(A_IMAGE="agent", A_REPO_URL="quay.io/team", A_IMAGE_TAG="7")  # type: ignore[operator]

    result = rewrite(data, MIRROR)

    assert result.data == data.replace(b"quay.io/team", b"reg.test/mirror/team")
    assert rewrite(result.data, MIRROR).data == result.data


def make_install(*arguments: str) -> bytes:
    spec = {"containers": [{"name": "a", "image": "reg.test/mirror/a", "args": ["install", "x", *arguments]}]}
    return json.dumps({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}, indent=1).encode()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--set", "image.registry={}", "--set", "image.repository=a/b", "--set", "image.tag=7"),
        ("--set=global.imageRegistry={}", "--set=agent.image.repository=a/b"),
        ("--set=image.registry={},image.repository=a/b,image.tag=7",),
        ("--set-string", "a.registry={}", "--set", "a.image=b"),
    ],
)
def test_of_what_helm_sets_the_registry_is_rewritten_and_no_part_below_it(arguments: tuple[str, ...]) -> None:
    before = make_install(*(argument.format("quay.io") for argument in arguments))

    after = make_install(*(argument.format("reg.test/mirror") for argument in arguments))
    assert rewrite(before, MIRROR).data == after
    assert find(before)[0] == ("quay.io", "hidden")
    assert rewrite(after, MIRROR).data == after


def test_images_that_share_a_registry_change_as_one() -> None:
    data = make_pod(IMAGE_REGISTRY="quay.io", A_IMAGE="a/a", B_IMAGE="b/b")

    assert rewrite(data, MIRROR).data == data.replace(b"quay.io", b"reg.test/mirror")


def test_where_the_rules_part_them_all_stay_and_a_warning_says_so() -> None:
    data = make_pod(IMAGE_REGISTRY="quay.io", A_IMAGE="a/a", B_IMAGE="b/b")

    result = rewrite(data, "default ::\nquay.io/a :: reg.test/mirror/a\n")

    assert result.data == data
    (warning,) = result.warnings
    assert "`quay.io/a/a` stays: the rules put another image elsewhere" in warning.message


def test_where_the_registry_cannot_hold_what_changes_all_stay_and_a_warning_says_so() -> None:
    data = make_pod(A_REGISTRY="quay.io", A_IMAGE="a/agent")

    result = rewrite(data, "default ::\n[EXACT]quay.io/a/agent :: reg.test/other/name\n")

    assert result.data == data
    assert ["stays: what it becomes cannot be written" in warning.message for warning in result.warnings] == [True]


def test_by_default_both_stay_and_a_warning_says_what_they_would_become(tmp_path: Path) -> None:
    data = make_pod(A_REGISTRY="gcr.io/team", A_IMAGE_NAME="agent")
    write(tmp_path / "m.map", MIRROR.encode())

    code, out, err = regswap("rewrite", "-r", "m.map", stdin=data, cwd=tmp_path)

    assert (code, out) == (0, data)
    assert "`gcr.io/team/agent` is left and would become `reg.test/mirror/team/agent`" in err
    assert regswap("check", "--allow", "reg.test", stdin=data, cwd=tmp_path).code == 4


def test_a_variable_in_a_value_whose_name_says_image_is_told_as_a_template_is() -> None:
    data = make_pod(A_IMAGE="$(HUB)/a:1", B_IMAGE="{{ .hub }}/b:1", C="$(HUB)/c:1")

    told = [warning.message.partition(" was left")[0] for warning in rewrite(data, MIRROR).warnings]

    assert told == [f"spec.containers[0].env[{index}].value" for index in (0, 1)]
