from __future__ import annotations

import random
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from regswap.output.diff import Differ
from regswap.output.diff_formatter import LogGuard
from tests.support.command import write
from tests.support.work import peak_memory, sum_over_calls

Piece = tuple[bytes, bytes]


def diff(pieces: Iterable[Piece], name: str = "a.yaml", *, color: bool = False, escaped: bool = False) -> bytes:
    differ = Differ(name, color=color, escaped=escaped)
    lines: list[bytes] = []
    for before, after in pieces:
        # A piece that stays is one object, as it is for documents.
        lines += differ.add(before, before if before == after else after)
    return b"".join([*lines, *differ.end()])


def join(pieces: list[Piece]) -> tuple[bytes, bytes]:
    return b"".join(before for before, _ in pieces), b"".join(after for _, after in pieces)


def apply(tool: list[str], folder: Path, before: bytes, patch: bytes) -> bytes:
    path = write(folder / "a.yaml", before)
    run = subprocess.run(tool, input=patch, cwd=folder, capture_output=True, check=False)
    assert run.returncode == 0, run
    return path.read_bytes()


PATCH = ["patch", "--binary", "--fuzz=0", "--no-backup-if-mismatch", "a.yaml"]
GIT = ["git", "apply", "-p0", "--whitespace=nowarn", "-"]


def test_what_stays_has_no_diff() -> None:
    assert diff([]) == b""
    assert diff([(b"a\n", b"a\n"), (b"b", b"b")]) == b""


def test_a_hunk_is_what_diff_u_prints() -> None:
    before = b"".join(b"%d\n" % number for number in range(1, 21))

    assert diff([(before, before.replace(b"\n10\n", b"\nten\n"))]) == (
        b"--- a.yaml\n+++ a.yaml\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n"
    )


def test_context_goes_across_documents() -> None:
    pieces = [(b"1\n2\n", b"1\n2\n"), (b"---\nx\n", b"---\ny\n"), (b"---\n3\n", b"---\n3\n")]

    assert diff(pieces) == b"--- a.yaml\n+++ a.yaml\n@@ -1,6 +1,6 @@\n 1\n 2\n ---\n-x\n+y\n ---\n 3\n"


def test_a_missing_line_break_at_the_end_is_told() -> None:
    assert diff([(b"a\nx", b"a\ny")]).endswith(
        b" a\n-x\n\\ No newline at end of file\n+y\n\\ No newline at end of file\n"
    )


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a.yaml", b"a.yaml"),
        ("<stdin>", b"<stdin>"),
        ("a b.yaml", b"a b.yaml\t"),
        ("\u00e9.yaml", "\u00e9.yaml".encode()),
        ("\udcff.yaml", b"\xff.yaml"),
        ('a"\\\n.yaml', b'"a\\042\\134\\012.yaml"'),
    ],
)
def test_a_name_is_written_so_that_it_is_read_back(name: str, header: bytes) -> None:
    assert diff([(b"x\n", b"y\n")], name).startswith(b"--- " + header + b"\n+++ " + header + b"\n@@")


def test_color_is_put_around_lines_and_changes_nothing_else() -> None:
    pieces = [(b"a\nx\n", b"a\ny\n")]
    colored = diff(pieces, color=True)

    assert colored == (
        b"\x1b[1m--- a.yaml\x1b[0m\n\x1b[1m+++ a.yaml\x1b[0m\n\x1b[36m@@ -1,2 +1,2 @@\x1b[0m\n a\n"
        b"\x1b[31m-x\x1b[0m\n\x1b[32m+y\x1b[0m\n"
    )


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("tool", [PATCH, GIT], ids=["patch", "git"])
def test_real_tools_make_the_output_of_it(tmp_path: Path, tool: list[str], seed: int) -> None:
    pieces = draw_pieces(random.Random(seed))  # noqa: S311 - nothing secret
    before, after = join(pieces)

    patch = diff(pieces)

    assert (patch == b"") == (before == after)
    if patch:
        assert apply(tool, tmp_path, before, patch) == after


def draw_pieces(draw: random.Random) -> list[Piece]:
    """Draw documents of which some lines change, come and go; the last may lack its line break."""
    pieces = []
    for _ in range(draw.randint(1, 8)):
        lines = [b"---", *(draw.choice([b"a", b"  b", b"", b"c\r", b"d %d" % draw.randint(0, 9)]) for _ in range(9))]
        lines = lines[: draw.randint(1, 10)]
        changed = list(lines)
        for _ in range(draw.choice([0, 0, 1, 1, 2, 3])):
            place = draw.randrange(len(changed))
            changed[place : place + draw.choice([0, 1, 1, 1])] = [b"image: new"] * draw.choice([0, 1, 1, 1, 2])
            changed = changed or [b"x"]
        pieces.append((b"\n".join(lines) + b"\n", b"\n".join(changed) + b"\n"))
    if draw.random() < 0.3:
        before, after = (data[:-1] + b"x" for data in pieces[-1])
        pieces[-1] = (before, after)
    return pieces


