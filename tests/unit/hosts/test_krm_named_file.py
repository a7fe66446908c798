"""Files that a functionConfig names: which are read, and what is shown of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.command import RULES, Result, regswap, write

LIST = """\
apiVersion: config.kubernetes.io/v1
kind: ResourceList
functionConfig: {}
items:
- apiVersion: v1
  kind: Pod
  metadata: {{name: a}}
  spec: {{containers: [{{image: "quay.io/a:1"}}]}}
"""
REWRITTEN = "mirror.example/quay/a:1"
OWN = "apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec:\n  rules: [{file: %s}]\n"
PASSWORDS = b"root:x:0:hunter2\nhunter2\nkind: hunter2\nhttps://hunter2 :: a\nhunter2:::b\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "elsewhere" / "rules.map", RULES)
    write(tmp_path / "elsewhere" / "regswap.yaml", (OWN % "rules.map").encode())
    write(tmp_path / "work" / "maps" / "rules.map", RULES)
    write(tmp_path / "work" / "regswap.yaml", (OWN % "maps/rules.map").encode())
    write(tmp_path / "work" / "out.yaml", (OWN % "../elsewhere/rules.map").encode())
    (tmp_path / "work" / "link.map").symlink_to("../elsewhere/rules.map")
    return tmp_path


def config_map(key: str, path: str) -> str:
    return json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "data": {key: path}})


def image_rewrite(path: str) -> str:
    return json.dumps(
        {"apiVersion": "regswap.dev/v1alpha1", "kind": "ImageRewrite", "spec": {"rules": [{"file": path}]}}
    )


def krm(folder: Path, config: str, *arguments: str, env: Mapping[str, str] | None = None) -> Result:
    return regswap("krm", *arguments, stdin=LIST.format(config).encode(), cwd=folder / "work", env=env)


@pytest.mark.parametrize(
    "config",
    [
        config_map("rules", "maps/rules.map"),
        config_map("rules", "maps/../maps/rules.map"),
        config_map("config", "regswap.yaml"),
        image_rewrite("maps/rules.map"),
        image_rewrite("regswap.yaml"),
    ],
)
def test_files_below_the_working_folder_are_read(folder: Path, config: str) -> None:
    result = krm(folder, config)

    assert result.code == 0
    assert REWRITTEN in result.out.decode()


def outside(folder: Path) -> dict[str, str]:
    """Return what names a file outside of the working folder, and that file as it is named."""
    there = str(folder / "elsewhere" / "rules.map")
    return {
        config_map("rules", "../elsewhere/rules.map"): "../elsewhere/rules.map",
        config_map("rules", there): there,
        config_map("rules", "link.map"): "link.map",
        config_map("rules", "../elsewhere/missing.map"): "../elsewhere/missing.map",
        config_map("rules", "out.yaml"): "../elsewhere/rules.map",
        config_map("config", "../elsewhere/regswap.yaml"): "../elsewhere/regswap.yaml",
        config_map("config", "out.yaml"): "../elsewhere/rules.map",
        image_rewrite("../elsewhere/rules.map"): "../elsewhere/rules.map",
        image_rewrite(there): there,
        image_rewrite("out.yaml"): "../elsewhere/rules.map",
    }


@pytest.mark.parametrize("number", range(10))
def test_a_file_elsewhere_is_not_read_whether_it_is_there_or_not(folder: Path, number: int) -> None:
    config, named = list(outside(folder).items())[number]

    remedy = (
        "write the rules into the functionConfig, or let it name files in that folder with --allow-files or "
        "REGSWAP_ALLOW_FILES"
    )
    message = f"{named}: error: lies outside of the folders that rules may be read from here; {remedy}\n"
    assert krm(folder, config) == (2, b"", message)


@pytest.mark.parametrize("number", [0, 1, 2, 4, 5, 6, 7, 8, 9])
def test_a_file_elsewhere_is_read_where_whoever_runs_it_allows_the_folder(folder: Path, number: int) -> None:
    config = list(outside(folder))[number]

    for arguments, env in (
        (("--allow-files", "../elsewhere"), {}),
        ((), {"REGSWAP_ALLOW_FILES": "/nowhere:../elsewhere"}),
    ):
        result = krm(folder, config, *arguments, env=env)

        assert (result.code, REWRITTEN in result.out.decode()) == (0, True), result


@pytest.mark.parametrize(
    ("config", "arguments", "env"),
    [
        ("{}", ("-r", "../elsewhere/rules.map"), {}),
        ("{}", ("-c", "../elsewhere/regswap.yaml"), {}),
        ("{}", (), {"REGSWAP_RULES": "../elsewhere/rules.map"}),
        ("{}", (), {"REGSWAP_CONFIG": "../elsewhere/regswap.yaml"}),
        (config_map("mode", "standard"), (), {"REGSWAP_RULES": "../elsewhere/rules.map"}),
        (config_map("config", "regswap.yaml"), (), {"REGSWAP_RULES": "../elsewhere/rules.map"}),
        (config_map("config", "regswap.yaml"), ("-r", "../elsewhere/rules.map"), {}),
        (image_rewrite("no.map"), ("-r", "../elsewhere/rules.map"), {}),
    ],
)
def test_what_whoever_runs_it_names_may_lie_anywhere(
    folder: Path, config: str, arguments: tuple[str, ...], env: dict[str, str]
) -> None:
    result = krm(folder, config, *arguments, env=env)

    assert (result.code, REWRITTEN in result.out.decode()) == (0, True), result


@pytest.mark.parametrize("text", PASSWORDS.splitlines())
@pytest.mark.parametrize("make", [lambda path: config_map("rules", path), image_rewrite])
def test_nothing_of_a_file_that_is_named_is_shown(folder: Path, text: bytes, make) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    for content in (text + b"\n", b"default::\n" + text + b"\n", b"'" + text, b"quay.io::h.io\n" * 2 + text + b"\xff"):
        write(folder / "work" / "secrets.env", content)

        result = krm(folder, make("secrets.env"))

        assert "hunter2" not in result.err
        assert b"hunter2" not in result.out


def test_warnings_about_a_file_that_is_named_show_nothing_of_it(folder: Path) -> None:
    write(folder / "work" / "rules.map", b"default::\nquay.io::h.io # hunter2\nquay.io::h.io # hunter2\n")

    result = krm(folder, config_map("rules", "rules.map"))

    assert result.code == 0
    assert "rules.map:" in result.err
    assert "hunter2" not in result.err
    assert b"hunter2" not in result.out


def test_what_stands_in_the_function_config_itself_is_shown(folder: Path) -> None:
    assert "has no `::`" in krm(folder, config_map("maps", "default::\nbad")).err
