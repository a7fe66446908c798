"""Which files of a plain folder are manifests: those that Argo CD takes, and none is left out unseen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from regswap.errors import ManifestError, UsageError
from regswap.hosts.argocd.application import Application, read_application
from regswap.hosts.argocd.glob import compile_glob
from regswap.hosts.argocd.plain_folder import find_manifests
from tests.support.command import write

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n"


def application(folder: Path, **parameters: str) -> Application:
    given = [{"name": name, "string": value} for name, value in parameters.items()]
    return read_application({"ARGOCD_APP_PARAMETERS": json.dumps(given)}, str(folder))


def find(folder: Path, files: dict[str, str | bytes], **parameters: str) -> list[str]:
    for name, data in files.items():
        write(folder / name, data.encode() if isinstance(data, str) else data)
    return find_manifests(application(folder, **parameters))[0]


def test_the_files_that_count_are_those_that_argo_cd_takes(tmp_path: Path) -> None:
    written: dict[str, str | bytes] = {
        "b.yaml": POD,
        "a.yml": POD,
        "c.json": '{"kind": "Pod"}',
        ".hidden.yaml": POD,
        "utf16.yaml": POD.encode("utf-16"),
        "nothing.yaml": "# kind: Pod\n---\nnull\n",
        "A.YAML": POD,
        "a.txt": POD,
        "ci.yaml": "steps: [{kind: test}]\n---\n- kind: Pod\n",
        "skipped.yaml": POD + "# +argocd:skip-file-rendering\n",
        "skipped.json": '{"a": "+argocd:skip-file-rendering"}',
        "more/d.yaml": POD,
        ".github/e.yaml": POD,
    }

    flat = [".hidden.yaml", "a.yml", "b.yaml", "c.json", "utf16.yaml"]
    assert find(tmp_path, written) == flat
    assert find(tmp_path, {}, recurse="true") == [".github/e.yaml", *flat[:4], "more/d.yaml", "utf16.yaml"]


@pytest.mark.parametrize(
    ("include", "exclude", "found"),
    [
        ("", "", ["a.yaml", "b.yml", "sub/c.yaml", "sub/deep/d.yaml"]),
        ("*.yaml", "", ["a.yaml", "sub/c.yaml", "sub/deep/d.yaml"]),
        ("sub/*", "", ["sub/c.yaml", "sub/deep/d.yaml"]),
        ("", "sub/*", ["a.yaml", "b.yml"]),
        ("*.yaml", "{a,sub/c}.yaml", ["sub/deep/d.yaml"]),
        ("[!a].y?l", "", ["b.yml"]),
        ("nothing", "", []),
    ],
)
def test_files_are_included_and_excluded_by_patterns(
    tmp_path: Path, include: str, exclude: str, found: list[str]
) -> None:
    files: dict[str, str | bytes] = dict.fromkeys(("a.yaml", "b.yml", "sub/c.yaml", "sub/deep/d.yaml"), POD)

    assert find(tmp_path, files, recurse="true", include=include, exclude=exclude) == found


def test_what_is_excluded_is_not_judged(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.yaml": POD, "bad.yaml": "kind: [", "x.jsonnet": "{}", "package.json": "{}"}

    assert find(tmp_path, files, exclude="{bad.yaml,*.json*}") == ["a.yaml"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.yaml", POD + "---\nsteps: []\n", "a.yaml:5:1: there is no kind in this document"),
        ("a.yaml", "values: 1\n---\n" + POD, "a.yaml:1:1: there is no kind in this document"),
        ("a.yaml", "text: |\n  apiVersion: v1\n  kind: Pod\n  metadata: {}\n", "a.yaml:1:1: there is no kind in this"),
        ("a.yaml", "apiVersion: v1\nkind:\nmetadata: {}\n", "a.yaml:1:1: there is no kind in this document"),
        ("a.yaml", "{{ if x }}\na: 1\n", "a.yaml:2:"),
        ("a.yaml", POD + "spec: [\n", "a.yaml:5:"),
        ("a.yaml", "--- {kind: Pod}\n", "a.yaml:1:1: Argo CD reads nothing but a comment after `---`"),
        ("a.json", "{", "a.json:1:2: is not JSON"),
        ("a.json", "kind: Pod\n", "a.json:1:1: is not JSON"),
        ("a.json", '{"kind": "Pod"}\n{"kind": "Pod"}', "a.json:2:1: holds more than one value"),
        ("a.json", '{"name": "web"}', "a.json: is not an object of Kubernetes: it has no kind"),
        ("a.json", '[{"kind": "Pod"}]', "a.json: is not an object of Kubernetes: it has no kind"),
        ("a.json", b"\xff\xff", "a.json: is not JSON"),
    ],
)
def test_what_argo_cd_refuses_is_refused_by_the_name_of_its_file(
    tmp_path: Path, name: str, text: str | bytes, message: str
) -> None:
    with pytest.raises(ManifestError) as refused:
        find(tmp_path, {name: text, "b.yaml": POD})

    assert str(refused.value).startswith(message)


def test_jsonnet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^x\.jsonnet: Jsonnet is not rendered here"):
        find(tmp_path, {"x.jsonnet": "{}"})


def test_a_link_to_nothing_is_left_out_and_told(tmp_path: Path) -> None:
    (tmp_path / "gone.yaml").symlink_to("nowhere.yaml")
    write(tmp_path / "a.yaml", POD.encode())

    found, said = find_manifests(application(tmp_path))

    assert found == ["a.yaml"]
    assert said == "gone.yaml: is not a file, or a link to none, and was left out\n"


# Each line was asked of github.com/gobwas/glob 0.2.3, as Argo CD calls it: `glob.Compile(pattern)`, without separators.
@pytest.mark.parametrize(
    ("pattern", "matched", "others"),
    [
        ("*.yaml", ["a.yaml", "a/b.yaml", ".yaml"], ["a.yml", "a.yaml.txt"]),
        ("a/**/b", ["a/x/b", "a/x/y/b", "a//b", "a/b"], ["a/c"]),
        ("?.yaml", ["a.yaml", "/.yaml"], ["ab.yaml", ".yaml"]),
        ("[a-c]x", ["ax", "cx"], ["dx", "-x"]),
        ("[!a-c]x", ["dx", "/x"], ["ax"]),
        ("[abc]x", ["bx"], ["dx"]),
        ("[!abc]x", ["dx"], ["bx"]),
        ("[ab-d]x", ["-x", "bx", "dx"], ["cx"]),
        ("{a,b*}.yaml", ["a.yaml", "bcd.yaml"], ["c.yaml"]),
        ("{a,{b,c}d}", ["a", "bd", "cd"], ["b", "d"]),
        ("a,b}", ["a,b}"], ["a", "b"]),
        (r"\*\{a", ["*{a"], ["x{a"]),
        ("a.b", ["a.b"], ["axb"]),
        ("{config.json,env-usw2/*}", ["config.json", "env-usw2/a/b.yaml"], ["env/config.json"]),
    ],
)
def test_patterns_are_those_of_argo_cd(pattern: str, matched: list[str], others: list[str]) -> None:
    matches = compile_glob(pattern, "parameter include")

    assert [path for path in (*matched, *others) if matches(path)] == matched


@pytest.mark.parametrize("pattern", ["[", "[a", "[]", "[!]", "[a-]", "[c-a]", "[a-cx]", "{a", "{}", "{a,}", "a\\"])
def test_what_is_not_a_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(UsageError, match=r"^parameter include: `.*` is not a pattern of Argo CD; write it with"):
        compile_glob(pattern, "parameter include")
