from __future__ import annotations

import re

import pytest

from regswap.document.edit.sharing import Change, plan
from regswap.document.parse.stream import Document
from regswap.document.read.field import entries, root_field
from regswap.document.read.reading import read as read_document
from regswap.document.splice import Edit
from regswap.errors import ManifestError
from tests.support.independent import compare, find, read
from tests.support.pipeline import run
from tests.support.work import sum_over_calls

HEAD = "apiVersion: v1\nkind: Pod\n"
RULES = "default::h.io\n[EXACT]keep::"


def rewrite(text: str) -> str:
    return run(text.encode(), RULES).data.decode()


UNTOUCHED = [
    pytest.param("x: &a nginx\ny: *a\nspec:\n  containers:\n  - image: keep\n", id="an anchor of no site"),
    pytest.param("spec:\n  containers:\n  - image: &a keep\n  - image: *a\n", id="a site that stays, with its alias"),
    pytest.param("spec:\n  containers:\n  - &c\n    image: keep\n  - <<: *c\n", id="a merge of what stays"),
    pytest.param("spec:\n  containers:\n  - image: &a keep\nx: *a\n", id="a site that stays, shared with another"),
]

IN_PLACE = [
    pytest.param(
        "spec:\n  containers:\n  - image: &a nginx\n",
        "spec:\n  containers:\n  - image: &a h.io/nginx\n",
        id="an anchor alone",
    ),
    pytest.param(
        "spec:\n  containers:\n  - image: &a nginx\n  - image: *a\n",
        "spec:\n  containers:\n  - image: &a h.io/nginx\n  - image: *a\n",
        id="sites only",
    ),
    pytest.param(
        "spec:\n  containers: &c\n  - image: nginx\n  initContainers: *c\n",
        "spec:\n  containers: &c\n  - image: h.io/nginx\n  initContainers: *c\n",
        id="a shared list",
    ),
    pytest.param(
        "spec:\n  containers:\n  - &c\n    image: nginx\n  - <<: *c\n    name: x\n",
        "spec:\n  containers:\n  - &c\n    image: h.io/nginx\n  - <<: *c\n    name: x\n",
        id="a merge of a site",
    ),
    pytest.param(
        "spec:\n  containers:\n  - <<: {image: nginx}\n",
        "spec:\n  containers:\n  - <<: {image: h.io/nginx}\n",
        id="a merge without alias",
    ),
    pytest.param(
        "x: &c {image: nginx}\nspec:\n  containers:\n  - <<: *c\n    image: redis\n",
        "x: &c {image: nginx}\nspec:\n  containers:\n  - <<: *c\n    image: h.io/redis\n",
        id="an explicit key after the merge key",
    ),
    pytest.param(
        "spec:\n  containers:\n  - image: &a nginx\n  - image: *a\n  - image: &a redis\n  - image: *a\n",
        "spec:\n  containers:\n  - image: &a h.io/nginx\n  - image: *a\n  - image: &a h.io/redis\n  - image: *a\n",
        id="an anchor defined again",
    ),
    pytest.param(
        "i: &i image\nspec:\n  containers:\n  - *i : nginx\n",
        "i: &i image\nspec:\n  containers:\n  - *i : h.io/nginx\n",
        id="an alias as the key",
    ),
    pytest.param(
        "spec: &s\n  containers: &l\n  - image: nginx\nx: 1\n",
        "spec: &s\n  containers: &l\n  - image: h.io/nginx\nx: 1\n",
        id="anchors that nobody uses",
    ),
]

