from __future__ import annotations

import pytest

from regswap.errors import RulesError
from regswap.rules import RuleSet
from regswap.rules.engine.rule import Rule
from regswap.rules.formats.imageswap import reader as imageswap
from regswap.rules.source.source_text import SourceText

IPV6 = "[fd00::1]:5000"


def read(text: str) -> RuleSet:
    (settled,) = imageswap.settle([imageswap.read_text(SourceText("map", text))])
    return RuleSet(settled.rules, settled.warnings)


def read_rule(line: str) -> Rule:
    (rule,) = imageswap.read_text(SourceText("map", line)).rules
    return rule


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "# nothing", "   # indented", "\t#\ttabs", "#docker.io::h.io", "\r\n \r \n", " \u00a0\u2003"],
)
def test_blank_and_comment_lines_hold_no_rules(text: str) -> None:
    assert imageswap.read_text(SourceText("map", text)).rules == ()


@pytest.mark.parametrize(
    ("line", "kind", "match", "target", "join"),
    [
        ("default::", "default", "default", "", "path"),
        ("default::h.io/t", "default", "default", "h.io/t", "path"),
        ("default::h.io/t-", "default", "default", "h.io/t-", "dash"),
        ("quay.io::h.io", "prefix", "quay.io", "h.io", "path"),
        ("quay.io::h.io/t-", "prefix", "quay.io", "h.io/t-", "dash"),
        ("quay.io::", "prefix", "quay.io", "", "path"),
        ("quay.io:", "prefix", "quay.io", "", "path"),
        ("quay.io:h.io", "prefix", "quay.io", "h.io", "path"),
        ("gcr.io:443::h.io:5000/t", "prefix", "gcr.io:443", "h.io:5000/t", "path"),
        ("localhost:5000::h.io", "prefix", "localhost:5000", "h.io", "path"),
        ("registry:5000::h.io", "prefix", "registry:5000", "h.io", "path"),
        ("docker.io/library::h.io/lib", "prefix", "docker.io/library", "h.io/lib", "path"),
        ("quay.io/org/team::h.io/team", "prefix", "quay.io/org/team", "h.io/team", "path"),
        (f"{IPV6}::h.io", "prefix", IPV6, "h.io", "path"),
        (f"quay.io::{IPV6}/t", "prefix", "quay.io", f"{IPV6}/t", "path"),
        (f"{IPV6}::[::1]/t", "prefix", IPV6, "[::1]/t", "path"),
        ("quay.io::h.io/t/", "prefix", "quay.io", "h.io/t", "path"),
        ("quay.io::h.io//", "prefix", "quay.io", "h.io", "path"),
        ("[EXACT]auto::auto", "exact", "auto", "auto", "whole"),
        ("[EXACT]nginx:1::h.io/n:2", "exact", "nginx:1", "h.io/n:2", "whole"),
        ("[EXACT]nginx::", "exact", "nginx", "", "whole"),
        ("[REPLACE]quay.io/*::h.io/t", "glob", "quay.io/*", "h.io/t", "basename"),
        ("[REPLACE]hello:v1.?::h.io/t/", "glob", "hello:v1.?", "h.io/t", "basename"),
        ("[REPLACE]auto::", "glob", "auto", "", "basename"),
        ("noswap_wildcards::twr.io", "skip", "twr.io", "", "whole"),
    ],
)
def test_a_line_is_a_rule(line: str, kind: str, match: str, target: str, join: str) -> None:
    rule = read_rule(line)

    assert (rule.kind, rule.match, rule.target, rule.join) == (kind, match, target, join)
    assert rule.scope == ("canonical" if kind in ("prefix", "default") else "raw")
    assert rule.origin == ("map", 1, rule.origin.column)


@pytest.mark.parametrize(
    "line",
    [
        "  docker.io :: h.io/hub  ",
        "\tdocker.io\t::\th.io/hub\t",
        "docker.io::h.io/hub # a # b",
        "docker.io::h.io/hub#c1#c2",
        "docker.io::h.io/hub ## was: quay.io::old",
        "docker.io::h.io/hub # see https://example.com/x",
        "docker . io::h.io/ hub",
        "docker.io\u00a0::\u2003h.io/hub\x0b",
    ],
)
def test_white_space_and_comments_mean_nothing(line: str) -> None:
    rule = read_rule(line)

    assert (rule.match, rule.target, rule.text) == ("docker.io", "h.io/hub", "docker.io::h.io/hub")


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_every_line_break_counts_and_a_rule_knows_its_place(line_break: str) -> None:
    rules = read(line_break.join(["# map", "default::", "", "  quay.io::h.io", ""])).rules

    assert [(rule.match, *rule.origin) for rule in rules] == [("default", "map", 2, 1), ("quay.io", "map", 4, 3)]


