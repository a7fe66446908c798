from __future__ import annotations

import pytest

from regswap.document.splice import Edit, splice


@pytest.mark.parametrize("text", ["", "abc", "\r\n\u00e9\U0001f40b"])
@pytest.mark.parametrize("edits", [(), (Edit(0, 0, ""),)])
def test_no_edit_changes_nothing(text: str, edits: tuple[Edit, ...]) -> None:
    assert splice(text, edits) == text


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param([Edit(1, 2, "X")], "aXcdef", id="replace"),
        pytest.param([Edit(1, 2, "")], "acdef", id="remove"),
        pytest.param([Edit(6, 6, "X")], "abcdefX", id="insert at the end"),
        pytest.param([Edit(0, 0, "X")], "Xabcdef", id="insert at the start"),
        pytest.param([Edit(0, 6, "X")], "X", id="replace everything"),
        pytest.param([Edit(4, 5, "Y"), Edit(1, 2, "X")], "aXcdYf", id="in any order"),
        pytest.param([Edit(1, 2, "X"), Edit(2, 3, "Y")], "aXYdef", id="side by side"),
        pytest.param([Edit(2, 2, "X"), Edit(2, 3, "Y")], "abXYdef", id="insert before a replacement"),
        pytest.param([Edit(1, 2, "X"), Edit(1, 2, "X")], "aXcdef", id="the same twice"),
        pytest.param([Edit(2, 2, "Y"), Edit(2, 2, "X")], "abXYcdef", id="two insertions at one place"),
    ],
)
def test_edits_are_applied(edits: list[Edit], expected: str) -> None:
    assert splice("abcdef", edits) == expected
    assert splice("abcdef", reversed(edits)) == expected


@pytest.mark.parametrize(
    "edits", [[Edit(1, 3, "X"), Edit(2, 4, "Y")], [Edit(1, 3, "X"), Edit(1, 3, "Y")], [Edit(0, 6, ""), Edit(3, 3, "Y")]]
)
def test_edits_that_overlap_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="edits overlap at offset"):
        splice("abcdef", edits)
