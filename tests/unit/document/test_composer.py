from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from regswap.document.parse import composition, event, whole
from regswap.document.parse.composer import Composed, CompositionError, compose
from regswap.document.parse.node import (
    Alias,
    Mapping,
    Node,
    Outline,
    Scalar,
    Sequence,
)

OUTLINE: Outline = {"a": {None: {"b": {}}}, "c": {}}


def read(text: str, outline: Outline = OUTLINE) -> Composed:
    return compose(lambda: event.open_events(text), outline)


def plain(found: Node) -> Any:  # noqa: ANN401
    """Return a node as data: a mapping as pairs, so that keys written twice are seen."""
    if isinstance(found, Mapping):
        return [(plain(key), plain(value)) for key, value in found.entries]
    if isinstance(found, Sequence):
        return [plain(item) for item in found.items]
    return f"*{found.name}" if isinstance(found, Alias) else found.value


@pytest.mark.parametrize("text", ["", "# c\n"])
def test_nothing_has_no_root(text: str) -> None:
    assert read(text) == Composed((), (), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("x", "x", id="a scalar"),
        pytest.param(
            "a: [{b: 1, x: 2}, y, [b]]\nz: {a: 1}\nc: 3\n", [("a", [[("b", "1")], "y", ["b"]]), ("c", "3")], id="block"
        ),
        pytest.param("c: {a: 1}\n", [("c", [])], id="a collection where a value is wanted"),
        pytest.param("a: 1\n", [("a", "1")], id="a value where a collection is wanted"),
        pytest.param("{? a : 1, ? [a, c] : 2, ? {a: 1} : {a: 2}, c: 3}", [("a", "1"), ("c", "3")], id="complex keys"),
        pytest.param("- a: 1\n", [[]], id="another root"),
        pytest.param("a: 1\na: 2\n", [("a", "1"), ("a", "2")], id="a key written twice"),
        pytest.param("x: &x {a: 1}\na: &y 1\n", [("a", "1")], id="anchors without aliases"),
        pytest.param('"\\x61": 1\n', [("a", "1")], id="an escaped key"),
    ],
)
def test_what_the_outline_does_not_want_is_left_out(text: str, expected: Any) -> None:  # noqa: ANN401
    composed = read(text)

    assert [plain(root) for root in composed.roots] == [expected]
    assert composed.aliases == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("x: &x 1\ny: *x\n", [("x", "1"), ("y", "*x")], id="an alias"),
        pytest.param("x: [&x 1, *x ]\n", [("x", ["1", "*x"])], id="an alias in what is not wanted"),
        pytest.param("x: &x k\n*x : 1\n", [("x", "k"), ("*x", "1")], id="an alias as a key"),
        pytest.param("x: 1\n<<: {a: 1}\n", [("x", "1"), ("<<", [("a", "1")])], id="a merge key"),
        pytest.param("x: &x 1\n? [*x ]\n: 1\n", [("x", "1"), (["*x"], "1")], id="an alias in a key"),
    ],
)
def test_everything_is_read_where_aliases_may_point_anywhere(text: str, expected: Any) -> None:  # noqa: ANN401
    assert [plain(root) for root in read(text).roots] == [expected]


def test_a_document_with_anchors_and_no_aliases_is_read_once() -> None:
    opened = []

    def open_events() -> Callable[[], Any]:
        opened.append(1)
        return event.open_events("a: &a 1\nx: &b {c: &c 1}\n")

    compose(open_events, OUTLINE)
    assert len(opened) == 1


def test_a_node_knows_where_it_is_written() -> None:
    (root,) = read("# \U0001f40b\r\nc: &x 'v' # c\r\na:\r\n- {b: !!str w}\r\n").roots

    assert isinstance(root, Mapping)
    assert root.entries[0][1] == Scalar("v", "'", None, 8, 14, 1, 3, "x", in_flow=False)
    assert (root.start, root.line, root.column, root.is_flow) == (5, 1, 0, False)
    items = root.entries[1][1]
    assert isinstance(items, Sequence)
    assert (items.start, items.line, items.column, items.is_flow) == (24, 3, 0, False)
    inner = items.items[0]
    assert isinstance(inner, Mapping)
    assert inner.is_flow
    assert inner.entries[0][1] == Scalar("w", "", "tag:yaml.org,2002:str", 30, 37, 3, 6, None, in_flow=True)


