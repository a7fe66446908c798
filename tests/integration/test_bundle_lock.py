"""`regswap bundle lock`, `lock --check`, `lock diff` and `rewrite --lock` as users run them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.conftest import LocateClient
from tests.support.command import Result, regswap, write
from tests.support.registry import Registry
from tests.support.registry_image import make_image, make_index, make_referrer, push

pytestmark = pytest.mark.client

APP = make_image(b"app", b"shared", platforms=("linux/amd64", "linux/arm64"))
NEWER = make_image(b"newer app", b"shared", platforms=("linux/amd64", "linux/arm64"))
DATABASE = make_image(b"database", b"shared")
POD = """\
apiVersion: v1
kind: Pod
metadata: {{name: web}}
spec:
  containers:
  - {{name: a, image: "{host}/app:1.0"}} # the server
  - {{name: b, image: {host}/database}}
"""


class Site:
    """A folder with manifests and rules, whose sources are in one registry."""

    def __init__(self, folder: Path, source: Registry) -> None:
        self.folder = folder
        self.source = source
        write(folder / "m.map", f"{source.host}::mirror.example/far\ndefault::\n".encode())
        write(folder / "app.yaml", POD.format(host=source.host).encode())
        push(source, "app", "1.0", APP)
        push(source, "database", "latest", DATABASE)

    def lock(self, *arguments: str) -> Result:
        return regswap("bundle", "lock", "-r", "m.map", "app.yaml", *arguments, cwd=self.folder)

    def rewrite(self, *arguments: str, stdin: bytes = b"") -> Result:
        return regswap(
            "rewrite", "-r", "m.map", "--lock", "regswap.lock.yaml", *arguments, stdin=stdin, cwd=self.folder
        )

    @property
    def file(self) -> Path:
        return self.folder / "regswap.lock.yaml"


@pytest.fixture
def site(internet: Registry, tmp_path: Path) -> Site:
    return Site(tmp_path, internet)


def test_a_lock_has_the_digest_and_the_contents_of_every_image(site: Site) -> None:
    result = site.lock()

    assert (result.code, result.out, result.err) == (0, b"", "regswap.lock.yaml: 2 images, written\n")
    value = yaml.safe_load(site.file.read_bytes())
    app, database = value["images"]
    assert (app["source"], app["target"]) == (f"{site.source.host}/app:1.0", "mirror.example/far/app:1.0")
    assert (database["source"], database["digest"]) == (f"{site.source.host}/database:latest", DATABASE.digest)
    assert (app["digest"], app["platforms"]) == (APP.digest, ["linux/amd64", "linux/arm64"])
    assert value["at"] == "source"
    contents = {**APP.blobs, **{digest: data for digest, (_, data) in APP.manifests.items()}}
    assert app["contents"] == {digest: len(data) for digest, data in contents.items()}


def test_the_same_images_make_the_same_file_and_comments_stay(site: Site) -> None:
    site.lock()
    text = site.file.read_text().replace("  - source", "  # ours\n  - source", 1)
    site.file.write_text(text)
    before = site.file.stat().st_mtime_ns

    assert site.lock().err == "regswap.lock.yaml: 2 images, is as it was\n"

    assert (site.file.read_text(), site.file.stat().st_mtime_ns) == (text, before)
    push(site.source, "app", "1.0", NEWER)
    assert site.lock().code == 0
    assert f"digest: {NEWER.digest}" in site.file.read_text()
    assert "  # ours\n  - source" in site.file.read_text()


def test_a_choice_of_platforms_keeps_the_index_and_says_what_is_absent(site: Site, root: Path) -> None:
    assert site.lock("--platform", "linux/arm64").code == 0

    value = yaml.safe_load(site.file.read_bytes())
    schema = json.loads((root / "docs/reference/bundle-lock.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(value)
    app = value["images"][0]
    assert value["platforms"] == ["linux/arm64"]
    assert (app["digest"], app["platforms"], app["absent"]) == (APP.digest, ["linux/arm64"], ["linux/amd64"])
    assert APP.children[1] in app["contents"]
    assert APP.children[0] not in app["contents"]
    site.source.delete_manifest("app", APP.children[0])
    verify = ("bundle", "verify", "-r", "m.map", "app.yaml", "--at", "source", "--lock", "regswap.lock.yaml")
    assert regswap(*verify, cwd=site.folder).code == 0
    assert regswap(*verify[:-2], cwd=site.folder).code == 6
    lacking = site.lock("--platform", "linux/s390x")
    assert lacking.code == 6
    assert "its index does not name the platform linux/s390x" in lacking.err


def test_a_lock_can_be_made_at_the_targets(site: Site, tmp_path: Path) -> None:
    with Registry(tmp_path / "target") as target:
        write(site.folder / "m.map", f"{site.source.host}::{target.host}/far\ndefault::\n".encode())
        push(target, "far/app", "1.0", NEWER)
        push(target, "far/database", "latest", DATABASE)

        assert site.lock("--at", "target").code == 0

        value = yaml.safe_load(site.file.read_bytes())
        assert (value["at"], value["images"][0]["digest"]) == ("target", NEWER.digest)


def test_an_image_that_is_not_there_ends_a_lock_with_every_place_and_no_file(site: Site) -> None:
    site.source.delete_manifest("app", APP.digest)

    result = site.lock()

    assert (result.code, result.out) == (6, b"")
    needs = f"Pod web spec.containers[0].image needs {site.source.host}/app:1.0: manifest unknown"
    assert result.err == f"app.yaml:6:22: error: {needs}\n"
    assert not site.file.exists()


def test_drift_is_told_and_ends_with_5(site: Site) -> None:
    site.lock()
    assert site.lock("--check") == (0, b"", "")
    before = site.file.read_bytes()

    push(site.source, "app", "1.0", NEWER)
    moved = site.lock("--check", "--report", "report.json")
    (told,) = json.loads((site.folder / "report.json").read_bytes())["errors"]
    assert (told["source"], told["line"], NEWER.digest in told["message"]) == ("app.yaml", 6, True)
    assert (moved.code, moved.out) == (5, b"")
    assert moved.err.startswith("app.yaml:6:22: error: Pod web spec.containers[0].image needs ")
    assert f"regswap.lock.yaml says {APP.digest}, and {NEWER.digest} is there" in moved.err
    push(site.source, "app", "1.0", APP)
    push(site.source, "more", "2", APP)
    write(site.folder / "app.yaml", POD.format(host=site.source.host).replace("database", "more:2").encode())
    other = site.lock("--check")
    assert other.code == 5
    assert f"needs {site.source.host}/more:2: it is not in regswap.lock.yaml" in other.err
    assert f"regswap.lock.yaml: error: nothing needs {site.source.host}/database:latest" in other.err
    assert site.file.read_bytes() == before
    assert site.lock("--check", "--lock", "none.yaml").code == 2


def test_signatures_are_locked_and_proved_without_the_source(site: Site, root: Path, tmp_path: Path) -> None:
    signature = make_referrer(APP)
    tag = APP.digest.replace(":", "-")
    push(site.source, "app", tag, make_index(signature))
    with Registry(tmp_path / "target") as target:
        write(site.folder / "m.map", f"{site.source.host}::{target.host}/far\ndefault::\n".encode())
        push(target, "far/app", "1.0", APP)
        push(target, "far/database", "latest", DATABASE)
        assert site.lock("--signatures").code == 0
        value = yaml.safe_load(site.file.read_bytes())
        schema = json.loads((root / "docs/reference/bundle-lock.schema.json").read_text())
        jsonschema.Draft202012Validator(schema).validate(value)
        assert value["images"][0]["referrers"] == {APP.digest: [signature.digest]}
        site.source.stop()
        verify = ("bundle", "verify", "-r", "m.map", "app.yaml", "--signatures", "--lock", "regswap.lock.yaml")

        missing = regswap(*verify, cwd=site.folder)
        assert missing.code == 6
        assert f"referrer {signature.digest} of {APP.digest}" in missing.out.decode()
        push(target, "far/app", tag, make_index(signature))
        assert regswap(*verify, cwd=site.folder).code == 0
        push(target, "far/app", "1.0", NEWER)
        moved = regswap(*verify, cwd=site.folder)
        assert moved.code == 6
        assert f"its digest is {NEWER.digest}, and the lock says {APP.digest}" in moved.out.decode()


def test_a_rewrite_with_the_lock_pins_without_asking_anybody(site: Site) -> None:
    site.lock()
    site.source.stop()

    result = site.rewrite("app.yaml")

    expected = POD.format(host="mirror.example/far")
    expected = expected.replace("app:1.0", f"app:1.0@{APP.digest}").replace("database", f"database@{DATABASE.digest}")
    assert (result.code, result.out.decode(), result.err) == (0, expected, "")
    assert site.rewrite(stdin=result.out) == (0, result.out, "")
    assert site.rewrite("--check", stdin=result.out).code == 0
    env = {"REGSWAP_LOCK": "regswap.lock.yaml"}
    post = regswap("helm", "post-render", "-r", "m.map", stdin=result.out, cwd=site.folder, env=env)
    assert (post.code, post.out) == (0, result.out)
    check = ("check", "-r", "m.map", "app.yaml", "--require-digest")
    assert regswap(*check, "--lock", "regswap.lock.yaml", cwd=site.folder).code == 0
    assert regswap(*check, cwd=site.folder).code == 4


@pytest.mark.parametrize(
    ("image", "message"),
    [
        (
            "{host}/other:1.0",
            "`{host}/other:1.0` becomes `mirror.example/far/other:1.0`, which is not in regswap.lock.yaml",
        ),
        ("nginx", "`nginx` is not in regswap.lock.yaml"),
        ("{host}/app:1.1", "which is not in regswap.lock.yaml"),
        (f"{{host}}/app:1.0@{NEWER.digest}", f"is pinned to {NEWER.digest}, and regswap.lock.yaml says {APP.digest}"),
    ],
)
def test_a_reference_that_is_not_in_the_lock_ends_with_5_and_no_output(site: Site, image: str, message: str) -> None:
    site.lock()
    host = site.source.host
    manifest = POD.format(host=host).replace(f"{host}/app:1.0", image.format(host=host))

    result = site.rewrite(stdin=manifest.encode())

    assert (result.code, result.out) == (5, b"")
    assert "<stdin>:6:22: error: spec.containers[0].image: " in result.err
    assert message.format(host=host) in result.err


SHOP = """\
apiVersion: example.com/v1
kind: Shop
spec:
  split: {{repository: {host}/app, tag: "1.0"{digest}}}
  registry: {host}
