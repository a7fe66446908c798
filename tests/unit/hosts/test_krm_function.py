from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.command import RULES, Result, limit_memory, regswap, write

HEAD = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n"
POD = "- apiVersion: v1\n  kind: Pod\n  metadata: {name: %s}\n  spec: {containers: [{name: a, image: %s}]}\n"
CONFIG = (
    "functionConfig: {apiVersion: regswap.dev/v1alpha1, kind: ImageRewrite, "
    "spec: {rules: [{prefix: quay.io, target: q.io}]}}\n"
)
UNSAFE = """\
- apiVersion: v1
  kind: Pod
  metadata: {name: b, annotations: {config.kubernetes.io/path: b.yaml}}
  spec:
    containers:
    - image: quay.io/a
      <<: {image: quay.io/b}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "rules.map", RULES)
    return tmp_path


def krm(
    text: str | bytes,
    *arguments: str,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    before: Callable[[], object] | None = None,
) -> Result:
    stdin = text if isinstance(text, bytes) else text.encode()
    return regswap("krm", *arguments, stdin=stdin, cwd=cwd, env=env, before=before)


def results_of(result: Result) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = yaml.safe_load(result.out).get("results", [])
    return results


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "items: []\n" + CONFIG,
        HEAD + CONFIG + "items:\n" + POD % ("a", "ghcr.io/a"),
        "# comment\n---\n" + HEAD + CONFIG + "items: # none\n",
        HEAD.replace("v1\n", "v1beta1\n", 1) + CONFIG,
        "\ufeff" + HEAD + CONFIG + "...\n# after\n",
    ],
)
def test_where_nothing_changes_every_byte_stays(text: str) -> None:
    said = "1 matched by no rule\n" if "ghcr.io" in text else ""
    assert krm(text) == Result(0, text.encode(), said)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_the_encoding_stays(encoding: str) -> None:
    code, out, _ = krm((HEAD + CONFIG + "items:\n" + POD % ("é", "quay.io/a")).encode(encoding))

    text = out.decode(encoding)
    assert code == 0
    assert POD % ("é", "q.io/a") in text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "<stdin>: error: there is nothing; let kustomize or kpt run it"),
        ("# comment\n", "<stdin>: error: there is nothing"),
        ("kind: Pod\napiVersion: v1\n", "is not a ResourceList that is known (v1, Pod)"),
        (HEAD + "---\n" + HEAD, "there are 2 documents where one ResourceList belongs"),
        (HEAD + "items: [\n", "<stdin>:4:1: error: document 1 is not valid YAML"),
        (b"\xff\xfea", "not valid UTF-16"),
        (HEAD.encode() + b"items: [\xff]", "is not valid UTF-8"),
    ],
)
def test_what_is_no_resource_list_ends_in_3_and_without_output(text: str | bytes, message: str) -> None:
    code, out, err = krm(text)

    assert (code, out) == (3, b"")
    assert message in err
    assert "Traceback" not in err


def test_a_wrong_configuration_gives_nothing_back() -> None:
    result = krm(HEAD + "items:\n" + POD % ("a", "quay.io/a"), "-r", "missing.map")

    assert (result.code, result.out) == (2, b"")
    looked_for = Path.cwd() / "missing.map"
    assert (
        result.err == f"missing.map: error: there is no such file; check the path: it was looked for as {looked_for}\n"
    )


def test_a_failure_gives_the_items_back_as_they_were_with_the_error_in_the_results() -> None:
    items = "items:\n" + POD % ("a", "quay.io/a") + UNSAFE

    result = krm(HEAD + CONFIG + items)

    assert result.code == 3
    assert result.out.decode().endswith(items)
    assert [row["severity"] for row in results_of(result)] == ["error"]


def test_what_cannot_be_rewritten_safely_fails_and_names_its_item() -> None:
    text = HEAD + CONFIG + "items:\n" + POD % ("a", "quay.io/a") + UNSAFE

    result = krm(text)

    (row,) = results_of(result)
    assert result.code == 3
    assert result.err.startswith("b.yaml: error: Pod b: ")
    assert row["resourceRef"] == {"apiVersion": "v1", "kind": "Pod", "name": "b"}
    assert row["file"] == {"path": "b.yaml"}
    assert yaml.safe_load(result.out)["items"] == yaml.safe_load(text)["items"]


@pytest.mark.parametrize("asked", ["flag", "object"])
def test_the_check_ends_in_1_and_changes_nothing(asked: str) -> None:
    config = CONFIG if asked == "flag" else CONFIG.replace("spec: {", "spec: {check: true, ")
    text = HEAD + config + "items:\n" + POD % ("a", "quay.io/a") + POD % ("b", "ghcr.io/a")

    result = krm(text, *["--check"] * (asked == "flag"))

    (row,) = results_of(result)
    assert result.code == 1
    assert result.err.startswith("error: Pod a: spec.containers[0].image: `quay.io/a` would become `q.io/a`; ")
    assert (row["severity"], row["field"]["proposedValue"]) == ("error", "q.io/a")
    assert yaml.safe_load(result.out)["items"] == yaml.safe_load(text)["items"]


def test_the_check_passes_what_is_rewritten_byte_for_byte() -> None:
    text = HEAD + CONFIG + "items:\n" + POD % ("a", "q.io/a")

    assert krm(text, "--check") == Result(0, text.encode(), "")


@pytest.mark.parametrize("value", ["no", "True ", "1"])
def test_an_item_is_left_alone_only_where_it_says_so(value: str) -> None:
    pod = POD.replace("{name: %s}", "{name: %s, annotations: {config.kubernetes.io/local-config: 'VALUE'}}") % (
        "a",
        "quay.io/a",
    )

    local = krm(HEAD + CONFIG + "items:\n" + pod.replace("VALUE", "true"))
    other = krm(HEAD + CONFIG + "items:\n" + pod.replace("VALUE", value))

    assert b" q.io/a" not in local.out
    assert b" q.io/a" in other.out


def test_a_split_reference_has_a_result_for_each_field_that_changes() -> None:
    text = (
        HEAD
        + "items:\n- apiVersion: example.com/v1\n  kind: Shop\n  metadata: {name: s}\n"
        + "  spec: {image: {registry: quay.io, repository: a, tag: '1'}}\n"
        + "functionConfig:\n  apiVersion: regswap.dev/v1alpha1\n  kind: ImageRewrite\n  spec:\n"
        + "    rules: [{prefix: quay.io, target: q.io/mirror}]\n    paths:\n"
        + "    - kinds: [example.com/Shop]\n"
        + "      paths: {spec.image: {registry: registry, repository: repository, tag: tag}}\n"
    )

    result = krm(text, "-v")

    rows = results_of(result)
    image = yaml.safe_load(result.out)["items"][0]["spec"]["image"]
    assert {row["message"] for row in rows} == {"quay.io/a:1 becomes q.io/mirror/a:1"}
    assert {row["field"]["path"]: row["field"]["proposedValue"] for row in rows} == {
        f"spec.image.{key}": image[key] for key in ("registry", "repository") if image[key] not in ("quay.io", "a")
    }


def test_what_is_said_in_the_results_is_yaml_whatever_it_holds() -> None:
    odd = '"\\x7f\\u2028\\"\\\\\\U0001f600 {}"'
    text = HEAD + CONFIG + "items:\n" + POD % ("a", odd) + POD % (odd, "quay.io/a")

    result = krm(text, "-v")

    warning, change = sorted(results_of(result), key=lambda row: str(row["severity"]), reverse=True)
    assert result.code == 0
    assert warning["field"]["currentValue"] == yaml.safe_load(odd)
    assert change["resourceRef"]["name"] == yaml.safe_load(odd)


def test_the_report_is_written_whatever_happens(folder: Path) -> None:
    text = HEAD + "items:\n" + POD % ("a", "quay.io/a")
    report = folder / "report.json"

    good = krm(text, "-r", "rules.map", "--report", "report.json", cwd=folder)
    counts = json.loads(report.read_bytes())["counts"]
    bad = krm(text, "-r", "missing.map", cwd=folder, env={"REGSWAP_REPORT": "report.json"})

    assert (good.code, counts["changed"], counts["documents"]) == (0, 1, 1)
    assert (bad.code, json.loads(report.read_bytes())["counts"]["errors"]) == (2, 1)


def test_a_report_that_cannot_be_written_fails_before_anything_changes(folder: Path) -> None:
    text = HEAD + "items:\n" + POD % ("a", "quay.io/a")

    result = krm(text, "-r", "rules.map", "--report", "no/folder/report.json", cwd=folder)

    assert result.code == 3
    assert "no/folder/report.json" in result.err
    assert yaml.safe_load(result.out)["items"] == yaml.safe_load(text)["items"]


def test_nothing_is_said_that_a_second_run_would_not_say_again() -> None:
    pods = POD % ("a", "quay.io/a") + POD % ("b", "ghcr.io/b") + POD % ("c", "'{{ x }}'")

    first = krm(HEAD + CONFIG + "items:\n" + pods)
    second = krm(re.sub(r"(?s)results:.*?(?=items:)", "", first.out.decode()))

    assert b"image: q.io/a}" in first.out
    assert (results_of(second), second.err) == (results_of(first), first.err)
    assert "1 matched by no rule" in first.err


def test_quiet_says_errors_only_on_standard_error() -> None:
    text = HEAD + CONFIG + "items:\n" + POD % ("a", "'{{ x }}'")

    loud, quiet = krm(text), krm(text, "-q")

    assert loud.err.startswith("warning: Pod a: spec.containers[0].image was left as it is: `{{ x }}`")
    assert (quiet.err, quiet.out) == ("", loud.out)


def test_an_environment_of_the_host_is_enough(folder: Path) -> None:
    text = HEAD + "items:\n" + POD % ("a", "quay.io/a")

    assert b"mirror.example/quay/a" in krm(text, cwd=folder, env={"REGSWAP_RULES": "rules.map"}).out


@pytest.mark.parametrize("before", [None, limit_memory(1024)], ids=["", "in a gibibyte"])
def test_a_long_list_comes_out_whole(before: Callable[[], object] | None) -> None:
    text = HEAD + CONFIG + "items:\n" + "".join(POD % (f"p{number}", "quay.io/a") for number in range(5000))

    result = krm(text, "-v", before=before)

    assert result.code == 0
    assert result.out.count(b"image: q.io/a}") == 5000
    assert result.out.count(b"\n- {") == 5000


def test_the_short_start_and_the_long_start_do_the_same() -> None:
    text = HEAD + CONFIG + "items:\n" + POD % ("a", "quay.io/a")

    assert krm(text, "-v") == krm(text, "--verbose", "--shapes")


def test_warnings_about_rules_are_in_the_results_of_a_failure_too() -> None:
    config = (
        'functionConfig: {apiVersion: v1, kind: ConfigMap, data: {maps: "default::\\nquay.io::a.io\\nquay.io::b.io"}}\n'
    )

    result = krm(HEAD + config + "items:\n" + UNSAFE)

    assert result.code == 3
    assert [row["severity"] for row in results_of(result)] == ["warning", "error"]


LOCK = """\
apiVersion: regswap.dev/v1alpha1
kind: BundleLock
at: source
images:
- {source: quay.io/a, target: q.io/a:latest, digest: DIGEST}
"""


@pytest.mark.parametrize("named", ["flag", "environment"])
def test_a_lock_pins_and_what_is_not_in_it_fails(folder: Path, named: str) -> None:
    digest = f"sha256:{'0a' * 32}"
    write(folder / "lock.yaml", LOCK.replace("DIGEST", digest).encode())
    arguments = ("--lock", "lock.yaml") if named == "flag" else ()
    env = {} if arguments else {"REGSWAP_LOCK": "lock.yaml"}

    def run(image: str) -> Result:
        return krm(HEAD + CONFIG + "items:\n" + POD % ("a", image), *arguments, cwd=folder, env=env)

    pinned, other = run("quay.io/a"), run("quay.io/b")

    assert (pinned.code, f"image: q.io/a@{digest}".encode() in pinned.out) == (0, True)
    assert (other.code, b"image: quay.io/b" in other.out) == (5, True)
    assert "becomes `q.io/b`, which is not in lock.yaml" in results_of(other)[0]["message"]
