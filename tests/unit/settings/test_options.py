"""The table of options: whatever reads options is made from its rows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from regswap.cli.group import regswap as group
from regswap.cli.quick import read_options, read_quickly
from regswap.document.parse.stream import Document
from regswap.errors import UsageError
from regswap.hosts.krm.envelope import read_envelope
from regswap.hosts.krm.function_config import read_settings
from regswap.hosts.stand_in.installation import spell
from regswap.settings.config import SPEC, read_config
from regswap.settings.option_row import GROUPS, Row
from regswap.settings.options import HOSTS, RUNS, TABLE, Options, find_ignored, options_of
from regswap.settings.policy import make_policy
from tests.support.command import POD, environment, regswap

COMMANDS = sorted({command for row in TABLE for command in row.commands})
VALUES: dict[str, str] = {
    "path": "example.com/Shop:spec.image",
    "include": "kind=Pod",
    "exclude": "kind=Pod",
    "namespace_labels": "a:b=c",
    "config": "regswap.yaml",
    "rules": "rules.map",
}
"""What can be given where not every text can."""


def value_of(row: Row) -> Any:  # noqa: ANN401 - each option has its own type
    if row.form != "text":
        return not row.default
    one = row.choices[-1] if row.choices else VALUES.get(row.name, "x")
    return (one,) if row.repeatable else one


def words_of(row: Row) -> list[str]:
    value = value_of(row)
    if row.form == "text":
        return [row.flag, value[0] if row.repeatable else value]
    return [row.flag if value else row.off]


def find_command(path: str) -> click.Command:
    command: click.Command = group
    for word in path.split():
        assert isinstance(command, click.Group)
        command = command.commands[word]
    return command


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for row in TABLE:
        monkeypatch.delenv(row.environment or "REGSWAP_", raising=False)
    (tmp_path / "rules.map").write_text("default::a.io\n")
    (tmp_path / "regswap.yaml").write_text("apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\n")
    return tmp_path


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_a_row_is_complete(row: Row) -> None:
    assert row.group in GROUPS
    assert set(row.commands) <= set(COMMANDS)
    assert row.help.endswith(".")
    assert row.form != "text" or bool(row.choices) != bool(row.metavar)
    assert row.name == row.flag.removeprefix("--").replace("-", "_")
    assert Options()._fields.index(row.name)
    assert getattr(Options(), row.name) == row.unset
    # A flag that is false in the configuration cannot be told from one that is not given.
    assert row.form != "flag" or not row.default


@pytest.mark.parametrize("command", COMMANDS)
def test_click_takes_the_rows_of_a_command_in_their_sections(command: str) -> None:
    told = find_command(command).get_help(click.Context(find_command(command), info_name="x"))
    sections = {part.split(":")[0]: part for part in told.split("\n\n") if part[:1].isalpha()}

    for row in options_of(command):
        section = sections[row.group.capitalize()]
        assert f"  {', '.join(row.flags)}" in section
        assert row.off in section
        assert not row.environment or f"[env: {row.environment}" in " ".join(section.split())
        assert all(choice in section for choice in row.choices)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_both_readers_of_the_command_line_take_a_row(row: Row) -> None:
    for command in {"rewrite", *HOSTS}.intersection(row.commands):
        expected = Options().with_value(row, value_of(row))
        for flag in row.flags if row.form == "text" else [""]:
            words = [flag, *words_of(row)[1:]] if flag else words_of(row)
            if read_quickly([*command.split(), *words]) is not None:
                assert read_options(command, words) == expected
            else:
                assert command in {"argocd generate", "stand-in install"}


@pytest.mark.parametrize("row", list(options_of("stand-in install")), ids=lambda row: row.name)
def test_a_stand_in_is_told_an_option_as_it_reads_it(row: Row) -> None:
    for value in (value_of(row), row.unset, *([False] if row.form == "switch" else [])):
        options = Options().with_value(row, value)
        assert read_options("stand-in install", spell(options)) == options


@pytest.mark.parametrize("row", [row for row in TABLE if row.environment], ids=lambda row: row.environment)
def test_a_variable_stands_in_for_the_flag(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    value = value_of(row)
    other = row.choices[0] if row.choices else "other"
    monkeypatch.setenv(row.environment, os.pathsep.join((*value, "", "y")) if row.repeatable else value)

    expected = (*value, "y") if row.repeatable else value
    assert getattr(Options().with_environment(), row.name) == expected
    given = Options().with_value(row, (other,) if row.repeatable else other)
    assert given.with_environment() == given


def test_a_variable_with_an_unknown_choice_is_a_mistake(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("REGSWAP_HIDDEN", "rewrit")

    with pytest.raises(UsageError, match=r"REGSWAP_HIDDEN: unknown value `rewrit`; did you mean `rewrite`\?"):
        make_policy(Options(rules=("rules.map",)).with_environment())
    stdin = b"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n"
    for command in ("rewrite", "images", "krm", "helm post-render"):
        code, out, err = regswap(
            *command.split(), "-r", "rules.map", stdin=stdin, cwd=folder, env={"REGSWAP_HIDDEN": "rewrit"}
        )
        assert (code, out) == (2, b"")
        assert err == "REGSWAP_HIDDEN: error: unknown value `rewrit`; did you mean `rewrite`?\n"


def test_hidden_references_are_rewritten_where_the_environment_says_so(folder: Path) -> None:
    stdin = POD.replace(b"image: nginx:1.27", b"image: nginx\n      args: [--sidecar-image=quay.io/a/b:1]")

    def rewrite(*arguments: str, **env: str) -> bytes:
        return regswap("rewrite", "-q", "-r", "rules.map", *arguments, stdin=stdin, cwd=folder, env=env).out

    assert b"=a.io/a/b:1" in rewrite(REGSWAP_HIDDEN="rewrite")
    assert b"=quay.io/a/b:1" in rewrite("--hidden", "report", REGSWAP_HIDDEN="rewrite")


@pytest.mark.parametrize("row", [row for row in TABLE if row.key], ids=lambda row: row.key)
def test_a_key_of_the_configuration_is_known_and_read(row: Row, folder: Path) -> None:
    assert row.key.split(".")[0] in SPEC
    if row.repeatable:
        return  # These have a structure of their own.
    path = folder / "c.yaml"
    path.write_text(
        f"apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec:\n  {row.key}: {str(value_of(row)).lower()}\n"
    )

    assert read_config(str(path)).options == Options().with_value(row, value_of(row))


def read_map(data: str, options: Options) -> Options:
    config = f"{{apiVersion: v1, kind: ConfigMap, data: {{{data}}}}}"
    text = f"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\nfunctionConfig: {config}\n"
    return read_settings(read_envelope(Document("<stdin>", 1, 1, text.encode())), options).options


@pytest.mark.parametrize("row", [row for row in TABLE if row.map_key], ids=lambda row: row.map_key)
def test_a_key_of_a_config_map_is_read_and_a_flag_takes_precedence(row: Row) -> None:
    value = value_of(row)
    text = f"{row.map_key}: '{value[0] if row.repeatable else str(value).lower()}'"

    said = getattr(read_map(text, Options()), row.name)

    assert value[0] in said if row.repeatable else said == value
    if not row.repeatable and row.form != "flag":
        other = not value if row.form == "switch" else VALUES.get(row.name) or (row.choices or ("other",))[0]
        assert getattr(read_map(text, Options().with_value(row, other)), row.name) == other


def test_a_config_map_can_say_what_an_image_rewrite_can() -> None:
    structured = {"scope", "optOut", "namespaceLabels", "requireNamespaceLabel", "paths", "allow", "bundle", "rules"}
    keys = {row.map_key for row in TABLE}

    assert set(SPEC) - structured <= keys


def test_whatever_the_functions_configuration_can_say_every_host_takes_as_a_flag() -> None:
    assert {row.name for row in TABLE if row.map_key} <= {row.name for row in options_of("krm")}


@pytest.mark.parametrize("row", [row for row in TABLE if set(row.commands) & set(RUNS)], ids=lambda row: row.name)
def test_restoring_refuses_what_it_would_ignore(row: Row, folder: Path) -> None:
    options = Options(restore=True).with_value(row, value_of(row))
    # Which files are read counts whatever is done to them.
    is_about_the_policy = (row.group in ("rules", "places", "scope") and row.name != "ignore") or row.name in {
        "annotate",
        "lock",
    }

    if "rewrite" in row.commands:
        assert (row.ignored_by == "--restore") == is_about_the_policy
    if row.ignored_by:
        assert find_ignored(options) == (row, "--restore")
        code, out, err = regswap("rewrite", "--restore", *words_of(row), stdin=POD, cwd=folder)
        assert (code, out) == (2, b"")
        assert f"error: --restore ignores {row.flag}" in err


def test_the_reference_page_is_the_one_of_the_commands(root: Path) -> None:
    subprocess.run([sys.executable, root / "tools" / "write_reference.py", "--check"], check=True)


ROW = """
    prefer: str | None = text(
        "--prefer",
        choices=("tag", "digest"),
        default="tag",
        group="output",
        commands=RUNS,
        environment="REGSWAP_PREFER",
        key="prefer",
        map_key="prefer",
        ignored_by="--restore",
        help="Which to keep where a reference has both (default: {default}).",
    )
