from __future__ import annotations

import tracemalloc

import pytest

from regswap.document.parse.prefilter import find_root_kinds, guess_kinds, may_contain
from regswap.document.parse.stream import Document
from regswap.errors import ManifestError
from regswap.places.kind import Kinds
from regswap.places.search import Places
from tests.support.pipeline import PLACES

ROWS = (("", (), (("spec", "podSpec"),)),)
SIEVE = Places(Kinds(({"Pod": ROWS, "Job": ROWS}, "test")), by_shape=False)
BODY = "\nspec: {containers: [{image: a}]}\n"

SORTED_OUT = [
    pytest.param("", id="nothing"),
    pytest.param("# only\n# comments\n", id="comments"),
    pytest.param("kind: Pod\nspec: {}\n", id="no image"),
    pytest.param("image: a\nkind: Secret\n", id="no kind that is wanted, anywhere"),
    pytest.param("image: a\nPod: x\n", id="no kind"),
    pytest.param("kind: ConfigMap\nimage: Pod\n", id="another kind"),
    pytest.param("---\nkind: ConfigMap\nimage: Pod\n", id="behind a marker"),
    pytest.param("# Source: x\n---\n# c\n\nkind: ConfigMap\nimage: Pod\n", id="behind comments"),
    pytest.param("kind: ConfigMap\r\nimage: Pod\r\n", id="CRLF"),
    pytest.param("kind: ConfigMap\rimage: Pod\r", id="CR only"),
    pytest.param("kind: 'ConfigMap'\nimage: Pod\n", id="single quotes"),
    pytest.param('kind: "ConfigMap"  # Pod\nimage: Pod\n', id="double quotes and a comment"),
    pytest.param("image: |\n  kind: Pod\nkind: ConfigMap", id="at the end, behind a text"),
    pytest.param("kind: ConfigMap\n# c\n\n  # d\nimage: Pod\n", id="before comments"),
    pytest.param("kind: CustomResourceDefinition\nspec:\n  image: {type: Pod}\n", id="a definition"),
    pytest.param("kind: ConfigMap\nimage: [Pod\n", id="no YAML"),
    pytest.param("\ufeffkind: ConfigMap\nimage: Pod\n", id="behind a byte order mark"),
    pytest.param("kind: ConfigMap\ndata:\n  items: Pod\n  Kind: image\n", id="items and kinds inside"),
]

READ = [
    pytest.param("kind: Pod" + BODY, id="a wanted kind"),
    pytest.param("kind: List" + BODY, id="a list"),
    pytest.param("kind: PodList" + BODY, id="a typed list"),
    pytest.param("kind: ConfigMapList\nx: Pod" + BODY, id="a typed list of others"),
    pytest.param("kind: Pod" + BODY + "kind: ConfigMap\n", id="two kinds"),
    pytest.param("kind: ConfigMap\nkind: Pod" + BODY, id="two kinds, the other way"),
    pytest.param("kind:\n  Pod" + BODY, id="a kind on the next line"),
    pytest.param("kind: # c\n  Pod" + BODY, id="a kind behind a comment"),
    pytest.param("kind: &a Pod" + BODY, id="an anchored kind"),
    pytest.param("kind: !!str Pod" + BODY, id="a tagged kind"),
    pytest.param("kind: *a\nx: Pod" + BODY, id="a kind by alias"),
    pytest.param("kind: |-\n  Pod" + BODY, id="a literal kind"),
    pytest.param("kind: Odd\n  List\nx: Pod" + BODY, id="a kind of two lines"),
    pytest.param("kind: Odd\n\n\tList\nx: Pod" + BODY, id="a kind with an empty line in it"),
    pytest.param('kind: "P\\x6fd"' + BODY, id="an escaped kind"),
    pytest.param('"k\\u0069nd": Pod' + BODY, id="an escaped key"),
    pytest.param('"\\U0000006Bind": "\\U00000050od"' + BODY, id="long escapes"),
    pytest.param('"kind": "Po\\\n  d"\n"im\\x61ge": x\n', id="a kind on two lines"),
    pytest.param('"kind": "Po\\\x85  d"\n"image": x\n', id="a kind on two lines, NEL"),
    pytest.param('"kind": "Po\\\u2028  d"\n"image": x\n', id="a kind on two lines, LS"),
    pytest.param("'kind': Pod" + BODY, id="a quoted key"),
    pytest.param("? kind\n: Pod" + BODY, id="an explicit key"),
    pytest.param("? kind\n: Pod\nx: |\n  kind: ConfigMap" + BODY, id="an explicit key, and a text"),
    pytest.param("kind: ConfigMap\n? kind\n: Pod" + BODY, id="an explicit key, and another kind"),
    pytest.param("kind : Pod" + BODY, id="a blank before the colon"),
    pytest.param("kind: ConfigMap\nkind : Pod" + BODY, id="a blank before the colon, and another kind"),
    pytest.param("kind\t:\tPod" + BODY, id="tabs"),
    pytest.param("!!str kind: Pod" + BODY, id="a tagged key"),
    pytest.param("&k kind: Pod" + BODY, id="an anchored key"),
    pytest.param("x: &k kind\nkind: ConfigMap\n*k : Pod" + BODY, id="an alias as the key"),
    pytest.param("b: &b {kind: Pod}\nkind: ConfigMap\n<<: *b" + BODY, id="a merge key"),
    pytest.param("  kind: Pod\n  image: x\n", id="an indented root"),
    pytest.param("{kind: Pod, image: x}\n", id="flow"),
    pytest.param('--- {"kind": "Pod", "image": "x"}\n', id="JSON behind a marker"),
    pytest.param('{\n"kind": "Pod",\nkind: ConfigMap, image: x}\n', id="flow in column 0"),
    pytest.param("---\n{\nkind: Pod, x: y,\nkind: ConfigMap\n, image: x}\n", id="flow in column 0 behind a marker"),
    pytest.param("- kind: ConfigMap\n- kind: Pod\n  image: x\n", id="a sequence"),
    pytest.param("%YAML 1.1\n---\nkind: ConfigMap\nimage: Pod\n", id="a directive"),
    pytest.param("\ufeffkind: Pod" + BODY, id="a byte order mark"),
    pytest.param("---\n\ufeffkind: Pod" + BODY, id="a byte order mark behind the marker"),
    pytest.param("kind: ConfigMap\n\ufeffkind: Pod" + BODY, id="a byte order mark at a later line"),
    pytest.param("kind: ConfigMap\nx: y\x85kind: Pod" + BODY, id="NEL"),
    pytest.param("kind: ConfigMap\nx: y\u2028kind: Pod" + BODY, id="LS"),
    pytest.param("kind: ConfigMap\nx: y\u2029kind: Pod" + BODY, id="PS"),
    pytest.param("k\0i\0n\0d\0:\0P\0o\0d\0", id="null characters"),
    pytest.param("kind: ConfigMap\nitems:\n- kind: Pod\n  image: x\n", id="a list of any kind"),
    pytest.param(
        "kind: ConfigMap\nitems : [{kind: Pod, image: x}]\n", id="a list of any kind, a blank before the colon"
    ),
    pytest.param("kind: ConfigMap\nItems: [{kind: Pod, image: x}]\n", id="items in another case"),
    pytest.param("kind: ConfigMap\nitem\u017f: [{kind: Pod, image: x}]\n", id="items with a long s"),
    pytest.param("kind: ConfigMap\nKind: Pod" + BODY, id="a kind in another case"),
    pytest.param("KIND: Pod\nx: IMAGE\n", id="no kind but in another case"),
    pytest.param("\u212aind: Pod" + BODY, id="a kind with a Kelvin sign"),
    pytest.param("kind: ConfigMap\n\u212aind: Pod" + BODY, id="another kind, and one with a Kelvin sign"),
    pytest.param("!!binary a2luZA==: Pod" + BODY, id="a kind in base64"),
    pytest.param("!<tag:yaml.org,2002:%62inary> a2luZA==: Pod" + BODY, id="a kind in base64 by an escaped tag"),
    pytest.param("%TAG !b! tag:yaml.org,2002:b\n---\n!b!inary a2luZA==: Pod" + BODY, id="a kind in base64 by a handle"),
    pytest.param("kind: Pod\nspec: {containers: [{!!binary aW1hZ2U=: a}]}\n", id="an image's key in base64"),
    pytest.param("kind: ConfigMap\n# c\ufeff\nxkind: Pod" + BODY, id="a byte order mark in a comment"),
]


