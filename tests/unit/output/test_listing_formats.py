"""``regswap images`` in the formats that other programs and people take."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.support.command import regswap, write

DIGEST = "sha256:" + "ab" * 32
POD = b"""\
apiVersion: v1
kind: Pod
metadata: {name: "<b>web", namespace: prod}
spec:
  containers:
    - {name: a, image: nginx:1.27}
    - {name: b, image: quay.io/a/b_c:1, args: ["--image=docker.io/x/y:1"]}
    - {name: c, image: nginx:1.27}
    - {name: d, image: "{{ .x | y }}"}
"""
RULES = b"docker.io::m.example/hub\nquay.io::m.example/quay\ndefault::\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "m.map", RULES)
    write(tmp_path / "pod.yaml", POD)
    return tmp_path


def images(folder: Path, form: str, *arguments: str) -> str:
    code, out, _ = regswap("images", "-r", "m.map", "--format", form, "pod.yaml", *arguments, cwd=folder)
    assert code == 0
    return out.decode()


def test_plain_is_each_reference_once_as_it_will_be_pulled(folder: Path) -> None:
    assert images(folder, "plain").splitlines() == [
        "m.example/hub/nginx:1.27",
        "m.example/quay/a/b_c:1",
        "docker.io/x/y:1",
    ]


def test_plain_without_rules_is_what_is_written(folder: Path) -> None:
    out = regswap("images", "--format", "plain", "pod.yaml", cwd=folder).out

    assert out.splitlines() == [b"nginx:1.27", b"quay.io/a/b_c:1", b"docker.io/x/y:1"]


def test_csv_is_read_back(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(images(folder, "csv"), newline="")))

    assert [row["REFERENCE"] for row in rows][:2] == ["nginx:1.27", "quay.io/a/b_c:1"]
    assert rows[0]["OBJECT"] == "Pod prod/<b>web"
    assert rows[-1]["REFERENCE"] == "{{ .x | y }}"


def test_markdown_is_a_table_in_which_nothing_is_markup(folder: Path) -> None:
    lines = images(folder, "markdown").splitlines()

    assert lines[0].startswith("| Where | Object | Container | Reference |")
    assert {len(re.split(r"(?<!\\)\|", line)) for line in lines} == {9}
    assert "Pod prod/\\<b\\>web" in lines[2]
    assert "quay.io/a/b\\_c:1" in lines[3]
    assert "\\{\\{ .x \\| y \\}\\}" in lines[-1]


class Page(HTMLParser):
    """What a reader of the page gets: tables by their identity, rows of texts; and what it would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [str(value) for key, value in attrs if key in ("src", "href")]
        if tag == "table":
            self.rows = self.tables.setdefault(str(dict(attrs)["id"]), [])
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.rows = []

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip("\n")


def test_the_page_has_totals_images_with_their_places_and_what_is_left(folder: Path) -> None:
    text = images(folder, "html")
    page = Page(text)

    assert "b" not in page.tags
    assert page.links == []
    assert page.tables["registries"][1:] == [
        ["docker.io", "2", "1"],
        ["m.example", "0", "2"],
        ["quay.io", "1", "0"],
    ]
    rows = {row[0]: row for row in page.tables["images"]}
    assert rows["Image"] == ["Image", "Pulled as", "Rule", "Places"]
    assert rows["nginx:1.27"][1:3] == ["m.example/hub/nginx:1.27", "docker.io::m.example/hub (m.map:1)"]
    assert rows["nginx:1.27"][3].count("Pod prod/<b>web") == 2
    assert page.tables["others"][1][0] == "{{ .x | y }}"
    assert images(folder, "html") == text


def test_the_page_is_read_without_a_script_and_runs_no_other(folder: Path) -> None:
    text = images(folder, "html")

    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")
    assert re.search(r'<p class="filter" hidden>', text)
    assert '<html lang="en">' in text


def test_the_page_has_digests_and_states(folder: Path) -> None:
    lock = "apiVersion: regswap.dev/v1alpha1\nkind: BundleLock\nimages:\n"
    for source, target in (
        ("docker.io/library/nginx:1.27", "m.example/hub/nginx:1.27"),
        ("quay.io/a/b_c:1", "m.example/quay/a/b_c:1"),
        ("docker.io/x/y:1", "m.example/hub/x/y:1"),
    ):
        lock += f"- {{source: '{source}', target: '{target}', digest: '{DIGEST}'}}\n"
    write(folder / "lock.yaml", lock.encode())
    proved = {"target": "m.example/hub/nginx:1.27", "digest": DIGEST, "faults": []}
    missing = {"target": "m.example/quay/a/b_c:1", "digest": "", "faults": [{"reason": "manifest unknown"}]}
    told = {"apiVersion": "regswap.dev/v1alpha1", "kind": "BundleVerification", "images": [proved, missing]}
    write(folder / "proof.json", json.dumps(told).encode())

    locked = Page(images(folder, "html", "--lock", "lock.yaml")).tables["images"]
    verified = Page(images(folder, "html", "--verification", "proof.json")).tables["images"]

    assert {row[0]: row[3:5] for row in locked[1:]}["nginx:1.27"] == [DIGEST, "locked"]
    assert {row[0]: row[3:5] for row in verified[1:]} == {
        "nginx:1.27": [DIGEST, "proved"],
        "quay.io/a/b_c:1": ["", "manifest unknown"],
        "docker.io/x/y:1": ["", "unknown"],
    }


@pytest.mark.parametrize("text", [b"{}", b"[", b'{"apiVersion": "v1", "kind": "Pod", "images": []}', b'{"images": 1}'])
def test_a_verification_that_is_not_one_is_refused(folder: Path, text: bytes) -> None:
    write(folder / "proof.json", text)

    code, out, err = regswap("images", "--format", "html", "--verification", "proof.json", "pod.yaml", cwd=folder)

    assert (code, out) == (2, b"")
    assert "proof.json: error: is not what `regswap bundle verify --format json` prints; make it anew" in err


def test_a_verification_is_for_the_page_alone(folder: Path) -> None:
    code, _, err = regswap("images", "--verification", "proof.json", "pod.yaml", cwd=folder)

    assert code == 2
    assert "--verification is for --format html" in err
