"""Pulling into a layout and pushing from it, with real registries and the real regsync, and with what goes wrong."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from tests.conftest import LocateClient
from tests.support.command import COMMAND, Result, environment, regswap
from tests.support.registry import Registry
from tests.support.registry_image import Image, digest_of, make_image, make_index, make_referrer, push
from tests.support.registry_proxy import Fault, Proxy
from tests.support.terminal import TERMINAL, run_on_terminal

pytestmark = pytest.mark.client

PLATFORMS = ("linux/amd64", "linux/arm64")
IMAGES = {
    f"team/app{number}": make_image(b"own %d" % number, b"shared" * 1000, platforms=PLATFORMS) for number in range(4)
}
SIGNATURE = make_referrer(IMAGES["team/app0"])


class Walk:
    """A folder with manifests of the internet's images, and the way from there to the registry of an air gap."""

    def __init__(self, folder: Path, regsync: Path, source: str, gap: Registry) -> None:
        """Name the images as ``source`` has them."""
        self.folder = folder
        self.gap = gap
        self._regsync = regsync
        rows = [f"  - {{name: c{number}, image: '{source}/{name}:1.0'}}" for number, name in enumerate(IMAGES)]
        head = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec:\n  containers:\n"
        (folder / "app.yaml").write_text(head + "\n".join([*rows, ""]))
        (folder / "rules.map").write_text(f"{source}::{gap.host}/mirror\ndefault::\n")
        self.environment = {"DOCKER_CONFIG": str(gap.write_docker_config(folder / "docker"))}

    def command(self, name: str, *arguments: str) -> tuple[str, ...]:
        """Return the arguments of a command about the manifests."""
        assert self.gap.tls is not None
        given = ("-r", "rules.map", "app.yaml", "--layout", "bundle", "--regsync", str(self._regsync))
        return ("bundle", name, *given, "--ca", str(self.gap.tls.authority), *arguments)

    def run(self, name: str, *arguments: str, **env: str) -> Result:
        """Run a command about the manifests."""
        return regswap(*self.command(name, *arguments), cwd=self.folder, env={**self.environment, **env})


@pytest.fixture
def filled(internet: Registry) -> Registry:
    """The internet with all images, one of them signed: the signature is found by the fallback tag."""
    for name, image in IMAGES.items():
        push(internet, name, "1.0", image)
    push(internet, "team/app0", IMAGES["team/app0"].digest.replace(":", "-"), make_index(SIGNATURE))
    return internet


@pytest.fixture
def walk(tmp_path: Path, client: LocateClient, filled: Registry, air_gap: Registry) -> Walk:
    folder = tmp_path / "work"
    folder.mkdir()
    return Walk(folder, client("regsync"), filled.host, air_gap)


def find_bad_blobs(layout: Path) -> list[str]:
    """Return the blobs of a layout that are not what they are called."""
    blobs = [path for path in (layout / "blobs" / "sha256").iterdir() if len(path.name) == 64]
    return [path.name for path in blobs if digest_of(path.read_bytes()) != f"sha256:{path.name}"]


def list_missing(gap: Registry, images: dict[str, Image]) -> list[str]:
    """Return what of some images the registry of the air gap does not have."""
    missing = []
    for name, image in images.items():
        base = f"{gap.url}/v2/mirror/{name}"
        manifest = gap.pool.request("GET", f"{base}/manifests/1.0", headers=_accept(gap))
        missing += [] if digest_of(manifest.data) == image.digest else [f"{name}:1.0"]
        for kind, digests in (("manifests", image.manifests), ("blobs", image.blobs)):
            for digest in digests:
                status = gap.pool.request("HEAD", f"{base}/{kind}/{digest}", headers=_accept(gap)).status
                missing += [] if status == 200 else [f"{name} {kind} {digest}"]
    return missing


def _accept(gap: Registry) -> dict[str, str]:
    kinds = ("vnd.oci.image.index.v1+json", "vnd.oci.image.manifest.v1+json")
    return {**gap.pool.headers, "Accept": ", ".join(f"application/{kind}" for kind in kinds)}


