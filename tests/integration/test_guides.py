"""The guides of docs: what they show is what happens, where the program that they are about can be had."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, LocateClient
from tests.support.command import LONG_ENOUGH, POD, environment, regswap, write
from tests.support.registry import Registry

CLUSTER = b"""\
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: db, namespace: shop}
spec:
  instances: 3
  imageName: ghcr.io/cloudnative-pg/postgresql:16.4
"""

RENDERED = """\
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers:
  - {name: a, image: "IMAGE", args: ["IMAGE"], env: [{name: OTHER, value: "IMAGE"}]}
  - {name: b, image: "docker.io/library/nginx:1"}
  initContainers: [{name: i, image: "IMAGE"}]
  ephemeralContainers: [{name: e, image: "IMAGE"}]
  volumes: [{name: v, image: {reference: "IMAGE"}}]
---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: p}
spec: {image: "IMAGE"}
"""


def read_page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_the_rule_of_the_page_about_bitnami_moves_every_spelling_and_nothing_else(tmp_path: Path) -> None:
    page = read_page("bitnami.md")
    for number, text in enumerate(re.findall(r"(?ms)^```text\n(.*?)^```", page)):
        write(tmp_path / f"{number}.map", text.encode())
    written = re.findall(r"`(\S*bitnami/redis:7\.2)`", page)
    pod = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n" + "".join(
        f"  - image: {reference}\n" for reference in (*written, "bitnami.example/redis:1", "nginx")
    )

    def rewrite(rules: str) -> list[str]:
        out = regswap("rewrite", "-r", rules, cwd=tmp_path, stdin=pod.encode()).out.decode()
        return re.findall(r"image: (\S+)", out)

    assert len(written) == 3
    assert rewrite("0.map") == ["docker.io/bitnamilegacy/redis:7.2"] * 3 + ["bitnami.example/redis:1", "nginx"]
    assert rewrite("1.map")[0] == "registry.example.com/bitnamilegacy/redis:7.2"


def test_the_page_about_webhooks_shows_what_the_command_prints(tmp_path: Path) -> None:
    command, shown = re.findall(r"(?ms)^```console\n\$ regswap ([^\n]*)\n(.*?)^```", read_page("webhooks.md"))[0]
    write(tmp_path / "cluster.yaml", CLUSTER)
    write(tmp_path / "rules.map", b"ghcr.io :: registry.example.com/ghcr.io\ndefault ::\n")

    assert regswap(*command.split(), cwd=tmp_path).out.decode().replace("\r\n", "\n") == shown


@pytest.fixture
def shop(client: LocateClient, tmp_path: Path) -> Path:
    """A folder with a chart, what Helm renders of it, and rules; `bin` has the real helm."""
    write(tmp_path / "chart" / "Chart.yaml", b"apiVersion: v2\nname: shop\nversion: 1.0.0\n")
    write(tmp_path / "chart" / "templates" / "pod.yaml", POD)
    write(tmp_path / "rules.map", b"default::registry.example.com\n")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "helm").symlink_to(client("helm3-newest"))
    run_script(tmp_path, "helm template shop chart > rendered.yaml")
    return tmp_path


def run_script(folder: Path, commands: str) -> str:
    """Run what a page shows, which has to work, and return what it prints."""
    path = os.pathsep.join([str(folder / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["sh", "-e", "-c", commands],
        cwd=folder,
        env=environment({"PATH": path, "HOME": str(folder)}),
        capture_output=True,
        text=True,
        timeout=LONG_ENOUGH,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def is_rewritten(text: str) -> bool:
    return "image: registry.example.com/" in text


@pytest.mark.client
@pytest.mark.parametrize(
    ("page", "first", "last"),
    [
        ("flux.md", "helm template", "flux push"),
        ("helmfile.md", "regswap", "```"),
        ("skaffold.md", "regswap", "skaffold"),
    ],
)
def test_what_a_page_hands_on_is_rewritten(shop: Path, page: str, first: str, last: str) -> None:
    """What its other program renders is what Helm does here."""
    (commands,) = re.findall(rf"(?ms)^```sh\n.*?(^{first}.*?)^{last}", read_page(page))

    run_script(shop, commands)

    assert "regswap check" in commands
    assert is_rewritten((shop / "rewritten.yaml").read_text(encoding="utf-8"))


@pytest.mark.client
def test_what_the_page_about_flux_pushes_is_rewritten(client: LocateClient, shop: Path, internet: Registry) -> None:
    (commands,) = re.findall(r"(?ms)^```sh\n(helm template.*?)^```", read_page("flux.md"))
    (shop / "bin" / "flux").symlink_to(client("flux"))
    author = "-c user.name=a -c user.email=a@example.com"
    run_script(shop, f"git init -q -b main . && git {author} commit -q --allow-empty -m Start")
    run_script(shop, "git remote add origin https://git.example.com/shop.git")
    host = internet.url.partition("://")[2]

    run_script(shop, commands.replace("oci://registry.example.com", f"oci://{host}"))

    run_script(shop, f"mkdir pulled && flux pull artifact oci://{host}/config/shop:latest --output pulled")
    pulled = (shop / "pulled" / "rewritten.yaml").read_text(encoding="utf-8")
    assert pulled == (shop / "rewritten.yaml").read_text(encoding="utf-8")
    assert is_rewritten(pulled)
    assert "tag: latest" in read_page("flux.md")


@pytest.mark.client
def test_post_renderers_of_flux_reach_what_their_page_says_and_no_more(client: LocateClient, tmp_path: Path) -> None:
    config = yaml.safe_load(re.findall(r"(?ms)^```yaml\n(postRenderers:.*?)^```", read_page("flux.md"))[0])
    (renderer,) = config["postRenderers"]
    (entry,) = renderer["kustomize"]["images"]
    rules = [entry, {"name": "quay.io", "newName": "no.example"}, {"name": "nginx", "newName": "no.example"}]
    write(tmp_path / "kustomization.yaml", yaml.safe_dump({"resources": ["all.yaml"], "images": rules}).encode())
    write(tmp_path / "all.yaml", RENDERED.replace("IMAGE", f"{entry['name']}:v2").encode())

    built = subprocess.run([client("kustomize"), "build", tmp_path], capture_output=True, text=True, check=True).stdout

    pod, prometheus = sorted(yaml.safe_load_all(built), key=lambda each: str(each["kind"]))
    spec, renamed, kept = pod["spec"], f"{entry['newName']}:v2", f"{entry['name']}:v2"
    reached = [spec["containers"][0]["image"], spec["initContainers"][0]["image"]]
    assert [*reached, spec["volumes"][0]["image"]["reference"]] == [renamed] * 3
    missed = [spec["ephemeralContainers"][0]["image"], spec["containers"][0]["env"][0]["value"]]
    assert [*missed, *spec["containers"][0]["args"], prometheus["spec"]["image"]] == [kept] * 4
    assert "no.example" not in built


@pytest.mark.client
def test_the_post_renderer_of_the_page_about_helmfile_is_one_for_helm(shop: Path) -> None:
    config = yaml.safe_load(re.findall(r"(?ms)^```yaml\n(.*?)^```", read_page("helmfile.md"))[0])["helmDefaults"]
    program = Path(config["postRenderer"]).name
    flags = "".join(f" --post-renderer-args {argument}" for argument in config["postRendererArgs"])

    assert is_rewritten(run_script(shop, f"helm template shop chart --post-renderer {program}{flags}"))


@pytest.mark.client
def test_the_hook_of_the_page_about_skaffold_prints_what_it_is_handed_rewritten(shop: Path) -> None:
    config = yaml.safe_load(re.findall(r"(?ms)^```yaml\n(.*?)^```", read_page("skaffold.md"))[0])
    (hook,) = config["manifests"]["hooks"]["after"]

    printed = run_script(shop, f"{shlex.join(hook['host']['command'])} < rendered.yaml")

    assert hook["host"]["withChange"] is True
    assert is_rewritten(printed)


def test_terraform_reads_what_its_page_shows(tmp_path: Path) -> None:
    terraform = shutil.which("terraform") or pytest.skip("needs terraform on PATH")
    blocks = re.findall(r"(?ms)^```hcl\n(.*?)^```", read_page("terraform.md"))
    write(tmp_path / "rules.map", b"default::registry.example.com\n")

    def run(*arguments: str, stdin: str) -> str:
        command = [terraform, *arguments]
        return subprocess.run(command, cwd=tmp_path, input=stdin, capture_output=True, text=True, check=True).stdout

    for block in blocks:
        text = textwrap.dedent(block)
        assert run("fmt", "-", stdin=text) == text
    (description,) = re.findall(r"description = (.*)", blocks[-1])
    digest = hashlib.sha256((tmp_path / "rules.map").read_bytes()).hexdigest()
    assert run("console", stdin=description).strip() == f'"images by rules.map {digest}"'
