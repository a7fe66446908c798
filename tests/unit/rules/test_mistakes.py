"""Bad input: where it is, what was expected, what was most likely meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from regswap.errors import RulesError
from regswap.rules import load

SHIFT = "apiVersion: imageshift.dev/v1\nkind: Imageshift\nspec:\n"
SWAP = f"{SHIFT}  mappings:\n    swap:\n"
REGEX = f"{SHIFT}  mappings:\n    regexSwap:\n"
OWN = "apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec:\n  rules:\n"
CONNECT = "imageReplacementRules: |\n"


def find_mistakes(folder: Path, text: str) -> list[str]:
    path = folder / "rules"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RulesError) as caught:
        load([str(path)])
    assert caught.value.exit_code == 2
    for finding in caught.value.diagnostics:
        assert finding.remedy
    return [finding._replace(excerpt="").render().removeprefix(f"{path}:") for finding in caught.value.diagnostics]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        # An unknown key.
        (f"{SHIFT}  mapings: {{}}\n", "4:3: the specification has an unknown key `mapings`; did you mean `mappings`?"),
        (f"{SHIFT}  mappings: {{exact-swap: []}}\n", "did you mean `exactSwap`?"),
        (f"{SWAP}    - {{registry: a.io, traget: b.io}}\n", "6:24: an item of `swap` has an unknown key `traget`; "),
        ("imageSwap:\n  imageChnge: x\n", "2:3: `imageSwap` has an unknown key `imageChnge`; did you mean"),
        ("ociImageRegistry:\n  mirrorRegistry: x\n", "2:3: `ociImageRegistry` has an unknown key `...`; did you"),
        (f"{OWN}  - prefx: a.io\n    target: b.io\n", "5:5: unknown rule `prefx`; did you mean `prefix`?"),
        (f"{OWN}  - prefix: a.io\n    traget: b.io\n", "6:5: the rule has an unknown key `traget`; did you"),
        (OWN.replace("rules:", "rule: []"), "4:3: `spec` has an unknown key `rule`; did you mean `rules`?"),
        (f"{OWN}  - {{file: x, format: imgeswap}}\n", "5:23: unknown rule format `imgeswap`; did you mean"),
        # An unknown kind or version.
        (SHIFT.replace("Imageshift", "ImageShift"), "2:7: unknown kind `ImageShift`; did you mean `Imageshift`?"),
        (OWN.replace("v1alpha1", "v1"), "1:13: unknown version `regswap.dev/v1`; write `regswap.dev/v1alpha1`"),
        (OWN.replace("ImageRewrite", "Rewrite"), "2:7: unknown kind `Rewrite`; write `kind: ImageRewrite`"),
        # A wrong type.
        (f"{SHIFT}  default: 5\n", "4:12: `default` is a number; write a string such as `docker.io`, in quotes"),
        (f"{SWAP}    - {{registry: [a], target: b.io}}\n", "6:18: `registry` is a list; write a string"),
        (f"{SWAP}    - a.io\n", "6:7: an item of `swap` is a string; write a map with `registry`, `target`"),
        (f"{SHIFT}  mappings:\n    swap: {{}}\n", "5:11: `swap` is a map; write a list"),
        (f"{SHIFT}  mappings:\n  - swap\n", "5:3: `mappings` is a list; write a map with `swap`, `exactSwap`"),
        ("imageReplacementRules:\n- a.io\n", "2:1: the rules are a list; write a map"),
        (f"{CONNECT}  - a.io\n", "2:3: the rules are not a map; write a map"),
        (f'{CONNECT}  "a.io": [b]\n', "2:11: the target of `a.io` is a list; write a string"),
        (f"{OWN}  - a\n", "5:5: a rule is not a map"),
        # No target, or an empty one where it means nothing.
        (f"{SWAP}    - registry: a.io\n", "6:7: an item of `swap` has no `target`; add `target:`"),
        (f"{SWAP}    - {{registry: a.io, target: ''}}\n", "6:32: the target is empty"),
        (f'{CONNECT}  "a.io":\n', "2:10: `a.io` has no target"),
        (f"{OWN}  - prefix: a.io\n", "5:5: the rule has no target; add `target:`"),
        ("a.io::b.io,c.io::", "1:12: `c.io::` has nothing after its `::`"),
        # An empty prefix.
        (f"{SWAP}    - {{registry: '', target: b.io}}\n", "6:18: the prefix is empty"),
        (f'{CONNECT}  "": "b.io"\n', "2:3: the prefix is empty"),
        ("a.io::b.io,::c.io", "1:12: `::c.io` has nothing before its `::`"),
        (f"{OWN}  - {{exact: '', target: b.io}}\n", "5:13: `exact` is empty"),
        # A target that makes no reference.
        (f"{SWAP}    - {{registry: a.io, target: 'https://b.io'}}\n", "6:32: the target `https://b.io` makes no refer"),
        (f"{SWAP}    - {{registry: a.io, target: 'b io'}}\n", "6:32: the target `b io` makes no reference"),
        (f"{SWAP}    - {{registry: a.io, target: 'b.io@c'}}\n", "6:32: the target `b.io@c` makes no reference"),
        (f'{CONNECT}  "a.io": "b.io/a b"\n', "2:11: the target `b.io/a b` makes no reference"),
        ("a.io::b.io,c.io::http://d.io", "1:18: the target `http://d.io` makes no reference"),
        (f"{OWN}  - default: https://a.io\n", "5:14: the target `https://a.io` makes no reference"),
        (f"{REGEX}    - {{expression: a, target: 'http://b'}}\n", "6:31: the target `http://b` makes no reference"),
        # A regex or a template that is none.
        (f"{REGEX}    - {{expression: '(', target: b}}\n", "6:20: the expression is refused by RE2: missing ): ("),
        (f"{REGEX}    - {{expression: '(?=a)', target: b}}\n", "6:20: the expression is refused by RE2: invalid perl"),
        (f"{REGEX}    - {{expression: a, target: b/$1}}\n", "6:31: the target `b/$1` names group 1, but"),
        (f"{REGEX}    - {{expression: (a), target: $10}}\n", "names group 10, but the expression has 1; write `${1}0`"),
        (f"{REGEX}    - {{expression: (a), target: $x}}\n", "6:33: the target `$x` has a `$` that names no group"),
        # What contradicts itself.
        (f'{CONNECT}  "a.io": "b.io"\n  "a.io": "c.io"\n', "3:3: `a.io` has a rule already; remove one"),
        ("imageSwap: {imageChange: 'default::'}\nregistryMappingRules: {a.io: b.io}\n", "2:23: the file holds rules"),
        (f"{OWN}  - {{exact: a, glob: b, target: c}}\n", "5:16: a rule is `exact` and `glob`; make it two rules"),
        (f"{OWN}  - {{skip: a, target: b}}\n", "5:23: a `skip` rule has no target"),
        (f"{OWN}  - {{file: rules}}\n", "names itself; remove the rule"),
        # What is inside of another text.
        ("kind: ConfigMap\ndata:\n  maps: |\n    default::\n      a.io:::b\n", "5:11: has `:::`; write `key::target`"),
        ("kind: ConfigMap\ndata:\n  maps: |\n    defalt::\n", "4:5: unknown keyword `defalt`; did you mean `default`?"),
        (f"{OWN}  - imageswap: |\n      a;b\n", "6:7: has no `::`"),
        # What is missing.
        ("kind: ConfigMap\nmetadata: {name: imageswap-maps}\ndata: {map: x}\n", "3:7: the ConfigMap `imageswap-maps`"),
        ("kind: Secret\nmetadata: {name: registry-info}\n", "1:1: the Secret `registry-info` has no"),
        ("apiVersion: imageshift.dev/v1\nkind: Imageshift\n", "1:1: the resource has no `spec`"),
        # No YAML at all.
        ("imageSwap: [\n", "2:1: is not valid YAML"),
        ("kind: Secret\ndata: {MIRROR_REGISTRIES: '%'}\n", "2:27: `MIRROR_REGISTRIES` is not UTF-8 text in base64"),
    ],
)  # fmt: skip
def test_a_mistake_is_an_error_at_its_place(tmp_path: Path, text: str, mistake: str) -> None:
    (found,) = find_mistakes(tmp_path, text)

    assert mistake in found


def test_all_mistakes_of_a_file_are_found_at_once(tmp_path: Path) -> None:
    text = f"{OWN}  - prefx: a\n  - file: missing\n  - default: a b\n  - imageswap: a;b\n"

    assert [mistake.split(":")[0] for mistake in find_mistakes(tmp_path, text)[::2]] == ["5", "7"]
    assert len(find_mistakes(tmp_path, text)) == 4


@pytest.mark.parametrize(
    "text",
    [
        "kind: Secret\nmetadata: {name: registry-info}\nstringData: {PASSWORD: hunter2}\n",
        "kind: Secret\nstringData: {PASSWORD: hunter2, MIRROR_REGISTRIES: 'a;b'}\n",
        "kind: Secret\nstringData: {PASSWORD: *hunter2, MIRROR_REGISTRIES: 'a::b'}\n",
        "kind: Secret\nstringData: {PASSWORD: !hunter2, MIRROR_REGISTRIES: [a]}\n",
        "kind: Secret\nstringData: {MIRROR_REGISTRIES: 'a::b', PASSWORD: 'hunter2\n",
        '{"kind": "Secret", "data": {"PASSWORD": "hunter2", "MIRROR_REGISTRIES": "%"}}',
        "ociImageRegistry:\n  password: hunter2\n  mirrorRegistries: {password: hunter2}\n",
        "ociImageRegistry: {password: hunter2, mirorRegistries: 'a::b'}\n",
        'charts: {password: hunter2, imageReplacementRules: ["x"]}\n',
        "kind: Secret\nstringData:\n  MIRROR_REGISTRIES: >\n    a.io::b.io,\n    PASSWORD= hunter2\n",
        "ociImageRegistry:\n  mirrorRegistries: a.io::b.io\n  key: hunter2 *a: b\n",
        "default::\ndocker.io::h.example/hub password hunter2\n",
    ],
)
def test_what_stands_beside_the_rules_of_a_secret_is_never_shown(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules"
    path.write_text(text)

    with pytest.raises(RulesError) as caught:
        load([str(path)])

    assert "hunter2" not in str(caught.value)


def test_a_password_that_is_not_utf8_is_not_shown_either(tmp_path: Path) -> None:
    path = tmp_path / "rules"
    path.write_bytes(b"kind: Secret\nstringData: {PASSWORD: hunter2\xff}\n")

    with pytest.raises(RulesError) as caught:
        load([str(path)])

    assert "is not UTF-8" in str(caught.value)
    assert "hunter2" not in str(caught.value)
