"""What the Argo CD plugin costs: the memory of charts that are rendered at once, and the time of large repositories.

``python -m benchmarks.argocd load [--concurrent N ...] [CHART]`` runs the real cmp-server with the shipped plugin, asks
for N applications at once, and prints the most memory that all processes of the sidecar have together, and how full its
temporary folder gets. Memory is what the kernel cannot take back (``Pss_Anon``): when it goes past the limit of the
container, the sidecar is killed.

``python -m benchmarks.argocd monorepo [--megabytes N]`` asks the real repo-server for one chart in a large repository:
rendered by Argo CD, by the plugin that the application names, and by the one that is enforced, without and with what
``plugins/argocd/plugin`` sets for it, and where the application says what it needs.

Both need ``make clients``, and git.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.measure import BenchmarkError
from tests.conftest import locate_client
from tests.support.argocd import ArgoCd, commit
from tests.support.cmp_host import Host, serve
from tests.support.cmp_protocol import application_environment

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = ROOT / "plugins" / "argocd" / "plugin"
MEGABYTES = 5
"""Of a large chart, rendered: kube-prometheus-stack with its definitions is as large."""
_LINE = "        # what people write about what they run, which names nothing that a node pulls\n"
_OBJECT = """\
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web-{number}}}
spec:
  selector: {{matchLabels: {{app: web-{number}}}}}
  template:
    metadata: {{labels: {{app: web-{number}}}}}
    spec:
      containers:
        - name: web
          image: quay.io/team/web-{number}:1.0
          env: [{{name: TEXT, value: "{text}"}}]
"""
_PAUSE = 0.02
_SETTINGS = {
    "ARGOCD_REPO_SERVER_PLUGIN_TAR_EXCLUSIONS": ".git",
    "ARGOCD_CMP_CHUNK_SIZE": "1048576",
}
"""What the overlay sets for the repo-server."""
_PATHS = {"ARGOCD_REPO_SERVER_PLUGIN_USE_MANIFEST_GENERATE_PATHS": "true"}
_VARIANTS: list[tuple[str, dict[str, str], dict[str, str]]] = [
    ("", {}, {}),
    (", with the overlay's settings", _SETTINGS, {}),
    (", with manifest-generate-paths", _PATHS, {"annotationManifestGeneratePaths": "."}),
]
"""How the repo-server is set, and what is asked of it."""


def main() -> None:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    load = commands.add_parser("load")
    load.add_argument("--concurrent", type=int, nargs="+", default=[1, 2, 4, 8, 20])
    load.add_argument("chart", type=Path, nargs="?", help="default: one that is made")
    monorepo = commands.add_parser("monorepo")
    monorepo.add_argument("--megabytes", type=int, default=74)
    monorepo.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if arguments.command == "load":
            show_load(Path(folder), arguments.concurrent, arguments.chart)
        else:
            show_monorepo(Path(folder), arguments.megabytes, arguments.runs)


def show_load(folder: Path, numbers: list[int], chart: Path | None) -> None:
    """Print what charts that are rendered at once take."""
    host = make_host(folder)
    chart = chart or make_chart(folder / "chart")
    print("at once   memory, MB   a chart more, MB   /tmp, MB   seconds   failed")
    alone = 0.0
    for number in numbers:
        with serve(str(link_server(folder)), host.manifest(PLUGIN / "plugin.yaml"), host, seconds=600) as plugin:
            plugin.has_discovery()
            watch = Watch(host.work)
            began = time.monotonic()
            with ThreadPoolExecutor(number) as pool, watch:
                asked = [pool.submit(ask, plugin, chart) for _ in range(number)]
                failed = sum(each.exception() is not None for each in asked)
            seconds = time.monotonic() - began
        alone = alone or watch.memory
        more = (watch.memory - alone) / (number - 1) if number > 1 else 0
        line = f"{number:7} {watch.memory:12.0f} {more:18.0f} {watch.files:10.0f} {seconds:9.1f} {failed:8}"
        print(line, flush=True)


def ask(plugin: Any, chart: Path) -> None:  # noqa: ANN401 - a Plugin
    """Ask for the objects of a chart; raises BenchmarkError where there are none."""
    if not plugin.generate(chart, ".", application_environment()):
        raise BenchmarkError(f"{chart} has no objects")


class Watch:
    """While entered, notes the most that the processes below this one and a folder have taken; megabytes."""

    def __init__(self, folder: Path) -> None:
        self.memory = self.files = 0.0
        self._folder = folder
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(_PAUSE):
            self.memory = max(self.memory, sum(map(read_memory, find_descendants())) / 1024)
            self.files = max(self.files, measure_folder(self._folder) / 1e6)


def find_descendants() -> list[int]:
    """Return the processes that this one has started, and those that they have."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    found = [os.getpid()]
    for process in found:
        found += [child for child, parent in parents.items() if parent == process]
    return found[1:]


