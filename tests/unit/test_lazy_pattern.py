from __future__ import annotations

import pickle
import re

import pytest

from regswap.lazy_pattern import lazy


def test_it_does_what_the_compiled_pattern_does() -> None:
    pattern, compiled = lazy(r"(a)|b"), re.compile(r"(a)|b")

    assert pattern.findall("cab") == compiled.findall("cab")
    assert [found.span() for found in pattern.finditer("cab")] == [(1, 2), (2, 3)]
    assert pattern.sub("x", "cab") == "cxx"
    assert pattern.search("cab", 2, 3) is not None
    assert pattern.fullmatch("ab") is None
    assert pattern.groups == 1


def test_flags_and_bytes_count() -> None:
    assert lazy(rb"a", re.IGNORECASE).match(b"A")


def test_it_is_compiled_when_it_is_used() -> None:
    broken = lazy("(")

    with pytest.raises(re.error):
        broken.search("")


def test_it_can_be_copied() -> None:
    assert pickle.loads(pickle.dumps(lazy("a"))).search("a")  # noqa: S301 - made here
