"""Where a plugin of Argo CD runs in the tests: a sidecar's files, and a cmp-server for them, the real one or not."""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import LocateClient
from tests.support.cmp_protocol import Plugin, application_environment
from tests.support.cmp_server import CmpServer, Sidecar, split
from tests.support.command import LONG_ENOUGH

RULES_IN_SIDECAR = "/home/argocd/regswap/rules.map"


class Host:
    """A sidecar's file system: programs, rules, and a folder for temporary files."""

    def __init__(self, home: Path, root: Path, client: LocateClient, helm: str = "helm3") -> None:
        self.home = home
        self.programs = home / "bin"
        self.work = home / "tmp"
        self.sockets = home / "plugins"
        for folder in (self.programs, self.work, self.sockets):
            folder.mkdir()
        (self.programs / "helm").symlink_to(client(helm))
        (self.programs / "kustomize").symlink_to(client("kustomize"))
        (self.programs / "regswap").symlink_to(Path(sysconfig.get_path("scripts")) / "regswap")
        self.rules = home / "rules.map"
        shutil.copy(root / "fixtures" / "maps" / "demo.map", self.rules)
        self.environment = {
            "PATH": f"{self.programs}:/usr/bin:/bin",
            "HOME": "/nowhere",
            "TMPDIR": str(self.work),
            "SECRET": "of the sidecar",
        }

    def manifest(self, shipped: Path, **changes: str) -> Path:
        """Return the shipped plugin.yaml with the rules where they are here, and with other changes of its text."""
        text = shipped.read_text(encoding="utf-8").replace(RULES_IN_SIDECAR, str(self.rules))
        for old, new in changes.items():
            assert old in text
            text = text.replace(old, new)
        folder = self.home / "config"
        folder.mkdir(exist_ok=True)
        path = folder / "plugin.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    def run(
        self, command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(shutil.which(command[0], path=self.environment["PATH"])), *command[1:]],
            cwd=folder,
            env={**self.environment, **(environment or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LONG_ENOUGH,
            check=False,
        )

    def generate(
        self,
        folder: Path,
        *flags: str,
        environment: Mapping[str, str] | None = None,
        **application: Any,  # noqa: ANN401
    ) -> subprocess.CompletedProcess[str]:
        """Run the plugin's command without a server."""
        given = {**application_environment(**application), **(environment or {})}
        return self.run(["regswap", "argocd", "generate", "--rules", str(self.rules), *flags], folder, given)

    def install_stand_ins(self) -> None:
        """Put stand-ins for helm and kustomize first on PATH, with the rules as they are."""
        folder = self.home / "shims"
        done = self.run(["regswap", "stand-in", "install", "--to", folder, "--rules", self.rules], self.home)
        assert done.returncode == 0, done.stderr
        self.environment["PATH"] = f"{folder / 'bin'}:{self.environment['PATH']}"

    def rewrite(self, rendered: str, folder: Path) -> list[str]:
        """Return the objects of ``regswap rewrite`` on a stream."""
        path = self.home / "rendered.yaml"
        path.write_text(rendered, encoding="utf-8")
        done = self.run(["regswap", "rewrite", "--rules", self.rules, path], folder)
        assert done.returncode == 0
        return split(done.stdout)


@contextmanager
def serve(server: str, manifest: Path, host: Host, user: int | None = None, seconds: float = 60) -> Iterator[Plugin]:
    """Run a cmp-server for a plugin.yaml and return its client."""
    if server:
        with serve_for_real(server, manifest, host, user) as socket:
            plugin = Plugin(socket, seconds)
            yield plugin
            plugin.close()
        return
    standin = CmpServer(manifest, host.sockets, Sidecar(host.environment, host.work, user))
    plugin = Plugin(standin.socket, seconds)
    try:
        yield plugin
    finally:
        plugin.close()
        standin.close()


@contextmanager
def serve_for_real(program: str, manifest: Path, host: Host, user: int | None) -> Iterator[Path]:
    process = subprocess.Popen(
        [program, "--config-dir-path", str(manifest.parent), "--loglevel", "error"],
        env={
            **host.environment,
            "ARGOCD_PLUGINSOCKFILEPATH": str(host.sockets),
            "ARGOCD_CMP_WORKDIR": str(host.work),
        },
        cwd=host.home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )
    try:
        yield host.sockets / f"{yaml.safe_load(manifest.read_text(encoding='utf-8'))['metadata']['name']}.sock"
    finally:
        # It would wait for its connections to end.
        process.kill()
        process.wait(LONG_ENOUGH)
