"""What a run did not look at, and what it says of input without an object, run as users run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import POD, RULES, regswap, write
from tests.support.junit import read_report
from tests.support.sarif import check_log

CHECK = ("check", "--allow", "docker.io")
CHART = {"c/Chart.yaml": b"apiVersion: v2\nname: c\n", "c/templates/x.yaml": b"kind: {{ x }}\nimage: a\n{{ y }}\n"}
KUSTOMIZATION = b"resources: [%s]\n"
TEMPLATED = POD + b"      args: [%s]\n"
ENVIRONMENT = POD + b"      env: [{name: SIDECAR_IMAGE, value: %s}]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "rules" / "m.map", RULES)
    write(tmp_path / "m" / "pod.yaml", POD)
    return tmp_path


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"values-prod.yaml": b"image: {repository: x}\n"}, "m/values-prod.yaml: {}: is a Helm values file"),
        ({"kept.yaml": b"spec: {image: x}\n"}, "m/kept.yaml: {}: has neither apiVersion nor kind"),
        ({"compose.yaml": b"services: {web: {image: x}}\n"}, "m/compose.yaml: {}: is a Compose file"),
        ({"Chart.yaml": b"dependencies: [{name: x}]\n"}, "m/Chart.yaml: {}: names charts on which it depends"),
        ({"a.yaml": b"image: {{ x }}\n{{ y }}\n"}, "m/a.yaml: {}: is not YAML"),
        (CHART, "m/c: {}: is a Helm chart"),
        (
            {"kustomization.yaml": KUSTOMIZATION % b"https://example.com/a?ref=v1"},
            "resources[0]: `https://example.com/a?ref=v1` is remote",
        ),
        (
            {"kustomization.yaml": KUSTOMIZATION % b"left.yaml", "left.yaml": POD, ".regswapignore": b"left.yaml\n"},
            "resources[0]: `left.yaml` is not among the files of this run",
        ),
        (
            {
                "kustomization.yaml": b"helmCharts: [{name: c, valuesFile: c/ci/v.yaml}]\n",
                "c/ci/v.yaml": b"image: x\n",
                **CHART,
            },
            "helmCharts[0].valuesFile: `c/ci/v.yaml` is not among the files of this run",
        ),
        ({"t.yaml": TEMPLATED % b'"--image={{ x }}"'}, "args[0] is a template, and was not looked at"),
        ({"t.yaml": TEMPLATED % b"--sidecar-image, $(IMAGE)"}, "args[1] is a template, and was not looked at"),
        ({"t.yaml": ENVIRONMENT % b'"{{ x }}"'}, "env[0].value is a template, and was not looked at"),
    ],
)
def test_a_check_says_what_it_did_not_look_at_and_fails_where_it_is_to_be_complete(
    folder: Path, files: dict[str, bytes], told: str
) -> None:
    for name, data in files.items():
        write(folder / "m" / name, data)

    code, _, err = regswap(*CHECK, "m", cwd=folder)
    assert (code, told.format("warning") in err) == (0, True), err

    code, _, err = regswap(*CHECK, "--complete", "m", cwd=folder)
    assert (code, told.format("error") in err, "warning" in err) == (4, True, False), err


def test_a_template_in_a_reference_that_may_be_none_fails_a_complete_check_only(folder: Path) -> None:
    write(folder / "m" / "t.yaml", TEMPLATED % b"--image=$(HOST)/a/b:1")

    assert regswap(*CHECK, "m", cwd=folder).code == 0
    code, _, err = regswap(*CHECK, "--complete", "m", cwd=folder)
    assert (code, "`$(HOST)/a/b:1` is a template; check what is rendered from it" in err) == (4, True)


def test_a_complete_check_of_manifests_passes(folder: Path) -> None:
    write(folder / "m" / "settings.yaml", b"port: 1\n")
    write(folder / "m" / "alert.yaml", TEMPLATED % b'"--text=see {{ $labels.image }}"')

    assert regswap(*CHECK, "--complete", "m", cwd=folder) == (0, b"2 references: all pass\n", "")


@pytest.mark.parametrize(("flags", "severity", "code"), [((), "warning", 0), (("--complete",), "error", 4)])
def test_every_format_counts_what_was_not_looked_at(
    folder: Path, flags: tuple[str, ...], severity: str, code: int
) -> None:
    write(folder / "m" / "values.yaml", b"image: {repository: x}\n")
    write(folder / "m" / "t.yaml", TEMPLATED % b'"--image={{ x }}"')
    write(folder / "m" / "c" / "Chart.yaml", CHART["c/Chart.yaml"])
    write(folder / "m" / "c" / "templates" / "x.yaml", CHART["c/templates/x.yaml"])
    places = [("m/c", 0), ("m/t.yaml", 9), ("m/values.yaml", 0)]

    def check(form: str) -> bytes:
        run = regswap(*CHECK, *flags, "--format", form, "--report", "r.json", "m", cwd=folder)
        assert run.code == code
        return run.out

    assert check("text") == b"2 references: all pass; 3 not looked at\n"
    assert json.loads((folder / "r.json").read_bytes())["counts"]["overlooked"] == 3
    rows = json.loads(check("json"))
    assert {(row["id"], row["severity"]) for row in rows} == {("not-looked-at", severity)}
    assert sorted((row["source"], row["line"]) for row in rows) == places
    log = json.loads(check("sarif"))
    check_log(log)
    assert [(one["ruleId"], one["level"]) for one in log["runs"][0]["results"]] == [("not-looked-at", severity)] * 3
    report = read_report(check("junit"))
    (suite,) = (one for one in report.iter("testsuite") if one.get("name") == "not looked at")
    cases = {(case.get("file"), int(case.get("line", 0)), case[0].tag) for case in suite}
    assert cases == {(*place, "failure" if flags else "skipped") for place in places}


def test_of_very_many_things_that_were_not_looked_at_the_rest_is_counted(folder: Path) -> None:
    arguments = b", ".join(b'"--image={{ x%d }}"' % number for number in range(1010))
    write(folder / "m" / "t.yaml", TEMPLATED % arguments)

    run = regswap(*CHECK, "--complete", "--format", "json", "-q", "m", cwd=folder)

    rows = json.loads(run.out)
    assert (run.code, len(rows)) == (4, 1001)
    assert rows[-1]["message"] == "10 more were not looked at, and not shown"


def test_the_report_of_a_rewrite_counts_the_charts_that_it_passed_over(folder: Path) -> None:
    for name, data in CHART.items():
        write(folder / "m" / name, data)

    assert regswap("rewrite", "-r", "rules/m.map", "--report", "r.json", "m", cwd=folder).code == 0
    assert json.loads((folder / "r.json").read_bytes())["counts"]["overlooked"] == 1


def test_every_format_says_that_there_was_nothing_to_judge() -> None:
    def check(form: str) -> bytes:
        run = regswap(*CHECK, "--format", form, stdin=b"")
        assert run.code == 4
        return run.out

    assert check("text") == b"0 references: nothing to check\n"
    (row,) = json.loads(check("json"))
    assert (row["id"], row["severity"], row["source"]) == ("no-object", "error", "<stdin>")
    log = json.loads(check("sarif"))
    check_log(log)
    assert [(one["ruleId"], one["level"]) for one in log["runs"][0]["results"]] == [("no-object", "error")]
    assert len(list(read_report(check("junit")).iter("failure"))) == 1


def test_a_doubtful_template_that_fails_a_complete_check_is_a_failure_in_every_format(folder: Path) -> None:
    write(folder / "m" / "t.yaml", TEMPLATED % b"--image=$(HOST)/a/b:1")
    command = (*CHECK, "--complete", "m", "--format")

    assert [row["severity"] for row in json.loads(regswap(*command, "json", cwd=folder).out)] == ["note", "error"]
    assert len(list(read_report(regswap(*command, "junit", cwd=folder).out).iter("failure"))) == 1


@pytest.mark.parametrize("stdin", [b"", b"# nothing\n---\n", b"image: {repository: nginx}\n"])
@pytest.mark.parametrize(
    "command", [CHECK, ("rewrite", "-r", "rules/m.map", "--check"), ("rewrite", "-r", "rules/m.map", "--diff")]
)
def test_input_without_an_object_fails_a_check_unless_it_may_be_empty(
    folder: Path, command: tuple[str, ...], stdin: bytes
) -> None:
    code, _, err = regswap(*command, stdin=stdin, cwd=folder)

    assert (code, "<stdin>: error: no object, so that nothing was checked" in err) == (4, True)
    assert regswap(*command, "--allow-empty", stdin=stdin, cwd=folder).code == 0


@pytest.mark.parametrize("data", [POD, b"{kind: List, apiVersion: v1, items: []}", b'{"kind": "ConfigMap"}'])
def test_one_object_is_enough(folder: Path, data: bytes) -> None:
    write(folder / "m" / "empty.yaml", b"")
    write(folder / "m" / "pod.yaml", data)

    assert regswap(*CHECK, "m", cwd=folder).code == 0


def test_a_file_without_an_object_is_warned_about_and_an_empty_stream_of_a_post_renderer_is_not(folder: Path) -> None:
    write(folder / "values.yaml", b"image: {repository: nginx}\n")
    command = ("rewrite", "-r", "rules/m.map")

    code, out, err = regswap(*command, "values.yaml", cwd=folder)
    assert (code, out) == (0, b"image: {repository: nginx}\n")
    assert err.startswith("values.yaml: warning: no object in it, so that nothing was done")
    assert regswap(*command, "--allow-empty", "values.yaml", cwd=folder).err == ""
    assert regswap(*command, "m", cwd=folder).err == ""
    assert regswap(*command, cwd=folder).err == ""
    assert regswap("helm", "post-render", "-r", "rules/m.map", cwd=folder).err == ""


def test_images_that_keep_going_list_what_can_be_read_and_end_with_the_code_of_what_cannot(folder: Path) -> None:
    write(folder / "m" / "bad.yaml", b"kind: Pod\nimage: [\n")
    rows = regswap("images", "m/pod.yaml", cwd=folder).out

    assert regswap("images", "m", cwd=folder)[:2] == (3, b"")
    code, out, err = regswap("images", "--keep-going", "m", "gone.yaml", cwd=folder)
    assert (code, out) == (3, rows)
    assert "m/bad.yaml:3:1: error: document 1 is not valid YAML" in err
    assert "gone.yaml: error: no such file" in err
    assert regswap("images", "--keep-going", "m/pod.yaml", "gone.yaml", cwd=folder)[:2] == (2, rows)
