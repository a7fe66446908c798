"""Standard mode against the results of the real webhook: equal, or different for a quirk that is documented.

A quirk's number is its row in the table of the format's reference. Whether one explains a difference is computed from
the map, the image and the webhook's own algorithm, written down here a second time; no result is excused by its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from regswap.errors import RulesError
from regswap.reference import HUB_HOSTS
from regswap.rules import RuleSet
from regswap.rules.formats.imageswap import reader as imageswap
from regswap.rules.source.source_text import SourceText
from tests.conformance.vector import is_legal, read_vectors


class Map(NamedTuple):
    """A map file as the webhook reads it."""

    exact: dict[str, str]
    replace: dict[str, str]
    plain: dict[str, str]

    @property
    def targets(self) -> list[str]:
        skips = ("noswap_wildcards",)
        values = [*self.exact.values(), *self.replace.values()]
        return [*values, *(value for key, value in self.plain.items() if key not in skips)]


class Case(NamedTuple):
    """One vector, with how the webhook came to its result and with ours."""

    map: Map
    image: str
    branch: str
    key: str
    target: str
    original: str
    ours: str

    @property
    def first(self) -> str:
        return self.image.partition("/")[0] if "/" in self.image else ""

    @property
    def explicit(self) -> bool:
        return "." in self.first


def read_map(text: str) -> Map:
    """Read a map by the webhook's line grammar."""
    tables: dict[str, dict[str, str]] = {"[EXACT]": {}, "[REPLACE]": {}, "": {}}
    for line in re.split(r"\r\n|\r|\n", text):
        stripped = "" if line.startswith("#") else re.sub(r"(^.*[^#])(#.*$)", r"\1", line).rstrip().replace(" ", "")
        parts = stripped.split("::") if len(stripped.split("::")) == 2 else stripped.split(":")
        if len(parts) != 2:
            continue
        keyword = next((word for word in ("[EXACT]", "[REPLACE]") if parts[0].startswith(word)), "")
        key = parts[0].removeprefix(keyword)
        tables[keyword][key] = parts[1]
    return Map(tables["[EXACT]"], tables["[REPLACE]"], tables[""])


def swap(rules: Map, image: str) -> tuple[str, str, str, str]:
    """Return the branch that the webhook takes, its key and target, and its result."""
    if image in rules.exact:
        return "exact", image, rules.exact[image], rules.exact[image]
    for pattern, target in rules.replace.items():
        if fnmatchcase(image, pattern):
            separator = "" if not target or target.endswith("/") else "/"
            return "replace", pattern, target, target + separator + image.rpartition("/")[2]
    if "default" not in rules.plain:
        return "inactive", "", "", image
    first, _, rest = image.partition("/")
    registry = first if "." in first and rest else "docker.io"
    bare = registry.partition(":")[0]
    key = bare if registry not in rules.plain and bare in rules.plain else registry
    if key in rules.plain or f"{key}/library" in rules.plain:
        return swap_plain(rules, image, key, bare)
    return swap_by_default(rules, image, registry, bare)


def swap_plain(rules: Map, image: str, key: str, bare: str) -> tuple[str, str, str, str]:
    if "/" not in image and f"{key}/library" in rules.plain:
        key += "/library"
    target = rules.plain[key]
    if target.endswith("-"):
        owner = "" if "." in image.partition("/")[0] and "/" in image else f"{bare}/"
        return "plain", key, target, target + owner + re.sub(":.*/", "/", image)
    return "plain", key, target, substitute(key, target, image)


def swap_by_default(rules: Map, image: str, registry: str, bare: str) -> tuple[str, str, str, str]:
    wildcards = rules.plain.get("noswap_wildcards", "")
    if wildcards and any(item in image for item in wildcards.split(",")):
        return "skip", "noswap_wildcards", wildcards, image
    target = rules.plain["default"]
    swapped = f"{target}{bare}/{image}" if target.endswith("-") else substitute(registry, target, image)
    return "default", "default", target, swapped