"""

PROOF = """
import os, sys, click
from regswap.cli.group import regswap
from regswap.cli.quick import read_options
from regswap.document.parse.stream import Document
from regswap.hosts.krm.envelope import read_envelope
from regswap.hosts.krm.function_config import read_settings
from regswap.settings.config import config_of, read_config
from regswap.settings.options import Options, find_ignored
rewrite = regswap.commands["rewrite"]
assert "--prefer [tag|digest]" in rewrite.get_help(click.Context(rewrite)), "help"
assert read_options("rewrite", ["--prefer", "digest"]) == Options(prefer="digest"), "quick"
assert read_options("rewrite", ["--prefer", "size"]) is None, "quick"
assert read_config("c.yaml").options == Options(prefer="digest"), "config"
text = "apiVersion: config.kubernetes.io/v1\\nkind: ResourceList\\nitems: []\\nfunctionConfig: "
config = "{apiVersion: v1, kind: ConfigMap, data: {prefer: digest}}"
envelope = read_envelope(Document("<stdin>", 1, 1, (text + config).encode()))
assert read_settings(envelope, Options()).options.prefer == "digest", "krm"
assert find_ignored(Options(prefer="tag", restore=True)), "restore"
assert Options().with_defaults().prefer == "tag", "default"
os.environ["REGSWAP_PREFER"] = "digest"
assert Options().with_environment().prefer == "digest", "environment"
"""


def test_one_row_is_enough_for_a_new_option(root: Path, folder: Path) -> None:
    for name in ("transformer", "tools", "docs/reference"):
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    table = folder / "transformer" / "regswap" / "settings" / "options.py"
    head, field, tail = table.read_text(encoding="utf-8").partition("    restore: bool")
    table.write_text(f"{head}{ROW.lstrip(chr(10))}{field}{tail}", encoding="utf-8")
    (folder / "c.yaml").write_text("apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec: {prefer: digest}\n")

    env = environment({"PYTHONPATH": str(folder / "transformer"), "PYTHONDONTWRITEBYTECODE": "1"})
    subprocess.run([sys.executable, "-c", PROOF], cwd=folder, env=env, check=True)
    subprocess.run([sys.executable, folder / "tools" / "write_reference.py"], env=env, check=True)

    page = (folder / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert "| `--prefer` `tag\\|digest` | `REGSWAP_PREFER`, `spec.prefer`, `data.prefer` | Which to keep" in page
    assert ROW.strip() in (root / "docs" / "development" / "option.md").read_text(encoding="utf-8")
