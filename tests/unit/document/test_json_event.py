from __future__ import annotations

import json

import pytest

from regswap.document.parse import event, json_event
from regswap.document.parse.composer import compose
from regswap.document.parse.node import Scalar
from regswap.document.parse.stream import Document
from regswap.document.read.field import child, root_field
from regswap.document.read.reading import Reading, read
from regswap.document.read.value import value_of
from regswap.document.splice import Edit


def kinds(text: str) -> list[int]:
    get_event = json_event.open_events(text)
    found: list[int] = []
    while not found or found[-1] != event.STREAM_END:
        found.append(get_event()[0])
    return found


def read_text(text: str) -> Reading:
    return read(Document("s", 1, 1, text.encode()), None)


AS_YAML = [
    '{"a": [1, -2.5e3, true, null, "x", {}, [], {"b": ["\\u0041\\n\\/"]}]}\n',
    ' \n{\t"a" :\r\n[ ] }',
    '{"a":{"a":{"a":[[["x"]]]}}}',
    '{"":""}',
]


@pytest.mark.parametrize("text", AS_YAML)
def test_the_events_of_json_are_those_of_yaml(text: str) -> None:
    mine, theirs = json_event.open_events(text), event.open_events(text)
    compared = 0
    while True:
        own = mine()
        other = theirs()
        while other[0] == event.OTHER:
            other = theirs()
        assert own[:2] == other[:2]
        if own[0] == event.STREAM_END:
            break
        if own[0] != event.DOCUMENT_START:
            assert [(mark.index, mark.line, mark.column) for mark in own[2:4]] == [
                (mark.index, mark.line, mark.column) for mark in other[2:4]
            ]
            compared += 1
        assert own[0] != event.SCALAR or own[4] == other[4]
    assert compared > 2


NOT_YAML = [
    pytest.param(json.dumps({"a": "x\U0001f600y"}), [{"a": "x\U0001f600y"}], id="a surrogate pair"),
    pytest.param('{"a":"\\ud83d\\ud83d\\ude00\\ude00"}', [{"a": "\ufffd\U0001f600\ufffd"}], id="lone surrogates"),
    pytest.param('{"a":"x\x7fy\x80"}', [{"a": "x\x7fy\x80"}], id="control characters"),
    pytest.param('{"' + "k" * 2000 + '":"x"}', [{"k" * 2000: "x"}], id="a long key"),
    pytest.param('{"a"\n:\n"x"}', [{"a": "x"}], id="a key on a line of its own"),
    pytest.param('{"a":"x"}{"a":"y"}\n{"a":"z"}', [{"a": "x"}, {"a": "y"}, {"a": "z"}], id="several"),
]


@pytest.mark.parametrize(("text", "expected"), NOT_YAML)
def test_what_is_no_yaml_is_read_as_json(text: str, expected: list[object]) -> None:
    with pytest.raises(event.YAMLError):
        compose(lambda: event.open_events(text), None)

    reading = read_text(text)

    assert [value_of(root) for root in reading.composed.roots] == expected
    assert reading.apply([]) == text.encode()


def test_edits_of_json_count_from_its_start() -> None:
    text = '{"e":"\\ud83d\\ude00",\n"a":"x"}'
    field = child(root_field(read_text(text).composed.roots[0]), "a")
    assert field is not None
    value = field.node

    assert isinstance(value, Scalar)
    assert (text[value.start : value.end], value.line, value.column) == ('"x"', 1, 4)
    assert read_text(text).apply([Edit(value.start, value.end, '"y"')]).decode() == text.replace("x", "y")


@pytest.mark.parametrize(
    "text",
    [
        *('{"a"}', '{"a":}', '{"a":"x",}', "{,}", "{a:1}", '{"a":1 "b":2}', '{"a"::1}', '{"a":01}', '{"a":1.}', "[1,]"),
        *("[1 2]", "[}", "{]", "[", "{", '{"a":[1}', '"x', '"\n"', '"\\x"', "[nul]", "[nulls]", "[1a]", "[+1]", "[.5]"),
        *('{"a":1}]', '{"a":1},', '{"a":1}:', "# c", "{1:2}", '{"a":\u00a01}', "[True]", ":", "{[]:1}", '{"a":1]'),
    ],
)
def test_what_is_no_json_is_told(text: str) -> None:
    with pytest.raises(json_event.NotJSONError):
        kinds(text)


def test_the_work_grows_with_the_text() -> None:
    few, many = ('{"a":["' + "\\ud83d\\ude00" * 10 + '"]}\n' for _ in range(2))

    assert len(kinds(many * 100)) - 1 == 100 * (len(kinds(few)) - 1)
