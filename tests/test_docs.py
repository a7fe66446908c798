"""The pages are found from one another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.command import regswap

ON_THE_FORGE = {"../../security/advisories/new"}
"""Links that GitHub resolves from the repository's own address."""
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def read_prose(page: Path) -> str:
    """Return a page without what it quotes."""
    text = re.sub(r"(?ms)^ *(```|~~~).*?^ *\1", "", page.read_text(encoding="utf-8"))
    return re.sub(r"`[^`\n]*`", lambda found: found[0].replace("](", "] ("), text)


def list_links(page: Path) -> Iterator[tuple[Path, str]]:
    """Yield the file and the section of each relative link."""
    for link in _LINK.findall(read_prose(page)):
        path, _, section = link.partition("#")
        if not re.match(r"[a-z]+:", link) and link not in ON_THE_FORGE:
            yield ((page.parent / path).resolve() if path else page), section


def list_sections(page: Path) -> list[str]:
    """Return the anchors that GitHub and GitLab give to headings."""
    headings = re.findall(r"(?m)^#+ (.+)$", read_prose(page))
    return [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_resolves(page: Path) -> None:
    broken = [
        f"{path}#{section}"
        for path, section in list_links(page)
        if not path.exists() or (section and path.suffix == ".md" and section not in list_sections(path))
    ]

    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_of_the_project_that_is_named_exists(page: Path) -> None:
    named = re.findall(r"`((?:transformer|tests|tools|plugins|docs|fixtures|benchmarks)/[\w./-]+)`", read_prose(page))

    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_page_is_linked_from_the_index() -> None:
    linked = {path for path, _ in list_links(ROOT / "docs" / "index.md")}

    assert [str(page) for page in (ROOT / "docs").rglob("*.md") if page not in linked and page.name != "index.md"] == []


def test_the_readme_leads_to_the_index() -> None:
    assert ROOT / "docs" / "index.md" in {path for path, _ in list_links(ROOT / "README.md")}


def test_the_diff_of_the_readme_is_that_of_the_demo() -> None:
    (shown,) = re.findall(r"(?ms)^```diff\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"))

    out = regswap("rewrite", "--diff", "-r", "maps/demo.map", "demo/rendered.yaml", cwd=ROOT / "fixtures").out.decode()

    assert shown in out


def test_the_rules_of_the_readme_are_those_of_the_demo() -> None:
    (shown,) = re.findall(r"(?ms)^```\n(docker.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"))
    rules = (ROOT / "fixtures" / "maps" / "demo.map").read_text(encoding="utf-8")

    assert [line for line in shown.splitlines() if line.split("  #")[0].rstrip() not in rules] == []


def test_the_readme_says_things_in_this_order() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    order = ["# regswap", "It is for those", "## Install", "helm template shop", "```diff", "make demo", "make test"]
    order += [f"## {name}\n" for name in ("Helm", "Kustomize and kpt", "Argo CD", "CI")]

    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)
