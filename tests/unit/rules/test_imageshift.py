from __future__ import annotations

import json
from pathlib import Path

import pytest

from regswap.rules import Decider, load

DIGEST = "sha256:98706f0f213dbd440021993a82d2f70451a73698315370ae8615cc468ac06624"


def load_mappings(folder: Path, default: str | None = None, mode: str = "standard", **mappings: object) -> Decider:
    spec = {"mappings": mappings} | ({} if default is None else {"default": default})
    path = folder / "cr.json"
    path.write_text(json.dumps({"apiVersion": "imageshift.dev/v1", "kind": "Imageshift", "spec": spec}, indent=1))
    return load([str(path)], mode=mode)


def swap(registry: str, target: str = "h.io/t") -> list[dict[str, str]]:
    return [{"registry": registry, "target": target}]


@pytest.mark.parametrize(
    ("registry", "image", "rewritten"),
    [
        pytest.param("docker.io", "nginx", "h.io/t/library/nginx:latest", id="library and tag are added"),
        pytest.param("docker.io", "docker.io/nginx:1", "h.io/t/library/nginx:1", id="in every spelling"),
        pytest.param("index.docker.io", "nginx:1", "h.io/t/library/nginx:1", id="by every name"),
        pytest.param("docker.io", "index.docker.io/a/b:1", "h.io/t/a/b:1", id="for every name"),
        pytest.param("docker.io", f"nginx@{DIGEST}", f"h.io/t/library/nginx@{DIGEST}", id="a digest is not a tag"),
        pytest.param("docker.io", f"a/b:1@{DIGEST}", f"h.io/t/a/b:1@{DIGEST}", id="both are kept"),
        pytest.param("gcr.io", "gcr.io/a", "h.io/t/a:latest", id="no library elsewhere"),
        pytest.param("gcr.io", "gcr.io:443/a", "gcr.io:443/a", id="another port is another registry"),
        pytest.param("gcr.io:443", "gcr.io:443/a", "h.io/t/a:latest", id="the same port"),
        pytest.param(
            "localhost:5000", f"localhost:5000/a:1@{DIGEST}", f"h.io/t/a:1@{DIGEST}", id="a port and a digest"
        ),
        pytest.param("quay.io/a", "quay.io/a/b:1", "h.io/t/b:1", id="a path of a registry"),
        pytest.param("quay.io/a", "quay.io/c/b:1", "quay.io/c/b:1", id="not another path of it"),
        pytest.param("docker.io", "localhost/a:1", "localhost/a:1", id="localhost is a registry"),
        pytest.param("docker.io", "$(IMG)", "$(IMG)", id="no reference"),
    ],
)
def test_a_swap_moves_a_registry(tmp_path: Path, registry: str, image: str, rewritten: str) -> None:
    rules = load_mappings(tmp_path, swap=swap(registry))

    assert rules.decide(image).rewritten == rewritten
    assert not rules.decide(rewritten).changed


@pytest.mark.parametrize(
    ("reference", "image", "rewritten"),
    [
        ("nginx:latest", "nginx:latest", "h.io/n:1"),
        ("nginx:latest", "nginx", "h.io/n:1"),
        ("nginx", "docker.io/library/nginx:latest", "h.io/n:1"),
        ("docker.io/library/nginx:1", "nginx:1", "h.io/n:1"),
        ("gcr.io/a", "gcr.io/a:latest", "h.io/n:1"),
        ("nginx", f"nginx@{DIGEST}", f"nginx@{DIGEST}"),
        ("nginx:1", "nginx:2", "nginx:2"),
    ],
)
def test_an_exact_swap_names_an_image_in_every_spelling(
    tmp_path: Path, reference: str, image: str, rewritten: str
) -> None:
    rules = load_mappings(tmp_path, exactSwap=[{"reference": reference, "target": "h.io/n:1"}])

    assert rules.decide(image).rewritten == rewritten


def test_a_regex_goes_before_an_exact_swap_and_that_before_a_swap(tmp_path: Path) -> None:
    exact = [{"reference": "nginx:1", "target": "e.io/n:1"}, {"reference": "redis:1", "target": "e.io/r:1"}]
    regex = [{"expression": "^nginx:(.*)$", "target": "r.io/n:$1"}]
    rules = load_mappings(tmp_path, swap=swap("docker.io"), exactSwap=exact, regexSwap=regex)

    assert [rules.decide(image).rewritten for image in ("nginx:1", "redis:1", "etcd:1")] == [
        "r.io/n:1",
        "e.io/r:1",
        "h.io/t/library/etcd:1",
    ]


