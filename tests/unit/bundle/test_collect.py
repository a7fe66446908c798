"""The images that a run's manifests name, with source, target and places, and the holes among them."""

from __future__ import annotations

from pathlib import Path

import pytest

from regswap.bundle.collect import Collection, collect
from regswap.bundle.image import name_in_layout
from regswap.run import conduct
from regswap.settings.options import Options

RULES = "docker.io::mirror.test/hub\nquay.io::mirror.test/quay\nghcr.io::mirror.test/ghcr\ndefault::\n"
DIGEST = f"sha256:{'0a' * 32}"
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec:\n  containers:\n"


def gather(folder: Path, manifest: str, rules: str = RULES, **options: object) -> Collection:
    """Collect what a manifest names."""
    (folder / "rules.map").write_text(rules)
    (folder / "app.yaml").write_text(manifest)
    found: list[Collection] = []

    def act(named: Options, report: object) -> int:
        code, collection = collect(named, report)  # type: ignore[arg-type] # it is the run's own
        found.append(collection)
        return code

    named = Options(paths=(str(folder / "app.yaml"),), rules=(str(folder / "rules.map"),), quiet=True)
    code, report = conduct(named._replace(**options), act)  # type: ignore[arg-type] # any option
    assert (code, report.errors) == (0, [])
    return found[0]


def pod(*images: str) -> str:
    """Return a Pod with containers."""
    return POD + "".join(f"  - {{name: c{number}, image: {image!r}}}\n" for number, image in enumerate(images))


@pytest.mark.parametrize(
    ("written", "source", "target"),
    [
        ("nginx", "docker.io/library/nginx:latest", "mirror.test/hub/nginx:latest"),
        ("grafana/grafana:11.2", "docker.io/grafana/grafana:11.2", "mirror.test/hub/grafana/grafana:11.2"),
        ("index.docker.io/nginx:1", "docker.io/library/nginx:1", "mirror.test/hub/nginx:1"),
        (f"quay.io/a/b@{DIGEST}", f"quay.io/a/b@{DIGEST}", f"mirror.test/quay/a/b@{DIGEST}"),
        (f"quay.io/a/b:1@{DIGEST}", f"quay.io/a/b:1@{DIGEST}", f"mirror.test/quay/a/b:1@{DIGEST}"),
    ],
)
def test_a_written_reference_is_what_a_node_pulls_and_what_rewrite_makes_of_it(
    tmp_path: Path, written: str, source: str, target: str
) -> None:
    found = gather(tmp_path, pod(written))
    assert [(image.source, image.target) for image in found.images] == [(source, target)]
    (place,) = found.images[0].places
    assert place[1:] == (6, 23, "Pod shop/web", "spec.containers[0].image", written)
    assert found.holes == ()


def test_one_image_has_all_of_its_places(tmp_path: Path) -> None:
    found = gather(tmp_path, pod("nginx:1", "docker.io/library/nginx:1", "redis:7") + "---\n" + pod("nginx:1"))
    lines = {image.source: [place.line for place in image.places] for image in found.images}
    # The rules keep `library/` where it is written, so that this is another target.
    assert [image.source for image in found.images] == ["docker.io/library/nginx:1"] * 2 + ["docker.io/library/redis:7"]
    assert lines["docker.io/library/redis:7"] == [8]
    assert [[place.line for place in image.places] for image in found.images[:2]] == [[7], [6, 15]]


HOLES = {
    "templated": pod("{{ .Values.image }}"),
    "unparsable": pod("Nginx:1"),
    "outside": pod("gcr.io/a/b:1"),
    "possible": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {note: 'see foo/bar:12'}\n",
    "incomplete": (
        "apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: c}\n"
        "spec: {type: oci, url: 'oci://ghcr.io/team/charts'}\n"
    ),
    "unread": "# values of a chart\nimage:\n  repository: nginx\n  tag: '1'\nreplicaCount: 1\n",
}


@pytest.mark.parametrize("code", HOLES)
def test_what_nobody_can_carry_is_a_hole_with_its_place(tmp_path: Path, code: str) -> None:
    found = gather(tmp_path, HOLES[code], allow_empty=True)
    assert [hole.code for hole in found.holes] == [code]
    assert found.holes[0].place.source == str(tmp_path / "app.yaml")
    assert found.holes[0].reason
    assert found.holes[0].remedy


def test_a_placeholder_is_not_an_image(tmp_path: Path) -> None:
    found = gather(tmp_path, pod("auto", "nginx:1"))
    assert [image.source for image in found.images] == ["docker.io/library/nginx:1"]
    assert [(hole.code, hole.place.reference) for hole in found.holes] == [("incomplete", "auto")]


def test_hidden_places_are_looked_at_even_where_they_are_not_rewritten(tmp_path: Path) -> None:
    manifest = pod("nginx:1") + "    args: [--sidecar-image=quay.io/a/b:1]\n"
    manifest = manifest.replace("  - {name: c0, image: 'nginx:1'}\n", "  - name: c0\n    image: nginx:1\n")
    for hidden in ("off", "report"):
        found = gather(tmp_path, manifest, hidden=hidden)
        assert [hole.code for hole in found.holes] == ["outside"]
    assert gather(tmp_path, manifest, hidden="rewrite").holes == ()


def test_no_two_sources_have_one_name_in_a_layout() -> None:
    long = f"quay.io/{'a/' * 100}b"
    sources = (
        "quay.io/a/b:1",
        "quay.io/a-b:1",
        "quay.io/a/b-1",
        f"{long}:1",
        f"{long}:1@{DIGEST}",
        f"quay.io/a/b@{DIGEST}",
    )
    names = [name_in_layout(source) for source in sources]
    assert len(set(names)) == len(sources)
    assert all(len(name) <= 128 and name[0].isalnum() for name in names)
