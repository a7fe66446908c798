"""An image's root, run as a container's: read-only but for /tmp, without network, capabilities or a user of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tools.build_image import OUTPUT, digest_sources

from tests.support.command import LONG_ENOUGH, Result

CONFINE = """
mount --make-rprivate /
mount --bind "$ROOT" "$ROOT"
mount -o remount,bind,ro "$ROOT"
mount --bind "$WORK" "$ROOT/tmp"
mount --rbind /dev "$ROOT/dev"
mount -t proc proc "$ROOT/proc"
exec setpriv --no-new-privs chroot --userspec="$OWNER:$OWNER" "$ROOT" env --ignore-environment --chdir="$FOLDER" "$@"
"""


class Container(NamedTuple):
    """What `tools/build_image.py` made of a target: its root and what the image says of running it."""

    root: Path
    config: dict[str, Any]

    def run(
        self,
        *arguments: str,
        user: int,
        work: Path,
        stdin: bytes = b"",
        entrypoint: Sequence[str] | None = None,
        folder: str | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Result:
        """Run the image as an engine does with these arguments; ``work`` is its /tmp."""
        command = [*(self.config["Entrypoint"] if entrypoint is None else entrypoint)]
        command += arguments or self.config["Cmd"]
        variables = [*self.config["Env"], *(f"{name}={value}" for name, value in (env or {}).items())]
        work.chmod(0o1777)
        settings = {"ROOT": self.root, "WORK": work, "OWNER": user, "FOLDER": folder or self.config["WorkingDir"]}
        done = subprocess.run(
            [*ALONE, "sh", "-euc", CONFINE, "sh", *variables, *command],
            env={"PATH": os.environ["PATH"], **{name: str(value) for name, value in settings.items()}},
            input=stdin,
            capture_output=True,
            timeout=LONG_ENOUGH,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr.decode("utf-8", "surrogateescape"))


ALONE = ("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child")


def find_container(target: str) -> Container:
    """Return a target that `make image` built, or skip the test (fail it under ``REQUIRE_IMAGE=1``)."""
    reason = find_obstacle(target)
    if reason and os.environ.get("REQUIRE_IMAGE") == "1":
        pytest.fail(reason, pytrace=False)
    if reason:
        pytest.skip(reason)
    return Container(OUTPUT / target, json.loads((OUTPUT / f"{target}.json").read_text(encoding="utf-8"))["image"])


def find_obstacle(target: str) -> str:
    """Return why a target cannot be run here; empty where it can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "needs root on Linux to run an image's root"
    if not all(map(shutil.which, ("unshare", "setpriv", "chroot", "mount"))):
        return "needs util-linux to run an image's root"
    if subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode != 0:
        return "needs namespaces of its own to run an image's root; this machine allows none"
    config = OUTPUT / f"{target}.json"
    if not config.exists():
        return "needs the image's root: run `make image`"
    if json.loads(config.read_text(encoding="utf-8"))["sources"] != digest_sources():
        return "the image's root is one of other sources: run `make image`"
    return ""
