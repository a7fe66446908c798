from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from regswap.output.row_form import Description, Result
from regswap.output.sarif import SarifWriter, make_uri
from tests.support.sarif import check_log
from tests.support.work import peak_memory

KINDS = [Description("one", "One is wrong.", "error", "https://x.example/one"), Description("two", "Two is.", "note")]


def write(*results: Result) -> dict[str, Any]:
    writer = SarifWriter("tool", "1.2.3", KINDS)
    for result in results:
        writer.write(result)
    log: dict[str, Any] = json.loads(b"".join(writer.read()))
    check_log(log)
    return log


def test_a_log_names_the_tool_and_its_kinds_of_results() -> None:
    driver = write()["runs"][0]["tool"]["driver"]

    assert (driver["name"], driver["version"]) == ("tool", "1.2.3")
    assert driver["rules"] == [
        {
            "id": "one",
            "shortDescription": {"text": "One is wrong."},
            "defaultConfiguration": {"level": "error"},
            "helpUri": "https://x.example/one",
        },
        {"id": "two", "shortDescription": {"text": "Two is."}, "defaultConfiguration": {"level": "note"}},
    ]


def test_a_result_has_its_place() -> None:
    (result,) = write(Result("two", "warning", "is \u00e9 \u2028", "a b/c.map", 3, 7))["runs"][0]["results"]

    assert result == {
        "ruleId": "two",
        "ruleIndex": 1,
        "level": "warning",
        "message": {"text": "is \u00e9 \\u2028"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "a%20b/c.map"},
                    "region": {"startLine": 3, "startColumn": 7},
                }
            }
        ],
    }


def test_a_result_has_as_much_of_a_place_as_is_known() -> None:
    whole_line, whole_file, nowhere = write(
        Result("one", "error", "x", "f", 3), Result("one", "error", "x", "f"), Result("one", "error", "x")
    )["runs"][0]["results"]

    assert whole_line["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}
    assert "region" not in whole_file["locations"][0]["physicalLocation"]
    assert "locations" not in nowhere


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("rules.map", "rules.map"),
        ("./maps/../rules.map", "rules.map"),
        ("../rules.map", "../rules.map"),
        ("a b/\u00fc#%?.map", "a%20b/%C3%BC%23%25%3F.map"),
        ("a:b", "a%3Ab"),
        ("\udcff", "%FF"),
        ("/elsewhere/x y", "file:///elsewhere/x%20y"),
    ],
)
def test_a_path_becomes_a_relative_uri_where_it_can(path: str, uri: str) -> None:
    assert make_uri(path) == uri


def test_an_absolute_path_below_the_working_folder_becomes_relative(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert make_uri(os.path.join(os.getcwd(), "a", "b c")) == "a/b%20c"  # noqa: PTH109, PTH118 - what a user's shell gives


def test_a_log_of_many_results_takes_no_more_memory_than_one_of_some() -> None:
    def write_many(count: int) -> None:
        writer = SarifWriter("tool", "1.2.3", KINDS)
        for line in range(count):
            writer.write(Result("one", "error", "x" * 500, "f.yaml", line + 1, 1))
        assert sum(map(len, writer.read())) > count * 500

    write_many(1)
    assert peak_memory(lambda: write_many(32_000)) <= 1.2 * peak_memory(lambda: write_many(16_000))
