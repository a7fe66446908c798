"""The integrations inside the image's root, confined as their hosts confine a container."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tools.build_image import PROGRAMS

from regswap.streams.spool import IN_MEMORY
from regswap.version import __version__
from tests.conftest import CLIENTS, LocateClient
from tests.support.cmp_protocol import application_environment
from tests.support.command import LONG_ENOUGH, POD, REWRITTEN, RULES, Result, regswap
from tests.support.container import Container, find_container

NOBODY = 65534
ARGOCD = 999
SHOP = Path("fixtures") / "charts" / "shop"


@pytest.fixture(params=[NOBODY, ARGOCD], ids=["nobody", "argocd"])
def user(request: pytest.FixtureRequest) -> int:
    number: int = request.param
    return number


@pytest.fixture(scope="module")
def image() -> Container:
    return find_container("regswap")


@pytest.fixture(scope="module")
def sidecar() -> Container:
    return find_container("argocd")


@pytest.fixture
def work(tmp_path: Path, root: Path) -> Path:
    """What is /tmp inside: rules and an application of each kind."""
    folder = tmp_path / "work"
    shutil.copytree(root / SHOP, folder / "shop")
    shutil.copytree(root / "fixtures" / "applications", folder / "applications")
    (folder / "rules.map").write_bytes(RULES)
    return folder


def krm_or_skip(image: Container, work: Path) -> None:
    if "no such command" in image.run("krm", "--help", user=NOBODY, work=work).err:
        pytest.skip("there is no `regswap krm` yet")


def test_the_version_is_that_of_the_package(image: Container, work: Path, user: int) -> None:
    assert image.run("--version", user=user, work=work) == Result(0, f"regswap {__version__}\n".encode(), "")


def test_a_manifest_is_rewritten(image: Container, work: Path, user: int) -> None:
    result = image.run("rewrite", "-r", "/tmp/rules.map", user=user, work=work, stdin=POD)  # noqa: S108 - inside

    assert result == Result(0, REWRITTEN, "")


def test_a_stream_too_large_for_memory_waits_in_tmp(image: Container, work: Path, user: int) -> None:
    comment = b"# nothing\n" * (IN_MEMORY // 8)

    result = image.run(
        "rewrite",
        *("-r", "/tmp/rules.map"),  # noqa: S108 - inside
        user=user,
        work=work,
        stdin=comment + b"---\n" + POD,
    )

    assert (result.code, result.err) == (0, "")
    assert result.out == comment + b"---\n" + REWRITTEN


def test_helm_gets_what_it_gets_without_the_image(image: Container, work: Path, root: Path, user: int) -> None:
    manifests = (root / "fixtures" / "demo" / "rendered.yaml").read_bytes()
    rules = shutil.copy(root / "fixtures" / "maps" / "demo.map", work / "demo.map")
    without = regswap("helm", "post-render", "-r", rules, stdin=manifests)

    command = ("helm", "post-render", "-r", "/tmp/demo.map")  # noqa: S108 - inside
    assert image.run(*command, user=user, work=work, stdin=manifests) == without
    assert without.code == 0
    assert without.out != manifests


def test_patterns_and_paths_work_inside_too(image: Container, work: Path, user: int) -> None:
    """They need the two dependencies that a map file does not: RE2 and JSONPath."""
    (work / "regswap.yaml").write_text(
        "apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec:\n"
        "  rules:\n  - {regex: '^nginx(.*)$', target: mirror.example/web$1}\n"
        "  paths:\n  - {kinds: [example.com/Widget], paths: {'$.spec.deep.image': reference}}\n"
    )
    widget = b"apiVersion: example.com/v1\nkind: Widget\nspec: {deep: {image: nginx:1.27}}\n"

    result = image.run("rewrite", "-c", "/tmp/regswap.yaml", user=user, work=work, stdin=widget)  # noqa: S108 - inside

    assert result == Result(0, widget.replace(b"nginx", b"mirror.example/web"), "")


def test_bad_rules_are_an_error_inside_too(image: Container, work: Path, user: int) -> None:
    (work / "rules.map").write_bytes(b"docker.io::https://mirror.example\n")

    result = image.run("rewrite", "-r", "/tmp/rules.map", user=user, work=work, stdin=POD)  # noqa: S108 - inside

    assert (result.code, result.out) == (2, b"")
    assert "/tmp/rules.map:1:" in result.err  # noqa: S108 - inside


@pytest.mark.parametrize("arguments", [(), ("krm",)], ids=["as-engines-run-it", "by-name"])
def test_a_resource_list_is_rewritten(image: Container, work: Path, user: int, arguments: tuple[str, ...]) -> None:
    krm_or_skip(image, work)
    pod = json.loads('{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}}')
    pod["spec"] = {"containers": [{"name": "web", "image": "nginx:1.27"}]}
    rule = {"prefix": "docker.io", "target": "mirror.example/hub"}
    function = {"apiVersion": "regswap.dev/v1alpha1", "kind": "ImageRewrite", "spec": {"rules": [rule]}}
    given = {
        "apiVersion": "config.kubernetes.io/v1",
        "kind": "ResourceList",
        "items": [pod],
        "functionConfig": function,
    }

    result = image.run(*arguments, user=user, work=work, stdin=json.dumps(given).encode())

    assert (result.code, b"mirror.example/hub/nginx:1.27" in result.out) == (0, True), result.err


def test_nothing_but_tmp_can_be_written(image: Container, work: Path, user: int) -> None:
    probe = "import os, sys\nfor name in sys.argv[1:]:\n    print(name, os.access(name, os.W_OK))\n"
    places = ("/", "/tmp", "/opt/regswap", "/var/tmp", "/etc", "/usr/local", "/home")  # noqa: S108 - inside

    result = image.run("-c", probe, *places, user=user, work=work, entrypoint=["python"])

    assert [line.split()[0] for line in result.out.decode().splitlines() if line.endswith("True")] == ["/tmp"]  # noqa: S108


def test_there_is_no_network_to_be_seen(image: Container, work: Path, user: int) -> None:
    """What proves that the integrations above need none."""
    probe = "import socket\ntry:\n    socket.create_connection(('192.0.2.1', 443), 5)\nexcept OSError as error:\n"

    result = image.run("-c", probe + "    print(error.errno)\n", user=user, work=work, entrypoint=["python"])

    assert result == Result(0, b"101\n", "")


def test_no_file_gives_rights_and_none_belongs_to_another(image: Container) -> None:
    venv = image.root / "opt" / "regswap"

    for path in [venv, *venv.rglob("*")]:
        status = path.lstat()
        assert (status.st_uid, status.st_gid) == (0, 0), path
        assert path.is_symlink() or not status.st_mode & 0o6022, path


def test_every_module_of_regswap_comes_compiled_and_is_not_compared_with_a_time(image: Container) -> None:
    modules = list((image.root / "opt" / "regswap").glob("lib/python*/site-packages/regswap/**/*.py"))

    assert len(modules) > 50
    for module in modules:
        (compiled,) = module.parent.glob(f"__pycache__/{module.stem}.cpython-*.pyc")
        assert compiled.read_bytes()[4:8] == b"\x01\0\0\0", module


@pytest.mark.parametrize("target", ["regswap", "argocd"])
def test_the_image_has_no_pip_of_its_own_and_nothing_of_the_tests(target: str) -> None:
    venv = find_container(target).root / "opt" / "regswap"

    installed = {path.name.partition("-")[0] for path in venv.glob("lib/python*/site-packages/*.dist-info")}
    libraries = {"click", "google_re2", "jsonpath_ng", "pathspec", "ruamel_yaml", "ruamel_yaml_clib", "urllib3"}
    assert installed == {"regswap", *libraries}


def test_the_sidecar_alone_has_helm_and_kustomize(sidecar: Container, image: Container, work: Path) -> None:
    for name, client in PROGRAMS.items():
        version, _, asking = CLIENTS[client]
        assert sidecar.run(name, *asking, user=ARGOCD, work=work, entrypoint=()).out.decode().startswith(version)

    assert list((image.root / "usr" / "local" / "bin").glob("[hk]*")) == []


@pytest.mark.parametrize(
    ("folder", "parameter"),
    [("shop", "helm-parameters"), ("applications/kustomization", "renderer"), ("applications/plain", "recurse")],
)
def test_argo_cd_gets_what_may_be_set(sidecar: Container, work: Path, user: int, folder: str, parameter: str) -> None:
    result = sidecar.run("argocd", "parameters", user=user, work=work, folder=f"/tmp/{folder}")  # noqa: S108 - inside

    assert (result.code, result.err) == (0, "")
    assert parameter in {each["name"] for each in json.loads(result.out)}


@pytest.mark.client
@pytest.mark.parametrize("folder", ["shop", "applications/kustomization", "applications/plain"])
def test_argo_cd_gets_what_it_gets_without_the_image(
    sidecar: Container, work: Path, user: int, folder: str, tmp_path: Path, client: LocateClient
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, program in PROGRAMS.items():
        (programs / name).symlink_to(client(program))
    application = application_environment()
    command = ("argocd", "generate", "--rules")
    outside = {**application, "PATH": f"{programs}:{os.environ['PATH']}"}
    without = regswap(*command, work / "rules.map", cwd=work / folder, env=outside)

    result = sidecar.run(
        *(*command, "/tmp/rules.map"),  # noqa: S108 - inside
        user=user,
        work=work,
        folder=f"/tmp/{folder}",  # noqa: S108 - inside
        env=application,
    )

    assert result == without
    assert result.code == 0
    assert b"mirror.example/" in result.out


@pytest.mark.parametrize("target", ["regswap", "argocd"])
def test_the_image_lists_the_packages_that_it_holds(target: str) -> None:
    venv = find_container(target).root / "opt" / "regswap"
    bill = json.loads((venv / "sbom.cdx.json").read_text(encoding="utf-8"))

    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "regswap")
    listed = {(each["name"].replace("-", "_").replace(".", "_"), each["version"]) for each in bill["components"]}
    installed = {tuple(path.name.removesuffix(".dist-info").split("-", 1)) for path in venv.glob("lib/*/*/*.dist-info")}
    assert listed == {each for each in installed if each[0] != "regswap"}


@pytest.mark.client
def test_the_stand_in_that_it_installs_runs_outside_of_the_image(
    image: Container, work: Path, user: int, client: LocateClient
) -> None:
    """As in the repo-server: another image, with another C library, sees the volume at the same place."""
    helm = client("helm3")
    place = Path("/tmp") / f"{work.parent.parent.name}-{user}"  # noqa: S108 - the same inside and outside
    place.symlink_to(work / place.name)
    try:
        folder = ("--to", str(place), "--with-python")
        rules = shutil.copy(work / "rules.map", work / f"{place.name}.map")
        installed = image.run(
            *("stand-in", "install", *folder, "--rules", f"/tmp/{Path(rules).name}", "--helm", str(helm)),  # noqa: S108
            user=user,
            work=work,
        )
        assert installed == Result(0, f"{place}/bin/{helm.name}\n".encode(), "")
        Path(f"/tmp/{Path(rules).name}").symlink_to(rules)  # noqa: S108 - as above
        called = subprocess.run(
            [place / "bin" / helm.name, "template", "shop", work / "shop"],
            env={"PATH": "/usr/bin:/bin", "HOME": str(work)},
            capture_output=True,
            timeout=LONG_ENOUGH,
            check=False,
        )
    finally:
        place.unlink()
        Path(f"/tmp/{place.name}.map").unlink(missing_ok=True)  # noqa: S108 - as above

    assert called.returncode == 0, called.stderr
    assert b"mirror.example/" in called.stdout
    assert b"docker.io/" not in called.stdout
    size = sum(path.stat().st_size for path in (work / place.name).rglob("*") if path.is_file())
    assert size < 128 << 20
