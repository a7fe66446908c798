from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from regswap.rules import Decision, Origin, Rule, RuleSet

if TYPE_CHECKING:
    from regswap.rules.engine.rule import Join, Kind, Scope

DIGEST = "sha256:98706f0f213dbd440021993a82d2f70451a73698315370ae8615cc468ac06624"


def make_rule(line: int, kind: Kind, match: str, target: str = "") -> Rule:
    """A rule as a format would make it: ``target`` with a final ``-`` joins by dash."""
    joins: dict[Kind, Join] = {"exact": "whole", "glob": "basename", "skip": "whole"}
    join = joins.get(kind, "dash" if target.endswith("-") else "path")
    scope: Scope = "raw" if kind in joins else "canonical"
    return Rule(kind, match, target, join, scope, Origin("map", line, 1), f"{match}::{target}")


def make_rules(*rules: tuple[Kind, str, str]) -> RuleSet:
    return RuleSet([make_rule(line, *rule) for line, rule in enumerate(rules, 1)])


def decide(rules: RuleSet, text: str) -> tuple[str, int]:
    """What a text becomes, and the line of the rule that decided."""
    decision = rules.decide(text)
    return decision.rewritten, decision.rule.origin.line if decision.rule else 0


@pytest.mark.parametrize("text", ["nginx", "quay.io/a:1", "$(IMG)", "", "A", "x" * 5000])
def test_without_rules_nothing_changes(text: str) -> None:
    decision = RuleSet(()).decide(text)

    assert decision.rewritten == text
    assert not decision.changed
    assert decision.rule is None


@pytest.mark.parametrize("text", ["", "$(IMG)", "{{ .image }}", "Nginx", "nginx latest", "x" * 5000])
def test_a_text_that_is_no_reference_stays_and_says_why(text: str) -> None:
    rules = make_rules(("exact", text, "h.io/a"), ("glob", "*", "h.io/b"), ("default", "default", "h.io/c"))

    decision = rules.decide(text)

    assert (decision.rewritten, decision.rule, decision.parsed) == (text, None, False)
    assert decision.reason


@pytest.mark.parametrize(
    ("rules", "text", "expected"),
    [
        pytest.param(
            [("glob", "nginx*", "b.io"), ("exact", "nginx:1", "a.io/n:1")],
            "nginx:1",
            ("a.io/n:1", 2),
            id="exact > glob",
        ),
        pytest.param(
            [("prefix", "docker.io", "b.io"), ("glob", "nginx*", "a.io")],
            "nginx:1",
            ("a.io/nginx:1", 2),
            id="glob > prefix",
        ),
        pytest.param(
            [("skip", "nginx", ""), ("prefix", "docker.io", "a.io")], "nginx:1", ("a.io/nginx:1", 2), id="prefix > skip"
        ),
        pytest.param(
            [("default", "default", "a.io"), ("skip", "nginx", "")], "nginx:1", ("nginx:1", 2), id="skip > default"
        ),
        pytest.param([("default", "default", "a.io")], "nginx:1", ("a.io/nginx:1", 1), id="default > unchanged"),
        pytest.param([("prefix", "quay.io", "a.io")], "nginx:1", ("nginx:1", 0), id="unchanged"),
        pytest.param(
            [("glob", "n*", "a.io"), ("glob", "nginx*", "b.io")], "nginx", ("a.io/nginx", 1), id="the first glob wins"
        ),
        pytest.param(
            [("prefix", "quay.io", "a.io"), ("prefix", "quay.io/org", "b.io/o")],
            "quay.io/org/app",
            ("b.io/o/app", 2),
            id="the longest prefix wins",
        ),
        pytest.param(
            [("prefix", "quay.io", "a.io"), ("prefix", "quay.io", "b.io")],
            "quay.io/x",
            ("a.io/x", 1),
            id="the first wins",
        ),
        pytest.param(
            [("exact", "x", "a.io/x"), ("exact", "x", "b.io/x")], "x", ("a.io/x", 1), id="the first exact rule wins"
        ),
        pytest.param(
            [("default", "default", "a.io"), ("default", "default", "b.io")],
            "x",
            ("a.io/x", 1),
            id="the first default wins",
        ),
    ],
)
def test_rules_have_an_order(rules: list[tuple[Kind, str, str]], text: str, expected: tuple[str, int]) -> None:
    assert decide(make_rules(*rules), text) == expected


