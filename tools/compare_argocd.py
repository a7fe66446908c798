"""Compares what Argo CD renders itself with what it gets through regswap: ``python -m tools.compare_argocd FOLDER...``.

Each folder is an application: a chart, a kustomization, or plain manifests. The real repo-server and cmp-server render
it natively, through the plugin, and with the stand-in for helm and kustomize (``make clients`` builds them). Object by
object only images may differ: each difference has to be what ``regswap rewrite`` makes of the object that Argo CD
rendered. What differs when Argo CD itself renders twice, such as passwords that are made, is left out. Without folders,
the charts of ``../shared/corpus/chart-sources`` are compared.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.install_clients import TARGET, find_own

from tests.support.argocd import ArgoCd, RenderError, commit
from tests.support.cmp_host import Host
from tests.support.images import Difference, find_differences

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = ROOT / "plugins" / "argocd" / "plugin"
CHARTS = ROOT.parent / "shared" / "corpus" / "chart-sources"
EVERYTHING = "default :: mirror.example.com\n"


class Comparison(NamedTuple):
    """What became of one application on one way."""

    name: str
    way: str
    """``plugin`` or ``stand-in``."""
    source_type: str
    """What Argo CD takes it for; empty where it cannot be rendered."""
    objects: int
    images: tuple[Difference, ...] = ()
    """What differs, and is what regswap makes of it."""
    others: tuple[str, ...] = ()
    """What else differs, in words."""

    def __str__(self) -> str:
        text = f"{self.name}, {self.way}: {self.source_type or 'not rendered'}, {self.objects} objects"
        text += f", {len(self.images)} images differ, {len(self.others)} other differences"
        return "\n  ".join([text, *self.others])


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
        f"{len(folders)} applications, {sum(each.objects for each in found)} objects on both ways: "
        f"{sum(len(each.images) for each in found)} images differ, {sum(len(each.others) for each in found)} others"
    )
    return 1 if any(each.others for each in found) or not found else 0


class ArgoPrograms(NamedTuple):
    """The programs of Argo CD."""

    argocd: Path
    redis: Path


class Way(NamedTuple):
    """A way of regswap into Argo CD."""

    name: str
    argo_cd: ArgoCd
    source: dict[str, Any]
    """What an Application says of it."""


def compare(folders: list[Path], home: Path, rules: str, programs: ArgoPrograms) -> Iterator[Comparison]:
    """Yield what became of each application on each way; ``home`` is an empty folder."""
    repository = home / "repository"
    for folder in folders:
        shutil.copytree(folder, repository / folder.name, symlinks=True)
    commit(repository)
    host, other = (make_host(home / name, rules) for name in ("host", "stand-in"))
    other.install_stand_ins()
    with ArgoCd(host, *programs) as argo_cd, ArgoCd(other, *programs) as standing_in:
        argo_cd.serve_plugin(host.manifest(PLUGIN / "plugin.yaml"))
        ways = [Way("plugin", argo_cd, {"plugin": {"name": "regswap"}}), Way("stand-in", standing_in, {})]
        for folder in folders:
            native = render_natively(argo_cd, repository, folder.name)
            for way in ways:
                # Argo CD calls no program for manifests as they are.
                if way.source or native.source_type != "Directory":
                    yield compare_one(native, way, host, repository)


def make_host(home: Path, rules: str) -> Host:
    """Return where a repo-server runs, with rules."""
    home.mkdir()
    host = Host(home, ROOT, lambda name: TARGET / name, "helm4-newest")
    host.rules.write_text(rules, encoding="utf-8")
    return host


class Native(NamedTuple):
    """What Argo CD itself makes of an application."""

    name: str
    source_type: str
    """Empty where it cannot be rendered."""
    objects: list[dict[str, Any]]
    error: str = ""
    random: frozenset[tuple[str | int, ...]] = frozenset()
    """Paths at which two renderings differ."""

    @property
    def release(self) -> str:
        """A name that is short, and of characters that names of hosts have."""
        return "".join(c if c.isalnum() else "-" for c in self.name.lower())[-40:].strip("-")


def render_natively(argo_cd: ArgoCd, repository: Path, name: str) -> Native:
    """Render one application twice."""
    native = Native(name, "", [])
    try:
        first = argo_cd.render(repository, {"path": name}, name=native.release)
        again = argo_cd.render(repository, {"path": name}, name=native.release, hard_refresh=True)
    except RenderError as error:
        return native._replace(error=str(error))
    random = frozenset(each.path for each in find_differences(first.objects, again.objects))
    return Native(name, first.source_type, first.objects, "", random)


def compare_one(native: Native, way: Way, host: Host, repository: Path) -> Comparison:
    """Render one application on one way, and compare."""
    comparison = Comparison(native.name, way.name, native.source_type, len(native.objects))
    try:
        through = way.argo_cd.render(repository, {"path": native.name, **way.source}, name=native.release)
    except RenderError as error:
        return comparison if native.error else comparison._replace(others=(f"through regswap: {error}",))
    if native.error:
        return comparison._replace(others=(f"Argo CD itself cannot render it: {native.error}",))
    stream = "".join(f"---\n{json.dumps(each)}\n" for each in native.objects)
    expected = [json.loads(each) for each in host.rewrite(stream, repository)] if native.objects else []
    others = tuple(
        f"{'.'.join(map(str, each.path))}: {each.before!r} is expected, and it is {each.after!r}"
        for each in find_differences(expected, through.objects)
        if each.path not in native.random
    )
    images = (each for each in find_differences(native.objects, through.objects) if each.path not in native.random)
    return comparison._replace(others=others, images=() if others else tuple(images))


if __name__ == "__main__":
    sys.exit(main())
