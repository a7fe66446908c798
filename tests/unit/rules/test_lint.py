"""Each kind of finding: what it is found in, and what looks like it and is none."""

from __future__ import annotations

import json
import os
from pathlib import Path
from threading import Thread

import pytest

from regswap.errors import Diagnostic
from regswap.output.finding_listing import LISTING, summarise
from regswap.rules.engine.pattern import compile_expression
from regswap.rules.lint import CHECKS, Finding, lint
from regswap.rules.lint.misspelling import guess_registry
from regswap.rules.probes.expression_sample import list_samples
from tests.support.command import write
from tests.support.listing import show
from tests.support.sarif import check_log

MAP = "default::\n"
SHIFT = "apiVersion: imageshift.dev/v1\nkind: Imageshift\nspec:\n  mappings:\n"
OWN = "apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec:\n  rules:\n"


def swap(*registries: str) -> str:
    items = "".join(f"    - {{registry: {registry}, target: h.example/x}}\n" for registry in registries)
    return f"{SHIFT}    swap:\n{items}"


def regex(expression: str, *, exact: str) -> str:
    return (
        f"{SHIFT}    regexSwap:\n    - {{expression: '{expression}', target: h.example/$$}}\n"
        f"    exactSwap:\n    - {{reference: '{exact}', target: 'g.example/y:1'}}\n"
    )


def find(folder: Path, text: str) -> list[Finding]:
    path = folder / "rules"
    path.write_text(text, encoding="utf-8")
    return lint([str(path)])


