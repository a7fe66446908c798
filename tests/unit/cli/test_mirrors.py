"""``regswap mirrors`` as its users run it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.command import names, regswap, write

MAP = b"quay.io::m.example/q\ndocker.io::m.example/d\ndefault::\n"


@pytest.mark.parametrize("to", ["registries-conf", "k3s", "talos", "openshift", "palette-page"])
def test_a_format_of_one_file_is_printed_or_written(tmp_path: Path, to: str) -> None:
    write(tmp_path / "map", MAP)

    code, out, _ = regswap("mirrors", "--format", to, "map", cwd=tmp_path)

    assert code == 0
    assert b"m.example" in out
    assert regswap("mirrors", "--format", to, "map", "-o", "new", cwd=tmp_path)[:2] == (0, b"")
    assert (tmp_path / "new").read_bytes() == out


def test_containerd_gets_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "map", MAP)

    assert regswap("mirrors", "--format", "containerd", "map", "-o", "certs.d", cwd=tmp_path)[:2] == (0, b"")

    assert names(tmp_path / "certs.d") == ["docker.io", "quay.io"]
    assert names(tmp_path / "certs.d" / "quay.io") == ["hosts.toml"]


def test_containerd_without_a_folder_is_a_mistake(tmp_path: Path) -> None:
    write(tmp_path / "map", MAP)

    code, out, err = regswap("mirrors", "--format", "containerd", "map", cwd=tmp_path)

    assert (code, out) == (2, b"")
    assert "containerd has a file for each registry: name a folder for them with --output" in err


def test_rules_that_cannot_be_expressed_write_nothing(tmp_path: Path) -> None:
    write(tmp_path / "map", MAP + b"[EXACT]nginx::m.example/n:1\n")

    code, _, err = regswap("mirrors", "--format", "containerd", "map", "-o", "certs.d", cwd=tmp_path)

    assert code == 2
    assert "map:4:1: error: containerd cannot express a rule about one image" in err
    assert names(tmp_path) == ["map"]
    assert regswap("mirrors", "--format", "k3s", "map", "--lossy", "-o", "new", cwd=tmp_path).code == 0
    assert names(tmp_path) == ["map", "new"]


@pytest.mark.parametrize("registry", ["https://quay.io", "quay.io/team", "quay.io:x", ""])
def test_what_is_not_a_registry_is_refused(tmp_path: Path, registry: str) -> None:
    write(tmp_path / "map", b"default::m.example\n")

    code, _, err = regswap("mirrors", "--format", "talos", "map", "--registry", registry, cwd=tmp_path)

    assert code == 2
    assert "is not a registry" in err


def test_a_default_rule_is_written_for_the_registries_that_are_named(tmp_path: Path) -> None:
    write(tmp_path / "map", b"default::m.example/a\n")

    some = regswap("mirrors", "--format", "talos", "map", "--registry", "r.example:5000", cwd=tmp_path).out
    all_ = regswap("mirrors", "--format", "talos", "map", cwd=tmp_path).out

    assert re.findall(b'name: "(.*)"', some) == [b"r.example:5000"]
    assert {b"docker.io", b"quay.io", b"registry.k8s.io"} < set(re.findall(b'name: "(.*)"', all_))
    assert b"index.docker.io" not in all_


def test_palettes_page_is_written_character_for_character(shared: Path, tmp_path: Path) -> None:
    page = (shared / "seeds" / "001_e2b5017d9d4769eb.txt").read_text(encoding="utf-8")
    mirrors = re.search(r"^ +MIRROR_REGISTRIES: (docker\.io::harbor\S+)", page, re.MULTILINE)
    printed = re.search(r"^ {3}```yaml \{19-33\}\n(.*?)^ {3}```", page, re.MULTILINE | re.DOTALL)
    assert mirrors
    assert printed
    write(tmp_path / "map", mirrors[1].encode())

    out = regswap("mirrors", "--format", "palette-page", "map", cwd=tmp_path).out.decode()

    assert out == re.sub(r"^ {3}", "", printed[1], flags=re.MULTILINE)
