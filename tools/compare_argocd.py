"""Compares what Argo CD renders itself with what it gets through regswap: ``python -m tools.compare_argocd FOLDER...``.

Each folder is an application: a chart, a kustomization, or plain manifests. The real repo-server and cmp-server render
it in both ways (``make clients`` builds them), and object by object only images may differ: each difference has to be
what ``regswap rewrite`` makes of the object that Argo CD rendered. What differs when Argo CD itself renders twice, such
as passwords that are made, is left out. Without folders, the charts of ``../shared/corpus/chart-sources`` are compared.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from tools.install_clients import TARGET, find_own

from tests.support.argocd import ArgoCd, RenderError, commit
from tests.support.cmp_host import Host
from tests.support.images import Difference, find_differences

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = ROOT / "plugins" / "argocd" / "plugin"
CHARTS = ROOT.parent / "shared" / "corpus" / "chart-sources"
EVERYTHING = "default :: mirror.example.com\n"
BY_NAME: dict[str, Any] = {"plugin": {"name": "regswap"}}


class Comparison(NamedTuple):
    """What became of one application."""

    name: str
    source_type: str
    """What Argo CD takes it for; empty where it cannot be rendered."""
    objects: int
    images: tuple[Difference, ...]
    """What differs, and is what regswap makes of it."""
    others: tuple[str, ...]
    """What else differs, in words."""

    def __str__(self) -> str:
        kind = self.source_type or "not rendered"
        text = f"{self.name}: {kind}, {self.objects} objects, {len(self.images)} images differ"
        return "\n  ".join([f"{text}, {len(self.others)} other differences", *self.others])


def main() -> int:
    """Compare; the exit status is 1 where something else than images differs, 2 where a program is missing."""
    parser = argparse.ArgumentParser(description="Compare Argo CD's own rendering with that through regswap.")
    parser.add_argument(
        "folders", nargs="*", type=Path, metavar="FOLDER", help="an application; or all charts there are"
    )
    parser.add_argument("--rules", type=Path, help="a map file; else every registry gets a mirror")
    parser.add_argument("--images", action="store_true", help="print each image that differs")
    arguments = parser.parse_args()
    program, redis = find_own("argocd"), shutil.which("redis-server")
    if program is None or redis is None:
        print("compare_argocd: needs `make clients` with Go, and redis-server", file=sys.stderr)
        return 2
    rules = arguments.rules.read_text(encoding="utf-8") if arguments.rules else EVERYTHING
    folders = [folder.resolve() for folder in arguments.folders] or sorted(
        path.parent for path in CHARTS.glob("*/Chart.yaml")
    )
    with tempfile.TemporaryDirectory(prefix="regswap-argocd-") as home:
        found = [*compare(folders, Path(home), rules, ArgoPrograms(program, Path(redis)))]
    for comparison in found:
        print(comparison)
        for image in comparison.images if arguments.images else ():
            print(f"  {image.before} -> {image.after}")
    print(
        f"{len(found)} applications, {sum(each.objects for each in found)} objects: "
        f"{sum(len(each.images) for each in found)} images differ, {sum(len(each.others) for each in found)} others"
    )
    return 1 if any(each.others for each in found) or not found else 0


class ArgoPrograms(NamedTuple):
    """The programs of Argo CD."""

    argocd: Path
    redis: Path


def compare(folders: list[Path], home: Path, rules: str, programs: ArgoPrograms) -> list[Comparison]:
    """Return what became of each application; ``home`` is an empty folder."""
    (home / "host").mkdir()
    host = Host(home / "host", ROOT, lambda name: TARGET / name, "helm4-newest")
    host.rules.write_text(rules, encoding="utf-8")
    repository = home / "repository"
    for folder in folders:
        shutil.copytree(folder, repository / folder.name, symlinks=True)
    commit(repository)
    with ArgoCd(host, programs.argocd, programs.redis) as argo_cd:
        argo_cd.serve_plugin(host.manifest(PLUGIN / "plugin.yaml"))
        return [compare_one(argo_cd, host, repository, folder.name) for folder in folders]


def compare_one(argo_cd: ArgoCd, host: Host, repository: Path, name: str) -> Comparison:
    """Render one application in both ways."""
    # Names of releases are short, and of characters that names of hosts have.
    release = "".join(c if c.isalnum() else "-" for c in name.lower())[-40:].strip("-")
    try:
        itself = argo_cd.render(repository, {"path": name}, name=release)
    except RenderError as error:
        return _compare_errors(argo_cd, repository, name, release, str(error))
    again = argo_cd.render(repository, {"path": name}, name=release, hard_refresh=True)
    random = {each.path for each in find_differences(itself.objects, again.objects)}
    try:
        through = argo_cd.render(repository, {"path": name, **BY_NAME}, name=release)
    except RenderError as error:
        return Comparison(name, itself.source_type, len(itself.objects), (), (f"through regswap: {error}",))
    stream = "".join(f"---\n{json.dumps(each)}\n" for each in itself.objects)
    expected = [json.loads(each) for each in host.rewrite(stream, repository)] if itself.objects else []
    others = tuple(
        f"{'.'.join(map(str, each.path))}: {each.before!r} is expected, and it is {each.after!r}"
        for each in find_differences(expected, through.objects)
        if each.path not in random
    )
    differences = find_differences(itself.objects, through.objects)
    images = tuple(each for each in differences if each.path not in random) if not others else ()
    return Comparison(name, itself.source_type, len(itself.objects), images, others)


def _compare_errors(argo_cd: ArgoCd, repository: Path, name: str, release: str, error: str) -> Comparison:
    """Compare what Argo CD cannot render: regswap must not render it either."""
    try:
        argo_cd.render(repository, {"path": name, **BY_NAME}, name=release)
    except RenderError:
        return Comparison(name, "", 0, (), ())
    return Comparison(name, "", 0, (), (f"is rendered through regswap only; Argo CD itself says: {error}",))


if __name__ == "__main__":
    sys.exit(main())
