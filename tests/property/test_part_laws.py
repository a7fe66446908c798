"""Part of a scalar: whatever the style, only the characters of the part change, and by them the value."""

from __future__ import annotations

import random
import re

import yaml
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from regswap.document.edit.fragment import edit_parts
from regswap.document.parse.event import YAMLError
from regswap.document.splice import Edit, splice
from tests.unit.document.test_scalar import scalar_of

MARK = "quay.io/a/b:1"
"""What is replaced; no other text of a scalar holds it."""
NEW = ("mirror.example:5000/quay/a/b:1", "x", "[::1]/a", "a@sha256:" + "0a" * 32)

_words = st.sampled_from(
    (MARK, MARK, f"image={MARK}", f'"{MARK}"', f"'{MARK}',", "a", "b:", "#c", "-", "é\U0001f40b", "{}")
)
_gaps = st.sampled_from((" ", " ", "  ", "\t", "\n", "\n", "\n\n", "\n  ", "\n \t", " \n"))


@st.composite
def _values(draw: st.DrawFn) -> str:
    words = draw(st.lists(_words, min_size=1, max_size=7).filter(lambda drawn: any(MARK in word for word in drawn)))
    return "".join(word + draw(_gaps) for word in words) if draw(st.booleans()) else " ".join(words)


class _Writer:
    """Spells a value in some style, at random; not always as that value, but always as one that has the mark."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - not for secrets

    def fold(self, text: str) -> str:
        """Break lines where a flow scalar may."""
        return re.sub(r"(?<=\S) (?=[^\s#])", lambda _: self.random.choice((" ", "\n  ", " \n \t ")), text)

    def plain(self, value: str) -> str:
        words = [word for word in value.split() if word[0] not in "#-{}'\"" and not word.endswith(":")]
        return self.fold(" ".join(words))

    def single(self, value: str) -> str:
        return "'" + self.fold(" ".join(value.split()).replace("'", "''")) + "'"

    def double(self, value: str) -> str:
        def spell(character: str) -> str:
            if character == "\n":
                return self.random.choice(("\\n", "\\n\\\n   ", "\n\n  "))
            if character in '"\\':
                return "\\" + character
            code = f"\\U{ord(character):08X}"
            return self.random.choice(
                (*[character] * 20, code, f"\\\n   {character}" if character.isalnum() else character)
            )

        return '"' + "".join(map(spell, value)) + '"'

    def block(self, value: str) -> str:
        indentation = self.random.randrange(1, 5)
        needs = value.lstrip("\n")[:1] in (" ", "\t") or self.random.random() < 0.3
        header = self.random.choice("|>") + (str(indentation) if needs else "") + self.random.choice(("", "-", "+"))
        lines = [" " * indentation + line if line else "" for line in value.split("\n")]
        return f"{header}{self.random.choice(('', ' # c'))}\n" + "\n".join(lines)

    def scalar(self, value: str) -> str:
        properties = self.random.choice(("", "", "", "!!str ", "&a "))
        style = self.random.choice((self.plain, self.single, self.double, self.block, self.block))
        return properties + style(value)


@given(_values(), st.integers(0, 2**32), st.sampled_from(NEW), st.sampled_from(("\n", "\r\n")), st.booleans())
def test_only_the_part_changes_and_by_it_the_value(value: str, seed: int, new: str, end: str, in_flow: bool) -> None:  # noqa: FBT001
    spelled = _Writer(seed).scalar(value)
    if in_flow and "|" not in spelled[:7] and ">" not in spelled[:7]:
        text = f"{{k: {spelled} , z: 1}}\n"
    else:
        text = f"k: {spelled}\nz: 1\n"
    text = text.replace("\n", end)
    try:
        before, scalar = yaml.safe_load(text)["k"], scalar_of(text)
    except (yaml.YAMLError, YAMLError):
        reject()
    assume(isinstance(before, str) and MARK in before)
    assert scalar.value == before
    parts = [Edit(found.start(), found.end(), new) for found in re.finditer(re.escape(MARK), before)]

    edits = edit_parts(text, scalar, parts)

    assert edits is not None
    after = splice(text, edits)
    assert yaml.safe_load(after) == {"k": before.replace(MARK, new), "z": 1}
    if len(edits) == len(parts):
        for edit in edits:
            source = text[edit.start : edit.end]
            assert source == MARK or scalar.style == '"' or edit.replacement.startswith('"')


@given(_values(), st.integers(0, 2**32))
def test_the_same_text_is_no_change_where_nothing_is_escaped(value: str, seed: int) -> None:
    text = f"k: {_Writer(seed).block(value)}\nz: 1\n"
    scalar = scalar_of(text)
    parts = [Edit(found.start(), found.end(), MARK) for found in re.finditer(re.escape(MARK), scalar.value)]

    assert splice(text, edit_parts(text, scalar, parts) or []) == text
