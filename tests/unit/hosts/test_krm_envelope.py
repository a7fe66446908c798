from __future__ import annotations

import json

import pytest
import yaml

from regswap.document.parse.stream import Document
from regswap.errors import ManifestError
from regswap.hosts.krm.envelope import Envelope, Item, add_results, read_envelope, read_items

ROWS = ['{"message": "first"}', '{"message": "second: a # b"}']
HEAD = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n"
INDENTED = "  apiVersion: config.kubernetes.io/v1\n  kind: ResourceList\n"


def envelope_of(text: str) -> Envelope:
    return read_envelope(Document("<stdin>", 1, 1, text.encode()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + "items: []\n", HEAD + 'results:\n- {"message": "first"}\n- {"message": "second: a # b"}\nitems: []\n'),
        (HEAD, 'results:\n- {"message": "first"}\n- {"message": "second: a # b"}\n' + HEAD),
        (
            INDENTED + "  items: []",
            INDENTED + '  results:\n  - {"message": "first"}\n  - {"message": "second: a # b"}\n  items: []',
        ),
    ],
)
def test_results_go_before_the_items_in_the_indentation_that_is_there(text: str, expected: str) -> None:
    assert add_results(envelope_of(text), text.encode(), ROWS).decode() == expected


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "text",
    [
        HEAD + "items: []\n",
        HEAD + "items:\n- a: |+\n    text\n\n\n",
        HEAD + "items:\n- a: |\n    without a line break at the end",
        "---\n" + HEAD + "items: []\n...\n",
        "# head\n" + HEAD + "# before\nitems: [] # after\n# tail",
        "%YAML 1.1\n---\n" + HEAD + "items:\n",
        HEAD + "? items\n: []\n",
        HEAD + "x: &image nginx\nitems: [*image]\n",
        '{"apiVersion":"config.kubernetes.io/v1","kind":"ResourceList","items":[]}',
        '{\n  "items": [],\n  "apiVersion": "config.kubernetes.io/v1",\n  "kind": "ResourceList"\n}\n',
        "{kind: ResourceList, apiVersion: config.kubernetes.io/v1, ? items : []}\n",
        "--- {kind: ResourceList, apiVersion: config.kubernetes.io/v1}\n",
        "\ufeff" + HEAD + "items: []\n",
    ],
)
def test_results_are_all_that_is_added(text: str, line_break: str) -> None:
    text = text.replace("\n", line_break)

    added = add_results(envelope_of(text), text.encode(), ROWS)

    after = yaml.safe_load(added)
    assert after.pop("results") == [json.loads(row) for row in ROWS]
    assert after == yaml.safe_load(text)


@pytest.mark.parametrize(
    "results",
    [
        "results:\n- {message: old}\n",
        "results:\n  - message: old\n    severity: info\n",
        "results: [{message: old}]\n",
        "results: [ # none of mine\n  {message: old}]\n",
        "results: []\n",
        "results: null\n",
        "results: ~ # nothing\n",
        "results:\n",
        "results: # nothing\n",
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_results_of_another_function_stay_behind(results: str, *, is_first: bool) -> None:
    text = HEAD + (results + "items: []\n" if is_first else "items: []\n" + results)

    added = add_results(envelope_of(text), text.encode(), ROWS)

    before, after = yaml.safe_load(text), yaml.safe_load(added)
    assert after.pop("results") == [json.loads(row) for row in ROWS] + (before.pop("results") or [])
    assert after == before


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "items: []\nresults: {}\n",
        HEAD + "items: []\nresults: text\n",
        "? items\n: []\n? kind\n: ResourceList\n? apiVersion\n: config.kubernetes.io/v1\n",
    ],
)
def test_where_no_line_is_free_for_results_there_are_none(text: str) -> None:
    assert add_results(envelope_of(text), text.encode(), ROWS).decode() == text


def test_no_results_leave_every_byte() -> None:
    data = HEAD.encode()

    assert add_results(envelope_of(HEAD), data, []) is data


def test_results_find_their_place_after_what_was_rewritten_before_it() -> None:
    text = HEAD + "x: &image nginx\nitems: [*image]\n"
    rewritten = text.replace("nginx", "registry.example.com/hub/nginx").encode()

    after = yaml.safe_load(add_results(envelope_of(text), rewritten, ROWS))

    assert after["items"] == ["registry.example.com/hub/nginx"]
    assert len(after["results"]) == 2


def test_items_are_known_with_the_file_that_they_come_from() -> None:
    envelope = envelope_of(
        HEAD
        + "items:\n"
        + "- {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: n, annotations: "
        + "{config.kubernetes.io/path: a.yaml, config.kubernetes.io/index: '2'}}}\n"
        + "- kind: Pod\n  metadata:\n    annotations: {internal.config.kubernetes.io/path: b.yaml}\n"
        + "-\n"
    )

    assert read_items(envelope) == (
        Item("v1", "Pod", "n", "a", "a.yaml", "2", (4, 3)),
        Item("", "Pod", "", "", "b.yaml", "", (5, 3)),
        Item("", "", "", "", "", "", (8, 2)),
    )


@pytest.mark.parametrize("items", ["", "items:\n", "items: null\n", "items: []\n"])
def test_no_items_are_no_mistake(items: str) -> None:
    assert read_items(envelope_of(HEAD + items)) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind: ResourceList\n", "is not a ResourceList that is known (no apiVersion, ResourceList)"),
        ("apiVersion: v1\nkind: Pod\n", "is not a ResourceList that is known (v1, Pod)"),
        ("apiVersion: config.kubernetes.io/v2\nkind: ResourceList\n", "config.kubernetes.io/v2"),
        ("text", "is not a ResourceList that is known (no apiVersion, no kind)"),
        ("[]", "is not a ResourceList that is known (no apiVersion, no kind)"),
        (HEAD + "items: {}\n", "`items` is not a list"),
        (HEAD + "items: text\n", "`items` is not a list"),
        (HEAD + "items: [\n", "not valid YAML"),
    ],
)
def test_what_is_no_resource_list_is_refused(text: str, message: str) -> None:
    with pytest.raises(ManifestError) as caught:
        envelope_of(text)

    assert message in str(caught.value)
