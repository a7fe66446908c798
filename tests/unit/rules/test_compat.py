from __future__ import annotations

import json
from pathlib import Path

import pytest

from regswap.errors import RulesError
from regswap.rules import Decider, load
from regswap.rules.formats.imageshift.go_name import parse

HEX = "0a" * 32


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def load_map(folder: Path, text: str) -> Decider:
    return load([write(folder, "map", text)], "imageswap", "compat")


@pytest.mark.parametrize(
    ("text", "image", "rewritten"),
    [
        pytest.param("docker.io::h/hub", "nginx", "nginx", id="1"),
        pytest.param("default::\nquay.io::h/q", "quay.io/team/quayxio-sync:1", "h/q/team/h/q-sync:1", id="6"),
        pytest.param("default::\nquay.io::h/q", "quay.io/mirror/quay.io/app:1", "h/q/mirror/h/q/app:1", id="7"),
        pytest.param("default::\ndocker.io::h/hub", "company/docker.io-proxy:2.0", "company/h/hub-proxy:2.0", id="8"),
        pytest.param("default::\ncool.io::h", "cool.io:443/istio/istiod", "h:443/istio/istiod", id="9"),
        pytest.param("default::\ngcr.io::h/m-", "gcr.io:443/istio/istiod:1", "h/m-gcr.io/istiod:1", id="12"),
        pytest.param("default::h/m-", "quay.io/a/b:1", "h/m-quay.io/quay.io/a/b:1", id="13"),
        pytest.param("default::\ndocker.io::h/hub", "localhost:5000/app:1", "h/hub/localhost:5000/app:1", id="14"),
        pytest.param("default::\nnoswap_wildcards::a.io,", "b.io/x", "b.io/x", id="25"),
        pytest.param("[EXACT]nginx::", "nginx", "", id="26"),
        pytest.param("[REPLACE]quay.io/*::", "quay.io/solo/gloo:v1.0", "gloo:v1.0", id="27"),
        pytest.param("default::\ndocker.io::h/hub # a # b", "nginx", "h/hub#a/nginx", id="35"),
        pytest.param("default::\nquay.io:::h", "quay.io/a/b:1", ":h/a/b:1", id="37"),
        pytest.param("default::d\nquay.io::a::b", "quay.io/x", "d/x", id="38"),
        pytest.param("default::\ndocker.io::h/hub/", "nginx", "h/hub//nginx", id="40"),
        pytest.param("[EXACT]\tnginx::h/n", "nginx", "h/n", id="a tab after EXACT"),
        pytest.param("[REPLACE]\u00a0quay.io/*::h/q", "quay.io/a", "h/q/a", id="white space after REPLACE"),
        pytest.param("[EXACT]nginx\t::h/n", "nginx", "nginx", id="a tab before the separator"),
    ],
)
def test_a_quirk_of_imageswap_is_kept(tmp_path: Path, text: str, image: str, rewritten: str) -> None:
    assert load_map(tmp_path, text).decide(image).rewritten == rewritten


@pytest.mark.parametrize(
    ("text", "image", "error"),
    [
        ("default::\ndocker.io/library::h/lib", "bitnami/redis", "KeyError: 'docker.io'"),
        ("default::\nquay.io::h\\1", "quay.io/a", "re.error: invalid group reference 1 at position 2"),
        ("default::\nquay.io::h\\g<n>", "quay.io/a", "IndexError: unknown group name 'n'"),
        ("default::\na.b{99999999999}::h", "a.b{99999999999}/x", "OverflowError: the repetition number is too large"),
        ("default::h", "(" * 3000 + ".x/y", "RecursionError"),
    ],
)
def test_where_imageswap_raises_the_reference_stays(tmp_path: Path, text: str, image: str, error: str) -> None:
    decision = load_map(tmp_path, text).decide(image)

    assert (decision.rewritten, decision.rule) == (image, None)
    assert decision.reason.endswith(f"stays, because ImageSwap fails on it: {error}")


@pytest.mark.filterwarnings("error")
def test_a_registry_that_is_an_odd_pattern_is_no_warning_of_python(tmp_path: Path) -> None:
    assert load_map(tmp_path, "default::h").decide("[[a.b]/x").rewritten == "hhhhh]/x"