FIRING = [
    ("cannot-load", "docker.io", "docker.io::h.example"),
    ("idle-rules", f"{MAP}bitnami::h.example", f"{MAP}bitnami::h.example\nquay.io::h.example"),
    ("no-rules", "# nothing\n", MAP),
    ("no-default", "docker.io::h.example", f"{MAP}docker.io::h.example"),
    ("not-a-registry", f"{MAP}bitnami::h.example", f"{MAP}docker.io/bitnami::h.example"),
    ("not-a-reference", f"{MAP}[EXACT]Nginx::h.example/x", f"{MAP}[EXACT]nginx::h.example/x"),
    ("wildcard-in-key", f"{MAP}*.gcr.io::h.example", f"{MAP}[REPLACE]*.gcr.io/*::h.example"),
    ("wildcard-in-skip", f"{MAP}noswap_wildcards::*.corp", f"{MAP}noswap_wildcards::.corp"),
    ("old-library-key", f"{MAP}docker.io-library::h.example", f"{MAP}docker.io::\ndocker.io/library::h.example"),
    ("old-separator", f"{MAP}docker.io:h.example", f"{MAP}docker.io::h.example"),
    (
        "ignored-section",
        f"{swap('a.io')}    legacy-swap: []\n".replace(
            "apiVersion: imageshift.dev/v1\nkind: Imageshift\nspec", "imageswap"
        ),
        swap("a.io"),
    ),
    ("other-home", swap("a.io").replace("  mappings", "  default: b.io\n  mappings"), swap("a.io")),
    ("duplicate-rule", f"{MAP}a.io::h.example\na.io::i.example", f"{MAP}a.io::h.example\na.io:5000::i.example"),
    ("duplicate-rule", swap("a.io", "a.io"), swap("a.io", "b.io")),
    ("duplicate-rule", swap("docker.io", "index.docker.io"), swap("docker.io", "quay.io")),
    ("port-needs-rule", f"{MAP}a.io::h.example/a", f"{MAP}a.io:5000::h.example/a"),
    (
        "port-needs-rule",
        f"{OWN}  - {{prefix: localhost, target: h.example/a}}",
        f"{OWN}  - {{prefix: a.io, target: h.example/a}}",
    ),
    (
        "port-needs-rule",
        f"{OWN}  - {{prefix: localhost, target: h.example/a}}",
        f"{OWN}  - {{prefix: localhost, target: h.example/a}}\n  - {{prefix: 'localhost:5000', target: h.example/b}}",
    ),
    (
        "unusable-result",
        f"{OWN}  - {{regex: '^a\\.io/(?:team|other)/[a-z]+', target: docker}}\n  - {{default: h.example/a}}",
        f"{OWN}  - {{regex: '^a\\.io/(team|other)/', target: h.example/$1/}}",
    ),
    ("unusable-result", f"{OWN}  - {{regex: /, target: ':'}}", f"{OWN}  - {{regex: ^a/, target: b/}}"),
    # Patterns that take all that a rule matches, and patterns that leave it something.
    (
        "shadowed-rule",
        f"{MAP}[REPLACE]*::h.example/x\na.io::h.example",
        f"{MAP}[REPLACE]?*::h.example/x\na.io::h.example",
    ),
    (
        "shadowed-rule",
        f"{MAP}[REPLACE]a.io*::h.example/x\na.io::h.example",
        f"{MAP}[REPLACE]a.io/b*::h.example/x\na.io::h.example",
    ),
    (
        "shadowed-rule",
        f"{MAP}[REPLACE]a.io/*::h.example/x\na.io::i.example",
        f"{MAP}[REPLACE]b.io/*::h.example/x\na.io::i.example",
    ),
    (
        "shadowed-rule",
        f"{MAP}[REPLACE]a.io:*::h.example/x\na.io:5::i.example",
        f"{MAP}[REPLACE]a.io:5/*::h.example/x\na.io:6::i.example",
    ),
    (
        "shadowed-rule",
        f"{MAP}[REPLACE]a.io/*::h.example\n[REPLACE]a.io/b/*::i.example",
        f"{MAP}[REPLACE]a.io/b/*::i.example\n[REPLACE]a.io/*::h.example",
    ),
    (
        "shadowed-rule",
        f"{MAP}[REPLACE]docker.io*::h.example/x\n[REPLACE]docker.io/a*::h.example",
        f"{MAP}[REPLACE]docker.io*::h.example/x\ndocker.io::h.example",
    ),
    ("shadowed-rule", regex(".*", exact="nginx:1"), regex("^a.*$", exact="nginx:1")),
    ("shadowed-rule", regex("x*", exact="nginx:1"), regex("^x*$", exact="nginx:1")),
    ("shadowed-rule", regex("nginx:1", exact="nginx:1"), regex("^nginx:", exact="nginx:1")),
    ("shadowed-rule", regex("nginx|library", exact="nginx:1"), regex("^nginx", exact="nginx:1")),
    # Targets that keep what a rule matches.
    (
        "shadowed-rule",
        f"{MAP}a.io::h.example/x\nh.example/x/y::i.example",
        f"{MAP}a.io::h.example/x\nh.example/y::i.example",
    ),
    ("shadowed-rule", f"{MAP}a.io::h.example/x\nh.example/x::i.example", f"{MAP}a.io::h.example/x\nh.example/x::"),
    ("shadowed-rule", f"{MAP}a.io/x::a.io", f"{MAP}a.io::a.io/x"),
    (
        "shadowed-rule",
        f"{MAP}a.io::h.example/x\n[EXACT]h.example/x/y:1::i.example/y",
        f"{MAP}a.io::h.example/x\n[EXACT]h.example/xy:1::i.example/y",
    ),
    ("shadowed-rule", f"{MAP}noswap_wildcards::team,team/a", f"{MAP}noswap_wildcards::team/a,team"),
    ("similar-prefix", f"{MAP}a.io/b::h.example\na.io/b-c::h.example", f"{MAP}a.io/b::h.example\na.io/b/c::h.example"),
    (
        "similar-prefix",
        f"{MAP}a.io/b::h.example\n[EXACT]a.io/bc/d:1::h.example/d",
        f"{MAP}a.io/b::h.example\n[EXACT]a.io/b:1::h.example/d",
    ),
    (
        "similar-prefix",
        f"{MAP}us-docker.pkg.dev/palette-images::h.example",
        f"{MAP}us-docker.pkg.dev/palette::h.example",
    ),
    ("misspelt-registry", f"{MAP}grc.io::h.example", f"{MAP}gcr.io::h.example"),
    ("misspelt-registry", f"{MAP}[EXACT]quai.io/a:1::h.example/a", f"{MAP}[EXACT]quay.example/a:1::h.example/a"),
    ("misspelt-registry", f"{MAP}[REPLACE]ghrc.io/*::h.example", f"{MAP}[REPLACE]*grc.io/*::h.example"),
    ("misspelt-registry", f"{MAP}quai.io::h.example", f"{MAP}a.io::quai.io/x\nquai.io::"),
    ("library-alone", f"{MAP}docker.io/library::h.example", f"{MAP}docker.io/library::h.example\ndocker.io::"),
    ("library-alone", f"{MAP}a.io/library::h.example", f"{MAP}a.io/library/x::h.example"),
    ("short-skip", f"{MAP}noswap_wildcards::v1", f"{MAP}noswap_wildcards::quay"),
    (
        "skip-of-mapped-registry",
        f"{MAP}a.io::h.example\nnoswap_wildcards::a.io/team",
        f"{MAP}a.io::\nnoswap_wildcards::a.io/team",
    ),
    (
        "skip-of-mapped-registry",
        f"{MAP}a.io::h.example\nnoswap_wildcards::a.io",
        f"{MAP}a.io::h.example\nnoswap_wildcards::xa.io",
    ),
    ("unwritten-registry", f"{MAP}[REPLACE]docker.io/*::h.example", f"{MAP}[REPLACE]docker.io*::h.example"),
    ("target-without-host", f"{MAP}docker.io::hub", f"{MAP}docker.io::localhost/hub"),
    ("colliding-target", f"{MAP}[REPLACE]quay.io/*::h.example", f"{MAP}[REPLACE]quay.io/argoproj/*::h.example"),
    (
        "colliding-target",
        f"{MAP}[REPLACE]a.io/x::h.example\n[REPLACE]b.io/x::h.example",
        f"{MAP}[REPLACE]a.io/x::h.example\n[REPLACE]b.io/x::h.example/b",
    ),
    ("rewritten-again", f"{MAP}a.io::b.io/a\nb.io::h.example", f"{MAP}a.io::b.io/a\nb.io::"),
    ("rewritten-again", "default::h.example/all", "default::h.example"),
    (
        "rewritten-again",
        "imageReplacementRules: {a.io: b.io/a, b.io: h.example}",
        "imageReplacementRules: {a.io: h.example/a, b.io: h.example}",
    ),
    ("differs-from-original", f"{MAP}a.io/team::h.example", MAP),
    ("skipped-by-original", f"{MAP}a.io::h.example # :: x # y", f"{MAP}a.io::h.example # x"),
    (
        "not-compared",
        f"{OWN}  - prefix: a.io\n    target: h.example\n  - imageswap: 'default::'\n",
        f"{OWN}  - prefix: a.io\n    target: h.example\n",
    ),
]


