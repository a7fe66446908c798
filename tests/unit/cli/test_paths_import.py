"""``regswap paths import``, run as users run it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import regswap, write

KUSTOMIZE = b"""\
nameReference: []
images:
  - path: spec/containers[]/image
    group: example.com
    kind: Shop
    create: true
  - path: spec/images[]
    group: example.com
    version: v2
    kind: Shop
  - path: metadata/annotations/a.b\\/c
    kind: Bar
"""
KBLD = b"""\
apiVersion: kbld.k14s.io/v1alpha1
kind: Config
keys: [oldImage]
searchRules:
  - keyMatcher: {name: sidecar.image}
  - keyMatcher: {path: [spec, images, {allIndexes: true}, image]}
  - keyMatcher: {path: [spec, a.b/c, {index: 0}, image]}
  - keyMatcher: {path: [spec, values]}
    updateStrategy: {yaml: {}}
  - keyMatcher: {path: [spec, back]}
    updateStrategy: {none: {}}
"""
HEAD = "apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec:\n"


def test_field_specs_of_kustomize_become_rows(tmp_path: Path) -> None:
    write(tmp_path / "k" / "images.yaml", KUSTOMIZE)
    write(tmp_path / "k" / "kustomization.yaml", b"configurations: [images.yaml]\nimages: [{name: a, newTag: b}]\n")

    found = regswap("paths", "import", "k/images.yaml", cwd=tmp_path)

    assert (found.code, found.err) == (0, "")
    assert found.out.decode() == HEAD + (
        "  paths:\n"
        "    - kinds: [example.com/Shop]\n"
        "      paths:\n"
        "        spec.containers[*].image: reference\n"
        "    - kinds: [example.com/Shop]\n"
        "      versions: [v2]\n"
        "      paths:\n"
        "        spec.images[*]: reference\n"
        '    - kinds: ["*/Bar"]\n'
        "      paths:\n"
        "        \"metadata.annotations['a.b/c']\": reference\n"
    )
    assert regswap("paths", "import", "k/kustomization.yaml", "k/images.yaml", cwd=tmp_path) == found


def test_search_rules_of_kbld_become_rows_of_the_kinds_that_are_named(tmp_path: Path) -> None:
    write(tmp_path / "kbld.yaml", KBLD)

    code, out, err = regswap("paths", "import", "kbld.yaml", "--kind", "example.com/Shop", cwd=tmp_path)

    assert (code, err) == (0, "")
    assert out.decode() == HEAD + (
        "  paths:\n"
        "    - kinds: [example.com/Shop]\n"
        "      paths:\n"
        '        "$..oldImage": reference\n'
        "        \"$..['sidecar.image']\": reference\n"
        "        spec.images[*].image: reference\n"
        "        \"$.spec['a.b/c'][0].image\": reference\n"
        "        spec.values: yaml\n"
        "      never:\n"
        "        - spec.back\n"
    )


def test_what_is_printed_finds_what_the_other_program_would(tmp_path: Path) -> None:
    write(tmp_path / "kbld.yaml", KBLD)
    out = regswap("paths", "import", "kbld.yaml", "--kind", "example.com/Shop", cwd=tmp_path).out
    write(tmp_path / "c.yaml", out)
    write(tmp_path / "m.map", b"default::\nquay.io::m.io\n")
    shop = (
        b"apiVersion: example.com/v1\nkind: Shop\nspec:\n"
        b"  deep: [{oldImage: quay.io/a, sidecar.image: quay.io/b}]\n"
        b"  images: [{image: quay.io/c}, {image: quay.io/d}]\n"
        b"  a.b/c: [{image: quay.io/e}, {image: quay.io/never}]\n"
        b"  back: quay.io/never\n"
    )

    rewritten = regswap("rewrite", "-r", "m.map", "-c", "c.yaml", stdin=shop, cwd=tmp_path).out

    assert rewritten == shop.replace(b"quay.io", b"m.io").replace(b"m.io/never", b"quay.io/never")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (KBLD, "kbld.yaml:3:8: error: the rule is for all kinds, and a row is for some; name the kinds with --kind\n"),
        (b"images: [{path: spec/image}]\n", "1:10: error: the field spec is for any kind, and a row is for some; name"),
    ],
)
def test_what_is_for_all_kinds_is_told(tmp_path: Path, data: bytes, message: str) -> None:
    write(tmp_path / "kbld.yaml", data)

    code, out, err = regswap("paths", "import", "kbld.yaml", cwd=tmp_path)

    assert (code, out) == (2, b"")
    assert message in err


def test_what_a_row_cannot_say_stops_the_import_or_is_left_out(tmp_path: Path) -> None:
    data = b"apiVersion: kbld.k14s.io/v1alpha1\nsearchRules:\n- valueMatcher: {image: nginx}\n- keyMatcher: {name: x}\n"
    write(tmp_path / "kbld.yaml", data)
    command = ("paths", "import", "kbld.yaml", "--kind", "example.com/Shop")
    message = "a `valueMatcher` looks for values wherever they stand, and a row says where; name the fields"

    code, out, err = regswap(*command, cwd=tmp_path)
    assert (code, out) == (2, b"")
    assert err.startswith(f"kbld.yaml:3:17: error: {message}")

    code, out, err = regswap(*command, "--lossy", cwd=tmp_path)
    assert (code, out.count(b"reference")) == (0, 1)
    assert err.startswith(f"kbld.yaml:3:17: warning: {message}")
    assert regswap(*command, "--lossy", "-q", cwd=tmp_path).err == ""


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            b"images: [{path: spec/steps/image, kind: Shop}]\n",
            "1:17: warning: Kustomize follows `steps` through a list",
        ),
        (
            KBLD.replace(b"{yaml: {}}", b"{yaml: {searchRules: []}}"),
            "9:42: warning: the rules for what is in the text are not taken over",
        ),
    ],
)
def test_what_a_row_says_a_little_otherwise_is_a_warning(tmp_path: Path, data: bytes, message: str) -> None:
    write(tmp_path / "a.yaml", data)

    code, _, err = regswap("paths", "import", "a.yaml", "--kind", "Pod", cwd=tmp_path)

    assert code == 0
    assert err.startswith(f"a.yaml:{message}")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"kind: Pod\n", "a.yaml:1:1: error: names no paths of images; name a Kustomize configuration"),
        (b"images: [{name: nginx}]\n", "a.yaml:1:1: error: names no paths of images"),
        (b"images: [\n", "a.yaml:2:1: error: is not valid YAML"),
        (b"configurations: [gone.yaml]\n", "gone.yaml: error: there is no such file"),
        (b"images: [{path: spec//image, kind: A}]\n", "a.yaml:1:17: error: `spec//image` has an empty key"),
        (b"images: [{path: 1, kind: A}]\n", "a.yaml:1:17: error: `path` is a number"),
        (b"images: [{path: a, knd: A}]\n", "unknown key `knd`; did you mean `kind`?"),
        (b"apiVersion: kbld.k14s.io/v1\nsearchRules: [{}]\n", "the rule has no `keyMatcher`"),
        (b"apiVersion: kbld.k14s.io/v1\nsearchRules: [{keyMatcher: {}}]\n", "`keyMatcher` is empty"),
        (b"apiVersion: kbld.k14s.io/v1\nsearchRules: [{keyMatcher: {path: [{index: x}]}}]\n", "names no index"),
        (b"apiVersion: kbld.k14s.io/v1\nsearchRules: [{keyMatcher: {path: []}}]\n", "the path is empty"),
        (b"apiVersion: kbld.k14s.io/v1\nsearchRules: x\n", "`searchRules` is a string"),
    ],
)
def test_bad_input_is_told_at_its_place(tmp_path: Path, data: bytes, message: str) -> None:
    write(tmp_path / "a.yaml", data)

    code, out, err = regswap("paths", "import", "a.yaml", "--kind", "Pod", cwd=tmp_path)

    assert (code, out) == (2, b"")
    assert message in err


def test_a_kustomization_that_names_itself_ends(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", b"configurations: [a.yaml]\n")

    assert regswap("paths", "import", "a.yaml", cwd=tmp_path).out.decode() == HEAD + "  paths: []\n"


def test_a_kind_without_a_name_is_a_mistake() -> None:
    assert "--kind `example.com/` is not a kind" in regswap("paths", "import", "a.yaml", "--kind", "example.com/").err
