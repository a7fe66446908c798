"""The repositories of a chart's dependencies, as Helm is told of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from regswap.errors import UsageError
from regswap.hosts.argocd.chart_repositories import write_repositories

SIDECAR = """\
repositories:
  - {name: ours, url: https://charts.example.com/ours/, username: u, password: p}
  - {name: unused, url: https://charts.example.com/unused}
"""


def repositories(folder: Path, *addresses: str, sidecar: str | None = SIDECAR) -> list[dict[str, Any]]:
    dependencies = [{"name": f"d{number}", "repository": address} for number, address in enumerate(addresses)]
    (folder / "Chart.yaml").write_text(json.dumps({"name": "shop", "dependencies": dependencies}))
    known = folder / "sidecar.yaml"
    known.write_text(sidecar or "")
    written = folder / "written.yaml"
    if not write_repositories(str(folder), None if sidecar is None else str(known), str(written)):
        assert not written.exists()
        return []
    found: list[dict[str, Any]] = json.loads(written.read_text())["repositories"]
    return found


def test_an_address_gets_an_entry_once(tmp_path: Path) -> None:
    found = repositories(tmp_path, "https://a.example/x", "https://a.example/x/", "http://b.example", sidecar=None)

    assert [entry["url"] for entry in found] == ["https://a.example/x", "http://b.example"]
    assert len({entry["name"] for entry in found}) == 2


@pytest.mark.parametrize("address", ["https://charts.example.com/ours", "@ours", "alias:ours"])
def test_what_the_sidecar_knows_comes_from_there(tmp_path: Path, address: str) -> None:
    (entry,) = repositories(tmp_path, address)

    assert (entry["name"], entry["username"], entry["password"]) == ("ours", "u", "p")


def test_a_chart_of_helm_2_names_them_in_a_file_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "requirements.yaml").write_text("dependencies: [{name: x, repository: 'https://old.example'}]\n")

    assert [entry["url"] for entry in repositories(tmp_path)] == ["https://old.example"]


@pytest.mark.parametrize("address", ["", "file://../lib", "oci://registry.example/charts"])
def test_what_has_no_index_needs_no_entry(tmp_path: Path, address: str) -> None:
    assert repositories(tmp_path, address) == []


@pytest.mark.parametrize("sidecar", [SIDECAR, None])
def test_a_name_that_the_sidecar_does_not_know_is_refused(tmp_path: Path, sidecar: str | None) -> None:
    with pytest.raises(UsageError, match="there is no repository of the name `@theirs`; write its address"):
        repositories(tmp_path, "@theirs", sidecar=sidecar)
