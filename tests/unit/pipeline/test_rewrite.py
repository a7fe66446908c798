from __future__ import annotations

import pytest

from regswap.document.parse.stream import Document
from regswap.errors import ManifestError
from regswap.pipeline.entry import Entry
from regswap.pipeline.rewrite import Policy, rewrite
from regswap.rules.engine.rule import Origin, Rule
from tests.support.pipeline import PLACES, read_rules, run

RULES = "default::h.io\nquay.io::\n[EXACT]number::12345"
POD = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  namespace: s\nspec:\n  containers:\n  - image: {}\n"


def document(text: str, number: int = 1) -> Document:
    return Document("s.yaml", number, 1, text.encode())


def policy(rules: str = RULES) -> Policy:
    return Policy(PLACES, read_rules(rules))


@pytest.mark.parametrize(
    ("text", "was_read"),
    [
        pytest.param("", False, id="nothing"),
        pytest.param("# kind: Pod, image\n", False, id="comments"),
        pytest.param("kind: ConfigMap\nimage: Pod\n", False, id="another kind"),
        pytest.param("kind: ConfigMap\nimage: Pod\nx: [\n", False, id="another kind that is not YAML"),
        pytest.param("Thank you for installing: {{ image }}\n", False, id="a note"),
        pytest.param("{kind: ConfigMap, image: Pod}\n", True, id="another kind, in flow"),
        pytest.param(POD.format("quay.io/a"), True, id="a site that stays"),
        pytest.param(POD.format("h.io/a"), True, id="a site that was rewritten"),
        pytest.param(POD.format("$(IMAGE)"), True, id="no reference"),
    ],
)
def test_the_data_of_a_document_that_stays_are_the_same_object(text: str, was_read: bool) -> None:  # noqa: FBT001
    given = document(text, number=0 if text.startswith("#") else 1)

    rewritten = rewrite(given, policy())

    assert rewritten.data is given.data
    assert rewritten.was_read == was_read


def test_what_is_done_is_told() -> None:
    rewritten = rewrite(Document("s.yaml", 7, 40, POD.format("'nginx'").encode()), policy())

    assert rewritten.data.decode() == POD.format("'h.io/nginx'")
    assert rewritten.entries == (
        Entry(
            source="s.yaml",
            document=7,
            line=47,
            column=12,
            api_version="v1",
            kind="Pod",
            namespace="s",
            name="p",
            path="spec.containers[0].image",
            reference="nginx",
            rewritten="h.io/nginx",
            status="changed",
            rule=Rule(
                "default",
                "default",
                "h.io",
                "path",
                "canonical",
                Origin("map", 1, 1),
                "default::h.io",
                format="imageswap",
            ),
            reason=rewritten.entries[0].reason,
        ),
    )
    assert rewritten.warnings == ()


@pytest.mark.parametrize(
    ("value", "status", "reason"),
    [
        ("quay.io/a", "unchanged", ""),
        ("h.io/a", "unchanged", "is already under"),
        ("", "unparsable", "is null"),
        ("null", "unparsable", "is null"),
        ("12", "unparsable", "is a number, not a string"),
        ("true", "unparsable", "is a bool, not a string"),
        ("{a: b}", "unparsable", "is a map, not a string"),
        ("[a]", "unparsable", "is a list, not a string"),
        ("!!int 1", "unparsable", "is a number, not a string"),
        ('""', "unparsable", "is empty"),
        ("$(VAR)", "unparsable", "is a variable"),
        ("'{{ x }}'", "unparsable", "is a template"),
        ("quay.io/Upper/case", "unparsable", ""),
        ("a b", "unparsable", "has white space"),
        ("|\n      nginx", "unparsable", "has white space"),
    ],
)
def test_what_is_left_alone_is_told_with_the_reason(value: str, status: str, reason: str) -> None:
    rewritten = rewrite(document(POD.format(value)), policy())

    (entry,) = rewritten.entries
    assert rewritten.data.decode() == POD.format(value)
    assert (entry.status, entry.rewritten) == (status, entry.reference)
    assert reason in entry.reason
    warned = [warning.message for warning in rewritten.warnings]
    assert len(warned) == (status == "unparsable")
    assert all("spec.containers[0].image was left as it is" in message for message in warned)


