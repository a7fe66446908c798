from __future__ import annotations

import json

import pytest

from regswap.errors import Diagnostic
from regswap.output.report import Report
from regswap.output.summary import REWRITES, WOULD_REWRITE, SummaryLine, summarise, summarise_all, summarise_unasked
from regswap.pipeline.entry import Entry

CHANGED = Entry(
    *("a.yaml", 1, 8, 14, "v1", "Pod", "prod", "web", "spec.containers[0].image"),
    *("nginx:1", "h.io/nginx:1", "changed", None, "is under `docker.io`"),
)
KEPT = CHANGED._replace(rewritten="nginx:1", status="unchanged")
UNMATCHED = KEPT._replace(is_unmatched=True)
LEFT = KEPT._replace(status="reported", certainty="hidden")
CERTAIN = KEPT._replace(status="reported", certainty="certain")
POSSIBLE = KEPT._replace(status="reported", certainty="possible")
REFUSED = KEPT._replace(is_refused=True)
STRANGE = KEPT._replace(status="unparsable")


def make_report(*entries: Entry, summary_line: SummaryLine = REWRITES) -> Report:
    report = Report(detailed=False, summary_line=summary_line)
    report.add_entries(entries)
    return report


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((), "no references"),
        ((KEPT,), "0 rewritten"),
        ((CHANGED, POSSIBLE), "1 rewritten"),
        (
            (*[CHANGED] * 7, LEFT, LEFT, UNMATCHED),
            "7 rewritten, 2 left (would change with --hidden rewrite), 1 matched by no rule",
        ),
        (
            (CERTAIN, LEFT, REFUSED, STRANGE),
            (
                "0 rewritten, 1 left (would change with --hidden certain), "
                "1 left (would change with --hidden rewrite), 1 left (what the rule makes of it cannot be used), "
                "1 not understood"
            ),
        ),
    ],
)
def test_a_summary_says_what_became_of_the_references(entries: tuple[Entry, ...], expected: str) -> None:
    report = make_report(*entries)

    assert summarise(report) == expected
    assert json.loads(b"".join(report.blocks()))["summary"] == expected
    assert summarise_all(report).endswith(expected)


def test_a_summary_never_says_that_a_run_worked_that_failed() -> None:
    report = make_report(CHANGED, UNMATCHED)
    report.errors.append(Diagnostic("is wrong"))

    assert summarise(report) == "failed: 1 error"
    assert summarise_unasked(report) == ""


def test_a_summary_of_a_run_that_writes_nothing_does_not_say_that_it_did() -> None:
    assert summarise(make_report(CHANGED, summary_line=WOULD_REWRITE)) == "1 would be rewritten"


@pytest.mark.parametrize(
    ("on_stderr", "entry", "expected"),
    [
        ("never", UNMATCHED, ""),
        ("always", CHANGED, "1 rewritten"),
        ("if left", CHANGED, ""),
        ("if left", POSSIBLE, ""),
        ("if left", UNMATCHED, "0 rewritten, 1 matched by no rule"),
        ("if left", LEFT, "0 rewritten, 1 left (would change with --hidden rewrite)"),
        ("if left", REFUSED, "0 rewritten, 1 left (what the rule makes of it cannot be used)"),
        ("if left", STRANGE, "0 rewritten, 1 not understood"),
        ("what is left", CHANGED, ""),
        ("what is left", UNMATCHED, "1 matched by no rule"),
    ],
)
def test_standard_error_gets_a_summary_where_something_did_not_change(
    on_stderr: str,
    entry: Entry,
    expected: str,
) -> None:
    line = REWRITES._replace(on_stderr=on_stderr)  # type: ignore[arg-type] # one of the words

    assert summarise_unasked(make_report(entry, summary_line=line)) == expected