def test_other_unicode_breaks_are_white_space() -> None:
    assert read_rule("quay.io::\u2028h.io").target == "h.io"


def test_wildcards_are_one_skip_each_and_empty_items_are_none() -> None:
    rules = read("default::\nnoswap_wildcards::twr.io, walrus.io,,").rules

    assert [(rule.match, rule.text, rule.origin.column) for rule in rules[1:]] == [
        ("twr.io", "noswap_wildcards::twr.io", 19),
        ("walrus.io", "noswap_wildcards::walrus.io", 27),
    ]


@pytest.mark.parametrize("text", ["default::\nnoswap_wildcards::", "default::\nnoswap_wildcards:"])
def test_empty_wildcards_skip_nothing(text: str) -> None:
    assert [rule.kind for rule in read(text).rules] == ["default"]


@pytest.mark.parametrize(
    ("line", "column", "message", "remedy"),
    [
        ("quay.io", 1, "has no `::`", "write `key::target`"),
        ("quay.io;h.io", 1, "has no `::`", "write `key::target`"),
        ("quay.io=h.io", 1, "has no `::`", "write `key::target`"),
        ("  default", 3, "has no `::`", "write `key::target`"),
        ("quay.io::a::b", 11, "has more than one `::`", "each on its own line"),
        ("quay.io:h.io:5000", 13, "has more than one `:` and no `::`", "write `key::target`"),
        ("[EXACT]nginx:1:h.io/n", 15, "has more than one `:` and no `::`", "write `key::target`"),
        ("quay.io:::h.io", 8, "has `:::`", "write `key::target`"),
        ("::h.io", 1, "has nothing before its separator", "write `key::target`"),
        (":h.io", 1, "has nothing before its separator", "write `key::target`"),
        ("quay.io::https://h.io", 10, "has a scheme", "remove `https://`"),
        ("quay.io:https://h.io", 9, "has a scheme", "remove `https://`"),
        ("https://quay.io::h.io", 1, "has a scheme", "remove `https://`"),
        ("quay.io :: oci://h.io # x", 12, "has a scheme", "remove `oci://`"),
        ("[exact]nginx::h.io/n", 1, "unknown keyword `[exact]`", "did you mean `[EXACT]`?"),
        ("[Replace]quay.io/*::h.io", 1, "unknown keyword `[Replace]`", "did you mean `[REPLACE]`?"),
        ("[EXCAT]nginx::h.io/n", 1, "unknown keyword `[EXCAT]`", "did you mean `[EXACT]`?"),
        ("[EXACTnginx::h.io/n", 1, "unknown keyword `[EXACTnginx`", "the keywords are `[EXACT]` and `[REPLACE]`"),
        ("[x]nginx::h.io/n", 1, "unknown keyword `[x]`", "the keywords are `[EXACT]` and `[REPLACE]`"),
        ("Default::h.io", 1, "unknown keyword `Default`", "did you mean `default`?"),
        ("noswap_wildcard::x", 1, "unknown keyword `noswap_wildcard`", "did you mean `noswap_wildcards`?"),
        ("[EXACT]::h.io/n", 1, "has nothing after `[EXACT]`", "write `[EXACT]reference::target`"),
        ("[REPLACE]::h.io/n", 1, "has nothing after `[REPLACE]`", "write `[REPLACE]reference::target`"),
        (
            "quay.io/::h.io",
            1,
            "the key `quay.io/` matches no reference: it has an empty path component",
            "write `host`",
        ),
        ("quay.io/a:v1::h.io", 1, "the key `quay.io/a:v1` matches no reference: it has a `:` in its path", "`[EXACT]`"),
        ("foo_bar.io::h.io", 1, "the key `foo_bar.io` matches no reference: it has a registry host", "write `host`"),
        ("quay.io/A::h.io", 1, "the key `quay.io/A` matches no reference: it has an upper-case letter", "write `host`"),
        ("qu\u00e4y.io::h.io", 1, "the key `qu\u00e4y.io` matches no reference: it has a character", "write `host`"),
        (
            "quay.io:: H.io/A",
            11,
            "the target `H.io/A` makes no reference: `H.io/A/x` has an upper-case",
            "write a target",
        ),
        ("quay.io::h.io/a:1", 10, "the target `h.io/a:1` makes no reference: `h.io/a:1/x` has a `:`", "write a target"),
        ("quay.io::h\\1", 10, "the target `h\\1` makes no reference: `h\\1/x` has `\\` in its path", "write a target"),
        ("quay.io::/", 10, "the target `/` makes no reference: `/x` has an empty path component", "write a target"),
        ("quay.io::-", 10, "the target `-` makes no reference: `-docker.io/x` has a registry host", "write a target"),
        ("quay.io::h:5000-", 10, "the target `h:5000-` makes no reference", "write a target"),
        ("quay.io::h.io/m-/", 10, "the target `h.io/m-/` makes no reference", "write a target"),
        ("default::h.io/A", 10, "the target `h.io/A` makes no reference", "write a target"),
        ("[EXACT]a::$(X)", 11, "the target `$(X)` makes no reference: `$(X)` is a variable", "write a target"),
        ("[REPLACE]a*::h.io/m-", 14, "the target `h.io/m-` makes no reference", "write a target"),
        ("docker.io-library::h_.io", 20, "the target `h_.io` makes no reference", "write a target"),
    ],
)
def test_a_line_that_cannot_be_understood_is_an_error_at_its_place(
    line: str, column: int, message: str, remedy: str
) -> None:
    with pytest.raises(RulesError) as caught:
        imageswap.read_text(SourceText("map", f"default::\n{line}\n"))

    (finding,) = caught.value.diagnostics
    assert (finding.source, finding.line, finding.column, finding.excerpt) == ("map", 2, column, line)
    assert finding.message.startswith(message)
    assert remedy in finding.remedy


