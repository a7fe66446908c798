"""Places that a configuration adds, through the pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from regswap.document.parse.stream import Document
from regswap.errors import ManifestError
from regswap.pipeline.rewrite import Policy, Rewritten, rewrite
from regswap.places.catalogue.compiled import CATALOGUE
from regswap.places.kind import Kinds
from regswap.places.search import Places
from regswap.rules import load
from tests.support.pipeline import read_rules

if TYPE_CHECKING:
    from regswap.places.branch import Spelling

RULES = "default::\nquay.io::mirror.example/quay\ndocker.io::mirror.example/hub\n[EXACT]quay.io/a/b:1::m.example/c:2\n"
HEAD = "apiVersion: example.com/v1\nkind: Shop\nmetadata: {name: shop}\n"


def run(
    text: str, *paths: tuple[str, Spelling], by_shape: bool = True, hidden: bool = True, asked: str = "report"
) -> Rewritten:
    added = {"Shop": (("example.com", (), paths),)} if paths else {}
    kinds = Kinds((CATALOGUE, "catalogue"), (added, "path"), hidden=hidden)
    policy = Policy(Places(kinds, by_shape=by_shape), read_rules(RULES), hidden=asked)
    return rewrite(Document("s", 1, 1, text.encode()), policy)


@pytest.mark.parametrize(
    ("shape", "before", "after"),
    [
        ("reference", "image: quay.io/x:1", "image: mirror.example/quay/x:1"),
        ("repository", "image: quay.io/x", "image: mirror.example/quay/x"),
        ("registry", "image: quay.io", "image: mirror.example/quay"),
        ("registry", "image: quay.io/  # c", "image: mirror.example/quay/  # c"),
        ("registry", "image: 'quay.io/org'", "image: 'mirror.example/quay/org'"),
        ("registry", "image: ghcr.io", "image: ghcr.io"),
        ("registry", "image: mirror.example/quay", "image: mirror.example/quay"),
        ("container", "image: {image: quay.io/x}", "image: {image: mirror.example/quay/x}"),
        ("volume", "image: {image: {reference: nginx}}", "image: {image: {reference: mirror.example/hub/nginx}}"),
        (
            "podSpec",
            "image: {containers: [{image: nginx}], volumes: [{image: {reference: quay.io/v}}]}",
            (
                "image: {containers: [{image: mirror.example/hub/nginx}], "
                "volumes: [{image: {reference: mirror.example/quay/v}}]}"
            ),
        ),
        (
            "object",
            (
                "image: {apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Pod, "
                "spec: {containers: [{image: nginx}]}}]}"
            ),
            (
                "image: {apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Pod, "
                "spec: {containers: [{image: mirror.example/hub/nginx}]}}]}"
            ),
        ),
    ],
)
def test_what_stands_at_a_place_is_rewritten_as_what_it_is(shape: str, before: str, after: str) -> None:
    assert run(f"{HEAD}spec:\n  {before}\n", ("spec.image", shape)).data.decode() == f"{HEAD}spec:\n  {after}\n"


SPLIT: Spelling = {"registry": "registry", "repository": "repository", "tag": "tag"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{repository: quay.io/x, tag: 1.20}", "{repository: mirror.example/quay/x, tag: 1.20}"),
        ("{registry: quay.io, repository: x}", "{registry: mirror.example/quay, repository: x}"),
        ("{registry: '', repository: quay.io/x}", "{registry: '', repository: mirror.example/quay/x}"),
        (
            "{registry: null, repository: nginx, tag: ~}",
            "{registry: null, repository: mirror.example/hub/nginx, tag: ~}",
        ),
        ("{registry: quay.io, repository: a/b, tag: '1'}", "{registry: m.example, repository: c, tag: '2'}"),
        ("{registry: quay.io, tag: v1}", "{registry: mirror.example/quay, tag: v1}"),
        ("{tag: v1}", "{tag: v1}"),
        ("{}", "{}"),
    ],
)
def test_parts_are_read_together_and_edited_where_they_stand(before: str, after: str) -> None:
    text = f"{HEAD}spec:\n  image: {before}\n"

    assert run(text, ("spec.image", SPLIT)).data.decode() == text.replace(before, after)


def test_a_name_alone_is_no_reference_unless_it_holds_a_path() -> None:
    paths: tuple[str, Spelling] = ("spec", {"registry": "hub", "name": "image", "tag": "tag"})

    assert run(f"{HEAD}spec: {{image: pilot, tag: v1}}\n", paths).entries == ()
    assert [entry.rewritten for entry in run(f"{HEAD}spec: {{image: quay.io/pilot, tag: v1}}\n", paths).entries] == [
        "mirror.example/quay/pilot:v1"
    ]
    assert [entry.rewritten for entry in run(f"{HEAD}spec: {{hub: quay.io, image: pilot}}\n", paths).entries] == [
        "mirror.example/quay/pilot"
    ]


def test_an_entry_lists_the_parts() -> None:
    (entry,) = run(f"{HEAD}spec: {{image: {{registry: quay.io, repository: x}}}}\n", ("spec.image", SPLIT)).entries

    assert (entry.reference, entry.rewritten, entry.found) == ("quay.io/x", "mirror.example/quay/x", "path")
    assert entry.path == "spec.image.registry"
    assert entry.parts == (
        ("spec.image.registry", "quay.io", "mirror.example/quay"),
        ("spec.image.repository", "x", "x"),
    )


def test_a_part_that_is_no_text_is_told() -> None:
    (entry,) = run(f"{HEAD}spec: {{image: {{repository: [a], tag: v}}}}\n", ("spec.image", SPLIT)).entries

    assert (entry.status, entry.reason) == ("unparsable", "is a list, not a string")


def test_a_decision_that_the_parts_cannot_say_stops_the_run() -> None:
    kinds = Kinds(({"Shop": (("example.com", (), (("spec.image", {"repository": "repository"}),)),)}, "path"))
    policy = Policy(Places(kinds), read_rules("default::\n[EXACT]quay.io/a/b::m.example/c:2\n"))
    text = f"{HEAD}spec:\n  image: {{repository: quay.io/a/b}}\n"

    with pytest.raises(ManifestError) as caught:
        rewrite(Document("s", 1, 1, text.encode()), policy)

    assert str(caught.value).startswith("s:5:23: spec.image.repository: `quay.io/a/b` would get the tag `2`, and there")


def test_a_registry_whose_images_go_to_different_places_stops_the_run() -> None:
    kinds = Kinds(({"Shop": (("example.com", (), (("spec.image", "registry"),)),)}, "path"))
    rules = read_rules("default::\nquay.io/regswap-probe::m.example/other\nquay.io::m.example/quay\n")

    with pytest.raises(ManifestError, match="the rules do not put all that is in it in one place"):
        rewrite(Document("s", 1, 1, f"{HEAD}spec: {{image: quay.io}}\n".encode()), Policy(Places(kinds), rules))


def test_what_is_excluded_is_no_place() -> None:
    pod = "apiVersion: example.com/v1\nkind: Shop\nspec: {a: {image: nginx}, b: {image: nginx}, c: [{image: nginx}]}\n"
    paths = (("spec.*.image", "reference"), ("spec.c[*].image", "reference"))

    assert len(run(pod, *paths).entries) == 3
    assert [entry.path for entry in run(pod, *paths, ("spec.a", "never"), ("$.spec.c[0]", "never")).entries] == [
        "spec.b.image"
    ]


def test_a_place_is_read_in_its_group_only() -> None:
    text = f"{HEAD}spec: {{image: nginx}}\n"

    assert run(text, ("spec.image", "reference")).data != text.encode()
    other = text.replace("example.com", "example.org")
    assert run(other, ("spec.image", "reference")).data == other.encode()


UNKNOWN = "apiVersion: example.org/v1\nkind: Thing\nspec: {a: [{template: {containers: [{name: c, image: nginx}]}}]}\n"


def test_a_pod_spec_in_an_unknown_kind_is_told_from_its_shape() -> None:
    result = run(UNKNOWN)

    assert result.data.decode() == UNKNOWN.replace("nginx", "mirror.example/hub/nginx")
    assert [(entry.path, entry.found) for entry in result.entries] == [
        ("spec.a[0].template.containers[0].image", "shape")
    ]
    assert run(UNKNOWN, by_shape=False).data == UNKNOWN.encode()


@pytest.mark.parametrize(
    "containers", ["{name: c, image: nginx}, {name: d}", "{name: a, args: []}, {name: c, image: nginx}"]
)
def test_a_container_whose_image_the_program_fills_in_hides_no_other(containers: str) -> None:
    text = UNKNOWN.replace("{name: c, image: nginx}", containers)

    assert run(text).data.decode() == text.replace("nginx", "mirror.example/hub/nginx")


@pytest.mark.parametrize(
    "text",
    [
        UNKNOWN.replace("name: c, ", ""),
        UNKNOWN.replace("{name: c, image: nginx}", "{name: c, image: nginx}, {image: redis}"),
        UNKNOWN.replace("{name: c, image: nginx}", "{name: c, image: nginx}, {name: d, image: [redis]}"),
        UNKNOWN.replace("{name: c, image: nginx}", "{name: c}, {name: d}"),
        UNKNOWN.replace("{name: c, image: nginx}", "{name: c, image: {a: b}}"),
        UNKNOWN.replace("example.org/v1\nkind: Thing", "v1\nkind: Service"),
        UNKNOWN.replace("example.org/v1\nkind: Thing", "rbac.authorization.k8s.io/v1\nkind: Role"),
        UNKNOWN.replace("example.org/v1\nkind: Thing", "apiextensions.k8s.io/v1\nkind: CustomResourceDefinition"),
        UNKNOWN.replace("spec:", "status:"),
        UNKNOWN.replace("spec:", "metadata:"),
        UNKNOWN.replace("kind: Thing\n", ""),
    ],
)
def test_what_has_another_shape_is_left_alone(text: str) -> None:
    assert run(text).data == text.encode()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("{image: a/b:1}", {"a/b:1": "hidden"}),
        ("{image: a/b}", {"a/b": "possible"}),
        ("{x: [{image: {repository: a/b, tag: '1'}}]}", {"a/b:1": "possible"}),
        ("{x: [{image: {repository: quay.io/a/b, tag: '1'}}]}", {"quay.io/a/b:1": "hidden"}),
        ("{image: {image: a/b, tag: '1'}}", {"a/b": "possible"}),
        ("{registry: '', repository: a/b, tag: '1'}", {"a/b:1": "hidden"}),
        ("{registry: null, repository: a/b, tag: '1'}", {"a/b:1": "possible"}),
        ("{registry: registry.k8s.io, image: a/b, tag: '1'}", {"registry.k8s.io/a/b:1": "hidden"}),
        ("{registry: quay.io, repository: a/b, tag: '1'}", {"quay.io/a/b:1": "hidden"}),
        ("{imageRegistry: quay.io, x: {image: a/b}}", {"quay.io/a/b": "hidden"}),
        ("{global: {registry: quay.io/t}, x: [{image: {name: b, tag: '1'}}]}", {"quay.io/t/b:1": "hidden"}),
        ("{image: {registry: quay.io}, x: {image: {repository: a/b}}}", {"quay.io/a/b": "hidden"}),
        ("{image: {repository: quay.io/a/b}}", {"quay.io/a/b": "hidden"}),
        (
            "{image: {registry: quay.io}, x: {image: {repository: a/b, tag: '1'}}, y: {image: c:2}}",
            {"quay.io/a/b:1": "hidden", "quay.io/c:2": "hidden"},
        ),
        ("{image: {registry: quay.io, repository: a}, x: {image: c/d}}", {"quay.io/a": "hidden", "c/d": "possible"}),
        ("{global: {registry: '{{ .x }}'}, x: {image: {repository: a/b, tag: '1'}}}", {"a/b:1": "possible"}),
        ("{global: {imageRegistry: quay.io}}", {"quay.io": "hidden"}),
        ("{registry: 'http://schema-registry:8081', x: {replicas: 1}}", {}),
        ("{hub: quay.io, x: {image: ghcr.io/a/b}}", {"quay.io": "hidden", "ghcr.io/a/b": "hidden"}),
        ("{hub: '', x: {image: a/b:1}}", {"a/b:1": "hidden"}),
        ("{registry: quay.io, image: a/b}", {"quay.io/a/b": "hidden"}),
        ("{registry: quay.io, image: ghcr.io/a/b}", {"quay.io": "hidden", "ghcr.io/a/b": "hidden"}),
        ("{hub: quay.io, repository: a/b, tag: '1'}", {"quay.io/a/b:1": "hidden"}),
        (
            (
                "{global: {imageRegistry: quay.io}, "
                "x: {repository: a/b, tag: '1'}, y: {registry: m.io, repository: c, tag: '2'}}"
            ),
            {"quay.io/a/b:1": "hidden", "m.io/c:2": "hidden"},
        ),
    ],
)
def test_values_are_put_below_the_registry_above_and_possible_where_it_may_stand_elsewhere(
    values: str, expected: dict[str, str]
) -> None:
    entries = run(f"{HEAD}spec: {{values: {values}}}\n", ("spec.values", "values")).entries

    assert {entry.reference: entry.certainty for entry in entries} == expected


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("{registry: '', repository: a/b, tag: '1'}", "{registry: 'mirror.example/hub', repository: a/b, tag: '1'}"),
        ('{registry: "", image: a/b, tag: v1}', '{registry: "mirror.example/hub", image: a/b, tag: v1}'),
        ("{registry: quay.io, image: a/b, tag: v1}", "{registry: mirror.example/quay, image: a/b, tag: v1}"),
        (
            "{registry: '', repository: quay.io/a/b, tag: v1}",
            "{registry: '', repository: mirror.example/quay/a/b, tag: v1}",
        ),
        ("{repository: ingress-nginx/controller, tag: v1}", "{repository: ingress-nginx/controller, tag: v1}"),
        ("{image: ingress-nginx/controller, tag: v1}", "{image: ingress-nginx/controller, tag: v1}"),
        ("{registry: null, repository: a/b, tag: v1}", "{registry: null, repository: a/b, tag: v1}"),
    ],
)
def test_values_take_the_mirror_where_the_chart_reads_the_registry(written: str, becomes: str) -> None:
    text = f"{HEAD}spec: {{values: {{image: {written}}}}}\n"

    result = run(text, ("spec.values", "values"), asked="rewrite")

    assert result.data.decode() == text.replace(written, becomes)


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        (
            "{global: {registry: quay.io}, x: {image: {repository: a/b, tag: v}}, y: {image: {name: c, tag: v}}}",
            (
                "{global: {registry: mirror.example/quay}, "
                "x: {image: {repository: a/b, tag: v}}, y: {image: {name: c, tag: v}}}"
            ),
        ),
        ("{hub: quay.io/istio, pilot: {image: p:1}}", "{hub: mirror.example/quay/istio, pilot: {image: p:1}}"),
        ("{global: {imageRegistry: quay.io}}", "{global: {imageRegistry: mirror.example/quay}}"),
    ],
)
def test_what_is_composed_across_levels_of_values_is_written_to_the_registry(written: str, becomes: str) -> None:
    text = f"{HEAD}spec: {{values: {written}}}\n"
    assert run(text, ("spec.values", "values"), asked="rewrite").data.decode() == text.replace(written, becomes)
    assert run(text, ("spec.values", "values")).data.decode() == text


HIDDEN = """\
apiVersion: unknown.example/v1
kind: Shop
metadata: {annotations: {a-image: quay.io/a}}
spec:
  template:
    metadata: {annotations: {b-image: quay.io/b}}
    spec: {containers: [{name: c, image: quay.io/c, args: [--d-image=quay.io/d]}]}