def test_what_is_pulled_is_pushed_when_the_source_is_gone(walk: Walk, filled: Registry) -> None:
    code, out, err = walk.run("pull")
    assert (code, out) == (0, b"4 of 4 images proved, 29 blobs with 8.9 kB, manifests included\n"), err
    assert [line.split()[:2] for line in err.splitlines()[:4]] == [["pull", f"{number}/4"] for number in (1, 2, 3, 4)]
    assert err.splitlines()[4].startswith("pull: 4 of 4 images, ")
    filled.stop()

    code, out, err = walk.run("push")

    assert (code, out) == (0, b"4 of 4 images proved, 29 blobs with 8.9 kB, manifests included\n"), err
    signature = {"team/app0": IMAGES["team/app0"]._replace(manifests=SIGNATURE.manifests, blobs=SIGNATURE.blobs)}
    assert list_missing(walk.gap, {**IMAGES}) == []
    assert list_missing(walk.gap, signature) == []
    assert walk.run("push", "-q") == (0, b"", "")


def test_a_layout_is_carried_as_an_archive_in_volumes(walk: Walk, filled: Registry) -> None:
    media = walk.folder / "media"
    media.mkdir()
    code, _, err = walk.run("pull", "--archive", "media/bundle.tar", "--volume-size", "64K")
    assert code == 0, err
    assert err.splitlines()[-2:] == ["packed media/bundle.tar.001", "packed media/bundle.tar.sha256"]
    filled.stop()
    (walk.folder / "bundle").rename(walk.folder / "left behind")

    assert walk.run("push", "--archive", "media/bundle.tar").code == 0

    assert list_missing(walk.gap, IMAGES) == []
    (media / "bundle.tar.001").write_bytes(b"x")
    code, _, err = walk.run("push", "--archive", "media/bundle.tar")
    assert (code, "media/bundle.tar.001: error: is not what was written" in err) == (2, True)


def test_the_script_and_the_list_for_regsync_copy_the_same(walk: Walk, filled: Registry, client: LocateClient) -> None:
    host, gap = filled.host, walk.gap
    regctl = str(client("regctl"))
    home = {"HOME": str(walk.folder), "REGCTL": regctl, **walk.environment}
    assert gap.tls is not None
    subprocess.run([regctl, "registry", "set", host, "--tls", "disabled"], env=environment(home), check=True)
    authority = gap.tls.authority.read_text()
    command = [regctl, "registry", "set", gap.host, "--cacert", authority]
    subprocess.run(command, env=environment(home), check=True)
    arguments = ("bundle", "plan", "-q", "-r", "rules.map", "app.yaml", "--format", "script")
    pull = regswap(*arguments, "--stage", "pull", "--layout", "bundle", cwd=walk.folder)
    push = regswap(*arguments, "--stage", "push", "--layout", "bundle", cwd=walk.folder)

    for script in (pull, push):
        assert script.code == 0
        subprocess.run(["sh"], input=script.out, cwd=walk.folder, env=environment(home), check=True)

    assert list_missing(gap, IMAGES) == []


def test_without_regsync_the_list_is_written_and_the_message_says_how_to_get_it(walk: Walk) -> None:
    code, out, err = walk.run("pull", "--regsync", "nowhere")

    assert (code, err.count("\n")) == (2, 1)
    assert "error: `nowhere`, which copies the images, is not there; install it from https://regclient.org/" in err
    (walk.folder / "regsync.yaml").write_bytes(out)
    command = [*walk.command("pull")][6:]
    regsync = command[command.index("--regsync") + 1]
    subprocess.run([regsync, "once", "-c", "regsync.yaml"], cwd=walk.folder, check=True, capture_output=True)
    assert find_bad_blobs(walk.folder / "bundle") == []
    assert walk.run("push").code == 0


