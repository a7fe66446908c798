from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from regswap.errors import RulesError
from regswap.reference import HUB_HOSTS
from regswap.rules import load
from regswap.rules.convert import convert
from regswap.rules.convert.sample import sample
from regswap.rules.formats.imageswap.writer import write_config_map
from regswap.rules.load import load_original, load_text
from regswap.rules.writing.equivalents import spell_out
from regswap.rules.writing.yaml_scalar import quote, write_scalar

SHIFT = "apiVersion: imageshift.dev/v1\nkind: Imageshift\nspec:\n  "
OWN = "apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec:\n  rules:\n    - "


HEADS = {"imageswap": 0, "imageshift": 6, "registry-connect": 5, "mirror-registries": 0, "regswap": 4}
"""How many lines stand before the first rule."""


def write(folder: Path, name: str, content: str) -> str:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("source", "text", "to", "expected"),
    [
        ("imageswap", "default::\n", "registry-connect", []),
        ("imageswap", "default::\nquay.io::h.io/q", "registry-connect", ['"quay.io": "h.io/q"']),
        ("imageswap", "default::\nquay.io::", "registry-connect", ['"quay.io": "quay.io"']),
        ("imageswap", "default::\nquay.io::\nnoswap_wildcards::x", "mirror-registries", ["quay.io::quay.io"]),
        ("imageswap", "default::\nquay.io::h.io/m-\ngcr.io::g.io", "mirror-registries",
         ["quay.io::h.io/m-,gcr.io::g.io"]),
        ("registry-connect", "quay.io: h.io/q", "imageswap", ["quay.io::h.io/q", "default::"]),
        ("regswap", f"{OWN}skip: v1", "imageswap", ["noswap_wildcards::v1", "default::"]),
        ("regswap", f"{OWN}skip: a\n    - skip: b", "imageswap", ["noswap_wildcards::a,b", "default::"]),
        ("regswap", f'{OWN}default: h.io\n    - default: ""', "imageswap", ["default::h.io"]),
        ("regswap", f"{OWN}prefix: quay.io\n      target: h.io\n    - prefix: quay.io\n      target: h.io", "imageswap",
         ["quay.io::h.io", "default::"]),
        ("imageshift", f"{SHIFT}mappings: {{exactSwap: [{{reference: 'q.io/a:1', target: h.io/a}}]}}", "imageswap",
         ["[EXACT]q.io/a:1::h.io/a", "default::"]),
        ("imageswap", "default::\n[EXACT]q.io/a:1::h.io/a", "imageshift",
         ["exactSwap:", "- reference: q.io/a:1", "target: h.io/a"]),
        ("imageswap", "default::\nq.io::h.io/q", "imageshift",
         ["regexSwap:", r"- expression: '^q\.io(?::443)?/(.*)$'", 'target: "h.io/q/$1"']),
        ("imageswap", "default::\nq.io:443::", "imageshift", ["swap:", "- registry: q.io:443", "target: q.io:443"]),
        ("imageshift", f"{SHIFT}default: corp.io\n  mappings: {{swap: [{{registry: corp.io, target: h.io}}]}}",
         "regswap", ["- imageshift:", "default: corp.io", "mappings:", "swap:", "- registry: corp.io", "target: h.io"]),
        ("registry-connect", "all: h.io/all", "regswap", ['- registry-connect: {"all": h.io/all}']),
        ("regswap", f"{OWN}name: '#1: \"a\"'\n      glob: '*\\d'\n      target: h.io", "regswap",
         ['- name: "#1: \\"a\\""', r"glob: '*\d'", "target: h.io"]),
    ],
)  # fmt: skip
def test_what_a_format_can_express_is_written(source: str, text: str, to: str, expected: list[str]) -> None:
    written = convert(load_text(text, source), to).text

    # What stands before the rules is the same for all.
    lines = [line.strip() for line in written.splitlines()]
    assert lines[HEADS[to] :] == expected