@pytest.mark.parametrize(
    ("prefix", "text"),
    [
        pytest.param("quay.io", "quay.io.example.com/a", id="inside of a host"),
        pytest.param("quay.io", "team/quay.io/a", id="inside of a path"),
        pytest.param("quay.io/palette-images", "quay.io/palette-images-fips/a", id="inside of a path component"),
        pytest.param("quay.io/org/app", "quay.io/org/application:1", id="inside of the last path component"),
        pytest.param("quay.io:8443", "quay.io/a", id="a port that the reference does not name"),
        pytest.param("quay.io:8443", "quay.io:443/a", id="another port"),
        pytest.param("quay.io", "quay.io:8443/a", id="a port that is not the default"),
        pytest.param("quay.io/a", "quay.io:8443/a/b", id="a path on a port that is not the default"),
        pytest.param("localhost:5000", "localhost:6000/a", id="another port of localhost"),
        pytest.param("localhost", "localhost:5000/a", id="a port of localhost"),
        pytest.param("docker.io", "docker.io:8443/a", id="a port of Docker Hub"),
        pytest.param("docker.io", "registry:5000/a", id="a host without a dot"),
        pytest.param("docker.io", "localhost/a", id="localhost"),
        pytest.param("docker.io/nginx", "docker.io/bitnami/nginx", id="the end of a path"),
        pytest.param("docker.io/a", "library/a/b", id="a folder named library"),
        pytest.param("docker.io/library", "bitnami/redis", id="not in the library"),
        pytest.param("quay.io/library", "quay.io/nginx", id="another registry has no short names"),
    ],
)
def test_a_prefix_matches_at_a_boundary_only(prefix: str, text: str) -> None:
    assert decide(make_rules(("prefix", prefix, "h.io/t")), text) == (text, 0)


@pytest.mark.parametrize(
    ("prefix", "text", "rewritten"),
    [
        pytest.param("quay.io", "quay.io/a/b:1", "h.io/t/a/b:1", id="a host"),
        pytest.param("quay.io", f"quay.io/a:1@{DIGEST}", f"h.io/t/a:1@{DIGEST}", id="tag and digest are kept"),
        pytest.param("quay.io", "quay.io/quay.io/quay.io:1", "h.io/t/quay.io/quay.io:1", id="at the start only"),
        pytest.param("quay.io", "quay.io:443/a:1", "h.io/t/a:1", id="the default port"),
        pytest.param("quay.io:443", "quay.io:443/a:1", "h.io/t/a:1", id="a port"),
        pytest.param("registry:5000", "registry:5000/a", "h.io/t/a", id="a host without a dot"),
        pytest.param("localhost:5000", "localhost:5000/a", "h.io/t/a", id="localhost"),
        pytest.param("[::1]:5000", "[::1]:5000/a", "h.io/t/a", id="an IPv6 host"),
        pytest.param("quay.io/a", "quay.io/a/b:1", "h.io/t/b:1", id="a path"),
        pytest.param("quay.io/a/b", "quay.io/a/b:1", "h.io/t:1", id="a whole repository with a tag"),
        pytest.param("quay.io/a/b", f"quay.io/a/b@{DIGEST}", f"h.io/t@{DIGEST}", id="a whole repository with a digest"),
        pytest.param("quay.io/a/b", "quay.io/a/b", "h.io/t", id="a whole repository"),
        pytest.param("quay.io/a", "quay.io:443/a/b", "h.io/t/b", id="a path on the default port"),
        pytest.param("docker.io", "nginx", "h.io/t/nginx", id="a short name stays short"),
        pytest.param("docker.io", "library/nginx", "h.io/t/library/nginx", id="a written library/ stays"),
        pytest.param("docker.io", "docker.io/library/nginx", "h.io/t/library/nginx", id="a written host goes"),
        pytest.param("docker.io", "index.docker.io/a/b", "h.io/t/a/b", id="an alias of Docker Hub"),
        pytest.param(
            "docker.io", "registry-1.docker.io/a/b", "h.io/t/a/b", id="the host that Docker Hub is served from"
        ),
        pytest.param("docker.io/library", "registry.hub.docker.com/nginx", "h.io/t/nginx", id="its old host"),
        pytest.param("docker.io", "docker.io:443/a/b", "h.io/t/a/b", id="Docker Hub on the default port"),
        pytest.param("index.docker.io", "nginx", "h.io/t/nginx", id="a rule that names the alias"),
        pytest.param("docker.io/library", "nginx", "h.io/t/nginx", id="a library image"),
        pytest.param("docker.io/library", "library/nginx", "h.io/t/nginx", id="a library image with library/"),
        pytest.param("docker.io/library", "docker.io/nginx:1", "h.io/t/nginx:1", id="a library image with host"),
        pytest.param("docker.io/library", "docker.io/library/nginx", "h.io/t/nginx", id="a library image with both"),
        pytest.param("docker.io/nginx", "nginx:1", "h.io/t:1", id="a short name by host and name"),
        pytest.param("docker.io/nginx", "library/nginx:1", "h.io/t:1", id="one repository, two spellings"),
        pytest.param("docker.io/library/nginx", "nginx:1", "h.io/t:1", id="the same by its canonical name"),
        pytest.param("docker.io/nginx", "nginx/ingress:1", "h.io/t/ingress:1", id="an organisation of that name"),
        pytest.param("Quay.io", "Quay.io/a", "h.io/t/a", id="hosts are compared letter by letter"),
    ],
)
def test_a_target_replaces_the_matched_prefix_and_nothing_else(prefix: str, text: str, rewritten: str) -> None:
    assert decide(make_rules(("prefix", prefix, "h.io/t")), text) == (rewritten, 1)


