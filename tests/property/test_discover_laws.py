"""Deriving paths from schemas never fails, ends, and says the same twice, whatever stands in a schema."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from regswap.document.parse.stream import documents
from regswap.places.discover.definition import Definition, Version, find_definitions
from regswap.places.discover.derived import gather
from regswap.places.discover.draft import draft_json, draft_yaml
from regswap.places.discover.proposal import DOUBTFUL
from regswap.places.discover.scan import scan

WORDS = (
    *("properties", "items", "additionalProperties", "allOf", "anyOf", "oneOf", "type", "description", "enum"),
    *("default", "example", "format", "pattern", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-int-or-string"),
)
KEYS = (
    *("image", "images", "containers", "volumes", "reference", "repository", "registry", "tag", "name", "spec"),
    *("baseImage", "imageTag", "newName", "newTag", "podTemplate", "rbd", "version", "a.b/image", "it's", "*", ""),
    *("[*]", "a\\b", "line\nbreak", "\u2028", "#", ": ", "y", "status", "metadata", "command", "env", "configMap"),
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from(("string", "object", "array", "integer", "uri", "quay.io/a/b:1", "A container image\n# x: y")),
    st.text(max_size=8),
)
NESTED: st.SearchStrategy[Any] = st.recursive(
    VALUES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from((*WORDS, *KEYS)), inner, max_size=5),
    ),
    max_leaves=30,
)


def grow(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Make schemas of schemas that are nearly right."""
    named = st.dictionaries(st.one_of(st.sampled_from(KEYS), st.text(max_size=4)), inner, max_size=5)
    return st.one_of(
        st.fixed_dictionaries({"type": st.just("object"), "properties": named}),
        st.fixed_dictionaries({"type": st.just("array"), "items": inner}),
        st.fixed_dictionaries({"additionalProperties": inner}),
        st.fixed_dictionaries({"anyOf": st.lists(inner, max_size=3)}),
        inner,
    )


LEAVES: st.SearchStrategy[Any] = st.one_of(
    NESTED,
    st.fixed_dictionaries(
        {"type": st.just("string")}, optional={"description": VALUES, "default": VALUES, "enum": NESTED}
    ),
    st.just({"x-kubernetes-preserve-unknown-fields": True}),
)
SCHEMAS = st.recursive(LEAVES, grow, max_leaves=20)


def definition(schema: dict[str, Any] | None, *, name: str = "v1") -> Definition:
    return Definition("example.com", "Thing", (Version(name, schema),), "crd.yaml", 1)


@given(NESTED | SCHEMAS)
def test_any_schema_is_surveyed_to_its_end(schema: object) -> None:
    assert scan("example.com", schema) == scan("example.com", schema)


@given(st.lists(SCHEMAS, max_size=3))
def test_a_draft_is_yaml_that_says_what_was_found(schemas: list[Any]) -> None:
    kinds = gather(definition(schema) for schema in schemas)

    draft = yaml.safe_load("\n".join(draft_yaml(kinds)))

    said = [(path, holds) for entry in draft["spec"]["paths"] for path, holds in entry["paths"].items()]
    found = [
        (finding.path, finding.shape)
        for derived in kinds
        for finding in derived.findings
        if finding.certainty != DOUBTFUL
    ]
    assert sorted(said, key=str) == sorted(found, key=str)
    assert isinstance(yaml.safe_load(draft_json(kinds)), list)


@given(SCHEMAS.filter(lambda schema: isinstance(schema, dict)))
def test_a_definition_says_the_same_through_yaml(schema: dict[str, Any]) -> None:
    versions = [{"name": "v1", "storage": True, "schema": {"openAPIV3Schema": schema}}]
    spec = {"group": "example.com", "names": {"kind": "Thing"}, "versions": versions}
    crd = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "spec": spec}
    data = yaml.safe_dump(crd).encode()

    (found,) = (one for document in documents([data], "crd.yaml") for one in find_definitions(document))

    assert gather([found]) == gather([definition(schema)])


def test_a_schema_that_aliases_blow_up_is_surveyed() -> None:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(12):
        schema = {"type": "object", "properties": {"left": schema, "image": schema}}

    assert len(scan("example.com", schema).findings) == 2**11
