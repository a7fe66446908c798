"""The parser events of libyaml, through ruamel.yaml's C extension, or of its own parser where there is no extension.

The only module that imports ruamel.yaml. Marks count characters from the start of the text, which must have no byte
order mark: the C parser swallows one and is off by one from there on.
"""

from __future__ import annotations

import re
import sys
from types import ModuleType

import ruamel

from regswap import process
from regswap.record import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    class Mark(Protocol):
        """A place in a text."""

        index: int
        line: int
        column: int

    Event = tuple[int, str, Mark, Mark, Any, str | None, str | None]
    """Kind, value, start, end, style, tag and anchor. Of a collection the style tells whether it is in flow style; the
    value of an alias is the anchor that it names."""

SCALAR, ALIAS, MAPPING_START, SEQUENCE_START, COLLECTION_END, DOCUMENT_START, STREAM_END, OTHER = range(8)
"""The kinds of events."""

_ONLY_FOR_AN_EXCEPTION = {
    "scanner": "ScannerError",
    "parser": "ParserError",
    "reader": "ReaderError",
    "composer": "ComposerError",
    "constructor": "ConstructorError",
    "emitter": "EmitterError",
    "serializer": "SerializerError",
    "representer": "RepresenterError",
}
_NOT_MADE = {
    "tokens": (
        "StreamStart StreamEnd Directive DocumentStart DocumentEnd BlockSequenceStart BlockMappingStart BlockEnd "
        "FlowSequenceStart FlowMappingStart FlowSequenceEnd FlowMappingEnd Key Value BlockEntry FlowEntry Alias Anchor "
        "Tag Scalar"
    ),
    "nodes": "Scalar Sequence Mapping",
}
"""The classes that the extension takes from two modules, and makes nothing of while it yields events."""


# What the extension calls to make events, in the place of ruamel.yaml's classes: making those objects was half of the
# time of reading a document. The arguments are the extension's.
def _scalar(  # noqa: PLR0913, PLR0917
    anchor: str | None, tag: str | None, _: object, value: str, start: Mark, end: Mark, style: str
) -> Event:
    return (SCALAR, value, start, end, style, tag, anchor)


def _mapping(anchor: str | None, tag: str | None, _: object, start: Mark, end: Mark, is_flow: object) -> Event:
    return (MAPPING_START, "", start, end, is_flow, tag, anchor)


def _sequence(anchor: str | None, tag: str | None, _: object, start: Mark, end: Mark, is_flow: object) -> Event:
    return (SEQUENCE_START, "", start, end, is_flow, tag, anchor)


def _collection_end(start: Mark, end: Mark) -> Event:
    return (COLLECTION_END, "", start, end, None, None, None)


def _alias(anchor: str, start: Mark, end: Mark) -> Event:
    return (ALIAS, anchor, start, end, None, None, None)


def _document_start(start: Mark, end: Mark, *_: object) -> Event:
    return (DOCUMENT_START, "", start, end, None, None, None)


def _stream_end(start: Mark, end: Mark) -> Event:
    return (STREAM_END, "", start, end, None, None, None)


def _other(start: Mark, end: Mark, *_: object) -> Event:
    return (OTHER, "", start, end, None, None, None)


_MAKERS: dict[str, Callable[..., Event]] = {
    "ScalarEvent": _scalar,
    "AliasEvent": _alias,
    "MappingStartEvent": _mapping,
    "MappingEndEvent": _collection_end,
    "SequenceStartEvent": _sequence,
    "SequenceEndEvent": _collection_end,
    "DocumentStartEvent": _document_start,
    "DocumentEndEvent": _other,
    "StreamStartEvent": _other,
    "StreamEndEvent": _stream_end,
}


_SURROGATE = "[\ud800-\udfff]"


