"""``regswap rules show`` and ``regswap rules convert`` as their users run them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.support.command import names, regswap, write

MAP = b"default::\nquay.io :: h.example/q\n[EXACT] nginx :: h.example/n:1\n"
MIRRORS = b"""\
apiVersion: v1
kind: Secret
metadata:
  name: registry-info
stringData:
  PASSWORD: hunter2
  MIRROR_REGISTRIES: docker.io::h.example/hub, quay.io::h.example/mirror-
"""


def test_rules_are_written_in_another_format(tmp_path: Path) -> None:
    write(tmp_path / "map", MAP)

    code, out, err = regswap("rules", "convert", "--to", "regswap", "map", cwd=tmp_path)

    assert (code, err) == (0, "")
    assert out.startswith(b"apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\n")
    assert regswap("rules", "convert", "--to", "regswap", "-r", "map", cwd=tmp_path).out == out
    assert regswap("rules", "convert", "--to", "regswap", cwd=tmp_path, env={"REGSWAP_RULES": "map"}).out == out


def test_what_cannot_be_expressed_stops_the_conversion(tmp_path: Path) -> None:
    write(tmp_path / "map", MAP)

    code, out, err = regswap("rules", "convert", "--to", "registry-connect", "-o", "new", "map", cwd=tmp_path)

    assert (code, out) == (2, b"")
    assert err == (
        "map:3:1: error: registry-connect has no exact rules; "
        "leave it out with `--lossy`, or choose a format that has it, such as `regswap`\n"
        "  [EXACT] nginx :: h.example/n:1\n"
        "  ^\n"
    )
    assert names(tmp_path) == ["map"]


def test_lossy_leaves_out_what_cannot_be_expressed_and_says_so(tmp_path: Path) -> None:
    write(tmp_path / "map", MAP)

    code, out, err = regswap("rules", "convert", "--lossy", "--to", "registry-connect", "map", cwd=tmp_path)
    quiet = regswap("rules", "convert", "--lossy", "-q", "--to", "registry-connect", "map", cwd=tmp_path)

    assert (code, b"nginx" in out, b'"quay.io": "h.example/q"' in out) == (0, False, True)
    assert err.startswith("map:3:1: warning: registry-connect has no exact rules; it is left out\n")
    assert (quiet.code, quiet.out, quiet.err) == (0, out, "")


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    write(tmp_path / "map", MAP)
    write(tmp_path / "new", b"old")

    code, out, err = regswap("rules", "convert", "--to", "imageswap", "-o", "new", "map", cwd=tmp_path)

    assert (code, out, err) == (0, b"", "")
    assert (tmp_path / "new").read_bytes() == b"[EXACT]nginx::h.example/n:1\nquay.io::h.example/q\ndefault::\n"
    assert names(tmp_path) == ["map", "new"]


def test_the_file_that_is_read_may_be_the_one_that_is_written(tmp_path: Path) -> None:
    write(tmp_path / "rules", MAP)

    assert regswap("rules", "convert", "--to", "regswap", "-o", "rules", "rules", cwd=tmp_path).code == 0
    assert regswap("rules", "convert", "--to", "imageswap", "rules", cwd=tmp_path).out.startswith(b"[EXACT]nginx::")


def test_a_map_is_written_in_its_config_map(tmp_path: Path) -> None:
    write(tmp_path / "map", MAP)

    out = regswap("rules", "convert", "--to", "imageswap", "--as", "configmap", "map", cwd=tmp_path).out
    write(tmp_path / "cm.yaml", out)

    assert out.startswith(
        b"apiVersion: v1\nkind: ConfigMap\nmetadata:\n"
        b"  name: imageswap-maps\n  namespace: imageswap-system\ndata:\n  maps: |\n"
    )
    assert regswap("rules", "convert", "--to", "imageswap", "--as", "configmap", "cm.yaml", cwd=tmp_path).out == out


def test_several_files_become_one(tmp_path: Path) -> None:
    write(tmp_path / "map", MAP)
    write(tmp_path / "mirrors", b"gcr.io::h.example/g,")

    out = regswap("rules", "convert", "--to", "imageswap", "map", "mirrors", cwd=tmp_path).out

    assert out == b"[EXACT]nginx::h.example/n:1\nquay.io::h.example/q\ngcr.io::h.example/g\ndefault::\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--to", "regswap"], "error: no rules; name a rule file with -r or in REGSWAP_RULES"),
        (["--to", "regswap", "missing"], "missing: error: there is no such file; check the path"),
        (["--to", "nothing", "map"], "error: invalid value for '--to'"),
        (["map"], "error: missing option '--to'"),
        (["--to", "regswap", "--as", "configmap", "map"], "error: --as configmap is a form of imageswap"),
        (["--to", "regswap", "bad"], "bad:1:1: error: has no `::`"),
        (["--to", "regswap", "--rules-format", "imageshift", "map"], "map:3:9: error: is not valid YAML"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_written(tmp_path: Path, arguments: list[str], message: str) -> None:
    write(tmp_path / "map", MAP)
    write(tmp_path / "bad", b"quay.io\n")

    code, out, err = regswap("rules", "convert", *arguments, cwd=tmp_path)

    assert (code, out) == (2, b"")
    assert message in err
    assert "Traceback" not in err


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    write(tmp_path / "map", MAP)

    code, out, err = regswap("rules", "convert", "--to", "regswap", "-o", "no/new", "map", cwd=tmp_path)

    assert (code, out) == (3, b"")
    assert "no/new: error: cannot be written: there is no such folder" in err


@pytest.mark.parametrize("to", ["registry-connect", "imageshift", "imageswap", "regswap", "mirror-registries"])
def test_nothing_of_a_secret_but_its_mirrors_is_ever_shown(tmp_path: Path, to: str) -> None:
    write(tmp_path / "secret.yaml", MIRRORS)

    for command in (["convert", "--to", to], ["convert", "--lossy", "--to", to], ["show"], ["show", "--format=json"]):
        _, out, err = regswap("rules", *command, "secret.yaml", cwd=tmp_path)
        assert b"hunter2" not in out
        assert "hunter2" not in err
        assert "MIRROR_REGISTRIES" not in err


def test_rules_are_shown_in_the_order_in_which_they_are_tried(tmp_path: Path) -> None:
    write(tmp_path / "map", MAP + b"quay.io/a::\n")
    write(tmp_path / "more", b"quay.io::other.example,")

    code, out, err = regswap("rules", "show", "map", "-r", "more", cwd=tmp_path)

    assert code == 0
    assert out.decode() == (
        "standard mode: what is under a target already stays; else the first of these that matches decides\n"
        "#  KIND     MATCH      TARGET         WHERE   NOTE\n"
        "1  exact    nginx      h.example/n:1  map:3\n"
        "2  prefix   quay.io/a  (left alone)   map:4\n"
        "3  prefix   quay.io    other.example  more:1\n"
        "4  prefix   quay.io    h.example/q    map:2   never: more:1 wins\n"
        "5  default             (left alone)   map:1\n"
    )
    assert "`quay.io` has a rule at more:1 already, which wins" in err


def test_rules_are_shown_as_json(tmp_path: Path) -> None:
    write(tmp_path / "map", MAP)

    out = regswap("rules", "show", "--format", "json", "map", cwd=tmp_path).out

    first, *others = json.loads(out)
    assert first == {
        "order": 1,
        "kind": "exact",
        "match": "nginx",
        "target": "h.example/n:1",
        "join": "whole",
        "scope": "raw",
        "text": "[EXACT]nginx::h.example/n:1",
        "format": "imageswap",
        "name": "",
        "home": "docker.io",
        "exact_port": False,
        "overrides": False,
        "file": "map",
        "line": 3,
        "column": 1,
        "never": False,
    }
    assert [other["kind"] for other in others] == ["prefix", "default"]


def test_compat_mode_shows_what_the_program_reads(tmp_path: Path) -> None:
    write(tmp_path / "map", MAP)

    out = regswap("rules", "show", "--mode", "compat", "map", cwd=tmp_path).out.decode()

    assert out.startswith("compat mode: ")
    assert out.index("quay.io") > 0


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_rules_are_shown_as_none(tmp_path: Path, form: str) -> None:
    write(tmp_path / "empty", b"# nothing\n")

    code, out, _ = regswap("rules", "show", "--format", form, "empty", cwd=tmp_path)

    assert (code, b"KIND" in out or json.loads(out) == []) == (0, True)


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    write(tmp_path / "map", MAP)
    reader, writer = os.pipe()
    os.close(reader)

    code = regswap("rules", "show", "map", cwd=tmp_path, before=lambda: os.dup2(writer, 1)).code
    os.close(writer)

    assert code == 141
