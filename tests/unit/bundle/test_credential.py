"""Where docker keeps passwords, and the programs that it asks for them."""

from __future__ import annotations

import base64
import json
import time
from pathlib import Path

import pytest

from regswap.bundle.registry.access import HUB_KEY, is_loopback
from regswap.bundle.registry.challenge import Challenge, choose_challenge, read_challenges
from regswap.bundle.registry.credential import Credential, DockerConfig, read_docker_config
from regswap.bundle.store import AnswerError

AUTH = base64.b64encode(b"robot:pass:word").decode()
FOUND = Credential("robot", "pass:word")


@pytest.mark.parametrize(
    ("key", "host"),
    [
        ("registry.example", "registry.example"),
        ("registry.example:5000", "registry.example:5000"),
        ("https://registry.example", "registry.example"),
        ("https://registry.example/v1/", "registry.example"),
        (HUB_KEY, "docker.io"),
        (HUB_KEY, "registry-1.docker.io"),
        ("docker.io", "docker.io"),
    ],
)
def test_an_entry_of_auths_is_found_by_the_names_that_docker_knows(key: str, host: str) -> None:
    config = DockerConfig("config.json", {"auths": {"other.example": {"auth": "x"}, key: {"auth": AUTH}}})

    assert config.find(host) == FOUND
    assert config.find("registry.example:5001") is None


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ({"username": "robot", "password": "pass:word"}, FOUND),
        ({"identitytoken": "refresh"}, Credential("", "", "refresh")),
        ({"registrytoken": "token"}, Credential("", "", "", "token")),
        ({}, None),
        ({"auth": ""}, None),
    ],
    ids=str,
)
def test_an_entry_may_hold_other_things_than_a_password(entry: dict[str, str], found: Credential | None) -> None:
    assert DockerConfig("config.json", {"auths": {"registry.example": entry}}).find("registry.example") == found


def test_an_entry_that_cannot_be_read_is_named_without_its_content() -> None:
    with pytest.raises(AnswerError, match=r"config\.json: what it has for registry\.example is not a user") as caught:
        DockerConfig("config.json", {"auths": {"registry.example": {"auth": "s3cret!"}}}).find("registry.example")

    assert "s3cret" not in str(caught.value)


@pytest.fixture
def helpers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on PATH for programs."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def add_helper(folder: Path, name: str, script: str) -> None:
    path = folder / f"docker-credential-{name}"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


SAYS = 'read -r asked; printf \'{"ServerURL":"%s","Username":"robot","Secret":"of %s"}\' "$asked" "$asked"'
KNOWS_NOTHING = "echo 'credentials not found in native keychain'; exit 1"


def test_a_helper_is_asked_for_the_registry_that_it_is_named_for(helpers: Path) -> None:
    add_helper(helpers, "one", SAYS)
    add_helper(helpers, "all", KNOWS_NOTHING)
    value = {
        "credHelpers": {"registry.example": "one"},
        "credsStore": "all",
        "auths": {"registry.example": {"auth": AUTH}, "other.example": {"auth": AUTH}},
    }
    config = DockerConfig("config.json", value)

    assert config.find("registry.example") == Credential("robot", "of registry.example")
    assert config.find("other.example") == FOUND
    assert config.find("third.example") is None


def test_the_store_is_asked_for_docker_hub_by_the_name_that_docker_gives_it(helpers: Path) -> None:
    add_helper(helpers, "all", SAYS)

    assert DockerConfig("config.json", {"credsStore": "all"}).find("docker.io") == Credential("robot", f"of {HUB_KEY}")


def test_a_helper_may_give_an_identity_token(helpers: Path) -> None:
    add_helper(helpers, "all", """echo '{"Username":"<token>","Secret":"refresh"}'""")

    found = DockerConfig("config.json", {"credsStore": "all"}).find("registry.example")

    assert found == Credential("", "", "refresh")


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("sleep 60", "did not answer for registry.example within 0.3 seconds"),
        ("echo 'the keychain is locked' >&2; exit 1", "failed for registry.example: the keychain is locked"),
        ("echo s3cret", "printed no credential"),
        (None, "cannot be run: No such file"),
    ],
)
def test_a_helper_that_fails_is_named(helpers: Path, script: str | None, message: str) -> None:
    if script is not None:
        add_helper(helpers, "all", script)
    began = time.monotonic()

    with pytest.raises(AnswerError, match=message) as caught:
        DockerConfig("config.json", {"credsStore": "all"}, patience=0.3).find("registry.example")

    assert time.monotonic() - began < 10
    assert "docker-credential-all" in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_a_helper_is_a_name_and_no_path() -> None:
    with pytest.raises(AnswerError, match="is not the name of a credential helper"):
        DockerConfig("config.json", {"credsStore": "../evil"}).find("registry.example")


def test_the_configuration_is_where_docker_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("DOCKER_CONFIG", raising=False)
    assert read_docker_config().find("registry.example") is None
    (tmp_path / ".docker").mkdir()
    path = tmp_path / ".docker" / "config.json"
    path.write_text(json.dumps({"auths": {"registry.example": {"auth": AUTH}}}))
    assert read_docker_config().find("registry.example") == FOUND
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    assert read_docker_config().find("registry.example") is None
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(AnswerError, match=r"config\.json: is not JSON"):
        read_docker_config()


@pytest.mark.parametrize(
    ("headers", "chosen"),
    [
        ([], None),
        (["Negotiate"], None),
        (['Basic realm="air gap"'], Challenge("basic", {"realm": "air gap"})),
        (["bearer Realm=https://t.example/token"], Challenge("bearer", {"realm": "https://t.example/token"})),
        (
            ['Bearer realm="https://t.example/token",service="a, b",scope="repository:x:pull,push"'],
            Challenge(
                "bearer", {"realm": "https://t.example/token", "service": "a, b", "scope": "repository:x:pull,push"}
            ),
        ),
        (['Basic realm="x", Bearer realm="y",service=""'], Challenge("bearer", {"realm": "y", "service": ""})),
        (['Basic realm="x"', 'Bearer realm="say \\"y\\""'], Challenge("bearer", {"realm": 'say "y"'})),
    ],
)
def test_a_challenge_is_read_as_the_rfc_writes_it(headers: list[str], chosen: Challenge | None) -> None:
    assert choose_challenge(read_challenges(headers)) == chosen


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:5000", "127.0.0.1:5000", "127.1.2.3", "[::1]:5000", "registry.localhost:5000"],
)
def test_this_machine_is_known_by_its_addresses(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["localhost.example:5000", "10.0.0.1", "127.example", "0.0.0.0:5000", "[fe80::1]"])
def test_another_machine_is_not_taken_for_this_one(host: str) -> None:
    assert not is_loopback(host)
