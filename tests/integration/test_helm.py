"""Real Helm 3 and Helm 4 render the fixture charts, and regswap rewrites what they render."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.helm import (
    BECOMES,
    HOOKS_BECOME,
    Helm,
    Report,
    add_plugin,
    images,
    read_report,
    through,
    write_chart,
)

pytestmark = pytest.mark.client

# Both Helms take it; there is no way to write another image at one of the two places and leave the other as it is.
UNSAFE_TEMPLATE = """\
apiVersion: v1
kind: Pod
metadata:
  name: unsafe
x-container: &container
  name: web
  image: nginx:1.27.3
spec:
  containers:
    - *container
"""


def splice(text: str, report: Report) -> str:
    """Make the reported changes, and no others."""
    lines = text.split("\n")
    for change in report["changes"]:
        line, column = change["line"] - 1, change["column"] - 1
        head, found, tail = lines[line][column:].partition(change["reference"])
        assert found, f"{change['reference']} is not at {change['line']}:{change['column']}"
        lines[line] = f"{lines[line][:column]}{head}{change['rewritten']}{tail}"
    return "\n".join(lines)


def differing_lines(before: str, after: str) -> list[tuple[str, str]]:
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    return sorted(pair for pair in pairs if pair[0] != pair[1])


def test_the_chart_holds_every_reference_that_is_expected(helm3: Helm, chart: Path) -> None:
    assert sorted(images(helm3.template(chart))) == sorted([*BECOMES, *HOOKS_BECOME])


@pytest.mark.parametrize("flags", [[], ["--include-crds"], ["--no-hooks"]], ids=" ".join)
def test_helm_3_prints_the_chart_with_the_reported_references_rewritten_and_nothing_else_changed(
    helm3: Helm, chart: Path, rules: Path, report: Path, flags: list[str]
) -> None:
    plain = helm3.template(chart, *flags)

    rewritten = helm3.template(chart, *flags, *through("regswap", "rewrite", "-r", rules, "--report", report))

    assert len(differing_lines(plain, rewritten)) == 8
    assert rewritten == splice(plain, read_report(report))
    assert images(rewritten) == [BECOMES.get(image, image) for image in images(plain)]


def test_the_command_of_the_helm_4_plugin_does_the_same_in_helm_3(helm3: Helm, chart: Path, rules: Path) -> None:
    rewritten = helm3.template(chart, *through("regswap", "rewrite", "-r", rules))

    assert helm3.template(chart, *through("regswap", "helm", "post-render", "-r", rules)) == rewritten


def test_helm_3_keeps_hooks_and_test_pods_from_the_post_renderer(helm3: Helm, chart: Path, rules: Path) -> None:
    rewritten = images(helm3.template(chart, *through("regswap", "rewrite", "-r", rules)))

    assert {image for image in rewritten if image in HOOKS_BECOME} == set(HOOKS_BECOME)


def test_a_pipe_rewrites_the_hooks_and_test_pods_of_helm_3_too(helm3: Helm, chart: Path, rules: Path) -> None:
    plain = images(helm3.template(chart))

    done = helm3.run_command("bash", "-c", 'helm template shop "$1" | regswap rewrite -q -r "$2"', "bash", chart, rules)

    assert (done.returncode, done.stderr) == (0, "")
    assert images(done.stdout) == [{**BECOMES, **HOOKS_BECOME}[image] for image in plain]


@pytest.mark.parametrize("flags", [[], ["--include-crds"], ["--no-hooks"]], ids=" ".join)
def test_helm_4_prints_the_chart_with_the_reported_references_rewritten_and_nothing_else_changed(
    helm4: Helm, chart: Path, rules: Path, report: Path, tmp_path: Path, flags: list[str]
) -> None:
    plain = helm4.template(chart, *flags, *through("identity", tmp_path / "stream.yaml"))
    stream = (tmp_path / "stream.yaml").read_text(encoding="utf-8")

    rewritten = helm4.template(chart, *flags, *through("regswap", "-r", rules, "--report", report))

    # Helm sorts the stream after the post-renderer, so places of the report are places of the stream.
    reported = differing_lines(stream, splice(stream, read_report(report)))
    assert len(reported) == 11
    assert differing_lines(plain, rewritten) == [pair for pair in reported if pair[0] in plain.split("\n")]
    assert images(rewritten) == [{**BECOMES, **HOOKS_BECOME}[image] for image in images(plain)]


def test_what_the_post_renderer_gives_helm_4_differs_from_what_it_got_in_the_reported_references_only(
    helm4: Helm, chart: Path, rules: Path, report: Path, tmp_path: Path
) -> None:
    recorder = add_plugin(tmp_path / "plugins", "recorder", "${HELM_PLUGIN_DIR}/record.sh")
    script = recorder / "record.sh"
    script.write_text('#!/bin/sh\ntee got.yaml | regswap helm post-render "$@" | tee given.yaml\n', encoding="utf-8")
    script.chmod(0o755)

    helm4.template(chart, *through("recorder", "-r", rules, "--report", report))

    got, given = ((helm4.folder / name).read_bytes().decode() for name in ("got.yaml", "given.yaml"))
    assert given == splice(got, read_report(report))


@pytest.mark.parametrize("template", ["web", "agents", "migrate", "tests/connection"])
def test_helm_4_shows_one_template_rewritten_hook_or_not(
    helm4: Helm, chart: Path, rules: Path, tmp_path: Path, template: str
) -> None:
    show = ["--show-only", f"templates/{template}.yaml"]
    plain = helm4.template(chart, *show, *through("identity", tmp_path / "stream.yaml"))

    rewritten = helm4.template(chart, *show, *through("regswap", "-r", rules))

    assert set(re.findall(r"(?m)^# Source: (.+)$", rewritten)) == {f"shop/templates/{template}.yaml"}
    assert images(rewritten) == [{**BECOMES, **HOOKS_BECOME}[image] for image in images(plain)]
    assert len(differing_lines(plain, rewritten)) == sum(
        before != after for before, after in zip(images(plain), images(rewritten), strict=True)
    )


@pytest.mark.parametrize("template", ["web", "agents", "migrate"])
def test_helm_3_shows_one_template_rewritten_unless_it_is_a_hook(
    helm3: Helm, chart: Path, rules: Path, template: str
) -> None:
    show = ["--show-only", f"templates/{template}.yaml"]
    plain = helm3.template(chart, *show)

    rewritten = helm3.template(chart, *show, *through("regswap", "rewrite", "-r", rules))

    assert set(re.findall(r"(?m)^# Source: (.+)$", rewritten)) == {f"shop/templates/{template}.yaml"}
    assert images(rewritten) == [BECOMES.get(image, image) for image in images(plain)]
    assert len(differing_lines(plain, rewritten)) == sum(
        before != after for before, after in zip(images(plain), images(rewritten), strict=True)
    )


def test_helm_4_writes_the_rewritten_templates_to_a_folder(
    helm4: Helm, chart: Path, rules: Path, tmp_path: Path
) -> None:
    helm4.template(chart, "--output-dir", "plain", *through("identity", tmp_path / "stream.yaml"))

    helm4.template(chart, "--output-dir", "rewritten", *through("regswap", "-r", rules))

    plain, rewritten = (read_folder(helm4.folder / name) for name in ("plain", "rewritten"))
    assert set(plain) == set(rewritten)
    assert {name for name, text in plain.items() if rewritten[name] != text} == {
        f"shop/templates/{name}.yaml"
        for name in ("agents", "cleanup", "database", "migrate", "tests/connection", "web")
    }
    for name, text in plain.items():
        assert images(rewritten[name]) == [{**BECOMES, **HOOKS_BECOME}[image] for image in images(text)]


def test_helm_3_writes_templates_to_a_folder_before_it_runs_the_post_renderer(
    helm3: Helm, chart: Path, rules: Path
) -> None:
    helm3.template(chart, "--output-dir", "plain")

    helm3.template(chart, "--output-dir", "rewritten", *through("regswap", "rewrite", "-r", rules))

    assert read_folder(helm3.folder / "rewritten") == read_folder(helm3.folder / "plain")


def read_folder(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_helm_4_shows_rewritten_hooks_and_a_rewritten_manifest_in_a_dry_run(
    helm4: Helm, chart: Path, rules: Path
) -> None:
    done = helm4.run("install", "shop", chart, "--dry-run=client", *through("regswap", "-r", rules))

    assert (done.returncode, done.stderr) == (0, "")
    match = re.search(r"(?s)\nHOOKS:\n(.*)\nMANIFEST:\n(.*)\nNOTES:\n(.*)", done.stdout)
    assert match
    hooks, manifest, notes = match.groups()
    assert sorted(images(hooks)) == sorted(HOOKS_BECOME.values())
    assert sorted(images(manifest)) == sorted(BECOMES.values())
    assert notes.strip() == "shop runs image: nginx:1.27.3"


def test_arguments_with_spaces_and_commas_arrive_whole(
    helm3: Helm, helm4: Helm, chart: Path, rules: Path, tmp_path: Path
) -> None:
    odd_rules = tmp_path / "the rules, and $HOME,more of them .map"
    shutil.copy(rules, odd_rules)
    for helm, command in ((helm3, ["rewrite"]), (helm4, [])):
        odd_report = helm.home / "what was done, 'quoted', in=JSON .json"

        rewritten = helm.template(chart, *through("regswap", *command, "-r", odd_rules, "--report", odd_report))

        assert rewritten == helm.template(chart, *through("regswap", *command, "-r", rules))
        (change, *_) = read_report(odd_report)["changes"]
        assert change["rule"]["file"] == str(odd_rules)


def test_rules_and_report_come_from_the_environment(helm3: Helm, helm4: Helm, chart: Path, rules: Path) -> None:
    for helm, command in ((helm3, ["rewrite"]), (helm4, [])):
        rewritten = helm.template(
            chart, *through("regswap", *command), REGSWAP_RULES=str(rules), REGSWAP_REPORT="report.json"
        )

        assert rewritten == helm.template(chart, *through("regswap", *command, "-r", rules))
        assert read_report(helm.folder / "report.json")["counts"]["changed"] > 0


@pytest.mark.parametrize("command", [["rewrite"], ["helm", "post-render"]], ids=" ".join)
def test_an_empty_chart_passes_in_helm_3(helm3: Helm, empty_chart: Path, rules: Path, command: list[str]) -> None:
    rewritten = helm3.template(empty_chart, *through("regswap", *command, "-r", rules))

    assert yaml.safe_load(rewritten) is None


def test_an_empty_chart_passes_in_helm_4(helm4: Helm, empty_chart: Path, rules: Path, tmp_path: Path) -> None:
    failed = helm4.run("template", "shop", empty_chart, *through("identity", tmp_path / "stream.yaml"))
    assert "empty output" in failed.stderr

    rewritten = helm4.template(empty_chart, *through("regswap", "-r", rules))

    assert yaml.safe_load(rewritten) is None


def test_a_second_run_changes_nothing_more_in_helm_3(helm3: Helm, chart: Path, rules: Path, report: Path) -> None:
    once = helm3.template(chart, *through("regswap", "rewrite", "-r", rules))
    write_twice(helm3.folder / "twice.sh", "rewrite")

    twice = helm3.template(chart, *through("./twice.sh", rules, report))

    assert twice == once
    assert read_report(report)["counts"]["changed"] == 0


def test_a_second_run_changes_nothing_more_in_helm_4(
    helm4: Helm, chart: Path, rules: Path, report: Path, tmp_path: Path
) -> None:
    once = helm4.template(chart, *through("regswap", "-r", rules))
    write_twice(add_plugin(tmp_path / "plugins", "twice", "${HELM_PLUGIN_DIR}/twice.sh") / "twice.sh", "rewrite")

    twice = helm4.template(chart, *through("twice", rules, report))

    assert twice == once
    assert read_report(report)["counts"]["changed"] == 0


def write_twice(path: Path, command: str) -> None:
    line = f'regswap {command} -r "$1" | regswap {command} -r "$1" --report "$2"'
    path.write_text(f"#!/bin/bash\nset -o pipefail\n{line}\n", encoding="utf-8")
    path.chmod(0o755)


def test_the_plugin_installs_from_its_folder(program4: Path, root: Path, tmp_path: Path, chart: Path) -> None:
    helm4 = Helm(program4, tmp_path / "helm4")

    installed = helm4.run("plugin", "install", root / "plugins" / "helm" / "regswap")

    assert (installed.returncode, installed.stderr) == (0, "")
    listed = helm4.run("plugin", "list")
    assert re.search(r"(?m)^regswap\s.*\spostrenderer/v1\s", listed.stdout)
    assert listed.stderr == ""
    rules = root / "fixtures" / "maps" / "demo.map"
    assert set(images(helm4.template(chart, *through("regswap", "-r", rules)))) == {
        *BECOMES.values(),
        *HOOKS_BECOME.values(),
    }


def test_the_plugin_installs_from_a_package(program4: Path, root: Path, tmp_path: Path, chart: Path) -> None:
    helm4 = Helm(program4, tmp_path / "helm4")
    packaged = helm4.run("plugin", "package", root / "plugins" / "helm" / "regswap", "--sign=false")
    assert packaged.returncode == 0
    (package,) = helm4.folder.glob("regswap-*.tgz")

    installed = helm4.run("plugin", "install", package, "--verify=false")

    assert installed.returncode == 0
    helm4.template(chart, *through("regswap", "-r", root / "fixtures" / "maps" / "demo.map"))


def test_helm_4_loads_the_plugin_without_a_word_in_debug_mode(helm4: Helm, chart: Path, rules: Path) -> None:
    done = helm4.run("template", "shop", chart, "--debug", *through("regswap", "-r", rules))

    assert done.returncode == 0
    assert [line for line in done.stderr.splitlines() if re.search("(?i)warn|error|fail", line)] == []


def test_helm_3_complains_of_the_plugin_and_goes_on(program3: Path, root: Path, tmp_path: Path) -> None:
    helm3 = Helm(program3, tmp_path / "helm3", root / "plugins" / "helm")

    done = helm3.run("version")

    assert done.returncode == 0
    assert 'unknown field "apiVersion"' in done.stderr


def test_warnings_are_in_the_report_only(helm3: Helm, helm4: Helm, chart: Path) -> None:
    for helm, command in ((helm3, ["rewrite"]), (helm4, [])):
        (helm.folder / "no-default.map").write_text("quay.io::registry.example.com/quay\n", encoding="utf-8")

        helm.template(chart, *through("regswap", *command, "-r", "no-default.map", "--report", "report.json"))

        (warning,) = read_report(helm.folder / "report.json")["warnings"]
        assert warning["message"].startswith("there is no `default` line")


BAD_RULES = "docker.io::https://registry.example.com\n"


def test_bad_rules_stop_helm_3_and_it_prints_the_reason(helm3: Helm, chart: Path) -> None:
    (helm3.folder / "bad.map").write_text(BAD_RULES, encoding="utf-8")

    done = helm3.run("template", "shop", chart, *through("regswap", "rewrite", "-r", "bad.map"))

    assert (done.returncode, done.stdout) == (1, "")
    assert "bad.map:1:12: error: has a scheme" in done.stderr
    assert "exit status 2" in done.stderr


def test_bad_rules_stop_helm_4_and_leave_the_reason_in_the_report(helm4: Helm, chart: Path) -> None:
    (helm4.folder / "bad.map").write_text(BAD_RULES, encoding="utf-8")

    done = helm4.run("template", "shop", chart, *through("regswap", "-r", "bad.map", "--report", "report.json"))

    assert (done.returncode, done.stdout) == (1, "")
    assert 'plugin "regswap" exited with error' in done.stderr
    assert "scheme" not in done.stderr
    (error,) = read_report(helm4.folder / "report.json")["errors"]
    assert (error["source"], error["line"], error["column"], error["message"]) == ("bad.map", 1, 12, "has a scheme")


def test_broken_yaml_that_may_hold_a_reference_stops_helm_3(helm3: Helm, rules: Path, tmp_path: Path) -> None:
    # Helm reads templates before it hands them over, and refuses broken ones itself; `crds/` it does not read.
    broken = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: [nginx\n  - }\n"
    chart = write_chart(tmp_path / "chart", {"crds/broken.yaml": broken})

    done = helm3.run("template", "shop", chart, "--include-crds", *through("regswap", "rewrite", "-r", rules))

    assert (done.returncode, done.stdout) == (1, "")
    assert re.search(r"<stdin>:\d+:\d+: error: document 1 is not valid YAML", done.stderr)
    assert "exit status 3" in done.stderr


def test_a_document_that_cannot_be_rewritten_safely_stops_helm_3(helm3: Helm, rules: Path, tmp_path: Path) -> None:
    chart = write_chart(tmp_path / "chart", {"templates/unsafe.yaml": UNSAFE_TEMPLATE})

    done = helm3.run("template", "shop", chart, *through("regswap", "rewrite", "-r", rules))

    assert (done.returncode, done.stdout) == (1, "")
    assert "<stdin>:12:7: error: spec.containers[0].image cannot be rewritten" in done.stderr


def test_a_document_that_cannot_be_rewritten_safely_stops_helm_4(helm4: Helm, rules: Path, tmp_path: Path) -> None:
    chart = write_chart(tmp_path / "chart", {"templates/unsafe.yaml": UNSAFE_TEMPLATE})

    done = helm4.run("template", "shop", chart, *through("regswap", "-r", rules, "--report", "report.json"))

    assert (done.returncode, done.stdout) == (1, "")
    (error,) = read_report(helm4.folder / "report.json")["errors"]
    assert error["source"] == "<stdin>"
    assert error["message"].startswith("spec.containers[0].image cannot be rewritten")


class Cluster(ThreadingHTTPServer):
    """As much of a Kubernetes API as Helm asks for before it changes anything; refuses and notes down changes."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.changes: list[str] = []


