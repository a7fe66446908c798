"""The gate: an allowance is of a registry and not of characters, and what comes in is judged as what will go out."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regswap.document.parse.stream import Document
from regswap.errors import ManifestError
from regswap.pipeline.check import CheckPolicy, read_allowance
from regswap.pipeline.entry import Entry
from regswap.pipeline.rewrite import Policy, rewrite
from regswap.pipeline.scope import HIDDEN
from regswap.reference import ImageReference, InvalidReference
from regswap.settings.options import Options
from regswap.settings.policy import make_check_policy, make_policy

GATE = CheckPolicy((read_allowance("quay.io"),))


def judge(reference: str) -> list[str]:
    entry = Entry(*("a.yaml", 1, 1, 1, "v1", "Pod", "", "", "image", reference, reference, "unchanged", None, ""))
    return [violation.code for violation in GATE.violations(entry)]


@given(st.from_regex(r"[a-z0-9./:@-]{0,30}", fullmatch=True))
def test_an_allowed_registry_lets_no_reference_of_another_pass(tail: str) -> None:
    text = f"quay.io{tail}"
    try:
        registry = ImageReference.parse(text).registry
    except InvalidReference:
        assert judge(text) == ["unparsable"]
        return
    assert judge(text) == ([] if registry == "quay.io" else ["not-allowed"])


RULES = "default::\ndocker.io::mirror.example/hub\nquay.io::mirror.example/quay\n"
ALLOWED = "mirror.example"
FLAGS: tuple[dict[str, Any], ...] = (
    {},
    {"exclude": ("kind=ConfigMap",)},
    {"include": ("kind=Pod",)},
    {"exclude": ("reference=quay.io/*",)},
    {"namespace_labels": ("a:stylus.io/imageswap=disable",)},
)
CONFIGS = ("", "scope: {exclude: [{kind: Pod}]}", "scope: {include: [{kind: ConfigMap}]}", "hidden: rewrite")

_references = st.sampled_from(
    ("nginx", "a/b:1", "quay.io/a:1", "ghcr.io/a/b:2", "mirror.example/hub/a", "registry.k8s.io/a", "'{{ .a }}'", "''")
)
_flags = st.sampled_from(("--executor-image", "--some-image", "--docker-image", "--runner-image", "--level"))
_keys = st.sampled_from(
    ("image", "queue-sidecar-image", "hub", "notes", "registry", "docker_image", "repository", "tag")
)
_pods = st.builds(
    "apiVersion: v1\nkind: Pod\nmetadata: {{name: p, namespace: {}}}\n"
    "spec:\n  containers:\n  - name: c\n    image: {}\n    args: [{}]\n".format,
    st.sampled_from(("a", "b")),
    _references,
    st.lists(st.builds("{}, {}".format, _flags, _references), max_size=3).map(", ".join),
)
_settings = st.builds(
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: s}}\ndata:\n  c.yaml: |\n    x: y\n{}".format,
    st.lists(st.builds("    {}: {}\n".format, _keys, _references), max_size=4).map("".join),
)
_releases = st.builds(
    "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {{name: r}}\n"
    "spec:\n  values:\n    x: {{registry: {}, repository: {}, tag: v1}}\n    y: {{image: {}}}\n".format,
    st.sampled_from(("''", "quay.io", "null")),
    _references,
    _references,
)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Options]:
    folder = tmp_path_factory.mktemp("gate")
    (folder / "m.map").write_text(RULES)
    for place, settings in enumerate(CONFIGS):
        head = "apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec:\n"
        (folder / f"{place}.yaml").write_text(f"{head}  {settings or '{}'}\n")

    def ask(hidden: str | None, flags: int, config: int) -> Options:
        options = Options(rules=(str(folder / "m.map"),), config=str(folder / f"{config}.yaml"), hidden=hidden)
        return options._replace(**FLAGS[flags])

    return ask


_written = lru_cache(make_policy)
_judged = lru_cache(make_check_policy)


def find_errors(text: str, policy: Policy) -> tuple[str, list[tuple[str, str]]]:
    done = rewrite(Document("s.yaml", 1, 1, text.encode()), policy)
    errors = [finding for finding in done.findings if finding.violation.severity == "error"]
    return done.data.decode(), [(finding.entry.path, finding.violation.code) for finding in errors]


@given(
    text=st.one_of(_pods, _settings, _releases),
    hidden=st.sampled_from((None, *HIDDEN)),
    flags=st.integers(0, len(FLAGS) - 1),
    config=st.integers(0, len(CONFIGS) - 1),
)
def test_what_comes_in_is_judged_as_what_goes_out_would_be(
    asked: Callable[..., Options], text: str, hidden: str | None, flags: int, config: int
) -> None:
    options = asked(hidden, flags, config)
    gate = options._replace(allow=(ALLOWED,))
    try:
        written, _ = find_errors(text, _written(options))
    except ManifestError:
        with pytest.raises(ManifestError):
            find_errors(text, _judged(gate))
        return

    would_be, errors = find_errors(text, _judged(gate))

    assert would_be == written
    result = Options(allow=(ALLOWED,), hidden=hidden, exclude=options.exclude, include=options.include)
    assert find_errors(written, _judged(result))[1] == errors