@pytest.mark.parametrize(
    ("source", "text", "to", "fault"),
    [
        ("imageswap", "default::\n[EXACT]a::h.io/a", "registry-connect", "has no exact rules"),
        ("imageswap", "default::\n[REPLACE]a*::h.io/a", "mirror-registries", "has no wildcards"),
        ("imageswap", "default::h.io", "mirror-registries", "has no default"),
        ("imageswap", "default::h.io\nnoswap_wildcards::v1", "mirror-registries", "has no skip rules"),
        ("imageswap", "default::h.io", "registry-connect", "keeps the whole reference under its default"),
        ("imageswap", "default::h.io/m-", "registry-connect", "does not write the old registry behind the target"),
        ("registry-connect", "all: h.io", "imageswap", "puts its default in the place of the registry"),
        ("registry-connect", "'[::1]': h.io", "mirror-registries", "cannot hold `[::1]`"),
        ("imageswap", "default::\n[REPLACE]q*/a::h.io", "imageshift", "has no wildcards, and no regex finds"),
        ("regswap", f"{OWN}regex: a\n      target: h.io/b", "imageswap", "has no regex"),
        ("regswap", f"{OWN}glob: 'a b*'\n      target: h.io/b", "imageswap", "cannot hold `a b*` in a line"),
        ("regswap", f"{OWN}glob: 'a#*'\n      target: h.io/b", "imageswap", "cannot hold `a#*` in a line"),
        ("regswap", f"{OWN}skip: 'a,b'\n    - default: h.io", "imageswap", "cannot hold `a,b` in a line"),
        ("regswap", f"{OWN}prefix: q.io\n      target: a.io\n    - prefix: q.io\n      target: b.io", "imageswap",
         "has one rule for one key, and `q.io` has another one at rules:5, which wins"),
        ("imageshift", f"{SHIFT}mappings: {{swap: [{{registry: q.io, target: h.io}}]}}", "imageswap",
         "adds no `library/` and no `:latest`: `q.io/x` would become `h.io/x`"),
        ("imageshift", f"{SHIFT}mappings: {{swap: [{{registry: q.io, target: q.io}}]}}", "imageswap",
         "matches the default port: `q.io:443/x` would be under `q.io`"),
        ("imageshift", f"{SHIFT}default: q.io\n  mappings: {{swap: [{{registry: q.io, target: q.io}}]}}", "imageswap",
         "takes references without a registry for Docker Hub's: `nginx` would not be under `q.io`"),
        ("imageshift", f"{SHIFT}default: q.io\n  mappings: {{swap: [{{registry: docker.io, target: docker.io}}]}}",
         "registry-connect",
         "takes references without a registry for Docker Hub's: `nginx` would be under `docker.io`"),
        ("regswap", (f"{OWN}imageshift: {{mappings: {{swap: [{{registry: q.io, target: h.io}}]}}}}\n"
         "    - prefix: a.io\n      target: h.io"), "imageshift",
         "adds `library/` and `:latest`: `a.io/x` would become `h.io/x:latest`"),
        ("regswap", (f"{OWN}imageshift: {{mappings: {{swap: [{{registry: q.io, target: h.io}}]}}}}\n"
         "    - imageshift: {default: a.io, mappings: {swap: [{registry: b.io, target: h.io}]}}"), "imageshift",
         "has one default registry: `docker.io`, and not `a.io` too"),
        ("regswap", (f"{OWN}imageshift: {{mappings: {{exactSwap: [{{reference: nginx, target: h.io/n}}]}}}}\n"
         "    - exact: redis\n      target: h.io/r"), "imageshift",
         "takes every spelling of an image: `docker.io/library/redis` would become `h.io/r` too"),
        ("regswap", (f"{OWN}imageshift: {{mappings: {{exactSwap: [{{reference: nginx, target: h.io/n}}]}}}}\n"
         "    - regex: ^ng(.*)\n      target: h.io/$1"), "imageshift", "tries a regex before the exact rules: `"),
    ],
)  # fmt: skip
def test_what_a_format_cannot_express_is_told_with_its_place(source: str, text: str, to: str, fault: str) -> None:
    rules = load_text(text, source, "rules")

    with pytest.raises(RulesError) as refused:
        convert(rules, to)
    converted = convert(rules, to, lossy=True)

    finding = next(each for each in refused.value.diagnostics if each.message.startswith(f"{to} {fault}"))
    assert (finding.source, finding.line > 0, finding.column > 0) == ("rules", True, True)
    assert finding.remedy.startswith("leave it out with `--lossy`")
    assert [loss.message for loss in converted.losses] == [loss.message for loss in refused.value.diagnostics]
    assert {loss.remedy for loss in converted.losses} == {"it is left out"}