def _convert(event: Any) -> Event:  # noqa: ANN401 - an object of an untyped library
    """Make an event of the pure parser one of ours."""
    start, end, anchor = event.start_mark, event.end_mark, getattr(event, "anchor", None)
    name, tag = type(event).__name__, getattr(event, "tag", None)
    if name == "ScalarEvent":
        if re.search(_SURROGATE, event.value):
            # The C parser refuses what writes a half of a character.
            raise _InvalidCharacterError("found invalid Unicode character escape code", start)
        return _scalar(anchor, tag, None, event.value, start, end, event.style or "")
    if name in ("MappingStartEvent", "SequenceStartEvent"):
        return _MAKERS[name](anchor, tag, None, start, end, event.flow_style)
    if name == "AliasEvent":
        return _alias(event.anchor, start, end)
    return _MAKERS[name](start, end)


# Every argument of every maker that takes some, each told from the others.
_SAMPLE = "\n &a !b {? &c !d [*a] : &e !f 'g'}"
_SAMPLE_EVENTS = [
    (OTHER, "", (0, 0, 0), (0, 0, 0), None, None, None),
    (DOCUMENT_START, "", (2, 1, 1), (2, 1, 1), None, None, None),
    (MAPPING_START, "", (2, 1, 1), (9, 1, 8), True, "!b", "a"),
    (SEQUENCE_START, "", (11, 1, 10), (18, 1, 17), True, "!d", "c"),
    (ALIAS, "a", (18, 1, 17), (20, 1, 19), None, None, None),
    (COLLECTION_END, "", (20, 1, 19), (21, 1, 20), None, None, None),
    (SCALAR, "g", (24, 1, 23), (33, 1, 32), "'", "!f", "e"),
    (COLLECTION_END, "", (33, 1, 32), (34, 1, 33), None, None, None),
    (OTHER, "", (34, 2, 0), (34, 2, 0), None, None, None),
    (STREAM_END, "", (34, 2, 0), (34, 2, 0), None, None, None),
]


def _reads_sample(extension: Any, convert: Callable[[Any], Event] | None = None) -> bool:  # noqa: ANN401 - as below
    """Tell whether the events that an extension makes are as they should be; how it makes them is private to it."""
    try:
        get_event = extension.CParser(_SAMPLE).get_event
        events: list[Event] = [convert(get_event()) if convert else get_event() for _ in _SAMPLE_EVENTS]
        found = [
            (kind, value, (start.index, start.line, start.column), (end.index, end.line, end.column), *rest)
            for kind, value, start, end, *rest in events
        ]
    except Exception:  # noqa: BLE001 - another version may do anything
        return False
    return found == _SAMPLE_EVENTS


def _import_extension() -> Any:  # noqa: ANN401 - a module without type information
    """Import the C extension without the rest of ruamel.yaml, or return None where there is none that can be used so.

    The extension imports eight modules only to take one exception class from each, and with them the whole package:
    half of the time of a short run. So other modules stand in for them while it is imported, for the one with the
    events, and for those with tokens and nodes, which a parser of events makes none of. They are gone afterwards, and
    ``open_pure_events`` imports the real package.

    There is one extension in a process, and to whoever else uses ruamel.yaml it would be of no use after that: only the
    regswap program does it.
    """
    if not process.is_own or "ruamel.yaml" in sys.modules:
        # In the second case the extension has its classes already.
        return None
    package = ModuleType("ruamel.yaml")
    package.__path__ = [f"{folder}/yaml" for folder in ruamel.__path__]
    events = ModuleType("ruamel.yaml.events")
    events.__dict__.update(_MAKERS)
    stand_ins = {"ruamel.yaml": package, "ruamel.yaml.events": events}
    for name, kinds in _NOT_MADE.items():
        module = stand_ins[f"ruamel.yaml.{name}"] = ModuleType(f"ruamel.yaml.{name}")
        module.__dict__.update(dict.fromkeys(f"{kind}{name[:-1].title()}" for kind in kinds.split()))
    sys.modules.update(stand_ins)
    try:
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        for name, error in _ONLY_FOR_AN_EXCEPTION.items():
            module = ModuleType(f"ruamel.yaml.{name}")
            setattr(module, error, type(error, (YAMLError if name == "reader" else MarkedYAMLError,), {}))
            stand_ins[module.__name__] = sys.modules[module.__name__] = module
        import _ruamel_yaml as extension
    except (ImportError, AttributeError):
        # There is none, or another version asks for more than what stands in.
        return None
    else:
        return extension if _reads_sample(extension) else None
    finally:
        for name, module in stand_ins.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
        if getattr(ruamel, "yaml", None) is package:
            del ruamel.yaml