def test_an_alias_is_the_node_of_the_anchor_before_it() -> None:
    composed = read("- &x 1\n- *x\n- &x 2\n- *x\n")

    assert [(alias.name, plain(alias.target), alias.start) for alias in composed.aliases] == [
        ("x", "1", 9),
        ("x", "2", 21),
    ]


def test_two_roots_do_not_share_anchors() -> None:
    with pytest.raises(CompositionError, match="has no anchor"):
        read("a: &x 1\u2028---\u2028a: *x\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: 1\nc: 2\n", [], id="none"),
        pytest.param("x: 1\nx: 2\n", [], id="one that is not wanted"),
        pytest.param("a: 1\nc: 2\na: 3\na: 4\n", [2, 3], id="each but the first"),
        pytest.param("a: [{b: 1}, {b: 2}]\n", [], id="in two mappings"),
        pytest.param("a: &a 1\na: *a\n", [1], id="with an alias"),
    ],
)
def test_wanted_keys_that_are_written_twice_are_noted(text: str, expected: list[int]) -> None:
    assert [key.line for key in read(text).repeated] == expected


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        pytest.param("a: *x\n", "the alias `\\*x` has no anchor", (0, 3), id="no anchor"),
        pytest.param("b: &x\n  c: *x\n", "the anchor `&x` holds itself", (1, 5), id="in its own mapping"),
        pytest.param("&x [[*x]]\n", "the anchor `&x` holds itself", (0, 5), id="in its own sequence"),
        pytest.param("&x {? *x : 1}\n", "the anchor `&x` holds itself", (0, 6), id="in its own key"),
    ],
)
def test_what_cannot_be_composed_is_refused_with_its_place(text: str, message: str, place: tuple[int, int]) -> None:
    with pytest.raises(CompositionError, match=message) as caught:
        read(text)

    assert (caught.value.line, caught.value.column) == place


@pytest.mark.parametrize(
    ("frame", "opening", "closing"),
    [
        pytest.param("a: {}", "[", "]", id="in what is wanted"),
        pytest.param("{}", "{a: ", "}", id="at the root"),
        pytest.param("x: {}", "[", "]", id="in what is left out"),
        pytest.param("a: &a 1\nx: *a\ny: {}", "[", "]", id="beside an alias"),
    ],
)
def test_nesting_is_read_down_to_a_limit(frame: str, opening: str, closing: str) -> None:
    depth = composition.DEEPEST - 2

    read(frame.format(opening * depth + closing * depth))
    with pytest.raises(CompositionError, match="nested more than 1,000 levels deep"):
        read(frame.format(opening * (depth + 3) + closing * (depth + 3)))
    with pytest.raises(CompositionError, match="nested more than 1,000 levels deep"):
        read(frame.format(opening * 100_000))


def test_what_is_wanted_at_any_depth_is_read_as_deep_as_what_is_not() -> None:
    everything: Outline = {}
    everything["*"] = everything[None] = everything
    text = "[{a: " * 80 + "b" + "}]" * 80

    assert plain(read(text, everything).roots[0]) == plain(compose(lambda: event.open_events(text), None).roots[0])


def test_what_one_document_said_of_keys_holds_for_no_other_outline() -> None:
    for number in range(600):
        key = f"k{number}"
        assert plain(read(f"{{{key}: 1, x: 2, K{number}: 3}}", {key: {}}).roots[0]) == [(key, "1")]
        assert [doubt.wanted for doubt in read(f"{{x: 2, K{number}: 3}}", {key: {}}).doubts] == [key]


def test_aliases_are_counted_as_often_as_they_bring_something(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "MOST_BROUGHT", 10)

    assert len(read("- &x [1, 2]\n- *x\n- [*x, *x ]\n").aliases) == 3
    with pytest.raises(CompositionError, match="its aliases bring more than 10 values") as caught:
        read("- &x [1, 2]\n- *x\n- [*x, *x ]\n- *x\n")
    assert caught.value.line == 3
    with pytest.raises(CompositionError, match="its aliases bring more than 10 values"):
        read("- &x [1, 2]\n- &y [*x, *x ]\n- *y\n")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("c: 1\n" * 200_000, id="a key written often"),
        pytest.param("[" * 900 + "&a x, " + "*a, " * 100_000 + "]" * 900, id="aliases deep down"),
        pytest.param("c: '" + "x" * 5_000_000 + "'\n", id="a long line"),
    ],
)
def test_odd_documents_take_no_longer_than_others_of_their_size(text: str) -> None:
    # Quadratic work would take minutes.
    assert read(text).roots