def test_plain_keys_without_a_default_are_a_warning(tmp_path: Path) -> None:
    rules = load_map(tmp_path, "quay.io::h.io\ngcr.io::h.io\n")

    assert not rules.decide("quay.io/a").changed
    assert [(warning.line, warning.code) for warning in rules.warnings] == [(1, "no-default")]


def test_a_byte_order_mark_is_a_part_of_the_first_key_as_the_webhook_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "map"
    path.write_text("docker.io::h.io\ndefault::\n", encoding="utf-8-sig")

    compat, standard = load([str(path)], mode="compat"), load([str(path)])

    assert [rules.decide("nginx").rewritten for rules in (compat, standard)] == ["nginx", "h.io/nginx"]
    assert [rule.match for rule in compat.rules] == ["\ufeffdocker.io", "default"]
    assert [str(rule.origin) for rule in compat.rules] == [f"{path}:1", f"{path}:2"]


def test_a_line_that_imageswap_skips_is_a_warning(tmp_path: Path) -> None:
    (warning,) = load_map(tmp_path, "default::\na;b\nquay.io::h.io # c\n").warnings

    assert (warning.line, warning.column, warning.message) == (2, 1, "is skipped by ImageSwap")


def test_every_decision_knows_its_rule(tmp_path: Path) -> None:
    rules = load_map(
        tmp_path, "default::d.io\nquay.io::q.io\n[EXACT]a::b\n[REPLACE]c*::d\nnoswap_wildcards::keep\ngcr.io::\n"
    )
    images = ("x.io/y", "quay.io/a", "a", "c", "x.io/keep", "gcr.io/a")
    decisions = [rules.decide(image) for image in images]

    assert [decision.rule.origin.line for decision in decisions if decision.rule] == [1, 2, 3, 4, 5, 6]
    assert [decision.changed for decision in decisions] == [True] * 4 + [False] * 2
    assert all(decision.reason for decision in decisions)


def test_the_maps_of_several_files_are_one_map(tmp_path: Path) -> None:
    paths = [write(tmp_path, "a", "quay.io::a.io\n"), write(tmp_path, "b", "default::\nquay.io::b.io\n")]

    assert load(paths, mode="compat").decide("quay.io/x").rewritten == "b.io/x"


def test_the_mirror_registries_of_several_files_are_one_list(tmp_path: Path) -> None:
    paths = [write(tmp_path, "a", "a.io::x.io,b.io::y.io"), write(tmp_path, "b", "c.io::z.io,")]

    assert load(paths, mode="compat").decide("c.io/x").rewritten == "z.io/x"


def test_legacy_mode_has_a_prefix_and_no_map(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="ImageSwap reads no map in LEGACY mode"):
        load([write(tmp_path, "map", "default::\n")], None, "compat", "h.io")


@pytest.mark.parametrize("mode", ["standard", "compat"])
@pytest.mark.parametrize(
    ("prefix", "image", "rewritten"),
    [
        ("h.io/x", "quay.io/a/b:1", "h.io/x/b:1"),
        ("h.io/x", "h.io/x/b:1", "h.io/x/b:1"),
        ("h.io/x", "q.io/h.io/x:1", "q.io/h.io/x:1"),
        ("m-", "quay.io/a/b:1", "m-quay.io/a/b:1"),
        ("m-", "nginx", "m-nginx"),
        ("", "nginx", "nginx"),
    ],
)
def test_a_prefix_takes_every_image(prefix: str, image: str, rewritten: str, mode: str) -> None:
    rules = load([], mode=mode, image_prefix=prefix)

    assert rules.decide(image).rewritten == rewritten
    assert not rules.decide(rewritten).changed
    assert all(str(rule.origin) == "--image-prefix" for rule in rules.rules)


def test_rules_of_two_programs_are_an_error(tmp_path: Path) -> None:
    paths = [write(tmp_path, "map", "default::\n"), write(tmp_path, "list", "a.io::b.io,c.io::d.io")]

    with pytest.raises(RulesError, match="the rules are for 2: `imageswap`, `mirror-registries`; name rules of one"):
        load(paths, mode="compat")


