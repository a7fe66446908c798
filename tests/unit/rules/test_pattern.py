from __future__ import annotations

import pytest

from regswap.rules import Decision, Origin, Rule, RuleSet
from regswap.rules.engine.pattern import InvalidPattern, compile_expression, expand


def make_rule(expression: str, target: str, line: int = 1, *, overrides: bool = False) -> Rule:
    origin = Origin("rules", line, 1)
    text = f"{expression} -> {target}"
    return Rule("regex", expression, target, "expand", "raw", origin, text, overrides=overrides)


def decide(expression: str, target: str, text: str) -> Decision:
    return RuleSet([make_rule(expression, target)]).decide(text)


@pytest.mark.parametrize(
    ("template", "expanded"),
    [
        ("h.io/x", "h.io/x"),
        ("$1", "a"),
        ("$1$2", "ab"),
        ("${1}0", "a0"),
        ("$10", "j"),
        ("${10}", "j"),
        ("$11", ""),
        ("$$1", "$1"),
        ("$$$1", "$a"),
        ("x$2y", "xby"),
    ],
)
def test_a_template_is_expanded_as_go_expands_it(template: str, expanded: str) -> None:
    assert expand(template, (*"abcdefghij", None)) == expanded


@pytest.mark.parametrize(
    ("expression", "target", "text", "rewritten"),
    [
        pytest.param(r"^quay\.io/", "h.io/q/", "quay.io/a/b:1", "h.io/q/a/b:1", id="the beginning"),
        pytest.param(r"^(quay|gcr)\.io/", "h.io/$1/", "gcr.io/a:1", "h.io/gcr/a:1", id="a group"),
        pytest.param(r"^(quay)\.(io)/", "m.io/$1.$2/", "quay.io/a:1", "m.io/quay.io/a:1", id="the rest comes once"),
        pytest.param(r":(v[0-9.]+)$", ":pinned-$1", "a/b:v1.2", "a/b:pinned-v1.2", id="the end"),
        pytest.param("(io)", "IO$1", "quay.io/io/a", "quay.IOio/io/a", id="the first match only"),
        pytest.param("(x*)", "m.io/$1", "nginx", "m.io/nginx", id="an empty match"),
        pytest.param("^(a)?(b)", "c.io/$1$2", "b/x", "c.io/b/x", id="a group that takes no part"),
        pytest.param("a", "aa", "b/ab", "b/aab", id="a target that holds its match"),
        pytest.param("nginx", "redis", "quay.io/nginx:1", "quay.io/redis:1", id="the middle"),
    ],
)
def test_a_match_is_replaced_where_it_stands_and_a_second_run_changes_nothing(
    expression: str, target: str, text: str, rewritten: str
) -> None:
    assert decide(expression, target, text).rewritten == rewritten
    assert decide(expression, target, rewritten).rewritten == rewritten


@pytest.mark.parametrize(
    ("expression", "target", "text", "reason"),
    [
        (
            "^([^/]+)/(.*)$",
            "$2/$1",
            "a/b",
            "matches `^([^/]+)/(.*)$`, but would become `b/a`, which the rules would rewrite again",
        ),
        (r"^quay\.io", "Q u", "quay.io/a", "matches `^quay\\.io`, but would become `Q u/a`, which has white space"),
        ("a", "", "a/b", "matches `a`, which the rules leave alone"),
    ],
)
def test_a_result_that_is_not_stable_or_no_reference_is_not_used(
    expression: str, target: str, text: str, reason: str
) -> None:
    decision = decide(expression, target, text)

    assert not decision.changed
    assert decision.reason == reason


def test_what_a_regex_wrote_is_kept_from_the_rules_after_it() -> None:
    default = Rule("default", "default", "h.io/all", "path", "canonical", Origin("rules", 2, 1), "default")
    rules = RuleSet([make_rule(r"^gcr\.io/([^/]+)/(.*)$", "us-docker.pkg.dev/$1/gcr-mirror/$2"), default])

    assert rules.decide("gcr.io/p/a:1").rewritten == "us-docker.pkg.dev/p/gcr-mirror/a:1"
    assert rules.decide("us-docker.pkg.dev/p/gcr-mirror/a:1").rewritten == "us-docker.pkg.dev/p/gcr-mirror/a:1"
    assert rules.decide("us-docker.pkg.dev/p/other/a:1").rewritten == "h.io/all/p/other/a:1"


def test_a_regex_that_overrides_goes_before_an_exact_rule_and_another_after_it() -> None:
    exact = Rule("exact", "a:1", "e.io/a:1", "whole", "raw", Origin("rules", 1, 1), "a:1")

    assert RuleSet([exact, make_rule("^a", "r.io/a", overrides=True)]).decide("a:1").rewritten == "r.io/a:1"
    assert RuleSet([exact, make_rule("^a", "r.io/a")]).decide("a:1").rewritten == "e.io/a:1"


def test_globs_and_regexes_are_tried_in_the_order_in_which_they_are_written() -> None:
    glob = Rule("glob", "a*", "g.io", "basename", "raw", Origin("rules", 1, 1), "a*")
    regex = make_rule("^a", "r.io/a", 2)

    assert RuleSet([glob, regex]).decide("a:1").rewritten == "g.io/a:1"
    assert RuleSet([regex, glob]).decide("a:1").rewritten == "r.io/a:1"


@pytest.mark.parametrize("expression", ["(", "(?=a)", r"(a)\1", "[", "*", "a{2000}"])
def test_what_re2_refuses_is_refused_with_its_reason(expression: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InvalidPattern) as caught:
        compile_expression(expression)

    assert str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_a_regex_takes_linear_time() -> None:
    assert not decide("^(a+)+$", "h.io/$1", "a" * 200 + "-b/c").changed