WRITTEN_OUT = [
    pytest.param(
        "x: &a nginx\nspec:\n  containers:\n  - image: *a\n",
        "x: &a nginx\nspec:\n  containers:\n  - image: h.io/nginx\n",
        id="an alias",
    ),
    pytest.param(
        "x: &a nginx\nspec: {containers: [{image: *a , name: x}]}\n",
        "x: &a nginx\nspec: {containers: [{image: h.io/nginx , name: x}]}\n",
        id="an alias in flow",
    ),
    pytest.param(
        "x: &a nginx\nspec:\n  containers:\n  - image: *a # c\n  - image: *a\n",
        "x: &a nginx\nspec:\n  containers:\n  - image: h.io/nginx # c\n  - image: h.io/nginx\n",
        id="two aliases",
    ),
    pytest.param(
        "x: &a nginx\nspec:\n  containers: &c\n  - image: *a\n  initContainers: *c\n",
        "x: &a nginx\nspec:\n  containers: &c\n  - image: h.io/nginx\n  initContainers: *c\n",
        id="an alias in a shared list",
    ),
    pytest.param(
        "x: &c\n  image: nginx\nspec:\n  containers:\n  - <<: *c\n    name: x\n",
        "x: &c\n  image: nginx\nspec:\n  containers:\n  - <<: *c\n    image: h.io/nginx\n    name: x\n",
        id="a merge key in block",
    ),
    pytest.param(
        "x: &c {image: nginx}\nspec:\n  containers:\n  - name: x\n    <<: *c # c",
        "x: &c {image: nginx}\nspec:\n  containers:\n  - name: x\n    <<: *c # c\n    image: h.io/nginx",
        id="a merge key at the end of the text",
    ),
    pytest.param(
        "x: &c {image: nginx}\nspec: {containers: [{<<: *c}, {<<: *c, name: x}]}\n",
        "x: &c {image: nginx}\n"
        "spec: {containers: [{<<: *c, image: h.io/nginx}, {<<: *c, image: h.io/nginx, name: x}]}\n",
        id="a merge key in flow",
    ),
    pytest.param(
        "x: &c {image: nginx}\ny: &d {name: y}\nspec:\n  containers:\n  - <<: [*d, *c ]\n",
        "x: &c {image: nginx}\ny: &d {name: y}\nspec:\n  containers:\n  - <<: [*d, *c ]\n    image: h.io/nginx\n",
        id="a list of merges in flow",
    ),
    pytest.param(
        "x: &c {image: nginx}\ny: &d {name: y}\nspec:\n  containers:\n  - <<:\n    - *d\n    - *c\n    tty: true\n",
        "x: &c {image: nginx}\ny: &d {name: y}\nspec:\n  containers:\n  - <<:\n    - *d\n    - *c\n"
        "    image: h.io/nginx\n    tty: true\n",
        id="a list of merges in block",
    ),
    pytest.param(
        "x: &c\r\n  image: nginx\r\nspec:\r\n  containers:\r\n  - <<: *c\r\n    name: x\r\n",
        "x: &c\r\n  image: nginx\r\nspec:\r\n  containers:\r\n  - <<: *c\r\n    image: h.io/nginx\r\n    name: x\r\n",
        id="a merge key, CRLF",
    ),
    pytest.param(
        "x: &c\r\n  image: nginx\r\nspec:\r\n  containers:\r\n  - <<: *c",
        "x: &c\r\n  image: nginx\r\nspec:\r\n  containers:\r\n  - <<: *c\r\n    image: h.io/nginx",
        id="a merge key at the end of the text, CRLF",
    ),
    pytest.param(
        "x: &c\r  image: nginx\rspec:\r  containers:\r  - <<: *c\r    name: x\r",
        "x: &c\r  image: nginx\rspec:\r  containers:\r  - <<: *c\r    image: h.io/nginx\r    name: x\r",
        id="a merge key, CR only",
    ),
    pytest.param(
        "x: &b {image: nginx}\ny: &c {<<: *b}\nspec:\n  containers:\n  - <<: *c\n",
        "x: &b {image: nginx}\ny: &c {<<: *b}\nspec:\n  containers:\n  - <<: *c\n    image: h.io/nginx\n",
        id="a merge of a merge",
    ),
    pytest.param(
        "x: &c {image: nginx}\nspec:\n  containers: &l\n  - <<: *c\n  initContainers: *l\n",
        "x: &c {image: nginx}\nspec:\n  containers: &l\n  - <<: *c\n    image: h.io/nginx\n  initContainers: *l\n",
        id="a merge key in a shared list",
    ),
    pytest.param(
        "x: &a nginx\ny: &c {image: *a }\nspec:\n  containers:\n  - <<: *c\n",
        "x: &a nginx\ny: &c {image: *a }\nspec:\n  containers:\n  - <<: *c\n    image: h.io/nginx\n",
        id="a merge that brings an alias",
    ),
]

