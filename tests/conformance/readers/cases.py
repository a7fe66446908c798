"""Streams that readers of Kubernetes read differently from YAML 1.2 or from each other, and what must become of each.

A row a case. Whatever the outcome, no reader may see an image afterwards that is pulled from where it was.
"""

from __future__ import annotations

import base64
from typing import NamedTuple

REWRITTEN = frozenset({"rewritten", "warned"})
"""The image is another, perhaps with a warning about something else."""
REFUSED = frozenset({"refused"})
SAFE = REWRITTEN | REFUSED
"""Read as the readers do, or stopped; where they differ among themselves nothing but stopping is safe."""
WARNED = frozenset({"warned", "refused"})

IMAGE = "evil.example/x"
POD = f"apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: c\n    image: {IMAGE}\n"
FLOW = f"{{apiVersion: v1, kind: Pod, spec: {{containers: [{{name: c, image: {IMAGE}}}]}}}}"
JSON = f'{{"apiVersion":"v1","kind":"Pod","spec":{{"containers":[{{"name":"c","image":"{IMAGE}"}}]}}}}'
ITEM = "- " + POD.replace("\n", "\n  ").rstrip() + "\n"


class Case(NamedTuple):
    """A stream, and what may become of it."""

    name: str
    stream: bytes
    outcomes: frozenset[str]
    seen: bool = True
    """Whether a reader sees an image in it; the others are harmless, and shall be told of or read anyway."""


def _binary(text: str) -> str:
    return "!!binary " + base64.b64encode(text.encode()).decode()


def _indent(text: str) -> str:
    return "".join(f" {line}\n" for line in text.splitlines())


# What Go trims, and YAML does not: each of them behind `---`, or before what may be JSON.
_SPACES = {
    "a no-break space": "\u00a0",
    "a next line": "\x85",
    "a line separator": "\u2028",
    "a paragraph separator": "\u2029",
    "an ideographic space": "\u3000",
    "a vertical tab": "\x0b",
    "a form feed": "\x0c",
}

_YAML_BREAKS = {name: _SPACES[name] for name in ("a next line", "a line separator", "a paragraph separator")}
"""What ends a line in YAML 1.1, and so for Go."""

_BEFORE = "apiVersion: v1\nkind: ConfigMap\n"

_SEPARATORS = [
    (
        "a separator with a comment right behind it, which begins a block scalar",
        f"{_BEFORE}---#x: |\n{_indent(POD)}",
        SAFE,
    ),
    ("a separator with a comment right behind it, and a document", f"{_BEFORE}---#\n{POD}", SAFE),
    *(
        (
            f"a separator with {name} behind it, which begins a block scalar",
            f"{_BEFORE}---{space}#: |\n{_indent(POD)}",
            SAFE,
        )
        for name, space in _SPACES.items()
    ),
    *(
        (f"a separator with {name} behind it, between documents", f"{_BEFORE}---{space}\n{POD}", SAFE)
        for name, space in _SPACES.items()
    ),
    ("a separator with a tab and a comment behind it", f"---\t# c\n{POD}", REWRITTEN),
    ("a separator with an object behind it", f"--- {FLOW}\n", SAFE),
]

_LISTS = [
    ("a list of a kind that nobody knows", f"apiVersion: x.example/v1\nkind: Anything\nitems:\n{ITEM}", REWRITTEN),
    ("a list that calls itself a Service", f"apiVersion: v1\nkind: Service\nitems:\n{ITEM}", REWRITTEN),
    ("a list that calls itself a ConfigMap", f"apiVersion: v1\nkind: ConfigMap\nitems:\n{ITEM}", REWRITTEN),
    ("a list that calls itself a Pod", f"{POD}items:\n{ITEM}", REWRITTEN),
    ("a list that calls itself a Secret", f"apiVersion: v1\nkind: Secret\nitems:\n{ITEM}", REWRITTEN),
    ("a list without an apiVersion", f"kind: Anything\nitems:\n{ITEM}", REWRITTEN),
    (
        "a list without a kind inside a list",
        f"apiVersion: v1\nkind: List\nitems:\n- items:\n  {ITEM.replace(chr(10), chr(10) + '  ').rstrip()}\n",
        REWRITTEN,
    ),
    (
        "items without a kind in a list of them",
        f"apiVersion: v1\nkind: PodList\nitems:\n- spec:\n    containers:\n    - image: {IMAGE}\n",
        REWRITTEN,
    ),
    ("a list of a custom kind as JSON", f'{{"apiVersion":"v1","kind":"X","items":[{JSON}]}}', REWRITTEN),
    ("a list of a kind that is a number", f"apiVersion: v1\nkind: '1'\nitems:\n{ITEM}", REWRITTEN),
]

