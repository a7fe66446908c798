"""The gate: an allowance is of a registry, never of the characters that a reference begins with."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from regswap.pipeline.check import CheckPolicy, read_allowance
from regswap.pipeline.entry import Entry
from regswap.reference import ImageReference, InvalidReference

GATE = CheckPolicy((read_allowance("quay.io"),))


def judge(reference: str) -> list[str]:
    entry = Entry(*("a.yaml", 1, 1, 1, "v1", "Pod", "", "", "image", reference, reference, "unchanged", None, ""))
    return [violation.code for violation in GATE.violations(entry)]


@given(st.from_regex(r"[a-z0-9./:@-]{0,30}", fullmatch=True))
def test_an_allowed_registry_lets_no_reference_of_another_pass(tail: str) -> None:
    text = f"quay.io{tail}"
    try:
        registry = ImageReference.parse(text).registry
    except InvalidReference:
        assert judge(text) == ["unparsable"]
        return
    assert judge(text) == ([] if registry == "quay.io" else ["not-allowed"])
