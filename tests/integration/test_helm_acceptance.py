"""What people do with Helm beside the usual: start regswap in other ways, render odd charts, break rules."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from tests.conftest import CLIENTS
from tests.support.helm import BECOMES, HOOKS_BECOME, Helm, Way, add_plugin, images, read_report, through, write_chart

pytestmark = pytest.mark.client

JOB = """\
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate{annotations}
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: {image}
"""
HOOK = "\n  annotations: {helm.sh/hook: pre-install}"
MIRRORED = "registry.example.com/official/"


def write_job(image: str, annotations: str = "") -> str:
    return JOB.format(image=image, annotations=annotations)


# Helm 3: the command


@pytest.mark.parametrize("variable", ["REGSWAP_RULES", "REGSWAP_CONFIG"])
def test_helm_3_needs_no_arguments_where_the_environment_names_rules(
    helm3: Helm, chart: Path, rules: Path, tmp_path: Path, variable: str
) -> None:
    config = {"apiVersion": "regswap.dev/v1alpha1", "kind": "ImageRewrite", "spec": {"rules": [{"file": str(rules)}]}}
    (tmp_path / "regswap.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    named = {"REGSWAP_RULES": rules, "REGSWAP_CONFIG": tmp_path / "regswap.yaml"}[variable]

    rewritten = helm3.template(chart, *through("regswap"), **{variable: str(named)})

    assert rewritten == helm3.template(chart, *through("regswap", "rewrite", "-r", rules))


def test_helm_3_passes_options_without_a_command(helm3: Helm, chart: Path, rules: Path, report: Path) -> None:
    rewritten = helm3.template(chart, *through("regswap", "-r", rules, "--report", report))

    assert rewritten == helm3.template(chart, *through("regswap", "rewrite", "-r", rules))
    assert read_report(report)["counts"]["changed"] == 8


def test_without_rules_helm_3_shows_how_to_name_them_in_one_line(helm3: Helm, chart: Path) -> None:
    alone = helm3.run("template", "shop", chart, *through("regswap"))
    quiet = helm3.run("template", "shop", chart, *through("regswap", "-q"))

    assert (alone.returncode, alone.stdout) == (quiet.returncode, quiet.stdout) == (1, "")
    assert "no rules; name a rule file with -r or in REGSWAP_RULES" in alone.stderr
    assert alone.stderr == quiet.stderr
    assert "Usage:" not in alone.stderr


@pytest.mark.parametrize("arguments", ["-r=demo.map", "-r demo.map", "-r= demo.map"])
def test_helm_3_may_pass_an_option_and_its_value_in_one_argument(
    helm3: Helm, chart: Path, rules: Path, arguments: str
) -> None:
    (helm3.folder / "demo.map").write_bytes(rules.read_bytes())

    rewritten = helm3.template(chart, *through("regswap", arguments))

    assert rewritten == helm3.template(chart, *through("regswap", "rewrite", "-r", rules))


@pytest.mark.parametrize("flag", ["--check", "--diff"])
def test_a_post_renderer_of_helm_3_that_lists_changes_renders_nothing(
    helm3: Helm, chart: Path, rules: Path, flag: str
) -> None:
    done = helm3.run("template", "shop", chart, *through("regswap", "-r", rules, flag))

    assert (done.returncode, done.stdout) == (1, "")
    assert f"{flag} writes no manifests" in done.stderr


# Helm 4: the plugin


def test_helm_4_finds_the_plugin_where_plugin_dir_says(
    program4: Path, tmp_path: Path, chart: Path, rules: Path
) -> None:
    helm4 = Helm(program4, tmp_path / "helm4")

    line = 'HELM_PLUGINS=$(regswap helm plugin-dir) helm template shop "$0" --post-renderer regswap --debug'
    done = helm4.run_command("bash", "-euc", line, chart, REGSWAP_RULES=str(rules))

    assert done.returncode == 0, done.stderr
    assert [found for found in done.stderr.splitlines() if re.search("(?i)warn|error|fail", found)] == []
    assert sorted(images(done.stdout)) == sorted([*BECOMES.values(), *HOOKS_BECOME.values()])


def test_helm_4_installs_the_plugin_beside_others_and_uninstalls_only_the_link(
    program4: Path, tmp_path: Path, chart: Path, rules: Path, root: Path
) -> None:
    helm4 = Helm(program4, tmp_path / "helm4")
    (tmp_path / "other").mkdir()
    other = add_plugin(tmp_path / "other", "other", "cat")
    plugin = root / "plugins" / "helm" / "regswap"
    manifest = (plugin / "plugin.yaml").read_bytes()

    assert helm4.run("plugin", "install", other).returncode == 0
    installed = helm4.run_command("bash", "-euc", 'helm plugin install "$(regswap helm plugin-dir)/regswap"')
    rendered = helm4.template(chart, *through("regswap"), REGSWAP_RULES=str(rules))
    listed = helm4.run("plugin", "list").stdout
    removed = helm4.run("plugin", "uninstall", "regswap")

    assert (installed.returncode, removed.returncode) == (0, 0), installed.stderr
    assert sorted(images(rendered)) == sorted([*BECOMES.values(), *HOOKS_BECOME.values()])
    assert re.findall(r"(?m)^(other|regswap)\b", listed) == ["other", "regswap"]
    # It follows upgrades, because it is a link; what it leads to stays.
    assert (plugin / "plugin.yaml").read_bytes() == manifest
    assert helm4.run("template", "shop", chart, *through("regswap")).returncode == 1


def test_a_package_of_the_plugin_is_installed_as_the_documentation_says(
    program4: Path, tmp_path: Path, chart: Path, rules: Path, root: Path
) -> None:
    helm4 = Helm(program4, tmp_path / "helm4")
    page = (root / "docs" / "helm.md").read_text(encoding="utf-8")
    (commands,) = re.findall(r"(?ms)^```sh\n(helm plugin package.*?)^```$", page)

    done = helm4.run_command("bash", "-euc", commands)

    assert done.returncode == 0, done.stderr
    rendered = helm4.template(chart, *through("regswap", "-r", rules))
    assert sorted(images(rendered)) == sorted([*BECOMES.values(), *HOOKS_BECOME.values()])
    unsigned = helm4.run_command("bash", "-euc", commands.replace(" --sign=false", "").replace(" --verify=false", ""))
    assert unsigned.returncode != 0


BAD_RULES = "docker.io::https://registry.example.com\n"


def test_a_terminal_shows_why_the_plugin_fails_under_helm_4(helm4: Helm, chart: Path) -> None:
    (helm4.folder / "bad.map").write_text(BAD_RULES, encoding="utf-8")

    done = helm4.run_on_terminal("template", "shop", chart, *through("regswap", "-r", "bad.map"))

    assert (done.code, done.out) == (1, "")
    assert "has a scheme" not in done.err
    assert done.screen == ("regswap: bad.map:1:12: error: has a scheme; remove `https://`: a reference has none\n")


def test_the_documentation_shows_what_the_terminal_shows(helm4: Helm, chart: Path, root: Path) -> None:
    page = (root / "docs" / "helm.md").read_text(encoding="utf-8")

    done = helm4.run_on_terminal("template", "shop", chart, *through("regswap", "-r", "missing.map"))

    # Helm ends its error with a hint at --debug.
    screen = done.screen.replace(f"{helm4.folder}/", "/home/me/")
    assert f"```\n{screen}{done.err.splitlines()[0]}\n```" in page


def test_the_documentation_names_the_versions_that_are_tested(root: Path) -> None:
    page = (root / "docs" / "helm.md").read_text(encoding="utf-8")

    versions = [version.strip("v.") for name, (version, *_) in CLIENTS.items() if name.startswith("helm")]
    assert "Helm {} and {}, {} and {}.".format(*versions) in page


def test_a_terminal_shows_mistakes_in_the_arguments_of_the_plugin(helm4: Helm, chart: Path) -> None:
    done = helm4.run_on_terminal("template", "shop", chart, *through("regswap", "--rule", "demo.map"))

    assert (done.code, done.out) == (1, "")
    assert re.match(r"regswap: error: No such option.*--rule", done.screen, re.IGNORECASE)


def test_a_terminal_shows_what_was_done_where_the_plugin_works(helm4: Helm, chart: Path, rules: Path) -> None:
    done = helm4.run_on_terminal("template", "shop", chart, *through("regswap", "-r", rules))

    assert (done.code, done.err) == (0, "")
    assert done.screen.startswith("regswap: 11 rewritten, 5 left (would change with --hidden rewrite); 5 warnings")


def test_helm_3_shows_the_reason_once(helm3: Helm, chart: Path) -> None:
    (helm3.folder / "bad.map").write_text(BAD_RULES, encoding="utf-8")

    for command in ("rewrite", "helm post-render"):
        done = helm3.run_on_terminal("template", "shop", chart, *through("regswap", *command.split(), "-r", "bad.map"))

        assert (done.code, done.out, done.screen) == (1, "", "")
        assert done.err.count("has a scheme") == 1


# Policy


def test_a_reference_without_a_rule_stops_helm_where_the_policy_says_so(way: Way, chart: Path, report: Path) -> None:
    (way.helm.folder / "some.map").write_text("[EXACT] busybox::registry.example.com/busybox\n", encoding="utf-8")
    flags = ["-r", "some.map", "--unmatched", "fail"]

    done = way.helm.run("template", "shop", chart, *way.through(*flags, "--report", report))

    assert (done.returncode, done.stdout) == (1, "")
    errors = [error["message"] for error in read_report(report)["errors"]]
    assert any("ghcr.io/shop/web:2.4.1" in message for message in errors)
    assert not any("busybox" in message for message in errors)
    if way.is_3:
        assert "exit status 4" in done.stderr
        assert all(message in done.stderr for message in errors)
    without = [flag for flag in flags if flag not in {"--unmatched", "fail"}]
    assert way.helm.template(chart, *way.through(*without))


def test_the_policy_of_a_configuration_stops_helm_too(helm3: Helm, helm4: Helm, chart: Path, report: Path) -> None:
    spec = {"rules": [{"prefix": "docker.io", "target": "registry.example.com/hub"}], "unmatched": "fail"}
    for helm in (helm3, helm4):
        config = helm.folder / "regswap.yaml"
        config.write_text(
            yaml.safe_dump({"apiVersion": "regswap.dev/v1alpha1", "kind": "ImageRewrite", "spec": spec}),
            encoding="utf-8",
        )

        done = helm.run(
            "template", "shop", chart, *through("regswap"), REGSWAP_CONFIG=str(config), REGSWAP_REPORT=str(report)
        )

        assert (done.returncode, done.stdout) == (1, "")
        assert "is matched by no rule" in read_report(report)["errors"][0]["message"]


# Odd charts


def test_two_objects_of_one_identity_both_stay(way: Way, rules: Path, tmp_path: Path) -> None:
    chart = write_chart(
        tmp_path / "chart",
        {
            "templates/a.yaml": write_job("alpine:3.19"),
            "templates/b.yaml": write_job("alpine:3.19"),
            "templates/c.yaml": f"{write_job('alpine:3.18')}---\n{write_job('alpine:3.17')}",
            "templates/hook.yaml": write_job("alpine:3.16", HOOK),
        },
    )

    rewritten = images(way.helm.template(chart, *way.through("-r", rules)))

    hook = "alpine:3.16" if way.is_3 else f"{MIRRORED}alpine:3.16"
    mirrored = [f"{MIRRORED}alpine:3.{minor}" for minor in (19, 19, 18, 17)]
    assert Counter(rewritten) == Counter([*mirrored, hook])


def test_a_list_alone_in_its_file_is_rewritten(way: Way, rules: Path, tmp_path: Path) -> None:
    items = "".join(
        f"- {line}" if number == 0 else f"  {line}"
        for image in ("alpine:3.19", "busybox")
        for number, line in enumerate(write_job(image).splitlines(keepends=True))
    )
    chart = write_chart(tmp_path / "chart", {"templates/list.yaml": f"apiVersion: v1\nkind: List\nitems:\n{items}"})

    rewritten = way.helm.template(chart, *way.through("-r", rules))

    assert sorted(images(rewritten)) == [f"{MIRRORED}alpine:3.19", f"{MIRRORED}busybox"]


def test_a_chart_of_hooks_only_passes(way: Way, rules: Path, tmp_path: Path) -> None:
    chart = write_chart(tmp_path / "chart", {"templates/hook.yaml": write_job("alpine:3.19", HOOK)})

    rewritten = way.helm.template(chart, *way.through("-r", rules))

    assert images(rewritten) == ["alpine:3.19" if way.is_3 else f"{MIRRORED}alpine:3.19"]


def test_what_lies_in_crds_is_rewritten_by_a_pipe(way: Way, rules: Path, tmp_path: Path) -> None:
    # No CustomResourceDefinition, but Helm does not look.
    chart = write_chart(
        tmp_path / "chart",
        {"crds/job.yaml": write_job("alpine:3.19"), "templates/hook.yaml": write_job("busybox", HOOK)},
    )
    line = 'set -o pipefail; helm template shop "$0" --include-crds | regswap rewrite -r "$1"'

    piped = way.helm.run_command("bash", "-c", line, chart, rules)

    assert (piped.returncode, piped.stderr) == (0, "")
    assert sorted(images(piped.stdout)) == [f"{MIRRORED}alpine:3.19", f"{MIRRORED}busybox"]
    through_helm = images(way.helm.template(chart, "--include-crds", *way.through("-r", rules)))
    assert sorted(through_helm) == (
        ["busybox", f"{MIRRORED}alpine:3.19"] if way.is_3 else ["alpine:3.19", f"{MIRRORED}busybox"]
    )