def test_an_empty_exact_target_cancels_a_swap(tmp_path: Path) -> None:
    rules = load_mappings(tmp_path, swap=swap("docker.io"), exactSwap=[{"reference": "redis:1", "target": ""}])

    assert not rules.decide("redis:1").changed


def test_the_first_of_two_swaps_wins_and_the_second_is_a_warning(tmp_path: Path) -> None:
    rules = load_mappings(tmp_path, swap=[*swap("docker.io", "a.io"), *swap("index.docker.io", "b.io")])

    assert rules.decide("index.docker.io/x/y:1").rewritten == "a.io/x/y:1"
    assert "has a rule at" in rules.warnings[0].message


def test_references_without_a_registry_belong_to_the_default_one(tmp_path: Path) -> None:
    swaps = [*swap("docker.io", "hub.io"), *swap("corp.io:5000", "new.io")]
    rules = load_mappings(tmp_path, "corp.io:5000", swap=swaps)

    assert [rules.decide(image).rewritten for image in ("a:1", "x/a:1", "docker.io/a:1", "corp.io:5000/a:1")] == [
        "new.io/a:1",
        "new.io/x/a:1",
        "hub.io/library/a:1",
        "new.io/a:1",
    ]
    assert [warning.message for warning in rules.warnings] == ["references without a registry belong to `corp.io:5000`"]


def test_an_empty_default_leaves_references_without_a_registry_alone(tmp_path: Path) -> None:
    rules = load_mappings(tmp_path, "", swap=swap("docker.io"))

    assert not rules.decide("nginx").changed
    assert rules.decide("docker.io/a/b:1").changed


@pytest.mark.parametrize("mode", ["standard", "compat"])
@pytest.mark.parametrize("spec", [{}, {"default": None}])
def test_a_default_that_is_null_is_what_the_schema_says(tmp_path: Path, spec: dict[str, None], mode: str) -> None:
    resource = {**spec, "mappings": {"swap": swap("docker.io")}}
    path = tmp_path / "cr.json"
    path.write_text(json.dumps({"apiVersion": "imageshift.dev/v1", "kind": "Imageshift", "spec": resource}))

    assert load([str(path)], mode=mode).decide("nginx").rewritten == "h.io/t/library/nginx:latest"


@pytest.mark.parametrize("spec", [{}, {"default": None}, {"default": ""}])
def test_the_first_generation_has_no_schema_that_fills_in_a_default(tmp_path: Path, spec: dict[str, None]) -> None:
    path = tmp_path / "config.json"
    path.write_text(json.dumps({"imageswap": {**spec, "mappings": {}}}))

    assert load([str(path)], mode="compat").decide("example/app").rewritten == "example/app:latest"


@pytest.mark.parametrize(
    ("expression", "rewritten"),
    [(r"q\C", "q.io/ab"), (r"q\\C", "q.io/ab"), (r"\Qq.\C\E|b", "h.io"), (r"[a]\\?", "h.io")],
)
def test_a_single_byte_is_no_expression_of_go(tmp_path: Path, expression: str, rewritten: str) -> None:
    mappings = [{"expression": expression, "target": "h.io"}]

    assert load_mappings(tmp_path, mode="compat", regexSwap=mappings).decide("q.io/ab").rewritten == rewritten


def load_first_generation(folder: Path, mode: str, mappings: object, **others: object) -> Decider:
    path = folder / "config.json"
    path.write_text(json.dumps({"imageswap": {"default": "docker.io", "mappings": mappings, **others}}))
    return load([str(path)], mode=mode)


FIRST = ("gcr.io/ab:1", "a.io/bc:1", "c.io/de:1")
EXACTS = [{"image": "a.io/bc:1", "target": "h.io/bc:1"}]
REGEXES = [{"expression": "^c.io/(.*)$", "target": "h.io/$1"}]


