"""``regswap explain --format json -``: a line in, an object out, whatever the line holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from regswap.rules import load
from tests.support.command import regswap

MAP = "default::h.example/all\nquay.io::h.example/q\ngcr.io::\n"
LINES = (
    b"nginx",
    b"",
    b" ",
    b"\t",
    b" quay.io/a ",
    b"quay.io/a\tb",
    b"quay.io/a\x00b",
    b"quay.io/" + b"a" * 300,
    b"x" * 100_000,
    b"\xff\xfe",
    b"quay.io/\xff",
    b"\xed\xa0\x80.io/x",
    "\ufeffnginx".encode(),
    "a\u2028b\u0085c".encode(),
    b"a\x0bb\x0cc\rd",
    b"-",
    b"--help",
    b"{{ x }}",
    b'"q\\"',
    b"[[a.b]/x",
    b"a.b{99999999999}/x",
    b"(" * 3000 + b".x/y",
    b"gcr.io/a",
)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
@pytest.mark.parametrize("mode", ["standard", "compat"])
def test_every_line_is_an_object_in_its_order(tmp_path: Path, mode: str, end: bytes) -> None:
    (tmp_path / "map").write_text(MAP)
    run = regswap(
        *("explain", "-r", "map", "--mode", mode, "--format", "json", "-"),
        stdin=(end or b"\n").join(LINES) + end,
        cwd=tmp_path,
    )
    # The loosest of all readers of lines.
    rows = [json.loads(line) for line in run.out.decode().splitlines()]
    rules = load([str(tmp_path / "map")], mode=mode)
    decisions = [rules.decide(line.decode("utf-8", "surrogateescape")) for line in LINES]

    assert (run.code, run.err) == (0, "")
    assert [(row["reference"], row["rewritten"], row["changed"], row["reason"]) for row in rows] == [
        (decision.reference, decision.rewritten, decision.changed, decision.reason) for decision in decisions
    ]
    assert [row["rule"] and row["rule"]["line"] for row in rows] == [
        decision.rule and decision.rule.origin.line for decision in decisions
    ]


def test_a_line_is_the_same_as_an_argument(tmp_path: Path) -> None:
    (tmp_path / "map").write_text(MAP)
    explain = ("explain", "-r", "map", "--format", "json")

    lines = regswap(*explain, "-", stdin=b"nginx\nquay.io/a\n", cwd=tmp_path)

    assert lines.out == regswap(*explain, "nginx", "quay.io/a", cwd=tmp_path).out


def test_no_line_is_no_object(tmp_path: Path) -> None:
    (tmp_path / "map").write_text(MAP)

    assert regswap("explain", "-r", "map", "--format", "json", "-", stdin=b"", cwd=tmp_path).out == b""


def test_a_prefix_needs_no_file() -> None:
    run = regswap("explain", "--mode", "compat", "--image-prefix", "h.io/x", "--format", "json", "-", stdin=b"q.io/a/b")

    assert json.loads(run.out)["rewritten"] == "h.io/x/b"
