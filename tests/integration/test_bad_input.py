"""What nobody should send and somebody will: an exit code, a place and a remedy, and nothing half done."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.command import (
    COMMAND,
    LONG_ENOUGH,
    POD,
    REWRITTEN,
    RULES,
    SETTINGS,
    Result,
    environment,
    limit_memory,
    names,
    regswap,
    write,
)

NOBODY = 65534
ROOMY = limit_memory(4096)
"""No input here needs a tenth of it."""

BROKEN = b"kind: Pod\nspec: {containers: [{image: nginx}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "m.map", RULES)
    return tmp_path


def rewrite(folder: Path, stdin: bytes, *arguments: str | bytes | Path) -> Result:
    result = regswap("rewrite", "-r", "m.map", *arguments, stdin=stdin, cwd=folder, before=ROOMY)
    assert_clean(result)
    return result


@pytest.mark.parametrize(
    "container",
    [
        pytest.param('{"image":"{{ x }}"}', id="templates"),
        pytest.param('{"image":"a","image":"b"}', id="keys written twice"),
    ],
)
def test_many_findings_on_one_line_take_time_and_memory_in_proportion(folder: Path, container: str) -> None:
    head = '{"kind":"Pod","apiVersion":"v1","spec":{"containers":['

    result = rewrite(folder, (head + ",".join([container] * 20_000) + "]}}").encode())

    assert result.code == 0
    assert result.err.count("warning: ") == 1_001
    assert "more warnings are not shown" in result.err


def assert_clean(result: Result) -> None:
    """Whatever happens: no traceback, no code that means something else, nothing on stdout beside an error."""
    assert "Traceback" not in result.err
    assert "bug in regswap" not in result.err
    assert result.code in {0, 2, 3}
    assert result.code == 0 or result.out == b""
    assert (result.code == 0) != ("error: " in result.err)


def shell(folder: Path, command: str) -> Result:
    """Run a shell command in which ``regswap`` is the command."""
    program = " ".join(map(shlex.quote, COMMAND))
    script = f'regswap() {{ {program} "$@"; }}\n{command}'
    run = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=LONG_ENOUGH,
        check=False,
    )
    assert b"Traceback" not in run.stderr
    assert b"Exception ignored" not in run.stderr
    return Result(run.returncode, run.stdout, run.stderr.decode())


@pytest.mark.parametrize(
    ("stdin", "place", "message"),
    [
        (BROKEN, "3:1", "document 1 is not valid YAML"),
        (POD + b"---\n" + BROKEN, "12:1", "document 2 is not valid YAML"),
        (POD + b"\tx: 1\n", "9:1", "document 1 is not valid YAML"),
        (POD + b"x: *y\n", "9:4", "the alias `*y` has no anchor before it"),
        (POD + b"x: &y [*y]\n", "9:8", "the anchor `&y` holds itself"),
        (POD + b"x: \xff\n", "9:4", "not valid UTF-8: byte 0xFF"),
        (POD.replace(b"nginx", b"ngi\xc3\x28nx"), "8:17", "not valid UTF-8: byte 0xC3"),
        (POD + b"x: a\0b\n", "9:5", "the control character U+0000 is not allowed"),
        (SETTINGS + b"\0", "7:1", "the control character U+0000 is not allowed"),
        (POD.decode().encode("utf-16-le"), "1:2", "the control character U+0000 is not allowed"),
        (POD + b"x: a\x1bb\n", "9:5", "the control character U+001B is not allowed"),
        (POD.replace(b"nginx", b"{{ .Values.image }}"), "8:33", "document 1 is not valid YAML"),
        (POD.replace(b"  containers:", b"{{- range .x }}\n  containers:"), "7:3", "document 1 is not valid YAML"),
    ],
)
def test_what_may_hold_a_reference_and_cannot_be_read_stops_the_run(
    folder: Path, stdin: bytes, place: str, message: str
) -> None:
    code, out, err = rewrite(folder, stdin)

    assert (code, out) == (3, b"")
    assert re.match(rf"<stdin>:{place}[\d:]*: error: .*{re.escape(message)}.*; .+\n", err), err


@pytest.mark.parametrize(
    "piece",
    [
        b"NOTES:\n  Get the URL: {{ .Release.Name }}\n\t* done\n",
        b"kind: Role\napiVersion: rbac.authorization.k8s.io/v1\nrules: {image: [\n",
        b"kind: CustomResourceDefinition\nproperties:\n\timage: {Pod\n",
        b"\xff\xfa image\n",
        b"{" * 300_000,
        b"image: " + b"x" * 1_000_000,
    ],
)
def test_what_is_broken_and_can_hold_no_reference_passes_untouched(folder: Path, piece: bytes) -> None:
    stdin = POD + b"---\n" + piece + b"\n---\n" + POD

    assert rewrite(folder, stdin) == (0, stdin.replace(b"nginx", b"mirror.example/hub/nginx"), "")
    assert rewrite(folder, b"---\n" + piece) == (0, b"---\n" + piece, "")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfea\0b", "not valid UTF-16"),
        (b"\xff\xfe\x00\xd8a\0", "not valid UTF-16"),
        (b"\xfe\xff\xdc\x00", "not valid UTF-16"),
        (b"\xff\xfe\0\0\xff\xff\xff\xff", "not valid UTF-32"),
    ],
)
def test_what_is_not_in_the_encoding_that_it_says_stops_the_run(folder: Path, data: bytes, message: str) -> None:
    code, _, err = rewrite(folder, data)

    assert (code, message in err, "; save the file as UTF-8" in err) == (3, True, True)


NESTINGS: dict[str, Callable[[int], bytes]] = {
    "flow sequences": lambda depth: b"x: " + b"[" * depth + b"]" * depth + b"\n",
    "flow mappings": lambda depth: b"x: " + b"{a: " * depth + b"1" + b"}" * depth + b"\n",
    "block sequences": lambda depth: b"x:\n  " + b"- " * depth + b"a\n",
    "mixed": lambda depth: b"x:\n  " + b"- " * (depth // 2) + b"[{a: " * (depth // 4) + b"1" + b"}]" * (depth // 4),
    "with a colon in a plain scalar": lambda depth: b"x: " + b"{a: b:1, c: " * depth + b"1" + b"}" * depth + b"\n",
    "never closed": lambda depth: b"x: " + b"[" * depth + b"\n",
    "quoted JSON": lambda depth: b'"x": ' + b'{"a": [' * (depth // 2) + b"1" + b"]}" * (depth // 2) + b"\n",
}


@pytest.mark.parametrize("depth", [500, 10_000, 200_000])
@pytest.mark.parametrize("nesting", NESTINGS)
def test_deep_nesting_is_read_or_refused(folder: Path, nesting: str, depth: int) -> None:
    stdin = POD + NESTINGS[nesting](depth)

    code, out, err = rewrite(folder, stdin)

    if code == 0:
        assert out == stdin.replace(b"nginx", b"mirror.example/hub/nginx")
    else:
        assert re.match(r"<stdin>:\d+:\d+: error: document 1 is not valid YAML: ", err)
        assert max(map(len, err.splitlines())) < 300
    assert depth > 500 or code == 0 or nesting == "never closed"


def test_deep_block_mappings_are_read_or_refused(folder: Path) -> None:
    # Indentation makes these as long as they are deep: ten thousand levels are 50 MB.
    for depth in (500, 10_000):
        lines = b"".join(b" " * level + b"a:\n" for level in range(1, depth))

        code, out, _ = rewrite(folder, POD + b"x:\n" + lines)

        assert code == 3 or out == REWRITTEN + b"x:\n" + lines


LINE = 50 << 20
LONG_LINES: dict[str, bytes] = {
    "plain": b"x: " + b"a" * LINE,
    "words": b"x: " + b"aaa bbb " * (LINE // 8),
    "quoted": b'x: "' + b"a\\n " * (LINE // 4) + b'"',
    "comment": b"# " + b"image: x " * (LINE // 9),
    "JSON": b"x: [" + b'"' + b"a" * 1000 + b'",' * (LINE // 1003) + b'"a"]',
    "white space": b"x: 1" + b" " * LINE,
}


@pytest.mark.parametrize("kind", [b"Pod", b"ConfigMap"])
@pytest.mark.parametrize("name", LONG_LINES)
def test_a_line_of_50_megabytes_is_read(folder: Path, name: str, kind: bytes) -> None:
    stdin = POD.replace(b"Pod", kind) + LONG_LINES[name] + b"\n"

    code, out, err = rewrite(folder, stdin)

    rewritten = stdin.replace(b"nginx:", b"mirror.example/hub/nginx:") if kind == b"Pod" else stdin
    assert (code, err, out == rewritten) == (0, "", True)


def test_a_line_of_50_megabytes_that_is_broken_is_told_in_few_words(folder: Path) -> None:
    code, out, err = rewrite(folder, POD + b"x: [" + b"a " * (LINE // 2) + b"\n")

    assert (code, out, len(err) < 1000) == (3, b"", True)


def test_a_reference_of_50_megabytes_is_left_and_told_in_few_words(folder: Path) -> None:
    stdin = POD.replace(b"nginx", b"a" * LINE)

    code, out, err = rewrite(folder, stdin, "--report", "r.json")
    table = regswap("images", "-q", stdin=stdin, cwd=folder, before=ROOMY)

    assert (code, out == stdin, len(err) < 1000) == (0, True, True)
    assert "is longer than 4096 characters" in err
    assert (table.code, len(table.out) < 1000) == (0, True)


def bomb(first: str, level: str, rest: str) -> bytes:
    """Return a Pod in which each of 30 anchors holds the one before it nine times."""
    lines = "".join(f"  a{n}: &a{n} {level.replace('ALIASES', ', '.join([f'*a{n - 1}'] * 9))}\n" for n in range(1, 30))
    return f"apiVersion: v1\nkind: Pod\nbomb:\n  a0: &a0 {first}\n{lines}{rest}".encode()


BOMBS = {
    "beside": bomb("[lol]", "[ALIASES]", "spec:\n  containers: [{image: nginx}]\n"),
    "in labels": bomb("lol", "[ALIASES]", "metadata: {labels: *a29}\nspec:\n  containers: [{image: nginx}]\n"),
    "as containers": bomb("{image: nginx}", "[ALIASES]", "spec:\n  containers: *a29\n"),
    "in merge keys": bomb("{image: nginx}", "\n    <<: [ALIASES]", "spec:\n  containers:\n    - *a29\n"),
    "in a merged list": bomb("{image: nginx}", "{<<: [ALIASES]}", "spec:\n  containers:\n    - <<: *a29\n"),
    "as an image": bomb("nginx", "[ALIASES]", "spec:\n  containers: [{image: *a0}, {image: *a29}]\n"),
    "in keys": bomb("{image: nginx}", "{? [ALIASES] : 1}", "spec:\n  containers: [*a0, *a29]\n"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_an_alias_bomb_is_read_or_refused(folder: Path, name: str) -> None:
    code, out, err = rewrite(folder, BOMBS[name])

    assert code == 3 or b"mirror.example/hub/nginx" in out
    assert len(err) < 10_000


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "is null"),
        ("null", "is null"),
        ("~", "is null"),
        ("5", "is a number, not a string"),
        ("1.5", "is a number, not a string"),
        ("0x1F", "is a number, not a string"),
        ("true", "is a bool, not a string"),
        ("{a: 1}", "is a map, not a string"),
        ("[a]", "is a list, not a string"),
        ("''", "is empty"),
        ("$(IMAGE)", "is a variable `$(...)`"),
        ("${IMAGE}:1", "is a variable `${...}`"),
        ("'{{ .Values.image }}'", "is a template"),
        ("docker.io/Nginx", "has an upper-case letter in its path"),
        ("https://docker.io/nginx", "begins with a scheme, as a URL does"),
        ("'nginx latest'", "has white space"),
        ("nginx:", None),
        ("nginx@sha256:beef", "has a digest that is not valid"),
        ("!!int 1", "is a number, not a string"),
    ],
)
def test_what_is_no_reference_is_left_alone_and_reported(folder: Path, value: str, reason: str | None) -> None:
    stdin = POD.replace(b"nginx:1.27", value.encode())

    code, out, err = rewrite(folder, stdin, "--report", "r.json")

    if reason is None:  # `image: nginx:` is a map in a map on one line
        assert code == 3
        return
    assert (code, out) == (0, stdin)
    (entry,) = json.loads((folder / "r.json").read_bytes())["unparsable"]
    assert reason in entry["reason"]
    assert re.match(r"<stdin>:8:\d+: warning: spec.containers\[0\].image was left as it is: ", err)


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (None, "m.map: error: there is no such file; "),
        (b"quay.io\n", "m.map:1:1: error: has no `::`; "),
        (b"default::\nquay.io::https://h.example\n", "m.map:2:10: error: has a scheme; "),
        (b"default::\nquay.io::a::b\n", "m.map:2:11: error: has more than one `::`; "),
        (b"default::\n\xff::a\n", "m.map:2:1: error: is not UTF-8: byte 0xff; "),
        (b"[EXCAT]nginx::x\n", "m.map:1:1: error: unknown keyword `[EXCAT]`; did you mean `[EXACT]`?"),
        (b"apiVersion: v1\nkind: ConfigMap\n", "m.map: error: is not in a known rule format; "),
    ],
)
@pytest.mark.parametrize("command", [("rewrite",), ("images",), ("helm", "post-render")])
def test_rules_that_cannot_be_read_stop_the_run(
    folder: Path, command: tuple[str, ...], rules: bytes | None, message: str
) -> None:
    if rules is None:
        (folder / "m.map").unlink()
    else:
        write(folder / "m.map", rules)

    code, out, err = regswap(*command, "-r", "m.map", "--report", "r.json", stdin=POD, cwd=folder)

    assert (code, out) == (2, b"")
    assert err.startswith(message)
    (told,) = json.loads((folder / "r.json").read_bytes())["errors"]
    assert told["source"] == "m.map"


def test_a_folder_of_rules_stops_the_run(folder: Path) -> None:
    code, out, err = regswap("rewrite", "-r", ".", stdin=POD, cwd=folder)

    assert (code, out) == (2, b"")
    assert err.startswith(".: error: is a folder; ")


@pytest.mark.parametrize(
    ("rules", "message"), [(b"", "has no rules"), (b"# x\n", "has no rules"), (b"quay.io::h.io\n", "no `default` line")]
)
def test_rules_that_do_nothing_are_a_warning(folder: Path, rules: bytes, message: str) -> None:
    write(folder / "m.map", rules)

    code, out, err = regswap("rewrite", "-r", "m.map", stdin=POD, cwd=folder)

    assert (code, out, "warning" in err, message in err) == (0, POD, True, True)


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        ("regswap rewrite -r m.map <&-", 2, "error: standard input is closed; "),
        ("regswap images <&-", 2, "error: standard input is closed; "),
        ("regswap helm post-render -r m.map <&-", 2, "error: standard input is closed; "),
        ("regswap rewrite -r m.map pod.yaml >&-", 3, "error: standard output is closed; "),
        ("regswap images pod.yaml >&-", 3, "error: standard output is closed; "),
        ("regswap rewrite --check -r m.map pod.yaml >&-", 3, "error: standard output is closed; "),
        ("regswap rewrite -r m.map pod.yaml >/dev/full", 3, "<stdout>: error: cannot be written: No space left"),
        ("regswap rewrite -r m.map big.yaml >/dev/full", 3, "<stdout>: error: cannot be written: No space left"),
        ("regswap rewrite --stream -r m.map big.yaml pod.yaml >/dev/full", 3, "<stdout>: error: cannot be written"),
        ("regswap images pod.yaml >/dev/full", 3, "<stdout>: error: cannot be written: No space left"),
        ("regswap rewrite --diff -r m.map pod.yaml >/dev/full", 3, "<stdout>: error: cannot be written: No space"),
        ("regswap --help >/dev/full", 3, "error: <stdout>: cannot be written: No space left"),
        ("regswap rewrite -r m.map -o /dev/full pod.yaml", 3, "/dev/full: error: cannot be written: No space left"),
        ("regswap rewrite -r m.map --report /dev/full pod.yaml >out", 3, "/dev/full: error: cannot be written"),
        ("regswap rewrite -r m.map missing.yaml", 2, "missing.yaml: error: no such file; "),
        ("regswap rewrite -r m.map empty", 2, "empty: error: no manifest (.yaml, .yml, .json) in this folder; "),
        ("regswap rewrite -r m.map -o missing/out pod.yaml", 3, "missing/out: error: cannot be written: there is no"),
        ("regswap rewrite -r m.map -o empty -", 2, "error: standard input has no file to write to; "),
        ("regswap rewrite -r m.map -o pod.yaml/x pod.yaml", 3, "pod.yaml/x: error: cannot be written: Not a dir"),
        ("regswap rewrite -r m.map >&- 2>&- pod.yaml", 3, ""),
        ("regswap rewrite -r m.map 2>/dev/full missing.yaml", 2, ""),
        ("regswap rewrite -r m.map 2>&- missing.yaml", 2, ""),
        ("regswap --bogus 2>/dev/full", 2, ""),
        ("regswap --bogus 2>&-", 2, ""),
    ],
)
def test_streams_and_places_that_do_not_work(folder: Path, command: str, code: int, message: str) -> None:
    write(folder / "pod.yaml", POD)
    write(folder / "big.yaml", POD + (b"---\n" + SETTINGS) * 20_000)
    (folder / "empty").mkdir()
    before = names(folder)

    result = shell(folder, command)

    assert (result.code, result.out) == (code, b"")
    assert result.err.startswith(message)
    assert [line for line in result.err.splitlines() if "error: " in line][1:] == []
    assert [name for name in names(folder) if name != "out"] == before


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("regswap rewrite -r m.map big.yaml", 141),
        ("regswap rewrite --stream -r m.map big.yaml", 141),
        ("regswap images big.yaml", 141),
        ("regswap images --format json big.yaml", 141),
        ("regswap rewrite -r m.map --diff big.yaml", 141),
        ("regswap rewrite -r m.map --check big.yaml", 141),
        ("regswap rewrite -r m.map --report r.json big.yaml", 141),
    ],
)
def test_a_reader_that_goes_away_is_no_error(folder: Path, command: str, code: int) -> None:
    write(folder / "big.yaml", POD + (b"---\n" + POD) * 3_000)

    result = shell(folder, f"{command} | head -c 10; code=${{PIPESTATUS[0]}}; echo; echo $code")

    assert (len(result.out[:-5]), result.out[-5:], result.err) == (10, b"\n%d\n" % code, "")
    if "--report" in command:
        assert json.loads((folder / "r.json").read_bytes())["counts"]["changed"] == 3_001


def test_a_reader_of_the_help_that_is_gone_is_no_error(folder: Path) -> None:
    for _ in range(5):
        result = shell(folder, "regswap rewrite --help | true; echo ${PIPESTATUS[0]}")

        assert (result.out in {b"0\n", b"141\n"}, result.err) == (True, "")


def test_a_terminal_is_no_input(folder: Path) -> None:
    leader, follower = os.openpty()
    run = subprocess.run(
        [*COMMAND, "rewrite", "-r", "m.map"],
        stdin=follower,
        capture_output=True,
        cwd=folder,
        env=environment(),
        timeout=LONG_ENOUGH,
        check=False,
    )
    os.close(leader)
    os.close(follower)

    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr == b"error: no manifests; pipe them in, or name files or folders\n"


def test_a_pipe_that_is_named_is_read_and_not_replaced(folder: Path) -> None:
    os.mkfifo(folder / "fifo")
    write(folder / "pod.yaml", POD)

    read = shell(folder, "cat pod.yaml > fifo & regswap rewrite -r m.map fifo")
    replaced = shell(folder, "regswap rewrite -r m.map -i fifo")

    assert read == (0, REWRITTEN, "")
    assert (replaced.code, replaced.err) == (2, "fifo: error: is not a file that could be replaced; leave it out\n")


def test_a_temporary_file_that_takes_no_more_is_an_error(folder: Path) -> None:
    write(folder / "big.yaml", POD + (b"---\n" + SETTINGS) * 200_000)

    result = shell(folder, "ulimit -f 1000; regswap rewrite -r m.map big.yaml")

    assert (result.code, result.out) == (3, b"")
    assert result.err.startswith("error: the output cannot be kept until the run is over: File too large; make room ")
    result = shell(folder, "ulimit -f 1000; regswap rewrite -r m.map big.yaml -i")
    assert (result.code, (folder / "big.yaml").read_bytes()[:200]) == (3, POD + (b"---\n" + SETTINGS)[: 200 - len(POD)])
    assert names(folder) == ["big.yaml", "m.map"]


def test_too_little_memory_is_an_error_and_no_bug(folder: Path) -> None:
    result = regswap("rewrite", "-r", "m.map", stdin=POD + LONG_LINES["plain"], cwd=folder, before=limit_memory(220))

    assert_clean(result)
    assert (result.code, result.err) == (3, "error: out of memory; allow it more, or split the largest document\n")


def test_many_errors_are_told_up_to_a_hundred(folder: Path) -> None:
    code, out, err = rewrite(folder, b"---\n".join([BROKEN] * 100_000), "--report", "r.json")

    assert (code, out, err.count(": error: ")) == (3, b"", 100)
    assert err.endswith("error: after 100 errors the rest was not read\n")
    assert json.loads((folder / "r.json").read_bytes())["counts"]["errors"] == 101


def test_many_warnings_are_told_up_to_a_thousand(folder: Path) -> None:
    stdin = b"---\n".join([POD.replace(b"nginx:1.27", b"'{{ x }}'")] * 5_000)

    code, out, err = rewrite(folder, stdin)

    assert (code, out == stdin, err.count("warning: ")) == (0, True, 1001)
    assert err.endswith("warning: 4000 more warnings are not shown\n0 rewritten, 5000 not understood\n")


def test_a_file_that_vanishes_after_it_was_listed_is_an_error(folder: Path) -> None:
    # The first file is a pipe that holds the run until the second is gone.
    os.mkfifo(folder / "a.yaml")
    write(folder / "b.yaml", POD)
    process = subprocess.Popen(
        [*COMMAND, "rewrite", "-r", "m.map", "a.yaml", "b.yaml"],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with (folder / "a.yaml").open("wb") as pipe:
        (folder / "b.yaml").unlink()
        pipe.write(POD)
    out, err = process.communicate(timeout=LONG_ENOUGH)

    assert (process.returncode, out) == (3, b"")
    assert err == b"b.yaml: error: cannot be read: No such file or directory; make it readable, or leave it out\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_every_file_whole_and_nothing_beside_it(folder: Path, number: signal.Signals) -> None:
    count, stdin = 300, POD + (b"---\n" + SETTINGS) * 50
    files = [f"{index:03}.yaml" for index in range(count)]
    for name in files:
        write(folder / "many" / name, stdin)
    os.mkfifo(folder / "last.yaml")
    # The run stages all files and then waits for the last one; in the middle of it the signal comes.
    for least in (1, count // 2, count):
        process = subprocess.Popen(
            [*COMMAND, "rewrite", "-r", "m.map", "-o", "out/", "many", "last.yaml"],
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        wait_for_files(folder / "out", least)
        process.send_signal(number)
        out, err = process.communicate(timeout=LONG_ENOUGH)

        assert (process.returncode, out, err.strip()) == (128 + number, b"", b"")
        assert names(folder) == ["last.yaml", "m.map", "many"]
        assert {(folder / "many" / name).read_bytes() for name in files} == {stdin}


def test_a_signal_in_the_middle_of_replacing_leaves_every_file_whole(folder: Path) -> None:
    stdin = POD + (b"---\n" + SETTINGS) * 20
    rewritten = stdin.replace(b"nginx:1.27 #", b"mirror.example/hub/nginx:1.27 #")
    files = [f"{index:03}.yaml" for index in range(400)]
    for delay in (0.02, 0.05, 0.1, 0.2, 0.4, 0.8):
        for name in files:
            write(folder / "many" / name, stdin)
        process = subprocess.Popen(
            [*COMMAND, "rewrite", "-r", "m.map", "--in-place", "many"],
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        time.sleep(delay)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=LONG_ENOUGH)

        # Before there is anything to clean up, the signal ends the program as it ends any other.
        assert process.returncode in {0, 128 + signal.SIGTERM, -signal.SIGTERM}
        assert b"Traceback" not in err
        assert names(folder / "many") == files
        assert {(folder / "many" / name).read_bytes() for name in files} <= {stdin, rewritten}


def wait_for_files(folder: Path, least: int) -> None:
    """Wait until so many contents are staged in a folder."""
    end = time.monotonic() + LONG_ENOUGH
    while not folder.is_dir() or len(names(folder)) < least:
        assert time.monotonic() < end
        time.sleep(0.001)


AS_NOBODY = f"""
import os, sys, difflib, json, signal, shutil, traceback, encodings.utf_8_sig
import regswap.cli.group, regswap.cli.main, regswap.hosts.helm
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
regswap.cli.main.main()
"""
"""Everything is imported first: who may do nothing may not even read where Python is."""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody can reach, unlike those of pytest."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        write(Path(name) / "m.map", RULES)
        yield Path(name)


def run_as_nobody(folder: Path, *arguments: str) -> Result:
    """Run the command as a user whose permissions count; root may do anything."""
    run = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=folder,
        env=environment(),
        timeout=LONG_ENOUGH,
        check=False,
    )
    assert b"Traceback" not in run.stderr, run.stderr.decode()
    return Result(run.returncode, run.stdout, run.stderr.decode())


def test_what_may_not_be_read_is_told_and_not_left_out(open_folder: Path) -> None:
    folder = open_folder
    write(folder / "k8s" / "a.yaml", POD)
    write(folder / "k8s" / "b.yaml", POD).chmod(0)
    locked = write(folder / "locked" / "sub" / "c.yaml", POD).parent
    write(folder / "locked" / "d.yaml", POD)
    locked.chmod(0)
    write(folder / "locked.map", RULES).chmod(0)
    try:
        assert run_as_nobody(folder, "rewrite", "-r", "m.map", "k8s") == (
            3,
            b"",
            "k8s/b.yaml: error: cannot be read: Permission denied; make it readable, or leave it out\n",
        )
        assert run_as_nobody(folder, "rewrite", "-r", "m.map", "locked") == (
            2,
            b"",
            "locked/sub: error: cannot be read: Permission denied; make it readable, or leave it out\n",
        )
        rules = run_as_nobody(folder, "rewrite", "-r", "locked.map", "k8s/a.yaml")
        assert (rules.code, rules.out) == (2, b"")
        assert rules.err.startswith("locked.map: error: cannot be read: Permission denied; ")
    finally:
        locked.chmod(0o755)


@pytest.mark.parametrize("mode", [0o444, 0o644])
def test_what_may_not_be_written_is_told_and_stays(open_folder: Path, mode: int) -> None:
    folder = open_folder
    for name in ("a.yaml", "b.yaml"):
        write(folder / "k8s" / name, POD).chmod(mode)
    (folder / "k8s").chmod(0o555)
    try:
        for arguments in (("-i", "k8s"), ("-o", "k8s/a.yaml", "k8s/a.yaml"), ("-o", "k8s/new", "k8s/a.yaml")):
            code, out, err = run_as_nobody(folder, "rewrite", "-r", "m.map", *arguments)

            assert (code, out) == (3, b"")
            assert err.startswith(
                f"{'k8s/new' if arguments[1] == 'k8s/new' else 'k8s/a.yaml'}: error: cannot be written"
            )
            assert err.endswith("; make it writable, or choose another place\n")
        assert names(folder / "k8s") == ["a.yaml", "b.yaml"]
        assert {(folder / "k8s" / name).read_bytes() for name in ("a.yaml", "b.yaml")} == {POD}
    finally:
        (folder / "k8s").chmod(0o755)


def test_the_module_and_the_command_are_the_same_program() -> None:
    command = Path(sys.executable).with_name("regswap")
    if not command.exists():
        pytest.skip("not installed beside this Python")

    run = subprocess.run([command, "--version"], capture_output=True, env=environment(), check=False)

    assert (run.returncode, run.stdout) == regswap("--version")[:2]
