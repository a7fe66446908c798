from __future__ import annotations

from pathlib import Path

import pytest

from regswap.rules import load
from regswap.rules.engine.explanation import Explainer
from tests.support.pipeline import read_rules

RULES = """\
default::mirror.example/all
docker.io::mirror.example/hub
quay.io::mirror.example/quay
quay.io/prom::mirror.example/prom
[EXACT]nginx:1.27::mirror.example/pinned/nginx:1.27
noswap_wildcards::keep
"""


@pytest.mark.parametrize(
    ("reference", "line", "others"),
    [
        (
            "nginx:1.27",
            5,
            {1: "exact rules take precedence over the default", 2: "exact rules take precedence over prefixes"},
        ),
        ("quay.io/prom/x", 4, {1: "prefixes take precedence over the default", 3: "`quay.io/prom` is a longer prefix"}),
        (
            "quay.io/prometheus/x",
            3,
            {1: "prefixes take precedence over the default", 4: "`quay.io/prom` ends inside of"},
        ),
        ("mirror.example/hub/x", 2, {1: "the reference is where map:2 would put it already"}),
        ("ghcr.io/keep/x", 6, {1: "skip rules take precedence over the default"}),
        ("ghcr.io/x", 1, {}),
        ("quay.io:8443/x", 1, {3: "`quay.io:8443` is another registry than `quay.io`: only port 443 is the same"}),
    ],
)
def test_the_rules_that_lost_say_why(reference: str, line: int, others: dict[int, str]) -> None:
    decision, lost = Explainer(read_rules(RULES)).explain(reference)

    assert decision.rule is not None
    assert decision.rule.origin.line == line
    assert [(other.rule.origin.line, other.reason.startswith(others[other.rule.origin.line])) for other in lost] == [
        (line, True) for line in others
    ]


def test_what_is_no_reference_has_no_rules() -> None:
    decision, lost = Explainer(read_rules(RULES)).explain("a b")

    assert (decision.parsed, decision.changed, lost) == (False, False, ())


def test_compat_mode_claims_no_reasons(tmp_path: Path) -> None:
    path = tmp_path / "m.map"
    path.write_text(RULES)

    decision, lost = Explainer(load([str(path)], mode="compat")).explain("quay.io/prom/x")

    assert decision.rule is not None
    assert {other.reason for other in lost} <= {"the program did not choose it"} | {
        other.reason for other in lost if "ends inside" in other.reason
    }