def _import_extension_with_classes() -> Any:  # noqa: ANN401 - a module without type information
    """Import all of ruamel.yaml, and the extension if there is one that can be used with its classes."""
    import ruamel.yaml.events as classes

    try:
        import _ruamel_yaml as extension
    except ImportError:
        return None
    for name in _MAKERS:
        # Those that were tried in their place stay with an extension, which is imported once in a process.
        setattr(extension, name, getattr(classes, name))
    return extension if _reads_sample(extension, _convert) else None


_bare_extension = _import_extension()
_extension = _bare_extension or _import_extension_with_classes()

YAMLError: type[Exception] = sys.modules["ruamel.yaml.error"].YAMLError


class _InvalidCharacterError(YAMLError):  # type: ignore[valid-type, misc] # a class that is looked up
    """A scalar holds what no text can."""

    def __init__(self, problem: str, mark: Mark) -> None:
        super().__init__(problem)
        self.problem, self.problem_mark = problem, mark


LINE_BREAK = "\r\n|[\n\r\x85\u2028\u2029]"
"""What YAML 1.1, and so libyaml and Go, count as the end of a line; a pattern, compiled by those who need it."""

_TOO_STRICT = {
    "found unexpected ':'": ":",
    "did not find expected ',' or '}'": "?",
    "did not find expected ',' or ']'": "?",
}
# Not compiled here: that takes a tenth of a short run, and only a broken document needs it.
_UNPRINTABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


class Problem(NamedTuple):
    """Why a text is not YAML."""

    message: str
    line: int
    """0-based."""
    column: int
    """0-based, in characters."""


def open_events(text: str) -> Callable[[], Event]:
    """Return a function that gives one event of ``text`` a call, the last of kind STREAM_END; it raises YAMLError."""
    if _extension is None:
        return open_pure_events(text)
    get_event: Callable[[], Event] = _extension.CParser(text).get_event
    return get_event if _bare_extension else lambda: _convert(get_event())


def open_pure_events(text: str) -> Callable[[], Event]:
    """Do the same with the pure parser: ten times slower."""
    import ruamel.yaml as package

    for name in ("compat", "docinfo", "error", "nodes", "tag", "tokens"):
        # Those that came with the extension were imported while another package stood here.
        setattr(package, name, sys.modules[f"ruamel.yaml.{name}"])
    events = package.YAML(typ="safe", pure=True).parse(text)
    return lambda: _convert(next(events))


def is_too_strict(error: Exception, text: str) -> bool:
    """Tell whether libyaml refused what Kubernetes reads: ``{a: nginx:1, b: http://c?d}``.

    The extension carries libyaml 0.1, which takes neither a colon nor a question mark in a plain scalar in flow style;
    libyaml 0.2, Go's parsers and the pure parser do.
    """
    mark = getattr(error, "problem_mark", None)
    refused = _TOO_STRICT.get(_problem_text(error))
    return _extension is not None and mark is not None and refused == text[mark.index : mark.index + 1]


def describe(error: Exception, text: str) -> Problem:
    """Say where and why the parser gave up."""
    message = _problem_text(error)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        context = getattr(error, "context", None)
        return Problem(f"{context}, {message}" if context else message, mark.line, mark.column)
    unprintable = re.search(_UNPRINTABLE, text)
    if unprintable is None:
        return Problem(message, 0, 0)
    lines = re.split(LINE_BREAK, text[: unprintable.start()])
    message = f"the control character U+{ord(unprintable[0]):04X} is not allowed"
    return Problem(message, len(lines) - 1, len(lines[-1]))


def _problem_text(error: Exception) -> str:
    return str(getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read")