HANDED_ON = [
    pytest.param(
        "spec:\n  containers:\n  - image: &a nginx\n    name: *a\n  - image: *a\n    name: *a\n",
        "spec:\n  containers:\n  - image: h.io/nginx\n    name: &a nginx\n  - image: h.io/nginx\n    name: *a\n",
        id="plain",
    ),
    pytest.param(
        "spec:\n  containers:\n  - image: &a 'nginx' # c\n    name: *a # d\n",
        "spec:\n  containers:\n  - image: 'h.io/nginx' # c\n    name: &a 'nginx' # d\n",
        id="quoted",
    ),
    pytest.param(
        "spec:\n  containers:\n  - image: !!str &a nginx\n    name: *a\n",
        "spec:\n  containers:\n  - image: !!str h.io/nginx\n    name: &a !!str nginx\n",
        id="tagged",
    ),
    pytest.param(
        "spec:\n  containers:\n  - image: &a !!str\n      nginx\n    name: *a\n",
        "spec:\n  containers:\n  - image: !!str\n      h.io/nginx\n    name: &a !!str nginx\n",
        id="on the next line",
    ),
    pytest.param(
        "spec:\n  containers:\n  - image: &a !!binary bmdpbng=\n    name: *a\n",
        "spec:\n  containers:\n  - image: !!binary aC5pby9uZ2lueA==\n    name: &a !!binary bmdpbng=\n",
        id="in base64",
    ),
    pytest.param(
        "spec:\n  containers:\n  - image: &a |-\n      nginx\n    name: *a\n",
        'spec:\n  containers:\n  - image: |-\n      h.io/nginx\n    name: &a "nginx"\n',
        id="literal",
    ),
    pytest.param(
        'spec:\n  containers:\n  - image: &a "ngi\\\n      nx"\n    name: *a\n',
        'spec:\n  containers:\n  - image: "h.io/nginx"\n    name: &a "nginx"\n',
        id="of two lines",
    ),
    pytest.param(
        "spec: {containers: [{image: &a nginx, name: *a , x: [*a ]}]}\n",
        "spec: {containers: [{image: h.io/nginx, name: &a nginx , x: [*a ]}]}\n",
        id="in flow",
    ),
    pytest.param(
        "spec:\n  containers:\n  - image: &a nginx\nx:\n  *a : 1\ny: *a\n",
        "spec:\n  containers:\n  - image: h.io/nginx\nx:\n  &a nginx : 1\ny: *a\n",
        id="to a key",
    ),
    pytest.param(
        "spec:\n  containers:\n  - image: &a nginx\nx:\n  ? [*a ]\n  : 1\n",
        "spec:\n  containers:\n  - image: h.io/nginx\nx:\n  ? [&a nginx ]\n  : 1\n",
        id="to what is in a key",
    ),
    pytest.param(
        "spec:\n  containers:\n  - image: &a nginx\n  - image: *a\nx: *a\nspec2: &a redis\ny: *a\n",
        "spec:\n  containers:\n  - image: h.io/nginx\n  - image: h.io/nginx\nx: &a nginx\nspec2: &a redis\ny: *a\n",
        id="before it is defined again",
    ),
]

