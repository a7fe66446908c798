"""Pinning: which digest a reference gets, and what it is left without."""

from __future__ import annotations

from pathlib import Path

import pytest

from regswap.pipeline.pin import PinnedRules, Pins
from regswap.rules import load

ONE, TWO, THREE = (f"sha256:{str(number) * 64}" for number in (1, 2, 3))
PINS = Pins(
    "regswap.lock.yaml",
    {
        "docker.io/library/nginx:1.27": ONE,
        "docker.io/library/redis:latest": TWO,
        "mirror.example/quay/team/app:2": TWO,
        f"mirror.example/quay/team/app:3@{THREE}": THREE,
        f"mirror.example/quay/team/app@{THREE}": THREE,
    },
)


@pytest.fixture
def rules(tmp_path: Path) -> PinnedRules:
    path = tmp_path / "m.map"
    path.write_text("default::\nquay.io::mirror.example/quay\n")
    return PinnedRules(load((str(path),)), PINS)


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("nginx:1.27", f"nginx:1.27@{ONE}"),
        ("docker.io/library/nginx:1.27", f"docker.io/library/nginx:1.27@{ONE}"),
        ("index.docker.io/nginx:1.27", f"index.docker.io/nginx:1.27@{ONE}"),
        # Nothing is added that nobody asked for, such as the tag that is pulled.
        ("redis", f"redis@{TWO}"),
        ("quay.io/team/app:2", f"mirror.example/quay/team/app:2@{TWO}"),
        (f"quay.io/team/app:3@{THREE}", f"mirror.example/quay/team/app:3@{THREE}"),
        (f"quay.io/team/app@{THREE}", f"mirror.example/quay/team/app@{THREE}"),
        # What has a digest keeps it; whether the lock has the same is another question.
        (f"quay.io/team/app:2@{ONE}", f"mirror.example/quay/team/app:2@{ONE}"),
        ("nginx:1.28", "nginx:1.28"),
        ("nginx", "nginx"),
        ("$(IMAGE)", "$(IMAGE)"),
        ("", ""),
    ],
)
def test_a_reference_gets_the_digest_of_what_is_pulled_for_it(rules: PinnedRules, written: str, becomes: str) -> None:
    decision = rules.decide(written)

    assert decision.rewritten == becomes
    assert rules.decide(becomes).rewritten == becomes
    assert (decision.reason == "is pinned by regswap.lock.yaml") == ("mirror" not in becomes and becomes != written)


@pytest.mark.parametrize(
    ("text", "digest"),
    [
        ("nginx:1.27", ONE),
        (f"nginx:1.27@{THREE}", ONE),
        (f"mirror.example/quay/team/app:3@{THREE}", THREE),
        ("mirror.example/quay/team/app:3", ""),
        ("Not A Reference", ""),
    ],
)
def test_a_lock_is_asked_with_the_digest_first_and_then_without(text: str, digest: str) -> None:
    assert PINS.find(text) == digest