_LINE_BREAKS = [
    *((f"a comment that ends in {name}", f"# c{end}{FLOW}\n", SAFE) for name, end in _YAML_BREAKS.items()),
    *((f"lines that end in {name}", f"# c\n{POD}".replace("\n", end), SAFE) for name, end in _YAML_BREAKS.items()),
    *((f"a directive that ends in {name}", f"%YAML 1.1{end}---\n{POD}", SAFE) for name, end in _YAML_BREAKS.items()),
    ("a comment behind a value that ends in a line separator", f"a: b # c\u2028{POD}", SAFE),
    *(
        (f"a blank line that ends in {name}", POD.replace("spec:\n", f"spec:\n{end}"), SAFE)
        for name, end in _YAML_BREAKS.items()
    ),
    ("a marker with a comment, a line separator and a no-break space", f"\n--- #\u2028\u00a0\n{JSON}\n", SAFE),
    ("a comment that ends in a carriage return", f"# c\r{FLOW}\n", REWRITTEN),
    ("a line that ends in two carriage returns and a line feed", POD.replace(IMAGE, f'"\\\r\r\n{IMAGE}"'), SAFE),
]

# go-yaml drops the first character of each line while its buffer begins with a byte order mark.
_DROPPED = "".join(f"x{line}" if line[0] != " " else line for line in POD.splitlines(keepends=True))

_MARKS = [
    ("two byte order marks at the start, and an object in braces", f"\ufeff\ufeff{FLOW}\n", SAFE),
    ("two byte order marks, which make Go drop what begins a line", f"\ufeff\ufeff# c\n{_DROPPED}", REFUSED),
    ("two byte order marks before a later document", f"{_BEFORE}---\n\ufeff\ufeff# c\n{_DROPPED}", REFUSED),
    ("a byte order mark in a comment where Go reads on", f"# {'c' * 510}\ufeff\n{_DROPPED}", REFUSED),
    ("a byte order mark before a marker in a document", POD.replace("spec", "\ufeff--- : x\nspec"), REFUSED),
    ("a byte order mark at the start of a later document", f"{POD}---\n\ufeff{POD}", SAFE),
    ("a byte order mark before a marker at the start", f"\ufeff---\n{POD}", REWRITTEN),
]

_TAGS = [
    ("a kind in base64", POD.replace("Pod", _binary("Pod")), SAFE),
    ("a kind in base64 by a tag in full", POD.replace("Pod", "!<tag:yaml.org,2002:binary> UG9k"), SAFE),
    ("a kind in base64 by a handle", f"%TAG !e! tag:yaml.org,2002:\n---\n{POD}".replace("Pod", "!e!binary UG9k"), SAFE),
    ("an apiVersion in base64", POD.replace("v1", _binary("v1")), SAFE),
    ("the key of the kind in base64", POD.replace("kind", _binary("kind")), SAFE),
    ("the key of the image in base64", POD.replace("image", _binary("image")), SAFE),
    ("a key on the way to the image in base64", POD.replace("spec", _binary("spec")), SAFE),
    ("the key of the items in base64", f"apiVersion: v1\nkind: List\n{_binary('items')}:\n{ITEM}", SAFE),
    ("a key that has a tag of its own", POD.replace("image:", "!x image:"), SAFE),
    ("a key whose tag is not specific", POD.replace("image:", "! image:"), SAFE),
    ("a kind that has a tag of its own", POD.replace("Pod", "!x Pod"), SAFE),
    ("a merge key whose tag is not specific", POD.replace(f"image: {IMAGE}", f"! <<: {{image: {IMAGE}}}"), SAFE),
    ("a merge key that has its tag", POD.replace(f"image: {IMAGE}", f"!!merge <<: {{image: {IMAGE}}}"), SAFE),
    ("a key that is tagged as a merge key", POD.replace(f"image: {IMAGE}", f"!!merge x: {{image: {IMAGE}}}"), SAFE),
    ("a list that has a tag of its own", POD.replace("containers:", "containers: !x"), SAFE),
]

_VALUES = [
    ("an image that has a tag of its own", POD.replace(IMAGE, f"!x {IMAGE}"), SAFE),
    ("an image that has a tag of another domain", POD.replace(IMAGE, f"!<tag:x.example,2000:y> {IMAGE}"), SAFE),
    ("an image whose tag is not specific", POD.replace(IMAGE, f"! {IMAGE}"), SAFE),
    ("an image in base64", POD.replace(IMAGE, _binary(IMAGE)), SAFE),
    ("an image that is a hexadecimal number too long for Go", POD.replace(IMAGE, "0x12345678901234567"), SAFE),
    ("an image that is a bool to YAML 1.1", POD.replace(IMAGE, "y"), SAFE),
    ("an image that is a number to base 60 in YAML 1.1", POD.replace(IMAGE, "12:30"), SAFE),
    ("an image that is a bool to YAML 1.1 in capitals", POD.replace(IMAGE, "No"), SAFE),
    ("an image that is a date to YAML 1.1", POD.replace(IMAGE, "2001-01-01"), SAFE),
]

