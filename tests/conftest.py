"""What every test can ask for: the project's folder, the corpus, the real clients; and how hypothesis searches."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn, Protocol

import pytest
from hypothesis import HealthCheck, settings
from tools.install_clients import find_own

from regswap import process

# Before anything imports the parser: tests read as the program does.
process.is_own = True

from tests.support.registry import Registry, make_tls  # noqa: E402 - as above

ROOT = Path(__file__).resolve().parent.parent

# Read by grpc when it is imported: what it does in a child between fork and exec may crash it.
os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"

# What a client prints as its version where it is the one that the tests were written against; its name on PATH.
CLIENTS = {
    "helm3": ("v3.19.", "helm", ("version", "--short")),
    "helm3-newest": ("v3.22.", "helm", ("version", "--short")),
    "helm4": ("v4.1.", "helm", ("version", "--short")),
    "helm4-newest": ("v4.3.", "helm", ("version", "--short")),
    "helm4-argocd": ("v4.2.4", "helm", ("version", "--short")),
    "kubectl": ("v1.34.", "kubectl", ("version", "--client")),
    "kustomize": ("v5.8.1", "kustomize", ("version",)),
    "actionlint": ("1.7.12", "actionlint", ("-version",)),
    "regsync": ("v0.11.7", "regsync", ("version", "--format", "{{.VCSTag}}")),
    "regctl": ("v0.11.7", "regctl", ("version", "--format", "{{.VCSTag}}")),
    "cosign": ("v3.1.3", "cosign", ("version", "--json")),
    "kpt": ("1.0.0-beta.56", "kpt", ("version",)),
    "flux": ("2.9.5", "flux", ("--version",)),
    "helm-diff": ("3.9.14", "", ()),
    "docker-registry": ("2.8.", "docker-registry", ("--version",)),
    "skopeo": ("1.", "skopeo", ("--version",)),
    "containerd-2": ("v2.4.2", "containerd", ("--version",)),
    "containerd": ("1.6.", "containerd", ("--version",)),
    "kube-apiserver": ("v1.36.1", "kube-apiserver", ("--version",)),
    "argocd-install.yaml": ("", "", ()),
    "redis-server": ("Redis server v=", "redis-server", ("--version",)),
    "etcd-server": ("etcd Version: 3.", "etcd", ("--version",)),
}
OWN = {"readers", "argocd", "kpt-newest"}
"""What `make clients` builds from sources of the project's own."""

# `make clients` cannot install this version of kpt; it builds another one, `kpt-newest`.
ONLY_ON_PATH = {"kpt"}
FROM_DEBIAN = {"docker-registry", "skopeo", "containerd", "redis-server", "etcd-server"}
"""What `.ci/run` installs from Debian's packages of the same name."""

# `ci` finds the same examples in every run, so that a failure is about the change; `thorough` goes looking.
settings.register_profile("ci", derandomize=True, deadline=None, database=None)
settings.register_profile(
    "thorough", max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


NOT_MEASURED = {"conformance", "property"}
"""Folders of tests that run hot code over and over: with coverage they would take more than twice their time."""


class LocateClient(Protocol):
    """Finds a real client by its name: ``helm3``, ``helm4-newest``, ``kubectl`` and so on, the keys of CLIENTS."""

    def __call__(self, name: str, /) -> Path:
        """Return the path of the program, or skip the test (fail it under ``REQUIRE_CLIENTS=1``)."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the tests of some folders out of what `make test` measures the coverage of."""
    for item in items:
        if NOT_MEASURED & set(item.path.relative_to(ROOT).parts):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ``shared`` beside the project: other people's manifests, which are not ours to commit."""
    path = ROOT.parent / "shared"
    if not path.is_dir():
        pytest.skip("needs ../shared")
    return path


@pytest.fixture(scope="session")
def client() -> LocateClient:
    """Find real programs for a test marked ``client``: ``client("helm3")`` is the path of one."""
    return locate_client


@pytest.fixture
def internet(client: LocateClient, tmp_path: Path) -> Iterator[Registry]:
    """A registry that anybody may ask, over HTTP."""
    with Registry(tmp_path / "internet", client("docker-registry")) as registry:
        yield registry


@pytest.fixture
def air_gap(client: LocateClient, tmp_path: Path) -> Iterator[Registry]:
    """A registry with a password, over TLS with an authority that nobody knows: ``tls.authority``."""
    tls = make_tls(tmp_path / "certificates")
    with Registry(tmp_path / "air-gap", client("docker-registry"), password=True, tls=tls) as registry:
        yield registry


def locate_client(name: str) -> Path:
    """Return the client that `make clients` installed, or one on PATH of the same version."""
    if name in OWN:
        return find_own(name) or _miss(f"needs {name}, built from the sources as they are: run `make clients`")
    version, program, command = CLIENTS[name]
    installed = ROOT / ".clients" / name
    if installed.exists():
        return installed
    found = shutil.which(program) if program else None
    if found and version in subprocess.run([found, *command], capture_output=True, text=True, check=False).stdout:
        return Path(found)
    if name in ONLY_ON_PATH:
        pytest.skip(f"needs {name} {version} on PATH: it comes with the Google Cloud CLI, or from its releases")
    way = f"apt-get install {name}" if name in FROM_DEBIAN else "make clients"
    return _miss(f"needs {name} {version.rstrip('.')}: run `{way}`")


def _miss(reason: str) -> NoReturn:
    if os.environ.get("REQUIRE_CLIENTS") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