def test_a_piece_may_end_in_the_middle_of_a_line(tmp_path: Path) -> None:
    # A lone carriage return ends a line for YAML, and none for diff.
    pieces = [(b"a\rx\r", b"a\ry\r"), (b"---\rb\n", b"---\rb\n"), (b"c", b"c")]
    before, after = join(pieces)

    assert apply(PATCH, tmp_path, before, diff(pieces)) == after


def test_a_long_document_in_which_lines_come_does_not_take_long() -> None:
    before = b"".join(b"  - name: a%d\n    <<: *x\n" % (number % 7) for number in range(20_000))
    after = before.replace(b"a3\n", b"a3\n    image: new\n")

    patch = diff([(before, after)])

    assert patch.count(b"\n+") == after.count(b"new") + 1


def test_changes_that_lie_near_one_another_take_no_more_memory_the_more_they_are() -> None:
    def read(count: int) -> None:
        differ = Differ("a.yaml", color=False)
        for number in range(count):
            text = b"---\n%d: %b\n" % (number, b"x" * 2000)
            assert list(differ.add(text, text.replace(b":", b"="))) == []
        assert sum(map(len, differ.end())) > 4000 * count

    read(1)
    assert peak_memory(lambda: read(10_000)) <= 1.2 * peak_memory(lambda: read(5_000))


def test_a_line_that_goes_on_for_many_pieces_is_not_copied_for_each() -> None:
    def copied(count: int) -> int:
        pieces = [(b"---\rx: 1\r", b"---\rx: 2\r")] * count
        return sum_over_calls("_split", lambda frame: len(frame.f_locals["data"]), lambda: diff(pieces))

    assert copied(400) == 2 * copied(200) > 0


def test_a_diff_for_people_gives_the_terminal_no_commands() -> None:
    pieces = [
        (
            b"\x1b]0;a\x07b\rc\r\n\xc2\x9b\xe2\x80\xae\n\xff\nx\ty\n",
            b"\x1b]0;a\x07b\rc\r\n\xc2\x9b\xe2\x80\xae\n\xff\nz\n",
        )
    ]

    shown = diff(pieces, "\x1b\u202e\udcff.yaml", escaped=True)

    assert shown.decode() == (
        '--- "\\033\\u202e\\xff.yaml"\n+++ "\\033\\u202e\\xff.yaml"\n@@ -1,4 +1,4 @@\n'
        " \\x1b]0;a\\x07b\\rc\r\n \\x9b\\u202e\n \\xff\n-x\ty\n+z\n"
    )
    assert pieces[0][0].split(b"\n")[0] in diff(pieces)


@pytest.mark.parametrize("tool", [PATCH, GIT], ids=["patch", "git"])
@pytest.mark.parametrize("line", [b"::error::x", b"  ::add-mask::x", b"# ##[error]x"])
def test_a_diff_in_a_build_log_lets_no_line_command_it_and_can_be_applied(
    tmp_path: Path, tool: list[str], line: bytes
) -> None:
    before, after = line + b"\nx\n", line + b"\ny\n"
    differ, guard = Differ("a.yaml", color=False), LogGuard()
    lines = [*differ.add(before, after), *differ.end()]
    for one in lines:
        guard.add(one)
    assert differ.has_command
    guard.is_needed = True

    first, *shown, last = b"".join(guard.wrap(lines)).splitlines(keepends=True)

    assert first.startswith(b"::stop-commands::")
    token = first.strip().rpartition(b"::")[2]
    assert (last, len(token)) == (b"::%b::\n" % token, 64)
    assert b"".join(shown) == diff([(before, after)])
    assert apply(tool, tmp_path, before, b"".join([first, *shown, last])) == after


def test_a_diff_without_commands_is_shown_in_a_build_log_as_it_is() -> None:
    differ = Differ("a.yaml", color=False)
    lines = [*differ.add(b"a::b\nx\n", b"a::b\ny\n"), *differ.end()]

    assert not differ.has_command
    assert b"".join(LogGuard().wrap(lines)) == b"".join(lines)
