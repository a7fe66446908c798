from __future__ import annotations

import json
from pathlib import Path

import pytest

from regswap.errors import RulesError
from regswap.rules import Decider, load

DIGEST = "sha256:98706f0f213dbd440021993a82d2f70451a73698315370ae8615cc468ac06624"
BOTH = ["standard", "compat"]


def load_map(
    folder: Path, rules: dict[str, str], mode: str = "standard", key: str = "imageReplacementRules"
) -> Decider:
    path = folder / "pack.json"
    path.write_text(json.dumps({key: rules}))
    return load([str(path)], mode=mode)


@pytest.mark.parametrize("mode", BOTH)
@pytest.mark.parametrize(
    ("image", "rewritten"),
    [
        pytest.param("a.io/images/x/y:1", "t.io/x/y:1", id="a prefix"),
        pytest.param("a.io/images:1", "t.io/whole:1", id="the whole repository is longer"),
        pytest.param(f"a.io/images@{DIGEST}", f"t.io/whole@{DIGEST}", id="the whole repository and a digest"),
        pytest.param("a.io/images-fips/x:1", "all.io/p/a.io/images-fips/x:1", id="inside of a component"),
        pytest.param("a.io/images/deep/x:1", "deep.io/x:1", id="the longest prefix"),
        pytest.param("nginx:1", "all.io/p/docker.io/library/nginx:1", id="a short name is written out"),
        pytest.param("bitnami/redis", "all.io/p/docker.io/bitnami/redis", id="an organisation is, too"),
        pytest.param("docker.io/nginx", "all.io/p/docker.io/nginx", id="what has a registry is not"),
        pytest.param("index.docker.io/x/y", "all.io/p/index.docker.io/x/y", id="not even an alias"),
        pytest.param("t.io/x:1", "t.io/x:1", id="under a target"),
        pytest.param("all.io/p/b.io/x", "all.io/p/b.io/x", id="under the target of all"),
        pytest.param("$(IMG)", "$(IMG)", id="no reference"),
    ],
)
def test_the_longest_prefix_wins_and_all_takes_the_rest(tmp_path: Path, image: str, rewritten: str, mode: str) -> None:
    rules = load_map(
        tmp_path, {"all": "all.io/p", "a.io/images": "t.io", "a.io/images/deep": "deep.io", "c.io/images": "x.io"}, mode
    )
    if image in ("a.io/images:1", f"a.io/images@{DIGEST}"):
        rules = load_map(tmp_path, {"a.io/images": "t.io/whole"}, mode)

    if image == "$(IMG)" and mode == "compat":
        assert not rules.decide(image).parsed
    else:
        assert rules.decide(image).rewritten == rewritten


def test_what_would_be_no_reference_stays(tmp_path: Path) -> None:
    decision = load_map(tmp_path, {"all": "all.io/p"}).decide("h.io:5000/x")

    assert not decision.changed
    assert "would become `all.io/p/h.io:5000/x`" in decision.reason


@pytest.mark.parametrize("mode", BOTH)
def test_an_edge_host_has_no_all(tmp_path: Path, mode: str) -> None:
    rules = load_map(tmp_path, {"all": "all.io/p", "a.io": "b.io"}, mode, "registryMappingRules")

    assert [rules.decide(image).rewritten for image in ("c.io/x", "a.io/x")] == ["c.io/x", "b.io/x"]


@pytest.mark.parametrize("mode", BOTH)
def test_a_string_that_holds_nothing_has_no_rules(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text("imageReplacementRules: |\n  # nothing yet\n")

    assert load([str(path)], mode=mode).rules == ()


def test_a_port_is_another_registry_to_the_original_and_the_same_to_standard_mode(tmp_path: Path) -> None:
    rules = {"quay.io": "t.io"}

    assert load_map(tmp_path, rules, "compat").decide("quay.io:443/a:1").rewritten == "quay.io:443/a:1"
    assert load_map(tmp_path, rules, "compat").decide("quay.io:443/a:1").rule is None
    assert load_map(tmp_path, rules).decide("quay.io:443/a:1").rewritten == "t.io/a:1"


def test_a_rule_is_where_its_key_is_written(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text('imageReplacementRules: |\n\n  # note\n    "a.io": "b.io"\n'.replace("    ", "  "))
    (rule,) = load([str(path)]).rules

    assert rule.origin == (str(path), 4, 3)
    assert rule.text == '"a.io": "b.io"'


def test_the_errors_of_all_rules_are_found_in_compat_mode_too(tmp_path: Path) -> None:
    path = tmp_path / "pack.json"
    path.write_text('{"imageReplacementRules": ["a"]}')

    with pytest.raises(RulesError, match="the rules are a list"):
        load([str(path)], mode="compat")


@pytest.mark.parametrize("mode", BOTH)
@pytest.mark.parametrize(
    ("rules", "image", "rewritten"),
    [
        ({"a.io/": "b.io/x/"}, "a.io/c", "b.io/x/c"),
        ({"a.io/images/": "b.io"}, "a.io/images/c:1", "b.io/c:1"),
        ({"all": "b.io/x/"}, "a.io/c", "b.io/x/a.io/c"),
        ({"all": "b.io/x/"}, "b.io/x/a.io/c", "b.io/x/a.io/c"),
        ({"all": "b.io"}, "", ""),
        ({"all": "b.io"}, "$(IMG)", "$(IMG)"),
        ({"all": "b.io"}, "a b", "a b"),
        ({"a.io": "b.io"}, "a.io/{{ x }}", "a.io/{{ x }}"),
    ],
)
def test_final_slashes_mean_nothing_and_no_reference_stays(
    tmp_path: Path, rules: dict[str, str], image: str, rewritten: str, mode: str
) -> None:
    assert load_map(tmp_path, rules, mode).decide(image).rewritten == rewritten


@pytest.mark.parametrize("mode", BOTH)
@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("{a.io: b.io, c.io: }", "rules:1:43: `c.io` has no target"),
        ("{a.io: /}", "rules:1:31: `a.io` has no target"),
        ("{a.io: b.io, a.io/: c.io}", "rules:1:37: `a.io` has a rule already"),
        ("{a.io: [b.io], c.io: 1}", "rules:1:45: the target of `c.io` is"),
        ("{a.io: [b.io], c.io: 1}", "rules:1:31: the target of `a.io` is a list"),
    ],
)
def test_a_mistake_is_an_error_in_both_modes(tmp_path: Path, text: str, mistake: str, mode: str) -> None:
    path = tmp_path / "rules"
    path.write_text(f"imageReplacementRules: {text}\n")

    with pytest.raises(RulesError) as caught:
        load([str(path)], mode=mode)

    assert mistake in str(caught.value)
