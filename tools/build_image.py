"""Builds the image of ``plugins/Dockerfile`` where no container engine runs, and unpacks it into ``build/image/``.

buildah reads the Dockerfile as an engine does, in a chroot. What a machine without a container registry lacks is put in
place by what the Dockerfile leaves room for: another ``BASE`` (Debian with its own Python, by debootstrap), wheels that
pip has downloaded here (checked against the same hashes), and its programs out of ``.clients``.
Needs root and Debian's packages buildah and debootstrap. ``tests/integration/test_image.py`` runs what comes out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
OUTPUT = PROJECT / "build" / "image"
DOCKERFILE = PROJECT / "plugins" / "Dockerfile"

TARGETS = ("regswap", "argocd")
PROGRAMS = {"helm": "helm4-argocd", "helm3": "helm3-newest", "kustomize": "kustomize"}
"""The programs of the image, and the clients of the same versions."""
SUITE = "trixie"
"""The Debian of the Dockerfile's base; its Python has the same minor version."""
PYTHON = "3.13"
GLIBC = ("2_28", "2_27", "2_24", "2_17")
"""What wheels may ask for; Debian's is newer than all of them."""
PACKAGES = "ca-certificates,python3,python3-venv"
BASE = "localhost/regswap-base"


class BuildError(Exception):
    """The image cannot be built here; the message says why and what to do."""


def main() -> int:
    """Build every target that is not there already; the exit status is 1 where that cannot be done."""
    parser = argparse.ArgumentParser(description="Build the image without an engine and unpack it into build/image/.")
    parser.add_argument("--mirror", default="http://deb.debian.org/debian", help="where debootstrap finds Debian")
    arguments = parser.parse_args()
    try:
        check_machine()
        digest = digest_sources()
        if all(is_built(target, digest) for target in TARGETS):
            print("image: already there")
            return 0
        make_base(arguments.mirror)
        wheels = download_wheels()
        with tempfile.TemporaryDirectory() as storage:
            buildah = Buildah(Path(storage))
            buildah.add_base()
            for target in TARGETS:
                buildah.build(target, wheels)
                buildah.unpack(target, digest)
    except (BuildError, OSError) as error:
        print(f"build_image: {error}", file=sys.stderr)
        return 1
    return 0


def check_machine() -> None:
    """Raise `BuildError` unless everything that the build needs is there."""
    if sys.platform != "linux" or os.geteuid() != 0:
        raise BuildError(
            "only root on Linux can make a root; with a container engine: docker build -f plugins/Dockerfile"
        )
    if missing := [name for name in ("buildah", "debootstrap") if not shutil.which(name)]:
        raise BuildError(f"{' and '.join(missing)} not found; apt-get install {' '.join(missing)}")
    if missing := [name for name in PROGRAMS.values() if not (PROJECT / ".clients" / name).exists()]:
        raise BuildError(f".clients has no {' and no '.join(missing)}; run `make clients`")


