"""Proving that images are in a registry far away, beside asking `skopeo inspect` for one after the other.

The registry is a real one on this machine, behind a proxy that adds a round trip of 50 ms to each request.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from benchmarks.command import regswap
from benchmarks.manifest import pods
from benchmarks.measure import BenchmarkError
from tests.support.registry import Registry
from tests.support.registry_image import make_image, push
from tests.support.registry_proxy import ROUND_TRIP, Proxy

if TYPE_CHECKING:
    from pathlib import Path

IMAGES = 500
SAMPLE = 25
"""How many images skopeo is asked for; the time of one does not depend on how many there are."""
RUNS = 3
_PLATFORMS = ("linux/amd64", "linux/arm64")


def show(folder: Path, runs: int | None) -> None:
    """Print what both take, by the clock."""
    for program in ("docker-registry", "skopeo"):
        if shutil.which(program) is None:
            raise BenchmarkError(f"there is no {program}: run `apt-get install {program}`")
    counted = runs or RUNS
    print(
        f"\n# verify: {IMAGES} images of {len(_PLATFORMS)} platforms, {ROUND_TRIP * 1000:.0f} ms away, {counted} runs"
    )
    with Registry(folder / "registry") as registry, Proxy(registry.host, delay=ROUND_TRIP) as proxy:
        _fill(registry)
        manifest = folder / "images.yaml"
        images = [f"{proxy.host}/team-{number % 20}/app-{number}:1.0" for number in range(IMAGES)]
        manifest.write_text(pods(images))
        ours = sorted(_time(regswap("bundle", "verify", "-q", str(manifest))) for _ in range(counted))
        asked = len(proxy.requests) // counted
        inspect = ("skopeo", "inspect", "--tls-verify=false")
        theirs = sorted(
            sum(_time((*inspect, f"docker://{image}")) for image in images[:SAMPLE]) for _ in range(counted)
        )
    ours_median, theirs_median = ours[counted // 2], theirs[counted // 2] * IMAGES / SAMPLE
    print(f"  regswap bundle verify   {ours_median:8.1f} s, {asked} requests on at most 16 connections")
    print(f"  skopeo inspect          {theirs_median:8.1f} s for {IMAGES}, from {SAMPLE} one after the other")
    print(f"  ratio                   {ours_median / theirs_median:8.3f}")


def _fill(registry: Registry) -> None:
    def add(number: int) -> None:
        image = make_image(f"app {number}".encode(), f"base {number % 50}".encode() * 1000, platforms=_PLATFORMS)
        push(registry, f"team-{number % 20}/app-{number}", "1.0", image)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(IMAGES)))


def _time(command: tuple[str, ...]) -> float:
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchmarkError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr or done.stdout}")
    return time.monotonic() - began
