from __future__ import annotations

import json

from regswap.rules.engine.order import order_rules
from regswap.rules.load import load_text


def test_rules_are_ordered_as_the_engine_asks_them() -> None:
    spec = [
        {"default": "h.io/all"},
        {"skip": "v1"},
        {"prefix": "quay.io", "target": "h.io/q"},
        {"prefix": "quay.io/a/b", "target": "h.io/ab"},
        {"prefix": "quay.io/a", "target": "h.io/a"},
        {"prefix": "quay.io:443", "target": "h.io/port"},
        {"glob": "a*", "target": "h.io/glob"},
        {"regex": "b", "target": "c"},
        {"exact": "nginx", "target": "h.io/exact"},
        {"imageshift": {"mappings": {"regexSwap": [{"expression": "^x", "target": "h.io/x"}]}}},
    ]
    text = json.dumps({"apiVersion": "regswap.dev/v1alpha1", "kind": "ImageRewrite", "spec": {"rules": spec}})

    turns = order_rules(load_text(text, "regswap").rules)

    assert [turn.rule.match for turn in turns] == [
        *("^x", "nginx", "a*", "b", "quay.io:443", "quay.io/a/b", "quay.io/a", "quay.io", "v1", "default"),
    ]
    assert not any(turn.loses_to for turn in turns)


def test_a_rule_that_another_always_goes_before_names_it() -> None:
    rules = load_text("a.io::h.io,b.io::h.io,a.io::x.io", "mirror-registries").rules

    turns = order_rules(rules)

    assert [turn.loses_to for turn in turns] == [None, None, rules[0]]
