"""What the schema of SARIF 2.1.0 demands of the parts of a log that regswap writes.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json
"""

from __future__ import annotations

import re
from typing import Any

LEVELS = {"none", "note", "warning", "error"}
URI = re.compile(r"(?:[A-Za-z0-9._~/!$&'()*+,;=@-]|%[0-9A-F]{2})+|file:///(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})*")
_KEYS = {
    "log": ({"version", "runs"}, {"$schema"}),
    "run": ({"tool"}, {"results", "columnKind"}),
    "driver": ({"name"}, {"version", "rules"}),
    "rule": ({"id"}, {"shortDescription", "defaultConfiguration", "helpUri"}),
    "result": ({"message"}, {"ruleId", "ruleIndex", "level", "locations"}),
    "region": ({"startLine"}, {"startColumn"}),
}


def check_log(log: dict[str, Any]) -> None:
    _check_keys("log", log)
    assert log["version"] == "2.1.0"
    for run in log["runs"]:
        _check_keys("run", run)
        assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
        driver = run["tool"]["driver"]
        _check_keys("driver", driver)
        ids = [rule["id"] for rule in driver["rules"]]
        assert len(ids) == len(set(ids))
        for rule in driver["rules"]:
            _check_keys("rule", rule)
            assert rule["shortDescription"]["text"]
            assert rule["defaultConfiguration"]["level"] in LEVELS
        for result in run["results"]:
            _check_result(result, ids)


def _check_result(result: dict[str, Any], ids: list[str]) -> None:
    _check_keys("result", result)
    assert ids[result["ruleIndex"]] == result["ruleId"]
    assert result["level"] in LEVELS
    assert isinstance(result["message"]["text"], str)
    for location in result.get("locations", []):
        place = location["physicalLocation"]
        assert URI.fullmatch(place["artifactLocation"]["uri"])
        if "region" in place:
            _check_keys("region", place["region"])
            assert all(number >= 1 for number in place["region"].values())


def _check_keys(what: str, found: dict[str, Any]) -> None:
    required, optional = _KEYS[what]
    assert required <= set(found) <= required | optional
