from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from regswap.errors import RulesError, UsageError
from regswap.pipeline.scope import Scope, Selector
from regswap.rules.lint import lint
from regswap.settings.config import Config, read_config
from regswap.settings.flags import read_labels, read_path, read_selector
from regswap.settings.options import Options
from regswap.settings.policy import make_policy
from tests.support.command import COMMAND, POD, environment, write

HEAD = "apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec:\n"
ROW = """\
  paths:
  - kinds: [e.com/Shop, '*/Shop', Shop]
    versions: [v1]
    paths: {a.b: reference, '$.c': {registry: r, tag: t}}
    never: [d]
"""


def read(tmp_path: Path, spec: str) -> Config:
    path = tmp_path / "regswap.yaml"
    path.write_text(HEAD + spec)
    return read_config(str(path))


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("", Config()),
        ("  mode: compat\n  unmatched: fail\n", Config(options=Options(mode="compat", unmatched="fail"))),
        ("  shapes: false\n", Config(options=Options(shapes=False))),
        ("  mode:\n", Config()),
        ("  hidden: off\n", Config(options=Options(hidden="off"))),
        ("  annotate: imageshift\n", Config(options=Options(annotate="imageshift"))),
        ("  optOut: {}\n", Config(scope=Scope(opt_out=None))),
        ("  optOut: {label: a/b}\n", Config(scope=Scope(opt_out=("a/b", "disabled")))),
        ("  optOut: {label: a/b, value: x}\n", Config(scope=Scope(opt_out=("a/b", "x")))),
        ("  requireNamespaceLabel: a=b\n", Config(scope=Scope(required=("a", "b")))),
        ("  namespaceLabels: {n: {a: b}}\n", Config(namespaces=(("n", (("a", "b"),)),))),
        (
            "  scope: {exclude: [{kind: Job, label: a=b}]}\n",
            Config(scope=Scope(exclude=(Selector((("kind", "Job"), ("label", "a=b")), "kind=Job,label=a=b"),))),
        ),
        (
            ROW,
            Config(
                paths=tuple(
                    (
                        "Shop",
                        (
                            group,
                            ("v1",),
                            (("a.b", "reference"), ("$.c", {"registry": "r", "tag": "t"}), ("d", "never")),
                        ),
                    )
                    for group in ("e.com", "*", "")
                )
            ),
        ),
    ],
)
def test_a_configuration_says_what_is_written(tmp_path: Path, spec: str, expected: Config) -> None:
    assert read(tmp_path, spec) == expected


def test_a_configuration_keeps_what_holds_its_rules(tmp_path: Path) -> None:
    assert read(tmp_path, "  mode: compat\n").rules is None
    assert read(tmp_path, "  rules: []\n").rules is not None


@pytest.mark.parametrize(
    ("spec", "mistake"),
    [
        ("  mode: compt\n", "4:9: unknown mode `compt`; did you mean `compat`?"),
        ("  unmatched: [a]\n", "4:14: `unmatched` is a list; write a string"),
        ("  shapes: perhaps\n", "4:11: `shapes` is neither true nor false"),
        ("  shape: true\n", "4:3: `spec` has an unknown key `shape`; did you mean `shapes`?"),
        ("  ignore: [a]\n", "`spec` has an unknown key `ignore`; it is a flag only: give --ignore to each run"),
        ("  allowEmpty: true\n", "`allowEmpty`; it is a flag only: give --allow-empty to each run"),
        ("  paths: {a: b}\n", "4:10: `paths` is a map; write a list"),
        ("  paths: [{paths: {a: reference}}]\n", "4:11: the item has no `kinds`"),
        ("  paths: [{kinds: [a/B]}]\n", "4:11: the item has no `paths`"),
        ("  paths: [{kinds: [a/], paths: {a: reference}}]\n", "4:20: the kind is empty"),
        ("  paths: [{kinds: [a/B], paths: {a: ref}}]\n", "4:37: unknown shape `ref`"),
        ("  paths: [{kinds: [a/B], paths: {a..b: reference}}]\n", "4:34: `a..b` cannot be read from `..b` on"),
        ("  paths: [{kinds: [a/B], paths: {'$.a[?(': reference}}]\n", "4:34: `$.a[?(` is not a JSONPath"),
        ("  paths: [{kinds: [a/B], paths: {a: {rgistry: b}}}]\n", "unknown key `rgistry`; did you mean `registry`?"),
        ("  paths: [{kinds: [a/B], paths: {a: reference}, when: x}]\n", "the item has an unknown key `when`"),
        ("  scope: {exclude: [{}]}\n", "4:21: the selector is empty and would match everything"),
        ("  scope: {exclud: []}\n", "`scope` has an unknown key `exclud`; did you mean `exclude`?"),
        ("  scope: {include: [{kin: x}]}\n", "a selector has an unknown key `kin`; did you mean `kind`?"),
        ("  namespaceLabels: [a]\n", "4:20: a map belongs here"),
        ("  requireNamespaceLabel: a\n", "4:26: is not a label"),
    ],
)
def test_a_mistake_is_an_error_at_its_place(tmp_path: Path, spec: str, mistake: str) -> None:
    with pytest.raises(RulesError) as caught:
        read(tmp_path, spec)

    (found,) = caught.value.diagnostics
    assert mistake in str(found)


