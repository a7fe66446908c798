from __future__ import annotations

import pytest

from regswap.pipeline.provenance.origin import (
    InvalidTracesError,
    OriginRecord,
    drop_traces,
    join_traces,
    overlaps,
    read_traces,
    write_traces,
)

IMAGE = ("spec", "containers", 0, "image")
ARGUMENT = ("args", 0)


@pytest.mark.parametrize(
    "path", [(), IMAGE, ("a.b/c", "d e", 3), ("it's", "b\\", "\\'"), ("é", "x-y_z"), ("", "*"), ("[0]",), ("a\nb",)]
)
def test_a_trace_is_read_as_it_was_written(path: tuple[str | int, ...]) -> None:
    origins = [OriginRecord(path, "nginx", "h.io/nginx"), OriginRecord(path, "é", '"', 7)]

    assert read_traces(write_traces(origins)) == origins


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nginx",
        "{}",
        "[1]",
        "[{}]",
        '[{"path": "a", "original": "b"}]',
        '[{"path": "a..b", "original": "b", "rewritten": "c"}]',
        '[{"path": "a", "original": "b", "rewritten": "c", "offset": -1}]',
        '[{"path": "a", "original": "b", "rewritten": "c", "offset": true}]',
        "[" * 100_000,
    ],
)
def test_what_is_no_trace_is_refused(text: str) -> None:
    with pytest.raises(InvalidTracesError):
        read_traces(text)


def test_the_first_original_stays() -> None:
    known = [OriginRecord(IMAGE, "nginx", "h.io/nginx")]

    assert join_traces(known, [OriginRecord(IMAGE, "h.io/nginx", "i.io/nginx")]) == [
        OriginRecord(IMAGE, "nginx", "i.io/nginx")
    ]


def test_a_record_of_something_else_goes() -> None:
    known = [OriginRecord(IMAGE, "nginx", "h.io/nginx")]
    new = OriginRecord(IMAGE, "redis", "h.io/redis")

    assert join_traces(known, [new]) == [new]


def test_offsets_are_those_after_the_change() -> None:
    # `a b c` becomes `a xb c`, and then `yya xb zc`.
    once = join_traces([], [OriginRecord(ARGUMENT, "b", "xb", 2)])
    twice = join_traces(once, [OriginRecord(ARGUMENT, "a", "yya", 0), OriginRecord(ARGUMENT, "c", "zc", 5)])

    assert {(one.original, one.offset) for one in twice} == {("b", 4), ("a", 0), ("c", 7)}


def test_offsets_are_those_that_are_left_when_some_are_back() -> None:
    origins = [OriginRecord(ARGUMENT, "a", "yya", 0), OriginRecord(ARGUMENT, "b", "xb", 4)]

    assert drop_traces(origins, origins[:1]) == [OriginRecord(ARGUMENT, "b", "xb", 2)]


@pytest.mark.parametrize(
    ("origins", "expected"),
    [
        ([OriginRecord(ARGUMENT, "a", "abc", 0), OriginRecord(ARGUMENT, "b", "xb", 3)], False),
        ([OriginRecord(ARGUMENT, "a", "abc", 0), OriginRecord(ARGUMENT, "b", "xb", 2)], True),
        ([OriginRecord(IMAGE, "a", "b"), OriginRecord(IMAGE, "c", "b")], True),
        ([OriginRecord(IMAGE, "a", "b"), OriginRecord(IMAGE, "a", "b", 50)], True),
        ([OriginRecord(IMAGE, "a", "b"), OriginRecord(ARGUMENT, "a", "b")], False),
    ],
)
def test_traces_of_the_same_characters_overlap(origins: list[OriginRecord], expected: bool) -> None:  # noqa: FBT001
    assert overlaps(origins) is expected