def list_resources(version: str, kinds: dict[str, str], *, namespaced: bool) -> dict[str, Any]:
    resources = [
        {"name": name, "singularName": "", "kind": kind, "namespaced": namespaced, "verbs": ["create", "get", "list"]}
        for name, kind in kinds.items()
    ]
    return {"kind": "APIResourceList", "groupVersion": version, "resources": resources}


CRD_VERSION = {"groupVersion": "apiextensions.k8s.io/v1", "version": "v1"}
CRD_GROUP = {"name": "apiextensions.k8s.io", "versions": [CRD_VERSION], "preferredVersion": CRD_VERSION}
ANSWERS = {
    "/version": {"major": "1", "minor": "34", "gitVersion": "v1.34.0"},
    "/api": {"kind": "APIVersions", "versions": ["v1"]},
    "/apis": {"kind": "APIGroupList", "apiVersion": "v1", "groups": [CRD_GROUP]},
    "/api/v1": list_resources("v1", {"configmaps": "ConfigMap", "secrets": "Secret"}, namespaced=True),
    "/apis/apiextensions.k8s.io/v1": list_resources(
        "apiextensions.k8s.io/v1", {"customresourcedefinitions": "CustomResourceDefinition"}, namespaced=False
    ),
    "/api/v1/namespaces/default/secrets": {"kind": "SecretList", "apiVersion": "v1", "items": []},
}


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        answer = ANSWERS.get(self.path.partition("?")[0])
        if answer is None:
            self.refuse(404, "NotFound")
        else:
            self.reply(200, answer)

    def do_POST(self) -> None:
        assert isinstance(self.server, Cluster)
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.changes.append(f"{self.command} {self.path.partition('?')[0]}")
        self.refuse(403, "Forbidden")

    do_PUT = do_PATCH = do_DELETE = do_POST  # noqa: N815 - http.server's names

    def refuse(self, code: int, reason: str) -> None:
        self.reply(code, {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": reason, "code": code})

    def reply(self, code: int, content: object) -> None:
        data = json.dumps(content).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Say nothing."""


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with Cluster() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def install(helm: Helm, cluster: Cluster, chart: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    server = f"http://127.0.0.1:{cluster.server_port}"
    return helm.run("install", "shop", chart, "--kube-apiserver", server, "--disable-openapi-validation", *flags)


def test_helm_installs_nothing_where_the_post_renderer_fails(
    helm3: Helm, helm4: Helm, cluster: Cluster, empty_chart: Path, rules: Path
) -> None:
    for helm, command in ((helm3, ["rewrite"]), (helm4, [])):
        cluster.changes.clear()
        flags = ["--set", "enabled=true"]

        failed = install(helm, cluster, empty_chart, *flags, *through("regswap", *command, "-r", "missing.map"))

        assert failed.returncode == 1
        assert "error while running post render on files" in failed.stderr
        assert cluster.changes == []

        # With rules it gets further: it is the post-renderer that has stopped it.
        install(helm, cluster, empty_chart, *flags, *through("regswap", *command, "-r", rules))

        assert cluster.changes == ["POST /api/v1/namespaces/default/secrets"]


def test_helm_applies_crds_before_it_runs_the_post_renderer(
    helm3: Helm, helm4: Helm, cluster: Cluster, chart: Path
) -> None:
    for helm, command in ((helm3, ["rewrite"]), (helm4, [])):
        cluster.changes.clear()

        install(helm, cluster, chart, *through("regswap", *command, "-r", "missing.map"))

        (change,) = cluster.changes
        assert "/customresourcedefinitions" in change


def sections_of(page: str) -> dict[str, str]:
    """Return the sections of a page that have commands, by their headings."""
    parts = re.split(r"(?m)^## (.+)$", page)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    return {heading: text for heading, text in sections.items() if "```sh\n" in text}


def blocks_of(section: str, language: str) -> str:
    blocks = re.findall(rf"(?ms)^```{language}\n(.*?)^```$", section)
    # A package takes the place of the plugin that is linked, and has a test of its own.
    return "".join(block for block in blocks if "plugin package" not in block)


def test_every_command_of_the_documentation_does_what_it_says(
    program3: Path, program4: Path, root: Path, chart: Path, rules: Path, tmp_path: Path
) -> None:
    sections = sections_of((root / "docs" / "helm.md").read_text(encoding="utf-8"))
    everywhere = "What bypasses the post-renderer"
    assert list(sections) == ["Helm 3", "Helm 4", everywhere]
    for program, heading in (
        (program3, "Helm 3"),
        (program4, "Helm 4"),
        (program3, everywhere),
        (program4, everywhere),
    ):
        helm = Helm(program, tmp_path / program.name / heading)
        (helm.folder / "chart").symlink_to(chart)
        (helm.folder / "plugins").symlink_to(root / "plugins")
        shutil.copy(rules, helm.folder / "rules.map")

        done = helm.run_command("bash", "-euc", blocks_of(sections[heading], "sh"))

        assert done.returncode == 0, done.stderr
        assert blocks_of(sections[heading], "json") in done.stdout.replace(f"{helm.folder}/", "/home/me/")
        if heading == everywhere:
            expected = sorted([*BECOMES.values(), *HOOKS_BECOME.values()])
            assert sorted(images((helm.folder / "rendered.yaml").read_text(encoding="utf-8"))) == expected
            assert sorted(images("".join(read_folder(helm.folder / "rendered").values()))) == expected
        else:
            assert done.stdout.count(BECOMES["busybox"]) == {"Helm 3": 2, "Helm 4": 1}[heading]