def digest_sources() -> str:
    """Return the SHA-256 of all that the image is made of, so that a root of older sources is known."""
    folders = [path for path in (PROJECT / "transformer").rglob("*") if path.suffix != ".pyc" and path.is_file()]
    names = ("LICENSE", "README.md", "pyproject.toml", "plugins/requirements.txt", "plugins/requirements-build.txt")
    digest = hashlib.sha256()
    for path in sorted([DOCKERFILE, Path(__file__), *folders, *(PROJECT / name for name in names)]):
        digest.update(f"{path.relative_to(PROJECT)}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def is_built(target: str, digest: str) -> bool:
    """Whether the target's root is there, unpacked from an image of these sources."""
    config = OUTPUT / f"{target}.json"
    return config.exists() and bool(json.loads(config.read_text(encoding="utf-8"))["sources"] == digest)


def make_base(mirror: str) -> None:
    """Make what stands for the Dockerfile's base: Debian with Python, its modules without bytecode as there."""
    base = OUTPUT / "base"
    if base.exists():
        return
    print(f"base: Debian {SUITE}, which takes a minute or more", flush=True)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=OUTPUT) as folder:
        root = Path(folder) / "base"
        run(["debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITE, str(root), mirror])
        for unwanted in ("var/cache/apt/archives", "var/lib/apt/lists"):
            shutil.rmtree(root / unwanted)
        for cache in list((root / "usr" / "lib").glob("python3*/**/__pycache__")):
            shutil.rmtree(cache)
        (root / "usr" / "local" / "bin" / "python").symlink_to("../../bin/python3")
        root.rename(base)


def download_wheels() -> Path:
    """Download what the image installs with pip, wherever pip is configured to look, and return the folder."""
    wheels = OUTPUT / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    kind = ["--python-version", PYTHON, "--implementation", "cp"]
    for abi in (f"cp{PYTHON.replace('.', '')}", "abi3", "none"):
        kind += ["--abi", abi]
    for version in GLIBC:
        kind += ["--platform", f"manylinux_{version}_{platform.machine()}"]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    for name in ("requirements.txt", "requirements-build.txt"):
        pinned = ["--require-hashes", "--only-binary", ":all:", "--requirement", str(DOCKERFILE.parent / name)]
        run([*pip, *kind, *pinned, "--dest", str(wheels)])
    return wheels


class Buildah:
    """buildah with a storage of its own, which no kernel module has to know."""

    def __init__(self, storage: Path) -> None:
        self._storage = storage
        self._options = ["--root", str(storage / "root"), "--runroot", str(storage / "run"), "--storage-driver", "vfs"]

    def add_base(self) -> None:
        """Make an image of the base."""
        recipe = self._storage / "Dockerfile"
        recipe.write_text("FROM scratch\nCOPY . /\n", encoding="utf-8")
        self._run("bud", "--file", str(recipe), "--tag", BASE, str(OUTPUT / "base"))

    def build(self, target: str, wheels: Path) -> None:
        """Build a target of the Dockerfile from the project."""
        print(f"{target}: building", flush=True)
        # /mnt is there in every base, and stays empty in the image.
        configuration = self._storage / "pip.conf"
        configuration.write_text("[global]\nno-index = true\nfind-links = /mnt\n", encoding="utf-8")
        programs = self._storage / "programs"
        programs.mkdir(exist_ok=True)
        for name, program in PROGRAMS.items():
            shutil.copy(PROJECT / ".clients" / program, programs / name)
        instead = ["--pull-never", "--build-arg", f"BASE={BASE}", "--build-context", f"programs={programs}"]
        packages = ["--secret", f"id=pip,src={configuration}", "--volume", f"{wheels}:/mnt:ro"]
        options = ["--isolation", "chroot", "--file", str(DOCKERFILE), "--target", target, "--tag", target]
        self._run("bud", *options, *instead, *packages, str(PROJECT))

    def unpack(self, target: str, digest: str) -> None:
        """Unpack an image's root, and beside it what the image says of running it."""
        root, config = OUTPUT / target, OUTPUT / f"{target}.json"
        config.unlink(missing_ok=True)
        shutil.rmtree(root, ignore_errors=True)
        container = self._run("from", target).strip()
        run(["cp", "--archive", self._run("mount", container).strip(), str(root)])
        self._run("rm", container)
        image = json.loads(self._run("inspect", "--type", "image", target))["OCIv1"]["config"]
        config.write_text(json.dumps({"sources": digest, "image": image}, indent=2) + "\n", encoding="utf-8")
        print(f"{target}: in {root.relative_to(PROJECT)}")

    def _run(self, *arguments: str) -> str:
        return run(["buildah", *self._options, *arguments])


def run(command: list[str]) -> str:
    """Run the command and return what it prints; where it fails, say so with the end of what it wrote."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
        raise BuildError(f"`{' '.join(command)}` failed with exit status {done.returncode}:\n{said}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
