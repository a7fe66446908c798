"""What the gate makes of references."""

from __future__ import annotations

import re

import pytest

from regswap.pipeline.check import CheckPolicy, Violation, explain_allowance, read_allowance
from regswap.pipeline.entry import Entry

DIGEST = "@sha256:" + "0123456789abcdef" * 4
ENTRY = Entry(
    *("a.yaml", 1, 8, 14, "v1", "Pod", "prod", "web", "spec.containers[0].image"),
    *("q.io/x:1", "q.io/x:1", "unchanged", None, "is matched by no rule"),
)


def write(reference: str, **fields: str) -> Entry:
    return ENTRY._replace(reference=reference, rewritten=fields.pop("becomes", reference), **fields)  # type: ignore[arg-type]


def judge(gate: CheckPolicy, entry: Entry, **parts: str) -> list[Violation]:
    return list(gate.violations(entry, parts))


def codes(gate: CheckPolicy, reference: str, **parts: str) -> list[str]:
    return [violation.code for violation in judge(gate, write(reference), **parts)]


def gate_of(*allowances: str) -> CheckPolicy:
    return CheckPolicy(tuple(map(read_allowance, allowances)))


@pytest.mark.parametrize(
    ("allowed", "reference"),
    [
        ("quay.io", "quay.io/a:1"),
        ("quay.io", "quay.io/a/b/c" + DIGEST),
        ("quay.io/", "quay.io/a"),
        ("QUAY.io", "quay.io/a"),
        ("quay.io", "Quay.io/a"),
        ("quay.io/team", "quay.io/team/app"),
        ("quay.io/team", "quay.io/team:1"),
        ("quay.io/team", "quay.io/team" + DIGEST),
        ("quay.io/team", "quay.io/team"),
        ("localhost:5000", "localhost:5000/a"),
        ("[::1]:5000/a", "[::1]:5000/a/b"),
        ("docker.io", "nginx"),
        ("docker.io", "index.docker.io/team/app"),
        ("index.docker.io", "docker.io/nginx"),
        ("docker.io/library", "nginx:1"),
        ("docker.io/library/nginx", "nginx:1"),
        ("docker.io/nginx", "nginx:1"),
        ("docker.io/nginx", "nginx/nginx-ingress:1"),
        ("docker.io/team", "team/app"),
        ("*", "any.example/a"),
    ],
)
def test_what_is_allowed_passes(allowed: str, reference: str) -> None:
    assert codes(gate_of("other.example", allowed), reference) == []


@pytest.mark.parametrize(
    ("allowed", "reference"),
    [
        ("quay.io", "quay.io.evil.com/a"),
        ("quay.io", "evil.quay.io/a"),
        ("quay.io", "quay.io:443/a"),
        ("quay.io:443", "quay.io/a"),
        ("quay.io", "evil.com/quay.io/a"),
        ("quay.io/team", "quay.io/team2/a"),
        ("quay.io/team", "quay.io/team-evil:1"),
        ("quay.io/team", "quay.io/team.evil/a"),
        ("quay.io/team", "quay.io/other/team/a"),
        ("quay.io/team/app", "quay.io/team/a"),
        ("quay.io", "nginx"),
        ("quay.io", "quay/io"),
        ("docker.io/library", "team/library"),
        ("docker.io/library/nginx", "nginx/nginx"),
        ("docker.io/team/app", "app"),
        ("quay.io/nginx", "quay.io/library/nginx"),
    ],
)
def test_what_only_shares_characters_with_it_does_not(allowed: str, reference: str) -> None:
    assert codes(gate_of(allowed), reference) == ["not-allowed"]


@pytest.mark.parametrize(
    ("text", "reason", "remedy"),
    [
        ("", "is empty", "write a registry and, if need be, a path in it, as in `quay.io/team`"),
        ("https://quay.io", "begins with a scheme, as a URL does", "write `quay.io`"),
        ("team", "does not begin with a registry", "write `docker.io/team`"),
        ("quay.io/a:1", "has a `:` in its path", "write `quay.io/a`"),
        ("quay.io/a@sha256:0", "has a digest that is not valid", "write `quay.io/a`"),
        ("quay.io/*", "has `*` in its path", "write `quay.io`"),
        ("quay.io//a", "has an empty path component", "write a registry and, "),
        ("quay.io:port/a", "has a port that is not a number", "write a registry and, "),
        ("quay.io, gcr.io", "has white space", "write a registry and, "),
    ],
)
def test_what_is_no_allowance_is_told_with_one_that_is(text: str, reason: str, remedy: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        read_allowance(text)
    assert explain_allowance(text).startswith(remedy)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("q.io/x:1", []),
        ("q.io/x:latest", ["latest"]),
        ("q.io/x", ["latest"]),
        ("q.io/latest:1", []),
        ("q.io:5000/x", ["latest"]),
        ("q.io/x:latest" + DIGEST, []),
        ("q.io/x" + DIGEST, []),
    ],
)
def test_latest_is_refused_on_request(reference: str, expected: list[str]) -> None:
    assert codes(CheckPolicy(refuses_latest=True), reference) == expected
    assert codes(gate_of("q.io", "q.io:5000"), reference) == []


