"""A glance at the nodes of an object: whether anything in it may be an unlisted reference.

Most objects have none, and to look at each field of them with all that is known of it takes ten times as long.
"""

from __future__ import annotations

import re
from functools import lru_cache

from regswap.document.parse.node import Mapping, Scalar, Sequence
from regswap.places.discover.word import names_image, part_of, words_of
from regswap.places.hidden.field_tokens import PAIR_VALUES
from regswap.places.hidden.name import IMAGE, is_description, kind_of
from regswap.places.hidden.text import PART_OF_IMAGE, says_image
from regswap.places.unlisted.finder import HOLDERS, PAIR_NAMES
from regswap.record import TYPE_CHECKING
from regswap.registry import is_registry

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from regswap.document.parse.node import Node

_LOCATIONS = frozenset({"image", "base", "repository", "registry"})
_IMAGE = "image"
_READS = re.compile(
    r"@[a-z0-9]+:[0-9a-f]{32}|(?<=[A-Za-z0-9_.})\]-])/[A-Za-z0-9._${}()-]+:[A-Za-z0-9_${]|(?:oci|docker|registry)://"
    r"|(?i:image(?!pull(?:policy|secrets?))|repo(?!rt)|regist(?:ry|ri)|hub|builder|oci\.ref)[A-Za-z0-9_.-]*[\\\"'`]*\s*[:=>]"
    r"|(?:^|[\s\"'])--?[A-Za-z0-9_.-]*(?i:image|repo|regist|hub)"
)
"""A digest, a path with a tag, a scheme; in a text of several words the names whose values are references."""
_HOST = re.compile(r"(?<![A-Za-z0-9.-])([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::[0-9]+)?)/")
_SIGNS = frozenset("/:@= \n")
"""A text that has none of them is no more than a word, and only its name can make it a reference."""
_CACHED = 4096


def may_hold_unlisted(root: Mapping, left_out: Container[str], closed: Container[int], hosts: Container[str]) -> bool:
    """Tell whether an object may hold a reference outside of some keys at its root and of some nodes, given by ``id``.

    ``hosts`` are the registries that rules name.

    What an alias stands for may be closed at one place and open at another: an object with aliases may hold anything.
    """
    pending: list[tuple[Node, str]] = []
    for key, node in root.entries:
        if not isinstance(key, Scalar) or key.value not in left_out:
            pending.append((node, key.value if isinstance(key, Scalar) else ""))
    while pending:
        node, name = pending.pop()
        if id(node) in closed:
            continue
        if isinstance(node, Scalar):
            if node.value and (_tells(name) or may_read(node.value, hosts)) and not is_description(name):
                return True
        elif isinstance(node, Mapping):
            pending += _name_values(node, is_image=_names_image(name))
        elif isinstance(node, Sequence):
            pending += [(item, name) for item in node.items]
        else:
            return True
    return False


def _name_values(mapping: Mapping, *, is_image: bool) -> Iterator[tuple[Node, str]]:
    """Yield the values of a mapping, each with the name that says what it is."""
    named = {key.value: node for key, node in mapping.entries if isinstance(key, Scalar)}
    keys = ("path",) if "op" in named else PAIR_NAMES
    spot = next((node for key in keys if isinstance(node := named.get(key), Scalar)), None)
    name = spot.value.rpartition("/")[2] if spot is not None and "op" in named else spot.value if spot else ""
    if spot is not None and not HOLDERS.isdisjoint(named) and _tells(name):
        # Its value may stand deeper, under keys that say nothing.
        yield spot, name
    for key, node in mapping.entries:
        own = key.value if isinstance(key, Scalar) else ""
        yield node, own
        if name and own in PAIR_VALUES:
            yield node, name
        if is_image and own in PART_OF_IMAGE:
            yield node, _IMAGE


def may_read(text: str, hosts: Container[str]) -> bool:
    """Tell whether a text may hold a reference, whatever its name is."""
    if _SIGNS.isdisjoint(text) and text[0] != "-":
        return False
    if _READS.search(text) is not None:
        return True
    return any(host in hosts or is_registry(host) for host in _HOST.findall(text))


@lru_cache(_CACHED)
def _tells(name: str) -> bool:
    """Tell whether a name says that its value is a reference, or a part of one."""
    part = part_of(name)
    return says_image(name) or (part is not None and part.role in _LOCATIONS)


@lru_cache(_CACHED)
def _names_image(name: str) -> bool:
    return kind_of(name) == IMAGE or names_image(words_of(name))
