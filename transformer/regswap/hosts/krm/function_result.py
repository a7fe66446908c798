"""Results: what the function says of each item, for the host to show, and the same for standard error.

In both an item is what the user calls it, a kind, a name and a file, and no line of a stream that nobody sees.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from operator import itemgetter

from regswap.errors import Diagnostic
from regswap.hosts.krm.envelope import read_items
from regswap.output.json_text import dump_text
from regswap.places.object import join_name
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.streams.source import STDIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.hosts.krm.envelope import Envelope, Item
    from regswap.pipeline.entry import Entry

_LISTED = r"(?:items\[(\d+)\]\.?)+"
"""How a path in a list begins; what follows is the path in the object."""
_LONGEST_EXCERPT = 120
_NOT_YAML = r"[\ufeff\ufffe\uffff]"
"""Other characters that JSON may hold as they are and YAML may not."""


class Result(NamedTuple):
    """One result, as the specification has it."""

    severity: str
    """``info``, ``warning`` or ``error``."""
    message: str
    resource: tuple[str, str, str, str] | None = None
    """API version, kind, namespace and name."""
    field: tuple[tuple[str, str], ...] = ()
    """``path``, ``currentValue`` and ``proposedValue``, as far as they are known."""
    file: tuple[str, str] = ("", "")
    """Path and index."""
    rule: str = ""
    """Where the rule is written that decided."""

    def as_row(self) -> str:
        """Return it as JSON on one line, which is YAML as well."""
        row: dict[str, object] = {"message": self.message, "severity": self.severity}
        if self.resource is not None:
            version, kind, namespace, name = self.resource
            row["resourceRef"] = {"apiVersion": version, "kind": kind, "name": name}
            if namespace:
                row["resourceRef"] = {"apiVersion": version, "kind": kind, "name": name, "namespace": namespace}
            if self.field:
                row["field"] = dict(self.field)
        path, index = self.file
        if path:
            row["file"] = {"path": path, **({"index": int(index)} if index.isdecimal() else {})}
        if self.rule:
            row["tags"] = {"rule": self.rule}
        text = dump_text(row)
        # What is not a character at all comes from a file name that is not text.
        text = text.encode("utf-8", "replace").decode()
        return re.sub(_NOT_YAML, lambda found: f"\\u{ord(found[0]):04x}", text)


class Directory:
    """Finds the item, and the reference in it, that a place of the stream belongs to."""

    def __init__(self, envelope: Envelope) -> None:
        """Know the list, and nothing yet of what became of its references."""
        self._envelope = envelope
        self._entries: dict[tuple[int, int], Entry] = {}

    def learn(self, entries: Iterable[Entry]) -> None:
        """Learn what became of the references in the items."""
        self._entries = {(entry.line, entry.column): entry for entry in entries}

    @cached_property
    def _items(self) -> tuple[Item, ...]:
        return read_items(self._envelope)

    @cached_property
    def _owners(self) -> list[tuple[tuple[int, int], Item | None]]:
        """Where each item begins, and the functionConfig, which is none, in the order in which they are written."""
        config, reading = self._envelope.function_config, self._envelope.reading
        owners: list[tuple[tuple[int, int], Item | None]] = [(item.place, item) for item in self._items]
        if config is not None:
            owners.append(((reading.line_of(config), config.column + 1), None))
        return sorted(owners, key=itemgetter(0))

    def find_item(self, line: int, column: int) -> Item | None:
        """Return the item that is written at a place."""
        found = bisect_right(self._owners, (line, column), key=itemgetter(0)) - 1
        return self._owners[found][1] if found >= 0 else None

    def locate(self, severity: str, finding: Diagnostic) -> tuple[Diagnostic, Result]:
        """Return a finding as it is told to the user, and as a result."""
        if finding.source != STDIN or not finding.line:
            return finding, Result(severity, finding._replace(excerpt="").render())
        item = self.find_item(finding.line, finding.column)
        if item is None:
            return finding, Result(severity, finding._replace(excerpt="").render())
        entry = self._entries.get((finding.line, finding.column))
        resource = _resource_of(entry or item)
        message = re.sub(rf"\A{_LISTED}", "", finding.message)
        # A list on one long line does not help.
        excerpt = "" if finding.offset or len(finding.excerpt) > _LONGEST_EXCERPT else finding.excerpt.strip()
        told = Diagnostic(f"{_name(resource)}: {message}", finding.remedy, item.path, excerpt=excerpt)
        result = Result(severity, "", resource, file=(item.path, item.position))
        if entry is not None:
            path = _path_in_object(entry.path)
            # The host puts the path before the message.
            message = message.removeprefix(path).lstrip(": ")
            result = result._replace(field=(("path", path), ("currentValue", entry.reference)))
        return told, result._replace(message=f"{message}; {finding.remedy}" if finding.remedy else message)

    def list_changes(self, entry: Entry, severity: str = "info") -> Iterator[Result]:
        """Yield a result for each field that the rewriting of a reference changes."""
        item = self._item_of(entry)
        parts = [(part.path, part.value, part.becomes) for part in entry.parts if part.value != part.becomes]
        would = "becomes" if severity == "info" else "would become"
        for path, value, becomes in parts or [(entry.path, entry.reference, entry.rewritten)]:
            yield Result(
                severity,
                f"{entry.reference} {would} {entry.rewritten}",
                _resource_of(entry),
                (("path", _path_in_object(path)), ("currentValue", value), ("proposedValue", becomes)),
                (item.path, item.position) if item is not None else ("", ""),
                str(entry.rule.origin) if entry.rule is not None else "",
            )

    def diagnose_change(self, entry: Entry) -> Diagnostic:
        """Return a reference that is not what the rules want, as an error."""
        item = self._item_of(entry)
        path = _path_in_object(entry.path)
        message = f"{_name(_resource_of(entry))}: {path}: `{entry.reference}` would become `{entry.rewritten}`"
        remedy = "let the function run as a transformer, or write it so"
        return Diagnostic(message, remedy, item.path if item is not None else "")

    def _item_of(self, entry: Entry) -> Item | None:
        found = re.match(r"items\[(\d+)\]", entry.path)
        return self._items[int(found[1])] if found else None


def _resource_of(thing: Entry | Item) -> tuple[str, str, str, str]:
    return thing.api_version, thing.kind, thing.namespace, thing.name


def _name(resource: tuple[str, str, str, str]) -> str:
    _, kind, namespace, name = resource
    return f"{kind} {join_name(namespace, name)}"


def _path_in_object(path: str) -> str:
    return re.sub(rf"\A{_LISTED}", "", path)
