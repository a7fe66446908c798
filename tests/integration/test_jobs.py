"""``--jobs``: several processes say, write and end as one does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from regswap.document.parse.stream import documents
from regswap.jobs import Share, Workers
from regswap.pipeline.step import follow
from regswap.settings.options import Options
from regswap.settings.policy import make_policy
from regswap.streams.source import Source, find_sources, read_blocks

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on this system: --jobs is 1")

RULES = "default::mirror.example.com/all\nquay.io::mirror.example.com/quay\n"
FILES = 36
WORKLOAD = """\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web-{number}, namespace: team-{team}}}
spec:
  template:
    spec:
      containers:
        - name: web
          image: "quay.io/team/web:{number}"   # stays
          args: [--sidecar-image=docker.io/library/busybox:{number}]
"""
NOTES = "# what a person notes\n" * 450
NAMESPACE = (
    "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: team-{team}\n  labels: {{k8s.twr.io/imageswap: {state}}}\n"
)
CUSTOM = (
    "apiVersion: example.com/v1\nkind: Widget\nmetadata: {{name: w}}\nspec: {{picture: quay.io/odd/widget:{number}}}\n"
)
BROKEN = "apiVersion: v1\nkind: Pod\nspec: {containers: [{image: quay.io/a/b:1}]\n"


class Outcome(NamedTuple):
    code: int
    stdout: bytes
    stderr: bytes
    files: dict[str, bytes]


def make_folder(folder: Path, **others: str) -> None:
    """Write files of three documents each, more than what is too little to be shared, and others among them."""
    for number in range(FILES):
        texts = [WORKLOAD.format(number=f"{number}.{part}", team=number % 7) + NOTES for part in range(2)]
        texts.append(CUSTOM.format(number=number))
        (folder / f"f{number:03}.yaml").write_text("---\n".join(texts))
    for name, text in others.items():
        (folder / f"{name}.yaml").write_text(text)


def run(root: Path, jobs: str, *arguments: str) -> Outcome:
    """Run in a folder of its own with the same content."""
    found = subprocess.run(
        [sys.executable, "-m", "regswap", *arguments, "-r", "map", "--jobs", jobs],
        cwd=root,
        capture_output=True,
        check=False,
        timeout=300,
    )
    files = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    return Outcome(found.returncode, found.stdout, found.stderr, files)


LATE = {f"f{place:03}-namespace": NAMESPACE.format(team=team, state="disabled") for place, team in ((2, 0), (30, 3))}
BACK = {**LATE, "f033-namespace": NAMESPACE.format(team=0, state="enabled")}
KUSTOMIZATION = "resources: [f001.yaml, f002.yaml]\nimages: [{name: quay.io/team/web, newTag: '9'}]\n"
ERRORS = {f"f{number:03}x": BROKEN for number in range(5, 9)}


@pytest.mark.parametrize(
    ("arguments", "others", "code"),
    [
        pytest.param(("rewrite", "in"), {}, 0, id="one stream"),
        pytest.param(("rewrite", "in", "-o", "out/", "--report", "report"), {}, 0, id="a folder and a report"),
        pytest.param(("rewrite", "in", "--in-place", "-v"), {}, 0, id="in place"),
        pytest.param(("rewrite", "in", "--check"), {}, 1, id="a list of changes"),
        pytest.param(("rewrite", "in", "--diff"), {}, 1, id="a diff"),
        pytest.param(("rewrite", "in", "--annotate", "regswap"), {}, 0, id="annotations"),
        pytest.param(("rewrite", "in", "--stream"), ERRORS, 3, id="a stream that breaks off"),
        pytest.param(("rewrite", "in", "-o", "out/", "--report", "report"), ERRORS, 3, id="errors and no files"),
        pytest.param(("rewrite", "in", "--in-place"), ERRORS, 3, id="errors and nothing in place"),
        pytest.param(("rewrite", "in", "--report", "report"), LATE, 0, id="Namespaces that opt out late"),
        pytest.param(("rewrite", "in", "--stream"), LATE, 3, id="Namespaces that opt out too late"),
        pytest.param(("images", "in", "--format", "json"), BACK, 0, id="a Namespace that opts in again"),
        pytest.param(("rewrite", "in", "in/f003.yaml", "in"), {}, 0, id="files that are named twice"),
        pytest.param(("rewrite", "in"), {"kustomization": KUSTOMIZATION}, 0, id="a kustomization"),
        pytest.param(("rewrite", "in", "--exclude", "name=nothing", "--include", "kind=Deployment"), {}, 0, id="idle"),
        pytest.param(("check", "in", "--allow", "mirror.example.com", "--format", "json"), {}, 4, id="a gate"),
        pytest.param(("check", "in", "--allow", "mirror.example.com"), {"t": "a: {{ b }}\n"}, 4, id="a gate with gaps"),
        pytest.param(("images", "in", "--keep-going"), ERRORS, 3, id="a list that goes on"),
        pytest.param(("bundle", "plan", "in", "--format", "json"), {}, 4, id="a plan with holes"),
    ],
)
def test_several_processes_say_and_write_what_one_does(
    arguments: tuple[str, ...], others: dict[str, str], code: int, tmp_path: Path
) -> None:
    outcomes = []
    for jobs in ("1", "3"):
        root = tmp_path / jobs
        (root / "in").mkdir(parents=True)
        make_folder(root / "in", **others)
        (root / "map").write_text(RULES)
        outcomes.append(run(root, jobs, *arguments))

    assert outcomes[0] == outcomes[1]
    assert outcomes[0].code == code, outcomes[0].stderr


def test_the_documents_of_one_file_are_shared(tmp_path: Path) -> None:
    make_folder(tmp_path)
    parts = [path.read_bytes() for path in sorted(tmp_path.glob("*.yaml"))]
    (tmp_path / "all").write_bytes(b"---\n".join(parts))
    (tmp_path / "map").write_text(RULES)

    one, many = (run(tmp_path, jobs, "rewrite", "all") for jobs in ("1", "auto"))

    assert one == many
    assert one.code == 0


def share(folder: Path) -> tuple[Share, list[Source]]:
    (folder / "map").write_text(RULES)
    (folder / "in").mkdir()
    make_folder(folder / "in")
    sources = find_sources([str(folder / "in")])
    step = follow(make_policy(Options(rules=(str(folder / "map"),))))

    def cut(source: Source, blocks: object) -> object:
        return documents(blocks, source.name)  # type: ignore[arg-type]

    return Share(step, sources, cut, lambda _: None), sources  # type: ignore[arg-type]


def send(workers: Workers, step: Share, sources: list[Source]) -> tuple[int, int]:
    """Take the result of every document, and return how many there were, and how many were the workers'."""
    total = ready = 0
    for source in sources:
        workers.begin()
        for document in documents(read_blocks(source), source.name):
            taken = workers.take(document)
            total += 1
            ready += taken is not None
            assert taken in (None, step.step.transform(document, {}, None))
    return total, ready


