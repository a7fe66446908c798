"""``regswap paths list`` and ``paths test``, run as users run them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import POD, regswap, write

CONFIG = b"""\
apiVersion: regswap.dev/v1alpha1
kind: ImageRewrite
spec:
  paths:
    - kinds: [example.com/Shop]
      versions: [v1]
      paths: {spec.front.image: reference, spec.back: {repository: repo, tag: tag}}
      never: [spec.front.old]
"""
SHOP = b"""\
apiVersion: example.com/v1
kind: Shop
metadata: {name: shop, namespace: prod}
spec:
  front: {image: quay.io/a:1, old: quay.io/old:1}
  map: {image: {x: y}}
  number: 12
"""
OBJECTS = b"""\
apiVersion: v1
kind: Service
metadata: {name: web}
---
apiVersion: example.com/v1
kind: Nobody
metadata: {name: plain}
---
apiVersion: example.com/v1
kind: Nobody
metadata: {name: pods}
spec: {template: {spec: {containers: [{name: a, image: quay.io/a:1, args: [--image=quay.io/b:1]}]}}}
---
apiVersion: v1
kind: Deployment
metadata: {name: misplaced}
"""


def test_the_catalogue_and_what_is_added_to_it_are_listed(tmp_path: Path) -> None:
    write(tmp_path / "c.yaml", CONFIG)
    command = ("paths", "list", "-c", "c.yaml", "--path", "example.com/Bar:oci:$.spec.url", "Pod", "example.com/*")

    assert regswap(*command, cwd=tmp_path).out.decode() == (
        "KIND              VERSIONS  PATH              HOLDS                         FROM\n"
        "Pod               all       spec              podSpec                       catalogue\n"
        "example.com/Bar   all       $.spec.url        oci                           path\n"
        "example.com/Shop  v1        spec.front.image  reference                     path\n"
        "example.com/Shop  v1        spec.back         {repository: repo, tag: tag}  path\n"
        "example.com/Shop  v1        spec.front.old    never                         path\n"
    )
    listed = json.loads(regswap(*command, "--format", "json", cwd=tmp_path).out)
    assert listed[3] == {
        "group": "example.com",
        "kind": "Shop",
        "versions": ["v1"],
        "path": "spec.back",
        "holds": {"repository": "repo", "tag": "tag"},
        "from": "path",
    }
    assert len(regswap("paths", "list").out.splitlines()) > 500


def test_a_kind_that_is_known_to_hold_nothing_is_listed() -> None:
    out = regswap("paths", "list", "Namespace").out.decode()

    assert out.splitlines()[1].split() == ["Namespace", "all", "-", "no", "reference", "catalogue"]


def test_rows_to_paste_are_read_back(tmp_path: Path) -> None:
    write(tmp_path / "c.yaml", CONFIG)
    first = regswap("paths", "list", "-c", "c.yaml", "--format", "yaml", "example.com/Shop", cwd=tmp_path).out
    write(tmp_path / "again.yaml", first)

    command = ("paths", "list", "-c", "again.yaml", "--format", "yaml", "example.com/Shop")
    assert regswap(*command, cwd=tmp_path) == (0, first, "")


def test_a_kind_that_nobody_knows_is_told() -> None:
    assert regswap("paths", "list", "Pod", "rollout") == (
        2,
        b"",
        "error: nothing is known of `rollout`; did you mean `Rollout`?\n",
    )


def test_each_path_is_shown_with_what_it_finds(tmp_path: Path) -> None:
    write(tmp_path / "c.yaml", CONFIG)
    write(tmp_path / "shop.yaml", SHOP)
    paths = ("spec.map.image", "spec.number", "$.spec[?(@.none)].image")
    flags = [text for path in paths for text in ("--path", f"example.com/Shop:{path}")]

    code, out, err = regswap("paths", "test", "-c", "c.yaml", *flags, "shop.yaml", cwd=tmp_path)

    assert (code, err) == (0, "")
    assert out.decode() == (
        "shop.yaml:1: example.com/v1 Shop prod/shop\n"
        "  spec.front.image reference (path)\n"
        "    5: spec.front.image: quay.io/a:1\n"
        "  spec.back {repository: repo, tag: tag} (path): nothing\n"
        "  spec.front.old never (path)\n"
        "    5: spec.front.old: quay.io/old:1\n"
        "  spec.map.image reference (path)\n"
        "    6: spec.map.image: is a map, not a string\n"
        "  spec.number reference (path)\n"
        "    7: spec.number: is a number, not a string\n"
        "  $.spec[?(@.none)].image reference (path): nothing\n"
    )


def test_objects_without_paths_are_shown_with_the_reason() -> None:
    assert regswap("paths", "test", stdin=OBJECTS).out.decode() == (
        "<stdin>:1: v1 Service web: a kind of Kubernetes itself that holds no references\n"
        "<stdin>:5: example.com/v1 Nobody plain: the kind is unknown\n"
        "<stdin>:9: example.com/v1 Nobody pods: the kind is unknown\n"
        "  podSpec (shape)\n"
        "    12: spec.template.spec.containers[0].image: quay.io/a:1\n"
        "<stdin>:14: v1 Deployment misplaced: the kind is known in apps/*, extensions/* only\n"
    )
    assert b"(shape)" not in regswap("paths", "test", "--no-shapes", stdin=OBJECTS).out


def test_texts_embedded_objects_and_items_of_lists_are_shown() -> None:
    stdin = (
        b"apiVersion: v1\nkind: List\nitems:\n"
        b"- {apiVersion: v1, kind: ConfigMap, metadata: {annotations: {a: 'quay.io/no:1'}},"
        b" data: {a: 'image: quay.io/a:1'}}\n"
    )

    assert regswap("paths", "test", stdin=stdin).out.decode() == (
        "<stdin>:4: v1 ConfigMap\n  data.* text (catalogue)\n    4: items[0].data.a: quay.io/a:1\n"
    )


def test_json_has_an_object_for_each_object() -> None:
    (tried,) = json.loads(regswap("paths", "test", "--format", "json", stdin=POD).out)

    assert (tried["kind"], tried["unknown"]) == ("Pod", None)
    assert tried["paths"] == [
        {
            "path": "spec",
            "holds": "podSpec",
            "from": "catalogue",
            "values": [{"line": 8, "path": "spec.containers[0].image", "value": "nginx:1.27", "fault": ""}],
        }
    ]


def test_a_path_of_a_kind_that_is_not_there_is_told() -> None:
    code, _, err = regswap("paths", "test", "--path", "example.com/Shpo:spec.image", stdin=POD)

    assert code == 0
    assert err == (
        "warning: no object of `example.com/Shpo` is there to try its paths on; check the group, kind and versions\n"
    )


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "message"),
    [
        ((), b"kind: [\n---\na: [\n", 3, "<stdin>:4:1: error: document 2 is not valid YAML"),
        (("missing.yaml",), b"", 2, "missing.yaml: error: no such file"),
        (("--path", "Pod:$..["), POD, 2, "--path: error: `$..[` is not a JSONPath"),
        (("-c", "missing.yaml"), POD, 2, "missing.yaml: error: "),
    ],
)
def test_bad_input_is_told(arguments: tuple[str, ...], stdin: bytes, code: int, message: str) -> None:
    found = regswap("paths", "test", *arguments, stdin=stdin)

    assert (found.code, found.out) == (code, b"")
    assert message in found.err