"""
CONFIG = """\
apiVersion: regswap.dev/v1alpha1
kind: ImageRewrite
spec:
  paths:
  - kinds: [example.com/Shop]
    paths:
      spec.split: {repository: repository, tag: tag, digest: digest}
      spec: {registry: registry}
"""


def test_a_split_reference_without_a_field_for_the_digest_is_refused(site: Site) -> None:
    site.lock()
    write(site.folder / "regswap.yaml", CONFIG.encode())

    refused = site.rewrite("-c", "regswap.yaml", stdin=SHOP.format(host=site.source.host, digest="").encode())

    assert (refused.code, refused.out) == (3, b"")
    assert f"would get the digest `{APP.digest}`, and there is no field that holds it" in refused.err


def test_what_names_no_image_is_told_because_nothing_pins_it(site: Site) -> None:
    site.lock()
    write(site.folder / "regswap.yaml", CONFIG.encode())
    manifest = SHOP.format(host=site.source.host, digest=f", digest: {APP.digest}")

    result = site.rewrite("-c", "regswap.yaml", stdin=manifest.encode())

    expected = SHOP.format(host="mirror.example/far", digest=f", digest: {APP.digest}")
    assert (result.code, result.out.decode()) == (0, expected)
    told = f"`{site.source.host}` is not pinned: it does not say which image is pulled; see what reads it"
    assert result.err.splitlines()[0] == f"<stdin>:5:13: warning: spec.registry: {told}"


KUSTOMIZATION = """\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [app.yaml]
images:
- name: {host}/app
  newTag: "1.0"
