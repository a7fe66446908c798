"""Holes of a plan, and their answers: extra images, accepted exceptions, charts with versions, images that run."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.support.command import Result, regswap

RULES = "docker.io::mirror.test/hub\nquay.io::mirror.test/quay\nghcr.io::mirror.test/ghcr\ndefault::\n"
POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - {name: web, image: nginx}
"""
HEAD = "apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec:\n  bundle:\n"


def plan(folder: Path, manifest: str, *arguments: str, config: str = "", rules: str = RULES) -> Result:
    """Plan a manifest; ``config`` is what stands in ``spec.bundle``."""
    (folder / "rules.map").write_text(rules)
    (folder / "app.yaml").write_text(manifest)
    if config:
        (folder / "regswap.yaml").write_text(HEAD + config)
        arguments = ("-c", "regswap.yaml", *arguments)
    return regswap("bundle", "plan", "-r", "rules.map", "app.yaml", *arguments, cwd=folder)


def test_the_text_shows_what_a_node_pulls_what_it_becomes_and_who_needs_it(tmp_path: Path) -> None:
    code, out, err = plan(tmp_path, POD)

    assert (code, err) == (0, "")
    assert out.decode() == (
        "docker.io/library/nginx:latest -> mirror.test/hub/nginx:latest\n"
        "  app.yaml:6 Pod shop/web spec.containers[0].image (written `nginx`)\n"
        "1 image for 1 place; 0 holes\n"
    )


def test_a_plan_with_holes_ends_with_4_and_lists_no_copies(tmp_path: Path) -> None:
    manifest = POD + "  - {name: own, image: gcr.io/a/b:1}\n"

    code, out, err = plan(tmp_path, manifest)
    assert code == 4
    assert out.startswith(b"docker.io/library/nginx:latest -> ")
    assert err == (
        "app.yaml:7:24: error: Pod shop/web spec.containers[1].image `gcr.io/a/b:1` is matched by the default only, "
        "which the rules leave alone; write a rule for it, or accept it in `spec.bundle.accept`\n"
    )
    for form in ("images", "regsync", "image-syncer", "script"):
        code, out, err = plan(tmp_path, manifest, "--format", form)
        assert (code, out) == (4, b"")
        assert "error: Pod shop/web" in err


def test_a_manifest_that_cannot_be_read_ends_with_3_and_no_plan(tmp_path: Path) -> None:
    code, out, err = plan(tmp_path, POD + "  - {name: x, image: [\n")

    assert (code, out) == (3, b"")
    assert "app.yaml" in err


@pytest.mark.parametrize(
    ("accept", "opens"),
    [
        ("{reference: 'gcr.io/*', reason: ours}", 0),
        ("{hole: outside, kind: Pod, namespace: shop, name: web, reason: ours}", 0),
        ("{source: app.*, reason: ours}", 0),
        ("{hole: possible, reason: ours}", 1),
        ("{reference: 'gcr.io/*', kind: Deployment, reason: ours}", 1),
    ],
)
def test_an_accepted_hole_is_told_with_its_reason_and_closes_the_plan(tmp_path: Path, accept: str, opens: int) -> None:
    manifest = POD + "  - {name: own, image: gcr.io/a/b:1}\n"

    code, out, err = plan(tmp_path, manifest, config=f"    accept:\n    - {accept}\n")

    assert code == (4 if opens else 0)
    assert ("accepted: app.yaml:7 Pod shop/web spec.containers[1].image gcr.io/a/b:1" in out.decode()) == (not opens)
    assert ("accepts nothing here" in err) == bool(opens)


@pytest.mark.parametrize(
    ("accept", "message"),
    [
        ("{reference: 'gcr.io/*'}", "the acceptance has no reason"),
        ("{reference: 'gcr.io/*', reason: ' '}", "the acceptance has no reason"),
        ("{reason: ours}", "the acceptance would match everything"),
        ("{image: 'gcr.io/*', reason: ours}", "unknown key `image`"),
    ],
)
def test_an_acceptance_says_what_and_why(tmp_path: Path, accept: str, message: str) -> None:
    code, out, err = plan(tmp_path, POD, config=f"    accept:\n    - {accept}\n")

    assert (code, out) == (2, b"")
    assert "regswap.yaml:6:" in err
    assert message in err


