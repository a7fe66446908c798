from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path

import pytest

from regswap.errors import RulesError
from regswap.rules import Rule, load

MAPPINGS = {"swap": [{"registry": "docker.io", "target": "h.io"}]}


def read_rules(folder: Path, text: str, rules_format: str | None = None) -> tuple[Rule, ...]:
    path = folder / "rules"
    path.write_text(text, encoding="utf-8", newline="")
    return load([str(path)], rules_format).rules


@pytest.mark.parametrize(
    ("text", "form"),
    [
        pytest.param("default::\ndocker.io::h.io\n", "imageswap", id="a map file"),
        pytest.param("docker.io: h.io\ndefault: h.io\n", "imageswap", id="a map file with the old separator"),
        pytest.param("default::\n# kind: of a note\ndocker.io::h.io\n", "imageswap", id="a comment that says kind"),
        pytest.param("noswap_wildcards::a,b\ndefault::\n", "imageswap", id="a map file with a comma"),
        pytest.param("docker.io::h.io,gcr.io::h.io", "mirror-registries", id="a comma list"),
        pytest.param("docker.io::h.io,\n  gcr.io::h.io,\n", "mirror-registries", id="a comma list on lines"),
        pytest.param('"docker.io": "h.io"\n', "registry-connect", id="a map in quotes"),
        pytest.param("'all': 'h.io'\n", "registry-connect", id="a map in single quotes"),
        pytest.param("docker.io/library: h.io # x\n\ngcr.io: h.io\n", "registry-connect", id="a map without quotes"),
        pytest.param('{"docker.io": "h.io"}', "registry-connect", id="a map in JSON"),
        pytest.param('imageSwap:\n  imageChange: "docker.io::h.io\\ndefault::"\n', "imageswap", id="a pack in quotes"),
        pytest.param("imageSwap: {imageChange: 'default::h.io'}", "imageswap", id="a pack in flow style"),
        pytest.param(
            json.dumps(
                {"kind": "ConfigMap", "metadata": {"name": "imageswap-maps"}, "data": {"maps": "default::h.io"}}
            ),
            "imageswap",
            id="the ConfigMap in JSON",
        ),
        pytest.param(
            json.dumps({"apiVersion": "imageshift.dev/v1", "kind": "Imageshift", "spec": {"mappings": MAPPINGS}}),
            "imageshift",
            id="the resource in JSON",
        ),
        pytest.param(json.dumps({"spec": {"mappings": MAPPINGS}}), "imageshift", id="the resource's spec"),
        pytest.param(
            "mappings:\n  swap:\n  - registry: docker.io\n    target: h.io\n",
            "imageshift",
            id="the resource's mappings",
        ),
        pytest.param(json.dumps({"imageswap": {"mappings": MAPPINGS}}), "imageshift", id="the first generation"),
        pytest.param(
            json.dumps({"kind": "ConfigMap", "data": {"c.yaml": json.dumps({"imageswap": {"mappings": MAPPINGS}})}}),
            "imageshift",
            id="the first generation in its ConfigMap",
        ),
        pytest.param(
            "stylus:\n  externalRegistries:\n    registryMappingRules: {docker.io: h.io}\n",
            "registry-connect",
            id="the user data of an Edge host",
        ),
        pytest.param(
            "apiVersion: v1\nkind: List\nitems:\n- kind: Secret\n  data:\n    MIRROR_REGISTRIES: "
            + b64encode(b"docker.io::h.io\n").decode(),
            "mirror-registries",
            id="a Secret in a list",
        ),
        pytest.param(
            "kind: Namespace\n---\nkind: Secret\nstringData:\n  MIRROR_REGISTRIES: docker.io::h.io\n",
            "mirror-registries",
            id="a Secret beside another object",
        ),
        pytest.param(
            "apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec:\n  rules:\n  - default: h.io\n",
            "regswap",
            id="regswap's own",
        ),
    ],
)
def test_the_format_of_a_file_is_told_from_what_is_in_it(tmp_path: Path, text: str, form: str) -> None:
    rules = read_rules(tmp_path, text)

    assert rules
    assert {rule.format for rule in rules} == {form}


def test_a_named_format_reads_its_part_of_a_file_with_several(tmp_path: Path) -> None:
    text = 'imageSwap:\n  imageChange: "default::h.io"\nregistryMappingRules:\n  a.io: b.io\n'

    assert [rule.match for rule in read_rules(tmp_path, text, "registry-connect")] == ["a.io"]
    assert [rule.match for rule in read_rules(tmp_path, text, "imageswap")] == ["default"]