"""


def test_an_entry_of_kustomize_that_would_undo_the_pins_stops_the_run(site: Site, client: LocateClient) -> None:
    site.lock()
    write(site.folder / "kustomization.yaml", KUSTOMIZATION.format(host=site.source.host).encode())

    result = site.rewrite("-i", "kustomization.yaml", "app.yaml")

    assert (result.code, result.out) == (3, b"")
    assert f"where the rules want `mirror.example/far/app:1.0@{APP.digest}`" in result.err
    built = subprocess.run([client("kustomize"), "build", site.folder], capture_output=True, check=True).stdout
    pinned = site.rewrite(stdin=built)
    assert pinned.code == 0
    assert f"image: mirror.example/far/app:1.0@{APP.digest}".encode() in pinned.out


def test_two_locks_are_compared_with_the_bytes_to_carry(site: Site, root: Path) -> None:
    site.lock("--lock", "old.yaml")
    push(site.source, "app", "1.0", NEWER)
    push(site.source, "extra", "1", DATABASE)
    write(site.folder / "app.yaml", POD.format(host=site.source.host).replace("database", "extra:1").encode())
    site.lock("--lock", "new.yaml")

    def diff(form: str) -> str:
        result = regswap("bundle", "lock", "diff", "old.yaml", "new.yaml", "--format", form, cwd=site.folder)
        assert (result.code, result.err) == (0, "")
        return result.out.decode()

    old = {**APP.blobs, **{digest: data for digest, (_, data) in APP.manifests.items()}}
    new = {**NEWER.blobs, **{digest: data for digest, (_, data) in NEWER.manifests.items()}}
    carried = sum(len(data) for digest, data in new.items() if digest not in old and digest not in DATABASE.blobs)
    value = json.loads(diff("json"))
    schema = json.loads((root / "docs/reference/bundle-lock-diff.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(value)
    assert [(change["kind"], change["carried"]) for change in value["changes"]] == [
        ("new", 0),
        ("moved", carried),
        ("gone", 0),
    ]
    assert (value["carried"], value["unchanged"]) == (carried, 0)
    text = diff("text").splitlines()
    assert [line[0] for line in text[:-1]] == ["+", "~", "-"]
    assert text[-1].startswith(f"1 new, 1 moved, 1 gone, 0 images unchanged; {carried / 1000:.1f} kB to carry of ")
    markdown = diff("markdown")
    assert markdown.count("| --- | --- | ---: |") == 3
    assert f"`{site.source.host}/app:1.0`<br>→ `mirror.example/far/app:1.0`" in markdown
