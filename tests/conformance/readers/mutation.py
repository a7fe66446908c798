"""Streams that differ from ordinary ones in what readers differ about; each follows from a seed and a number."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from tests.conformance.readers.manifest import Object, make_object, wrap
from tests.conformance.readers.spelling import Speller

SPACES = ("", " ", "\t", "\u00a0", "\x85", "\u2028", "\u3000", "\r", "\x0b", "\x0c", "\ufeff", "\u200b", "\x00")
TAILS = (
    *("#c", " # c", "#x: |", " |", " >-", " {", "-", "a: b", " a: b", " !x", " &a", " # c\u2028", " %", " ...", ": x"),
)
LINES = (
    *("...", "... # c", "%YAML 1.1", "%TAG ! tag:x,2000:", "%TAG !! tag:x,2000:", "# c", "#", "", " ", "\t", "\ufeff"),
    *(
        "# c\u2028kind: Pod",
        "# c\x85apiVersion: v1",
        "# c\rkind: Pod",
        "x: |",
        "x: >-",
        "x: &a",
        "? ",
        ": ",
        "- ",
        "{}",
    ),
    *("x: '", 'x: "', "'''", "]", "}", "kind: Service", "Kind: Pod", "items: []", "items:", "image: nginx", "<<: *a"),
    *("\ufeff---", "\ufeff# c", " ---", "--- # c", "---", "---", "..."),
)
CHARACTERS = "\x00\t\r\x0b\x0c\x1b\x7f\x85\xa0\u2028\u2029\ufeff\u200b\U0001f600:#-?&*!|>'\"%@`{}[],~\\ \n"

Mutate = Callable[[Random, str], str]


def make_stream(seed: str, corpus: Sequence[str] = ()) -> bytes:
    """Return the stream of a seed; one in four is taken from the texts of a corpus, if there is any."""
    draw = Random(seed)  # noqa: S311 - nothing is kept secret by it
    if corpus and draw.random() < 0.25:
        text = draw.choice(corpus)
        count = draw.choice((1, 1, 1, 2))
    else:
        text = _write(draw, [wrap(draw, make_object(draw)) for _ in range(draw.choice((1, 1, 1, 2, 3)))])
        count = draw.choice((0, 0, 1, 1, 1, 2))
    for _ in range(count):
        text = draw.choice(MUTATIONS)(draw, text)
    data = text.encode(draw.choice(("utf-8",) * 40 + ("utf-16", "utf-16-le", "utf-32")), "surrogatepass")
    return _change_bytes(draw, data) if draw.random() < 0.03 else data


def _write(draw: Random, objects: list[Object]) -> str:
    speller = Speller(draw)
    text = draw.choice(("", "", "", "---\n", "# c\n", "\ufeff", "\ufeff\ufeff", "\n\n"))
    for index, value in enumerate(objects):
        if index:
            text += draw.choice(
                ("---\n", "---\n", "---\n", "--- # c\n", "...\n---\n", "\n", "---" + _tail(draw) + "\n")
            )
        text += speller.document(value)
    return text if draw.random() < 0.9 else text.rstrip("\n")


def _tail(draw: Random) -> str:
    return draw.choice(SPACES) + draw.choice(("", *TAILS)) + draw.choice(SPACES)


def _insert_separator(draw: Random, text: str) -> str:
    """Put what may separate documents before a line; the lines after it may be indented."""
    line = draw.choice(("", "", "", "\ufeff", " ", ".")) + "---" + _tail(draw)
    if draw.random() < 0.5:
        return _insert_line(draw, text, line)
    lines = text.split("\n")
    index = _choose_line(draw, lines)
    return "\n".join([*lines[:index], line, *(f" {after}" for after in lines[index:])])


def _insert_strange_line(draw: Random, text: str) -> str:
    return _insert_line(draw, text, draw.choice(LINES) + draw.choice(("", "", *SPACES)))


def _insert_line(draw: Random, text: str, line: str) -> str:
    lines = text.split("\n")
    index = _choose_line(draw, lines)
    pad = re.match(" *", lines[index]) if index < len(lines) and not line.startswith("---") else None
    lines.insert(index, (pad[0] if pad else "") + line)
    return "\n".join(lines)


def _choose_line(draw: Random, lines: list[str]) -> int:
    """Return the index of a line, often of one that begins a document."""
    starts = [
        0,
        len(lines),
        *(index + after for index, line in enumerate(lines) if line[:3] == "---" for after in (0, 1)),
    ]
    return draw.choice((draw.choice(starts), draw.choice(starts), draw.randint(0, len(lines))))


def _break_lines(draw: Random, text: str) -> str:
    """End one line, the comments or all lines in another way."""
    end = draw.choice(("\r\n", "\r", "\x85", "\u2028", "\u2029", "\n\ufeff", "\x0b", "\x0c", "\r\r\n"))
    lines = text.split("\n")
    if draw.random() < 0.3:
        return end.join(lines)
    index = draw.randrange(len(lines))
    return "\n".join(lines[: index + 1]) + end + "\n".join(lines[index + 1 :])


def _misalign(draw: Random, text: str) -> str:
    """Put a byte order mark where go-yaml reads on, and a character that it drops then before each line."""
    lines = [
        f"x{line}" if line and not line[0].isspace() and draw.random() < 0.9 else line for line in text.split("\n")
    ]
    mark = draw.choice(
        (
            "# {}\ufeff",
            "# {}\ufeff c",
            "xa: {}\ufeff",
            "xa: '{}\ufeff'",
            "xa: |\n  {}\ufeff",
            "{}\ufeff",
            "xa: [{}\ufeff]",
        )
    )
    index = draw.choice((0, draw.randrange(len(lines))))
    length = len("\n".join(lines[:index]).encode("utf-8", "surrogatepass")) + (index > 0) + len(mark.partition("{")[0])
    filler = draw.choice("  cé") * (-length % 512 + draw.randint(-5, 2))
    return "\n".join([*lines[:index], mark.format(filler), *lines[index:]])


def _comment(draw: Random, text: str) -> str:
    """Put what may be a comment behind a line, and what may end it."""
    lines = text.split("\n")
    index = draw.randrange(len(lines))
    lines[index] += draw.choice((" # c", "\t# c", "#c", "\u00a0# c")) + draw.choice(
        ("", "\x85", "\u2028", "\r", "\u2029")
    )
    return "\n".join(lines)


def _repeat_lines(draw: Random, text: str) -> str:
    lines = text.split("\n")
    start = draw.randrange(len(lines))
    part = lines[start : start + draw.choice((1, 1, 2, 5))]
    place = draw.choice((start, draw.randint(0, len(lines))))
    return "\n".join([*lines[:place], *part, *lines[place:]])


def _remove_line(draw: Random, text: str) -> str:
    lines = text.split("\n")
    del lines[draw.randrange(len(lines))]
    return "\n".join(lines)


def _indent_line(draw: Random, text: str) -> str:
    lines = text.split("\n")
    index = draw.randrange(len(lines))
    lines[index] = draw.choice(("  ", " ", "\t", "\u00a0", "    ")) + lines[index].removeprefix(draw.choice(("", "  ")))
    return "\n".join(lines)


def _insert_characters(draw: Random, text: str) -> str:
    for _ in range(draw.choice((1, 1, 2))):
        # What stands beside an indicator or at the start of a line is more than a part of a word.
        places = [match.start() for match in re.finditer(r"(?m)^|(?<=[:\-#{}\[\],])|[:,#]", text)]
        place = draw.choice((draw.randint(0, len(text)), draw.choice(places)))
        text = text[:place] + draw.choice(CHARACTERS) + text[place + draw.choice((0, 0, 1)) :]
    return text


def _change_property(draw: Random, text: str) -> str:
    """Put a tag, an anchor or an alias before a value or a key."""
    places = [match.start() for match in re.finditer(r"(?m)(?<=: )\S|(?<=- )\S|^\w", text)]
    if not places:
        return text
    place = draw.choice(places)
    added = draw.choice(
        ("!!str ", "! ", "!x ", "!!binary ", "&a ", "*a ", "!!map ", "!<x> ", "? ", "!!null ", "|\n ", "!!str")
    )
    return text[:place] + added + text[place:]


def _change_case(draw: Random, text: str) -> str:
    matches = list(re.finditer(r"\b(?:kind|apiVersion|image|containers|items|spec|template)\b", text))
    if not matches:
        return text
    match = draw.choice(matches)
    name = draw.choice(
        (match[0].upper(), match[0].capitalize(), match[0].replace("k", "\u212a").replace("s", "\u017f"))
    )
    return text[: match.start()] + name + text[match.end() :]


def _change_bytes(draw: Random, data: bytes) -> bytes:
    for _ in range(draw.choice((1, 1, 2, 4))):
        place = draw.randint(0, len(data))
        added = bytes([draw.randrange(256)]) * draw.choice((0, 1, 1))
        data = data[:place] + added + data[place + draw.choice((0, 1)) :]
    return data


MUTATIONS: tuple[Mutate, ...] = (
    *(_insert_separator, _insert_separator, _insert_strange_line, _insert_strange_line, _break_lines, _comment),
    *(
        _repeat_lines,
        _remove_line,
        _indent_line,
        _insert_characters,
        _insert_characters,
        _change_property,
        _change_case,
    ),
)
