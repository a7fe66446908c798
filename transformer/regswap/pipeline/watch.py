"""Selectors and added paths that find nothing in a whole run: each is most likely misspelt."""

from __future__ import annotations

from regswap.document.parse.node import ANY
from regswap.errors import Diagnostic
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.suggestion import find_nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from regswap.document.parse.stream import Document
    from regswap.pipeline.entry import Entry
    from regswap.pipeline.scope import Selector
    from regswap.places.path import Part
    from regswap.places.site import Site

_NEAR = 0.6
"""How alike a word and one of the manifests must be: enough for two letters of three that have changed places."""

_MOST_NAMES = 1000
"""How many names of one sort are kept to find the one that is meant."""


class Watched(NamedTuple):
    """A selector, or a path of one kind."""

    option: str
    """What says it, such as ``--exclude``."""
    text: str
    """As the user wrote it."""
    selector: Selector | None = None
    group: str = ""
    kind: str = ""
    """Of a path, the kind of the objects that it is for; ``*`` is any group."""
    parts: tuple[Part, ...] = ()
    """Of a path; none for a JSONPath, which counts where anything is found in an object of its kind."""
    is_shared: bool = False
    """Whether it is from a configuration, which may be meant for other manifests too."""

    def matches(self, site: Site) -> bool:
        """Tell whether a site is what it asks for."""
        identity = site.object
        if self.selector is not None:
            return self.selector.matches(identity, site.value)
        group, slash, _ = identity.api_version.rpartition("/")
        is_meant = identity.kind == self.kind and self.group in (ANY, group if slash else "")
        return is_meant and (not self.parts or _leads_to(self.parts, site.field.path))


class Watch:
    """What of some selectors and paths has found nothing yet."""

    def __init__(self, watched: Iterable[Watched]) -> None:
        """Begin with all of them."""
        self._idle = list(dict.fromkeys(watched))
        self._seen: dict[str, set[str]] = {"kind": set(), "namespace": set(), "name": set()}
        self._kinds: set[str] = set()
        """The kinds of added paths that a document names, whatever it has of them."""

    def note(self, document: Document, entries: Sequence[Entry], matched: Collection[Watched]) -> None:
        """Remember what a document has."""
        self._idle = [one for one in self._idle if one not in matched]
        self._kinds |= {one.kind for one in self._idle if one.kind and one.kind.encode() in document.data}
        for entry in entries if self._idle else ():
            for field, names in self._seen.items():
                if len(names) < _MOST_NAMES:
                    names.add(getattr(entry, field))

    def find_warnings(self, known_kinds: Collection[str]) -> list[Diagnostic]:
        """Return what is most likely wrong; ``known_kinds`` are others that there are."""
        if not self._seen["kind"]:
            # Where there is no reference at all, nothing can be found.
            return []
        warnings = []
        for one in self._idle:
            remedy = "" if one.selector is None else self._suggest(one.selector, known_kinds, only_kinds=one.is_shared)
            if one.is_shared and not remedy:
                continue
            if one.selector is None and one.kind not in self._kinds:
                continue
            advice = "see `regswap paths test`" if one.selector is None else "see `regswap images` for what there is"
            warnings.append(Diagnostic(f"`{one.text}` matches nothing", remedy or advice, one.option))
        return warnings

    def find_notes(self) -> list[Diagnostic]:
        """Return what need not be wrong: paths of kinds that are not there."""
        return [
            Diagnostic(f"no manifest has the kind `{one.kind}`", self._find_kind(one.kind), one.option)
            for one in self._idle
            if one.kind and one.kind not in self._kinds and not one.is_shared
        ]

    def _find_kind(self, kind: str) -> str:
        meant = find_nearest(kind, sorted(self._seen["kind"]))
        return f"did you mean `{meant}`?" if meant else ""

    def _suggest(self, selector: Selector, known_kinds: Collection[str], *, only_kinds: bool) -> str:
        """Return what was meant; namespaces and names of other manifests are not misspelt, but unknown kinds are."""
        for field, pattern in selector.wanted:
            names, known = self._seen.get(field, set()), known_kinds if field == "kind" else ()
            if pattern in names or pattern in known or set("*?[") & set(pattern) or (only_kinds and field != "kind"):
                continue
            meant = find_nearest(pattern, sorted(names), _NEAR) or find_nearest(pattern, sorted(known))
            if meant:
                return f"did you mean `{field}={meant}`?"
        return ""


def _leads_to(parts: tuple[Part, ...], path: Sequence[str | int]) -> bool:
    """Tell whether a path goes along some parts, from the root of an object that may lie in a list or in another."""
    return any(all(map(_is_at, parts, path[start : start + len(parts)])) for start in range(len(path) - len(parts) + 1))


def _is_at(part: Part, step: str | int) -> bool:
    return isinstance(step, int) if part is None else part in (ANY, step)
