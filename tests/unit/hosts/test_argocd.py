"""What Argo CD says, and what of it counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from regswap.errors import UsageError
from regswap.hosts.argocd.application import read_application
from regswap.hosts.argocd.application_folder import find_renderers
from regswap.hosts.argocd.object_sink import holds_object
from regswap.hosts.argocd.plugin_parameter import PARAMETERS, announce, read_parameters
from regswap.hosts.argocd.time_limit import SECONDS, read_duration
from tests.support.command import write


@pytest.mark.parametrize("text", ["", "null", "[]"])
def test_no_parameters_are_none(text: str) -> None:
    assert read_parameters(text) == {}


def test_parameters_are_read_by_their_types() -> None:
    given = [
        {"name": "values-files", "array": ["a.yaml", "b.yaml"]},
        {"name": "helm-parameters", "map": {"a": "1"}, "string": "not asked for"},
        {"name": "values", "string": "a: 1\n"},
    ]

    assert read_parameters(json.dumps(given)) == {
        "values-files": ("a.yaml", "b.yaml"),
        "helm-parameters": {"a": "1"},
        "values": "a: 1\n",
    }


def test_all_mistakes_in_parameters_are_told_at_once() -> None:
    given = [
        {"name": "value"},
        {"name": "values"},
        {"name": "recurse", "string": "x"},
        {"name": "recurse", "string": ""},
        {},
    ]

    with pytest.raises(UsageError) as refused:
        read_parameters(json.dumps(given))

    assert str(refused.value).splitlines() == [
        "parameter value: there is no such parameter; did you mean `values`?",
        "parameter values: is not text; give it as `string:` in the Application",
        "parameter recurse: is given twice; leave one",
        "parameter None: there is no such parameter; write one of: "
        + ", ".join(f"`{each.name}`" for each in PARAMETERS),
    ]


def test_announcements_have_the_fields_that_argo_cd_knows() -> None:
    announced = json.loads(announce(["helm", "kustomize"]))

    assert {key for each in announced for key in each} <= {
        *("name", "title", "tooltip", "required", "itemType", "collectionType", "string", "array", "map")
    }
    assert [each["name"] for each in announced if each["required"]] == ["renderer"]


@pytest.mark.parametrize(
    ("path", "root"),
    [
        ("", "/r/a/b"),
        (".", "/r/a/b"),
        ("b", "/r/a"),
        ("a/b", "/r"),
        ("./a//b/", "/r"),
        ("a/x/../b", "/r"),
        ("r/a/b", "/r/a/b"),
        ("x/b", "/r/a/b"),
        ("../b", "/r/a/b"),
        ("/r/a/b", "/r/a/b"),
        ("b/..", "/r/a/b"),
    ],
)
def test_the_root_of_the_repository_is_above_the_path_of_the_source(path: str, root: str) -> None:
    assert read_application({"ARGOCD_APP_SOURCE_PATH": path}, "/r/a/b").repository.root == root


def test_the_name_of_a_release_is_without_the_namespace_of_the_application() -> None:
    def name(given: str) -> str:
        return read_application({"ARGOCD_APP_NAME": given}, "/").release_name()

    assert name("web") == name("team-a_web") == "web"
    for bad in ("", "Web", "-web", "web-", "a" * 54, "a b", "a/b"):
        with pytest.raises(UsageError):
            name(bad)


def test_a_namespace_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match=r"`--post-renderer=x` is not a namespace"):
        read_application({"ARGOCD_APP_NAMESPACE": "--post-renderer=x"}, "/")


@pytest.mark.parametrize(
    ("files", "renderers"),
    [
        ((), ["plain"]),
        (("chart.yaml", "kustomization.json", "x/Chart.yaml"), ["plain"]),
        (("Chart.yaml",), ["helm"]),
        (("kustomization.yaml",), ["kustomize"]),
        (("kustomization.yml",), ["kustomize"]),
        (("Kustomization",), ["kustomize"]),
        (("Chart.yaml", "Kustomization"), ["helm", "kustomize"]),
    ],
)
def test_a_folder_is_rendered_as_what_it_holds(tmp_path: Path, files: tuple[str, ...], renderers: list[str]) -> None:
    for name in files:
        write(tmp_path / name, b"")

    assert find_renderers(str(tmp_path)) == renderers


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", False),
        (b"\n# x\n---\n# y\n...\n", False),
        (b"--- # x\n", False),
        (b"%YAML 1.2\n---\n", False),
        (b"--- null\n", False),
        (b"~\n", False),
        (b"null # nothing\r\n", False),
        (b"kind: List\nitems: []\n", False),
        (b"kind: List\nitems: null\n", False),
        (b"kind: List\nitems: ~\n", False),
        (b"items: [ ] # none\nkind: PodList\n", False),
        (b"a: 1\n", True),
        (b"--- {a: 1}\n", True),
        (b'{"kind": "Pod"}', True),
        (b"nullable: 1\n", True),
        (b"---x\n", True),
        (b"kind: List\nitems:\n- a\n", True),
        (b"kind: ConfigMap\nitems: []\n", True),
        (b"kind: ConfigMap\ndata:\n  a: |\n    kind: List\n    items: []\n", True),
    ],
)
def test_a_document_holds_an_object_or_not(data: bytes, expected: bool) -> None:  # noqa: FBT001 - a table's column
    assert holds_object(data) is expected


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("2m", 120), ("1m30s", 90), ("1h", 3600), ("500ms", 0.5), ("1.5s", 1.5)]
    + [(text, SECONDS) for text in ("", "0s", "90", "s", "-1s", "1..5s", "never")],
)
def test_durations_are_read_as_go_writes_them(text: str, seconds: float) -> None:
    assert read_duration(text) == seconds
