"""SECURITY.md: what regswap never does, whatever it is given."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.command import environment, names, regswap, write

RULES = b"default::mirror.example/other\ndocker.io::mirror.example/hub\n"

HOSTILE = """\
apiVersion: v1
kind: Pod
metadata:
  name: "$(touch {mark})"
  annotations:
    a: !!python/object/apply:os.system ["touch {mark}"]
    b: !!python/object/new:subprocess.Popen [[touch, "{mark}"]]
    c: !include {secret}
spec:
  containers:
    - image: docker.io/library/nginx:1
    - image: "`touch {mark}`"
    - image: "file://{secret}"
    - image: "{secret}"
    - image: "http://127.0.0.1:9/image:1"
    - image: "{{{{ lookup \\"v1\\" \\"Secret\\" }}}}"
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web}}
spec:
  template:
    spec:
      volumes:
        - {{name: a, image: {{reference: "127.0.0.1:9/image:1"}}}}
      containers:
        - {{name: web, image: "127.0.0.1:9/team/web@sha256:{digest}", args: ["--config={secret}"]}}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: shops.example.com}}
spec:
  group: example.com
  names: {{kind: Shop, plural: shops}}
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          $ref: "file://{secret}"
          properties: {{spec: {{type: object, properties: {{image: {{type: string, pattern: "(a+)+$"}}}}}}}}
"""

COMMANDS = (
    ("rewrite", "-r", "rules.map", "manifests.yaml"),
    ("rewrite", "-r", "rules.map", "--hidden", "rewrite", "--secrets", "--annotate", "regswap", "manifests.yaml"),
    ("rewrite", "-r", "rules.map", "--diff", "manifests.yaml"),
    ("rewrite", "-r", "rules.map", "--crds", "manifests.yaml", "manifests.yaml"),
    ("images", "-r", "rules.map", "--format", "json", "manifests.yaml"),
    ("check", "--allow", "mirror.example", "--format", "sarif", "manifests.yaml"),
    ("paths", "discover", "manifests.yaml"),
)

AUDIT = """
import json, sys
record = open({record!r}, "w", buffering=1)
def note(event, arguments):
    if event not in ("import", "compile", "exec", "object.__getattr__"):
        record.write(json.dumps([event, str(arguments[0]) if arguments else ""]) + "\\n")
sys.addaudithook(note)
sys.argv = sys.argv[1:]
from regswap.cli.main import main
main()
"""
"""Runs a command and records what Python tells its auditors: files, programs, connections."""

FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "ctypes.",
    "pty.",
)
CHANGING = (
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
    "os.chown",
    "os.link",
    "os.symlink",
    "shutil.",
)


class Audited:
    """What a command did, as Python's auditors were told."""

    def __init__(self, folder: Path, program: str, *arguments: str) -> None:
        record = folder.parent / "record.json"
        command = [sys.executable, "-c", program.format(record=str(record)), "regswap", *arguments]
        done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, timeout=300, check=False)
        self.code, self.err = done.returncode, done.stderr.decode()
        self.events: list[tuple[str, str]] = [tuple(json.loads(line)) for line in record.read_text().splitlines()]

    def of(self, names: tuple[str, ...]) -> list[tuple[str, str]]:
        return [event for event in self.events if event[0].startswith(names)]

    def opened(self) -> set[str]:
        """The files that were opened, without those of Python and of the project."""
        ours = (sys.prefix, sys.base_prefix, sys.exec_prefix, str(Path(__file__).resolve().parents[2]))
        return {path for name, path in self.events if name == "open" and not path.startswith(ours)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with rules and a hostile manifest, which names a file beside it."""
    secret = write(tmp_path / "secret" / "values.yaml", b"image: nginx\n")
    text = HOSTILE.format(mark=tmp_path / "mark", secret=secret, digest="0" * 64)
    write(tmp_path / "work" / "manifests.yaml", text.encode())
    write(tmp_path / "work" / "rules.map", RULES)
    return tmp_path / "work"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_manifest_starts_a_program_reaches_a_network_or_names_a_file(folder: Path, command: tuple[str, ...]) -> None:
    before = sorted(folder.parent.rglob("*"))

    done = Audited(folder, AUDIT, *command)

    assert done.code in {0, 1, 4}, done.err
    assert done.of(FORBIDDEN + CHANGING) == []
    assert done.opened() == {word for word in command if word in names(folder)}
    assert sorted(folder.parent.rglob("*")) == sorted([*before, folder.parent / "record.json"])


def test_what_is_audited_would_be_seen(folder: Path) -> None:
    program = AUDIT.replace(
        "from regswap",
        "import socket, subprocess; subprocess.run(['true']); socket.socket().close(); open('/etc/passwd').close()\n"
        "from regswap",
    )

    done = Audited(folder, program, "rewrite", "-r", "rules.map", "manifests.yaml")

    assert {name for name, _ in done.of(FORBIDDEN)} >= {"subprocess.Popen", "socket.__new__"}
    assert "/etc/passwd" in done.opened()


@pytest.mark.parametrize(
    ("setting", "code"),
    [("check: 'false'", 0), ("report: out.json", 2), ("output: out.json", 2), ("inPlace: 'true'", 2)],
)
def test_a_function_config_can_have_no_file_written(folder: Path, setting: str, code: int) -> None:
    config = f"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: a}}, data: {{rules: rules.map, {setting}}}}}"
    listed = f"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\nfunctionConfig: {config}\n"

    done = regswap("krm", stdin=listed.encode(), cwd=folder)

    assert done.code == code, done.err
    assert names(folder) == ["manifests.yaml", "rules.map"]


# What the source could do


STARTS_PROGRAMS = {"subprocess", "multiprocessing", "pty", "ctypes"}
REACHES_A_NETWORK = {"socket", "ssl", "http", "urllib.request", "urllib3", "ftplib", "smtplib", "asyncio", "xmlrpc"}
READS_CODE = {"pickle", "marshal", "shelve", "code", "runpy"}
RUNS_CODE = {"eval", "exec", "compile", "__import__"}
RUNS_IN_OS = {"system", "popen", "execv", "execve", "execvp", "execvpe", "posix_spawn", "spawnv", "startfile"}


def uses(path: Path) -> Iterator[str]:
    """What a module imports, and which of the functions that run code it calls."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RUNS_CODE:
            yield node.func.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            yield f"os.{node.attr}"


def test_few_modules_can_start_programs_and_one_package_can_reach_a_network(root: Path) -> None:
    unwanted = STARTS_PROGRAMS | REACHES_A_NETWORK | READS_CODE | RUNS_CODE | {f"os.{name}" for name in RUNS_IN_OS}
    package = root / "transformer" / "regswap"
    found = {
        (path.relative_to(package).parts[:2], used)
        for path in package.rglob("*.py")
        for used in uses(path)
        if used in unwanted or used.partition(".")[0] in unwanted
    }

    starts = {(place, used) for place, used in found if used == "subprocess"}
    assert {place for place, _ in starts} == {
        *(("hosts", host) for host in ("argocd", "stand_in")),
        *(("bundle", part) for part in ("regsync.py", "registry")),
    }
    # The stand-in becomes the real program, and asks the kernel to end it with its parent; workers are copies of a run.
    assert {place for place, _ in found - starts} == {("bundle", "registry"), ("hosts", "stand_in"), ("jobs.py",)}
