"""A node that pulls: containerd, asked over its socket by the kubelet's own call, CRI's ``PullImage``."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from types import TracebackType

import grpc

_PATIENCE = 60.0
_CONFIG = """\
version = 2
root = "{folder}/root"
state = "{folder}/state"
[grpc]
  address = "{socket}"
[plugins."io.containerd.grpc.v1.cri".containerd]
  snapshotter = "native"
[plugins."io.containerd.grpc.v1.cri".registry]
  config_path = "{folder}/certs.d"
"""


class Containerd:
    """Runs while the context is open; needs root."""

    def __init__(self, folder: Path, socket: Path, program: Path | str = "containerd") -> None:
        """Keep its files in a folder; the path of a socket must be short."""
        self.folder = folder
        self._socket = socket
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None

    def trust(self, host: str, authority: Path) -> None:
        """Let it pull from a registry, of an authority, and of that registry's name from nowhere else."""
        place = self.folder / "certs.d" / host
        place.mkdir(parents=True)
        (place / "hosts.toml").write_text(
            f'server = "https://{host}"\n[host."https://{host}"]\n'
            f'  capabilities = ["pull", "resolve"]\n  ca = "{authority}"\n'
        )

    def __enter__(self) -> Containerd:  # noqa: PYI034 - `Self` is of Python 3.11
        self.folder.mkdir(parents=True, exist_ok=True)
        config = self.folder / "config.toml"
        config.write_text(_CONFIG.format(folder=self.folder, socket=self._socket))
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen([self._program, "-c", config], stdout=log, stderr=log)
        self._wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_PATIENCE)

    def pull(self, reference: str, user: str = "", password: str = "") -> str:
        """Pull as the kubelet does, and return the digest of the image's configuration; raises grpc.RpcError."""
        # PullImageRequest{image: ImageSpec{image}, auth: AuthConfig{username, password}} of cri-api's api.proto.
        auth = _field(2, _field(1, user.encode()) + _field(2, password.encode()))
        request = _field(1, _field(1, reference.encode())) + auth
        with grpc.insecure_channel(f"unix://{self._socket}") as channel:
            call = channel.unary_unary("/runtime.v1.ImageService/PullImage", _as_it_is, _as_it_is)
            answer: bytes = call(request, timeout=_PATIENCE)
        return answer[2:].decode()

    def _wait(self) -> None:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            assert self._process is not None
            assert self._process.poll() is None, (self.folder / "log").read_text()
            if "successfully booted" in (self.folder / "log").read_text():
                return
            time.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text())


def _as_it_is(data: bytes) -> bytes:
    return data


def _field(number: int, data: bytes) -> bytes:
    """Return a field of a protobuf message that is a string or a message."""
    length, size = b"", len(data)
    while size > 0x7F:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return bytes([number << 3 | 2]) + length + bytes([size]) + data
