from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from regswap.document.parse import event
from regswap.document.parse.event import YAMLError, describe, is_too_strict, open_events, open_pure_events

Event = tuple[object, ...]


def drain(get_event: Callable[[], Any]) -> list[Event]:
    """Return what the project reads of the events."""
    found: list[Event] = []
    while True:
        kind, value, start, end, style, tag, anchor = get_event()
        place = (start.index, end.index, start.line, start.column)
        if kind == event.STREAM_END:
            return found
        if kind == event.SCALAR:
            # Nobody needs the place of a scalar that is not written; of a tag before an anchor one parser loses it.
            is_placed = (value or style) and not (tag and anchor)
            found.append((kind, value, style, tag, anchor, place if is_placed else ()))
        elif kind == event.ALIAS:
            found.append((kind, value, place))
        elif kind in {event.MAPPING_START, event.SEQUENCE_START}:
            found.append((kind, anchor, bool(style)))
        else:
            found.append((kind,))


def problem_of(text: str, opened: Callable[[str], Callable[[], Any]] = open_events) -> event.Problem:
    with pytest.raises(YAMLError) as caught:
        drain(opened(text))
    return describe(caught.value, text)


WITHOUT_EXTENSION = """
import sys
class Missing:
    def find_spec(self, name, *_):
        if name == "_ruamel_yaml":
            raise ImportError(name)
sys.meta_path.insert(0, Missing())
"""
# Another version of the extension, which calls what makes its events in another way; classes know that way.
ANOTHER_EXTENSION = """
import sys
class Another:
    def find_spec(self, name, *_):
        events = sys.modules.get("ruamel.yaml.events")
        if name == "_ruamel_yaml":
            for made in ("ScalarEvent", "MappingStartEvent", "SequenceStartEvent"):
                setattr(events, made, another(getattr(events, made)))
sys.meta_path.insert(0, Another())
"""
ONE_ARGUMENT_MORE = "another = lambda make: lambda *arguments: make(*arguments, None)\n" + ANOTHER_EXTENSION
ANOTHER_ORDER = "another = lambda make: lambda a, t, i, *rest: make(t, a, i, *rest)\n" + ANOTHER_EXTENSION
MARKS_SWAPPED = "another = lambda make: lambda *a: make(*a[:-3], a[-2], a[-3], a[-1])\n" + ANOTHER_EXTENSION
WITHOUT_EVENTS = """
import sys, types
extension = sys.modules["_ruamel_yaml"] = types.ModuleType("_ruamel_yaml")
extension.CParser = extension.CEmitter = str
"""
OWN = "from regswap import process\nprocess.is_own = True\n"
READ = """
from regswap.document.parse import event
get_event, kinds = event.open_events("a: &x [b, 'c']\\n? *x\\n: !t {d: e}\\nf: |\\n  g\\n"), []
while not kinds or kinds[-1][0] != event.STREAM_END:
    kind, value, start, end, style, tag, anchor = get_event()
    kinds.append((kind, value, start.index, end.index, style, tag, anchor))
print(event._bare_extension is not None, event._extension is not None, kinds)
"""


@pytest.mark.parametrize(
    ("way", "parser"),
    [
        pytest.param(OWN, (b"True", b"True"), id="in the program"),
        pytest.param("", (b"False", b"True"), id="as a library"),
        pytest.param(f"{OWN}import ruamel.yaml", (b"False", b"True"), id="after ruamel.yaml"),
        pytest.param(OWN + WITHOUT_EXTENSION, (b"False", b"False"), id="without the extension"),
        pytest.param(OWN + ONE_ARGUMENT_MORE, (b"False", b"True"), id="an extension that passes an argument more"),
        pytest.param(OWN + ANOTHER_ORDER, (b"False", b"True"), id="an extension that passes the tag first"),
        pytest.param(OWN + MARKS_SWAPPED, (b"False", b"True"), id="an extension that passes the end first"),
        pytest.param(OWN + WITHOUT_EVENTS, (b"False", b"False"), id="an extension without get_event"),
    ],
)
def test_events_are_the_same_however_the_parser_is_imported(way: str, parser: tuple[bytes, bytes]) -> None:
    done = subprocess.run([sys.executable, "-c", way + READ], capture_output=True, check=True)
    expected = subprocess.run([sys.executable, "-c", READ], capture_output=True, check=True)

    assert tuple(done.stdout.split()[:2]) == parser
    assert done.stdout.partition(b"[")[2] == expected.stdout.partition(b"[")[2]