def substitute(key: str, target: str, image: str) -> str:
    if not target:
        return image
    return re.sub(key, target, image) if key in image else f"{target}/{image}"


# The quirks, each as a test whether it is what made the webhook's result differ from ours. The first that holds counts.


def is_a_missing_default(case: Case) -> bool:
    """Without a `default` line standard mode reads plain keys as if there were an empty one."""
    return case.branch == "inactive"


def is_a_bad_line(case: Case) -> bool:
    """Standard mode refuses the line that decided, so it was taken out of the map."""
    return "://" in case.target or case.target.startswith(":") or case.key.startswith("[")


def is_a_tab(case: Case) -> bool:
    return "\t" in case.original or any("\t" in key for key in case.map.plain)


def is_a_second_comment(case: Case) -> bool:
    return "#" in case.target


def is_under_a_target(case: Case) -> bool:
    heads = [head.strip("/") for target in case.map.targets if (head := target.partition("#")[0].strip())]
    under = [
        head
        for head in heads
        if re.match(re.escape(head) + ("" if head.endswith("-") else r"(?:[/:@]|\Z)"), case.image)
    ]
    return bool(under) and case.ours == case.image


def is_an_empty_exact_target(case: Case) -> bool:
    return case.branch == "exact" and not case.original and case.ours == case.image


def is_an_empty_replace_target(case: Case) -> bool:
    return case.branch == "replace" and not case.target and case.ours == case.image


def is_an_empty_wildcard(case: Case) -> bool:
    return case.branch == "skip" and not any(item in case.image for item in case.target.split(",") if item)


def is_a_host_without_a_dot(case: Case) -> bool:
    return not case.explicit and (":" in case.first or case.first == "localhost")


def is_a_host_without_a_dot_that_has_a_key(case: Case) -> bool:
    return is_a_host_without_a_dot(case) and bool({case.first, case.first.partition(":")[0]} & set(case.map.plain))


def is_localhost(case: Case) -> bool:
    return is_a_host_without_a_dot(case) and case.first.startswith("localhost")


def is_a_library_image_by_another_spelling(case: Case) -> bool:
    spelled = re.fullmatch(r"(?:(?:index\.)?docker\.io/)?(?:library/)?[^/]+", case.image)
    return "docker.io/library" in case.map.plain and "/" in case.image and bool(spelled)


def is_a_library_key_without_its_registry(case: Case) -> bool:
    return "docker.io/library" in case.map.plain and "docker.io" not in case.map.plain


def is_a_sub_path_key(case: Case) -> bool:
    name = re.sub(r":\d+/", "/", case.image)
    return any("/" in key and re.match(re.escape(key) + r"(?:[/:@]|\Z)", name) for key in case.map.plain)


def is_an_alias_of_the_hub(case: Case) -> bool:
    return case.first in HUB_HOSTS - {"docker.io", case.key}


def is_another_port_than_the_default(case: Case) -> bool:
    """Standard mode takes `host:5000` for another registry than `host`; the webhook drops the port to find a key."""
    host, colon, port = case.first.partition(":")
    return bool(colon) and port != "443" and host in case.map.plain and case.first not in case.map.plain


def is_a_doubled_host(case: Case) -> bool:
    return case.branch == "default" and case.target.endswith("-") and case.explicit


def is_a_path_eaten_by_a_port(case: Case) -> bool:
    return case.branch == "plain" and case.target.endswith("-") and case.explicit and ":" in case.first


def is_a_trailing_slash(case: Case) -> bool:
    return case.target.endswith("/")


def is_a_key_as_a_regex(case: Case) -> bool:
    """The key is searched as a pattern and everywhere, and not only at the host."""
    if case.branch not in ("plain", "default") or case.target.endswith("-"):
        return False
    registry = case.first if case.explicit else "docker.io"
    pattern = case.key if case.branch == "plain" else registry
    return len(re.findall(pattern, case.image)) > (1 if case.explicit else 0)


