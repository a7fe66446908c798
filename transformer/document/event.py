"""The parser events of libyaml, through ruamel.yaml's C extension, or of its own parser where there is no extension.

The only module that imports ruamel.yaml. Marks count characters from the start of the text, which must have no byte
order mark: the C parser swallows one and is off by one from there on.
"""

from __future__ import annotations

import re
import sys
from types import ModuleType

import ruamel

from transformer.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

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


def _import_extension_alone() -> Any:  # noqa: ANN401 - a module without type information
    """Import the C extension without the rest of ruamel.yaml.

    The extension imports eight modules only to take one exception class from each, and with them the whole package:
    half of the time of a short run. So empty modules stand in for them while it is imported. They are gone afterwards,
    and ``open_pure_events`` imports the real package.
    """
    package = ModuleType("ruamel.yaml")
    package.__path__ = [f"{folder}/yaml" for folder in ruamel.__path__]
    stand_ins = {"ruamel.yaml": package}
    sys.modules.update(stand_ins)
    try:
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        for name, error in _ONLY_FOR_AN_EXCEPTION.items():
            module = ModuleType(f"ruamel.yaml.{name}")
            setattr(module, error, type(error, (YAMLError if name == "reader" else MarkedYAMLError,), {}))
            stand_ins[module.__name__] = sys.modules[module.__name__] = module
        import _ruamel_yaml as extension
    finally:
        for name, module in stand_ins.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
        if getattr(ruamel, "yaml", None) is package:
            del ruamel.yaml
    return extension


def _import_extension() -> Any:  # noqa: ANN401 - a module without type information
    """Import the C extension, or return None where there is none."""
    try:
        if "ruamel.yaml" not in sys.modules:
            try:
                return _import_extension_alone()
            except (ImportError, AttributeError):
                # Another version of the extension may ask for more than what stands in: then it gets everything.
                pass
        import _ruamel_yaml as extension
    except ImportError:
        return None
    return extension


_extension = _import_extension()
if _extension is None:
    import ruamel.yaml
_error: Any = sys.modules["ruamel.yaml.error"]
_events: Any = sys.modules["ruamel.yaml.events"]

YAMLError: type[Exception] = _error.YAMLError
AliasEvent: type = _events.AliasEvent
DocumentStartEvent: type = _events.DocumentStartEvent
MappingEndEvent: type = _events.MappingEndEvent
MappingStartEvent: type = _events.MappingStartEvent
ScalarEvent: type = _events.ScalarEvent
SequenceEndEvent: type = _events.SequenceEndEvent
SequenceStartEvent: type = _events.SequenceStartEvent
StreamEndEvent: type = _events.StreamEndEvent

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


def open_events(text: str) -> Callable[[], Any]:
    """Return a function that gives one event of ``text`` a call, the last a StreamEndEvent; it raises YAMLError."""
    if _extension is None:
        return open_pure_events(text)
    get_event: Callable[[], Any] = _extension.CParser(text).get_event
    return get_event


def open_pure_events(text: str) -> Callable[[], Any]:
    """Do the same with the pure parser: ten times slower."""
    import ruamel.yaml as package

    for name in ("compat", "docinfo", "error", "events", "nodes", "tag", "tokens"):
        # Those that came with the extension were imported while another package stood here.
        setattr(package, name, sys.modules[f"ruamel.yaml.{name}"])
    get_event: Callable[[], Any] = package.YAML(typ="safe", pure=True).parse(text).__next__
    return get_event


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
