from __future__ import annotations

import json
from collections.abc import Callable
from typing import Protocol

import pytest

from regswap.document.parse.encoding import decode
from regswap.document.parse.stream import Document
from regswap.errors import OutputError
from regswap.output.formats import make_formatter
from regswap.output.formatter import Formatter, FormatterSink
from regswap.output.site_listing import LISTING, tell_change
from regswap.output.table import LinesFormatter
from regswap.pipeline.entry import Entry
from regswap.pipeline.rewrite import Rewritten
from regswap.rules.engine.rule import Origin, Rule
from regswap.streams.source import Source

RULE = Rule("prefix", "docker.io", "h.io", "path", "canonical", Origin("m.map", 3, 1), "docker.io::h.io")
CHANGED = Entry(
    *("a.yaml", 1, 8, 14, "v1", "Pod", "prod", "web", "spec.containers[0].image"),
    *("nginx:1", "h.io/nginx:1", "changed", RULE, "is under `docker.io`"),
)
KEPT = CHANGED._replace(
    line=20, namespace="", reference="q.io/x", rewritten="q.io/x", status="unchanged", rule=None, reason="is odd"
)
TEMPLATED = KEPT._replace(reference="{{ x }}", rewritten="{{ x }}", status="unparsable", reason="is a template")


class Send(Protocol):
    """Sends entries through a formatter and returns what is printed."""

    def __call__(self, formatter: Formatter, /, *entries: Entry) -> bytes: ...


def table() -> Formatter:
    return make_formatter("text", LISTING)


def array() -> Formatter:
    return make_formatter("json", LISTING)


def lines() -> Formatter:
    return LinesFormatter(tell_change)


@pytest.fixture
def sent(capsysbinary: pytest.CaptureFixture[bytes]) -> Send:
    def send(formatter: Formatter, *entries: Entry) -> bytes:
        sink = FormatterSink(formatter, lambda _, rewritten: rewritten.entries)
        sink.begin(Source("a.yaml", "a.yaml"), decode([], "a.yaml"))
        sink.take(Document("a.yaml", 1, 1, b""), Rewritten(b"", was_read=True, entries=entries))
        sink.end()
        assert capsysbinary.readouterr().out == b""
        sink.deliver()
        sink.discard()
        return capsysbinary.readouterr().out

    return send


def test_a_table_has_a_row_for_each_site(sent: Send) -> None:
    assert sent(table(), CHANGED._replace(container="proxy"), KEPT, TEMPLATED).decode() == (
        "WHERE      OBJECT        CONTAINER  REFERENCE  BECOMES       LEFT           RULE\n"
        "a.yaml:8   Pod prod/web  proxy      nginx:1    h.io/nginx:1  -              m.map:3\n"
        "a.yaml:20  Pod web       -          q.io/x     -             is odd         -\n"
        "a.yaml:20  Pod web       -          {{ x }}    -             is a template  -\n"
    )


def test_a_table_of_nothing_is_its_headings(sent: Send) -> None:
    assert sent(table()) == b"WHERE  OBJECT  CONTAINER  REFERENCE  BECOMES  LEFT  RULE\n"


def test_a_table_shows_of_a_digest_what_people_compare(sent: Send) -> None:
    row = sent(table(), KEPT._replace(reference="q.io/x:1@sha256:" + "0123456789abcdef" * 4)).splitlines()[1]

    assert b" q.io/x:1@sha256:0123456789ab...  " in row


def test_a_row_stays_one_line_whatever_the_manifest_holds(sent: Send) -> None:
    entry = TEMPLATED._replace(reference="a\nb\x1b[31m", name="x\r" + "y" * 10_000, source="\udcff.yaml")

    shown = sent(table(), entry, KEPT._replace(reference=""))

    assert len(shown.splitlines()) == 3
    assert b"\xff.yaml:20" in shown
    assert rb"a\nb\x1b[31m" in shown
    assert max(map(len, shown.splitlines())) < 500


def test_json_has_an_object_for_each_site(sent: Send) -> None:
    listed = json.loads(sent(array(), CHANGED, KEPT))

    assert listed[0] == {
        "source": "a.yaml",
        "document": 1,
        "line": 8,
        "column": 14,
        "apiVersion": "v1",
        "kind": "Pod",
        "namespace": "prod",
        "name": "web",
        "path": "spec.containers[0].image",
        "reference": "nginx:1",
        "rewritten": "h.io/nginx:1",
        "changed": True,
        "rule": {"kind": "prefix", "text": "docker.io::h.io", "file": "m.map", "line": 3},
        "reason": "is under `docker.io`",
        "found": "catalogue",
        "certainty": "certain",
    }
    assert (listed[1]["changed"], listed[1]["rule"], len(listed)) == (False, None, 2)


def test_json_of_nothing_is_an_empty_array(sent: Send) -> None:
    assert sent(array()) == b"[]\n"


def test_json_is_valid_whatever_the_manifest_holds(sent: Send) -> None:
    entry = TEMPLATED._replace(reference='"\\\n\x00\u2028\u00e9', source="\udcff.yaml")

    (listed,) = json.loads(sent(array(), entry).decode("utf-8"))

    assert (listed["reference"], listed["source"]) == ('"\\\n\x00\u2028\u00e9', "\udcff.yaml")


def test_a_check_lists_what_would_change(sent: Send) -> None:
    assert sent(lines(), CHANGED, KEPT) == b"a.yaml:8:14: nginx:1 -> h.io/nginx:1\n"
    assert sent(lines(), CHANGED._replace(source="\udcff\n")).startswith(b"\xff\\n:8:14: ")


@pytest.mark.parametrize("make", [table, array, lines])
def test_a_closed_output_is_an_error(make: Callable[[], Formatter], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)

    with pytest.raises(OutputError, match="standard output is closed; leave it open, or write to a file with -o"):
        FormatterSink(make(), lambda _, __: ()).deliver()
