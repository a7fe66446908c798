"""YAML that holds rules: values that know where they are written, and say so when they are not what was expected.

The only module here that knows YAML; formats that need it import it where they read, because most runs do not.
"""

from __future__ import annotations

import re

from regswap.document.parse.node import YAML_TAG, Alias, Mapping, Scalar, Sequence
from regswap.document.parse.scalar import content_start, type_of
from regswap.document.parse.stream import Document
from regswap.document.read.reading import read
from regswap.errors import Diagnostic, Findings, ManifestError, RulesError
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.rules.source.source_text import Place, SourceText, align
from regswap.suggestion import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.parse.node import Node
    from regswap.rules.engine.rule import Origin

_HARMLESS = re.compile(r": [a-z ,]+")
_HEADER = re.compile(r"[|>][^\r\n]*(?:\r\n?|\n|\Z)")


class Value(NamedTuple):
    """A node of a tree."""

    tree: _Tree
    node: Node

    @property
    def origin(self) -> Origin:
        """Where it is written, after its tag and anchor."""
        return self.tree.source_text.locate(self._start)

    @property
    def source(self) -> str:
        """The file, as the user named it."""
        return self.tree.source_text.source

    def diagnose(self, message: str, remedy: str) -> Diagnostic:
        """Make a finding about it."""
        return self.tree.source_text.diagnose(self._start, message, remedy)

    def refuse(self, message: str, remedy: str) -> RulesError:
        """Return the error that it is."""
        return RulesError(self.diagnose(message, remedy))

    @property
    def is_map(self) -> bool:
        """Whether it has keys."""
        return isinstance(self._resolved, Mapping)

    @property
    def is_list(self) -> bool:
        """Whether it has items."""
        return isinstance(self._resolved, Sequence)

    @property
    def is_null(self) -> bool:
        """Whether nothing is written there, or ``null``."""
        node = self._resolved
        return isinstance(node, Scalar) and _type_of(node) == "null"

    @property
    def entries(self) -> list[tuple[Value, Value]]:
        """The keys and values of a map, in order; nothing for anything else."""
        node = self._resolved
        pairs = node.entries if isinstance(node, Mapping) else ()
        return [(Value(self.tree, key), Value(self.tree, value)) for key, value in pairs]

    @property
    def string(self) -> str:
        """What a scalar says, whatever its type; empty for anything else."""
        node = self._resolved
        return node.value if isinstance(node, Scalar) else ""

    def get(self, *keys: str) -> Value | None:
        """Return what stands under keys of maps in maps, None if there is no such thing."""
        found: Value | None = self
        for key in keys:
            if found is None:
                return None
            found = next((value for name, value in found.entries if name.string == key), None)
        return found

    def get_string(self, *keys: str) -> str:
        """Return what a scalar under keys of maps in maps says, empty if there is no such thing."""
        value = self.get(*keys)
        return value.string if value is not None else ""

    def walk(self) -> Iterator[tuple[Value, Value]]:
        """Yield the keys and values of all maps in it as they are written; what an alias names only at its anchor."""
        pending: list[tuple[Node | None, Node]] = [(None, self.node)]
        while pending:
            key, node = pending.pop()
            if key is not None:
                yield Value(self.tree, key), Value(self.tree, node)
            if isinstance(node, Mapping):
                pending += reversed(node.entries)
            elif isinstance(node, Sequence):
                pending += [(None, item) for item in reversed(node.items)]

    def read_keys(self, known: tuple[str, ...], what: str) -> dict[str, Value]:
        """Return a map's values by key.

        Raises:
            RulesError: it is not a map, or it has keys twice or unknown ones.

        """
        if not self.is_map:
            raise self.refuse(f"{what} is {self._kind}", f"write a map with {_list(known)}")
        found: dict[str, Value] = {}
        errors = Findings()
        for key, value in self.entries:
            if key.string not in known:
                message = f"{what} has an unknown key `{key.string}`"
                errors += key.refuse(message, suggest(key.string, known)).diagnostics
            elif key.string in found:
                errors += key.refuse(f"{what} has the key `{key.string}` twice", "remove one of them").diagnostics
            found[key.string] = value
        errors.raise_as(RulesError)
        return found

    def read_items(self, what: str) -> list[Value]:
        """Return a list's items; none where nothing is written.

        Raises:
            RulesError: it is not a list.

        """
        node = self._resolved
        if self.is_null:
            return []
        if not isinstance(node, Sequence):
            raise self.refuse(f"{what} is {self._kind}", "write a list: each item on a line that begins with `-`")
        return [Value(self.tree, item) for item in node.items]

    def read_string(self, what: str, example: str) -> str:
        """Return a string; an empty one where nothing is written.

        Raises:
            RulesError: it is something else.

        """
        node = self._resolved
        if isinstance(node, Scalar) and _type_of(node) in ("string", "null"):
            return node.value if _type_of(node) == "string" else ""
        raise self.refuse(f"{what} is {self._kind}", f"write a string such as `{example}`, in quotes if need be")

    def read_text(self, what: str) -> SourceText:
        """Return a string as a text that knows where its characters are.

        Raises:
            RulesError: it is not a string.

        """
        text = self.read_string(what, "docker.io::registry.example.com")
        node = self._resolved
        if not isinstance(node, Scalar) or not text:
            return SourceText(self.source, "", lambda _: self._place, is_secret=self.tree.source_text.is_secret)
        return self.tree.enter(node)

    def decode_text(self, what: str) -> SourceText:
        """Return the text of a string in base64; all of it is where the string is.

        Raises:
            RulesError: it is not a string, or not base64 of UTF-8.

        """
        from base64 import b64decode

        written = self.read_string(what, "ZG9ja2VyLmlvOjpoLmV4YW1wbGU=")
        try:
            text = b64decode("".join(written.split()), validate=True).decode()
        except ValueError:
            raise self.refuse(
                f"{what} is not UTF-8 text in base64", "encode it, or write it under `stringData`"
            ) from None
        return SourceText(self.source, text, lambda _: self._place, is_secret=True)

    @property
    def _resolved(self) -> Node:
        node = self.node
        while isinstance(node, Alias):
            node = node.target
        return node

    @property
    def _start(self) -> int:
        if isinstance(self.node, Scalar):
            return content_start(self.tree.text, self.node)
        return self.node.start

    @property
    def _place(self) -> Place:
        return self.tree.source_text.find_place(self._start)

    @property
    def _kind(self) -> str:
        node = self._resolved
        if not isinstance(node, Scalar):
            return "a map" if isinstance(node, Mapping) else "a list"
        kind = _type_of(node)
        return "empty" if kind == "null" else self._show_tag(kind) if kind.startswith("tagged") else f"a {kind}"

    def _show_tag(self, kind: str) -> str:
        return "tagged" if self.tree.source_text.is_secret else kind


