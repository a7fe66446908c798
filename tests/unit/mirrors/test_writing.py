from __future__ import annotations

import pytest

from regswap.errors import RulesError
from regswap.mirrors.registry import BY_NAME
from regswap.mirrors.writing import Written, write_mirrors
from regswap.rules.load import load_text

REGISTRIES = ("docker.io", "quay.io")


def write(rules: str, to: str, *, lossy: bool = False, scheme: str = "https", form: str = "imageswap") -> Written:
    return write_mirrors(load_text(rules, form, "rules"), BY_NAME[to], REGISTRIES, lossy=lossy, scheme=scheme)


PLAIN = "quay.io::m.example:5000/q\ndocker.io::m.example\ndefault::"


def test_containerd_gets_a_file_for_each_registry() -> None:
    files = write(f"{PLAIN}\nr.example:8443::m.example/r", "containerd", scheme="http").files

    assert sorted(files) == ["docker.io/hosts.toml", "quay.io/hosts.toml", "r.example_8443_/hosts.toml"]
    assert files["docker.io/hosts.toml"] == (
        'server = "http://m.example"\n\n[host."http://m.example"]\n  capabilities = ["pull", "resolve"]\n'
    )
    assert files["quay.io/hosts.toml"] == (
        'server = "http://m.example:5000/v2/q"\noverride_path = true\n\n'
        '[host."http://m.example:5000/v2/q"]\n  capabilities = ["pull", "resolve"]\n  override_path = true\n'
    )


def test_a_mirror_by_http_is_insecure_to_podman() -> None:
    assert write(PLAIN, "registries-conf", scheme="http").files[""].count("insecure = true") == 2


FAULTS = [
    pytest.param("[EXACT]quay.io/a/b:1::m.example/b:1", "cannot express a rule about one image", id="an exact rule"),
    pytest.param("[REPLACE]quay.io/a/*::m.example", "cannot express a glob", id="a glob"),
    pytest.param("noswap_wildcards::test", "cannot express a rule that skips references", id="a skip"),
    pytest.param(
        "quay.io/a::m.example/x", "cannot have a mirror for `quay.io/a` alone, only for a whole registry", id="a path"
    ),
    pytest.param("quay.io/a::", "cannot have a mirror for `quay.io/a` alone", id="an exception"),
    pytest.param("docker.io::docker.io/m", "cannot have a mirror for `docker.io/m` alone", id="a target in the source"),
    pytest.param("quay.io::quay.io/m-", "what is under `quay.io/m-` already stays there", id="a dash in the source"),
]


@pytest.mark.parametrize(("rule", "message"), FAULTS)
def test_what_a_format_cannot_express_is_told_with_its_place(rule: str, message: str) -> None:
    text = f"quay.io::m.example/q\n{rule}\ndefault::" if not rule.startswith("quay.io::") else f"{rule}\ndefault::"

    with pytest.raises(RulesError) as raised:
        write(text, "containerd")

    (told,) = [str(one) for one in raised.value.diagnostics if message in one.message]
    assert told.startswith(f"rules:{1 if rule.startswith('quay.io::') else 2}:")
    assert "containerd" in told
    assert "--lossy" in told


def test_what_is_lossy_leaves_it_out_and_says_so() -> None:
    written = write(f"{PLAIN}\n[EXACT]quay.io/a/b:1::m.example/b:1", "k3s", lossy=True)

    assert "cannot express a rule about one image; it is left out" in str(written.warnings[0])
    assert written.files == write(PLAIN, "k3s").files


def test_a_path_and_an_exception_are_what_podman_can_express() -> None:
    text = write("quay.io::m.example/q\nquay.io/a::\nquay.io/b::m.example/x\ndefault::", "registries-conf").files[""]

    assert '[[registry]]\nprefix = "quay.io/a"\nlocation = "quay.io/a"\n\n[[registry]]' in text
    assert '[[registry.mirror]]\nlocation = "m.example/x"' in text


def test_openshift_has_no_exceptions() -> None:
    with pytest.raises(RulesError, match=r"cannot express that `quay\.io/a` has no mirror"):
        write("quay.io::m.example/q\nquay.io/a::\ndefault::", "openshift")


def test_a_path_that_goes_where_its_registry_does_needs_nothing() -> None:
    rules = "quay.io::m.example/q\nquay.io/a::m.example/q/a\ndefault::"

    assert write(rules, "containerd").files == write("quay.io::m.example/q\ndefault::", "containerd").files


def test_rules_without_a_mirror_are_an_error() -> None:
    with pytest.raises(RulesError, match="no rule names a registry that is mirrored; name registries with"):
        write("quay.io::\ndefault::", "talos")


def test_a_default_rule_is_written_for_the_registries_that_were_asked_for() -> None:
    written = write("default::m.example", "talos")

    assert written.files[""].count("kind: RegistryMirrorConfig") == 2
    assert "a default rule has a mirror for each registry, and 2 are written" in "".join(map(str, written.warnings))


def test_a_short_name_that_a_node_asks_for_elsewhere_is_told() -> None:
    told = "".join(str(one) for one in write(PLAIN, "talos").warnings)

    assert "`nginx` becomes `m.example/nginx` in manifests" in told
    assert "asks for `m.example/library/nginx`" in told


def test_a_rule_that_writes_library_has_no_such_warning() -> None:
    rules = (
        "apiVersion: imageshift.dev/v1\nkind: Imageshift\nspec:\n  mappings:\n    swap:\n      - registry: docker.io\n"
    )
    rules += "        target: m.example/hub\n"

    assert not write(rules, "talos", form="imageshift").warnings
