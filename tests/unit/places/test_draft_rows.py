"""``tools/draft_rows.py``: rows for what schemas tell and the catalogue lacks."""

from __future__ import annotations

import json
import lzma
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

STRING = {"type": "string"}


def schema(**spec: object) -> dict[str, Any]:
    return {"properties": {"spec": {"properties": spec}}}


def draft(root: Path, *arguments: str | Path) -> str:
    command = [sys.executable, str(root / "tools" / "draft_rows.py"), *map(str, arguments)]
    return subprocess.run(command, cwd=root, check=True, capture_output=True, encoding="utf-8").stdout


def test_definitions_and_collections_of_schemas_become_rows(root: Path, tmp_path: Path) -> None:
    definition = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "spec": {
            "group": "example.com",
            "names": {"kind": "ShopFront"},
            "versions": [{"name": "v1", "schema": {"openAPIV3Schema": schema(image=STRING, backingImage=STRING)}}],
        },
    }
    (tmp_path / "crds").mkdir()
    (tmp_path / "crds" / "shop.yaml").write_text(yaml.safe_dump(definition))
    lines = [
        {"group": "example.com", "file": "example.com/shopfront_v2.json", "schema": schema(sideImage=STRING)},
        {"group": "example.com", "file": "example.com/stall_v1.json", "schema": schema(image=STRING)},
        {"group": "cluster", "file": "cluster/pod.json", "schema": schema(image=STRING)},
    ]
    with lzma.open(tmp_path / "schemas.jsonl.xz", "wt") as file:
        file.writelines(f"{json.dumps(line)}\n" for line in lines)

    text = draft(root, tmp_path)

    assert [(row["kinds"], row["paths"]) for row in yaml.safe_load(text)] == [
        (["example.com/ShopFront"], {"spec.image": "reference", "spec.sideImage": "reference"}),
        (["example.com/stall"], {"spec.image": "reference"}),
    ]
    assert "# spec.backingImage: may be the image of a machine or a disk" in text
    assert text.count("in lower case") == 1


def test_what_the_catalogue_has_is_not_drafted_and_a_list_spells_kinds(root: Path, tmp_path: Path) -> None:
    lines = [
        {"group": "flink.apache.org", "kind": "FlinkDeployment", "version": "v1", "schema": schema(image=STRING)},
        {"group": "example.com", "kind": "stall", "version": "v1", "schema": schema(image=STRING)},
    ]
    (tmp_path / "schemas.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    (tmp_path / "names").write_text("example.com/StAll\n")

    text = draft(root, "--spelling", tmp_path / "names", tmp_path / "schemas.jsonl")

    assert [row["kinds"] for row in yaml.safe_load(text)] == [["example.com/StAll"]]
    assert "in lower case" not in text
