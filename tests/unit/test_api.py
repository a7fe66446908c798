"""``import regswap``: what a program that uses the library gets."""

from __future__ import annotations

import ast
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import regswap
from tests.conftest import ROOT
from tests.support.command import POD, REWRITTEN, RULES, SETTINGS, environment, write

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
WEB = POD.replace(b"nginx:1.27", b"quay.io/shop/web:2.4.1")
NAMESPACE = b"apiVersion: v1\nkind: Namespace\nmetadata: {name: team, labels: {k8s.twr.io/imageswap: disabled}}\n"
IN_TEAM = POD.replace(b"  name: web\nspec", b"  name: web\n  namespace: team\nspec")


@pytest.fixture
def policy() -> regswap.Policy:
    return regswap.make_policy(rules=regswap.parse_rules(RULES.decode()))


def test_the_lines_of_the_page_print_what_it_says(tmp_path: Path) -> None:
    code, *_ = re.findall(r"(?ms)^```python\n(.*?)^```$", PAGE)
    expected, *_ = re.findall(r"(?ms)^```text\n(.*?)^```$", PAGE)
    write(tmp_path / "rules.map", b"default::\n" + re.findall(r"With `(.+?)` as the rules", PAGE)[0].encode() + b"\n")
    write(tmp_path / "rendered.yaml", WEB)

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True
    )

    assert done.stdout == expected


def test_the_page_names_everything_that_there_is() -> None:
    named = set(re.findall(r"`(?:regswap\.)?(\w+)[`(]", PAGE))

    assert set(regswap.__all__) - named == {"__version__"}


def test_importing_the_library_loads_nothing() -> None:
    code = "import sys; before = set(sys.modules); import regswap; print(sorted(set(sys.modules) - before))"

    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)

    assert ast.literal_eval(done.stdout) == ["regswap"]


def test_a_reference_is_parsed_without_what_reads_manifests() -> None:
    code = "import regswap, sys; regswap.ImageReference.parse('a'); print(*(m for m in sys.modules if 'regswap' in m))"

    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)

    assert set(done.stdout.split()) <= {"regswap", "regswap.reference", "regswap.record", "regswap.registry"}


def test_type_checkers_are_told_the_modules_that_names_come_from() -> None:
    tree = ast.parse((ROOT / "transformer" / "regswap" / "__init__.py").read_text(encoding="utf-8"))
    imports = [
        node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and (node.module or "")[:7] == "regswap"
    ]
    told = {alias.name: node.module for node in imports for alias in node.names}

    modules = vars(regswap)["_MODULES"]

    assert told == {name: module for module, names in modules.items() for name in names}
    assert sorted(told) == sorted(regswap.__all__)
    assert all(getattr(regswap, name) is not None for name in regswap.__all__)
    assert set(regswap.__all__) <= set(dir(regswap))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'regswap' has no attribute 'rewrote'"):
        getattr(regswap, "rewrote")  # noqa: B009 - a type checker knows it too


def test_bytes_are_rewritten_and_every_site_is_told(policy: regswap.Policy) -> None:
    result = regswap.rewrite(POD + b"---\n" + SETTINGS, policy, source="all.yaml")

    assert result.data == REWRITTEN + b"---\n" + SETTINGS
    assert [(entry.source, entry.line, entry.rewritten) for entry in result.entries] == [
        ("all.yaml", 8, "mirror.example/hub/nginx:1.27")
    ]
    assert result.warnings == ()


def test_what_changes_nothing_comes_back_as_it_is(policy: regswap.Policy) -> None:
    for data in (b"", b"\n", SETTINGS, "\ufeffa: \u00e9\n".encode("utf-16"), b"---\n# c\n...\n"):
        assert regswap.rewrite(data, policy) == (data, (), ())


def test_a_stream_goes_through_whole_with_its_report(policy: regswap.Policy) -> None:
    written = io.BytesIO()

    report = regswap.rewrite_stream(io.BytesIO(POD), written, policy, source="in.yaml")

    told = json.loads(b"".join(report.blocks()))
    assert written.getvalue() == REWRITTEN
    assert (report.counts["changed"], told["summary"]) == (1, "1 rewritten")
    assert [change["source"] for change in told["changes"]] == ["in.yaml"]


def test_a_stream_that_cannot_be_rewritten_writes_nothing(policy: regswap.Policy) -> None:
    written = io.BytesIO()

    with pytest.raises(regswap.ManifestError) as caught:
        regswap.rewrite_stream(io.BytesIO(POD + b"---\n" + POD + b"  x: [\n"), written, policy, source="in.yaml")

    assert written.getvalue() == b""
    assert [(found.source, found.line) for found in caught.value.diagnostics] == [("in.yaml", 19)]


