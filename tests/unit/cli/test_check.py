"""``regswap check``, run as users run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import POD, REWRITTEN, RULES, regswap, write
from tests.support.junit import read_report
from tests.support.sarif import check_log

NOTHING_ASKED = (
    "error: nothing is asked of the references; name the registries with --allow or `spec.allow`, or ask for "
    "--require-digest or --no-latest\n"
)
PODS = b"""\
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: prod}
spec:
  containers:
    - image: quay.io.evil.com/a:1
      args: [--sidecar-image=quay.io/b:1, x/y:1]
    - image: quay.io/c
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: prod}
spec: {containers: [{image: "{{ x }}"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: good}
spec: {containers: [{image: quay.io/d:1}]}
"""
CONFIG = b"apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec:\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "m.map", RULES)
    write(tmp_path / "pod.yaml", POD)
    write(tmp_path / "pods.yaml", PODS)
    return tmp_path


def test_what_is_allowed_passes() -> None:
    assert regswap("check", "--allow", "docker.io", stdin=POD) == (0, b"1 reference: all pass\n", "")
    assert regswap("check", "--allow", "mirror.example/hub", stdin=REWRITTEN).code == 0
    assert regswap("check", "--allow", "*", "-q", stdin=POD) == (0, b"", "")


def test_what_is_not_allowed_fails_with_its_place() -> None:
    code, out, err = regswap("check", "--allow", "mirror.example", stdin=POD)

    assert (code, err) == (4, "")
    assert out.decode() == (
        "<stdin>:8:14: error: spec.containers[0].image: `nginx:1.27` is in `docker.io`, outside of what is allowed "
        "[not-allowed]; mirror it and add a rule for it, or allow its registry with --allow\n"
        "        image: nginx:1.27 # the server\n"
        "               ^\n"
        "1 reference: 1 not-allowed (docker.io 1)\n"
    )


def test_findings_of_a_kind_stand_together_and_doubtful_ones_last(folder: Path) -> None:
    code, out, _ = regswap("check", "--allow", "quay.io", "--no-latest", "pods.yaml", cwd=folder)
    heads = [line.split(": ")[:2] for line in out.decode().splitlines() if line.startswith("pods.yaml:")]

    assert code == 4
    assert heads == [
        ["pods.yaml:6:14", "error"],
        ["pods.yaml:13:29", "error"],
        ["pods.yaml:8:14", "error"],
        ["pods.yaml:7:43", "note"],
    ]
    assert out.endswith(b"\n6 references: 1 not-allowed (quay.io.evil.com 1), 1 templated, 1 latest; 1 doubtful\n")


def test_what_is_doubtful_alone_does_not_fail(folder: Path) -> None:
    write(folder / "pod.yaml", POD + b"      args: [x/y:1]\n")

    code, out, _ = regswap("check", "--allow", "docker.io/library", "pod.yaml", cwd=folder)
    assert code == 0
    assert b"note: spec.containers[0].args[0]: `x/y:1` is in `docker.io`" in out
    assert regswap("check", "--allow", "docker.io/library", "-q", "pod.yaml", cwd=folder).out == b""


def test_what_is_hidden_fails_unless_nobody_wants_it_found(folder: Path) -> None:
    write(folder / "pod.yaml", POD + b"      args: [--sidecar-image=quay.io/b:1]\n")
    command = ("check", "--allow", "docker.io", "pod.yaml")

    assert regswap(*command, cwd=folder).code == 4
    assert regswap(*command, "--hidden", "off", cwd=folder)[:2] == (
        0,
        b"1 reference: all pass; not looked at: hidden places (--hidden off)\n",
    )
    write(folder / "c.yaml", CONFIG + b'  hidden: "off"\n')
    assert regswap(*command, "-c", "c.yaml", cwd=folder).code == 4


def test_with_rules_what_they_make_of_references_counts(folder: Path) -> None:
    write(folder / "pod.yaml", POD + b"      args: [--executor-image=quay.io/b:1]\n")
    command = ("check", "-r", "m.map", "--allow", "mirror.example", "pod.yaml")

    assert regswap(*command, cwd=folder) == (0, b"2 references: all pass\n", "")
    code, out, _ = regswap(*command, "--hidden", "report", cwd=folder)
    assert (code, out.count(b"error")) == (4, 1)
    assert b"args[0]: `quay.io/b:1` is in `quay.io`, outside" in out
    (line, *_) = regswap("check", "-r", "m.map", "--allow", "docker.io", "pod.yaml", cwd=folder).out.splitlines()
    assert b"`nginx:1.27` becomes `mirror.example/hub/nginx:1.27`, which is in `mirror.example`, outside" in line


@pytest.mark.parametrize(
    "settings",
    [
        b"  scope: {exclude: [{kind: Pod}]}\n",
        b"  scope: {include: [{kind: Job}]}\n",
        b'  namespaceLabels: {"": {stylus.io/imageswap: disable}}\n',
        b"  optOut: {label: a, value: b}\n",
    ],
)
def test_what_the_configuration_leaves_alone_is_judged_as_it_is_written(folder: Path, settings: bytes) -> None:
    write(folder / "c.yaml", CONFIG + settings)
    write(folder / "pod.yaml", POD.replace(b"  name: web\nspec", b"  name: web\n  labels: {a: b}\nspec"))
    command = ("check", "-c", "c.yaml", "-r", "m.map", "--allow", "mirror.example", "pod.yaml")

    assert regswap(*command[:1], *command[3:], cwd=folder).code == 0
    code, out, _ = regswap(*command, cwd=folder)
    assert code == 4
    assert b"`nginx:1.27` is in `docker.io`" in out


def test_what_the_command_line_excludes_is_not_judged() -> None:
    command = ("check", "--allow", "mirror.example")

    assert regswap(*command, "--exclude", "kind=Pod", stdin=POD).code == 0
    assert regswap(*command, "--exclude", "label=a", stdin=POD.replace(b"spec", b"  labels: {a: b}\nspec")).code == 0
    assert regswap(*command, "--include", "kind=Job", stdin=POD).code == 0
    assert regswap(*command, "--exclude", "kind=Pod", stdin=POD.replace(b"nginx:1.27", b"null")).code == 0
    assert regswap(*command, "--exclude", "kind=Job", stdin=POD).code == 4


@pytest.mark.parametrize(
    ("settings", "flags", "code"),
    [
        (b"  scope: {include: [{kind: Job}]}\n", (), 4),
        (b"  scope: {include: [{kind: Job}]}\n", ("--include", "kind=Pod"), 0),
        (b"  scope: {exclude: [{kind: Pod}]}\n", ("--include", "kind=Pod"), 4),
        (b"  hidden: report\n", (), 4),
        (b"  hidden: report\n", ("--hidden", "certain"), 0),
        (b'  hidden: "off"\n', (), 4),
    ],
)
def test_the_gate_judges_what_rewriting_with_the_same_flags_writes(
    folder: Path, settings: bytes, flags: tuple[str, ...], code: int
) -> None:
    write(folder / "c.yaml", CONFIG + settings)
    write(folder / "pod.yaml", POD + b"      args: [--executor-image=quay.io/b:1]\n")
    asked = ("-c", "c.yaml", "-r", "m.map", *flags)
    written = regswap("rewrite", *asked, "pod.yaml", cwd=folder).out

    assert regswap("check", *asked, "--allow", "mirror.example", "pod.yaml", cwd=folder).code == code
    assert regswap("check", "--allow", "mirror.example", stdin=written, cwd=folder).code == code


def test_allowances_of_the_command_line_go_before_the_configuration(folder: Path) -> None:
    write(folder / "c.yaml", CONFIG + b"  allow: [mirror.example, docker.io/library]\n")

    assert regswap("check", "-c", "c.yaml", "pod.yaml", cwd=folder).code == 0
    assert regswap("check", "-c", "c.yaml", "--allow", "mirror.example", "pod.yaml", cwd=folder).code == 4


def test_a_gate_that_asks_for_nothing_is_a_mistake(folder: Path) -> None:
    assert regswap("check", "pod.yaml", cwd=folder) == (2, b"", NOTHING_ASKED)
    write(folder / "c.yaml", CONFIG + b"  allow: []\n")
    assert regswap("check", "-c", "c.yaml", "pod.yaml", cwd=folder) == (2, b"", NOTHING_ASKED)


def test_what_is_no_allowance_is_told(folder: Path) -> None:
    assert regswap("check", "--allow", "https://quay.io", "pod.yaml", cwd=folder) == (
        2,
        b"",
        "--allow: error: `https://quay.io` begins with a scheme, as a URL does; write `quay.io`\n",
    )
    write(folder / "c.yaml", CONFIG + b"  allow:\n    - team\n    - quay.io/a:1\n")
    code, _, err = regswap("check", "-c", "c.yaml", "pod.yaml", cwd=folder)
    assert code == 2
    assert "c.yaml:5:7: error: `team` does not begin with a registry; write `docker.io/team`\n" in err
    assert "c.yaml:6:7: error: `quay.io/a:1` has a `:` in its path; write `quay.io/a`\n" in err


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit"])
def test_a_manifest_that_cannot_be_read_goes_before_what_is_not_allowed(folder: Path, form: str) -> None:
    write(folder / "z.yaml", b"kind: Pod\nspec: {containers: [{image: nginx}\n")

    code, out, err = regswap("check", "--allow", "q.io", "--format", form, "--report", "r.json", ".", cwd=folder)

    assert (code, out) == (3, b"")
    assert "z.yaml:" in err
    assert json.loads((folder / "r.json").read_bytes())["counts"]["errors"] == 1


def test_json_has_an_object_for_each_finding(folder: Path) -> None:
    code, out, err = regswap("check", "--allow", "quay.io", "--format", "json", "pods.yaml", cwd=folder)
    findings = json.loads(out)

    assert code == 4
    assert err == "6 references: 1 not-allowed (quay.io.evil.com 1), 1 templated; 1 doubtful\n"
    assert [(one["id"], one["severity"], one["line"], one["reference"]) for one in findings] == [
        ("not-allowed", "error", 6, "quay.io.evil.com/a:1"),
        ("not-allowed", "note", 7, "x/y:1"),
        ("templated", "error", 13, "{{ x }}"),
    ]
    assert regswap("check", "--allow", "*", "--format", "json", "-q", stdin=POD) == (0, b"[]\n", "")


def test_sarif_is_valid_and_what_came_from_stdin_has_no_place(folder: Path) -> None:
    log = json.loads(regswap("check", "--allow", "quay.io", "--format", "sarif", "pods.yaml", cwd=folder).out)
    piped = json.loads(regswap("check", "--allow", "quay.io", "--format", "sarif", stdin=PODS).out)

    check_log(log)
    check_log(piped)
    results = log["runs"][0]["results"]
    assert [(one["ruleId"], one["level"]) for one in results] == [
        ("not-allowed", "error"),
        ("not-allowed", "note"),
        ("templated", "error"),
    ]
    place = results[0]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "pods.yaml"}, "region": {"startLine": 6, "startColumn": 14}}
    assert not any("locations" in one for one in piped["runs"][0]["results"])


def test_junit_is_valid_and_has_a_case_for_each_object(folder: Path) -> None:
    write(folder / "service.yaml", b"kind: Service\n")
    code, out, _ = regswap("check", "--allow", "quay.io", "--format", "junit", "pods.yaml", "service.yaml", cwd=folder)
    root = read_report(out)

    assert code == 4
    assert [
        (case.get("classname"), case.get("name"), len(case.findall("failure"))) for case in root.iter("testcase")
    ] == [
        ("pods.yaml", "Pod prod/web", 1),
        ("pods.yaml", "Pod prod/web (document 2, line 13)", 1),
        ("pods.yaml", "Pod good", 0),
        ("service.yaml", "no references", 0),
    ]
    (notes,) = root.iter("system-out")
    assert "x/y:1" in (notes.text or "")


def test_junit_is_valid_whatever_the_manifest_holds() -> None:
    stdin = POD.replace(b"name: web", b'name: "<&\\"\\n\\0\\uFFFE>"', 1).replace(b"nginx:1.27", b'"]]>\\e\\0&"')
    code, out, _ = regswap("check", "--allow", "quay.io", "--format", "junit", stdin=stdin)

    (case,) = read_report(out).iter("testcase")
    assert (code, case.get("name")) == (4, 'Pod <&"\\n\\x00\\ufffe>')


def test_what_is_left_is_told_once() -> None:
    assert regswap("check", "--allow", "q.io", stdin=POD.replace(b"nginx:1.27", b"$(IMG)")).err == ""
