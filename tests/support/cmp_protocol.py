"""What Argo CD's repo-server and its plugins say to each other (``cmpserver/plugin/plugin.proto``, 3.5); its client.

The messages are few and flat: they are encoded by hand, without generated code.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import grpc

SERVICE = "plugin.ConfigManagementPluginService"
CHUNK = 1024

Fields = dict[int, list[int | bytes]]


class Announcement(NamedTuple):
    """A parameter that the plugin announces."""

    name: str
    title: str
    required: bool
    collection: str
    default: str


class Metadata(NamedTuple):
    """The first message of a stream of files."""

    app_path: str
    checksum: str
    environment: dict[str, str]


class Plugin:
    """A plugin's sidecar, as the repo-server sees it: through a socket."""

    def __init__(self, socket: Path, seconds: float = 60) -> None:
        """``seconds`` is how long a request may take."""
        # As argo-cd's client (``ARGOCD_GRPC_MAX_SIZE_MB``).
        options = (("grpc.max_receive_message_length", 100 << 20),)
        self._channel = grpc.insecure_channel(f"unix:{socket}", options)
        self._seconds = seconds

    def close(self) -> None:
        self._channel.close()

    def generate(self, repository: Path, path: str, environment: Mapping[str, str]) -> list[Any]:
        """Return the objects that Argo CD gets; raises grpc.RpcError with the text that its UI shows."""
        fields = self._send("GenerateManifest", repository, path, environment)
        return [json.loads(manifest) for manifest in _texts(fields, 1)]

    def match(self, repository: Path, path: str) -> bool:
        fields = self._send("MatchRepository", repository, path, {})
        return fields.get(1) == [1]

    def announce(self, repository: Path, path: str, environment: Mapping[str, str]) -> list[Announcement]:
        fields = self._send("GetParametersAnnouncement", repository, path, environment)
        found = [decode(item) for item in fields.get(1, []) if isinstance(item, bytes)]
        return [
            Announcement(_text(item, 1), _text(item, 2), item.get(4) == [1], _text(item, 6), _text(item, 7))
            for item in found
        ]

    def has_discovery(self) -> bool:
        call = self._channel.unary_unary(f"/{SERVICE}/CheckPluginConfiguration")
        return decode(call(b"", timeout=self._seconds, wait_for_ready=True)).get(1) == [1]

    def _send(self, method: str, repository: Path, path: str, environment: Mapping[str, str]) -> Fields:
        call = self._channel.stream_unary(f"/{SERVICE}/{method}")
        messages = _stream(_pack(repository), path, environment)
        return decode(call(messages, timeout=self._seconds, wait_for_ready=True))


def application_environment(
    path: str = ".",
    *,
    name: str = "shop",
    namespace: str = "prod",
    parameters: Sequence[Mapping[str, Any]] | None = (),
    variables: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return what the repo-server sets for an application (``getPluginEnvs``); ``variables`` are its `plugin.env`."""
    environment = {
        "ARGOCD_APP_NAME": name,
        "ARGOCD_APP_NAMESPACE": namespace,
        "ARGOCD_APP_PROJECT_NAME": "default",
        "ARGOCD_APP_REVISION": "0123456789abcdef",
        "ARGOCD_APP_SOURCE_REPO_URL": "https://git.example.com/shop.git",
        "ARGOCD_APP_SOURCE_PATH": path,
        "ARGOCD_APP_SOURCE_TARGET_REVISION": "main",
        "KUBE_VERSION": "1.34.0",
        "KUBE_API_VERSIONS": "v1,apps/v1,apps/v1/Deployment",
        **{f"ARGOCD_ENV_{key}": value for key, value in (variables or {}).items()},
    }
    if parameters is None:
        return environment
    environment["ARGOCD_APP_PARAMETERS"] = json.dumps(list(parameters) or None)
    for parameter in parameters:
        base = "PARAM_" + _escaped(str(parameter.get("name")))
        if isinstance(parameter.get("string"), str) and parameter["string"].isprintable():
            environment[base] = parameter["string"]
        for key, value in enumerate(parameter.get("array") or ()):
            environment[f"{base}_{key}"] = str(value)
        for key, value in (parameter.get("map") or {}).items():
            environment[f"{base}_{_escaped(key)}"] = str(value).replace("\0", "")
    return environment


def read_stream(messages: Iterator[bytes]) -> tuple[Metadata, bytes]:
    """Read the metadata and the archive of a stream, and check its sum."""
    (metadata,) = decode(next(messages))[1]
    assert isinstance(metadata, bytes)
    fields = decode(metadata)
    entries = [decode(entry) for entry in fields.get(5, []) if isinstance(entry, bytes)]
    read = Metadata(_text(fields, 2), _text(fields, 3), {_text(entry, 1): _text(entry, 2) for entry in entries})
    archive = b"".join(_bytes(decode(_bytes(decode(message), 2)), 1) for message in messages)
    assert hashlib.sha256(archive).hexdigest() == read.checksum
    return read, archive


def encode(*fields: tuple[int, int | str | bytes]) -> bytes:
    """Encode numbers and texts as a protobuf message, in the order given."""
    encoded = b""
    for number, value in fields:
        if isinstance(value, int):
            encoded += _varint(number << 3) + _varint(value)
        else:
            data = value.encode() if isinstance(value, str) else value
            encoded += _varint(number << 3 | 2) + _varint(len(data)) + data
    return encoded


def decode(message: bytes) -> Fields:
    """Decode a protobuf message: each field's values, by its number."""
    fields: Fields = {}
    place = 0
    while place < len(message):
        key, place = _read_varint(message, place)
        value, place = _read_varint(message, place)
        if key & 7 == 2:
            fields.setdefault(key >> 3, []).append(message[place : place + value])
            place += value
        else:
            assert key & 7 == 0
            fields.setdefault(key >> 3, []).append(value)
    return fields


def _stream(archive: bytes, path: str, environment: Mapping[str, str]) -> Iterator[bytes]:
    entries = [(5, encode((1, name), (2, value))) for name, value in environment.items()]
    checksum = hashlib.sha256(archive).hexdigest()
    yield encode((1, encode((1, Path(path).name), (2, path), (3, checksum), (4, len(archive)), *entries)))
    for start in range(0, len(archive), CHUNK):
        yield encode((2, encode((1, archive[start : start + CHUNK]))))


def _pack(repository: Path) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        for path in sorted(repository.rglob("*")):
            archive.add(path, str(path.relative_to(repository)), recursive=False)
    return data.getvalue()


def _escaped(name: str) -> str:
    return re.sub("[^A-Z0-9_]", "_", name.upper())


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])


def _read_varint(message: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return value, place


def _bytes(fields: Fields, number: int) -> bytes:
    value = fields.get(number, [b""])[-1]
    assert isinstance(value, bytes)
    return value


def _text(fields: Fields, number: int) -> str:
    return _bytes(fields, number).decode()


def _texts(fields: Fields, number: int) -> list[str]:
    return [value.decode() for value in fields.get(number, []) if isinstance(value, bytes)]
