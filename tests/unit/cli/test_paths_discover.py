"""``regswap paths discover``, run as users run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import POD, regswap, write

CRD = b"""\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  group: example.com
  names: {kind: Thing}
  versions: [{name: v1, schema: {openAPIV3Schema: {properties: {image: {type: string}}}}}]
"""
BROKEN = CRD.replace(b"group", b"groop")


def test_a_stream_with_other_things_in_it_is_read() -> None:
    code, out, err = regswap("paths", "discover", stdin=POD + b"---\n" + CRD + b"---\nkind: Pod\n{{ if }}\n")

    assert (code, err) == (0, "")
    assert b"  # <stdin>:10 (v1)\n  - kinds: [example.com/Thing]\n    paths:\n      image: reference" in out


def test_what_the_catalogue_says_is_never_to_be_touched_is_off_in_a_draft() -> None:
    properties = b"{spec: {properties: {image: {type: string}, sidecarImage: {type: string}}}}"
    definition = CRD.replace(b"{image: {type: string}}", properties)
    machine = definition.replace(b"example.com", b"anywhere.eks.amazonaws.com").replace(
        b"Thing", b"NutanixMachineConfig"
    )

    other, drafted = (regswap("paths", "discover", stdin=stdin).out.decode() for stdin in (definition, machine))

    assert "\n      spec.image: reference" in other
    assert "\n      spec.sidecarImage: reference" in drafted
    assert "\n      spec.image: reference" not in drafted
    assert "spec.image: reference  # doubtful: the catalogue says that this is not to be touched" in drafted


def test_files_and_folders_are_read(tmp_path: Path) -> None:
    (tmp_path / "crds").mkdir()
    write(tmp_path / "crds" / "thing.yaml", CRD)
    write(tmp_path / "other.yaml", CRD.replace(b"Thing", b"Other"))

    code, out, _ = regswap("paths", "discover", "crds", "other.yaml", "--format", "json", cwd=tmp_path)

    assert code == 0
    assert [(kind["kind"], kind["definitions"]) for kind in json.loads(out)] == [
        ("example.com/Other", ["other.yaml:1"]),
        ("example.com/Thing", ["crds/thing.yaml:1"]),
    ]


def test_utf_16_is_read() -> None:
    code, out, _ = regswap("paths", "discover", stdin=CRD.decode().encode("utf-16"))

    assert code == 0
    assert b"example.com/Thing" in out


@pytest.mark.parametrize("stdin", [b"", POD, b"# CustomResourceDefinition\n"])
def test_a_stream_without_a_definition_is_told(stdin: bytes) -> None:
    code, out, err = regswap("paths", "discover", stdin=stdin)

    assert (code, out) == (2, b"")
    assert err.startswith("<stdin>: error: no CustomResourceDefinition in it; name ")


def test_all_broken_definitions_are_told_and_nothing_is_printed(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", BROKEN + b"---\n" + CRD)
    write(tmp_path / "b.yaml", CRD + b"---\n" + CRD + b"  }\n")

    code, out, err = regswap("paths", "discover", "a.yaml", "b.yaml", cwd=tmp_path)

    assert (code, out) == (3, b"")
    assert "a.yaml:1:1: error: spec.group of the definition is missing; correct it" in err
    assert "b.yaml:14:3: error: document 2 is not valid YAML" in err


def test_a_path_that_is_not_there_is_told() -> None:
    code, _, err = regswap("paths", "discover", "missing.yaml")

    remedy = f"name an existing file or folder: it was looked for as {Path.cwd() / 'missing.yaml'}"
    assert (code, err) == (2, f"missing.yaml: error: no such file; {remedy}\n")


def test_where_nothing_is_sure_the_configuration_is_valid_still() -> None:
    code, out, _ = regswap("paths", "discover", stdin=CRD.replace(b"image:", b"imageURL:"))

    assert code == 0
    assert b"  paths: []" in out
    assert b"  # - kinds: [example.com/Thing]\n" in out