@pytest.mark.parametrize(("code", "fires"), [(code, fires) for code, fires, _ in FIRING])
def test_it_is_found_where_it_is(tmp_path: Path, code: str, fires: str) -> None:
    assert code in {finding.code for finding in find(tmp_path, fires)}


@pytest.mark.parametrize(("code", "holds"), [(code, holds) for code, _, holds in FIRING])
def test_it_is_not_found_where_something_only_looks_like_it(tmp_path: Path, code: str, holds: str) -> None:
    assert code not in {finding.code for finding in find(tmp_path, holds)}


def test_every_kind_has_a_case() -> None:
    assert {code for code, _, _ in FIRING} == set(CHECKS)


def test_every_kind_has_a_section_of_the_documentation_in_order(root: Path) -> None:
    lines = (root / "docs" / "lint.md").read_text(encoding="utf-8").splitlines()

    assert [line.removeprefix("### ") for line in lines if line.startswith("### ")] == sorted(CHECKS)
    for check in CHECKS.values():
        assert f"*{check.severity}*" in lines[lines.index(f"### {check.code}") + 2]


@pytest.mark.parametrize(
    ("host", "meant"),
    [
        *(("grc.io", "gcr.io"), ("quai.io", "quay.io"), ("docker.oi", "docker.io"), ("ghrc.io", "ghcr.io")),
        *(
            ("dokcer.io", "docker.io"),
            ("quay.oi", "quay.io"),
            ("registry.k8.io", "registry.k8s.io"),
            ("qauy.io", "quay.io"),
            ("registry.istlo.io", "registry.istio.io"),
            ("xpkg.crosplane.io", "xpkg.crossplane.io"),
        ),
        *(
            ("gcr.io", ""),
            ("us.gcr.io", ""),
            ("usa-docker.pkg.dev", ""),
            ("registry.example.com", ""),
            ("docker", ""),
            ("localhost", ""),
            ("a.io", ""),
        ),
        *(("europe-west1-docker.pkg.dev", ""), ("quay.example", ""), ("my-docker.io", "")),
    ],
)
def test_a_slip_is_told_from_a_registry_of_another_name(host: str, meant: str) -> None:
    assert guess_registry(host) == meant


def test_a_finding_is_where_the_rule_is_written(tmp_path: Path) -> None:
    finding = next(
        found for found in find(tmp_path, f"{MAP}\n  grc.io  ::h.example # x") if found.code == "misspelt-registry"
    )

    place = finding.diagnostic
    assert (place.line, place.column, place.excerpt) == (3, 3, "  grc.io  ::h.example # x")
    assert finding.details == (("meant", "gcr.io"),)
    assert f"{place.excerpt}\n    ^" in show("text", LISTING, [finding])


