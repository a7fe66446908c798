"""`regswap bundle verify` as users run it, against registries and layouts of which something is missing."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

from regswap.bundle.image import name_in_layout
from tests.support.command import COMMAND, Result, environment, regswap, write
from tests.support.junit import read_report
from tests.support.registry import Registry
from tests.support.registry_image import Image, blob_path, make_image, make_index, make_referrer, push, write_layout
from tests.support.registry_proxy import Proxy
from tests.support.sarif import check_log

pytestmark = pytest.mark.client

APP = make_image(b"app", b"shared", platforms=("linux/amd64", "linux/arm64"))
DATABASE = make_image(b"database", b"shared")
CLUSTER = """\
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: db}
spec:
  instances: 1
  imageName: ghcr.io/cloudnative-pg/postgresql:16.4
"""
POD = """\
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - {name: a, image: nginx:1.27}
  - {name: b, image: nginx:1.27}
"""


class Site(NamedTuple):
    """A folder with manifests and rules, and what they are rewritten to."""

    folder: Path
    registry: Registry

    def verify(self, *arguments: str, env: dict[str, str] | None = None) -> Result:
        return regswap("bundle", "verify", "-r", "m.map", "app.yaml", *arguments, cwd=self.folder, env=env)

    def target(self, name: str) -> str:
        return f"{self.registry.host}/mirror/{name}"


def make_site(folder: Path, registry: Registry) -> Site:
    rules = f"docker.io::{registry.host}/mirror\nghcr.io::{registry.host}/mirror\ndefault::\n"
    write(folder / "m.map", rules.encode())
    write(folder / "app.yaml", (CLUSTER + POD).encode())
    push(registry, "mirror/nginx", "1.27", APP)
    push(registry, "mirror/cloudnative-pg/postgresql", "16.4", DATABASE)
    return Site(folder, registry)


@pytest.fixture
def site(internet: Registry, tmp_path: Path) -> Site:
    return make_site(tmp_path, internet)


def test_what_is_there_is_proved_with_one_question_for_each_blob(site: Site) -> None:
    result = site.verify()

    contents = {**APP.blobs, **DATABASE.blobs}
    manifests = [data for image in (APP, DATABASE) for _, data in image.manifests.values()]
    size = sum(map(len, [*contents.values(), *manifests]))
    number = len(contents) + len(manifests)
    expected = f"2 of 2 images proved, {number} blobs with {size / 1000:.1f} kB, manifests included\n"
    assert (result.code, result.out.decode(), result.err) == (0, expected, "")


def test_a_manifest_that_is_missing_is_named_with_every_place(site: Site) -> None:
    site.registry.delete_manifest("mirror/nginx", APP.digest)
    site.registry.delete_manifest("mirror/cloudnative-pg/postgresql", DATABASE.digest)

    result = site.verify()

    target = site.target("cloudnative-pg/postgresql:16.4")
    assert result.code == 6
    *lines, _ = result.out.decode().splitlines()
    assert lines == [
        f"app.yaml:6:14: error: Cluster db spec.imageName needs {target}: manifest unknown [manifest-missing]",
        *(
            f"app.yaml:{line}:22: error: Pod web spec.containers[{number}].image needs {site.target('nginx:1.27')}: "
            "manifest unknown [manifest-missing]"
            for line, number in ((13, 0), (14, 1))
        ),
    ]
    assert result.out.decode().splitlines()[-1].startswith("0 of 2 images proved, 0 blobs with 0 B")


def remove_child(site: Site) -> None:
    site.registry.delete_manifest("mirror/nginx", APP.children[1])


def remove_layer(site: Site) -> None:
    layer = next(
        digest for digest in DATABASE.blobs if digest not in APP.blobs and b"rootfs" not in DATABASE.blobs[digest]
    )
    site.registry.delete_blob("mirror/cloudnative-pg/postgresql", layer)


def shorten_blob(site: Site) -> None:
    shared = next(digest for digest in DATABASE.blobs if digest in APP.blobs)
    path = site.registry.blob_file(shared)
    path.write_bytes(path.read_bytes()[:-1])


def zero_blob(site: Site) -> None:
    shared = next(digest for digest in DATABASE.blobs if digest in APP.blobs)
    path = site.registry.blob_file(shared)
    path.write_bytes(b"\0" * path.stat().st_size)


@pytest.mark.parametrize(
    ("harm", "flags", "code", "said", "faults"),
    [
        (remove_child, (), "platform-missing", "platform linux/arm64: manifest unknown", 1),
        (remove_child, ("--platform", "linux/amd64"), "", "2 of 2 images proved", 0),
        (remove_layer, (), "blob-missing", "layer 1 sha256:", 1),
        # The layer that both images have, for each of three manifests.
        (shorten_blob, (), "wrong-content", "bytes instead of", 3),
        (zero_blob, (), "", "2 of 2 images proved", 0),
        (zero_blob, ("--deep",), "wrong-content", "bytes have the digest sha256:", 3),
    ],
)
def test_what_is_wrong_inside_of_an_image_is_named(
    site: Site, harm: Callable[[Site], None], flags: tuple[str, ...], code: str, said: str, faults: int
) -> None:
    harm(site)

    result = site.verify(*flags)

    assert result.code == (6 if code else 0), result.err
    assert said in result.out.decode()
    assert not code or result.out.decode().splitlines()[-1].endswith(f"; {faults} {code}")


def test_every_format_says_the_same(site: Site, root: Path) -> None:
    site.registry.delete_manifest("mirror/nginx", APP.digest)

    told = site.verify("--format", "json")
    value: dict[str, Any] = json.loads(told.out)
    schema = json.loads((root / "docs/reference/bundle-verify.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(value)
    by_source = {image["source"]: image for image in value["images"]}
    database = by_source["ghcr.io/cloudnative-pg/postgresql:16.4"]
    missing = by_source["docker.io/library/nginx:1.27"]
    assert (told.code, value["at"]) == (6, "target")
    assert told.err.startswith("1 of 2 images proved")
    assert (database["digest"], database["faults"]) == (DATABASE.digest, [])
    assert [fault["code"] for fault in missing["faults"]] == ["manifest-missing"]
    assert [place["line"] for place in missing["places"]] == [13, 14]

    log = json.loads(site.verify("--format", "sarif").out)
    check_log(log)
    places = [result["locations"][0]["physicalLocation"] for result in log["runs"][0]["results"]]
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["manifest-missing"] * 2
    assert [(place["artifactLocation"]["uri"], place["region"]["startLine"]) for place in places] == [
        ("app.yaml", 13),
        ("app.yaml", 14),
    ]
    cases = read_report(site.verify("--format", "junit").out).iter("testcase")
    assert [(case.attrib["line"], len(case)) for case in cases] == [("6", 0), ("13", 1), ("14", 1)]


def test_a_registry_that_is_not_reached_is_said_for_each_place(site: Site) -> None:
    site.registry.stop()

    result = site.verify()

    assert result.code == 6
    assert result.out.decode().count("does not answer") == 3
    assert "unasked" in result.out.decode()


def test_another_registry_stands_for_that_of_the_targets(site: Site, tmp_path: Path) -> None:
    write(tmp_path / "m.map", b"default::\ndocker.io::far.example/hub\nghcr.io::far.example\n")

    result = regswap("bundle", "verify", "-r", "m.map", "app.yaml", "--at", site.target("").rstrip("/"), cwd=tmp_path)

    assert (result.code, result.out[:22]) == (6, b"app.yaml:13:22: error:"), result.err
    assert f"(at {site.target('hub/nginx:1.27')})" in result.out.decode()
    push(site.registry, "mirror/hub/nginx", "1.27", APP)
    assert regswap("bundle", "verify", "-r", "m.map", "app.yaml", "--at", site.target(""), cwd=tmp_path).code == 0


@pytest.mark.parametrize("at", ["nowhere", "no where", "http://registry.example"])
def test_a_place_that_is_none_is_refused(site: Site, at: str) -> None:
    result = site.verify("--at", at)

    assert (result.code, result.out) == (2, b"")
    assert f"`{at}` is neither a folder" in result.err


def test_behind_the_air_gap_the_password_is_dockers_and_the_authority_is_named(
    air_gap: Registry, tmp_path: Path
) -> None:
    site = make_site(tmp_path, air_gap)
    assert air_gap.tls is not None
    config = str(air_gap.write_docker_config(tmp_path / "docker"))
    authority = ("--ca", str(air_gap.tls.authority))

    assert site.verify(*authority, env={"DOCKER_CONFIG": config}).code == 0
    assert site.verify(env={"DOCKER_CONFIG": config, "REGSWAP_CA": authority[1]}).code == 0
    unknown = site.verify(env={"DOCKER_CONFIG": config})
    assert unknown.code == 6
    assert "the certificate is refused: unable to get local issuer certificate" in unknown.out.decode()
    assert "name its authority with --ca" in unknown.out.decode()
    anonymous = site.verify(*authority, env={"DOCKER_CONFIG": str(tmp_path / "none")})
    assert anonymous.code == 6
    assert "does not let this user read mirror/nginx (401)" in anonymous.out.decode()
    write(tmp_path / "broken" / "config.json", b"{")
    assert site.verify(*authority, env={"DOCKER_CONFIG": str(tmp_path / "broken")}).err.startswith("error: ")


LAYOUT: dict[str, Image] = {
    name_in_layout("docker.io/library/nginx:1.27"): APP,
    name_in_layout("ghcr.io/cloudnative-pg/postgresql:16.4"): DATABASE,
}


def test_a_layout_is_proved_byte_by_byte(site: Site) -> None:
    layout = write_layout(site.folder / "layout", LAYOUT)
    site.registry.stop()

    assert site.verify("--at", "layout").code == 0
    layer = max(APP.blobs, key=lambda digest: len(APP.blobs[digest]))
    path = blob_path(layout, layer)
    path.write_bytes(b"\0" * path.stat().st_size)
    result = site.verify("--at", "layout")
    assert result.code == 6
    assert layer in result.out.decode()
    assert "remove the file first" in result.out.decode()


@pytest.mark.parametrize("where", ["registry", "layout"])
def test_signatures_of_the_source_must_be_there(site: Site, tmp_path: Path, where: str) -> None:
    """The source is a registry of its own, from which nothing was rewritten."""
    signature, platform = make_referrer(APP, content=b"of the index"), APP.children[0]
    described = {"mediaType": APP.manifests[platform][0], "digest": platform, "size": len(APP.manifests[platform][1])}
    inner = make_referrer(APP._replace(descriptor=described), content=b"of a platform")
    with Registry(tmp_path / "source") as source:
        write(tmp_path / "m.map", f"{source.host}::{site.registry.host}/mirror\ndefault::\n".encode())
        write(tmp_path / "app.yaml", POD.replace("nginx", f"{source.host}/nginx").encode())
        push(source, "nginx", "1.27", APP)
        assert site.verify("--signatures").code == 0
        tags = {APP.digest.replace(":", "-"): make_index(signature), f"{platform.replace(':', '-')}.sig": inner}
        for tag, image in tags.items():
            push(source, "nginx", tag, image)
        at = ("--at", "layout") if where == "layout" else ()
        name = name_in_layout(f"{source.host}/nginx:1.27")
        write_layout(site.folder / "layout", {name: APP})

        missing = site.verify("--signatures", *at)
        assert missing.code == 6
        for one in (signature, inner):
            assert f"referrer {one.digest} of" in missing.out.decode()
        assert site.verify(*at).code == 0
        for tag, image in tags.items():
            push(site.registry, "mirror/nginx", tag, image)
        write_layout(site.folder / "layout", {name: APP, **tags})
        assert site.verify("--signatures", *at).code == 0
    gone = site.verify("--signatures", *at)
    assert gone.code == 6
    assert "its signatures at the source are not known" in gone.out.decode()


def test_what_nobody_knows_the_image_of_is_not_passed_over(site: Site) -> None:
    write(site.folder / "app.yaml", (CLUSTER + POD.replace("nginx:1.27}", "'{{ .x }}'}", 1)).encode())

    result = site.verify()

    assert result.code == 4
    assert "2 of 2 images proved" in result.out.decode()
    assert "app.yaml:13:22: error: Pod web spec.containers[0].image `{{ .x }}` is a template" in result.err


def test_no_more_questions_are_asked_at_once_than_allowed(site: Site, tmp_path: Path) -> None:
    with Proxy(site.registry.host, delay=0.02) as proxy:
        rules = f"docker.io::{proxy.host}/mirror\nghcr.io::{proxy.host}/mirror\ndefault::\n"
        write(tmp_path / "m.map", rules.encode())

        assert site.verify("--connections", "3").code == 0
        assert proxy.most_at_once == 3
        paths = [(request.method, request.path) for request in proxy.requests if "blobs" in request.path]
        assert len(set(paths)) == len(paths)
    assert site.verify("--connections", "none").code == 2


def test_an_interrupted_run_ends_at_once(site: Site, tmp_path: Path) -> None:
    pod = POD.replace("---\n", "")
    many = "---\n".join(pod.replace("nginx:1.27", f"nginx:{number}") for number in range(200))
    write(tmp_path / "app.yaml", many.encode())
    with Proxy(site.registry.host, delay=1.0) as proxy:
        write(tmp_path / "m.map", f"docker.io::{proxy.host}/mirror\ndefault::\n".encode())
        command = [*COMMAND, "bundle", "verify", "-r", "m.map", "app.yaml", "--connections", "2"]
        with subprocess.Popen(command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE) as process:
            while len(proxy.requests) < 3:
                time.sleep(0.02)
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=60)

    # 200 questions would take 100 seconds.
    assert (process.returncode, out) == (130, b"")
    assert time.monotonic() - began < 20
