"""A node with the mirrors of some rules pulls from where the rules rewrite to, or there are no mirrors."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regswap.errors import RulesError
from regswap.mirrors.registry import BY_NAME
from regswap.mirrors.writing import write_mirrors
from regswap.reference import ImageReference, InvalidReference
from regswap.rules import Decider, RuleSet
from regswap.rules.load import load_text
from tests.property.test_convert_laws import generate, sources
from tests.support.node import NODES

REGISTRIES = ("docker.io", "quay.io", "h.example", "h.example:5000", "localhost:5000", "a-b.io")
FAR = settings(suppress_health_check=[HealthCheck.too_slow])
targets = st.sampled_from(("m.example", "m.example:5000", "m.example/a", "m.example/a/b", "quay.io/m", "m.example/x-"))
keys = st.sampled_from(("docker.io", "quay.io", "quay.io/team", "h.example:5000", "docker.io/library", "quay.io/m"))
plain_maps = st.lists(st.tuples(keys, targets | st.just("")), min_size=1, max_size=4, unique_by=lambda pair: pair[0])
"""Rules as those who write mirrors have them: registries and paths, and where each goes."""


def check(rules: Decider | RuleSet, to: str, seed: int) -> bool:
    try:
        written = write_mirrors(rules, BY_NAME[to], REGISTRIES)
    except RulesError:
        return False
    for text in islice(generate(rules, seed), 200):
        try:
            reference = ImageReference.parse(text).canonical()
        except InvalidReference:
            continue
        # A node knows registries by their plain names, and no other spelling of the default port.
        if reference.registry.endswith(":443") or reference.registry != reference.registry.lower():
            continue
        # Rules read the image `library` of Docker Hub as the folder.
        if reference.path == "library/library":
            continue
        if reference.tag is None and reference.digest is None:
            reference = reference._replace(tag="latest")
        name = f"{reference.registry}/{reference.path}"
        suffix = str(reference).removeprefix(name)
        decision = rules.decide(str(reference))
        has_rule = reference.registry in REGISTRIES or (decision.rule is not None and decision.rule.kind != "default")
        if has_rule and not decision.trouble:
            pulled = NODES[to](written.files, (reference.registry, reference.path)) or name
            assert f"{pulled}{suffix}" == decision.rewritten, (text, written.files)
    return True


@FAR
@given(plain_maps, st.sampled_from(sorted(BY_NAME)), st.integers(1, 9))
def test_a_node_pulls_from_where_plain_rules_rewrite_to(pairs: list[tuple[str, str]], to: str, seed: int) -> None:
    text = "".join(f"{key}::{target}\n" for key, target in pairs) + "default::\n"

    check(load_text(text, "imageswap", "rules"), to, seed)


@FAR
@given(sources, st.sampled_from(sorted(BY_NAME)))
def test_a_node_pulls_from_where_any_rules_rewrite_to(source: tuple[str, str], to: str) -> None:
    check(load_text(source[1], source[0], "rules"), to, 1)


@pytest.mark.parametrize("to", sorted(BY_NAME))
@pytest.mark.parametrize("text", ["quay.io::m.example/a\ndocker.io::m.example:5000\ndefault::", "default::m.example/x"])
def test_the_laws_see_mirrors_in_every_format(to: str, text: str) -> None:
    assert check(load_text(text, "imageswap", "rules"), to, 1)
