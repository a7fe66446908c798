"""Hidden places: whatever the text, what is found lies in it in order, and parses."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from regswap.document.parse.node import Mapping
from regswap.document.parse.stream import Document
from regswap.document.read.field import child, root_field
from regswap.document.read.reading import read
from regswap.places.hidden.argument import find_in_arguments
from regswap.places.hidden.environment import find_in_variable
from regswap.places.hidden.field_tokens import find_in_field
from regswap.places.hidden.hint import may_hold
from regswap.places.hidden.known import FLAGS, KEYS, VARIABLES
from regswap.places.hidden.text import find_in_text
from regswap.places.hidden.token import CERTAIN, HIDDEN, POSSIBLE, Token
from regswap.places.object import ObjectId
from regswap.places.unlisted import glance, hint
from regswap.places.unlisted.finder import UnlistedFinder
from regswap.reference import ImageReference

HOSTS = frozenset({"harbor.example"})
VALUES = ("busybox", "quay.io/a", "a/b:1", "localhost/a", "info", "a@sha256:" + "0" * 64)

_names = st.sampled_from(
    ("image", "--image", "RELATED_IMAGE_A", "repository", "k", "", "description", "queue-sidecar-image")
)
_pieces = st.one_of(
    st.sampled_from(
        (
            *(
                "nginx",
                "a/b:1",
                "quay.io/a/b",
                "harbor.example/a:1",
                "a@sha256:" + "0a" * 32,
                "docker://",
                "oci://",
                "https://",
            ),
            *(
                "image",
                "images",
                "repository",
                "tag",
                "name",
                ": ",
                "=",
                '"',
                "'",
                ",",
                "[",
                "]",
                "{",
                "}",
                "\\",
                "\\n",
                "\n",
                "\r\n",
            ),
            *(
                "{{ .a }}",
                "${A}",
                "$(A)",
                "$",
                "{{",
                "}}",
                "# ",
                "- ",
                "--image ",
                "-",
                "  ",
                "\t",
                ".",
                ":",
                "/",
                "@",
                "docker run ",
            ),
        )
    ),
    st.text(max_size=3),
)
_texts = st.lists(_pieces, max_size=25).map("".join)


def _check(text: str, tokens: list[Token]) -> None:
    end = 0
    for token in tokens:
        assert end <= token.start < token.end <= len(text)
        assert token.text == text[token.start : token.end]
        assert token.certainty in {CERTAIN, HIDDEN, POSSIBLE}
        assert token.reason
        if token.is_templated:
            assert token.certainty == POSSIBLE
        else:
            assert str(ImageReference.parse(token.text)) == token.text
        end = token.end


@given(_texts, _names)
def test_tokens_of_a_text_lie_in_it_in_order_and_parse(text: str, name: str) -> None:
    _check(text, find_in_text(text, name, HOSTS))


@given(_texts, _names)
def test_tokens_of_a_variable_lie_in_it_in_order_and_parse(text: str, name: str) -> None:
    _check(text, find_in_variable(name, text, HOSTS))


@given(st.lists(st.one_of(st.none(), _texts, st.just("--image")), max_size=5))
def test_tokens_of_arguments_lie_in_them_in_order_and_parse(items: list[str | None]) -> None:
    found = find_in_arguments(items, HOSTS)

    assert [index for index, _ in found] == sorted(index for index, _ in found)
    for index, item in enumerate(items):
        _check(item or "", [token for place, token in found if place == index])


@given(_texts, _names)
def test_what_was_rewritten_is_found_again(text: str, name: str) -> None:
    tokens = find_in_text(text, name, HOSTS)
    sure = [token for token in tokens if token.certainty != POSSIBLE]
    rewritten, end = "", 0
    for token in sure:
        reference = ImageReference.parse(token.text).canonical()
        rewritten += text[end : token.start] + str(reference._replace(host="harbor.example", port=None))
        end = token.end
    rewritten += text[end:]

    again = [token for token in find_in_text(rewritten, name, HOSTS) if token.certainty != POSSIBLE]
    assert len(again) >= len(sure)


_keys = st.sampled_from(
    (
        *("image", "images", "sidecarImage", "imageSpec", "imageTag", "imageRepository", "repository", "registry"),
        *("repo", "hub", "tag", "digest", "name", "value", "key", "args", "command", "env", "engine", "url", "HUB"),
        *(
            "op",
            "path",
            "valueFrom",
            "mappedValue",
            "x-image-y",
            "policies.bundle.oci.ref",
            "docker_image",
            "imagePullPolicy",
            "pullPolicy",
            "version",
        ),
    )
)
_leaves = st.one_of(st.sampled_from(VALUES), st.sampled_from(("1.2", "quay.io", "harbor.example", "--image")), _texts)
_specs = st.recursive(
    _leaves, lambda inner: st.dictionaries(_keys, inner, max_size=4) | st.lists(inner, max_size=3), max_leaves=8
)


@given(_specs)
def test_a_glance_overlooks_no_unlisted_reference(spec: object) -> None:
    text = json.dumps({"apiVersion": "a.example/v1", "kind": "W", "spec": spec}, ensure_ascii=False)
    (root,) = read(Document("s", 1, 1, text.encode()), None).composed.roots
    identity = ObjectId("a.example/v1", "W", "", "")
    assert isinstance(root, Mapping)

    if list(UnlistedFinder(identity, frozenset(), HOSTS).find(root_field(root))):
        assert glance.may_hold_unlisted(root, frozenset(), frozenset(), HOSTS)
        assert hint.may_hold_unlisted(text.encode(), HOSTS)


@given(
    st.lists(
        st.sampled_from([*(f"--{flag}" for flag in sorted(FLAGS)), "--hub", "--base-repo", "--x", "-shell-image"])
        | st.sampled_from([*VALUES, "--x=docker.io/a"]),
        max_size=5,
    )
)
def test_a_quick_look_overlooks_no_argument(arguments: list[str]) -> None:
    root = root_field(read(Document("s", 1, 1, json.dumps({"args": arguments}).encode()), None).composed.roots[0])
    field = child(root, "args")
    assert field is not None

    if list(find_in_field(field, "arguments", frozenset())):
        assert may_hold(field, "arguments")


@given(
    st.sampled_from([*sorted(VARIABLES), *sorted(KEYS), "RELATED_IMAGE_X", "HUB", "REPO", "x.repository", "NAME"]),
    st.sampled_from([*VALUES, "1=quay.io/a:1\n2=b"]),
)
def test_a_quick_look_overlooks_no_name(name: str, value: str) -> None:
    text = json.dumps({"data": {name: value}, "env": [{"name": name, "value": value}]})
    root = root_field(read(Document("s", 1, 1, text.encode()), None).composed.roots[0])

    for shape, keys in (("text", ("data", name)), ("variables", ("env",))):
        field = child(root, *keys)
        assert field is not None
        if list(find_in_field(field, shape, frozenset())):
            assert may_hold(field, shape)