def test_findings_come_by_file_and_line(tmp_path: Path) -> None:
    for name, text in (("z", f"{MAP}grc.io::h.example\ngrc.io::h.example\n"), ("a", "quai.io::h.example\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")

    places = [finding.diagnostic for finding in lint([str(tmp_path / "z"), str(tmp_path / "a")])]

    assert [(place.source, place.line) for place in places] == sorted(
        ((place.source, place.line) for place in places), key=lambda place: (place[0].endswith("a"), place[1])
    )
    assert {Path(place.source).name for place in places} == {"z", "a"}


def test_rules_that_do_not_load_have_all_their_errors(tmp_path: Path) -> None:
    findings = find(tmp_path, "a.io\nb.io::https://x\ngrc.io::h.example")

    assert [(finding.code, finding.severity, finding.diagnostic.line) for finding in findings] == [
        ("cannot-load", "error", 1),
        ("cannot-load", "error", 2),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "kind: Secret\nstringData: {PASSWORD: hunter2, MIRROR_REGISTRIES: 'grc.io::h.example,grc.io::i'}\n",
        "kind: Secret\nstringData: {PASSWORD: hunter2, MIRROR_REGISTRIES: 'grc.io'}\n",
        "kind: Secret\nstringData: {PASSWORD: hunter2, MIRROR_REGISTRIES: [}\n",
        "ociImageRegistry: {password: hunter2, mirrorRegistries: 'quai.io::hub'}\n",
        f"{MAP}quai.io::hub # password hunter2\n",
        "quai.io # password hunter2\n",
    ],
)
def test_no_line_of_a_file_that_may_hold_a_secret_is_shown(tmp_path: Path, text: str) -> None:
    findings = find(tmp_path, text)

    assert findings
    assert "hunter2" not in show("text", LISTING, findings) + show("json", LISTING, findings)


def test_a_prefix_on_the_command_line_is_linted_too() -> None:
    assert "colliding-target" in {finding.code for finding in lint([], None, "h.example/x")}
    assert "colliding-target" not in {finding.code for finding in lint([], None, "h.example/x-")}


def test_what_is_told_of_many_patterns_says_that_it_is_not_all(tmp_path: Path) -> None:
    globs = "".join(f"[REPLACE]a.io/{number}/*::h.example/{number}\n" for number in range(3000))

    (partly,) = [finding for finding in find(tmp_path, MAP + globs) if finding.code == "not-compared"]

    assert "of 3001 rules were compared" in partly.diagnostic.message


def test_json_is_an_array_of_objects_with_the_same_keys(tmp_path: Path) -> None:
    listed = json.loads(show("json", LISTING, find(tmp_path, f"{MAP}grc.io::h.example")))

    assert {tuple(found) for found in listed} == {
        ("id", "severity", "source", "line", "column", "message", "remedy", "details")
    }
    assert json.loads(show("json", LISTING, [])) == []


def test_a_summary_counts_what_was_found() -> None:
    error, note = Finding("cannot-load", Diagnostic("x")), Finding("old-separator", Diagnostic("x"))

    assert summarise([]) == "nothing found"
    assert summarise([note, error, note]) == "1 error, 2 notes"


def test_a_finding_is_shown_whatever_its_file_is_called(tmp_path: Path) -> None:
    path = write(tmp_path / "a\n\udcff", b"default::\ngrc.io::h.example\n")

    findings = lint([str(path), "\ud800", "\0"])

    assert {finding.code for finding in findings} == {"cannot-load"}
    assert json.loads(show("json", LISTING, lint([str(path)])))[0]["source"] == str(path)
    check_log(json.loads(show("sarif", LISTING, findings)))
    assert "\0" not in show("text", LISTING, findings)


def test_rules_that_can_be_read_only_once_are_linted(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_text, args=(f"{MAP}grc.io::h.example",))
    writer.start()
    findings = lint([str(pipe)])
    writer.join()

    assert {finding.code for finding in findings} == {"misspelt-registry", "differs-from-original", "port-needs-rule"}


def test_what_differs_for_one_reason_is_told_once(tmp_path: Path) -> None:
    lines = "".join(f"r{number}.io::h.example/{number}\n" for number in range(1000))

    findings = find(tmp_path, f"{MAP}{lines}")

    (difference,) = (finding for finding in findings if finding.code == "differs-from-original")
    assert difference.diagnostic.line == 2
    assert difference.diagnostic.message.startswith("`r0.io:443/team/app:1.2` becomes `h.example/0/team/app:1.2` in")
    assert difference.diagnostic.message.endswith("(and 999 more lines differ in this way)")
    assert len(findings) == len({finding.code for finding in findings})


@pytest.mark.parametrize(
    "expression",
    [
        r"^quay\.io/(?P<team>[^/]+)/app(-[a-z]{2})?:(v?\d+\.\d+)$",
        r"(?i)^QUAY\.io/",
        r"^(gcr|ghcr|quay)\.io/[[:alnum:]]+/",
        r"\Qquay.io/a+b\E?",
        r"^[^/.]+/[^/]+$",
        r"^x{3,5}/y$",
        r"\.io(:\d+)?/",
    ],
)
def test_an_expression_is_sampled_from_its_own_text(expression: str) -> None:
    search = compile_expression(expression).search

    assert any(search(sample) for sample in list_samples(expression))