def test_a_digest_is_demanded_on_request() -> None:
    assert codes(CheckPolicy(wants_digest=True), "q.io/x:1") == ["no-digest"]
    assert codes(CheckPolicy(wants_digest=True), "q.io/x:1" + DIGEST) == []


def test_all_that_is_wrong_with_a_reference_is_told() -> None:
    assert codes(CheckPolicy((read_allowance("a.io"),), wants_digest=True, refuses_latest=True), "nginx") == [
        "not-allowed",
        "latest",
        "no-digest",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ .image }}", "templated"),
        ("$(IMAGE)", "templated"),
        ("q.io/x:${TAG}", "templated"),
        ("", "unparsable"),
        ("Q.io/X", "unparsable"),
    ],
)
def test_what_is_no_reference_fails_whatever_is_allowed(text: str, code: str) -> None:
    assert codes(gate_of("*"), text) == [code]


def test_what_is_no_string_fails_though_it_reads_as_a_reference() -> None:
    entry = write("12", status="unparsable", reason="is a number, not a string")

    assert [(one.code, one.message) for one in judge(gate_of("*"), entry)] == [
        ("unparsable", "spec.containers[0].image: `12` is a number, not a string")
    ]


def test_what_the_rules_make_of_a_reference_counts() -> None:
    (violation,) = judge(gate_of("q.io"), write("q.io/x:1", becomes="m.io/x:1"))

    assert judge(gate_of("m.io"), write("q.io/x:1", becomes="m.io/x:1")) == []
    assert violation.message == (
        "spec.containers[0].image: `q.io/x:1` becomes `m.io/x:1`, which is in `m.io`, outside of what is allowed"
    )


def test_what_may_be_no_reference_is_a_note() -> None:
    (violation,) = judge(gate_of("m.io"), write("q.io/x:1", certainty="possible"))

    assert (violation.code, violation.severity) == ("not-allowed", "note")
    assert judge(gate_of("m.io"), write("q.io/x:1", certainty="hidden"))[0].severity == "error"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("q.io", ["not-allowed"]),
        ("q.io/team", []),
        ("q.io/team/", []),
        ("q.io/team/more", []),
        ("oci://q.io/team", []),
        ("q.io/team2", ["not-allowed"]),
        ("{{ x }}", ["templated"]),
    ],
)
def test_a_registry_without_an_image_passes_if_all_that_is_in_it_does(text: str, expected: list[str]) -> None:
    gate = CheckPolicy((read_allowance("q.io/team"),), wants_digest=True, refuses_latest=True)

    assert codes(gate, text, registry=text) == expected


def test_of_parts_without_a_tag_nobody_says_that_they_are_latest() -> None:
    assert codes(CheckPolicy(refuses_latest=True), "q.io/x", repository="q.io/x") == []
    assert codes(CheckPolicy(refuses_latest=True), "q.io/x:latest", repository="q.io/x", tag="latest") == ["latest"]


def test_a_registry_with_a_tag_for_all_that_is_in_it_is_judged_with_the_tag() -> None:
    gate = CheckPolicy((read_allowance("q.io/istio"),), wants_digest=True, refuses_latest=True)

    assert codes(gate, "q.io/istio:1", registry="q.io/istio", tag="1") == ["no-digest"]
    assert codes(gate, "q.io/istio:latest", registry="q.io/istio", tag="latest") == ["latest", "no-digest"]
    assert codes(gate_of("q.io/istio"), "q.io:1", registry="q.io", tag="1") == ["not-allowed"]
    assert codes(gate_of("q.io:5000"), "q.io:5000:1", registry="q.io:5000", tag="1") == []


def test_a_name_below_a_registry_that_stands_elsewhere_is_not_judged() -> None:
    assert codes(gate_of("q.io"), "pilot", name="pilot") == []
    assert codes(gate_of("q.io"), "istio/pilot", name="istio/pilot") == ["not-allowed"]
    assert codes(gate_of("q.io"), "docker.io/pilot", registry="docker.io", name="pilot") == ["not-allowed"]
