"""Real registries on free ports of this machine, one in a process of its own each: Debian's ``docker-registry``.

An open one stands for the internet; ``registry_proxy`` puts it far away and lets it fail. The one behind the air gap
has a password and a certificate of its own authority.
"""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
import time
from base64 import b64encode
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import trustme
import urllib3

USER, PASSWORD = "robot", "not-a-secret"
_HTPASSWD = "robot:$2y$05$2c5Gp471Qrae.h85o8JSZuaZykQkPcTVwmAg8oSqYDdNxukIQkOWq\n"
_PATIENCE = 20.0
"""Seconds in which a registry starts on the slowest machine."""


class Tls(NamedTuple):
    """The files of a registry that speaks TLS, and of a client that it may ask for a certificate."""

    authority: Path
    """The certificate of the authority, PEM."""
    certificate: Path
    key: Path
    client_certificate: Path
    client_key: Path


class Registry:
    """A registry that runs while the context is open; ``host`` is its ``host:port``."""

    def __init__(
        self,
        folder: Path,
        program: Path | str = "docker-registry",
        *,
        password: bool = False,
        tls: Tls | None = None,
        asks_client: bool = False,
    ) -> None:
        """Keep its files in a folder; ``asks_client`` wants a certificate of the same authority from clients."""
        self.folder = folder
        self._program = program
        self._password = password
        self.tls = tls
        self._asks_client = asks_client
        self._process: subprocess.Popen[bytes] | None = None
        self.host = ""
        self.pool = self._make_pool()
        """A client that may write."""

    @property
    def url(self) -> str:
        """The address without a slash at its end."""
        return f"{'https' if self.tls else 'http'}://{self.host}"

    def __enter__(self) -> Registry:  # noqa: PYI034 - `Self` is of Python 3.11
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start it, at the port that it had before, if it ran already."""
        self.host = self.host or f"127.0.0.1:{free_port()}"
        self.folder.mkdir(parents=True, exist_ok=True)
        config = self.folder / "config.json"
        config.write_text(json.dumps(self._configure()))
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._program, "serve", config], stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder
            )
        self._wait()

    def stop(self) -> None:
        """Stop it; what it stores stays."""
        self.pool.clear()
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_PATIENCE)
            self._process = None

    def delete_manifest(self, repository: str, digest: str) -> None:
        """Delete a manifest, and with it the tags that name it."""
        answer = self.pool.request("DELETE", f"{self.url}/v2/{repository}/manifests/{digest}")
        assert answer.status == 202, answer.data

    def delete_blob(self, repository: str, digest: str) -> None:
        """Delete the link of a repository to a blob."""
        answer = self.pool.request("DELETE", f"{self.url}/v2/{repository}/blobs/{digest}")
        assert answer.status == 202, answer.data

    def blob_file(self, digest: str) -> Path:
        """Return the file in which it keeps a blob."""
        algorithm, _, text = digest.partition(":")
        return self.folder / "store/docker/registry/v2/blobs" / algorithm / text[:2] / text / "data"

    def write_docker_config(self, folder: Path) -> Path:
        """Write a ``config.json`` with the password, as `docker login` does, and return its folder."""
        folder.mkdir(parents=True, exist_ok=True)
        auth = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        (folder / "config.json").write_text(json.dumps({"auths": {self.host: {"auth": auth}}}))
        return folder

    def _make_pool(self) -> urllib3.PoolManager:
        headers = _basic() if self._password else {}
        if self.tls is None:
            return urllib3.PoolManager(headers=headers)
        context = ssl.create_default_context(cafile=str(self.tls.authority))
        context.load_cert_chain(self.tls.client_certificate, self.tls.client_key)
        return urllib3.PoolManager(headers=headers, ssl_context=context)

    def _configure(self) -> dict[str, object]:
        http: dict[str, object] = {"addr": self.host, "secret": "shared by nobody"}
        if self.tls is not None:
            tls: dict[str, object] = {"certificate": str(self.tls.certificate), "key": str(self.tls.key)}
            if self._asks_client:
                tls["clientcas"] = [str(self.tls.authority)]
            http["tls"] = tls
        config: dict[str, object] = {
            "version": 0.1,
            "log": {"level": "warn"},
            "storage": {"filesystem": {"rootdirectory": str(self.folder / "store")}, "delete": {"enabled": True}},
            "http": http,
        }
        if self._password:
            path = self.folder / "htpasswd"
            path.write_text(_HTPASSWD)
            config["auth"] = {"htpasswd": {"realm": "air gap", "path": str(path)}}
        return config

    def _wait(self) -> None:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            assert self._process is not None
            assert self._process.poll() is None, (self.folder / "log").read_text()
            host, _, port = self.host.rpartition(":")
            try:
                socket.create_connection((host, int(port)), 1).close()
            except OSError:
                time.sleep(0.01)
                continue
            return
        raise AssertionError((self.folder / "log").read_text())


def make_tls(folder: Path) -> Tls:
    """Make an authority, a certificate for this machine's own addresses, and one for a client.

    The folder is one of Docker's for a registry: ``ca.crt``, ``client.cert`` and ``client.key``.
    """
    authority = trustme.CA()
    server, client = authority.issue_cert("127.0.0.1", "localhost"), authority.issue_cert("robot@example.com")
    names = ("ca.crt", "server/tls.crt", "server/tls.key", "client.cert", "client.key")
    made = Tls(*(folder / name for name in names))
    (folder / "server").mkdir(parents=True)
    authority.cert_pem.write_to_path(str(made.authority))
    for certificate, (chain, key) in (
        (server, (made.certificate, made.key)),
        (client, (made.client_certificate, made.client_key)),
    ):
        certificate.private_key_pem.write_to_path(str(key))
        for blob in certificate.cert_chain_pems:
            blob.write_to_path(str(chain), append=True)
    return made


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _basic() -> dict[str, str]:
    return urllib3.make_headers(basic_auth=f"{USER}:{PASSWORD}")