def test_all_errors_of_a_file_are_reported_together() -> None:
    with pytest.raises(RulesError) as caught:
        imageswap.read_text(SourceText("map", "default\nquay.io::h.io\nquay.io:::h.io\r\ngcr.io::https://h.io"))

    assert [finding.line for finding in caught.value.diagnostics] == [1, 3, 4]


@pytest.mark.parametrize(
    "text",
    [
        "default::",
        "default::h.io\nnoswap_wildcards::a,b\nquay.io::\ndocker.io/library::h.io/lib",
        "default::\n[EXACT]auto::auto\n[REPLACE]*::h.io",
        "default::\n[EXACT]a::b:1",
    ],
)
def test_a_map_without_doubts_has_no_warnings(text: str) -> None:
    assert read(text).warnings == ()


@pytest.mark.parametrize(
    ("line", "column", "message", "remedy"),
    [
        ("docker.io::hub", 12, "the target `hub` has no registry, so the images move to Docker Hub", "`registry.exam"),
        (
            "[REPLACE]a*::hub",
            14,
            "the target `hub` has no registry, so the images move to Docker Hub",
            "`registry.exam",
        ),
        (
            "docker.io::hub-",
            12,
            "the target `hub-` has no registry, so it becomes part of another registry's",
            "registry",
        ),
        ("[EXACT]a::h.io", 11, "the target `h.io` has no path, so it is an image of Docker Hub", "`registry.exam"),
        ("[EXACT]a::h.io:5000", 11, "the target `h.io:5000` has no path, so it is an image of", "`registry.exam"),
        ("*.gcr.io::h.io", 1, "can never match: a plain key has no wildcards", "write `[REPLACE]*.gcr.io`"),
        ("*::h.io", 1, "can never match: a plain key has no wildcards", "write `[REPLACE]*`"),
        ("gcr.i[ox]::h.io", 1, "can never match: a plain key has no wildcards", "write `[REPLACE]gcr.i[ox]`"),
        ("docker.io-library::h.io/l", 1, "can never match: `docker.io-library` is an old", "write `docker.io/library`"),
        ("myhost::h.io", 1, "can never match: `myhost` is not a registry", "write `docker.io/myhost`"),
        ("team/app::h.io", 1, "can never match: `team/app` is not a registry", "write `docker.io/team/app`"),
        ("[EXACT]Nginx::h.io/n", 1, "can never match: `Nginx` has an upper-case letter", "write a reference"),
        ("quay.io:h.io", 8, "the separator `:` is deprecated here", "write `::`"),
        ("quay.io:", 8, "the separator `:` is deprecated here", "write `::`"),
    ],
)
def test_a_doubtful_line_is_a_warning_at_its_place(line: str, column: int, message: str, remedy: str) -> None:
    (warning,) = read(f"default::\n{line}\n").warnings

    assert (warning.source, warning.line, warning.column, warning.excerpt) == ("map", 2, column, line)
    assert warning.message.startswith(message)
    assert remedy in warning.remedy