@pytest.mark.parametrize("count", [2, 40])
def test_what_the_run_does_not_begin_with_is_made_by_the_workers(count: int, tmp_path: Path) -> None:
    shared, sources = share(tmp_path)
    workers = Workers(shared, count, {})
    try:
        assert send(workers, shared, sources) == (3 * FILES, 3 * FILES - 24)
    finally:
        workers.stop()


def test_a_worker_that_is_killed_costs_time_only(tmp_path: Path) -> None:
    shared, sources = share(tmp_path)
    workers = Workers(shared, 2, {})
    try:
        send(workers, shared, sources[:10])
        os.kill(workers.pids[0], signal.SIGKILL)
        os.waitid(os.P_PID, workers.pids[0], os.WEXITED | os.WNOWAIT)
        total, ready = send(workers, shared, sources[10:])
    finally:
        workers.stop()

    assert total == 3 * (FILES - 10)
    assert ready >= total // 2


def test_a_file_that_changes_while_it_is_read_is_rewritten_as_the_run_reads_it(tmp_path: Path) -> None:
    shared, sources = share(tmp_path)
    workers = Workers(shared, 2, {})
    try:
        send(workers, shared, sources[:20])
        changed = Path(sources[30].name)
        changed.write_text(changed.read_text().replace("quay.io/team/web", "quay.io/team/other"))
        assert send(workers, shared, sources[20:])[0] == 3 * (FILES - 20)
    finally:
        workers.stop()


def test_no_worker_outlives_the_run(tmp_path: Path) -> None:
    shared, sources = share(tmp_path)
    workers = Workers(shared, 3, {})
    send(workers, shared, sources[:9])
    pids = workers.pids
    assert len(pids) == 3

    workers.stop()

    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.parametrize("jobs", ["0", "-1", "x", "65", "1.5", "²"])
def test_what_is_no_number_of_jobs_is_refused(jobs: str, tmp_path: Path) -> None:
    (tmp_path / "map").write_text(RULES)
    (tmp_path / "a.yaml").write_text("a: 1\n")

    found = run(tmp_path, f"{jobs}", "rewrite", "a.yaml")

    assert found.code == 2
    assert b"--jobs" in found.stderr
