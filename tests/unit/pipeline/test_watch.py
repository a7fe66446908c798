"""Selectors and paths that find nothing are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import POD, RULES, regswap, write

JOB = b"""\
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, namespace: shop}
spec: {template: {spec: {containers: [{name: a, image: quay.io/a}]}}}
"""
SHOP = b"""\
apiVersion: example.com/v1
kind: Shop
metadata: {name: s}
spec: {front: {image: quay.io/f}, list: [{image: quay.io/l}]}
"""
STREAM = b"---\n".join((POD, JOB, SHOP))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "m.map", RULES)
    return tmp_path


def said(*arguments: str, stdin: bytes = STREAM, command: str = "rewrite") -> list[str]:
    code, _, err = regswap(command, "-r", "m.map", *arguments, stdin=stdin, cwd=Path.cwd())
    assert code == 0
    told = [line for line in err.splitlines() if "warning" in line or "note" in line]
    # What is said of the images of the Shop that no path names is said whether paths find something or not.
    return [
        line
        for line in told
        if "is left and would become" not in line and "like a reference" not in line and "like references" not in line
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--exclude", "kind=Job"),
        ("--exclude", "kind=J*", "--exclude", "kind=Job"),
        ("--include", "namespace=shop", "--include", "name=web"),
        ("--include", "kind=Pod", "--exclude", "reference=nginx*"),
        ("--path", "example.com/Shop:spec.front.image"),
        ("--path", "*/Shop:spec.list[*].image", "--path", "example.com/Shop:$.spec.front.image"),
        ("--path", "example.com/Shop:$.spec.list[?(@.image == 'quay.io/l')].image"),
        ("--path", "example.com/Shop:never:spec.nothing"),
        # One of the catalogue's.
        ("--path", "batch/Job:spec.template.spec.containers[*].image"),
    ],
    ids=" ".join,
)
def test_what_finds_something_is_not_told(arguments: tuple[str, ...]) -> None:
    assert said(*arguments) == []
    listed = b"apiVersion: v1\nkind: List\nitems:\n- " + SHOP.replace(b"\n", b"\n  ").rstrip() + b"\n- "
    listed += JOB.replace(b"\n", b"\n  ").rstrip() + b"\n- " + POD.replace(b"\n", b"\n  ").rstrip() + b"\n"
    assert said(*arguments, stdin=listed) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--exclude", "kind=jbo"), "--exclude: warning: `kind=jbo` matches nothing; did you mean `kind=Job`?"),
        (
            ("--exclude", "kind=Deploymnt"),
            "--exclude: warning: `kind=Deploymnt` matches nothing; did you mean `kind=Deployment`?",
        ),
        (
            ("--exclude", "kind=Deployment"),
            "--exclude: warning: `kind=Deployment` matches nothing; see `regswap images`",
        ),
        (
            ("--exclude", "namespace=shp"),
            "--exclude: warning: `namespace=shp` matches nothing; did you mean `namespace=shop`?",
        ),
        (("--exclude", "kind=Job,name=migrat"), "`kind=Job,name=migrat` matches nothing; did you mean `name=migrate`?"),
        (("--exclude", "label=a=b"), "--exclude: warning: `label=a=b` matches nothing; see `regswap images`"),
        (("--include", "kind=Pod", "--include", "kind=x*"), "--include: warning: `kind=x*` matches nothing"),
        (
            ("--path", "example.com/Shop:spec.imge"),
            "--path: warning: `example.com/Shop:spec.imge` matches nothing; see `regswap paths test`",
        ),
        (
            ("--path", "other.com/Shop:spec.front.image"),
            "--path: warning: `other.com/Shop:spec.front.image` matches nothing",
        ),
        (("--path", "example.com/Shpo:spec.image"), "--path: note: no manifest has the kind `Shpo`"),
        (("--path", "batch/Jobs:spec.image"), "--path: note: no manifest has the kind `Jobs`; did you mean `Job`?"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_what_finds_nothing_is_told_once(arguments: tuple[str, ...], message: str) -> None:
    (line,) = said(*arguments)

    assert line.startswith(message) or message in line
    assert said(*arguments, "-q") == []
    assert said(*arguments, command="images") == [line]


def test_where_there_is_no_reference_nothing_is_missed() -> None:
    assert said("--exclude", "kind=jbo", stdin=b"apiVersion: v1\nkind: Service\nmetadata: {name: s}\n") == []


def test_a_configuration_that_others_share_is_doubted_only_where_a_word_looks_misspelt(folder: Path) -> None:
    config = "apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec: {scope: {exclude: [{kind: %s}]}}\n"
    for selector in ("CronJob", "Deployment, namespace: shops", "Job, name: migrate-1", "Jo*"):
        write(folder / "regswap.yaml", (config % selector).encode())
        assert said("-c", "regswap.yaml") == []

    write(folder / "regswap.yaml", (config % "Jobb").encode())
    assert said("-c", "regswap.yaml") == [
        "spec.scope.exclude: warning: `kind=Jobb` matches nothing; did you mean `kind=Job`?"
    ]


def test_the_gate_and_the_function_tell_it_too(folder: Path) -> None:
    items = b"items:\n- " + POD.replace(b"\n", b"\n  ").rstrip() + b"\n"
    text = b"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n" + items

    assert said("--exclude", "kind=Pdo", "--allow", "*", command="check") == [
        "--exclude: warning: `kind=Pdo` matches nothing; did you mean `kind=Pod`?"
    ]
    for extra in (
        b"",
        b"functionConfig: {apiVersion: v1, kind: ConfigMap, metadata: {name: n}, data: {shapes: 'true'}}\n",
    ):
        out = regswap("krm", "-r", "m.map", "--exclude", "kind=Pdo", stdin=text + extra, cwd=folder).out
        assert out.count(b"matches nothing") == 1
        assert b"matches nothing" not in regswap("krm", "-r", "m.map", stdin=text + extra, cwd=folder).out