OTHER_USER = """
import sys
from regswap.document.parse import event
get_event = event.open_events("a: [b]")
while get_event()[0] != event.STREAM_END:
    pass
from ruamel.yaml import YAML, error
from ruamel.yaml.events import ScalarEvent
yaml = YAML(typ="safe")
names = [type(one).__name__ for one in yaml.parse("a: [b]")]
assert any(isinstance(one, ScalarEvent) for one in yaml.parse("a: 1")), names
assert yaml.load("a: [b]") == {"a": ["b"]}
yaml.dump({"a": ["b"]}, sys.stdout)
import ruamel.yaml
assert ruamel.yaml.nodes.ScalarNode
try:
    yaml.load("a: {b")
except ruamel.yaml.parser.ParserError:
    print(names)
print([event.open_events("a: 1")()[0], event.open_pure_events("a: 1")()[0]])
"""


def test_another_user_of_the_parser_in_the_process_is_not_disturbed() -> None:
    done = subprocess.run([sys.executable, "-c", OTHER_USER], capture_output=True, check=True)

    names = ["StreamStart", "DocumentStart", "MappingStart", "Scalar", "SequenceStart", "Scalar", "SequenceEnd"]
    names += ["MappingEnd", "DocumentEnd", "StreamEnd"]
    expected = f"a: [b]\n{[f'{name}Event' for name in names]}\n{[event.OTHER] * 2}\n"
    assert done.stdout.decode() == expected


def test_the_extension_is_there() -> None:
    # Everything below would pass without it, and show nothing.
    assert event._extension is not None  # noqa: SLF001


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("# c\n", id="a comment"),
        pytest.param("a: 1\nb: 'x'\nc: \"y\"\nd: |\n  z\ne: >-\n  z\n  z\n", id="styles"),
        pytest.param("a: 1\r\nb: |\r\n  x\r\n", id="CRLF"),
        pytest.param("a: 1\rb: |\r  x\r", id="CR only"),
        pytest.param("a: \U0001f40b # \u00e9\nb: \u00e9\n", id="characters of many bytes"),
        pytest.param("a: &a !!str x\nb: *a\n<<: {c: *a }\n", id="anchors and tags"),
        pytest.param("{a: [1, {b: c}], ? d : e}\n", id="flow"),
        pytest.param('{"a":"b","c":[1]}', id="JSON"),
        pytest.param("? a\n: b\n? [c]\n: d\n", id="explicit keys"),
        pytest.param("%YAML 1.1\n---\na: 1\n...\n", id="a directive"),
        pytest.param("a:\n- b\n-\n  - c\n", id="sequences"),
    ],
)
def test_both_parsers_tell_the_same(text: str) -> None:
    assert drain(open_pure_events(text)) == drain(open_events(text))


def test_both_parsers_tell_the_same_of_the_corpus(shared: Path) -> None:
    compared = 0
    for path in sorted((shared / "corpus" / "yaml").iterdir()):
        try:
            text = path.read_bytes().decode().removeprefix("\ufeff")
            expected = drain(open_events(text))
            pure = drain(open_pure_events(text))
        except (YAMLError, UnicodeDecodeError):
            continue
        # The extension, as Go, ends the name of an anchor before a colon.
        assert pure == expected or "&an:chor" in text, path.name
        compared += 1

    assert compared > 200


@pytest.mark.parametrize("text", ["{a: nginx:1}", "[a, http://b?c]", "{a?: b}"])
def test_a_colon_or_question_mark_in_a_plain_scalar_in_flow_is_what_only_the_extension_refuses(text: str) -> None:
    with pytest.raises(YAMLError) as caught:
        drain(open_events(text))

    assert is_too_strict(caught.value, text)
    assert drain(open_pure_events(text))


def test_the_pure_parser_reads_a_colon_in_a_plain_scalar_in_flow() -> None:
    assert (event.SCALAR, "nginx:1", "", None, None, (4, 11, 0, 4)) in drain(open_pure_events("{a: nginx:1}"))


@pytest.mark.parametrize("text", ["{a: b", "[a, b", "- a\nb: c", "a: b: c", "a: 'x", "\0"])
def test_other_faults_are_faults(text: str) -> None:
    with pytest.raises(YAMLError) as caught:
        drain(open_events(text))

    assert not is_too_strict(caught.value, text)


@pytest.mark.parametrize("opened", [open_events, open_pure_events])
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("last", "column", "message"),
    [
        pytest.param("b: c: d", 4, "mapping values are not allowed", id="a second colon"),
        pytest.param("b: \u00e9 \x07", 5, "the control character U+0007 is not allowed", id="a control character"),
        pytest.param("b: \U0001f40b\0", 4, "the control character U+0000 is not allowed", id="a null character"),
    ],
)
def test_a_fault_has_its_place(
    opened: Callable[[str], Callable[[], Any]], line_break: str, last: str, column: int, message: str
) -> None:
    problem = problem_of(f"a: 1{line_break}# c{line_break}{last}{line_break}", opened)

    assert (problem.line, problem.column) == (2, column)
    assert message in problem.message