def test_a_line_that_can_never_match_makes_no_rule() -> None:
    rules = read("default::\n*.gcr.io::h.io\nmyhost::h.io\ndocker.io-library::h.io\n[EXACT]A::h.io/a").rules

    assert [rule.kind for rule in rules] == ["default"]


def test_the_old_separator_is_warned_of_once() -> None:
    (warning,) = read("default:\nquay.io:h.io\ngcr.io::h.io\nghcr.io:").warnings

    assert (warning.message, warning.line) == ("the separator `:` is deprecated here and on 2 more lines", 1)


@pytest.mark.parametrize(
    ("lines", "image", "expected"),
    [
        pytest.param("default::\nquay.io::a.io\nquay.io::b.io", "quay.io/x", "b.io/x", id="a registry"),
        pytest.param("default::a.io\ndefault::b.io", "quay.io/x", "b.io/x", id="the default"),
        pytest.param("default::\n[EXACT]x::a.io/x\n[EXACT]x::b.io/x", "x", "b.io/x", id="a reference"),
        pytest.param("default::h.io\nnoswap_wildcards::a\nnoswap_wildcards::b", "a/x", "h.io/a/x", id="wildcards"),
    ],
)
def test_of_a_key_that_is_written_twice_the_last_value_counts_and_is_warned_of(
    lines: str, image: str, expected: str
) -> None:
    rules = read(lines)

    assert [warning.line for warning in rules.warnings] == [lines.count("\n") + 1]
    assert rules.decide(image).rewritten == expected


def test_a_pattern_that_is_written_twice_keeps_its_first_place() -> None:
    rules = read("[REPLACE]q*::one.io\n[REPLACE]qu*::two.io\n[REPLACE]q*::three.io\ndefault::")

    assert rules.decide("quay.io/x").rewritten == "three.io/x"


def test_a_missing_default_is_read_as_an_empty_one_and_said_once() -> None:
    rules = read("docker.io::h.io\n[EXACT]nginx::h.io/n\nquay.io::h.io/q\nnoswap_wildcards::x")

    assert [rule.kind for rule in rules.rules] == ["prefix", "exact", "prefix", "skip"]
    assert rules.decide("redis").rewritten == "h.io/redis"
    assert not rules.decide("ghcr.io/a").changed
    (warning,) = rules.warnings
    assert str(warning) == (
        "map:1: there is no `default` line, which is read as `default::`; ImageSwap itself does nothing without one "
        "but for `[EXACT]` and `[REPLACE]`; add `default::`, which leaves all other registries alone, "
        "or `default::<registry>`, which moves them\n  docker.io::h.io"
    )


def test_a_missing_default_is_said_once_of_several_maps() -> None:
    readings = [imageswap.read_text(SourceText(name, "docker.io::h.io")) for name in ("a", "b")]

    assert [[warning.code for warning in reading.warnings] for reading in imageswap.settle(readings)] == [
        ["no-default"],
        [],
    ]


def test_a_missing_default_is_not_missed_where_no_rule_needs_it() -> None:
    rules = read("[EXACT]nginx::h.io/n\n[REPLACE]quay.io/*::h.io/q")

    assert (len(rules.rules), rules.warnings) == (2, ())


def test_an_empty_map_is_a_warning() -> None:
    (warning,) = read("# nothing").warnings

    assert str(warning) == "map: has no rules, so nothing is rewritten; add a line such as `docker.io::<registry>`"


