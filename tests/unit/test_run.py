from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from regswap.errors import Diagnostic, ExitCode
from regswap.output.report import Report
from regswap.output.summary import summarise_all
from regswap.run import run
from regswap.settings.options import Options
from regswap.settings.policy import make_step
from regswap.streams.sink import StreamSink
from tests.support.command import POD, REWRITTEN, RULES, SETTINGS, write

BROKEN = b"kind: Pod\nspec: {containers: [{image: nginx}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("REGSWAP_RULES", "REGSWAP_REPORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "m.map", RULES)
    return tmp_path


def rewrite(*paths: str, report: str | None = None, **options: Any) -> tuple[int, Report]:  # noqa: ANN401 - any option
    asked = Options(paths, ("m.map",), report=report)._replace(**options)
    return run(asked, lambda sources: StreamSink("out", joins=len(sources) > 1), make_step)


def test_a_run_rewrites_counts_and_ends_in_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "a.yaml", POD + b"---\n" + SETTINGS)
    write(folder / "b.yaml", POD)

    code, report = rewrite("a.yaml", "b.yaml", verbose=True)

    assert (code, (folder / "out").read_bytes()) == (0, REWRITTEN + b"---\n" + SETTINGS + b"---\n" + REWRITTEN)
    assert report.counts == {
        "sources": 2,
        "documents": 3,
        "read": 2,
        "sites": 2,
        "changed": 2,
        "unchanged": 0,
        "reported": 0,
        "unparsable": 0,
        "left": 0,
        "unmatched": 0,
        "refused": 0,
    }
    assert capsys.readouterr() == ("", "3 documents, 2 of them read: 2 references, 2 would be rewritten\n")


def test_the_errors_of_all_documents_and_files_are_told_together(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "a.yaml", BROKEN + b"---\n" + POD + b"---\n" + BROKEN)
    write(folder / "c.yaml", BROKEN)

    code, report = rewrite("a.yaml", "c.yaml", report="report.json")

    assert code == 3
    assert [(error.source, error.line) for error in report.errors] == [("a.yaml", 3), ("a.yaml", 15), ("c.yaml", 3)]
    assert capsys.readouterr().err.count(": error: document ") == 3
    assert not (folder / "out").exists()
    told = json.loads((folder / "report.json").read_bytes())
    assert (len(told["errors"]), told["counts"]["errors"], told["counts"]["changed"]) == (3, 3, 1)


def test_a_file_that_cannot_be_read_hides_no_other_error(folder: Path) -> None:
    write(folder / "a.yaml", BROKEN)
    write(folder / "b.yaml", POD)
    write(folder / "c.yaml", BROKEN)

    def lose_one(sources: list[Any]) -> list[Any]:
        (folder / "b.yaml").unlink()
        return sources

    code, report = run(
        Options(("a.yaml", "b.yaml", "c.yaml"), ("m.map",)),
        lambda _: StreamSink("out", joins=True),
        make_step,
        lose_one,
    )

    assert code == 3
    assert [error.source for error in report.errors] == ["a.yaml", "b.yaml", "c.yaml"]
    assert report.errors[1].message == "cannot be read: No such file or directory"


def test_after_a_hundred_errors_the_rest_is_not_read(folder: Path) -> None:
    write(folder / "a.yaml", (BROKEN + b"---\n") * 500)
    write(folder / "b.yaml", BROKEN)

    code, report = rewrite("a.yaml", "b.yaml")

    assert (code, len(report.errors), report.counts["sources"]) == (3, 101, 1)
    assert report.errors[-1] == Diagnostic("after 100 errors the rest was not read")


def test_warnings_do_not_pile_up(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "a.yaml", POD.replace(b"nginx:1.27", b"'{{ x }}'") + (b"---\n" + POD) * 3)
    write(folder / "b.yaml", b"---\n".join([POD.replace(b"nginx:1.27", b"'{{ x }}'")] * 1200))

    code, report = rewrite("a.yaml", "b.yaml")

    assert (code, report.counts["unparsable"], len(report.warnings)) == (0, 1201, 1001)
    assert capsys.readouterr().err.endswith("warning: 201 more warnings are not shown\n")


def test_warnings_come_before_errors_and_are_silenced_by_quiet(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "m.map", b"quay.io::h.io\n")
    write(folder / "a.yaml", BROKEN)

    assert rewrite("a.yaml")[0] == 3
    warned, failed = (line for line in capsys.readouterr().err.splitlines() if line[:1] != " ")
    assert "m.map:1: warning: there is no `default` line" in warned
    assert failed.startswith("a.yaml:3:1: error: ")

    assert rewrite("a.yaml", quiet=True)[0] == 3
    assert "warning" not in capsys.readouterr().err


def test_warnings_of_the_rules_are_told_where_there_is_nothing_to_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "m.map", b"")

    assert rewrite("missing.yaml")[0] == 2
    assert "m.map: warning: has no rules" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("rules", "code", "message"),
    [
        ((), 2, "no rules"),
        (("missing.map",), 2, "there is no such file"),
        (("broken.map",), 2, "has no `::`"),
        (("m.map",), 2, "no such file"),
    ],
)
def test_the_report_is_written_whatever_goes_wrong(
    folder: Path, rules: tuple[str, ...], code: int, message: str
) -> None:
    write(folder / "broken.map", b"default\n")

    ended, _ = rewrite("missing.yaml", report="report.json", rules=rules)

    told = json.loads((folder / "report.json").read_bytes())
    assert (ended, [error["message"] for error in told["errors"]]) == (code, [message])


