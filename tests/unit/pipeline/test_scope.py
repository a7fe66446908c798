from __future__ import annotations

import pytest

from regswap.pipeline.scope import Scope
from regswap.places.object import ObjectId
from regswap.settings.flags import read_selector

POD = ObjectId("v1", "Pod", "team-a", "web", (("app", "web"), ("tier", "test")), (("owner", "me"),))


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("kind=Pod", True),
        ("kind=pod", False),
        ("namespace=team-*", True),
        ("namespace=team", False),
        ("name=w?b", True),
        ("label=tier", True),
        ("label=tier=test", True),
        ("label=tier=prod", False),
        ("label=t*=t*", True),
        ("annotation=owner=me", True),
        ("annotation=tier", False),
        ("reference=quay.io/*", True),
        ("reference=quay.io", False),
        ("kind=Pod,name=web", True),
        ("kind=Pod,name=db", False),
    ],
)
def test_a_selector_matches_when_all_its_fields_do(selector: str, expected: bool) -> None:  # noqa: FBT001 - a column
    assert read_selector("--include", selector).matches(POD, "quay.io/a/b:1") is expected


def test_what_is_excluded_or_not_included_is_exempt() -> None:
    pods, jobs = (read_selector("--include", f"kind={kind}") for kind in ("Pod", "Job"))

    assert Scope().exempt(POD, "a", {}) == ""
    assert Scope(exclude=(jobs, pods)).exempt(POD, "a", {}) == "is excluded by `kind=Pod`"
    assert Scope(include=(jobs,)).exempt(POD, "a", {}) == "is not among what is included"
    assert Scope(include=(jobs, pods)).exempt(POD, "a", {}) == ""
    assert Scope(include=(pods,), exclude=(pods,)).exempt(POD, "a", {}) != ""


def test_an_object_opts_out_by_a_label() -> None:
    labelled = POD._replace(labels=(("k8s.twr.io/imageswap", "disabled"),))

    assert "`k8s.twr.io/imageswap: disabled`" in Scope().exempt(labelled, "a", {})
    assert Scope(opt_out=None).exempt(labelled, "a", {}) == ""
    assert Scope(opt_out=("other", "x")).exempt(labelled, "a", {}) == ""
    assert Scope().exempt(POD._replace(labels=(("k8s.twr.io/imageswap", "enabled"),)), "a", {}) == ""


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ({}, ""),
        ({"stylus.io/imageswap": "disable"}, "has the label `stylus.io/imageswap: disable`"),
        ({"stylus.io/imageswap": "enable"}, ""),
        ({"imageshift.dev": "enabled", "k8s.twr.io/imageswap": "enabled"}, ""),
        ({"imageshift.dev": "disabled"}, "whose label `imageshift.dev` is not `enabled`"),
        ({"k8s.twr.io/imageswap": "disabled"}, "whose label `k8s.twr.io/imageswap` is not `enabled`"),
    ],
)
def test_a_namespace_opts_out_by_its_labels(labels: dict[str, str], expected: str) -> None:
    reason = Scope().exempt(POD, "a", {"team-a": labels})

    assert (expected in reason) if expected else not reason
    assert Scope().exempt(POD, "a", {"team-b": labels}) == ""


def test_a_label_may_be_required_of_namespaces_that_are_known() -> None:
    scope = Scope(required=("imageshift.dev", "enabled"))

    assert "lacks the label `imageshift.dev: enabled`" in scope.exempt(POD, "a", {"team-a": {}})
    assert scope.exempt(POD, "a", {"team-a": {"imageshift.dev": "enabled"}}) == ""
    assert scope.exempt(POD, "a", {}) == ""