def test_extra_images_are_in_the_plan_and_are_rewritten_by_the_rules(tmp_path: Path) -> None:
    code, out, _ = plan(tmp_path, POD, "--format", "images", config="    extra: [quay.io/a/pause:3.10, redis]\n")

    assert (code, out.decode().splitlines()) == (
        0,
        [
            "docker.io/library/nginx:latest mirror.test/hub/nginx:latest",
            "docker.io/library/redis:latest mirror.test/hub/redis:latest",
            "quay.io/a/pause:3.10 mirror.test/quay/a/pause:3.10",
        ],
    )
    code, _, err = plan(tmp_path, POD, config="    extra: [registry.k8s.io/pause:3.10]\n")
    assert code == 4
    assert "regswap.yaml:5:13: error: `registry.k8s.io/pause:3.10` is matched by the default only" in err
    code, _, err = plan(tmp_path, POD, config="    extra: ['Nginx:1']\n")
    assert (code, "regswap.yaml:5:13: error: `Nginx:1` has an upper-case letter" in err) == (2, True)


def test_what_a_rule_spoils_is_a_hole(tmp_path: Path) -> None:
    rules = "docker.io::mirror.test/UPPER\ndefault::\n"

    code, out, err = plan(tmp_path, POD, "--mode", "compat", rules=rules, config="    extra: [redis]\n")

    assert (code, out) == (4, b"0 images for 0 places; 2 holes\n")
    assert (
        "app.yaml:6:24: error: Pod shop/web spec.containers[0].image `nginx` becomes `mirror.test/UPPER/nginx`, " in err
    )
    assert "regswap.yaml:5:13: error: `redis` becomes `mirror.test/UPPER/redis`, which has an upper-case letter" in err


def test_a_possible_reference_is_answered_by_an_extra_image(tmp_path: Path) -> None:
    manifest = POD + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {note: 'see shop/cart:12'}\n"

    assert plan(tmp_path, manifest).code == 4
    assert plan(tmp_path, manifest, config="    extra: [shop/cart:12]\n").code == 0


def test_two_sources_with_one_target_are_a_hole_at_each_place(tmp_path: Path) -> None:
    rules = "docker.io::mirror.test\nquay.io::mirror.test\ndefault::\n"
    manifest = POD.replace("nginx", "a/b:1") + "  - {name: c, image: quay.io/a/b:1}\n"

    code, _, err = plan(tmp_path, manifest, rules=rules)

    assert code == 4
    told = [line for line in err.splitlines() if "error" in line]
    assert len(told) == 2
    assert "app.yaml:6:24: error: Pod shop/web spec.containers[0].image `a/b:1` has the target " in told[0]
    assert "`mirror.test/a/b:1`, which `quay.io/a/b:1` has too" in told[0]
    assert "`mirror.test/a/b:1`, which `docker.io/a/b:1` has too" in told[1]


def test_what_runs_and_no_manifest_names_is_a_hole(tmp_path: Path) -> None:
    pods = [
        {"spec": {"containers": [{"image": "docker.io/library/nginx:latest"}, {"image": "istio/proxyv2:1.24"}]}},
        {"spec": {"initContainers": [{"image": "mirror.test/hub/nginx:latest@sha256:" + "0a" * 32}]}},
    ]
    items = [
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": f"p{number}", "namespace": "kube-system"}, **pod}
        for number, pod in enumerate(pods)
    ]
    (tmp_path / "live.json").write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}, indent=1))

    code, _, err = plan(tmp_path, POD, "--live", "live.json")
    assert code == 4
    assert "error: Pod kube-system/p0 items[0].spec.containers[1].image `istio/proxyv2:1.24` runs in the cluster" in err
    assert err.count("error:") == 1
    assert plan(tmp_path, POD, "--live", "live.json", config="    extra: [istio/proxyv2:1.24]\n").code == 0