_SPELLINGS = [
    ("an image under a key in another case", POD.replace("image", "Image"), SAFE),
    ("containers under a key in another case", POD.replace("containers", "CONTAINERS"), SAFE),
    ("a kind under a key in another case", POD.replace("kind", "Kind"), SAFE),
    ("an apiVersion under a key in another case", POD.replace("apiVersion", "apiversion"), SAFE),
    ("containers with a long s, which Go takes for an s", POD.replace("containers", "container\u017f"), SAFE),
    ("a kind with a Kelvin sign, which Go takes for a k", POD.replace("kind", "\u212aind"), SAFE),
    ("items under a key in another case", f"apiVersion: v1\nkind: List\nItems:\n{ITEM}", SAFE),
    ("items with a long s in an object of another kind", f"{_BEFORE}item\u017f:\n{ITEM}", SAFE),
    (
        "a key in another case where the kind is escaped",
        POD.replace("Pod", '"\\u0050od"').replace("spec", "SPEC"),
        SAFE,
    ),
    (
        "a key in another case where the kind's key is",
        POD.replace("kind", '"k\\u0069nd"').replace("spec", "SPEC"),
        SAFE,
    ),
]

_HARMLESS = [
    ("two byte order marks before a block mapping", f"\ufeff\ufeff{POD}", REFUSED),
    ("a byte order mark before a marker between documents", f"{POD}\ufeff---\n{POD}", REFUSED),
    ("a byte order mark before a key in a document", POD.replace("spec", "\ufeffspec"), WARNED),
    ("a byte order mark before an image in a document", POD.replace("image", "\ufeffimage"), WARNED),
    ("an anchor whose name goes on behind a colon, on a key", POD.replace("spec:", '&a:b "spec":'), WARNED),
    ("the same where another parser has to read it", f"x: {{y: z:1}}\n{POD}".replace(IMAGE, f'&a:b "{IMAGE}"'), WARNED),
    ("an anchor whose name goes on behind a colon, on a value", POD.replace(IMAGE, f"&a:b {IMAGE}"), WARNED),
]

_LONG = "k" * 1100
_PLAIN_JSON = [
    ("JSON with an emoji as two escapes", JSON.replace("{", '{"x":"\\ud83d\\ude00",', 1), REWRITTEN),
    ("JSON with a delete character", JSON.replace("{", '{"x":"\x7f",', 1), REWRITTEN),
    ("JSON with a key that is longer than YAML allows", JSON.replace("{", f'{{"{_LONG}":"x",', 1), REWRITTEN),
    ("JSON with line breaks before the colons", JSON.replace(":", "\n:", 3), REWRITTEN),
    ("JSON with an escaped slash", JSON.replace("/", "\\/"), REWRITTEN),
    ("JSON, one object after the other", JSON + JSON, REWRITTEN),
    ("JSON, one object a line", f"{JSON}\n{JSON}\n", REWRITTEN),
    ("JSON, and YAML without a separator", f'{{"apiVersion":"v1","kind":"ConfigMap"}}\n{POD}', SAFE),
    ("JSON, and YAML behind a separator", f'{{"apiVersion":"v1","kind":"ConfigMap"}}\n---\n{POD}', REWRITTEN),
    ("JSON with a key twice", JSON.replace('"kind"', '"kind":"ConfigMap","kind"'), SAFE),
    ("JSON with escapes in its keys", JSON.replace("kind", "\\u006bind").replace("spec", "\\u0073pec"), REWRITTEN),
    ("JSON indented by tabs", JSON.replace(",", ",\n\t"), REWRITTEN),
    *((f"JSON behind {name}", f"{space}{JSON}\n", SAFE) for name, space in _SPACES.items()),
]

_ROWS = [
    *((row, True) for row in (*_SEPARATORS, *_LISTS, *_LINE_BREAKS, *_MARKS, *_TAGS, *_VALUES, *_SPELLINGS)),
    *((row, True) for row in _PLAIN_JSON),
    *((row, False) for row in _HARMLESS),
]
# kubectl drops the byte of CR before that of LF, whatever they belong to, and so shifts what comes after them.
_SHIFTED = "\ufeff# \u0a0d" + "".join(chr(ord(character) << 8) for character in f"{POD}# ")

CASES = [
    *(Case(name, stream.encode(), outcomes, seen) for (name, stream, outcomes), seen in _ROWS),
    Case("UTF-16 with a character whose bytes are CR and LF", _SHIFTED.encode("utf-16-le"), REFUSED),
    Case("UTF-16 with two byte order marks", f"\ufeff\ufeff{FLOW}\n".encode("utf-16-le"), SAFE),
    Case("UTF-16", f"\ufeff{POD}".encode("utf-16-be"), REWRITTEN),
]