@pytest.mark.parametrize(
    ("prefixes", "text", "line"),
    [
        pytest.param(["gcr.io", "gcr.io:443"], "gcr.io:443/a", 2, id="host and port before host"),
        pytest.param(["gcr.io/a", "gcr.io:443"], "gcr.io:443/a/b", 2, id="host and port before a path of the host"),
        pytest.param(
            ["docker.io", "index.docker.io"], "index.docker.io/a/b", 2, id="the written host before docker.io"
        ),
        pytest.param(["index.docker.io", "docker.io"], "docker.io/a/b", 2, id="docker.io before its alias"),
        pytest.param(["index.docker.io", "docker.io"], "a/b", 2, id="docker.io before its alias for a missing host"),
        pytest.param(["docker.io/library", "docker.io/nginx"], "nginx", 2, id="the name before its folder"),
    ],
)
def test_the_prefix_nearest_to_what_is_written_wins(prefixes: list[str], text: str, line: int) -> None:
    rules = make_rules(*(("prefix", prefix, f"t{number}.io") for number, prefix in enumerate(prefixes)))

    assert decide(rules, text)[1] == line


@pytest.mark.parametrize("kind", ["prefix", "default"])
@pytest.mark.parametrize(
    ("text", "rewritten"),
    [
        ("quay.io/a/b:1", "h/mirror-quay.io/a/b:1"),
        ("quay.io:443/a/b:1", "h/mirror-quay.io/a/b:1"),
    ],
)
def test_a_dash_target_is_followed_by_the_registry_without_its_port(kind: Kind, text: str, rewritten: str) -> None:
    match = "quay.io" if kind == "prefix" else "default"

    assert decide(make_rules((kind, match, "h/mirror-")), text) == (rewritten, 1)


@pytest.mark.parametrize(
    ("text", "rewritten"),
    [
        ("nginx", "h/mirror-docker.io/nginx"),
        ("docker.io/library/nginx", "h/mirror-docker.io/library/nginx"),
        ("index.docker.io/a/b", "h/mirror-docker.io/a/b"),
        ("localhost:5000/a", "h/mirror-localhost/a"),
    ],
)
def test_a_dash_default_writes_docker_hub_by_one_name(text: str, rewritten: str) -> None:
    assert decide(make_rules(("default", "default", "h/mirror-")), text) == (rewritten, 1)


@pytest.mark.parametrize(
    ("text", "rewritten"),
    [
        ("nginx:1", "h.io/t/nginx:1"),
        ("library/nginx", "h.io/t/library/nginx"),
        ("quay.io/a/b", "h.io/t/a/b"),
        ("quay.io:443/a/b", "h.io/t/a/b"),
        (f"localhost/a@{DIGEST}", f"h.io/t/a@{DIGEST}"),
    ],
)
def test_a_default_takes_the_place_of_the_registry(text: str, rewritten: str) -> None:
    assert decide(make_rules(("default", "default", "h.io/t")), text) == (rewritten, 1)


