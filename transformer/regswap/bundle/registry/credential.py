"""Passwords, from where docker keeps them: ``config.json`` and the programs that it names.

https://docs.docker.com/reference/cli/docker/login/#credential-helpers
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess

from regswap.bundle.registry.access import HUB_KEY, list_credential_keys
from regswap.bundle.store import AnswerError
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import HUB_HOSTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

PATIENCE = 30.0
"""Seconds that a credential helper may take."""

_NOT_FOUND = "credentials not found"
"""A part of the output of a helper that has no credential for a registry."""
_TOKEN_USER = "<token>"  # noqa: S105 - a name that says what the other field holds
_LOGIN = "log in with `docker login`"


class Credential(NamedTuple):
    """A way to authenticate; one of the fields is set, or user and password together."""

    user: str = ""
    password: str = ""
    identity_token: str = ""
    """With which a token server is asked instead of a password."""
    registry_token: str = ""
    """Which the registry itself takes."""


class DockerConfig:
    """The credentials in docker's configuration."""

    def __init__(self, path: str, value: Mapping[str, Any], patience: float = PATIENCE) -> None:
        """Take what the file at a path holds; ``patience`` is in seconds, for each helper."""
        self._path = path
        self._value = value
        self._patience = patience

    def find(self, host: str) -> Credential | None:
        """Return what a registry is told, None where docker knows nothing of it.

        Raises AnswerError where a program that knows it fails, or an entry cannot be read.
        """
        keys = list_credential_keys(host)
        helpers = self._take("credHelpers")
        for key in keys:
            if isinstance(helpers.get(key), str):
                return self._ask(helpers[key], key)
        store = self._value.get("credsStore")
        if isinstance(store, str) and store:
            found = self._ask(store, HUB_KEY if host in HUB_HOSTS else host)
            if found is not None:
                return found
        entries = self._take("auths")
        entry = next((entries[key] for key in keys if isinstance(entries.get(key), dict) and entries[key]), None)
        return None if entry is None else self._read_entry(host, entry)

    def _take(self, key: str) -> Mapping[str, Any]:
        value = self._value.get(key)
        return value if isinstance(value, dict) else {}

    def _read_entry(self, host: str, entry: Mapping[str, Any]) -> Credential | None:
        user, password = str(entry.get("username", "")), str(entry.get("password", ""))
        if entry.get("auth"):
            try:
                text = base64.b64decode(str(entry["auth"]), validate=True).decode()
            except ValueError as error:
                reason = f"{self._path}: what it has for {host} is not a user and a password"
                raise AnswerError("unasked", reason, _LOGIN) from error
            user, _, password = text.rstrip("\0").partition(":")
        made = Credential(user, password, str(entry.get("identitytoken", "")), str(entry.get("registrytoken", "")))
        return made if any(made) else None

    def _ask(self, helper: str, key: str) -> Credential | None:
        """Ask a program; https://github.com/docker/docker-credential-helpers describes how."""
        program = f"docker-credential-{helper}"
        if not re.fullmatch(r"[\w.-]+", helper):
            raise AnswerError("unasked", f"{self._path}: `{helper}` is not the name of a credential helper", _LOGIN)
        try:
            done = subprocess.run(  # noqa: S603 - docker runs what its configuration names, too
                [program, "get"], input=key, capture_output=True, text=True, timeout=self._patience, check=False
            )
        except subprocess.TimeoutExpired as error:
            reason = f"`{program} get` did not answer for {key} within {self._patience:g} seconds"
            raise AnswerError("unasked", reason, f"run it in a terminal, or remove it from {self._path}") from error
        except OSError as error:
            reason = f"`{program}`, which {self._path} names, cannot be run: {error.strerror}"
            raise AnswerError("unasked", reason, "install it, or remove it from there") from error
        if done.returncode:
            if _NOT_FOUND in done.stdout + done.stderr:
                return None
            # The output of a helper is a message if it fails, and a secret if it succeeds.
            told = (done.stderr.strip() or done.stdout.strip()).split("\n")[0]
            raise AnswerError("unasked", f"`{program} get` failed for {key}: {told}", _LOGIN)
        return _read_helped(program, key, done.stdout)


def read_docker_config() -> DockerConfig:
    """Read ``$DOCKER_CONFIG/config.json`` or ``~/.docker/config.json``, if it is there.

    Raises AnswerError where it cannot be read.
    """
    folder = os.environ.get("DOCKER_CONFIG") or os.path.join(os.path.expanduser("~"), ".docker")
    path = os.path.join(folder, "config.json")
    try:
        with open(path, "rb") as file:
            value = json.loads(file.read())
    except FileNotFoundError:
        return DockerConfig(path, {})
    except OSError as error:
        raise AnswerError("unasked", f"{path}: cannot be read: {error.strerror}", "correct it") from error
    except ValueError as error:
        raise AnswerError("unasked", f"{path}: is not JSON", "correct it, or log in again") from error
    return DockerConfig(path, value if isinstance(value, dict) else {})


def _read_helped(program: str, key: str, text: str) -> Credential:
    try:
        value = json.loads(text)
        user, secret = str(value["Username"]), str(value["Secret"])
    except (ValueError, KeyError, TypeError):
        # Nothing of what it printed is shown, in the exception's cause neither.
        raise AnswerError("unasked", f"`{program} get` printed no credential for {key}", "see its manual") from None
    return Credential(identity_token=secret) if user == _TOKEN_USER else Credential(user, secret)