def test_a_rule_that_never_wins_is_lost_with_the_one_that_goes_before_it() -> None:
    swaps = "[{registry: q.io, target: h.io}, {registry: q.io, target: h.io}]"
    rules = load_text(f"{SHIFT}mappings: {{swap: {swaps}}}", "imageshift")

    assert len(convert(rules, "imageswap", lossy=True).losses) == 2


def test_only_the_first_default_becomes_a_regex() -> None:
    rules = load_text(f'{OWN}default: ""\n    - default: h.io/x', "regswap")

    converted = convert(rules, "imageshift")

    assert [rule.target for rule in converted.rules.rules] == [""]
    assert converted.rules.decide("nginx").rewritten == "nginx"


def test_a_loss_shows_the_line_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "map", "default::\r\n  [EXACT] a :: h.io/a # why\r\n")

    (loss,) = convert(load([path]), "mirror-registries", lossy=True).losses

    assert (loss.line, loss.column, loss.excerpt) == (2, 3, "  [EXACT] a :: h.io/a # why")


def test_no_line_is_shown_of_a_file_that_may_hold_a_secret(tmp_path: Path) -> None:
    path = write(tmp_path, "map", "# token: 1234\ndefault::\n[EXACT]a::h.io/a\n")

    (loss,) = convert(load([path]), "mirror-registries", lossy=True).losses

    assert (loss.line, loss.excerpt) == (3, "")


def test_a_rule_of_the_command_line_has_no_line_and_shows_itself() -> None:
    losses = convert(load([], image_prefix="h.io/a"), "mirror-registries", lossy=True).losses

    assert {(loss.source, loss.line, loss.excerpt) for loss in losses} == {("--image-prefix", 0, "IMAGE_PREFIX=h.io/a")}


def test_an_inline_image_prefix_does_what_the_option_does() -> None:
    inline = load_text(f"{OWN}image-prefix: h.io/a\n    - imageswap: 'quay.io::q.io'\n", "regswap")
    option = load([], image_prefix="h.io/a")

    for image in ("nginx", "ghcr.io/a/b:1", "h.io/a/x"):
        assert inline.decide(image).rewritten == option.decide(image).rewritten
    # The prefix is not a `default` line of the map.
    assert [warning.message.partition(",")[0] for warning in inline.warnings] == ["there is no `default` line"]


@pytest.mark.parametrize("text", ["default::\nquay.io::h.io", "default::\n[REPLACE]a\x7fb*::h.io"])
def test_a_map_in_its_config_map_is_the_same_map(text: str) -> None:
    rules = load_text(text, "imageswap")

    written = write_config_map(convert(rules, "imageswap").text)

    assert yaml.safe_load(written)["metadata"] == {"name": "imageswap-maps", "namespace": "imageswap-system"}
    assert [(rule.kind, rule.match, rule.target) for rule in load_text(written).rules] == [
        (rule.kind, rule.match, rule.target) for rule in convert(rules, "imageswap").rules.rules
    ]


def test_one_mirror_alone_is_not_told_from_a_map() -> None:
    assert not convert(load_text("a.io::h.io", "mirror-registries"), "mirror-registries").is_detected
    assert convert(load_text("a.io::h.io,b.io::h.io", "mirror-registries"), "mirror-registries").is_detected


@pytest.mark.parametrize(
    "text",
    ["", "nginx", "1.25", "12:30", "true", "no", "~", "- a", "a: b", "a #b", "#a", "'", '"', "\\", "it's \\d",
     "\x7f", "\n", "\u2028", "\u00e9", "\U0001f600", "\u0085", "a.b:", "quay.io:5000/a@b", "*a.b", "&a.b", "!a/b",
     "1e3.", "{a.b}", "@a.b", "1.e5", "e.5", "0x1.f", "2020-01-01", ".inf", "a.b, c"],
)  # fmt: skip
def test_a_scalar_reads_as_what_it_was(text: str) -> None:
    assert yaml.safe_load(f"key: {write_scalar(text)}") == {"key": text}
    assert yaml.safe_load(f"- {write_scalar(text)}") == [text]
    assert yaml.safe_load(quote(text)) == text


