"""``spec.bundle``: images that no manifest names, and what is accepted though nobody can say what to carry for it."""

from __future__ import annotations

from regswap.places.split import scheme_of
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import ImageReference, InvalidReference
from regswap.settings.config.config_value import list_items, read_each

if TYPE_CHECKING:
    from regswap.rules.engine.rule import Origin
    from regswap.rules.source.tree import Value

FIELDS = ("hole", "source", "namespace", "kind", "name", "reference")
"""The fields that an acceptance can ask for, each with a shell pattern."""

_REASON = "reason"


class Extra(NamedTuple):
    """An image, or another artifact, that no manifest names."""

    reference: str
    origin: Origin


class Acceptance(NamedTuple):
    """Holes that are accepted, and why."""

    wanted: tuple[tuple[str, str], ...]
    """Pairs of one of ``FIELDS`` and a shell pattern, which must all match."""
    reason: str
    origin: Origin


class Bundle(NamedTuple):
    """The ``spec.bundle`` of a configuration."""

    extra: tuple[Extra, ...] = ()
    accept: tuple[Acceptance, ...] = ()


def read_bundle(value: Value) -> Bundle:
    """Return what ``spec.bundle`` says.

    Raises:
        RulesError: with every finding.

    """
    fields = value.read_keys(("extra", "accept"), "`bundle`")
    extra = read_each(list_items(fields.get("extra"), "`extra`"), _read_extra)
    accept = read_each(list_items(fields.get("accept"), "`accept`"), _read_acceptance)
    return Bundle(extra, accept)


def _read_extra(item: Value) -> Extra:
    text = item.read_string("an image", "registry.k8s.io/pause:3.10")
    reference = text.removeprefix(scheme_of(text))
    try:
        ImageReference.parse(reference)
    except InvalidReference as error:
        remedy = "write a reference with a tag or a digest, as in `registry.k8s.io/pause:3.10`"
        raise item.refuse(f"`{text}` {error.reason}", remedy) from None
    return Extra(reference, item.origin)


def _read_acceptance(item: Value) -> Acceptance:
    fields = item.read_keys((*FIELDS, _REASON), "an acceptance")
    reason = fields.pop(_REASON).read_string("`reason`", "why it is accepted").strip() if _REASON in fields else ""
    if not reason:
        raise item.refuse("the acceptance has no reason", "add `reason:`, for those who ask later")
    if not fields:
        raise item.refuse("the acceptance would match everything", "write `{reference: 'quay.io/team/*'}`, for example")
    wanted = tuple((field, value.read_string(f"`{field}`", "team-*")) for field, value in fields.items())
    return Acceptance(wanted, reason, item.origin)