@pytest.mark.parametrize("text", SORTED_OUT)
def test_a_document_that_can_hold_no_site_is_not_read(text: str) -> None:
    assert not is_read(SIEVE, text)


@pytest.mark.parametrize("text", READ)
def test_a_document_is_read_where_there_is_a_doubt(text: str) -> None:
    assert is_read(SIEVE, text)


def test_nearly_all_documents_of_an_installation_are_not_read() -> None:
    kinds = ("ConfigMap", "Service", "CustomResourceDefinition", "Deployment", "Role")
    texts = [f"apiVersion: v1\nkind: {kind}\nspec:\n  image: Pod\n" for kind in kinds]

    assert [is_read(PLACES, text) for text in texts] == [False, False, False, True, False]


def is_read(places: Places, text: str) -> bool:
    try:
        return places.search(Document("s", 1, 1, text.encode())) is not None
    except ManifestError:
        return True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kind: Pod\n", {"Pod"}),
        ("a: b\nkind: Pod\nx: {kind: Job}\nkind: Job\n", {"Pod", "Job"}),
        ("kind: PodList\n", None),
        ("{kind: Pod}\n", None),
        ("a: b\n", None),
    ],
)
def test_the_kinds_of_a_root_are_told_where_there_is_no_doubt(text: str, expected: set[str] | None) -> None:
    assert find_root_kinds(text.encode()) == expected


def test_other_kinds_are_guessed() -> None:
    text = b"{\"kind\": \"List\", items: [{kind: Pod}, {'kind' : 'Job'}]}\nkind:\n  Odd\n"

    assert guess_kinds(text) == {"List", "Pod", "Job"}


@pytest.mark.parametrize(
    ("text", "expected"), [("an image", True), ("nothing", False), ('"im\\x61ge"', True), ('"a\\n"', False)]
)
def test_a_word_may_be_spelled_with_escapes(text: str, expected: bool) -> None:  # noqa: FBT001 - a column
    assert may_contain(text.encode(), b"image") is expected


@pytest.mark.parametrize("line", ["", "# c", "   ", "---"])
def test_lines_before_the_first_key_take_no_memory_of_their_own(line: str) -> None:
    data = f"{line}\n".encode() * 100_000 + b"kind: ConfigMap\n"
    tracemalloc.start()
    try:
        assert find_root_kinds(data) == frozenset({"ConfigMap"})
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    # The text itself, with one line feed more, and no backtracking.
    assert peak < 4 * len(data)