REFUSED = [
    pytest.param(
        "x: &b {image: nginx}\nspec:\n  containers:\n  - &m\n    <<: *b\ny: {<<: *m}\n",
        7,
        "spec.containers[0].image cannot be",
        "x.image",
        id="a merge that others merge",
    ),
    pytest.param(
        "x: &c\n- image: nginx\nspec:\n  containers: *c\n",
        6,
        "spec.containers[0].image cannot be",
        "x[0].image",
        id="a list",
    ),
    pytest.param(
        "x: &c {image: nginx}\nspec:\n  containers:\n  - *c\n",
        6,
        "spec.containers[0].image cannot be",
        "x.image",
        id="a map",
    ),
    pytest.param(
        "x: &s {containers: [{image: nginx}]}\nspec:\n  <<: *s\n",
        5,
        "cannot be",
        "x.containers[0].image",
        id="a merged spec",
    ),
    pytest.param(
        "spec:\n  containers: &c\n  - image: nginx\nx: *c\n", 5, "cannot be", "x[0].image", id="a list that others use"
    ),
    pytest.param(
        "x: &c {image: nginx}\nspec:\n  containers:\n  - ? <<\n    : *c\n",
        6,
        "cannot be",
        "x.image",
        id="an explicit merge key",
    ),
    pytest.param(
        "x: &c {image: nginx}\ny: &d {a: 1}\nspec:\n  containers:\n  - <<: [*c, {b: 1}]\n",
        7,
        "cannot be",
        "x.image",
        id="a list of merges that ends in no alias",
    ),
    pytest.param(
        "? [&c [{image: nginx}]]\n: x\nspec:\n  containers: *c\n",
        6,
        "cannot be",
        "a key that is a mapping or a list",
        id="an anchor in a key",
    ),
    pytest.param(
        "x: &c {image: nginx}\nspec:\n  containers:\n  - image: redis\n    <<: *c\n",
        7,
        "spec.containers[0].image stands before a merge key",
        "readers differ",
        id="an explicit key before the merge key",
    ),
    pytest.param(
        "i: &i image\nx: &c {image: nginx}\nspec:\n  containers:\n  - *i : redis\n    <<: *c\n",
        8,
        "spec.containers[0].image stands before a merge key",
        "readers differ",
        id="an alias as the key before the merge key",
    ),
    pytest.param(
        "x: &b {image: nginx}\ny: &c {image: redis, <<: *b}\nspec:\n  containers:\n  - <<: *c\n",
        4,
        "spec.containers[0].image stands before a merge key",
        "readers differ",
        id="an explicit key before a merge key, merged",
    ),
    pytest.param(
        "x: &b {image: nginx}\ny: &c {image: redis}\nspec:\n  containers:\n  - <<: *b\n    <<: *c\n",
        8,
        "spec.containers[0].image stands before a merge key",
        "readers differ",
        id="two merge keys",
    ),
    pytest.param(
        "x: &k {kind: ConfigMap}\n<<: *k\nspec:\n  containers:\n  - image: nginx\n",
        4,
        "kind stands before a merge key",
        "readers differ",
        id="a kind before a merge key",
    ),
    pytest.param("spec:\n  containers:\n  - image: *a\n", 5, "the alias `*a` has no anchor", "", id="no anchor"),
    pytest.param("x: &a\n- *a\nspec: {image: 1}\n", 4, "the anchor `&a` holds itself", "", id="an anchor in itself"),
    pytest.param("x: &a {<<: *a, image: x}\n", 3, "the anchor `&a` holds itself", "", id="a merge of itself"),
]


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_does_not_change_is_left_as_it_is(text: str) -> None:
    assert rewrite(HEAD + text) == HEAD + text


@pytest.mark.parametrize(("text", "expected"), IN_PLACE)
def test_a_text_that_all_readers_want_changed_changes_in_its_place(text: str, expected: str) -> None:
    assert rewrite(HEAD + text) == HEAD + expected


@pytest.mark.parametrize(("text", "expected"), WRITTEN_OUT)
def test_a_value_that_others_keep_is_written_out_where_it_is_needed(text: str, expected: str) -> None:
    assert rewrite(HEAD + text) == HEAD + expected


@pytest.mark.parametrize(("text", "expected"), HANDED_ON)
def test_an_anchor_goes_to_the_first_who_needs_the_old_text(text: str, expected: str) -> None:
    assert rewrite(HEAD + text) == HEAD + expected


@pytest.mark.parametrize(
    ("text", "expected"), [param for table in (IN_PLACE, WRITTEN_OUT, HANDED_ON) for param in table]
)
def test_nothing_but_the_sites_has_another_meaning(text: str, expected: str) -> None:
    before, after = read(HEAD + text), read(HEAD + expected)

    assert {change.path for change in compare(before, after)} <= {found.path for found in find(before)}
    assert all(found.value.startswith("h.io/") for found in find(after))


