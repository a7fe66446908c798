"""Real readers of Kubernetes beside regswap: what they still see of a stream that it has rewritten.

The readers are those of Go, in the program beside this file, which `make clients` builds.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from regswap.errors import ManifestError
from regswap.pipeline.entry import Entry
from tests.support.independent import spell_key
from tests.support.pipeline import EVERYTHING, Result, read_rules, run

PREFIX = "swapped.example/"
RULES = read_rules(f"default::{PREFIX.rstrip('/')}\n")
"""Rules that change every reference there is."""

LEFT_ALONE = {"auto"}
"""What stands at the place of an image and is none: Istio replaces it when the Pod is made. Must be in the report."""


def rewrite(stream: bytes) -> Result:
    """Do what ``regswap rewrite`` does, hidden places included; raises ManifestError where that is exit code 3."""
    return run(stream, RULES, places=EVERYTHING)


class Image(NamedTuple):
    """What a reader takes for the image of a built-in kind."""

    path: str
    """From the root of its object, as the API spells it."""
    image: str
    is_pulled: bool
    """Whether the kubelet takes it for a reference."""
    is_loose: bool
    """Whether only programs see it that do not care about the case of keys."""


class Reading(NamedTuple):
    """What one reader makes of a stream."""

    reader: str
    errors: list[str]
    objects: list[bytes]
    """As JSON, keys sorted where the reader has no order."""
    images: list[Image]


class Finding(NamedTuple):
    """Something that breaks a law."""

    kind: str
    """``image``: one is pulled from where it was; ``loose image``: the same for programs that do not care about case;
    ``change``: one that is not in the report; ``broken``: what was read is not any more; ``crash``: a bug."""
    reader: str
    text: str


class Judgement(NamedTuple):
    """What became of a stream, and what is wrong with that."""

    outcome: str
    """``refused``, ``warned`` where there is a warning, ``rewritten`` where an image changed, or ``passed``."""
    findings: list[Finding]
    seen: int
    """How many different images of built-in kinds the readers see in the stream."""
    accepted: bool
    """Whether every reader takes the stream."""


class Readers:
    """The running program; used as a context manager."""

    def __init__(self, program: Path) -> None:
        self._process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self) -> Readers:  # noqa: PYI034 - typing has Self since Python 3.11
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.__exit__(kind, error, trace)

    def read(self, stream: bytes) -> list[Reading]:
        """Return what each reader makes of a stream."""
        send, receive = self._process.stdin, self._process.stdout
        assert send is not None
        assert receive is not None
        send.write(b"%d\n" % len(stream) + stream)
        send.flush()
        line = receive.readline()
        assert line, f"the readers died of {stream!r}"
        answer = json.loads(line)
        return [
            Reading(
                one["reader"],
                one["errors"],
                [receive.readline() for _ in range(one["objects"])],
                [Image(each["path"], each["image"], each["pulled"], each["loose"]) for each in one["images"]],
            )
            for one in answer
        ]

    def judge(self, stream: bytes, rewrite: Callable[[bytes], Result] = rewrite) -> Judgement:
        """Rewrite a stream, and say what its readers find wrong with the result."""
        before = self.read(stream)
        seen = len({image for reading in before for image in reading.images if _is_to_be_rewritten(image)})
        accepted = not any(reading.errors for reading in before)
        try:
            result = rewrite(stream)
        except ManifestError:
            return Judgement("refused", [], seen, accepted)
        except Exception as error:  # noqa: BLE001 - exit code 70, and that is what is looked for
            crash = Finding("crash", "regswap", f"{type(error).__name__}: {error}")
            return Judgement("crashed", [crash], seen, accepted)
        after = before if result.data == stream else self.read(result.data)
        return Judgement(_name(result), compare(before, after, result), seen, accepted)


def compare(before: list[Reading], after: list[Reading], result: Result) -> list[Finding]:
    """Return what is wrong with the readings of what became of a stream."""
    return [*_find_images(after, result), *_find_changes(before, after, result.entries)]


def _name(result: Result) -> str:
    if result.warnings:
        return "warned"
    return "rewritten" if any(entry.changed for entry in result.entries) else "passed"


def _is_to_be_rewritten(image: Image) -> bool:
    return image.is_pulled and not image.image.startswith(PREFIX)


def _find_images(readings: Iterable[Reading], result: Result) -> Iterator[Finding]:
    """Find what would be pulled from where it was before."""
    listed = {entry.reference for entry in result.entries if not entry.changed}
    for reading in readings:
        for image in reading.images:
            if not _is_to_be_rewritten(image) or image.image in listed & LEFT_ALONE:
                continue
            if not (image.is_loose and result.warnings):
                kind = "loose image" if image.is_loose else "image"
                yield Finding(kind, reading.reader, f"{image.path}: {image.image!r}")


def _find_changes(before: list[Reading], after: list[Reading], entries: Iterable[Entry]) -> Iterator[Finding]:
    """Find what differs for a reader and is not in the report."""
    if after is before:
        return
    reported = _Reported(entries)
    for old, new in zip(before, after, strict=True):
        # Where a reader stops at an error depends on how it buffers, and what was replaced may have been the error.
        if not old.errors and (new.errors or len(old.objects) != len(new.objects)):
            yield Finding("broken", new.reader, f"{len(old.objects)} -> {len(new.objects)} objects; {new.errors}")
            continue
        for one, other in zip(old.objects, new.objects, strict=not old.errors):
            for path, was, became in _differ(json.loads(one), json.loads(other), "") if one != other else ():
                if not reported.allows(path, was, became):
                    yield Finding("change", new.reader, f"{path}: {was!r} -> {became!r}")


def _differ(old: Any, new: Any, path: str) -> Iterator[tuple[str, Any, Any]]:  # noqa: ANN401
    """Yield the paths at which two JSON values differ, with what stands there."""
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        for key, value in old.items():
            yield from _differ(value, new[key], spell_key(path, key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (value, other) in enumerate(zip(old, new, strict=True)):
            yield from _differ(value, other, f"{path}[{index}]")
    elif old != new or type(old) is not type(new):
        yield path, old, new


class _Reported:
    """What the report says becomes of a field."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.fields: dict[str, list[str]] = {}
        self.tokens: dict[str, list[list[Entry]]] = {}
        changed = [entry for entry in entries if entry.changed]
        for entry in changed:
            if entry.offset is None:
                parts = [(part.path, part.becomes) for part in entry.parts]
                for path, becomes in parts or [(entry.path, entry.rewritten)]:
                    self.fields.setdefault(path, []).append(becomes)
        hidden = [entry for entry in changed if entry.offset is not None]
        hidden.sort(key=lambda entry: (entry.document, entry.path, entry.offset))
        for (_, path), found in groupby(hidden, lambda entry: (entry.document, entry.path)):
            self.tokens.setdefault(path, []).append(list(found))

    def allows(self, path: str, old: object, new: object) -> bool:
        """Whether the text at a path is said to become the other."""
        # What a block scalar ends with belongs to the text and not to the reference. What it was is another question: a
        # date, say, becomes a string.
        end = old[len(old.rstrip()) :] if isinstance(old, str) else ""
        if new in [text for becomes in self.fields.get(path, ()) for text in (becomes, becomes + end)]:
            return True
        return isinstance(old, str) and any(_splice(old, entries) == new for entries in self.tokens.get(path, ()))


def _splice(text: str, entries: list[Entry]) -> str:
    """Replace tokens in their order. Where readers differ about line breaks, so do the offsets in a text."""
    place = 0
    for entry in entries:
        found = text.find(entry.reference, place)
        if found >= 0:
            text = text[:found] + entry.rewritten + text[found + len(entry.reference) :]
            place = found + len(entry.rewritten)
    return text
