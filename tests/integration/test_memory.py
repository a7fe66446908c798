"""The memory law: documents are read one at a time; memory grows with the largest of them, never with the stream.

The streams are made as they are written and hashed as they come: no test holds one.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import NamedTuple

import pytest

MOST_MEMORY = 96 << 20
STREAM = 200_000_000
PERIOD = 2_000_000
"""What is repeated to make a stream."""

RULES = """\
default::mirror.example.com/other
docker.io::mirror.example.com/hub
quay.io::mirror.example.com/quay
registry.k8s.io::mirror.example.com/k8s
"""

WORKLOAD = """\
# A comment that stays.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: sample
spec:
  template:
    spec:
      initContainers:
        - {name: wait, image: quay.io/example/wait:1.2}
      containers:
        - name: main
          image: "docker.io/library/nginx:1.29.3"   # quoted
          args: [--listen=0.0.0.0:8080, "--config=/etc/sample/settings.yaml"]
"""

SETTINGS = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: sample\ndata:\n  settings: |\n" + (
    "    image: not/a/reference:of-ours\n" * 1000
)

MANY_CONTAINERS = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: crowd\nspec:\n  containers:\n" + (
    "    - image: quay.io/example/worker:1.2\n" * 1000
)


class Run(NamedTuple):
    status: int
    memory: int
    """Peak resident bytes."""
    length: int
    sha256: str


class Expected(NamedTuple):
    length: int
    sha256: str
    changes: int


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "map"
    path.write_text(RULES)
    return path


def test_a_long_stream_takes_no_more_memory_than_its_largest_document(root: Path, tmp_path: Path, rules: Path) -> None:
    period = join(real_streams(root) or [WORKLOAD.encode(), SETTINGS.encode()])
    times = -(-STREAM // len(period))

    run = rewrite(root, tmp_path, rules, period, times)

    check(run, expect(tmp_path, rules, period, times))


def test_nor_does_it_with_a_report(root: Path, tmp_path: Path, rules: Path) -> None:
    period = join(real_streams(root) or [WORKLOAD.encode(), SETTINGS.encode()])
    times, report = -(-STREAM // len(period)), tmp_path / "report.json"

    run = rewrite(root, tmp_path, rules, period, times, "--report", str(report))

    expected = expect(tmp_path, rules, period, times)
    check(run, expected)
    assert json.loads(report.read_bytes())["counts"]["changed"] == expected.changes


def test_nor_does_it_with_a_report_that_is_itself_long(root: Path, tmp_path: Path, rules: Path) -> None:
    period = join([MANY_CONTAINERS.encode()])
    times, report = 200, tmp_path / "report.json"

    run = rewrite(root, tmp_path, rules, period, times, "--report", str(report))

    check(run, expect(tmp_path, rules, period, times))
    assert report.stat().st_size > 64 << 20
    with report.open("rb") as lines:
        assert sum(b'"changed": true' in line for line in lines) == 1000 * times


def real_streams(root: Path) -> list[bytes]:
    """Real streams of ``../shared``, as many as make a period; none where they are not there."""
    corpus = root.parent / "shared" / "corpus"
    streams: list[bytes] = []
    for path in [*sorted((corpus / "rendered").glob("*.yaml")), *sorted((corpus / "manifests").glob("*.yaml"))]:
        if sum(map(len, streams)) + path.stat().st_size <= PERIOD:
            streams.append(path.read_bytes())
    return streams


def join(streams: list[bytes]) -> bytes:
    """Make one stream that can be repeated: it begins with a marker and ends with a line break."""
    return b"".join(b"---\n" + stream.rstrip(b"\n") + b"\n" for stream in streams)


def expect(folder: Path, rules: Path, period: bytes, times: int) -> Expected:
    """Rewrite the period by itself: the stream is that repeated, and so is what becomes of it."""
    report = folder / "expected.json"
    command = [sys.executable, "-m", "regswap", "rewrite", "-q", "-r", str(rules), "--report", str(report)]
    rewritten = subprocess.run(command, input=period, capture_output=True, check=True).stdout
    changes = rewritten.count(b"mirror.example.com/")
    assert changes > 1
    assert json.loads(report.read_bytes())["counts"]["changed"] == changes
    sha256 = hashlib.sha256()
    for _ in range(times):
        sha256.update(rewritten)
    return Expected(len(rewritten) * times, sha256.hexdigest(), changes * times)


def rewrite(root: Path, folder: Path, rules: Path, period: bytes, times: int, *options: str) -> Run:
    """Pipe the repeated period through the command."""
    usage = folder / "usage"
    # This process is big, and a child is charged at least the memory of the process that starts it.
    launch = [sys.executable, "-I", "-S", str(root / "benchmarks" / "launch.py"), str(usage)]
    command = [sys.executable, "-m", "regswap", "rewrite", "--quiet", "--rules", str(rules), *options]
    length, sha256 = 0, hashlib.sha256()
    with subprocess.Popen([*launch, *command], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        writer = threading.Thread(target=write, args=(process, period, times))
        writer.start()
        while process.stdout and (block := process.stdout.read(1 << 20)):
            length += len(block)
            sha256.update(block)
        writer.join()
    status, _, _, memory = usage.read_text().split()
    return Run(int(status), int(memory), length, sha256.hexdigest())


def write(process: subprocess.Popen[bytes], period: bytes, times: int) -> None:
    assert process.stdin is not None
    with process.stdin as stdin:
        for _ in range(times):
            stdin.write(period)


def check(run: Run, expected: Expected) -> None:
    assert run.status == 0
    assert (run.length, run.sha256) == (expected.length, expected.sha256)
    assert run.memory < MOST_MEMORY
