"""What the laws are checked with: another parser, and another search for references. Shares no code with the project.

PyYAML's libyaml tells events; they become lists of pairs, so that keys written twice, their order and the type of every
scalar are compared as well.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

import yaml

YAMLError = yaml.YAMLError

_RESOLVER: Any = yaml.SafeLoader("")
_POD = ("initContainers", "containers", "ephemeralContainers")
_GROUPS: dict[str, dict[str, tuple[str, ...]]] = {
    "": {
        "Pod": ("spec",),
        "PodTemplate": ("template", "spec"),
        "ReplicationController": ("spec", "template", "spec"),
    },
    **dict.fromkeys(
        ("apps", "extensions"),
        dict.fromkeys(("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"), ("spec", "template", "spec")),
    ),
    "batch": {"Job": ("spec", "template", "spec"), "CronJob": ("spec", "jobTemplate", "spec", "template", "spec")},
}


class Text(NamedTuple):
    """A scalar: its text, and the type that YAML 1.1 sees in it."""

    value: str
    tag: str


class Pairs(NamedTuple):
    """A mapping, merge keys resolved: those that it does not write itself come last."""

    pairs: tuple[tuple[Any, Any], ...]


class Items(NamedTuple):
    """A sequence."""

    items: tuple[Any, ...]


class Found(NamedTuple):
    """A field that is meant to hold a reference."""

    document: int
    path: str
    value: str


class Changed(NamedTuple):
    """A field that differs between two texts."""

    document: int
    path: str
    old: Any
    new: Any


Span = tuple[int, int]
"""From the first character of a scalar, with its tag and anchor, to the one after its last."""


class TooStrange(Exception):  # noqa: N818 - it is no fault of the text
    """YAML, but nothing that could be compared: an anchor that holds itself, or aliases that multiply."""


@lru_cache(1 << 16)
def _tag_of_plain(value: str) -> str:
    if ":" in value and value.replace(":", "").isdigit():
        # A number to base 60 in YAML 1.1, and a string in Kubernetes.
        return "tag:yaml.org,2002:str"
    return str(_RESOLVER.resolve(yaml.ScalarNode, value, (True, False)))


def read(data: bytes | str) -> list[Any]:
    """Return the documents of a stream; an empty one is a null."""
    documents: list[Any] = []
    anchors: dict[str, Any] = {}
    stack: list[tuple[Any, str | None, list[Any]]] = []
    event: Any
    for event in yaml.parse(data, Loader=yaml.CSafeLoader):
        kind = type(event)
        if kind is yaml.DocumentStartEvent:
            anchors = {}
            continue
        if kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            stack.append((kind, event.anchor, []))
            anchors.pop(event.anchor, None)
            continue
        anchor = getattr(event, "anchor", None)
        if kind is yaml.ScalarEvent:
            value: Any = _read_scalar(event)
        elif kind is yaml.AliasEvent:
            if anchor not in anchors:
                raise TooStrange(anchor)
            value, anchor = anchors[anchor], None
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            start, anchor, inner = stack.pop()
            value = _pair(inner) if start is yaml.MappingStartEvent else Items(tuple(inner))
        else:
            continue
        if anchor:
            anchors[anchor] = value
        (stack[-1][2] if stack else documents).append(value)
    return documents


def _read_scalar(event: Any) -> Text:  # noqa: ANN401
    if event.tag == "tag:yaml.org,2002:binary":
        with suppress(ValueError):
            return Text(b64decode(event.value).decode(), event.tag)
    return Text(event.value, event.tag if event.tag not in (None, "!") else _tag_by_style(event))


def _tag_by_style(event: Any) -> str:  # noqa: ANN401
    return _tag_of_plain(event.value) if not event.style and not event.tag else "tag:yaml.org,2002:str"


def _pair(inner: list[Any]) -> Pairs:
    pairs = list(zip(inner[::2], inner[1::2], strict=True))
    merges = [value for key, value in pairs if isinstance(key, Text) and key.tag == "tag:yaml.org,2002:merge"]
    if not merges:
        return Pairs(tuple(pairs))
    own = [pair for pair in pairs if pair[1] not in merges or pair[0] != Text("<<", "tag:yaml.org,2002:merge")]
    merged: dict[Any, Any] = {}
    # The last merge key counts, and in a list of mappings the first.
    for value in merges:
        sources = value.items if isinstance(value, Items) else (value,)
        for source in reversed(sources):
            merged.update(source.pairs)
    names = {key for key, _ in own}
    return Pairs((*own, *((key, value) for key, value in merged.items() if key not in names)))


def find(documents: list[Any]) -> list[Found]:
    """Return the fields that are meant to hold references, as the built-in kinds have them."""
    return [
        Found(number, path, value.value if isinstance(value, Text) else "")
        for number, root in enumerate(documents, 1)
        for path, value in _find_in_object(root, "", "", "")
    ]


def _find_in_object(node: Any, path: str, version: str, kind: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    own_kind, own_version = _last_text(node, "kind"), _last_text(node, "apiVersion")
    kind, version = own_kind or kind, own_version or version
    lists = [(inner, value) for inner, value in _at(node, path, "items") if isinstance(value, Items)]
    for inner, value in lists:
        for index, item in enumerate(value.items):
            yield from _find_in_object(item, f"{inner}[{index}]", version, kind.removesuffix("List"))
    # Whatever has a list of items is a list to kubectl; what is not of a list's kind is an object besides.
    if kind.endswith("List") and lists:
        return
    group = version.rpartition("/")[0]
    where = _GROUPS.get(group, {}).get(kind)
    for spec_path, spec in _at(node, path, *where) if where else ():
        for key in _POD:
            for list_path, containers in _at(spec, spec_path, key):
                for index, container in enumerate(containers.items if isinstance(containers, Items) else ()):
                    yield from _at(container, f"{list_path}[{index}]", "image")
        for list_path, volumes in _at(spec, spec_path, "volumes"):
            for index, volume in enumerate(volumes.items if isinstance(volumes, Items) else ()):
                yield from _at(volume, f"{list_path}[{index}]", "image", "reference")


def _at(node: Any, path: str, *keys: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    if not keys:
        yield path, node
        return
    for key, value in node.pairs if isinstance(node, Pairs) else ():
        if isinstance(key, Text) and key.value == keys[0]:
            yield from _at(value, f"{path}.{keys[0]}" if path else keys[0], *keys[1:])


def _last_text(node: Any, key: str) -> str:  # noqa: ANN401
    values = [value for _, value in _at(node, "", key)]
    return values[-1].value if values and isinstance(values[-1], Text) else ""


def spell_key(path: str, key: str) -> str:
    """Return the path of what stands under a key, as messages write it: odd keys in brackets."""
    if not re.fullmatch(r"[\w-]+", key):
        return path + "['" + key.replace("\\", "\\\\").replace("'", "\\'") + "']"
    return f"{path}.{key}" if path else key


def locate(text: str) -> dict[tuple[int, int], Span]:
    """Return where scalars are written, by their 1-based line and column; nothing where there are aliases."""
    spans: dict[tuple[int, int], Span] = {}
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            return {}
        if isinstance(event, yaml.ScalarEvent):
            start, end = event.start_mark, event.end_mark
            if start is not None and end is not None:
                spans[start.line + 1, start.column + 1] = (start.index, end.index)
    return spans


def read_texts(documents: list[Any]) -> dict[tuple[int, str], list[Text]]:
    """Return the scalars of each path, by document."""
    texts: dict[tuple[int, str], list[Text]] = {}
    pending = [(number, "", root) for number, root in enumerate(documents, 1)]
    while pending:
        number, path, node = pending.pop()
        if isinstance(node, Text):
            texts.setdefault((number, path), []).append(node)
        elif isinstance(node, Items):
            pending += [(number, f"{path}[{index}]", item) for index, item in enumerate(node.items)]
        else:
            pairs = [(key.value, value) for key, value in node.pairs if isinstance(key, Text)]
            pending += [(number, spell_key(path, key), value) for key, value in reversed(pairs)]
    return texts


def locate_paths(text: str) -> dict[tuple[int, str], list[Span]]:
    """Return where the scalars of each path are written, by document; nothing where there are aliases."""
    spans: dict[tuple[int, str], list[Span]] = {}
    number = 0
    frames: list[tuple[str, list[str | None]]] = []
    """The path of each open collection, and the key that was read last, or None in a list, for each value in it."""
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            return {}
        if isinstance(event, yaml.DocumentStartEvent):
            number += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            frames.pop()
        elif isinstance(event, yaml.NodeEvent):
            path = _next_path(frames, event)
            if isinstance(event, yaml.CollectionStartEvent):
                frames.append((path or "", ["{" if isinstance(event, yaml.MappingStartEvent) else "["]))
            elif path is not None and event.start_mark is not None and event.end_mark is not None:
                spans.setdefault((number, path), []).append((event.start_mark.index, event.end_mark.index))
    return spans


def _next_path(frames: list[tuple[str, list[str | None]]], event: yaml.NodeEvent) -> str | None:
    """Return the path of the node that an event begins; None for a key."""
    if not frames:
        return ""
    path, seen = frames[-1]
    seen.append(event.value if isinstance(event, yaml.ScalarEvent) else "?")
    if seen[0] == "[":
        return f"{path}[{len(seen) - 2}]"
    return spell_key(path, str(seen[-2])) if len(seen) % 2 else None


def compare(before: list[Any], after: list[Any]) -> list[Changed]:
    """Return where two streams differ; a difference that is no scalar's is one of the collection or the whole."""
    if len(before) != len(after):
        return [Changed(0, "", len(before), len(after))]
    pairs = zip(before, after, strict=True)
    return list(chain.from_iterable(_compare(number, "", old, new) for number, (old, new) in enumerate(pairs, 1)))


def _compare(number: int, path: str, old: Any, new: Any) -> Iterator[Changed]:  # noqa: ANN401
    if old == new:
        return
    if isinstance(old, Pairs) and isinstance(new, Pairs):
        old_pairs, new_pairs = _in_order(old), _in_order(new)
        if [key for key, _ in old_pairs] == [key for key, _ in new_pairs]:
            for (key, old_value), (_, new_value) in zip(old_pairs, new_pairs, strict=True):
                inner = spell_key(path, key.value) if isinstance(key, Text) else f"{path}[?]"
                yield from _compare(number, inner, old_value, new_value)
            return
    if isinstance(old, Items) and isinstance(new, Items) and len(old.items) == len(new.items):
        for index, (old_item, new_item) in enumerate(zip(old.items, new.items, strict=True)):
            yield from _compare(number, f"{path}[{index}]", old_item, new_item)
        return
    yield Changed(number, path, old, new)


def _in_order(node: Pairs) -> list[tuple[Any, Any]]:
    """Return the entries by their keys: a merged entry that is written out moves to the front."""
    return sorted(node.pairs, key=lambda pair: str(pair[0]))