def test_all_mistakes_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(RulesError) as caught:
        read(tmp_path, "  mode: x\n  shapes: x\n  paths:\n  - {kinds: [a/B]}\n  - {kinds: [a/B], paths: {c: d}}\n")

    assert [found.line for found in caught.value.diagnostics] == [4, 5, 7, 8]


@pytest.mark.parametrize(
    "text", ["", HEAD + "---\n" + HEAD, "a: b\n", "apiVersion: regswap.dev/v1alpha1\nkind: Other\n"]
)
def test_what_is_no_configuration_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "regswap.yaml"
    path.write_text(text)

    with pytest.raises(RulesError):
        read_config(str(path))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("e.com/Shop:$.spec.image", ("Shop", ("e.com", (), (("$.spec.image", "reference"),)))),
        ("e.com/Shop:repository:spec.repo", ("Shop", ("e.com", (), (("spec.repo", "repository"),)))),
        ("Shop:never:spec", ("Shop", ("", (), (("spec", "never"),)))),
        ("*/Shop:$.a[?(@.b == 'c:d')]", ("Shop", ("*", (), (("$.a[?(@.b == 'c:d')]", "reference"),)))),
    ],
)
def test_a_place_of_the_command_line_is_a_row(text: str, expected: object) -> None:
    assert read_path(text) == expected


@pytest.mark.parametrize("text", ["", "Shop", "Shop:", ":a", "a/:b", "Shop:a..b", "Shop:$.a[?("])
def test_what_is_no_place_is_a_mistake(text: str) -> None:
    with pytest.raises(UsageError, match="--path"):
        read_path(text)


def test_labels_and_selectors_of_the_command_line() -> None:
    assert read_labels("team-a:x.io/y=z,b=c") == ("team-a", (("x.io/y", "z"), ("b", "c")))
    assert read_labels("b=c") == ("", (("b", "c"),))
    for text in ("", "a", "a:b", "a:=c"):
        with pytest.raises(UsageError, match="--namespace-labels"):
            read_labels(text)
    for text in ("", "kind", "kind=", "knd=Job"):
        with pytest.raises(UsageError, match="--exclude"):
            read_selector("--exclude", text)


def test_mistakes_in_keys_values_and_rules_are_told_together(tmp_path: Path) -> None:
    spec = "  mode: x\n  rulez: []\n  scope: {exclude: [{kin: x}, {}]}\n  allow: ['a b', 'c d']\n"
    spec += "  rules:\n  - prefix: quay.io\n  - {imageswap: 'bad'}\n"

    with pytest.raises(RulesError) as caught:
        read(tmp_path, spec)

    assert [found.line for found in caught.value.diagnostics] == [4, 5, 6, 6, 7, 7, 9, 10]


def test_unknown_keys_of_a_map_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(RulesError) as caught:
        read(tmp_path, "  paths:\n  - kind: [a/B]\n    path: {a: reference}\n")

    assert [found.message for found in caught.value.diagnostics] == [
        "the item has an unknown key `kind`",
        "the item has an unknown key `path`",
    ]


@pytest.mark.parametrize(
    "text", ["default::a.io\n", "default::\nbad\n", "docker.io::a.io,quay.io::b.io\n", "quay.io: a.io/quay\n"]
)
def test_a_rule_file_is_not_taken_for_a_configuration(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.map"
    path.write_text(text)

    with pytest.raises(RulesError, match="is a rule file and not a configuration; name it with -r in place of -c"):
        read_config(str(path))


def test_a_configuration_is_not_taken_for_a_rule_file(tmp_path: Path) -> None:
    path = tmp_path / "regswap.yaml"
    path.write_text(HEAD + "  unmatched: fail\n  hidden: rewrite\n  rules:\n  - default: a.io\n")

    for inner in (path, tmp_path / "other.yaml"):
        with pytest.raises(RulesError) as caught:
            make_policy(Options(rules=(str(inner),)))
        assert [str(found).split(":", 1)[1].partition("\n")[0] for found in caught.value.diagnostics] == [
            f"{line}:3: `{key}` would be ignored, because this is read as a rule file; "
            "name the file with -c in place of -r, or leave only `rules` in it"
            for line, key in ((4, "unmatched"), (5, "hidden"))
        ]
        # One that names it is no better.
        (tmp_path / "other.yaml").write_text(HEAD + f"  rules:\n  - file: {path}\n")
    assert make_policy(Options(config=str(path))).unmatched == "fail"
    # Who looks at the rules alone ignores nothing.
    assert [finding.code for finding in lint([str(path)]) if finding.code == "cannot-load"] == []


def test_the_mistakes_of_all_values_of_an_option_are_told_together() -> None:
    options = Options(include=("a",), exclude=("kind=", "knd=Job", "kind=Job"), image_prefix="a.io")

    with pytest.raises(UsageError) as caught:
        make_policy(options)

    assert [found.source for found in caught.value.diagnostics] == ["--include", "--exclude", "--exclude"]


def test_a_configuration_is_read_once(tmp_path: Path) -> None:
    write(tmp_path / "pod.yaml", POD)
    write(tmp_path / "regswap.yaml", f"{HEAD}  rules: [{{default: a.io}}]\n".encode())
    command = f"{' '.join(COMMAND)} rewrite -c <(cat regswap.yaml) pod.yaml"

    run = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=environment(), capture_output=True, check=False)

    assert (run.returncode, run.stderr) == (0, b"")
    assert b"a.io/nginx" in run.stdout
