"""Which objects and references are left alone: by the user's scope, or because they opt out.

The opt-outs are those of the webhooks that the rules come from:

- a label on the object or on its pod template, ``k8s.twr.io/imageswap: disabled`` (ImageSwap's
  ``IMAGESWAP_DISABLE_LABEL``; another one can be named);
- ``stylus.io/imageswap: disable`` on the namespace (Palette's Registry Connect);
- ``imageshift.dev`` or ``k8s.twr.io/imageswap`` on the namespace with another value than ``enabled``: these webhooks
  serve no namespace without it. A namespace that does not have the label at all says nothing, unless it is required.
"""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from regswap.places.object import ObjectId

    Labels = Mapping[str, str]

OPT_OUT_LABEL = ("k8s.twr.io/imageswap", "disabled")
"""The label with which an object opts out, and its value."""

_OUT = {"stylus.io/imageswap": "disable"}
_IN = {"imageshift.dev": "enabled", "k8s.twr.io/imageswap": "enabled"}

NAMESPACE_LABELS = (*_OUT, *_IN)
"""The labels of namespaces that count."""

UNMATCHED = ("keep", "fail")
"""What may be done with a reference that no rule matches."""

HIDDEN = ("certain", "rewrite", "report", "off")
"""What may be done with references in hidden places, the default first; with ``off`` none are found."""

REWRITTEN: Mapping[str, tuple[str, ...]] = {"certain": ("certain",), "rewrite": ("certain", "hidden")}
"""How sure references in hidden places must be to be rewritten, for each of ``HIDDEN`` that rewrites any."""

FIELDS = ("namespace", "kind", "name", "label", "annotation", "reference")
"""What a selector can ask for."""


class Selector(NamedTuple):
    """What an object or a reference must be like; every field that is given must match its pattern."""

    wanted: tuple[tuple[str, str], ...]
    """Pairs of a field and a shell pattern; that of a label or an annotation is ``key`` or ``key=value``."""
    text: str
    """As the user wrote it."""

    def matches(self, identity: ObjectId, reference: str) -> bool:
        """Tell whether a reference in an object is meant."""
        return all(_matches(field, pattern, identity, reference) for field, pattern in self.wanted)


class Scope(NamedTuple):
    """What is to be rewritten at all."""

    include: tuple[Selector, ...] = ()
    exclude: tuple[Selector, ...] = ()
    opt_out: tuple[str, str] | None = OPT_OUT_LABEL
    required: tuple[str, str] | None = None
    """A label that a namespace must have."""

    @property
    def asks_metadata(self) -> bool:
        """Whether labels and annotations have to be read."""
        asked = {field for selector in (*self.include, *self.exclude) for field, _ in selector.wanted}
        return bool(asked & {"label", "annotation"})

    def exempt(self, identity: ObjectId, reference: str, namespaces: Mapping[str, Labels]) -> str:
        """Return why a reference is left alone, empty if it is not; it continues a sentence about the reference."""
        if self.opt_out is not None and self.opt_out in identity.labels:
            key, value = self.opt_out
            return f"is in an object with the label `{key}: {value}`"
        return self.exempt_namespace(identity.namespace, namespaces) or self.leave_out(identity, reference)

    def leave_out(self, identity: ObjectId, reference: str) -> str:
        """Return why the selectors leave a reference alone, empty if they do not."""
        excluded = next((one for one in self.exclude if one.matches(identity, reference)), None)
        if excluded is not None:
            return f"is excluded by `{excluded.text}`"
        if self.include and not any(one.matches(identity, reference) for one in self.include):
            return "is not among what is included"
        return ""

    def exempt_namespace(self, name: str, namespaces: Mapping[str, Labels]) -> str:
        """Return why all references in a namespace are left alone, empty if they are not."""
        labels = namespaces.get(name)
        if labels is None:
            return ""
        for key, value in _OUT.items():
            if labels.get(key) == value:
                return f"is in the namespace `{name}`, which has the label `{key}: {value}`"
        for key, value in _IN.items():
            if labels.get(key, value) != value:
                return f"is in the namespace `{name}`, whose label `{key}` is not `{value}`"
        if self.required is not None and labels.get(self.required[0]) != self.required[1]:
            return f"is in the namespace `{name}`, which lacks the label `{self.required[0]}: {self.required[1]}`"
        return ""


def _matches(field: str, pattern: str, identity: ObjectId, reference: str) -> bool:
    from fnmatch import fnmatchcase

    if field in ("label", "annotation"):
        key, equals, value = pattern.partition("=")
        pairs = identity.labels if field == "label" else identity.annotations
        return any(fnmatchcase(name, key) and (not equals or fnmatchcase(text, value)) for name, text in pairs)
    texts = {"namespace": identity.namespace, "kind": identity.kind, "name": identity.name, "reference": reference}
    return fnmatchcase(texts[field], pattern)
