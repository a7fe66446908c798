from __future__ import annotations

import json
import sys

import regswap
from regswap.errors import Diagnostic
from regswap.output.report import COUNTED, Report
from regswap.pipeline.entry import Entry
from regswap.rules.engine.rule import Origin, Rule

RULE = Rule("prefix", "docker.io", "h.io", "path", "canonical", Origin("m.map", 3, 1), "docker.io::h.io")
CHANGED = Entry(
    *("a.yaml", 1, 8, 14, "v1", "Pod", "prod", "web", "spec.containers[0].image"),
    *("nginx:1", "h.io/nginx:1", "changed", RULE, "is under `docker.io`"),
)
KEPT = CHANGED._replace(rewritten="nginx:1", status="unchanged", rule=None, reason="is matched by no rule")
TEMPLATED = KEPT._replace(reference="{{ x }}", rewritten="{{ x }}", status="unparsable", reason="is a template")


def write(report: Report) -> bytes:
    return b"".join(report.blocks())


def test_an_empty_report_has_every_section() -> None:
    assert json.loads(write(Report(detailed=True))) == {
        "versions": {"regswap": regswap.__version__, "python": ".".join(map(str, sys.version_info[:3]))},
        "summary": "no references",
        "counts": dict.fromkeys((*COUNTED, "overlooked", "warnings", "errors"), 0),
        "changes": [],
        "unchanged": [],
        "reported": [],
        "unparsable": [],
        "warnings": [],
        "errors": [],
    }


def test_entries_are_sorted_into_sections_and_counted() -> None:
    report = Report(detailed=True)

    report.add_entries([CHANGED, TEMPLATED, KEPT])
    report.add_entries([CHANGED])

    told = json.loads(write(report))
    assert [entry["rewritten"] for entry in told["changes"]] == ["h.io/nginx:1"] * 2
    assert [entry["reason"] for entry in told["unchanged"]] == ["is matched by no rule"]
    assert [entry["reason"] for entry in told["unparsable"]] == ["is a template"]
    assert {key: told["counts"][key] for key in ("sites", "changed", "unchanged", "unparsable")} == {
        "sites": 4,
        "changed": 2,
        "unchanged": 1,
        "unparsable": 1,
    }


def test_a_report_without_details_only_counts() -> None:
    report = Report(detailed=False)

    report.add_entries([CHANGED])

    assert (report.counts["changed"], json.loads(write(report))["changes"]) == (1, [])


def test_findings_have_their_place_and_remedy() -> None:
    report = Report(detailed=True)
    report.warnings.append(Diagnostic("is odd", "mend it", "a.yaml", 3, 7, "x: y"))
    report.errors.append(Diagnostic("is wrong", source="\udcff"))

    told = json.loads(write(report))

    assert told["warnings"] == [
        {"source": "a.yaml", "line": 3, "column": 7, "message": "is odd", "remedy": "mend it"},
    ]
    assert told["errors"] == [{"source": "\udcff", "line": 0, "column": 0, "message": "is wrong", "remedy": ""}]
    assert (told["counts"]["warnings"], told["counts"]["errors"]) == (1, 1)


def test_warnings_beyond_the_most_are_counted_and_that_is_said() -> None:
    report = Report(detailed=False)
    report.warnings += [Diagnostic("about the rules")] * 4

    report.add_warnings([Diagnostic("about a document")] * 3, 5)
    report.add_warnings([Diagnostic("about another")] * 3, 5)
    report.close_warnings()

    assert [warning.message for warning in report.warnings[4:]] == ["about a document", "5 more warnings are not shown"]


def test_no_warning_is_said_to_be_missing_where_none_is() -> None:
    report = Report(detailed=False)

    report.add_warnings([Diagnostic("about a document")], 1)
    report.close_warnings()

    assert [warning.message for warning in report.warnings] == ["about a document"]