@pytest.mark.parametrize(("text", "line", "message", "other"), REFUSED)
def test_what_cannot_be_rewritten_safely_is_refused_with_its_place(
    text: str, line: int, message: str, other: str
) -> None:
    with pytest.raises(ManifestError) as caught:
        rewrite(HEAD + text)

    (diagnostic,) = caught.value.diagnostics
    assert message in diagnostic.message
    assert other in diagnostic.message
    assert diagnostic.line == line
    assert diagnostic.column
    assert diagnostic.remedy


def bomb(levels: int, width: int, leaf: str) -> str:
    lines = [f"a0: &a0 {leaf}"]
    for level in range(1, levels + 1):
        aliases = ", ".join([f"*a{level - 1}"] * width)
        lines.append(f"a{level}: &a{level} [{aliases}]")
    return "\n".join(lines) + "\n"


def test_aliases_that_multiply_are_refused() -> None:
    text = HEAD + bomb(9, 9, "x") + "spec:\n  containers:\n  - image: nginx\n"

    with pytest.raises(ManifestError, match="its aliases bring more than 1,000,000 values"):
        rewrite(text)


def test_lists_in_lists_that_multiply_are_refused() -> None:
    lines = [
        "apiVersion: v1",
        "kind: List",
        "items:",
        f"- &a0 {{{HEAD.strip().replace(chr(10), ', ')}, spec: {{image: x}}}}",
    ]
    for level in range(1, 9):
        aliases = ", ".join([f"*a{level - 1}"] * 9)
        lines.append(f"- &a{level} {{kind: List, items: [{aliases}]}}")

    with pytest.raises(ManifestError, match="its aliases bring more than"):
        rewrite("\n".join(lines))


def test_merges_that_multiply_are_refused() -> None:
    lines = ["m0: &m0 {image: nginx}"]
    lines += [f"m{level}: &m{level} {{<<: [*m{level - 1}, *m{level - 1}]}}" for level in range(1, 40)]

    with pytest.raises(ManifestError, match="its aliases bring more than"):
        rewrite(HEAD + "\n".join(lines) + "\nspec:\n  containers:\n  - <<: *m39\n")


def test_a_long_chain_of_merges_is_refused() -> None:
    lines = ["m0: &m0 {image: nginx}", *(f"m{level}: &m{level} {{<<: *m{level - 1}}}" for level in range(1, 200))]

    with pytest.raises(ManifestError, match="more than 100 merge keys follow each other"):
        rewrite(HEAD + "\n".join(lines) + "\nspec:\n  containers:\n  - <<: *m199\n")


def test_many_aliases_that_do_not_multiply_are_no_bomb() -> None:
    lines = "".join(f"x{number}: *a\n" for number in range(2000))
    text = f"{HEAD}a: &a nginx\n{lines}spec:\n  containers:\n" + "  - image: *a\n" * 2000

    assert rewrite(text) == text.replace("image: *a", "image: h.io/nginx")


def test_sites_that_many_others_read_are_written_out_one_by_one() -> None:
    text = f"{HEAD}a: &a {{image: nginx}}\nspec:\n  containers:\n" + "  - <<: *a\n" * 3000

    assert rewrite(text) == text.replace("<<: *a\n", "<<: *a\n    image: h.io/nginx\n")


def test_the_edits_of_one_text_are_copied_once_however_many_there_are() -> None:
    def copied(count: int) -> int:
        text = ", ".join(f"quay.io/a:{number}" for number in range(count))
        reading = read_document(Document("s.yaml", 1, 1, f"text: {text}\n".encode()), None)
        (field,) = entries(root_field(reading.composed.roots[0]))
        starts = [found.start() for found in re.finditer("quay", text)]
        changes = [Change(field, "", (Edit(start, start + 4, "hub"),)) for start in starts]
        return sum_over_calls(
            "_replace", lambda frame: len(frame.f_locals["kwds"].get("parts", ())), lambda: plan(reading, changes)
        )

    assert copied(400) == 2 * copied(200) > 0
