"""The definitions in a document, and what is wrong with them."""

from __future__ import annotations

import pytest
import yaml

from regswap.document.parse.stream import documents
from regswap.errors import ManifestError
from regswap.places.discover.definition import Definition, find_definitions
from regswap.places.discover.derived import gather
from regswap.places.discover.draft import draft_yaml

HEAD = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
THING = "spec:\n  group: example.com\n  names: {kind: Thing}\n"
SCHEMA = "{openAPIV3Schema: {properties: {image: {type: string}}}}"


def find(text: str) -> list[Definition]:
    return [found for document in documents([text.encode()], "crd.yaml") for found in find_definitions(document)]


def test_a_definition_has_a_group_a_kind_and_a_schema_for_each_version() -> None:
    text = f"{HEAD}{THING}  versions:\n  - {{name: v1, schema: {SCHEMA}}}\n  - {{name: v2}}\n"

    (found,) = find(text)

    assert (found.group, found.kind, found.source, found.line) == ("example.com", "Thing", "crd.yaml", 1)
    assert [(version.name, version.schema) for version in found.versions] == [
        ("v1", {"properties": {"image": {"type": "string"}}}),
        ("v2", None),
    ]


def test_the_stored_version_comes_first() -> None:
    versions = "[{name: v1, storage: false}, {name: v2, storage: true}, {name: v3}]"

    (found,) = find(f"{HEAD}{THING}  versions: {versions}\n")

    assert [version.name for version in found.versions] == ["v2", "v1", "v3"]


@pytest.mark.parametrize(
    "spec",
    [
        f"  version: v1\n  validation: {SCHEMA}\n",
        f"  version: v1\n  versions: [{{name: v1}}]\n  validation: {SCHEMA}\n",
        f"  versions: [{{name: v1, schema: {SCHEMA}}}]\n",
    ],
)
def test_the_schema_of_an_old_definition_may_stand_in_three_places(spec: str) -> None:
    (found,) = find(HEAD.replace("/v1", "/v1beta1") + THING + spec)

    assert [(version.name, version.schema is not None) for version in found.versions] == [("v1", True)]


@pytest.mark.parametrize(
    "text",
    [
        "kind: Pod\nspec: {broken: [}\n",
        "apiVersion: v1\nkind: ConfigMap\ndata:\n  crd: |\n    kind: CustomResourceDefinition\n",
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nrules: [CustomResourceDefinition, {{ x }}]\n",
        "apiVersion: example.com/v1\nkind: CustomResourceDefinition\n",
        "# CustomResourceDefinition\n",
        # The patches of a kubebuilder project's config/crd.
        f"{HEAD}metadata: {{name: a.example.com, annotations: {{cert-manager.io/inject-ca-from: a/b}}}}\n",
        f"{HEAD}metadata: {{name: a.example.com}}\nspec: {{conversion: {{strategy: Webhook}}}}\n",
        "",
    ],
)
def test_what_is_no_definition_is_passed_over(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "kind: List\nitems:\n- {apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, %s}\n",
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinitionList\nitems:\n- {%s}\n",
        (
            '{"kind": "List", "items": [{"kind": "List", "items": [\n'
            '{"apiVersion": "apiextensions.k8s.io/v1", "kind": "\\u0043ustomResourceDefinition", %s}]}]}'
        ),
    ],
)
def test_definitions_in_lists_are_found(text: str) -> None:
    found = find(text % "spec: {group: example.com, names: {kind: Thing}, versions: [{name: v1}]}")

    assert [(one.group, one.kind) for one in found] == [("example.com", "Thing")]


