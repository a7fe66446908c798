from __future__ import annotations

from pathlib import Path

import pytest

from regswap.errors import RulesError
from regswap.rules import Decider, load

HEAD = "apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec:\n  # The rules.\n  rules:\n"


def load_rules(folder: Path, rules: str) -> Decider:
    path = folder / "regswap.yaml"
    path.write_text(HEAD + rules)
    return load([str(path)])


@pytest.mark.parametrize(
    ("rule", "image", "rewritten"),
    [
        ("{exact: 'nginx:1', target: 'h.io/n:2'}", "nginx:1", "h.io/n:2"),
        ("{exact: 'nginx:1', target: ''}", "nginx:1", "nginx:1"),
        ("{glob: 'quay.io/*', target: h.io/g}", "quay.io/a/b:1", "h.io/g/b:1"),
        ("{regex: '^quay.io/(.*)$', target: h.io/$1}", "quay.io/a/b:1", "h.io/a/b:1"),
        ("{prefix: quay.io/a, target: h.io}", "quay.io/a/b:1", "h.io/b:1"),
        ("{prefix: quay.io, target: h.io/m-}", "quay.io/a/b:1", "h.io/m-quay.io/a/b:1"),
        ("{prefix: docker.io, target: h.io}", "nginx", "h.io/nginx"),
        ("{default: h.io/all}", "quay.io/a:1", "h.io/all/a:1"),
        ("{default: h.io/m-}", "quay.io/a:1", "h.io/m-quay.io/a:1"),
        ("{default: ''}", "quay.io/a:1", "quay.io/a:1"),
        ("{imageswap: 'default::h.io'}", "quay.io/a:1", "h.io/a:1"),
        (
            "{imageshift: {mappings: {swap: [{registry: docker.io, target: h.io}]}}}",
            "nginx",
            "h.io/library/nginx:latest",
        ),
        ("{registry-connect: {quay.io/a: h.io}}", "quay.io/a/b:1", "h.io/b:1"),
        ("{registry-connect: '\"all\": h.io'}", "quay.io/a:1", "h.io/quay.io/a:1"),
        ("{mirror-registries: 'quay.io::h.io/q'}", "quay.io/a:1", "h.io/q/a:1"),
    ],
)
def test_each_rule_does_what_it_says(tmp_path: Path, rule: str, image: str, rewritten: str) -> None:
    decision = load_rules(tmp_path, f"  - {rule}\n").decide(image)

    assert decision.rewritten == rewritten
    assert decision.rule
    assert decision.rule.origin.line == 6


def test_a_skip_goes_before_the_default_and_after_the_prefixes(tmp_path: Path) -> None:
    rules = load_rules(tmp_path, "  - default: h.io/all\n  - skip: keep\n  - {prefix: a.io, target: h.io/a}\n")

    assert [rules.decide(image).rewritten for image in ("b.io/keep", "a.io/keep", "b.io/x")] == [
        "b.io/keep",
        "h.io/a/keep",
        "h.io/all/x",
    ]


def test_a_rule_has_its_name(tmp_path: Path) -> None:
    rules = load_rules(tmp_path, "  - {name: pinned, exact: 'nginx:1', target: 'h.io/n:2'}\n  - skip: x\n").rules

    assert [rule.name for rule in rules] == ["pinned", ""]


def test_files_are_read_in_their_place_relative_to_the_one_that_names_them(tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "a.map").write_text("default::\nquay.io::a.io\n")
    (tmp_path / "maps" / "inner.yaml").write_text(HEAD + "  - file: a.map\n  - {prefix: i.io, target: t.io}\n")
    rules = load_rules(
        tmp_path,
        "  - {prefix: quay.io, target: first.io}\n  - file: maps/inner.yaml\n  - {prefix: z.io, target: t.io}\n",
    )

    assert [rule.match for rule in rules.rules] == ["quay.io", "default", "quay.io", "i.io", "z.io"]
    assert rules.rules[2].origin.file == str(tmp_path / "maps" / "a.map")
    assert rules.decide("quay.io/x").rewritten == "first.io/x"


def test_a_file_may_be_in_a_format_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("quay.io::h.io")

    for option, name in (("", "imageswap"), (", format: mirror-registries", "mirror-registries")):
        rule = load_rules(tmp_path, f"  - {{file: one{option}}}\n").decide("quay.io/a").rule
        assert rule is not None
        assert rule.format == name


def test_files_that_name_each_other_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(HEAD + "  - file: regswap.yaml\n")

    with pytest.raises(RulesError, match="names itself"):
        load_rules(tmp_path, "  - file: other.yaml\n")


def test_an_empty_list_holds_no_rules(tmp_path: Path) -> None:
    assert load_rules(tmp_path, "").rules == ()


@pytest.mark.parametrize("rules", ["  - {prefix: myhost, target: h.io}\n", "  - {exact: A, target: h.io/a}\n"])
def test_a_list_that_holds_nothing_that_ever_matches_is_an_error(tmp_path: Path, rules: str) -> None:
    with pytest.raises(RulesError, match="not one of the rules can ever act"):
        load_rules(tmp_path, rules)


def test_a_rule_file_that_says_more_than_rules_is_one_to_name_as_the_configuration(tmp_path: Path) -> None:
    path = tmp_path / "regswap.yaml"
    path.write_text("apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec:\n  paths: []\n  allow: [h.io]\n")

    with pytest.raises(RulesError) as caught:
        load([str(path)])

    assert [(found.line, "name the file with -c" in found.remedy) for found in caught.value.diagnostics] == [
        (4, True),
        (5, True),
    ]
