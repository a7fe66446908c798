"""The real Helms, each in its pinned versions, and the fixture charts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.cmp_host import Host
from tests.support.helm import Helm, Way, add_plugin

if TYPE_CHECKING:
    from tests.conftest import LocateClient


@pytest.fixture
def chart(root: Path) -> Path:
    return root / "fixtures" / "charts" / "shop"


@pytest.fixture
def host(tmp_path: Path, root: Path, client: LocateClient) -> Host:
    """Where a plugin of Argo CD runs."""
    return Host(tmp_path, root, client)


@pytest.fixture
def charts(root: Path) -> Path:
    return root / "fixtures" / "charts"


@pytest.fixture
def applications(root: Path) -> Path:
    return root / "fixtures" / "applications"


@pytest.fixture
def empty_chart(root: Path) -> Path:
    return root / "fixtures" / "charts" / "empty"


@pytest.fixture
def rules(root: Path) -> Path:
    return root / "fixtures" / "maps" / "demo.map"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return tmp_path / "report.json"


@pytest.fixture(params=["helm3", "helm3-newest"])
def program3(client: LocateClient, request: pytest.FixtureRequest) -> Path:
    return client(request.param)


@pytest.fixture(params=["helm4", "helm4-newest"])
def program4(client: LocateClient, request: pytest.FixtureRequest) -> Path:
    return client(request.param)


@pytest.fixture
def helm3(program3: Path, tmp_path: Path) -> Helm:
    return Helm(program3, tmp_path / "helm3")


@pytest.fixture
def helm4(program4: Path, root: Path, tmp_path: Path) -> Helm:
    return make_helm4(program4, root, tmp_path)


WAYS = [(name, command) for name in ("helm3", "helm3-newest") for command in ("rewrite", "")]
WAYS += [(name, "") for name in ("helm4", "helm4-newest")]


@pytest.fixture(params=WAYS, ids=" ".join)
def way(client: LocateClient, root: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Way:
    """Each Helm with each way to start regswap in it."""
    name, command = request.param
    is_3 = name.startswith("helm3")
    helm = Helm(client(name), tmp_path / "helm3") if is_3 else make_helm4(client(name), root, tmp_path)
    return Way(helm, command.split(), is_3=is_3)


def make_helm4(program: Path, root: Path, folder: Path) -> Helm:
    """Return a Helm 4 with the plugins ``regswap`` and ``identity``, which needs a file to record to."""
    plugins = folder / "plugins"
    plugins.mkdir()
    (plugins / "regswap").symlink_to(root / "plugins" / "helm" / "regswap")
    add_plugin(plugins, "identity", "tee")
    return Helm(program, folder / "helm4", plugins)
