"""The real Argo CD as far as it renders: redis, the repo-server, and a cmp-server for each plugin, without a cluster.

Applications are asked for as the application controller asks, through the repo-server's API, which tells as well when
a request is answered from the cache.
"""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tests.support.cmp_host import Host, serve_for_real
from tests.support.command import LONG_ENOUGH
from tests.support.registry import free_port
from tests.support.service import Service

_PATIENCE = 30.0
"""Seconds in which a server starts on the slowest machine."""


class RenderError(Exception):
    """The repo-server refuses; the text is what Argo CD shows for the application."""


class Rendered(NamedTuple):
    """The manifests of an application."""

    objects: list[dict[str, Any]]
    source_type: str
    """``Helm``, ``Kustomize``, ``Directory`` or ``Plugin``."""


class ArgoCd(Service):
    """A repo-server with its redis; programs and sockets are those of a Host."""

    def __init__(self, host: Host, program: Path, redis: Path, environment: Mapping[str, str] | None = None) -> None:
        """``program`` is that of ``make clients``; ``environment`` is added to the repo-server's."""
        super().__init__()
        self._host = host
        self._program = program
        self._redis_program = redis
        self._environment = dict(environment or {})
        self._redis_port = free_port()
        self._port = free_port()
        self._redis: subprocess.Popen[bytes] | None = None
        self.log = host.home / "repo-server.log"

    def start(self) -> None:
        """Start both."""
        self.stack.callback(self.stop_redis)
        self.start_redis()
        self._start_repo_server()

    def restart_redis(self) -> None:
        """Do what a new Pod of redis does: it keeps nothing."""
        self.stop_redis()
        self.start_redis()

    def start_redis(self) -> None:
        command: list[str | Path] = [self._redis_program, "--port", str(self._redis_port), "--bind", "127.0.0.1"]
        # As in Argo CD's manifests.
        command += ["--save", "", "--appendonly", "no"]
        self._redis = subprocess.Popen(command, cwd=self._host.home, stdout=subprocess.DEVNULL)
        wait_for_port(self._redis_port, self._redis)

    def stop_redis(self) -> None:
        if self._redis is not None:
            self._redis.kill()
            self._redis.wait(LONG_ENOUGH)

    def _start_repo_server(self) -> None:
        # Argo CD's image has it beside the server; of a commit without a signature it prints nothing.
        verify = self._host.programs / "git-verify-wrapper.sh"
        if not verify.exists():
            verify.symlink_to("/bin/true")
        server = self._host.home / "argocd-repo-server"
        if not server.exists():
            server.symlink_to(self._program)
        command: list[str | Path] = [
            server,
            "--disable-tls",
            "--client-ca-path=",
            "--address",
            "127.0.0.1",
            "--port",
            str(self._port),
        ]
        command += ["--metrics-address", "127.0.0.1", "--metrics-port", str(free_port())]
        command += ["--redis", f"127.0.0.1:{self._redis_port}"]
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                command, cwd=self._host.home, env=self._repo_server_environment(), stdout=log, stderr=log
            )
        self.stack.callback(_end, process)
        wait_for_port(self._port, process)

    def _repo_server_environment(self) -> dict[str, str]:
        return {
            **self._host.environment,
            "HOME": str(self._host.home),
            "ARGOCD_PLUGINSOCKFILEPATH": str(self._host.sockets),
            "ARGOCD_ASK_PASS_SOCK": str(self._host.home / "ask-pass.sock"),
            "ARGOCD_GPG_ENABLED": "false",
            **self._environment,
        }

    def serve_plugin(self, manifest: Path) -> None:
        """Run a cmp-server for a ``plugin.yaml`` until the end, and wait until it listens."""
        server = self._host.home / "argocd-cmp-server"
        if not server.exists():
            server.symlink_to(self._program)
        socket = self.stack.enter_context(serve_for_real(str(server), manifest, self._host, None))
        deadline = time.monotonic() + _PATIENCE
        while not socket.exists():
            assert time.monotonic() < deadline, f"{socket} does not listen"
            time.sleep(0.05)

    def render(
        self,
        repository: Path,
        source: Mapping[str, Any],
        *,
        name: str = "shop",
        hard_refresh: bool = False,
        **request: Any,  # noqa: ANN401 - the fields of a ManifestRequest
    ) -> Rendered:
        """Return the manifests of an application; ``source`` is its ``spec.source`` save the repository.

        Raises RenderError.
        """
        url = f"file://{repository}"
        asked = {
            "repo": {"repo": url},
            "revision": "HEAD",
            "noCache": hard_refresh,
            "appName": name,
            "namespace": "prod",
            "kubeVersion": "1.34.0",
            "apiVersions": ["v1", "apps/v1", "apps/v1/Deployment"],
            "projectName": "default",
            "projectSourceRepos": ["*"],
            "trackingMethod": "annotation",
            "applicationSource": {"repoURL": url, "targetRevision": "HEAD", **source},
            **request,
        }
        done = subprocess.run(
            [self._program, "manifests", f"127.0.0.1:{self._port}"],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            timeout=LONG_ENOUGH * 5,
            check=False,
        )
        if done.returncode:
            raise RenderError(done.stderr.strip())
        answer = json.loads(done.stdout)
        return Rendered([json.loads(text) for text in answer.get("manifests", ())], answer.get("sourceType", ""))


def commit(repository: Path) -> Path:
    """Commit a folder as it is to its main branch."""
    if not (repository / ".git").exists():
        _git(repository, "init", "--quiet", "--initial-branch", "main")
    _git(repository, "add", "--all")
    _git(repository, "commit", "--quiet", "--allow-empty", "--message", "As it is")
    return repository


def _git(repository: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=repository, check=True, capture_output=True)


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until something listens at a port of this machine, as long as a process runs."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        assert process.poll() is None, f"{process.args!r} ended with {process.returncode}"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < deadline, f"nothing listens at {port}"
        time.sleep(0.05)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait(LONG_ENOUGH)
