"""A real kube-apiserver with etcd, and nothing that would run what it is given."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import LocateClient
from tests.support.command import LONG_ENOUGH
from tests.support.registry import free_port
from tests.support.service import Service

_TOKEN = "not-a-secret"  # noqa: S105 - of a server that ends with the test
_PATIENCE = 120.0
"""Seconds in which the server is ready on the slowest machine."""


class ApiServer(Service):
    """An API server that runs while the context is open."""

    def __init__(self, folder: Path, client: LocateClient) -> None:
        """Keep everything in a folder."""
        super().__init__()
        self._folder = folder
        self._program = client("kube-apiserver")
        self._etcd = client("etcd-server")
        self._kubectl = client("kubectl")
        self._port = free_port()

    def start(self) -> None:
        """Start etcd and the server, and wait until it is ready."""
        self._folder.mkdir(parents=True, exist_ok=True)
        client, peer = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
        etcd: list[str | Path] = [self._etcd, "--data-dir", self._folder / "etcd", "--unsafe-no-fsync"]
        etcd += ["--listen-client-urls", client, "--advertise-client-urls", client, "--listen-peer-urls", peer]
        etcd += ["--initial-advertise-peer-urls", peer, "--initial-cluster", f"default={peer}"]
        self._run("etcd", etcd)

        key, tokens = self._folder / "service-accounts.key", self._folder / "tokens.csv"
        subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True, capture_output=True)
        tokens.write_text(f"{_TOKEN},admin,admin,system:masters\n")
        server: list[str | Path] = [self._program, "--etcd-servers", client, "--secure-port", str(self._port)]
        server += ["--bind-address", "127.0.0.1", "--advertise-address", "127.0.0.1"]
        server += ["--cert-dir", self._folder / "certificates", "--token-auth-file", tokens]
        server += ["--service-account-key-file", key, "--service-account-signing-key-file", key]
        server += ["--service-account-issuer", "https://kubernetes.default.svc", "--authorization-mode", "RBAC"]
        # Service accounts are made by a controller, and none runs.
        server += ["--service-cluster-ip-range", "10.0.0.0/24", "--disable-admission-plugins", "ServiceAccount"]
        process = self._run("kube-apiserver", server)
        deadline = time.monotonic() + _PATIENCE
        while self.kubectl("get", "--raw", "/readyz").returncode != 0:
            assert process.poll() is None, (self._folder / "kube-apiserver.log").read_text()[-2000:]
            assert time.monotonic() < deadline, "the API server does not become ready"
            time.sleep(0.2)

    def _run(self, name: str, command: Sequence[str | Path]) -> subprocess.Popen[bytes]:
        with (self._folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(command, cwd=self._folder, stdout=log, stderr=log)
        self.stack.callback(_end, process)
        return process

    @property
    def access_of_helm(self) -> dict[str, str]:
        """The environment in which Helm is an administrator."""
        address = f"https://127.0.0.1:{self._port}"
        return {"HELM_KUBEAPISERVER": address, "HELM_KUBETOKEN": _TOKEN, "HELM_KUBEINSECURE_SKIP_TLS_VERIFY": "true"}

    def kubectl(self, *arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run kubectl as an administrator."""
        access = ["--server", f"https://127.0.0.1:{self._port}", "--token", _TOKEN, "--insecure-skip-tls-verify"]
        return subprocess.run(
            [self._kubectl, *access, "--cache-dir", self._folder / "cache", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=LONG_ENOUGH,
            check=False,
            env={"HOME": str(self._folder)},
        )

    def apply(self, *arguments: str | Path, stdin: str = "") -> None:
        """Apply what has to be accepted."""
        done = self.kubectl("apply", "--server-side", "--force-conflicts", *arguments, stdin=stdin)
        assert done.returncode == 0, done.stderr


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait(LONG_ENOUGH)