def test_a_stream_that_cannot_be_read_is_an_error_of_the_tree(policy: regswap.Policy) -> None:
    class Gone(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error", size)

    with pytest.raises(regswap.ManifestError, match=r"in\.yaml: cannot be read: Input/output error"):
        regswap.rewrite_stream(Gone(), io.BytesIO(), policy, source="in.yaml")


def test_a_namespace_after_its_objects_counts_in_memory(policy: regswap.Policy) -> None:
    data = IN_TEAM + b"---\n" + NAMESPACE

    result = regswap.rewrite(data, policy)

    assert result.data == data
    assert [entry.status for entry in result.entries] == ["unchanged"]
    with pytest.raises(regswap.ManifestError, match="the Namespace `team` comes after objects that are rewritten"):
        regswap.rewrite_stream(io.BytesIO(data), io.BytesIO(), policy)


def test_all_errors_of_a_stream_are_raised_together(policy: regswap.Policy) -> None:
    with pytest.raises(regswap.ManifestError) as caught:
        regswap.rewrite(b"kind: Pod\nimage: [\n---\nkind: Pod\nimage: {\n", policy)

    assert [found.line for found in caught.value.diagnostics] == [3, 6]


def test_a_reference_without_a_rule_breaks_the_policy_that_wants_one() -> None:
    policy = regswap.make_policy(regswap.Options(unmatched="fail"), rules=regswap.parse_rules(RULES.decode()))

    with pytest.raises(regswap.PolicyError, match="is matched by no rule"):
        regswap.rewrite(POD.replace(b"nginx", b"ghcr.io/nginx"), policy)


def test_sites_are_listed_without_rules_and_with_a_policy(policy: regswap.Policy) -> None:
    (entry,) = regswap.list_sites(POD)
    (decided,) = regswap.list_sites(POD, policy)

    assert (entry.path, entry.reference, entry.changed) == ("spec.containers[0].image", "nginx:1.27", False)
    assert (decided.rewritten, decided.rule and decided.rule.match) == ("mirror.example/hub/nginx:1.27", "docker.io")


def test_rules_decide_about_references(tmp_path: Path) -> None:
    path = str(write(tmp_path / "m.map", RULES))

    for decider in (
        regswap.load_rules(path),
        regswap.parse_rules(RULES.decode()),
        regswap.load_rules(path, mode="compat"),
    ):
        assert decider.decide("quay.io/a/b:1").rewritten == "mirror.example/quay/a/b:1"


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        pytest.param(lambda: regswap.load_rules("none.map"), "none.map: there is no such file", id="no file"),
        pytest.param(lambda: regswap.parse_rules("a\n", source="s"), "s:1:1: ", id="a line that is wrong"),
        pytest.param(regswap.make_policy, "no rules", id="no rules"),
        pytest.param(
            lambda: regswap.make_policy(regswap.Options(rules=("a",), in_place=True)),
            "`in_place` does not decide what becomes of a reference; leave it out",
            id="an option that would do nothing",
        ),
        pytest.param(
            lambda: regswap.make_policy(regswap.Options(("a.yaml",), ("a",))), "`paths` does not decide", id="paths"
        ),
        pytest.param(
            lambda: regswap.make_policy(regswap.Options(rules=("a",)), rules=regswap.parse_rules("default::a.b\n")),
            "rules are given twice",
            id="two sets of rules",
        ),
        pytest.param(
            lambda: regswap.make_policy(regswap.Options(hidden="all"), rules=regswap.parse_rules("default::a.b\n")),
            "unknown value `all`",
            id="an unknown choice",
        ),
    ],
)
def test_what_cannot_be_asked_is_an_error_of_the_tree(ask: Callable[[], object], message: str) -> None:
    with pytest.raises(regswap.RegswapError) as caught:
        ask()

    assert message in str(caught.value)


def test_the_environment_is_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REGSWAP_RULES", str(write(tmp_path / "m.map", RULES)))
    monkeypatch.setenv("REGSWAP_HIDDEN", "nonsense")

    assert regswap.list_sites(POD)[0].rewritten == "nginx:1.27"


def test_a_reference_that_is_not_in_the_lock_is_an_error_of_its_own(tmp_path: Path) -> None:
    lock = tmp_path / "lock.yaml"
    lock.write_text("apiVersion: regswap.dev/v1alpha1\nkind: BundleLock\nat: source\nimages: []\n")
    policy = regswap.make_policy(regswap.Options(lock=str(lock)), rules=regswap.parse_rules("default::a.io\n"))

    with pytest.raises(regswap.LockError, match=r"is not in .*lock\.yaml"):
        regswap.rewrite(b"apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a, image: b}]}\n", policy)