@pytest.mark.parametrize(
    ("frame", "old", "new"),
    [
        pytest.param(POD, "nginx", "h.io/nginx", id="plain"),
        pytest.param(POD, "number", '"12345"', id="what needs quotes"),
        pytest.param(POD, "'number'", "'12345'", id="what has quotes"),
        pytest.param(POD, ">-\n      nginx", ">-\n      h.io/nginx", id="folded"),
        pytest.param(POD.replace("\n", "\r\n"), "nginx", "h.io/nginx", id="CRLF"),
        pytest.param(POD.replace("\n", "\r"), "nginx", "h.io/nginx", id="CR only"),
        pytest.param("\ufeff" + POD, "nginx", "h.io/nginx", id="a byte order mark"),
        pytest.param("%YAML 1.1\n---\n" + POD + "...\n", "nginx", "h.io/nginx", id="a directive and an end"),
        pytest.param(POD[:-1], "nginx", "h.io/nginx", id="no final line break"),
        pytest.param(
            '{{"apiVersion":"v1","kind":"Pod","spec":{{"containers":[{{"image":{}}}]}}}}',
            '"nginx"',
            '"h.io/nginx"',
            id="JSON",
        ),
        pytest.param(
            "{{apiVersion: v1, kind: Pod, spec: {{containers: [{{image: {}}}]}}}}", "nginx:1", "h.io/nginx:1", id="flow"
        ),
        pytest.param(
            "apiVersion: v1\nkind: Pod\nspec: {{containers: [{{image: {}, x: a:1}}]}}\n---\n"
            + POD.format("x").split("spec")[0],
            "nginx",
            "h.io/nginx",
            id="what only the pure parser reads",
        ),
    ],
)
def test_a_reference_changes_and_nothing_else(frame: str, old: str, new: str) -> None:
    assert run(frame.format(old).encode(), RULES).data.decode() == frame.format(new)


def test_a_key_that_is_written_twice_is_rewritten_twice_and_warned_of() -> None:
    text = POD.format("a\n    name: c\n    image: b")

    rewritten = rewrite(document(text), policy())

    assert rewritten.data.decode() == POD.format("h.io/a\n    name: c\n    image: h.io/b")
    (warning,) = rewritten.warnings
    assert warning.message == "the key `image` is written twice in one mapping"
    assert (warning.line, warning.column, warning.excerpt) == (10, 5, "    image: b")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(POD.format("[nginx"), "is not valid YAML", id="no YAML"),
        pytest.param(POD.format("a\0b"), "U+0000 is not allowed", id="a null character"),
        pytest.param(POD.format('"a\x07b"'), "U+0007 is not allowed", id="a control character"),
        pytest.param(POD.format("*a"), "has no anchor", id="an alias of nothing"),
        pytest.param(POD.format("[" * 20_000), "nested more than 1,000 levels deep", id="deep nesting"),
        pytest.param(POD.format("[" * 20_000 + "]" * 20_000), "nested more than 1,000", id="deep nesting that ends"),
        pytest.param(
            POD.format("{a: b:c, d: " + "[" * 20_000),
            "nested more than 1,000",
            id="deep nesting that only one parser reads",
        ),
    ],
)
def test_what_may_hold_a_reference_and_cannot_be_read_is_refused(text: str, message: str) -> None:
    with pytest.raises(ManifestError) as caught:
        rewrite(document(text), policy())

    (diagnostic,) = caught.value.diagnostics
    assert message in diagnostic.message
    assert diagnostic.source == "s.yaml"
    assert diagnostic.line >= 8


def test_bytes_that_are_no_text_are_refused_where_they_may_hold_a_reference() -> None:
    data = POD.format("x").encode() + b"# \xff\n"

    with pytest.raises(ManifestError, match="not valid UTF-8: byte 0xFF"):
        rewrite(Document("s.yaml", 1, 1, data), policy())
    assert rewrite(Document("s.yaml", 1, 1, b"kind: ConfigMap\n# \xff\n"), policy()).data.endswith(b"\xff\n")


def test_a_long_value_is_left_alone_and_told_in_short() -> None:
    rewritten = rewrite(document(POD.format("a" * 5_000_000)), policy())

    assert len(rewritten.warnings[0].message) < 300
    assert len(rewritten.data) > 5_000_000
