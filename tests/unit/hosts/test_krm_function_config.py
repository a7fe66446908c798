from __future__ import annotations

from pathlib import Path

import pytest

from regswap.document.parse.stream import Document
from regswap.errors import RegswapError
from regswap.hosts.krm.envelope import read_envelope
from regswap.hosts.krm.function_config import Settings, read_settings
from regswap.rules import Decider
from regswap.settings.options import Options
from regswap.settings.policy import make_policy

REWRITE = "{apiVersion: regswap.dev/v1alpha1, kind: ImageRewrite, metadata: {name: regswap}, spec: {%s}}"
CONFIG_MAP = "{apiVersion: v1, kind: ConfigMap, metadata: {name: regswap}, data: {%s}}"
TO_A = "rules: [{default: a.io}]"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("REGSWAP_RULES", "REGSWAP_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    for host in ("b", "c"):
        Path(f"{host}.map").write_text(f"default::{host}.io\n", encoding="utf-8")
    Path("d.yaml").write_text(
        "apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec:\n  unmatched: fail\n  check: true\n"
        "  rules: [{default: d.io}]\n",
        encoding="utf-8",
    )
    return tmp_path


def settle(config: str, options: Options | None = None, *, check: bool = False) -> Settings:
    text = f"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\nfunctionConfig: {config}\n"
    envelope = read_envelope(Document("<stdin>", 1, 1, text.encode()))
    return read_settings(envelope, (options or Options())._replace(check=check))


def rules_of(settings: Settings) -> Decider:
    return make_policy(settings.options, config=settings.config, inline=settings.inline).rules


def decide(config: str, options: Options | None = None) -> str:
    return rules_of(settle(config, options)).decide("quay.io/x:1").rewritten


@pytest.mark.parametrize(
    ("config", "becomes"),
    [
        (REWRITE % TO_A, "a.io/x:1"),
        (REWRITE % "rules: [{file: b.map}]", "b.io/x:1"),
        (REWRITE % 'rules: [{imageswap: "default::\\nquay.io::a.io/q"}]', "a.io/q/x:1"),
        (REWRITE % 'rules: [{imageswap: "default::\\nquay.io::a.io/q-"}], mode: compat', "a.io/q-quay.io/x:1"),
        (CONFIG_MAP % "rules: b.map", "b.io/x:1"),
        (CONFIG_MAP % 'rules: " b.map \\n\\n"', "b.io/x:1"),
        (CONFIG_MAP % "config: d.yaml", "d.io/x:1"),
        (CONFIG_MAP % "config: d.yaml, rules: b.map", "b.io/x:1"),
        (CONFIG_MAP % 'maps: "default::a.io"', "a.io/x:1"),
        (CONFIG_MAP % 'any.map: "default::a.io"', "a.io/x:1"),
        (CONFIG_MAP % '"a.b": "quay.io::a.io,ghcr.io::b.io"', "a.io/x:1"),
        (
            CONFIG_MAP
            % '"r.yaml": "apiVersion: regswap.dev/v1alpha1\\nkind: ImageRewrite\\nspec: {rules: [{file: b.map}]}"',
            "b.io/x:1",
        ),
        (CONFIG_MAP % 'rulesFormat: registry-connect, r.txt: "quay.io: a.io"', "a.io/x:1"),
        (CONFIG_MAP % 'imagePrefix: "p.io"', "p.io/x:1"),
    ],
)
def test_rules_come_from_the_function_config(config: str, becomes: str) -> None:
    assert decide(config) == becomes


@pytest.mark.parametrize(
    "config", ["", "{}", "null", CONFIG_MAP % "", "{apiVersion: v1, kind: ConfigMap}", REWRITE % "unmatched: keep"]
)
@pytest.mark.parametrize(
    ("variable", "value", "becomes"), [("RULES", "b.map", "b.io/x:1"), ("RULES", "b.map:c.map", "b.io/x:1")]
)
def test_rules_come_from_the_environment_where_the_function_config_has_none(
    config: str, variable: str, value: str, becomes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"REGSWAP_{variable}", value)

    assert decide(config) == becomes


def test_a_configuration_is_named_in_the_environment_or_in_the_function_config(monkeypatch: pytest.MonkeyPatch) -> None:
    named = settle(CONFIG_MAP % "config: d.yaml")
    monkeypatch.setenv("REGSWAP_CONFIG", "d.yaml")
    found = settle(CONFIG_MAP % "")

    for settings in (named, found):
        assert settings.options.check
        assert make_policy(settings.options, config=settings.config).unmatched == "fail"
    # What the functionConfig says takes precedence over the environment, and so does a whole configuration in it.
    assert make_policy(*[settle(CONFIG_MAP % "unmatched: keep").options]).unmatched == "keep"
    assert decide(REWRITE % TO_A) == "a.io/x:1"
    assert not settle(REWRITE % TO_A).options.check


@pytest.mark.parametrize(
    "config",
    [
        REWRITE % TO_A,
        CONFIG_MAP % "rules: b.map",
        CONFIG_MAP % 'maps: "default::a.io"',
        CONFIG_MAP % 'x.map: "default::a.io"',
    ],
)
def test_a_flag_goes_before_the_function_config_and_that_before_the_environment(
    config: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGSWAP_RULES", "c.map")

    assert decide(config) != "c.io/x:1"
    assert decide(config, Options(rules=("c.map",))) == "c.io/x:1"


def test_a_config_map_says_what_flags_say() -> None:
    settings = settle(
        CONFIG_MAP
        % (
            'mode: compat, unmatched: fail, shapes: "false", check: "true", include: "kind=Job\\nkind=Pod", '
            'exclude: namespace=x, paths: "example.com/Shop:spec.image", namespaceLabels: "a:b=c", rules: b.map'
        )
    )

    assert settings.options == Options(
        check=True,
        rules=("b.map",),
        mode="compat",
        unmatched="fail",
        shapes=False,
        include=("kind=Job", "kind=Pod"),
        exclude=(
            "kind=ConfigMap,name=regswap",
            "kind=Kptfile",
            "kind=ImageRewrite",
            "annotation=config.kubernetes.io/local-config=true",
            "namespace=x",
        ),
        path=("example.com/Shop:spec.image",),
        namespace_labels=("a:b=c",),
    )


def test_flags_go_before_a_config_map() -> None:
    flags = Options(mode="standard", unmatched="keep", shapes=True, image_prefix="p.io")

    settings = settle(CONFIG_MAP % 'mode: compat, unmatched: fail, shapes: "false", imagePrefix: q.io', flags)

    assert settings.options._replace(exclude=()) == flags


@pytest.mark.parametrize(
    ("config", "expected"),
    [(REWRITE % "check: true", True), (REWRITE % 'check: "true"', True), (REWRITE % "check: false", False)],
)
def test_the_check_is_asked_for_in_the_object_or_by_a_flag(config: str, *, expected: bool) -> None:
    assert settle(config).options.check is expected
    assert settle(config, check=True).options.check


def test_a_config_map_leaves_itself_alone() -> None:
    in_a_namespace = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b}, data: {rules: b.map}}"
    with_an_odd_name = "{apiVersion: v1, kind: ConfigMap, metadata: {name: '*,kind=Pod'}, data: {rules: b.map}}"

    assert "kind=ConfigMap,name=a,namespace=b" in settle(in_a_namespace).options.exclude
    assert not [one for one in settle(with_an_odd_name).options.exclude if "ConfigMap" in one]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("text", "functionConfig: ``, `` is not a configuration that is known; write an `ImageRewrite`"),
        ("[]", "functionConfig: ``, `` is not a configuration that is known"),
        ("{apiVersion: apps/v1, kind: Deployment}", "`apps/v1`, `Deployment` is not a configuration that is known"),
        ("{apiVersion: v1, kind: Secret}", "`v1`, `Secret` is not a configuration that is known"),
        ("{apiVersion: regswap.dev/v2, kind: ImageRewrite}", "functionConfig.apiVersion: unknown version"),
        ("{apiVersion: regswap.dev/v1alpha1, kind: Rewrite}", "functionConfig.kind: unknown kind `Rewrite`"),
        (REWRITE % "rulez: []", "functionConfig.spec.rulez: `spec` has an unknown key `rulez`; did you mean `rules`?"),
        (REWRITE % "check: maybe", "functionConfig.spec.check: `check` is neither true nor false"),
        (REWRITE % "rules: [{prefx: a}]", "functionConfig.spec.rules[0].prefx: unknown rule `prefx`"),
        (REWRITE % "rules: [{prefix: a}]", "functionConfig.spec.rules[0]: the rule has no target"),
        (REWRITE % "rules: [{file: no.map}]", "no.map: there is no such file"),
        (
            REWRITE % 'rules: [{imageswap: "default::\\nbad"}]',
            "functionConfig.spec.rules[0].imageswap:2:1: has no `::`",
        ),
        (CONFIG_MAP % "rulez: a", "functionConfig.data.rulez: unknown key `rulez`; did you mean `rules`?"),
        (CONFIG_MAP % "mode: std", "functionConfig.data.mode: unknown mode `std`"),
        (CONFIG_MAP % "rulesFormat: helm", "functionConfig.data.rulesFormat: unknown rulesFormat `helm`"),
        (CONFIG_MAP % "shapes: 1", "functionConfig.data.shapes: `shapes` is neither true nor false"),
        (CONFIG_MAP % "rules: [b.map]", "functionConfig.data.rules: `rules` is a list"),
        (CONFIG_MAP % "rules: no.map", "no.map: there is no such file"),
        (CONFIG_MAP % 'maps: "default::\\nbad"', "functionConfig.data.maps:2:1: has no `::`"),
        (CONFIG_MAP % '"a.map": "default::\\nbad"', "functionConfig.data['a.map']:2:1: has no `::`"),
        (CONFIG_MAP % "a.map: {b: c}", "functionConfig.data['a.map']: `a.map` is a map"),
        (CONFIG_MAP % "exclude: a", "--exclude: `a` is not a selector"),
        ("{apiVersion: v1, kind: ConfigMap, data: []}", "functionConfig.data: a map belongs here"),
        ("", "no rules"),
        (CONFIG_MAP % "", "no rules"),
        (REWRITE % "mode: compat", "no rules"),
    ],
)
def test_what_is_wrong_with_it_is_told_with_its_field(config: str, message: str) -> None:
    with pytest.raises(RegswapError) as caught:
        rules_of(settle(config))

    assert message in str(caught.value)
    assert caught.value.exit_code == 2