def test_the_spellings_of_an_image_are_owned_by_the_rule_that_the_engine_finds() -> None:
    swaps = "[{reference: 'nginx:1', target: a.io/x}, {reference: 'docker.io/nginx:1', target: b.io/x}]"
    rules = load_text(f"{SHIFT}mappings: {{exactSwap: {swaps}}}", "imageshift").rules

    owners = {text: rule.target for text, rule in spell_out(rules).items()}

    assert owners == {
        "nginx:1": "a.io/x",
        "docker.io/nginx:1": "b.io/x",
        "library/nginx:1": "a.io/x",
        **{f"{host}/nginx:1": "a.io/x" for host in HUB_HOSTS - {"docker.io"}},
        **{f"{host}/library/nginx:1": "a.io/x" for host in HUB_HOSTS},
    }


REFERENCES = (
    *(
        "nginx:1",
        "nginx",
        "library/nginx:1",
        "docker.io/library/nginx:1",
        "bitnami/redis:7",
        "docker.io/bitnami/redis:7",
    ),
    *("quay.io/a/b:1", "quay.io:443/a/b:1", "ghcr.io/a/b:1", "alpine:3.20", "registry.shop.example:5000/a:1"),
)


def test_imageshift_itself_does_with_the_regexes_what_they_stand_for(tmp_path: Path, root: Path) -> None:
    rules = load([str(root / "fixtures/maps/demo.map")])
    path = write(tmp_path, "shift.yaml", convert(rules, "imageshift").text)
    program = load([path], mode="compat")

    assert {text: program.decide(text).rewritten for text in REFERENCES} == {
        text: rules.decide(text).rewritten for text in REFERENCES
    }


@pytest.mark.parametrize(
    ("default", "added"),
    [
        ("default::", "docker.io::"),
        ("default::h.io/all", "docker.io::h.io/all"),
        ("default::h.io/m-", "docker.io::h.io/m-"),
    ],
)
def test_a_library_key_gets_the_key_without_which_imageswap_fails(default: str, added: str) -> None:
    rules = load_text(f"docker.io/library::h.io/lib\n{default}", "imageswap")

    text = convert(rules, "imageswap").text

    assert text.splitlines() == ["docker.io/library::h.io/lib", added, default]
    assert not load_original(text, "imageswap").decide("bitnami/redis").refused  # type: ignore[union-attr]


@pytest.mark.parametrize("to", ["imageswap", "mirror-registries"])
def test_what_makes_the_program_itself_fail_is_not_written(to: str) -> None:
    rules = load_text("docker.io/library::h.io/lib\nnoswap_wildcards::keep\ndefault::h.io/all", "imageswap")

    with pytest.raises(RulesError, match="ImageSwap fails on it: KeyError"):
        convert(rules, to, lossy=True)


def test_what_the_program_itself_does_nothing_with_is_told_once() -> None:
    rules = load_text("quay.io/a::h.io/a\nquay.io/b::h.io/b\nghcr.io::h.io/g\ndefault::", "imageswap")

    (deviation,) = convert(rules, "imageswap").deviations

    assert deviation.message == (
        "the program that reads this does otherwise: `quay.io/a/team/app:1.2` stays there, "
        "and becomes `h.io/a/team/app:1.2` here (and so for 1 more rule)"
    )
    assert deviation.line == 1


@pytest.mark.parametrize(
    ("text", "to"),
    [
        (
            "default::\nquay.io::h.io/q\ndocker.io::h.io/d\n[EXACT]nginx::h.io/n\n[REPLACE]ghcr.io/*::h.io/g",
            "imageswap",
        ),
        ("default::\nquay.io::h.io/q\ndocker.io::h.io/d\n[EXACT]nginx::h.io/n", "imageshift"),
        ("default::\nquay.io::h.io/q\nquay.io/a::h.io/a", "registry-connect"),
        ("default::\nquay.io::h.io/q\ndocker.io::h.io/d", "mirror-registries"),
    ],
)
def test_what_the_program_reads_as_it_is_meant_is_no_finding(text: str, to: str) -> None:
    assert convert(load_text(text, "imageswap"), to).deviations == ()


def test_a_sample_has_rules_of_every_sort_and_few_of_each() -> None:
    lines = [f"r{number}.io::h.io/{number}" for number in range(2500)]
    lines += ["r.io:5000::h.io/p", "r.io/a::h.io/a", "q.io::h.io/m-", "gcr.io::", "[EXACT]x::h.io/x", "default::h.io"]
    rules = load_text("\n".join(lines), "imageswap").rules

    chosen = list(sample(rules, 50))

    assert len(chosen) <= 50
    assert {rule.match for rule in rules[2500:]} <= {rule.match for rule in chosen}
    assert {"r0.io"} < {rule.match for rule in chosen}