@pytest.mark.parametrize(
    ("pattern", "text", "rewritten"),
    [
        ("quay.io/*", "quay.io/a/b/c:v1", "h.io/t/c:v1"),
        ("quay.io/*", f"quay.io/a/b:1@{DIGEST}", f"h.io/t/b:1@{DIGEST}"),
        ("ngin?", "nginx", "h.io/t/nginx"),
        ("[!a]*:1", "nginx:1", "h.io/t/nginx:1"),
        ("docker.io/*", "nginx", "nginx"),
        ("quay.io", "quay.io/a", "quay.io/a"),
        ("QUAY.io/*", "quay.io/a", "quay.io/a"),
    ],
)
def test_a_glob_fits_the_whole_text_and_keeps_the_last_name(pattern: str, text: str, rewritten: str) -> None:
    assert make_rules(("glob", pattern, "h.io/t")).decide(text).rewritten == rewritten


def test_an_exact_rule_infers_nothing() -> None:
    rules = make_rules(("exact", "nginx:latest", "h.io/n:1"))

    assert [decide(rules, text)[0] for text in ("nginx:latest", "nginx", "docker.io/library/nginx:latest")] == [
        "h.io/n:1",
        "nginx",
        "docker.io/library/nginx:latest",
    ]


@pytest.mark.parametrize(
    "rule",
    [
        ("exact", "quay.io/a:1", ""),
        ("exact", "quay.io/a:1", "quay.io/a:1"),
        ("glob", "quay.io/*", ""),
        ("prefix", "quay.io", ""),
        ("prefix", "quay.io", "quay.io"),
        ("skip", "io/a", ""),
        ("default", "default", ""),
    ],
    ids=str,
)
def test_a_rule_that_changes_nothing_still_decides(rule: tuple[Kind, str, str]) -> None:
    rules = make_rules(rule, ("default", "default", "h.io"))

    assert decide(rules, "quay.io/a:1") == ("quay.io/a:1", 1)


def test_a_rule_that_names_itself_as_its_target_does_not_shield_its_references_from_others() -> None:
    rules = make_rules(("prefix", "quay.io", "quay.io"), ("exact", "quay.io/a:1", "h.io/a:1"))

    assert decide(rules, "quay.io/a:1") == ("h.io/a:1", 2)
    assert decide(rules, "quay.io:443/a:1") == ("quay.io:443/a:1", 1)


@pytest.mark.parametrize(
    ("target", "text"),
    [
        pytest.param("h.io/hub", "h.io/hub2/nginx", id="inside of a path component"),
        pytest.param("h.io/mirror-", "h.io/mirrors/nginx", id="another word than a dash target's"),
        pytest.param("h.io", "h.io.example.com/nginx", id="inside of a host"),
        pytest.param("mirror", "quay.io/mirror/nginx", id="inside of a path"),
    ],
)
def test_a_reference_beside_a_target_is_rewritten(target: str, text: str) -> None:
    assert make_rules(("prefix", "docker.io", target), ("default", "default", "d.io")).decide(text).changed


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("h.io/hub", "h.io/hub/nginx"),
        ("h.io/hub", "h.io/hub:1"),
        ("h.io/hub", f"h.io/hub@{DIGEST}"),
        ("h.io/hub", "h.io/hub"),
        ("h.io", "h.io:5000/nginx"),
        ("localhost:5000/hub", "localhost:5000/hub/nginx"),
        ("h.io/mirror-", "h.io/mirror-docker.io/nginx"),
        ("mirror", "mirror/nginx"),
        ("mirror", "docker.io/mirror/nginx"),
        ("mirror", "index.docker.io/mirror/nginx"),
        ("docker.io/mirror-", "mirror-quay/nginx"),
        ("index.docker.io/mirror", "mirror/nginx"),
        ("docker.io/library", "nginx"),
        ("docker.io", "nginx"),
    ],
)
def test_a_reference_that_is_under_a_target_stays_and_names_the_rule(target: str, text: str) -> None:
    rules = make_rules(("default", "default", "d.io"), ("glob", "*", "e.io"), ("prefix", "q.io", target))

    assert decide(rules, text) == (text, 3)
    assert rules.decide(text).reason == f"is already under `{target}`"


def test_the_whole_target_of_an_exact_rule_stays_in_every_spelling_and_nothing_below_it() -> None:
    rules = make_rules(("exact", "q.io/x", "nginx:1"), ("default", "default", "d.io"))

    assert decide(rules, "nginx:1") == ("nginx:1", 1)
    assert decide(rules, "docker.io/library/nginx:1") == ("docker.io/library/nginx:1", 1)
    assert decide(rules, f"nginx:1@{DIGEST}") == (f"d.io/nginx:1@{DIGEST}", 2)