def test_all_mistakes_are_told_together() -> None:
    with pytest.raises(RegswapError) as caught:
        settle(CONFIG_MAP % "rulez: a, mode: std")

    assert len(caught.value.diagnostics) == 2


def test_two_configurations_are_a_mistake() -> None:
    with pytest.raises(RegswapError, match="one in --config"):
        settle(REWRITE % TO_A, Options(config="d.yaml"))


def test_a_rule_is_named_by_its_field_and_one_in_a_text_by_its_line() -> None:
    settings = settle(
        REWRITE % 'rules: [{name: first, prefix: ghcr.io, target: g.io}, {imageswap: "default::\\n\\nquay.io::q.io"}]'
    )

    origins = [str(rule.origin) for rule in rules_of(settings).rules]

    assert origins[0] == "functionConfig.spec.rules[0]"
    assert "functionConfig.spec.rules[1].imageswap:3" in origins


def test_what_may_be_secret_is_not_quoted() -> None:
    with pytest.raises(RegswapError) as caught:
        rules_of(settle(CONFIG_MAP % '"a.map": "default::\\nbad", maps: "token.example::a.io"'))

    assert all(not diagnostic.excerpt for diagnostic in caught.value.diagnostics)


def test_a_secret_among_the_items_hides_nothing_of_the_configuration() -> None:
    text = (
        "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n"
        "items:\n- {apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {password: p}}\n"
        "functionConfig:\n  apiVersion: regswap.dev/v1alpha1\n  kind: ImageRewrite\n  spec:\n    rules:\n    - bad: a\n"
    )

    with pytest.raises(RegswapError) as caught:
        rules_of(read_settings(read_envelope(Document("<stdin>", 1, 1, text.encode())), Options()))

    assert "bad: a" in caught.value.diagnostics[0].excerpt
