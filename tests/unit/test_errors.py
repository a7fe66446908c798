from __future__ import annotations

import pytest

from regswap.errors import (
    Diagnostic,
    Findings,
    LockError,
    ManifestError,
    OutputError,
    PolicyError,
    RegistryError,
    RegswapError,
    RulesError,
    UsageError,
    inert,
    visible,
)


@pytest.mark.parametrize(
    ("diagnostic", "text"),
    [
        (Diagnostic("no rules"), "error: no rules"),
        (Diagnostic("no rules", "name some"), "error: no rules; name some"),
        (Diagnostic("is gone", "", "a.yaml"), "a.yaml: error: is gone"),
        (Diagnostic("is odd", "mend it", "a.yaml", 3), "a.yaml:3: error: is odd; mend it"),
        (Diagnostic("is odd", "mend it", "a.yaml", 3, 7), "a.yaml:3:7: error: is odd; mend it"),
        (Diagnostic("is odd", "", "a", 1, 0, "x: y"), "a:1: error: is odd\n  x: y"),
        (Diagnostic("is odd", "", "a", 1, 4, "x: y"), "a:1:4: error: is odd\n  x: y\n     ^"),
        (Diagnostic("is odd", "", "a", 1, 3, "\tx\ty"), "a:1:3: error: is odd\n  \tx\ty\n  \t ^"),
    ],
)
def test_a_finding_says_where_what_and_what_to_do(diagnostic: Diagnostic, text: str) -> None:
    assert diagnostic.render("error") == text
    assert str(diagnostic) == text.replace("error: ", "")


def test_a_finding_that_quotes_too_much_of_a_file_leaves_out_the_middle() -> None:
    text = str(Diagnostic(f"the target `{'x' * 5_000_000}` is odd", f"write `{'y' * 5_000_000}` in its stead", "a", 1))

    assert len(text) < 3000
    assert text.startswith("a:1: the target `xxx")
    assert "xxx` is odd; write `yyy" in text
    assert text.endswith("yyy` in its stead")


@pytest.mark.parametrize("column", [1, 2, 40, 41, 42, 500, 960, 999, 1000, 1001])
def test_a_long_line_is_cut_to_a_window_with_the_caret_in_its_place(column: int) -> None:
    line = "".join(chr(ord("a") + index % 26) for index in range(1000))

    _, excerpt, caret = str(Diagnostic("is odd", "", "a", 1, column, line)).split("\n")

    assert len(excerpt) == 2 + 120
    assert (excerpt + " ")[caret.index("^")] == (line + " ")[column - 1]


def test_what_comes_from_a_manifest_gives_the_terminal_no_commands() -> None:
    finding = Diagnostic("holds `\x1b[31m\r\n\x07`", "", "a\nb.yaml", 1, 5, "x: \x1b[31m\x9b!")

    assert str(finding) == "a\\nb.yaml:1:5: holds `\\x1b[31m\\r\\n\\x07`\n  x: \ufffd[31m\ufffd!\n      ^"
    assert visible("tab\tand é stay") == "tab\tand é stay"


@pytest.mark.parametrize("character", [*"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"])
def test_nothing_turns_the_direction_in_which_text_is_shown(character: str) -> None:
    finding = Diagnostic(f"holds `a{character}b`", "", f"{character}.yaml", 1, 2, f"a{character}b")

    assert character not in str(finding)
    assert visible(f"a{character}b") == f"a\\u{ord(character):04x}b"


@pytest.mark.parametrize(
    ("excerpt", "shown"),
    [
        ("::error::x", "  | ::error::x\n  |     ^"),
        ("  ::error::x", "  |   ::error::x\n  |     ^"),
        ("a::error::x", "  a::error::x\n      ^"),
        ("x: ##[error]y", "  x: \ufffd#[error]y\n      ^"),
        ("x: ##vso[task.setvariable]y", "  x: \ufffd#vso[task.setvariable]y\n      ^"),
        ("x: ##teamcity[y]", "  x: \ufffd#teamcity[y]\n      ^"),
        ("x: ## note", "  x: ## note\n      ^"),
    ],
)
def test_a_line_that_is_quoted_gives_a_build_log_no_commands(excerpt: str, shown: str) -> None:
    assert str(Diagnostic("is odd", "", "a", 1, 5, excerpt)) == f"a:1:5: is odd\n{shown}"


@pytest.mark.parametrize(
    ("text", "inert_text"),
    [
        ("::error::x", "\\x3a:error::x"),
        ("a\n \t::error::x\n::y", "a\n \t\\x3a:error::x\n\\x3a:y"),
        ("a ::error::x", "a ::error::x"),
        (":x", ":x"),
    ],
)
def test_a_line_that_begins_with_two_colons_is_no_workflow_command(text: str, inert_text: str) -> None:
    assert inert(text) == inert_text


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RegswapError, 70),
        (UsageError, 2),
        (RulesError, 2),
        (ManifestError, 3),
        (OutputError, 3),
        (PolicyError, 4),
        (LockError, 5),
        (RegistryError, 6),
    ],
)
def test_every_kind_has_its_exit_code_and_all_its_findings(error: type[RegswapError], code: int) -> None:
    raised = error(Diagnostic("one"), Diagnostic("two", source="a"))

    assert (error.exit_code, str(raised)) == (code, "one\na: two")


def test_the_findings_of_several_errors_are_raised_together() -> None:
    findings = Findings()
    for error in (RulesError(Diagnostic("one"), Diagnostic("two")), UsageError(Diagnostic("three"))):
        with findings:
            raise error
    with findings:
        findings.append(Diagnostic("four"))

    with pytest.raises(RulesError) as caught:
        findings.raise_as(RulesError)

    assert [found.message for found in caught.value.diagnostics] == ["one", "two", "three", "four"]


def test_findings_hold_back_no_other_error_and_raise_nothing_where_there_are_none() -> None:
    findings = Findings()

    with pytest.raises(ZeroDivisionError), findings:
        1 // 0  # noqa: B018 - it is to fail

    findings.raise_as(RulesError)