def test_a_file_without_pods_is_not_what_runs(tmp_path: Path) -> None:
    (tmp_path / "live.json").write_text('{"apiVersion": "v1", "kind": "List", "items": []}')

    code, out, err = plan(tmp_path, POD, "--live", "live.json")

    assert (code, out) == (3, b"")
    assert "live.json: error: holds no Pod with an image; write it with `kubectl get pods -A -o json`" in err


REPOSITORY = """\
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: charts, namespace: flux-system}
spec: {type: oci, url: 'oci://ghcr.io/team/charts'}
---
"""
RELEASE = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: web, namespace: shop}
spec:
  chart:
    spec:
      chart: podinfo
      version: VERSION
      sourceRef: {kind: HelmRepository, name: charts, namespace: flux-system}
---
"""
ACCEPT_CHARTS = "    accept:\n    - {hole: unread, reason: the chart is rendered and planned beside it}\n"
CHARTS = {
    "a HelmRelease and its repository": (
        REPOSITORY + RELEASE.replace("VERSION", "6.5.0+build"),
        "ghcr.io/team/charts/podinfo:6.5.0_build",
        "app.yaml:12 HelmRelease shop/web spec.chart.spec.chart",
    ),
    "a HelmRelease before its repository": (
        RELEASE.replace("VERSION", "6.5.0") + REPOSITORY,
        "ghcr.io/team/charts/podinfo:6.5.0",
        "app.yaml:7 HelmRelease shop/web spec.chart.spec.chart",
    ),
    "an OCIRepository": (
        (
            "apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: {name: app}\n"
            "spec: {url: 'oci://ghcr.io/team/manifests', ref: {tag: v1}}\n"
        ),
        "ghcr.io/team/manifests:v1",
        "app.yaml:4 OCIRepository app spec.url",
    ),
    "an Application": (
        (
            "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: app}\n"
            "spec: {source: {repoURL: ghcr.io/team/charts, chart: podinfo, targetRevision: 6.5.0}}\n"
        ),
        "ghcr.io/team/charts/podinfo:6.5.0",
        "app.yaml:4 Application app spec.source.repoURL",
    ),
    "a HelmChart of K3s": (
        (
            "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: app}\n"
            "spec: {chart: 'oci://ghcr.io/team/charts/podinfo', version: 6.5.0}\n"
        ),
        "ghcr.io/team/charts/podinfo:6.5.0",
        "app.yaml:4 HelmChart app spec.chart",
    ),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_in_a_registry_is_cargo_and_its_images_are_a_hole(tmp_path: Path, name: str) -> None:
    manifest, source, place = CHARTS[name]
    arguments = ("--hidden", "rewrite")

    code, out, err = plan(tmp_path, manifest, *arguments, config=ACCEPT_CHARTS)
    assert (code, err) == (0, "")
    assert f"{source} -> mirror.test/ghcr{source.removeprefix('ghcr.io')}\n  {place}" in out.decode()
    assert "1 chart for 1 place; 0 holes, 1 accepted" in out.decode()
    code, _, err = plan(tmp_path, manifest, *arguments)
    assert (code, err.count("error:")) == (4, 1)
    assert "brings a chart or manifests whose images were not looked at" in err


ELSEWHERE = {
    "a HelmRelease whose repository is not there": RELEASE.replace("VERSION", "6.5.0"),
    "a HelmRelease of a Git repository": RELEASE.replace("VERSION", "'*'").replace("HelmRepository", "GitRepository"),
    "a HelmRelease in a list": json.dumps(
        {"apiVersion": "v1", "kind": "List", "items": [yaml.safe_load(RELEASE.removesuffix("---\n"))]}
    ),
    "a HelmRelease of a repository over HTTPS": (
        REPOSITORY.replace("type: oci, url: 'oci://", "url: 'https://") + RELEASE.replace("VERSION", "6.5.0")
    ),
    "an Application": (
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: app}\n"
        "spec: {sources: [{repoURL: 'https://charts.test', chart: podinfo, targetRevision: 6.5.0}]}\n"
    ),
    "a HelmChart of K3s": (
        "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: app}\n"
        "spec: {repo: 'https://charts.test', chart: podinfo, version: 6.5.0}\n"
    ),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_the_images_of_a_chart_from_elsewhere_are_a_hole_too(tmp_path: Path, name: str) -> None:
    code, out, err = plan(tmp_path, ELSEWHERE[name])

    assert (code, out) == (4, b"0 images for 0 places; 1 hole\n")
    assert err.count("error:") == 1
    assert "`podinfo` brings a chart or manifests whose images were not looked at; plan what it renders as well" in err


@pytest.mark.parametrize("version", ["'6.x'", "'>=6.0.0'", "'6.5'", "'*'"])
def test_a_range_of_versions_says_nothing_that_can_be_carried(tmp_path: Path, version: str) -> None:
    code, out, err = plan(tmp_path, REPOSITORY + RELEASE.replace("VERSION", version), config=ACCEPT_CHARTS)

    assert (code, b"podinfo" in out) == (4, False)
    assert "HelmRelease shop/web spec.chart.spec.chart `podinfo` names no exact version" in err


def test_what_was_not_looked_at_is_a_hole(tmp_path: Path) -> None:
    (tmp_path / "chart" / "templates").mkdir(parents=True)
    (tmp_path / "chart" / "Chart.yaml").write_text("apiVersion: v2\nname: chart\nversion: 1.0.0\n")
    (tmp_path / "chart" / "templates" / "pod.yaml").write_text(POD.replace("nginx", "'{{ .Values.image }}'"))

    code, _, err = plan(tmp_path, POD, "chart")
    assert code == 4
    assert "chart" in err
    assert "error:" in err
    accept = "    accept:\n    - {source: 'chart*', reason: it is rendered and planned beside it}\n"
    assert plan(tmp_path, POD, "chart", config=accept).code == 0


def test_the_json_is_what_the_published_schema_describes(tmp_path: Path, root: Path) -> None:
    schema = json.loads((root / "docs" / "reference" / "bundle-plan.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    manifest = (
        POD
        + "  - {name: a, image: gcr.io/a/b:1}\n  - {name: b, image: '{{ .x }}'}\n"
        + "  - {name: c, image: gcr.io/c/d:1}\n---\n"
        + CHARTS["an OCIRepository"][0]
    )

    code, out, err = plan(
        tmp_path, manifest, "--format", "json", config=ACCEPT_CHARTS + "    - {reference: 'gcr.io/c/*', reason: ours}\n"
    )

    found = json.loads(out)
    jsonschema.validate(found, schema)
    assert code == 4
    assert [image["cargo"] for image in found["images"]] == ["image", "chart"]
    assert [hole["code"] for hole in found["holes"]] == ["outside", "templated"]
    assert [(hole["code"], hole["accepted"]) for hole in found["accepted"]] == [
        ("outside", "ours"),
        ("unread", "the chart is rendered and planned beside it"),
    ]
    assert err.startswith("1 image and 1 chart for 2 places; 2 holes, 2 accepted\n")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**found, "images": [{**found["images"][0], "places": []}]}, schema)


def test_the_schema_knows_every_code_of_a_hole(root: Path) -> None:
    from regswap.bundle.hole import HOLES

    schema = json.loads((root / "docs" / "reference" / "bundle-plan.schema.json").read_text(encoding="utf-8"))
    assert set(schema["$defs"]["hole"]["properties"]["code"]["enum"]) == set(HOLES)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--stage", "pull", "--format", "regsync"), "no OCI layout is named"),
        (("--stage", "pull", "--layout", "x"), "--format text does not say the stage `pull`"),
        (
            ("--stage", "push", "--layout", "x", "--format", "image-syncer"),
            "--format image-syncer does not say the stage",
        ),
        (("--layout", "x"), "--layout does nothing here"),
        (("--stage", "pull", "--layout", "a:b", "--format", "regsync"), "regclient does not take the path `a:b`"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    code, out, err = plan(tmp_path, POD, *arguments)

    assert (code, out) == (2, b"")
    assert f"error: {message}" in err