def test_two_resources_of_imageshift_are_an_error_because_a_cluster_has_one(tmp_path: Path) -> None:
    text = json.dumps({"apiVersion": "imageshift.dev/v1", "kind": "Imageshift", "spec": {}})
    paths = [write(tmp_path, "a", text), write(tmp_path, "b", text)]

    with pytest.raises(RulesError, match="a cluster has one Imageshift resource"):
        load(paths, mode="compat")


def test_regswaps_own_rules_have_no_original(tmp_path: Path) -> None:
    text = "apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec: {rules: [{default: h.io}]}\n"

    with pytest.raises(RulesError, match="these rules are regswap's own"):
        load([write(tmp_path, "own", text)], mode="compat")


def test_no_rules_are_no_program() -> None:
    with pytest.raises(RulesError, match="compat mode needs rules"):
        load([], mode="compat")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("nginx", "index.docker.io/library/nginx:latest"),
        ("nginx:", None),
        (f"nginx:@sha256:{HEX}", None),
        ("q.io:/ab", "q.io:/ab:latest"),
        ("docker.io/a/b:1", "index.docker.io/a/b:1"),
        ("localhost/a", "index.docker.io/localhost/a:latest"),
        ("localhost:5000/a", None),
        ("localhost:5000/ab", "localhost:5000/ab:latest"),
        ("host:/ab", "host:/ab:latest"),
        ("a.b:c/ab", None),
        ("[::1]:5/ab", "[::1]:5/ab:latest"),
        ("[::1/ab", None),
        ("./ab", "./ab:latest"),
        ("q.io/a.-_b", "q.io/a.-_b:latest"),
        ("q.io/Ab", None),
        ("q.io/ab:-x", "q.io/ab:-x"),
        ("q.io/ab:" + "x" * 129, None),
        ("x", None),
        ("a" * 256, None),
        ("", None),
        ("user@q.io/ab", None),
        ("q%41.io/ab", None),
        ("q.io?/ab", None),
        ("q.i\u00e4/ab", "q.i\u00e4/ab:latest"),
        (f"ab:1@sha256:{HEX}", f"index.docker.io/library/ab@sha256:{HEX}"),
        (f"q.io/ab@sha256:{HEX}", f"q.io/ab@sha256:{HEX}"),
        (f"ab@sha256:{HEX.upper()}", None),
        (f"ab@sha512:{HEX}{HEX}", None),
        (f"ab@x@sha256:{HEX}", None),
    ],
)
def test_a_name_is_read_as_go_reads_it(text: str, name: str | None) -> None:
    found = parse(text)

    assert (str(found) if found else None) == name


@pytest.mark.parametrize(
    "text",
    [
        "default::\ndocker.io::\th/hub",
        'default::\ndocker.io::"h/hub"',
        "kind: Secret\nstringData:\n  MIRROR_REGISTRIES: >-\n    docker.io::h.example/hub\n    PASSWORD: hunter2\n",
        "kind: Secret\nstringData:\n  MIRROR_REGISTRIES: docker.io::h.example/hub, hunter2::x\n",
        "kind: Secret\ndata:\n  MIRROR_REGISTRIES: ZG9ja2VyLmlvOjpoLmV4YW1wbGUKaHVudGVyMg==\n",
        "default::\npassword: hunter2\n",
        "password: hunter2\ndocker.io: h.example\n",
        "default::\nPASSWORD=hunter2:x\n",
        "default::\ndocker.io::h.example/hub password: hunter2\n",
        "default::\ndocker.io::h.example/hub password hunter2\n",
        "default::\ndocker.io::h.example/hub:5000/hunter2\n# password\n",
    ],
)
def test_what_may_be_a_password_is_no_rule_of_any_program(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules"
    path.write_text(text)

    with pytest.raises(RulesError) as caught:
        load([str(path)], mode="compat")

    assert "hunter2" not in str(caught.value)


def test_a_target_that_becomes_white_space_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "map"
    path.write_text("default::\ndocker.io::h.example\\thub\n")

    decision = load([str(path)], mode="compat").decide("docker.io/nginx")

    assert decision.refused
    assert "white space" in decision.trouble