def test_two_runs_that_write_into_one_layout_lose_nothing(walk: Walk) -> None:
    rows = (walk.folder / "app.yaml").read_text().splitlines(keepends=True)
    (walk.folder / "app.yaml").write_text("".join(rows[:7]))
    (walk.folder / "other.yaml").write_text("".join([*rows[:5], *rows[7:]]))
    commands = [
        [word if word != "app.yaml" else name for word in walk.command("pull", "-q")]
        for name in ("app.yaml", "other.yaml")
    ]

    runs = [
        subprocess.Popen([*COMMAND, *command], cwd=walk.folder, env=environment(walk.environment))
        for command in commands
    ]

    assert [run.wait() for run in runs] == [0, 0]
    index = json.loads((walk.folder / "bundle" / "index.json").read_text())
    assert sum("org.opencontainers.image.ref.name" in entry.get("annotations", {}) for entry in index["manifests"]) >= 4
    (walk.folder / "app.yaml").write_text("".join(rows))
    assert walk.run("push").code == 0
    assert list_missing(walk.gap, IMAGES) == []


def test_a_terminal_shows_one_line_that_says_how_far_it_is(walk: Walk) -> None:
    shown = run_on_terminal(
        [*COMMAND, *walk.command("pull")], cwd=walk.folder, env=environment(walk.environment), stderr=TERMINAL
    )

    assert shown.code == 0
    lines = shown.screen.split("\r\x1b[K")
    assert [line.split(",")[0].split()[:2] for line in lines[1:5]] == [
        ["pull", f"{number}/4"] for number in (1, 2, 3, 4)
    ]
    assert re.search(r"pull: 4 of 4 images, [0-9.]+ kB, [0-9.]+ [kM]?B/s", lines[5])


def test_a_plan_with_holes_copies_nothing(walk: Walk) -> None:
    with (walk.folder / "app.yaml").open("a") as file:
        file.write("  - {name: own, image: 'gcr.io/a/b:1'}\n")

    code, _, err = walk.run("pull")

    assert (code, (walk.folder / "bundle").exists()) == (4, False)
    assert "app.yaml:10:24: error: Pod shop/web spec.containers[4].image `gcr.io/a/b:1`" in err


def test_an_image_that_is_not_there_is_named_with_its_places_and_the_others_are_copied(
    walk: Walk, filled: Registry
) -> None:
    with (walk.folder / "app.yaml").open("a") as file:
        file.write(f"  - {{name: own, image: '{filled.host}/team/gone:1'}}\n")

    code, _, err = walk.run("pull", "-q")

    assert code == 6
    (line,) = err.splitlines()
    needs = (
        f"app.yaml:10:24: error: Pod shop/web spec.containers[4].image needs {filled.host}/team/gone:1, which was not"
    )
    assert line.startswith(needs)
    assert line.endswith("not found [http 404]; it is not there, or not for you: correct the reference")
    index = json.loads((walk.folder / "bundle" / "index.json").read_text())
    names = [entry["annotations"].get("org.opencontainers.image.ref.name", "") for entry in index["manifests"]]
    assert sum("team-app" in name for name in names) == 4
    code, _, err = walk.run("push", "-q")
    assert (code, "gone" in err, err.splitlines()[0].endswith("; pull it into the layout first")) == (6, True, True)


def test_a_wrong_password_is_told_and_a_repeat_with_the_right_one_finishes(walk: Walk) -> None:
    assert walk.run("pull").code == 0
    wrong = walk.folder / "wrong"
    wrong.mkdir()
    auth = {"auths": {walk.gap.host: {"auth": "cm9ib3Q6d3Jvbmc="}}}
    (wrong / "config.json").write_text(json.dumps(auth))

    code, _, err = walk.run("push", "-q", DOCKER_CONFIG=str(wrong))

    assert code == 6
    assert len(err.splitlines()) == 4
    assert all(
        line.endswith("log in to the registry, as with `docker login`, and run it again") for line in err.splitlines()
    )
    assert "cm9ib3Q6d3Jvbmc" not in err
    assert walk.run("push").code == 0
    assert list_missing(walk.gap, IMAGES) == []