def is_a_port_that_stays(case: Case) -> bool:
    return case.branch == "plain" and case.explicit and ":" in case.first and ":" not in case.key


QUIRKS: dict[str, Callable[[Case], bool]] = {
    "1": is_a_missing_default,
    "37, 39, 41": is_a_bad_line,
    "35": is_a_second_comment,
    "36": is_a_tab,
    "26": is_an_empty_exact_target,
    "27": is_an_empty_replace_target,
    "17": is_under_a_target,
    "25": is_an_empty_wildcard,
    "15": is_a_host_without_a_dot_that_has_a_key,
    "14": is_localhost,
    "16": is_a_host_without_a_dot,
    "18": is_a_library_key_without_its_registry,
    "19": is_a_library_image_by_another_spelling,
    "33": is_a_sub_path_key,
    "1.3, aliases": is_an_alias_of_the_hub,
    "1.3, bare": is_another_port_than_the_default,
    "13": is_a_doubled_host,
    "12": is_a_path_eaten_by_a_port,
    "40": is_a_trailing_slash,
    "6, 7, 8": is_a_key_as_a_regex,
    "9, 10": is_a_port_that_stays,
}


@cache
def load_map(text: str) -> RuleSet:
    """Read a map in standard mode, without the lines that standard mode refuses and the webhook skips or misreads."""
    try:
        reading = imageswap.read_text(SourceText("map", text))
    except RulesError as error:
        refused = {finding.line for finding in error.diagnostics}
        lines = re.split(r"\r\n|\r|\n", text)
        reading = imageswap.read_text(
            SourceText("map", "\n".join("" if n in refused else line for n, line in enumerate(lines, 1)))
        )
    (settled,) = imageswap.settle([reading])
    return RuleSet(settled.rules, settled.warnings)


def find_quirk(case: Case) -> str:
    return next((number for number, explains in QUIRKS.items() if explains(case)), "")


def test_the_algorithm_written_down_here_is_the_webhooks(shared: Path) -> None:
    wrong = [
        vector["id"]
        for vector in read_vectors(shared, "imageswap.jsonl")
        if swap(read_map(vector["rules"]), vector["image"])[-1] != vector["expected"]
    ]

    assert wrong == []


def test_every_difference_from_the_webhook_is_a_documented_quirk(shared: Path) -> None:
    unexplained = []
    for vector in read_vectors(shared, "imageswap.jsonl"):
        ours = load_map(vector["rules"]).decide(vector["image"]).rewritten
        rules = read_map(vector["rules"])
        case = Case(rules, vector["image"], *swap(rules, vector["image"]), ours)
        if ours != vector["expected"] and not find_quirk(case):
            unexplained.append((vector["rules"], vector["image"], vector["expected"], ours))

    assert unexplained == []


def test_where_the_webhook_crashes_standard_mode_does_what_is_proposed(shared: Path) -> None:
    wrong = []
    for vector in read_vectors(shared, "imageswap-errors.jsonl"):
        ours = load_map(vector["rules"]).decide(vector["image"]).rewritten
        if ours != vector["fixed"]:
            wrong.append((vector["rules"], vector["image"], vector["fixed"], ours))

    assert wrong == []


@pytest.mark.parametrize("name", ["imageswap.jsonl", "imageswap-errors.jsonl"])
def test_a_second_run_changes_nothing_and_no_result_is_illegal(shared: Path, name: str) -> None:
    wrong = []
    for vector in read_vectors(shared, name):
        rules = load_map(vector["rules"])
        once = rules.decide(vector["image"])
        if rules.decide(once.rewritten).changed or (once.parsed and not is_legal(once.rewritten)):
            wrong.append((vector["rules"], vector["image"], once.rewritten))

    assert wrong == []
