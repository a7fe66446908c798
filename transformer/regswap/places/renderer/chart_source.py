"""Charts and manifests that Argo CD and kustomize pull from OCI registries: no images, but from the same registries.

Argo CD's ``repoURL`` (https://argo-cd.readthedocs.io/en/stable/user-guide/oci/) is a registry and a path, with
``oci://`` or, beside ``chart``, without; a chart's name and a version follow. What ``https://`` and Git name is not
an OCI reference.
"""

from __future__ import annotations

import re

from regswap.document.parse.node import Mapping
from regswap.document.read.field import child, text_of
from regswap.places.hidden.token import HIDDEN
from regswap.places.site import Part, Site
from regswap.places.split import join_parts, scheme_of
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.read.field import Field
    from regswap.places.branch import Shape
    from regswap.places.object import ObjectId

CHART = "chart"
"""How a report says that a reference names a chart and no image."""

_TAG = r"\w[\w.-]{0,127}"

_KEYS = (("repoURL", "chart", "targetRevision"), ("repo", "name", "version"))
"""What Argo CD calls the address, the chart and its version, and what kustomize's ``helmCharts`` call them."""


def find_chart(identity: ObjectId, field: Field, shape: Shape) -> Iterator[Site]:
    """Yield what a source of Argo CD or a chart of kustomize is pulled from, if it is in an OCI registry."""
    for keys in _KEYS if isinstance(field.node, Mapping) else ():
        found = [(role, child(field, key)) for role, key in zip(("repository", "name", "tag"), keys, strict=True)]
        parts = tuple(
            Part(role, inner, text_of(inner)) for role, inner in found if inner is not None and text_of(inner)
        )
        written = {part.role: part.value for part in parts}
        address = written.get("repository", "")
        if scheme_of(address) or (address and "name" in written and "://" not in address):
            found_as = shape._replace(found=CHART)
            # A range of versions is not a tag.
            parts = tuple(part for part in parts if part.role != "tag" or re.fullmatch(_TAG, part.value))
            written = {part.role: part.value for part in parts}
            yield Site(identity, parts[0].field, join_parts(written), "", found_as, parts, hidden=HIDDEN)
