"""Fields of a kustomization that decide whether its objects are left alone: a namespace, labels, names."""

from __future__ import annotations

from regswap.document.read.field import child, entries, items, text_of
from regswap.kustomize.problem import Problem
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from regswap.document.read.field import Field
    from regswap.kustomize.kustomization import Kustomization
    from regswap.pipeline.scope import Scope

_REMEDY = "rewrite what is rendered instead: kustomize build | regswap rewrite"
_GIVING = {
    "namespace": ("namespace",),
    "name": ("namePrefix", "nameSuffix"),
    "label": ("commonLabels", "labels"),
    "annotation": ("commonAnnotations",),
}
"""What a selector asks for, and the keys that give it to objects when kustomize builds."""


def find_in_scope(
    kustomization: Kustomization, scope: Scope, namespaces: Mapping[str, Mapping[str, str]]
) -> Iterator[Problem]:
    """Yield where what is built would be left alone, and its sources are not."""
    root, reading = kustomization.root, kustomization.reading
    namespace = child(root, "namespace")
    reason = scope.exempt_namespace(text_of(namespace), namespaces)
    if namespace is not None and reason:
        message = f"namespace: what is built here {reason}, and would be rewritten all the same"
        yield Problem(reading.locate(namespace.node, message, _REMEDY), is_fault=True)
    for label in _list_labels(root):
        if (str(label.path[-1]), text_of(label)) == scope.opt_out:
            message = f"the label `{label.path[-1]}` lets all opt out that is built here, and it would be rewritten"
            yield Problem(reading.locate(label.node, message, _REMEDY), is_fault=True)
    asked = {field for selector in (*scope.include, *scope.exclude) for field, _ in selector.wanted}
    for field, keys in _GIVING.items():
        given = [found for found in (child(root, key) for key in keys) if found is not None]
        if field in asked and given:
            message = (
                f"{given[0].path[-1]} changes what --include and --exclude ask for: they see objects as they are here"
            )
            yield Problem(reading.locate(given[0].node, message, _REMEDY), is_fault=False)


def _list_labels(root: Field) -> Iterator[Field]:
    common, listed = child(root, "commonLabels"), child(root, "labels")
    yield from entries(common) if common is not None else ()
    for item in items(listed) if listed is not None else ():
        pairs = child(item, "pairs")
        yield from entries(pairs) if pairs is not None else ()