@pytest.mark.parametrize(
    ("text", "image", "rewritten"),
    [
        pytest.param("docker.io::h/hub", "nginx", "h/hub/nginx", id="1"),
        pytest.param("default::", "nginx", "nginx", id="2"),
        pytest.param("default::d.io\ndocker.io::", "nginx", "nginx", id="3"),
        pytest.param("default::\nquay.io::h/q", "quay.io/a/b:v1", "h/q/a/b:v1", id="4"),
        pytest.param("default::\ndocker.io::h/hub", "nginx:1.27", "h/hub/nginx:1.27", id="5"),
        pytest.param("default::\nquay.io::h/q", "quay.io/team/quayxio-sync:1", "h/q/team/quayxio-sync:1", id="6"),
        pytest.param("default::\nquay.io::h/q", "quay.io/mirror/quay.io/a:1", "h/q/mirror/quay.io/a:1", id="7"),
        pytest.param(
            "default::\ndocker.io::h/hub", "company/docker.io-proxy:2", "h/hub/company/docker.io-proxy:2", id="8"
        ),
        pytest.param("default::\ncool.io::h", "cool.io:443/istio/istiod", "h/istio/istiod", id="9"),
        pytest.param("default::\ngitlab.com::h/gitlab", "gitlab.com:443/a/b:1", "h/gitlab/a/b:1", id="10"),
        pytest.param("default::d.io\nr:8443::h", "r/a/b", "d.io/r/a/b", id="11"),
        pytest.param("default::\ngcr.io::h/m-", "gcr.io:443/istio/istiod:1", "h/m-gcr.io/istio/istiod:1", id="12"),
        pytest.param("default::h/m-", "quay.io/a/b:1", "h/m-quay.io/a/b:1", id="13"),
        pytest.param("default::\ndocker.io::h/hub", "localhost:5000/app:1", "localhost:5000/app:1", id="14"),
        pytest.param("default::\nlocalhost:5000::h/l", "localhost:5000/app:1", "h/l/app:1", id="15"),
        pytest.param("default::\ndocker.io::h/hub", "registry:5000/team/app", "registry:5000/team/app", id="16"),
        pytest.param("default::\ndocker.io::localhost:1/d", "localhost:1/d/nginx", "localhost:1/d/nginx", id="17"),
        pytest.param("default::\ndocker.io/library::h/lib", "bitnami/redis", "bitnami/redis", id="18"),
        pytest.param(
            "default::\ndocker.io::h/hub\ndocker.io/library::h/lib", "docker.io/bash:1", "h/lib/bash:1", id="19"
        ),
        pytest.param(
            "default::\ndocker.io::\ndocker.io/library::h/l", "tmobile/magtape:1", "tmobile/magtape:1", id="20"
        ),
        pytest.param("noswap_wildcards::bitnami\ndefault::\ndocker.io::h", "bitnami/redis", "h/bitnami/redis", id="22"),
        pytest.param("noswap_wildcards::v1\ndefault::h", "quay.io/a/b:v1.2", "quay.io/a/b:v1.2", id="23"),
        pytest.param("noswap_wildcards::*.gcr.io\ndefault::h", "us.gcr.io/p/app", "h/p/app", id="24"),
        pytest.param("noswap_wildcards::twr.io,\ndefault::h", "quay.io/a", "h/a", id="25"),
        pytest.param("default::h\n[EXACT]nginx::", "nginx", "nginx", id="26"),
        pytest.param("default::h\n[REPLACE]quay.io/*::", "quay.io/solo/gloo:1", "quay.io/solo/gloo:1", id="27"),
        pytest.param("default::\n[EXACT]nginx:latest::h.io/x", "nginx", "nginx", id="28"),
        pytest.param("[REPLACE]quay.io*::docker.io/x/y/z", "quay.io/a/b/c/d:v1", "docker.io/x/y/z/d:v1", id="29"),
        pytest.param("[REPLACE]docker.io/*::e", "nginx", "nginx", id="30"),
        pytest.param(
            "default::d.io\nquay.io/argoproj/argocd::", "quay.io/argoproj/argocd:1", "quay.io/argoproj/argocd:1"
        ),
        pytest.param("default::\ndocker.io::h/hub # a # b", "nginx", "h/hub/nginx", id="35"),
        pytest.param("default::\ndocker.io::\th/hub", "nginx", "h/hub/nginx", id="36"),
        pytest.param("default::\ndocker.io::h/hub/", "nginx", "h/hub/nginx", id="40"),
        pytest.param("default::\ndocker.io::hub", "nginx", "hub/nginx", id="43"),
    ],
)
def test_each_quirk_of_the_webhook_has_a_standard_result(text: str, image: str, rewritten: str) -> None:
    assert read(text).decide(image).rewritten == rewritten