@pytest.mark.parametrize(
    "names", [("exact-swap", "regex-swap"), ("exactswap", "regexswap"), ("exactSwap", "RegexSwap")]
)
def test_standard_mode_reads_the_first_generation_in_every_spelling(tmp_path: Path, names: tuple[str, str]) -> None:
    mappings = {"swap": swap("gcr.io"), names[0]: EXACTS, names[1]: REGEXES, "legacy-swap": ["x::y"]}
    rules = load_first_generation(tmp_path, "standard", mappings, tests=["gcr.io/ab:1"])

    assert [rules.decide(image).rewritten for image in FIRST] == ["h.io/t/ab:1", "h.io/bc:1", "h.io/de:1"]
    assert [warning.message for warning in rules.warnings] == ["these rules are never used, not by the original either"]


@pytest.mark.parametrize("names", [("exactswap", "regexswap"), ("exactSwap", "RegexSwap")])
def test_the_loader_of_the_first_generation_goes_by_the_names_of_fields(tmp_path: Path, names: tuple[str, str]) -> None:
    rules = load_first_generation(tmp_path, "compat", {names[0]: EXACTS, names[1]: REGEXES})

    assert [rules.decide(image).rewritten for image in FIRST] == ["gcr.io/ab:1", "h.io/bc:1", "h.io/de:1"]


def test_the_loader_of_the_first_generation_never_reads_the_names_with_hyphens(tmp_path: Path) -> None:
    mappings = {"swap": swap("gcr.io"), "exact-swap": EXACTS, "regex-swap": REGEXES}
    rules = load_first_generation(tmp_path, "compat", mappings, tests=[])

    assert [rules.decide(image).rewritten for image in FIRST] == ["h.io/t/ab:1", "a.io/bc:1", "c.io/de:1"]
    assert [(warning.code, warning.remedy) for warning in rules.warnings] == [
        ("skipped-by-original", "write `exactswap`"),
        ("skipped-by-original", "write `regexswap`"),
    ]


def test_the_first_generation_panics_on_an_expression_that_go_refuses(tmp_path: Path) -> None:
    regexes = [{"expression": "^first/", "target": "h.io/"}, {"expression": "(?=x)", "target": "h.io/"}]
    rules = load_first_generation(tmp_path, "compat", {"regexswap": regexes})

    before, reached = rules.decide("first/ab:1"), rules.decide("c.io/de:1")

    assert (before.rewritten, before.spoils_pod) == ("h.io/", False)
    assert (reached.changed, reached.spoils_pod) == (False, True)
    assert "ImageShift panics on it: Go refuses the expression `(?=x)`" in reached.trouble
    assert "makes ImageShift panic" in rules.warnings[0].message


def test_the_first_generation_does_not_know_docker_io_for_docker_hub(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_text(json.dumps({"imageswap": {"default": "docker.io", "mappings": {"swap": swap("docker.io")}}}))

    assert load([str(path)], mode="compat").decide("nginx").rewritten == "nginx"
    assert load([str(path)]).decide("nginx").changed


@pytest.mark.parametrize(
    ("image", "rewritten", "reason"),
    [
        ("nginx", "index.docker.io/library/nginx:latest", "is in the default registry, and is written out"),
        ("gcr.io/ab", "gcr.io/ab", "is matched by no rule"),
        ("quay.io/ab:1", "t.io/ab:1", "is under `quay.io`"),
        (
            f"quay.io/ab@{DIGEST}",
            f"quay.io/ab@{DIGEST}",
            "stays, because ImageShift panics on it: it has a digest and no tag",
        ),
        (
            "A:1",
            "A:1",
            "has an upper-case letter in its path, and stays, because ImageShift panics on it: it is not a ",
        ),
        ("ghcr.io/xy", "g.io", "matches `^ghcr\\.io/`"),
    ],
)
def test_compat_mode_does_what_the_program_does_and_says_so(
    tmp_path: Path, image: str, rewritten: str, reason: str
) -> None:
    regex = [{"expression": r"^ghcr\.io/", "target": "g.io"}, {"expression": "(", "target": "x"}]
    rules = load_mappings(tmp_path, mode="compat", swap=swap("quay.io", "t.io"), regexSwap=regex)

    decision = rules.decide(image)

    assert decision.rewritten == rewritten
    assert decision.reason.startswith(reason)
    assert [warning.message for warning in rules.warnings] == [
        "is skipped by ImageShift: RE2 refuses `(`: missing ): ("
    ]