def test_an_unknown_authority_is_told(walk: Walk) -> None:
    assert walk.run("pull").code == 0
    given = [word for word in walk.command("push", "-q") if word != "--ca" and not word.endswith("ca.crt")]

    code, _, err = regswap(*given, cwd=walk.folder, env=walk.environment)

    assert code == 6
    told = f"error: {walk.gap.host} is not who it says: unable to get local issuer certificate; trust its authority"
    assert err.splitlines() == [f"{told} with --ca or --certs"]


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, who may mount a small disk")
def test_a_full_disk_is_told_and_a_repeat_on_a_larger_one_finishes(walk: Walk) -> None:
    bundle = walk.folder / "bundle"
    bundle.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", bundle], check=True)
    try:
        code, _, err = walk.run("pull", "-q")
        assert code == 3
        assert "no space left on device; make room and run it again" in err
        assert "needs " in err
        subprocess.run(["mount", "-o", "remount,size=16m", bundle], check=True)
        assert walk.run("pull").code == 0
        assert walk.run("push").code == 0
    finally:
        subprocess.run(["umount", bundle], check=True)
    assert list_missing(walk.gap, IMAGES) == []


@pytest.fixture
def far_walk(tmp_path: Path, client: LocateClient, filled: Registry, air_gap: Registry) -> Iterator[tuple[Walk, Proxy]]:
    """A walk whose source is 50 ms away."""
    folder = tmp_path / "work"
    folder.mkdir()
    with Proxy(filled.host, delay=0.05) as proxy:
        yield Walk(folder, client("regsync"), proxy.host, air_gap), proxy


@pytest.mark.parametrize("kind", ["cut", 429])
def test_a_copy_that_is_cut_or_put_off_is_taken_up_again(
    far_walk: tuple[Walk, Proxy], kind: int | Literal["cut"]
) -> None:
    walk, proxy = far_walk
    cut = Fault(r"GET .*team/app1/blobs/", kind, times=2, headers={"Retry-After": "1"})
    proxy.faults.append(cut)

    assert walk.run("pull").code == 0

    assert cut.times == 0
    assert find_bad_blobs(walk.folder / "bundle") == []


def test_a_source_that_fails_in_mid_copy_is_told_and_a_repeat_finishes(far_walk: tuple[Walk, Proxy]) -> None:
    walk, proxy = far_walk
    proxy.faults.append(Fault(r"GET .*team/app1/blobs/", 503))

    code, _, err = walk.run("pull", "-q")

    assert code == 6
    (line,) = err.splitlines()
    assert line.startswith(
        f"app.yaml:7:23: error: Pod shop/web spec.containers[1].image needs {proxy.host}/team/app1:1.0"
    )
    assert line.endswith("; run it again: what is there already stays")
    proxy.faults.clear()
    assert walk.run("pull").code == 0
    assert find_bad_blobs(walk.folder / "bundle") == []
    assert walk.run("push").code == 0
    assert list_missing(walk.gap, IMAGES) == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_pull_and_push_are_killed_again_and_again_and_a_repeat_finishes(
    far_walk: tuple[Walk, Proxy], number: signal.Signals
) -> None:
    walk, _ = far_walk
    dice = random.Random(number)  # noqa: S311 - the same moments in every run

    for name in ("pull", "push"):
        for _ in range(10):
            _kill(walk, name, number, dice.uniform(0.3, 1.0))
        code, _, err = walk.run(name)
        assert code == 0, err
        assert find_bad_blobs(walk.folder / "bundle") == []
    assert list_missing(walk.gap, IMAGES) == []


def _kill(walk: Walk, name: str, number: signal.Signals, after: float) -> None:
    command = [*COMMAND, *walk.command(name, "-q")]
    with subprocess.Popen(
        command, cwd=walk.folder, env=environment(walk.environment), stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
    ) as process:
        time.sleep(after)
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(number)
        _, err = process.communicate()
    assert b"Traceback" not in err
    assert process.returncode in {0, -number, 128 + number}