def test_a_named_format_is_the_only_one_that_is_read(tmp_path: Path) -> None:
    own = "apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec: {rules: [{default: h.io}]}\n"
    pack = "imageSwap: {imageChange: 'default::h.io'}\n"

    for text, other in ((own, "imageswap"), (pack, "regswap")):
        with pytest.raises(RulesError, match=f"holds no rules in the format `{other}`"):
            read_rules(tmp_path, text, other)
    with pytest.raises(RulesError, match="the file holds rules of 2 formats: `imageswap`, `regswap`"):
        read_rules(tmp_path, f"{own}---\n{pack}")


def test_many_blank_lines_are_no_trouble(tmp_path: Path) -> None:
    with pytest.raises(RulesError):
        read_rules(tmp_path, "a.io: b.io\n" + "\n" * 20_000 + "x y z")
    assert read_rules(tmp_path, "default::\n" + "\n" * 20_000 + "docker.io: h.io\n")


@pytest.mark.parametrize("rules_format", ["imageshift", "regswap", "registry-connect"])
def test_a_map_file_is_none_of_the_formats_that_are_yaml(tmp_path: Path, rules_format: str) -> None:
    with pytest.raises(RulesError):
        read_rules(tmp_path, "default::\ndocker.io::h.io\n", rules_format)


def test_the_several_files_of_a_set_may_be_in_several_formats(tmp_path: Path) -> None:
    (tmp_path / "map").write_text("default::\nquay.io::q.io\n")
    (tmp_path / "list").write_text("docker.io::d.io,gcr.io::g.io")
    rules = load([str(tmp_path / "map"), str(tmp_path / "list")])

    assert [rule.format for rule in rules.rules] == ["imageswap", "imageswap", "mirror-registries", "mirror-registries"]
    assert [reading.format for reading in rules.readings] == ["imageswap", "mirror-registries"]
    assert [rules.decide(image).rewritten for image in ("quay.io/a", "gcr.io/a", "a")] == ["q.io/a", "g.io/a", "d.io/a"]


def test_an_unknown_mode_is_an_error_that_says_which_one_is_meant() -> None:
    with pytest.raises(RulesError, match="unknown mode `compact`; did you mean `compat`"):
        load([], mode="compact")


MIRRORS = "mirrors:\n  docker.io:\n    endpoint:\n      - {}\n"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (MIRRORS.format("https://mirror.example"), "registries.yaml of k3s or RKE2"),
        (MIRRORS.format("mirror.example"), "registries.yaml of k3s or RKE2"),
        ("mirrors:\n  docker.io: mirror.example/hub\n  quay.io: mirror.example/quay\n", "registries.yaml of k3s"),
        ("mirrors:\n  default: mirror.example\n", "registries.yaml of k3s or RKE2"),
        ('"mirrors":\n  "docker.io": {"endpoint": ["mirror.example"]}\n', "registries.yaml of k3s or RKE2"),
        ("images:\n- name: nginx\n  newName: h.io/nginx\n", "a kustomization"),
        ("services:\n  web:\n    image: nginx\n", "a Compose file"),
        ("image:\n  repository: nginx\n  tag: 1\n", "the values of a Helm chart"),
        ('server = "https://docker.io"\n[host."https://h.io"]\n', "the configuration of containerd"),
        ('[[registry]]\nlocation = "docker.io"\n', "registries.conf of CRI-O or Podman"),
        ('{"registry-mirrors": ["https://h.io"]}', "daemon.json of Docker"),
        ("apiVersion: config.openshift.io/v1\nkind: ImageDigestMirrorSet\nspec: {}\n", "a mirror set of OpenShift"),
        ("apiVersion: v1\nkind: Pod\nspec: {}\n", "a manifest"),
        ("registries:\n  docker.io: h.io\n", "YAML of another kind"),
        ("- docker.io: h.io\n", "YAML of another kind"),
    ],
)
def test_the_file_of_another_program_is_an_error_that_says_what_it_looks_like(
    tmp_path: Path, text: str, what: str
) -> None:
    with pytest.raises(RulesError, match=f"looks like {what}") as caught:
        read_rules(tmp_path, text)

    assert "::" in caught.value.diagnostics[0].remedy


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("docker.io:h.io\nquay.io:\n", id="without white space"),
        pytest.param("docker.io: h.io\nquay.io:\ngcr.io: h.io # kept\n", id="with white space and an empty target"),
        pytest.param("  docker.io: h.io\n  quay.io:\n  gcr.io: h.io\n", id="indented as a whole"),
    ],
)
def test_a_map_with_the_old_separator_is_not_taken_for_another_programs_file(tmp_path: Path, text: str) -> None:
    assert {rule.format for rule in read_rules(tmp_path, text)} == {"imageswap"}


def test_a_format_that_is_named_is_read_whatever_the_file_looks_like(tmp_path: Path) -> None:
    (rule,) = read_rules(tmp_path, "mirrors:\n  docker.io: h.io\n", "imageswap")

    assert (rule.match, rule.target) == ("docker.io", "h.io")
