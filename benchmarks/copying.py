"""Pulling images from a registry far away into a layout, beside regsync alone with the same list."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

from benchmarks.command import regswap
from benchmarks.manifest import pods
from benchmarks.measure import BenchmarkError
from tests.support.registry import Registry
from tests.support.registry_image import make_image, push
from tests.support.registry_proxy import ROUND_TRIP, Proxy

IMAGES = 50
LIMIT = 1.2
RUNS = 3
_CLIENTS = Path(__file__).resolve().parent.parent / ".clients"


def show(folder: Path, runs: int | None) -> None:
    """Print what both take, by the clock; raises BenchmarkError where a program is not there or fails."""
    regsync = shutil.which("regsync", path=f"{_CLIENTS}:{_path()}")
    if regsync is None or shutil.which("docker-registry") is None:
        raise BenchmarkError(
            "regsync or docker-registry is missing: run `make clients` and `apt-get install docker-registry`"
        )
    counted = runs or RUNS
    print(f"\n# pull: {IMAGES} images of 2 platforms, {ROUND_TRIP * 1000:.0f} ms away, {counted} runs of each in turn")
    with Registry(folder / "registry") as registry, Proxy(registry.host, delay=ROUND_TRIP) as proxy:
        _fill(registry)
        images = [f"{proxy.host}/team/app-{number}:1.0" for number in range(IMAGES)]
        (folder / "images.yaml").write_text(pods(images))
        (folder / "map").write_text(f"{proxy.host}::mirror.example/far\ndefault::\n")
        named = ("-q", "-r", str(folder / "map"), "--layout", str(folder / "layout"), str(folder / "images.yaml"))
        ours, theirs = [], []
        config = folder / "regsync.yaml"
        # Without regsync the command prints what it would give to it.
        listed = subprocess.run(
            regswap("bundle", "pull", "--regsync", "nowhere", *named), capture_output=True, text=True, check=False
        )
        config.write_text(listed.stdout)
        for _ in range(counted):
            theirs.append(_time((regsync, "once", "-c", str(config)), folder))
            ours.append(_time(regswap("bundle", "pull", "--regsync", regsync, *named), folder))
    ours_median, theirs_median = sorted(ours)[counted // 2], sorted(theirs)[counted // 2]
    ratio = ours_median / theirs_median
    print(f"  regsync                 {theirs_median:8.1f} s")
    print(f"  regswap bundle pull     {ours_median:8.1f} s, and everything is proved")
    print(
        f"target: at most {LIMIT:g} times regsync; it is {ratio:.2f}: {'reached' if ratio <= LIMIT else 'NOT reached'}"
    )


def _path() -> str:
    return os.environ.get("PATH", "")


def _fill(registry: Registry) -> None:
    for number in range(IMAGES):
        image = make_image(f"app {number}".encode(), b"base" * 50_000, platforms=("linux/amd64", "linux/arm64"))
        push(registry, f"team/app-{number}", "1.0", image)


def _time(command: tuple[str, ...], folder: Path) -> float:
    """Return the seconds that a command takes to fill a layout that is not there yet."""
    shutil.rmtree(folder / "layout", ignore_errors=True)
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchmarkError(f"{command[0]} ended with {done.returncode}:\n{done.stderr}")
    return time.monotonic() - began
