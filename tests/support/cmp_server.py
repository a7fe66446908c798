"""A stand-in of ``argocd-cmp-server``, which follows its code (``cmpserver/plugin/plugin.go``, 3.5) step by step.

It loads a ``plugin.yaml``, listens on a unix socket, copies the repository that it is sent into a folder, runs the
plugin's commands there, and takes what they print apart as Argo CD does.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import grpc
import yaml

from tests.support.cmp_protocol import SERVICE, Metadata, encode, read_stream

_BUFFER = 0.1
_CLEANUP = 5.0


class CommandError(Exception):
    """A command of the plugin failed; the text is what Argo CD shows."""


class Sidecar(NamedTuple):
    """Where and as whom the commands of a plugin run."""

    environment: Mapping[str, str]
    work: Path
    user: int | None = None


class CmpServer:
    """The server of one plugin."""

    def __init__(self, manifest: Path, sockets: Path, sidecar: Sidecar) -> None:
        """Load a plugin.yaml and listen on ``<name>[-<version>].sock``."""
        config = yaml.safe_load(manifest.read_text(encoding="utf-8"))
        assert config["kind"] == "ConfigManagementPlugin"
        assert config["metadata"]["name"]
        self._spec = config["spec"]
        assert self._spec["generate"]["command"]
        self._sidecar = sidecar
        version = self._spec.get("version", "")
        self.socket = sockets / (config["metadata"]["name"] + (f"-{version}" if version else "") + ".sock")
        self._server = grpc.server(ThreadPoolExecutor(4))
        self._server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, self._handlers()),))
        self._server.add_insecure_port(f"unix:{self.socket}")
        self._server.start()

    def close(self) -> None:
        self._server.stop(None).wait()

    def _handlers(self) -> dict[str, grpc.RpcMethodHandler]:
        return {
            "GenerateManifest": grpc.stream_unary_rpc_method_handler(self._answer(self._generate)),
            "MatchRepository": grpc.stream_unary_rpc_method_handler(self._answer(self._match)),
            "GetParametersAnnouncement": grpc.stream_unary_rpc_method_handler(self._answer(self._announce)),
            "CheckPluginConfiguration": grpc.unary_unary_rpc_method_handler(
                lambda _, __: encode((1, int("discover" in self._spec)))
            ),
        }

    def _answer(self, work: Callable[[Path, Metadata, float], bytes]) -> Callable[[Iterator[bytes], Any], bytes]:
        def answer(messages: Iterator[bytes], context: grpc.ServicerContext) -> bytes:
            metadata, archive = read_stream(messages)
            folder = Path(tempfile.mkdtemp(dir=self._sidecar.work))
            try:
                _unpack(archive, folder)
                if self._sidecar.user is not None:
                    _give(folder, self._sidecar.user)
                app = Path(os.path.normpath(folder / metadata.app_path))
                assert app.is_relative_to(folder)
                return work(app, metadata, time.monotonic() + context.time_remaining() - _BUFFER)
            except (CommandError, ValueError) as error:
                context.abort(grpc.StatusCode.UNKNOWN, str(error))
                raise
            finally:
                shutil.rmtree(folder)

        return answer

    def _generate(self, app: Path, metadata: Metadata, deadline: float) -> bytes:
        if "init" in self._spec:
            self._run(self._spec["init"], app, metadata, deadline)
        output = self._run(self._spec["generate"], app, metadata, deadline)
        return encode(*((1, manifest) for manifest in split(output)))

    def _match(self, app: Path, metadata: Metadata, deadline: float) -> bytes:
        discover = self._spec.get("discover", {})
        find = discover.get("find", {})
        if "fileName" in discover:
            matches = any(app.glob(discover["fileName"]))
        elif "glob" in find:
            matches = any(app.glob(find["glob"]))
        else:
            matches = "command" in find and bool(self._run(find, app, metadata, deadline))
        return encode((1, int(matches)), (2, int("discover" in self._spec)))

    def _announce(self, app: Path, metadata: Metadata, deadline: float) -> bytes:
        parameters = self._spec.get("parameters", {})
        found = list(parameters.get("static", ()))
        if "dynamic" in parameters:
            found = json.loads(self._run(parameters["dynamic"], app, metadata, deadline)) + found
        return encode(*((1, _encode_announcement(item)) for item in found))

    def _run(self, command: Mapping[str, list[str]], app: Path, metadata: Metadata, deadline: float) -> str:
        words = [*command["command"], *command.get("args", ())]
        environment = {**self._sidecar.environment, **metadata.environment}
        program = shutil.which(words[0], path=self._sidecar.environment["PATH"])
        assert program is not None
        process = subprocess.Popen(
            [program, *words[1:]],
            cwd=app,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            user=self._sidecar.user,
            group=self._sidecar.user,
            extra_groups=None if self._sidecar.user is None else [],
        )
        try:
            out, err = process.communicate(timeout=max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            out, err = _end(process)
        if process.returncode:
            ended = f"exit status {process.returncode}" if process.returncode > 0 else f"signal: {-process.returncode}"
            text = f"`{' '.join(words)}` failed {ended}"
            raise CommandError(f"{text}: {err.decode().strip()}" if err.strip() else text)
        return out.decode().removesuffix("\n")


def split(output: str) -> list[str]:
    """Take a stream apart as ``kube.SplitYAMLToString`` does; raises ValueError for what Argo CD cannot read."""
    return [json.dumps(each, default=str) for each in _read(output) if each is not None]


def _read(output: str) -> Iterator[Any]:
    if output.lstrip().startswith("{"):
        # JSON to the end, save that a stream with one object so far may turn out to be YAML.
        first, end = json.JSONDecoder().raw_decode(output.lstrip())
        yield first
        rest = output.lstrip()[end:]
        if not rest.lstrip().startswith("{"):
            yield from _read("\n" + rest.lstrip()) if rest.strip() else ()
            return
        yield from _read(rest)
        return
    try:
        yield from (_as_object(yaml.safe_load(piece)) for piece in _pieces(output))
    except yaml.YAMLError as error:
        raise ValueError(f"error converting YAML to JSON: {error}") from error


def _pieces(output: str) -> Iterator[str]:
    lines: list[str] = []
    for line in output.splitlines(keepends=True):
        if line.startswith("---"):
            after = line[3:].strip()
            if after and not after.startswith("#"):
                raise ValueError(f"invalid Yaml document separator: {after}")
            yield "".join(lines)
            lines = []
        else:
            lines.append(line)
    yield "".join(lines)


def _as_object(value: Any) -> Any:  # noqa: ANN401 - YAML is anything
    if value is not None and not (isinstance(value, dict) and value.get("kind")):
        raise ValueError(f"Object 'Kind' is missing in '{value}'")
    return value


def _unpack(archive: bytes, folder: Path) -> None:
    """Unpack as ``files.Untgz`` does: modes are reset, and a link that leads out stops it."""
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as members:
        for member in members:
            target = folder / member.name
            assert target.resolve().is_relative_to(folder.resolve())
            if member.isdir():
                target.mkdir(parents=True, exist_ok=True)
            elif member.issym():
                goal = Path(os.path.realpath(target.parent / member.linkname))
                if not goal.is_relative_to(folder.resolve()):
                    raise ValueError(f"illegal filepath in symlink: {goal}")
                target.symlink_to(goal)
            elif file := members.extractfile(member):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.read())
                target.chmod(0o644)


def _give(folder: Path, user: int) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, user, follow_symlinks=False)


def _end(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """Ask the group to end, and kill its leader without asking, which ``exec.CommandContext`` does by itself."""
    os.killpg(process.pid, signal.SIGTERM)
    process.kill()
    try:
        return process.communicate(timeout=_CLEANUP)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.communicate()


def _encode_announcement(item: Mapping[str, Any]) -> bytes:
    numbers = {"name": 1, "title": 2, "tooltip": 3, "required": 4, "itemType": 5, "collectionType": 6, "string": 7}
    assert set(item) <= {*numbers, "array", "map"}, re.escape(str(item))
    return encode(
        *((number, value) for name, number in numbers.items() if (value := item.get(name)) not in {None, "", False}),
        *((8, value) for value in item.get("array", ())),
        *((9, encode((1, key), (2, value))) for key, value in item.get("map", {}).items()),
    )
