"""``--crds``: places derived from definitions in the run that uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from regswap.places.discover.addition import add_derived
from regswap.places.discover.derived import Derived
from regswap.places.discover.path import ITEMS, VALUES
from regswap.places.discover.proposal import CERTAIN, DOUBTFUL, LIKELY, Proposal
from tests.support.command import POD, RULES, regswap, write

CRD = b"""\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  group: example.com
  names: {kind: Shop}
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          properties:
            spec:
              properties:
                image: {type: string}
                side: {properties: {repository: {type: string}, tag: {type: string}}}
"""
SHOP = b"""\
apiVersion: example.com/v1
kind: Shop
spec:
  image: quay.io/a:1
  side: {repository: quay.io/b, tag: v1}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "m.map", RULES)
    write(tmp_path / "crds" / "shop.yaml", CRD)
    write(tmp_path / "shop.yaml", SHOP)
    return tmp_path


def test_what_definitions_say_is_rewritten_and_reported_so(folder: Path) -> None:
    command = ("rewrite", "-r", "m.map", "shop.yaml")
    assert regswap(*command, cwd=folder).out == SHOP

    found = regswap(*command, "--crds", "crds", "--report", "r.json", cwd=folder)

    assert found == (0, SHOP.replace(b"quay.io", b"mirror.example/quay"), "")
    changes = json.loads((folder / "r.json").read_bytes())["changes"]
    assert [(one["path"], one["found"]) for one in changes] == [
        ("spec.image", "definition"),
        ("spec.side.repository", "definition"),
    ]


def test_every_command_that_looks_for_references_takes_definitions(folder: Path) -> None:
    crds = ("--crds", "crds/shop.yaml")

    assert regswap("helm", "post-render", "-r", "m.map", *crds, stdin=SHOP, cwd=folder).out != SHOP
    assert b"quay.io/a:1" in regswap("images", *crds, "shop.yaml", cwd=folder).out
    off = ("--hidden", "off")
    assert regswap("check", "--allow", "docker.io", *off, "shop.yaml", cwd=folder).code == 0
    assert regswap("check", "--allow", "docker.io", *off, *crds, "shop.yaml", cwd=folder).code == 4
    assert b"(definition)" in regswap("paths", "test", *crds, "shop.yaml", cwd=folder).out
    assert regswap("paths", "list", *crds, "example.com/*", cwd=folder).out.count(b"definition") == 2


def test_what_the_user_says_goes_before_definitions(folder: Path) -> None:
    flags = ("--path", "example.com/Shop:never:spec.image", "--crds", "crds")

    found = regswap("rewrite", "-r", "m.map", *flags, "shop.yaml", cwd=folder)

    assert found.out == SHOP.replace(b"quay.io/b", b"mirror.example/quay/b")


@pytest.mark.parametrize(
    ("path", "data", "code", "message"),
    [
        ("-", POD, 2, "--crds: error: definitions cannot come from standard input; name a file or folder\n"),
        ("missing", POD, 2, "missing: error: no such file"),
        ("pod.yaml", POD, 2, "pod.yaml: error: no CustomResourceDefinition in it"),
        (
            "bad.yaml",
            CRD.replace(b"group", b"groop"),
            3,
            "bad.yaml:1:1: error: spec.group of the definition is missing",
        ),
    ],
)
def test_bad_definitions_are_told(folder: Path, path: str, data: bytes, code: int, message: str) -> None:
    if path.endswith(".yaml"):
        write(folder / path, data)

    found = regswap("rewrite", "-r", "m.map", "--crds", path, "shop.yaml", stdin=POD, cwd=folder)

    assert (found.code, found.out) == (code, b"")
    assert message in found.err


def test_the_patches_in_a_kubebuilder_folder_are_passed_over(folder: Path) -> None:
    patch = (
        b"apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: shops.example.com}\n"
    )
    write(folder / "crds" / "kustomization.yaml", b"resources: [shop.yaml]\npatches: [{path: patches/webhook.yaml}]\n")
    write(folder / "crds" / "patches" / "webhook.yaml", patch + b"spec: {conversion: {strategy: Webhook}}\n")

    found = regswap("paths", "discover", "crds", cwd=folder)

    assert found.code == 0
    assert b"spec.image: reference" in found.out


