"""``docs/configuration.md`` says what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from regswap.places.branch import SHAPES
from regswap.settings.config import SPEC, Config, read_config
from regswap.settings.flags import read_labels, read_path
from regswap.settings.options import TABLE, Options
from regswap.settings.policy import make_policy


@pytest.fixture
def text(root: Path) -> str:
    return (root / "docs" / "configuration.md").read_text(encoding="utf-8")


def test_the_example_is_a_configuration(text: str, tmp_path: Path) -> None:
    path = tmp_path / "regswap.yaml"
    path.write_text(text.split("```yaml\n")[1].split("```", maxsplit=1)[0])

    config = read_config(str(path))
    policy = make_policy(Options(config=str(path)))

    default = Config()
    assert {name for name in config._fields if getattr(config, name) == getattr(default, name)} == set()
    given = {row.key for row in TABLE if config.options.gives(row)}
    # What is false there is not told from what is not given.
    assert given == {row.key for row in TABLE if row.key in SPEC and not row.repeatable} - {"check"}
    assert policy.rules.decide("quay.io/a/b").rewritten == "registry.example.com/quay/a/b"
    assert policy.rules.decide("nginx").rewritten == "registry.example.com/hub/nginx"


def test_every_key_is_in_the_example(text: str) -> None:
    written = set(re.findall(r"(?m)^  ([a-zA-Z]+):", text.split("```yaml\n")[1].split("```", maxsplit=1)[0]))

    assert written == set(SPEC)


def test_every_shape_is_in_the_table(text: str) -> None:
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]

    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == set(SHAPES)


def test_the_flags_of_the_text_can_be_read(text: str) -> None:
    for flag in re.findall(r"--path '([^']+)'", text):
        read_path(flag)
    for flag in re.findall(r"--namespace-labels ([^`\s]+)", text):
        read_labels(flag)