"""


def test_beside_a_shape_hidden_places_are_searched() -> None:
    assert [entry.reference for entry in run(HIDDEN).entries] == ["quay.io/a", "quay.io/b", "quay.io/c", "quay.io/d"]


def test_hidden_places_beside_a_shape_can_be_left_out() -> None:
    assert [entry.reference for entry in run(HIDDEN, hidden=False).entries] == ["quay.io/c"]


def test_a_shape_is_found_in_lists_and_beside_known_kinds() -> None:
    items = f"- {{apiVersion: v1, kind: Pod, spec: {{containers: [{{image: quay.io/x}}]}}}}\n- {UNKNOWN}".replace(
        "\nkind: Thing\nspec", ", kind: Thing, spec"
    ).replace("- apiVersion: example.org/v1", "- {apiVersion: example.org/v1")
    text = f"apiVersion: v1\nkind: List\nitems:\n{items.rstrip()}}}\n"

    assert [entry.path for entry in run(text).entries] == [
        "items[0].spec.containers[0].image",
        "items[1].spec.a[0].template.containers[0].image",
    ]


def test_compat_mode_judges_registries_and_parts_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("rules") / "m.map"
    path.write_text("default::\nquay.io::mirror.example\n")
    kinds = Kinds(({"Shop": (("example.com", (), (("spec.image", SPLIT),)),)}, "path"))
    policy = Policy(Places(kinds), load([str(path)], mode="compat"))
    text = f"{HEAD}spec: {{image: {{registry: quay.io, repository: a/b, tag: v}}}}\n"

    assert rewrite(Document("s", 1, 1, text.encode()), policy).data.decode() == text.replace(
        "registry: quay.io", "registry: mirror.example"
    )


def test_what_istio_replaces_stays() -> None:
    text = "apiVersion: v1\nkind: Pod\nspec: {containers: [{name: istio-proxy, image: auto}]}\n"

    result = run(text)

    assert result.data == text.encode()
    assert [entry.reason for entry in result.entries] == [
        "is not an image: Istio puts its proxy there when the Pod is made"
    ]