def _type_of(node: Scalar) -> str:
    """Name what a scalar is; rules have no use for tags, so that one with any is not a string."""
    return type_of(node) if node.tag in (None, "!", f"{YAML_TAG}str") else f"tagged {node.tag}"


class _Tree(NamedTuple):
    """A text and the source_text that it comes from, which are the same but for byte order marks."""

    source_text: SourceText
    text: str

    def enter(self, scalar: Scalar) -> SourceText:
        """Return the value of a scalar as a source_text."""
        header = _HEADER.match(self.text, content_start(self.text, scalar)) if scalar.style in ("|", ">") else None
        start = header.end() if header else content_start(self.text, scalar) + bool(scalar.style)
        return self.source_text.enter(scalar.value, align(scalar.value, self.text, start, scalar.end))


def read_tree(source_text: SourceText) -> list[Value]:
    """Return the roots of the documents in a text.

    Raises:
        RulesError: it is not YAML.

    """
    try:
        reading = read(Document(source_text.source, 1, 1, source_text.text.encode("utf-8", "surrogatepass")), None)
    except ManifestError as error:
        raise RulesError(*(_translate(source_text, finding) for finding in error.diagnostics)) from None
    tree = _Tree(source_text, reading.parsed)
    return [Value(tree, root) for root in reading.composed.roots]


def make_value(source_text: SourceText, node: Node) -> Value:
    """Return a node as a value; its offsets count in the source_text."""
    return Value(_Tree(source_text, source_text.text), node)


def _translate(source_text: SourceText, finding: Diagnostic) -> Diagnostic:
    """Return the finding where the source_text is written; what it says may quote a secret."""
    lines = source_text.text.splitlines(keepends=True)
    offset = sum(map(len, lines[: finding.line - 1])) + finding.column - 1
    reason = finding.message.partition("not valid YAML")[2]
    if source_text.is_secret and not _HARMLESS.fullmatch(reason):
        reason = ""
    return source_text.diagnose(offset, f"is not valid YAML{reason}", "correct it")


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