def read_memory(process: int) -> int:
    """Return the kilobytes of a process that are its own, and its part of those that it shares."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:"))


def measure_folder(folder: Path) -> int:
    """Return the bytes of the files in a folder, some of which may go meanwhile."""
    size = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                size += (Path(parent) / name).lstat().st_size
    return size


def show_monorepo(folder: Path, megabytes: int, runs: int) -> None:
    """Print what one small chart takes in a large repository."""
    ways: list[tuple[str, str, dict[str, Any]]] = [
        ("native", "", {}),
        ("opt-in", "plugin.yaml", {"plugin": {"name": "regswap"}}),
        ("enforced", "plugin-enforce.yaml", {}),
        ("enforced, by name", "plugin-enforce.yaml", {"plugin": {"name": "regswap-enforce"}}),
    ]
    repository = make_repository(folder / "repository", megabytes * 1_000_000)
    print(f"{'':50} seconds  of processors; medians of {runs}")
    for name, manifest, source in ways:
        for variant, settings, request in _VARIANTS if manifest else _VARIANTS[:1]:
            home = Path(tempfile.mkdtemp(dir=folder))
            asked: dict[str, Any] = {"source": {"path": "apps/shop", **source}, "hard_refresh": True, **request}
            host = make_host(home)
            with ArgoCd(host, locate_client("argocd"), locate_client("redis-server"), settings) as argo_cd:
                if manifest:
                    argo_cd.serve_plugin(host.manifest(PLUGIN / manifest))
                argo_cd.render(repository, **asked)  # fetches the repository
                times = [time_of(argo_cd, repository, asked) for _ in range(runs)]
            passed, used = (statistics.median(each) for each in zip(*times, strict=True))
            print(f"{name + variant:50} {passed:7.2f} {used:7.2f}", flush=True)


def time_of(argo_cd: ArgoCd, repository: Path, asked: dict[str, Any]) -> tuple[float, float]:
    """Return the seconds of one request that is not answered from the cache, and those of processors."""
    began, used = time.monotonic(), read_processor_time()
    argo_cd.render(repository, **asked)
    return time.monotonic() - began, read_processor_time() - used


def read_processor_time() -> float:
    """Return the seconds that the servers have used, and what they have run and waited for."""
    ticks = 0
    for process in find_descendants():
        with suppress(OSError):
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def make_repository(folder: Path, size: int) -> Path:
    """Make a repository of this size, as text that compresses to a third, with one chart."""
    shutil.copytree(ROOT / "fixtures" / "charts" / "shop", folder / "apps" / "shop")
    source = random.Random(0)  # noqa: S311 - no secret
    for number in range(size // 200_000):
        path = folder / "teams" / f"{number % 20}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{source.getrandbits(64):x} some words\n" for _ in range(200_000 // 27)))
    return commit(folder)


def make_chart(folder: Path) -> Path:
    """Make a chart of one file of MEGABYTES, in objects of five kilobytes."""
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: large\nversion: 1.0.0\n")
    body = [_OBJECT.format(number=number, text=_LINE.strip() * 55) for number in range(MEGABYTES * 200)]
    (folder / "templates" / "all.yaml").write_text("".join(body))
    return folder


def make_host(folder: Path) -> Host:
    """Make the files of a sidecar, whose time does not end on a slow machine."""
    host = Host(folder, ROOT, locate_client)
    host.environment["ARGOCD_EXEC_TIMEOUT"] = "10m"
    return host


def link_server(folder: Path) -> Path:
    """Return the cmp-server, which knows from its name what to be."""
    server = folder / "argocd-cmp-server"
    if not server.exists():
        server.symlink_to(locate_client("argocd"))
    return server


if __name__ == "__main__":
    main()