def derive(*findings: Proposal) -> list[Derived]:
    return [Derived("g.io", "Kind", ("v1",), ("a.yaml:1",), findings, ())]


def test_what_is_doubtful_stays_off() -> None:
    kinds = derive(Proposal(("a",), "reference", LIKELY, ""), Proposal(("b",), "reference", DOUBTFUL, ""))

    assert add_derived(kinds, []) == {"Kind": (("g.io", (), (("a", "reference"),)),)}
    assert add_derived(derive(Proposal(("b",), "reference", DOUBTFUL, "")), []) == {}


def test_where_versions_differ_each_has_its_row() -> None:
    kinds = derive(
        Proposal(("a",), "reference", CERTAIN, "", ("v1",)),
        Proposal(("a",), (("repository", "x"),), CERTAIN, "", ("v2",)),
    )

    assert add_derived(kinds, []) == {
        "Kind": (("g.io", ("v1",), (("a", "reference"),)), ("g.io", ("v2",), (("a", {"repository": "x"}),)))
    }


@pytest.mark.parametrize(
    ("group", "path", "shape", "is_added"),
    [
        ("g.io", "spec.image", "reference", False),
        ("*", "spec.image", "reference", False),
        ("g.io", "spec", {"repository": "image", "tag": "tag"}, False),
        ("g.io", "spec", "podSpec", False),
        ("g.io", "*.image", "reference", False),
        ("g.io", "spec.image.repository", "reference", False),
        ("g.io", "$..image", "reference", True),
        ("g.io", "spec.image2", "reference", True),
        ("g.io", "spec[*]", "reference", True),
        ("other.io", "spec.image", "reference", True),
    ],
)
def test_a_field_that_a_row_is_about_is_left_to_it(
    group: str, path: str, shape: str | dict[str, str], *, is_added: bool
) -> None:
    known = {"Kind": ((group, (), ((path, shape),)),)}

    assert bool(add_derived(derive(Proposal(("spec", "image"), "reference", CERTAIN, "")), [known])) == is_added  # type: ignore[list-item]


POD_SPEC = Proposal(("spec", "pod"), "podSpec", CERTAIN, "")


@pytest.mark.parametrize(
    ("path", "shape", "added"),
    [
        ("spec.pod.sidecars[*]", "container", (("spec.pod", "podSpec"),)),
        ("spec.pod.image", "reference", (("spec.pod", "podSpec"),)),
        ("spec.pod.volumes[*].config.image", "never", (("spec.pod", "podSpec"),)),
        (
            "spec.pod.containers[*].image",
            "reference",
            (
                ("spec.pod.initContainers[*]", "container"),
                ("spec.pod.ephemeralContainers[*]", "container"),
                ("spec.pod.volumes[*]", "volume"),
            ),
        ),
        ("spec.pod", "podSpec", ()),
        ("spec", "text", ()),
    ],
)
def test_of_a_pod_spec_that_a_row_leads_into_the_rest_is_added(
    path: str, shape: str, added: tuple[tuple[str, str], ...]
) -> None:
    known = {"Kind": (("g.io", (), ((path, shape),)),)}

    assert add_derived(derive(POD_SPEC), [known]).get("Kind", (("", (), ()),))[0][2] == added


def test_of_a_pod_spec_only_those_lists_are_added_that_its_schema_has() -> None:
    known = {"Kind": (("g.io", (), (("spec.pod.containers[*].image", "reference"),)),)}
    found = add_derived(derive(POD_SPEC._replace(lists=("containers", "initContainers"))), [known])

    assert found == {"Kind": (("g.io", (), (("spec.pod.initContainers[*]", "container"),)),)}


def test_a_derived_map_or_list_is_left_to_a_row_about_what_is_in_it() -> None:
    known = {"Kind": (("g.io", (), (("spec.images.main", "reference"), ("spec.list[*].image", "reference"))),)}
    kinds = derive(
        Proposal(("spec", "images", VALUES), "reference", LIKELY, ""),
        Proposal(("spec", "list", ITEMS), "container", LIKELY, ""),
    )

    assert add_derived(kinds, [known]) == {}
