"""Keys that are not wanted as they are read here, and are to some readers.

Some programs read objects with encoding/json of Go, which does not care about the case of keys.
"""

from __future__ import annotations

from regswap.document.parse.node import ANY, Alias, Mapping, Scalar, Sequence, is_merge_key
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from regswap.document.parse.node import Node, Outline


class Doubt(NamedTuple):
    """A key that readers take for different ones."""

    key: Scalar
    wanted: str
    """The wanted key that it is to some readers; empty where it is none."""
    message: str
    remedy: str


def fold(outline: Outline) -> dict[str, str]:
    """Return the wanted keys by what they are without their case."""
    return {wanted.casefold(): wanted for wanted in outline if wanted is not None}


def make_doubt(key: Scalar, folded: dict[str, str]) -> Doubt | None:
    """Return what is doubtful about a key that is not wanted, if anything is."""
    wanted = folded.get(key.value.casefold())
    if wanted is not None:
        message = f"the key `{key.value}` is not `{wanted}`, and is to programs that do not care about case"
        return Doubt(key, wanted, message, f"write `{wanted}` if that is meant, else remove it")
    return None


def find_doubts(roots: tuple[Node, ...], outline: Outline) -> tuple[Doubt, ...]:
    """Return what is doubtful about the keys of a document of which nothing was left out, each key once."""
    found: dict[Scalar, Doubt] = {}
    pending = [(root, outline) for root in roots]
    seen: set[tuple[int, int]] = set()
    folded: dict[int, dict[str, str]] = {}
    while pending:
        node, wanted = pending.pop()
        node = _follow(node)
        if not wanted or wanted.get(ANY) is wanted or (id(node), id(wanted)) in seen:
            # Of what is wanted as a whole no key is another.
            continue
        seen.add((id(node), id(wanted)))
        if isinstance(node, Sequence):
            pending += [(item, wanted[None]) for item in node.items if None in wanted]
        elif isinstance(node, Mapping):
            if id(wanted) not in folded:
                folded[id(wanted)] = {} if ANY in wanted else fold(wanted)
            doubts = _look_at_keys(node, wanted, folded[id(wanted)], pending)
            found.update((doubt.key, doubt) for doubt in doubts)
    return tuple(sorted(found.values(), key=lambda doubt: doubt.key.start))


def _look_at_keys(
    mapping: Mapping, wanted: Outline, folded: dict[str, str], pending: list[tuple[Node, Outline]]
) -> list[Doubt]:
    """Return what is doubtful about the keys of a mapping, and add the values that are wanted to those pending."""
    doubts = []
    every = wanted.get(ANY)
    for key, value in mapping.entries:
        scalar = _follow(key)
        if not isinstance(scalar, Scalar):
            continue
        if is_merge_key(scalar):
            source = _follow(value)
            pending += [(each, wanted) for each in (source.items if isinstance(source, Sequence) else [source])]
            continue
        below = wanted.get(scalar.value, every)
        if below is None and (doubt := make_doubt(scalar, folded)) is not None:
            doubts.append(doubt)
        if below:
            pending.append((value, below))
    return doubts


def _follow(node: Node) -> Node:
    return node.target if type(node) is Alias else node