def test_a_schema_is_read_through_aliases_and_merge_keys() -> None:
    text = (
        f"{HEAD}{THING}  versions:\n"
        "  - name: v1\n    schema: &schema {openAPIV3Schema: {properties: {image: &image {type: string}, "
        "other: {<<: *image, description: x}}}}\n"
        "  - name: v2\n    schema: *schema\n"
    )

    (found,) = find(text)

    assert [version.schema for version in found.versions] == [
        {"properties": {"image": {"type": "string"}, "other": {"type": "string", "description": "x"}}}
    ] * 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{HEAD}spec: {{}}\n", "crd.yaml:1:1: spec.group of the definition is missing"),
        (f"{HEAD}", "crd.yaml:1:1: spec.group of the definition is missing"),
        (f"{HEAD}spec: {{group: ''}}\n", "crd.yaml:3:15: spec.group of the definition is empty"),
        (f"{HEAD}spec: {{group: [a]}}\n", "crd.yaml:3:15: spec.group of the definition is no string"),
        (f"{HEAD}spec: {{group: a}}\n", "crd.yaml:1:1: spec.names.kind of the definition is missing"),
        (f"{HEAD}{THING}  versions: v1\n", "crd.yaml:6:13: spec.versions of the definition is no list"),
        (
            f"{HEAD}{THING}  versions: [{{name: v1, schema: {{openAPIV3Schema: []}}}}]\n",
            "crd.yaml:6:51: openAPIV3Schema of the definition is no map",
        ),
        (f"{HEAD}{THING}  versions: [\n", "crd.yaml:7:1: document 1 is not valid YAML"),
        (f"---\n{HEAD}{THING}  versions: [*x]\n", "crd.yaml:7:14: document 1 is not valid YAML: the alias `*x`"),
    ],
)
def test_a_broken_definition_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(ManifestError) as error:
        find(text)

    assert str(error.value).startswith(message)


def test_what_a_definition_says_cannot_leave_its_comment() -> None:
    names = 'names: {kind: "Thing\\nspec: {}\\u2028"}'
    text = f"{HEAD}spec:\n  group: example.com\n  {names}\n  versions: [{{name: v1, schema: {SCHEMA}}}]\n"

    lines = list(draft_yaml(gather(find(text))))

    assert [line for line in lines if not line.startswith(("#", " "))] == [
        "apiVersion: regswap.dev/v1alpha1",
        "kind: ImageRewrite",
        "spec:",
    ]


def test_two_references_in_parts_of_one_object_are_two_entries() -> None:
    keys = ("image", "image_version", "redis_image", "redis_image_version")
    fields = ", ".join(f"{key}: {{type: string}}" for key in keys)
    schema = f"{{properties: {{spec: {{properties: {{{fields}}}}}}}}}"
    found = find(f"{HEAD}{THING}  versions: [{{name: v1, schema: {{openAPIV3Schema: {schema}}}}}]\n")

    draft = yaml.safe_load("\n".join(draft_yaml(gather(found))))

    assert draft["spec"]["paths"] == [
        {"kinds": ["example.com/Thing"], "paths": {"spec": {"repository": "image", "tag": "image_version"}}},
        {
            "kinds": ["example.com/Thing"],
            "paths": {"spec": {"repository": "redis_image", "tag": "redis_image_version"}},
        },
    ]


def test_definitions_of_one_kind_are_one_entry() -> None:
    first = f"{HEAD}{THING}  versions: [{{name: v1, schema: {SCHEMA}}}]\n"
    second = first.replace("v1,", "v2,").replace("image", "otherImage")

    (derived,) = gather(find(f"{first}---\n{second}---\n{first}"))

    assert derived.versions == ("v1", "v2")
    assert derived.places == ("crd.yaml:1", "crd.yaml:8", "crd.yaml:15")
    assert [finding.path for finding in derived.findings] == ["image", "otherImage"]


def test_the_surest_of_two_versions_counts() -> None:
    first = f"{HEAD}{THING}  versions: [{{name: v1, schema: {SCHEMA}}}]\n"
    second = first.replace("type: string", "type: string, description: The container image.")

    (derived,) = gather(find(f"{first}---\n{second}"))

    assert [finding.certainty for finding in derived.findings] == ["certain"]
