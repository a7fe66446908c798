"""Real readers of Kubernetes beside regswap: what they still see of a stream that it has rewritten.

The readers are those of Go, in the program beside this file, which `make clients` builds.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

import pytest
from tools.install_clients import READERS, TARGET, digest_sources

from regswap.errors import ManifestError
from regswap.pipeline.entry import Entry
from tests.support.independent import spell_key
from tests.support.pipeline import EVERYTHING, Result, read_rules, run

PREFIX = "swapped.example/"
RULES = read_rules(f"default::{PREFIX.rstrip('/')}\n")
"""Rules that change every reference there is."""

LEFT_ALONE = {"auto"}
"""What stands at the place of an image and is none: Istio replaces it when the Pod is made. Must be in the report."""


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
    """Something that breaks a law; an image or a change that was not told, or worse."""

    kind: str
    """``image``, ``change``, ``broken`` or ``crash``."""
    reader: str
    text: str


class Judgement(NamedTuple):
    """What became of a stream, and what is wrong with that."""

    outcome: str
    """``refused``, ``warned`` where there is a warning, ``rewritten`` where an image changed, or ``passed``."""
    findings: list[Finding]
    seen: int
    """How many images of built-in kinds the readers see in the stream, those added that all of them see."""
    accepted: bool
    """Whether every reader takes the stream."""


class Readers:
    """The running program; used as a context manager."""

    def __init__(self, program: Path) -> None:
        self._process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self) -> Readers:
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
        answer = json.loads(receive.readline())
        return [
            Reading(
                one["reader"],
                one["errors"],
                [receive.readline() for _ in range(one["objects"])],
                [Image(each["path"], each["image"], each["pulled"], each["loose"]) for each in one["images"]],
            )
            for one in answer
        ]

    def judge(self, stream: bytes) -> Judgement:
        """Rewrite a stream, and say what its readers find wrong with the result."""
        before = self.read(stream)
        seen = len({image for reading in before for image in reading.images if _is_to_be_rewritten(image)})
        accepted = not any(reading.errors for reading in before)
        try:
            result = run(stream, RULES, places=EVERYTHING)
        except ManifestError:
            return Judgement("refused", [], seen, accepted)
        except Exception as error:  # noqa: BLE001 - exit code 70, and that is what is looked for
            crash = Finding("crash", "regswap", f"{type(error).__name__}: {error}")
            return Judgement("crashed", [crash], seen, accepted)
        after = before if result.data == stream else self.read(result.data)
        findings = [*_find_images(after, result), *_find_changes(before, after, result.entries)]
        return Judgement(_name(result), findings, seen, accepted)


def locate_readers() -> Path:
    """Return the program; skip the test where it was not built from these sources (``REQUIRE_CLIENTS=1`` fails it)."""
    program = TARGET / "readers"
    if program.exists():
        printed = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
        if printed.strip() == digest_sources(READERS):
            return program
    reason = "needs the readers, built from the sources as they are: run `make clients`"
    if os.environ.get("REQUIRE_CLIENTS") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


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
                if not any(was == text and became == result for text, result in reported(path, was)):
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
        self.fields: dict[str, list[tuple[str, str]]] = {}
        self.tokens: dict[str, list[list[Entry]]] = {}
        changed = [entry for entry in entries if entry.changed]
        for entry in changed:
            if entry.offset is None:
                parts = [(part.path, part.value, part.becomes) for part in entry.parts]
                for path, value, becomes in parts or [(entry.path, entry.reference, entry.rewritten)]:
                    self.fields.setdefault(path, []).append((value, becomes))
        hidden = [entry for entry in changed if entry.offset is not None]
        hidden.sort(key=lambda entry: (entry.document, entry.path, entry.offset))
        for (_, path), found in groupby(hidden, lambda entry: (entry.document, entry.path)):
            self.tokens.setdefault(path, []).append(list(found))

    def __call__(self, path: str, text: str) -> Iterator[tuple[str, str]]:
        """Yield what a text at a path may become."""
        yield from self.fields.get(path, [])
        for entries in self.tokens.get(path, []):
            yield text, _splice(text, entries)


def _splice(text: str, entries: list[Entry]) -> str:
    """Replace tokens in their order. Where readers differ about line breaks, so do the offsets in a text."""
    place = 0
    for entry in entries:
        found = text.find(entry.reference, place)
        if found >= 0:
            text = text[:found] + entry.rewritten + text[found + len(entry.reference) :]
            place = found + len(entry.rewritten)
    return text
