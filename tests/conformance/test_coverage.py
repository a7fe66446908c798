"""How many references are found in other people's manifests, and what is left: the figures of ``docs/coverage.md``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from regswap.pipeline.entry import Entry
from regswap.reference import ImageReference, InvalidReference
from regswap.rules import RuleSet
from tests.support.independent import Items, Pairs, Text, TooStrange, YAMLError, read, spell_key
from tests.support.pipeline import EVERYTHING, WORKLOADS, run_or_refuse

FOLDERS = ("crs", "manifests")
PLACES = (
    (r"\b(args|command)\[\d+\]$", "arguments"),
    (r"\benv\[\d+\]\.value$", "environment variables"),
    (r"\bannotations\b", "annotations"),
    (r"^(items\[\d+\]\.)?data\b", "ConfigMaps"),
    (r"", "texts in custom resources"),
)
"""What a hidden place is called, by its path."""

REASONS = (
    (r"CustomResourceDefinition .*", "definitions of kinds"),
    (r"\S* (\[\d+\]\.unstructuredObj\.|spawnerFormDefaults\.|spec\.image$).*", "objects without a kind"),
    (r".* status\b.*", "what the cluster wrote"),
    (r".*last-applied-configuration.*", "what was applied last"),
    (r"ClusterPolicy .*\.verifyImages\b.*", "patterns of policies"),
    (r"ImageValidatingPolicy spec\.matchImageReferences\b.*", "patterns of policies"),
    (r"ImageSet spec\.images.*", "names in Calico's ImageSet"),
    (r"KafkaConnect spec\.build\.output\.image", "where an image is pushed to"),
    (r"Humio\w+ .*repositoryName", "names of other things"),
    (r"Runner\w* .*\.repository", "names of other things"),
    (r"\w+ metadata\.annotations\['argocd-image-updater\..*", "names of other things"),
    (r"ConfigMap data\.(MODEL_REGISTRY_|5432).*", "names of other things"),
    (r".*\.description", "sentences"),
)
"""Why something is left, by its kind and path."""

DOUBTS = (
    (r".*, but the fields of this group are patterns.*", "patterns of policies"),
    (r".*template or a variable.*", "a template is a part of it"),
    (r".*is where an image is pushed to", "an image is pushed there"),
    (r"has a `/` and a tag.*", "nothing but its form tells"),
    (r"names the registry .*", "it stands in a sentence, or is not a whole value"),
    (r".*; its registry may stand apart as its tag does", "it names no registry, and its tag stands apart"),
    (r"the value of RELATED_IMAGE_.*", "a bare word that another program fills in"),
    (r"stands under the key \w*image\b.*", "a bare name that a registry elsewhere is put before"),
    (r"(stands under the key repository|the value of org\.opencontainers\.image\.source)", "source code by its name"),
)
"""Why something is possible only, by what the report says."""

_WORD = r"(?<![\w./:@{$-])[A-Za-z0-9][A-Za-z0-9._/:@+-]+"
_REGISTRY = (
    r"(docker|quay|ghcr|gcr|nvcr|icr|azurecr|registry\.\w+|xpkg\.\w+)\.io|registry\.[\w.-]+|.*\.pkg\.dev"
    r"|mcr\.microsoft\.com|public\.ecr\.aws|cgr\.dev"
)
_NAME = r"(?i).*(image|repository|registry).*|hub"
_NO_NAME = r"(?i).*(pull|secret|polic|type|tag$|digest$).*"
_NO_VALUE = r"(?i)always|ifnotpresent|never|true|false|[\d.]+"


class Scanned(NamedTuple):
    """What the project finds in the corpus, and what a plain reader sees beside it."""

    found: Counter[tuple[str, str]]
    doubts: list[str]
    """What the report says of those that are possible only."""
    left: list[str]
    """Where what is not found stands, as kind and path."""


@pytest.fixture(scope="module")
def scanned(shared: Path) -> Scanned:
    found: Counter[tuple[str, str]] = Counter()
    doubts: list[str] = []
    left: list[str] = []
    for folder in FOLDERS:
        for path in sorted((shared / "corpus" / folder).rglob("*.yaml")):
            data = path.read_bytes()
            result = run_or_refuse(data, RuleSet(()), places=EVERYTHING)
            if result is None:
                continue
            found.update(map(_classify, result.entries))
            doubts += [entry.found for entry in result.entries if entry.certainty == "possible"]
            try:
                left += _find_left(read(data), result.entries)
            except (YAMLError, TooStrange):
                continue
    return Scanned(found, doubts, left)


def _classify(entry: Entry) -> tuple[str, str]:
    if entry.is_unlisted:
        return "places that no row lists", entry.certainty
    if entry.found == "Helm values":
        return "Helm values", entry.certainty
    if entry.offset is not None and entry.found != "catalogue":
        return next(name for pattern, name in PLACES if re.search(pattern, entry.path)), entry.certainty
    if entry.found == "shape":
        return "PodSpecs told from their shape", entry.certainty
    group = entry.api_version.rpartition("/")[0]
    is_built_in = any(row[0] == group for row in WORKLOADS.get(entry.kind, ()))
    return ("kinds of Kubernetes" if is_built_in else "custom resources"), entry.certainty


def _find_left(documents: list[Any], entries: tuple[Entry, ...]) -> Iterator[str]:
    """Yield where something reads as a reference that is not in the report."""
    known: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for entry in entries:
        start, end = (0, 1 << 30) if entry.offset is None else (entry.offset, entry.offset + len(entry.reference))
        for path in (entry.path, *(part.path for part in entry.parts)):
            known.setdefault((entry.document, path), []).append((start, end))
    for number, root in enumerate(documents, 1):
        kind = next((value.value for key, value in _pairs(root) if key == "kind" and isinstance(value, Text)), "")
        for path, key, text in _find_texts(root, "", ""):
            for match in re.finditer(_WORD, text):
                spans = known.get((number, path), [])
                is_known = any(start < match.end() and match.start() < end for start, end in spans)
                if not is_known and _reads_as_reference(match[0].rstrip(".:"), key, text):
                    yield f"{kind} {path}"


def _find_texts(node: Any, path: str, key: str) -> Iterator[tuple[str, str, str]]:  # noqa: ANN401
    """Yield the strings in a value, each with its path and the key that it stands under."""
    for inner, value in _pairs(node):
        yield from _find_texts(value, spell_key(path, inner), inner)
    for index, value in enumerate(node.items if isinstance(node, Items) else ()):
        yield from _find_texts(value, f"{path}[{index}]", key)
    if isinstance(node, Text) and node.tag.endswith(":str"):
        yield path, key, node.value


def _pairs(node: Any) -> list[tuple[str, Any]]:  # noqa: ANN401
    return [(key.value, value) for key, value in node.pairs if isinstance(key, Text)] if isinstance(node, Pairs) else []


def _reads_as_reference(word: str, key: str, text: str) -> bool:
    try:
        reference = ImageReference.parse(word)
    except InvalidReference:
        return False
    if reference.digest or (reference.host and re.fullmatch(_REGISTRY, reference.host)):
        return True
    if reference.host and "." in reference.host and reference.tag:
        return True
    if word != text:
        return False
    is_named = re.fullmatch(_NAME, key) and not re.fullmatch(_NO_NAME, key) and not re.fullmatch(_NO_VALUE, word)
    return bool(is_named or (reference.tag and "/" in reference.path))


def _name(pairs: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for pattern, name in pairs if re.fullmatch(pattern, text)), f"no reason: {text}")


def _read_tables(root: Path) -> list[dict[tuple[str, ...], int]]:
    """Return the tables of the document: what a line says before its figures, and each of them."""
    tables = []
    text = (root / "docs" / "coverage.md").read_text().partition("\n## Schemas\n")[0]
    for table in re.findall(r"(?m)^\|.*\n\|[-| :]+\n((?:\|.*\n)+)", text):
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
        tables.append(_read_figures(rows))
    return tables


def _read_figures(rows: list[list[str]]) -> dict[tuple[str, ...], int]:
    if all(len(row) == len(("what", "words", "why")) for row in rows):
        return {(row[0],): int(row[1]) for row in rows}
    return {
        (row[0], certainty): int(figure)
        for row in rows
        for certainty, figure in zip(("certain", "hidden", "possible"), row[1:], strict=True)
        if figure
    }


def test_what_is_found_is_what_the_document_says(scanned: Scanned, root: Path) -> None:
    assert scanned.found == _read_tables(root)[0]


def test_what_is_possible_only_is_what_the_document_says(scanned: Scanned, root: Path) -> None:
    assert Counter((_name(DOUBTS, text),) for text in scanned.doubts) == _read_tables(root)[1]


def test_what_is_left_is_what_the_document_says(scanned: Scanned, root: Path) -> None:
    assert Counter((_name(REASONS, where),) for where in scanned.left) == _read_tables(root)[2]