def test_an_exact_rule_may_write_out_what_is_short() -> None:
    rules = make_rules(("exact", "nginx:1", "docker.io/library/nginx:1"))

    assert decide(rules, "nginx:1") == ("docker.io/library/nginx:1", 1)


def test_the_longest_target_owns_a_reference() -> None:
    rules = make_rules(("prefix", "a.io", "h.io"), ("prefix", "b.io", "h.io/x/y"), ("prefix", "c.io", "h.io/x"))

    assert decide(rules, "h.io/x/y/z")[1] == 2


@pytest.mark.parametrize(
    ("rule", "text", "reason"),
    [
        pytest.param(
            ("prefix", "quay.io/a", "h.io"),
            "quay.io/a:1",
            "is under `quay.io/a`, but would become `h.io:1`, which is a registry without a path",
            id="a repository that would become a registry",
        ),
        pytest.param(
            ("prefix", "quay.io/a", "localhost"),
            "quay.io/a",
            "is under `quay.io/a`, but would become `localhost`, which is a registry without a path",
            id="a repository that would become localhost",
        ),
        pytest.param(
            ("default", "default", "h.io/m-"),
            "MyHost/a",
            "is matched by the default only, but would become `h.io/m-MyHost/a`, "
            "which has an upper-case letter in its path",
            id="a host that cannot be in a path",
        ),
        pytest.param(
            ("default", "default", "h.io/" + "a" * 250),
            "quay.io/abcdefg",
            f"is matched by the default only, but would become `h.io/{'a' * 250}/abcdefg`, "
            "which has a path longer than 255 characters",
            id="a path that grows too long",
        ),
    ],
)
def test_a_result_that_is_no_reference_is_not_used(rule: tuple[Kind, str, str], text: str, reason: str) -> None:
    decision = make_rules(rule).decide(text)

    assert not decision.changed
    assert decision.rule
    assert decision.reason == reason


def test_a_repository_may_become_one_of_docker_hub() -> None:
    assert decide(make_rules(("prefix", "quay.io/a", "hub")), "quay.io/a:1") == ("hub:1", 1)


def test_a_target_that_makes_no_reference_is_never_used() -> None:
    assert decide(make_rules(("prefix", "quay.io", "a b")), "quay.io/a:1") == ("quay.io/a:1", 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a.io/x:1", "is named by a rule"),
        ("b.io/x", "matches `b.io/*`"),
        ("c.io/x", "is under `c.io`"),
        ("d.io/x", "holds `d.io`, which is skipped"),
        ("e.io/x", "is matched by the default only, which the rules leave alone"),
        ("t.io/x", "is already under `t.io`"),
        ("t.io/1:2", "is already `t.io/1:2`"),
    ],
)
def test_a_decision_says_why(text: str, reason: str) -> None:
    rules = make_rules(
        ("exact", "a.io/x:1", "t.io/1:2"),
        ("glob", "b.io/*", "t.io"),
        ("prefix", "c.io", "t.io"),
        ("skip", "d.io", ""),
        ("default", "default", ""),
    )

    assert rules.decide(text).reason == reason


def test_a_decision_without_a_rule_says_so() -> None:
    assert RuleSet(()).decide("nginx") == Decision("nginx", "nginx", None, "is matched by no rule")


def test_duplicates_are_warned_of_with_both_places() -> None:
    rules = make_rules(("prefix", "a.io", "b.io"), ("exact", "a.io", "c.io/x"), ("prefix", "a.io", "d.io"))

    assert [str(warning) for warning in rules.warnings] == [
        "map:3: `a.io` has a rule at map:1 already, which wins; remove one of them\n  a.io::d.io"
    ]


def test_a_rule_without_standard_semantics_is_refused() -> None:
    rule = make_rule(1, "prefix", "a.io", "b.io")._replace(kind="regex")

    with pytest.raises(ValueError, match="map:1: no standard semantics for a regex rule that joins by path"):
        RuleSet([rule])


def test_a_reference_too_long_to_be_remembered_is_decided_the_same() -> None:
    text = "quay.io/a:1@x:" + "f" * 2000

    assert decide(make_rules(("prefix", "quay.io", "h.io")), text)[0] == text.replace("quay.io", "h.io")
