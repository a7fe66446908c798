"""Records do what ``typing.NamedTuple`` makes of the same class."""

from __future__ import annotations

import pickle
from typing import NamedTuple

import pytest

from regswap import record


class Mine(record.NamedTuple):
    """A record."""

    first: str
    second: int = 2
    third: tuple[str, ...] = ()

    @property
    def both(self) -> str:
        """Two fields."""
        return f"{self.first}{self.second}"


class Theirs(NamedTuple):
    """A record."""

    first: str
    second: int = 2
    third: tuple[str, ...] = ()

    @property
    def both(self) -> str:
        """Two fields."""
        return f"{self.first}{self.second}"


GIVEN = [
    (("a",), {}),
    (("a", 1), {}),
    (("a", 1, ("x",)), {}),
    (("a",), {"third": ("x",)}),
    ((), {"second": 5, "first": "a"}),
    ((), {}),
    ((), {"second": 5}),
    (("a", 1, (), 4), {}),
    (("a",), {"first": "b"}),
    (("a",), {"fourth": 4}),
    (("a", 1, ()), {"third": ()}),
]


@pytest.mark.parametrize(("values", "named"), GIVEN)
def test_a_record_takes_the_values_that_a_named_tuple_takes(
    values: tuple[object, ...], named: dict[str, object]
) -> None:
    try:
        expected = Theirs(*values, **named)  # type: ignore[arg-type]
    except TypeError:
        with pytest.raises(TypeError, match="Mine"):
            Mine(*values, **named)  # type: ignore[arg-type]
        return

    made = Mine(*values, **named)  # type: ignore[arg-type]

    assert (tuple(made), hash(made)) == (tuple(expected), hash(expected))
    assert repr(made) == repr(expected).replace("Theirs", "Mine")
    assert made.both == expected.both
    assert made._asdict() == expected._asdict()
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - its own
    assert tuple(made._replace(second=7)) == tuple(expected._replace(second=7))


def test_a_record_refuses_to_replace_a_field_that_it_does_not_have() -> None:
    with pytest.raises((TypeError, ValueError), match="fourth"):
        Mine("a")._replace(fourth=4)  # type: ignore[call-arg]


def test_a_record_is_matched_by_its_fields() -> None:
    match Mine("a"):
        case Mine(first, second):
            assert (first, second) == ("a", 2)
        case _:
            pytest.fail("it is not matched")


def test_a_record_keeps_its_documentation_and_its_module() -> None:
    assert (Mine.__doc__, Mine.__module__, Mine._fields) == ("A record.", __name__, ("first", "second", "third"))