def test_a_report_that_cannot_be_written_stops_the_run_before_it_begins(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "a.yaml", POD)

    code, report = rewrite("a.yaml", report="missing/report.json")

    assert (code, len(report.errors), (folder / "out").exists()) == (3, 1, False)
    assert capsys.readouterr().err == (
        "missing/report.json: error: cannot be written: there is no such folder; "
        "make the folder, or choose another place\n"
    )


def test_the_environment_stands_in_for_flags_and_flags_beat_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Options().with_environment() == Options()
    monkeypatch.setenv("REGSWAP_RULES", os.pathsep.join(["a", "", "b c"]))
    monkeypatch.setenv("REGSWAP_REPORT", "r.json")

    assert Options().with_environment() == Options(rules=("a", "b c"), report="r.json")
    assert Options(rules=("x",), report="y").with_environment() == Options(rules=("x",), report="y")

    monkeypatch.setenv("REGSWAP_REPORT", "")
    assert Options().with_environment().report is None


def test_exit_codes_of_their_own_are_none_of_the_errors() -> None:
    assert (ExitCode.CHANGES_FOUND, ExitCode.READER_GONE) == (1, 141)
    assert summarise_all(Report(detailed=False)).startswith("0 documents")


NAMESPACE = b"apiVersion: v1\nkind: Namespace\nmetadata: {name: out, labels: {stylus.io/imageswap: disable}}\n"
IN_IT = POD.replace(b"name: web\nspec", b"name: web\n  namespace: out\nspec")


def test_the_objects_of_a_namespace_that_opts_out_stay(folder: Path) -> None:
    write(folder / "a.yaml", NAMESPACE + b"---\n" + IN_IT + b"---\n" + POD)

    code, report = rewrite("a.yaml")

    assert (code, report.counts["changed"], report.counts["unchanged"]) == (0, 1, 1)
    assert (folder / "out").read_bytes() == NAMESPACE + b"---\n" + IN_IT + b"---\n" + REWRITTEN


def test_files_are_read_again_where_a_namespace_comes_late(folder: Path) -> None:
    write(folder / "a.yaml", IN_IT)
    write(folder / "b.yaml", POD)
    write(folder / "c.yaml", NAMESPACE)

    code, report = rewrite("a.yaml", "b.yaml", "c.yaml")

    assert (code, report.counts["sources"], report.counts["changed"]) == (0, 3, 1)
    assert (folder / "out").read_bytes() == IN_IT + b"---\n" + REWRITTEN + b"---\n" + NAMESPACE


def test_a_late_namespace_stops_what_cannot_be_read_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "a.yaml", IN_IT + b"---\n" + NAMESPACE)

    code, _ = run(Options(("a.yaml",), ("m.map",)), lambda _: StreamSink("out"), make_step, starts_over=False)

    assert (code, (folder / "out").exists()) == (3, False)
    assert "a.yaml:10: error: the Namespace `out` comes after objects that are rewritten" in capsys.readouterr().err


def test_labels_that_are_told_go_before_those_of_the_stream(folder: Path) -> None:
    write(folder / "a.yaml", NAMESPACE + b"---\n" + IN_IT)

    _, report = rewrite("a.yaml", namespace_labels=("out:a=b",))
    assert report.counts["changed"] == 1

    write(folder / "b.yaml", IN_IT + b"---\n" + POD)
    _, report = rewrite("b.yaml", namespace_labels=("out:stylus.io/imageswap=disable",))
    assert (report.counts["changed"], report.counts["unchanged"]) == (1, 1)


@pytest.mark.parametrize(
    ("labels", "template_labels", "changed"),
    [
        (b"{k8s.twr.io/imageswap: disabled}", b"{}", 0),
        (b"{}", b"{'k8s.twr.io/imageswap': disabled}", 0),
        (b"{k8s.twr.io/imageswap: enabled}", b"{other: disabled}", 1),
    ],
)
def test_an_object_with_the_opt_out_label_stays(
    folder: Path, labels: bytes, template_labels: bytes, changed: int
) -> None:
    head = b"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, labels: %s}\n" % labels
    template = b"{metadata: {labels: %s}, spec: {containers: [{image: nginx}]}}" % template_labels
    write(folder / "a.yaml", head + b"spec: {template: %s}\n" % template)

    _, report = rewrite("a.yaml")

    assert (report.counts["changed"], report.counts["sites"]) == (changed, 1)


def test_a_reference_without_a_rule_can_be_a_policy_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "a.yaml", POD.replace(b"nginx", b"ghcr.io/x"))
    write(folder / "rules", b"quay.io::mirror.example\ndefault::\n")

    code, _ = rewrite("a.yaml", rules=("rules",), unmatched="fail")

    assert (code, (folder / "out").exists()) == (4, False)
    assert "spec.containers[0].image: `ghcr.io/x:1.27` is matched by no rule" in capsys.readouterr().err
    write(folder / "b.yaml", BROKEN)
    assert rewrite("a.yaml", "b.yaml", rules=("rules",), unmatched="fail")[0] == 3
    assert rewrite("a.yaml", rules=("rules",), unmatched="fail", exclude=("kind=Pod",))[0] == 0


def test_a_configuration_has_the_rules_unless_others_are_named(folder: Path) -> None:
    spec = "{rules: [{prefix: docker.io, target: m.example/c}]}"
    write(folder / "c.yaml", f"apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec: {spec}\n".encode())
    write(folder / "a.yaml", POD)

    assert rewrite("a.yaml", rules=(), config="c.yaml")[0] == 0
    assert b"image: m.example/c/nginx:1.27" in (folder / "out").read_bytes()
    assert rewrite("a.yaml", config="c.yaml")[0] == 0
    assert (folder / "out").read_bytes() == REWRITTEN
