"""Whether a document can hold an unlisted reference at all, told from its bytes."""

from __future__ import annotations

import re

from regswap.document.parse.prefilter import guess_kinds, may_contain
from regswap.places.built_in import KINDS, VERSIONS, is_built_in
from regswap.record import TYPE_CHECKING
from regswap.registry import SCHEMES, is_registry

if TYPE_CHECKING:
    from collections.abc import Collection

# Not compiled here: a run of few documents needs few of them. Each begins with a literal, for which is searched fast.
_NAMES = (
    # Pull policies and secrets name no image, and Prometheus has a label `image` that is compared with nothing.
    rb"image(?!pull(?:policy|secrets?)|!=|!~|=~|=\\*[\"']\\*[\"'])",
    rb"repo(?!rt)",
    rb"regist(?:ry|ri)",
)
_FORMS = (
    rb"@[a-z0-9]+:[0-9a-f]{32}",
    rb"/(?<=[A-Za-z0-9_.})\]-]/)[A-Za-z0-9._${}()-]+:[A-Za-z0-9_${]",
)
"""A digest; a path with a tag."""
_WORDS = (b"hub", b"builder", b"img", b"policies.bundle.oci.ref", *(scheme.encode() for scheme in SCHEMES))
"""What else is in the names whose values are references, or a part of one: see ``hidden.name`` and ``hidden.known``."""
_HOST = rb"(?<![A-Za-z0-9.-])([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::[0-9]+)?)/"

_KEY = b"apiVersion"
_BEFORE_KEY = b"\n\r\xbf"
"""What stands before a key in column 0: the end of a line, or that of a byte order mark."""
_OF_LISTS = ("config.kubernetes.io/", "regswap.dev/")
"""The groups of a ResourceList and of what configures its functions."""
_KINDS = KINDS | {"", "User", "Group"}
"""Those of Kubernetes, and the kinds of what a role is bound to."""
_API_VERSION = re.compile(rb"apiVersion[\"']?[ \t]*:[ \t]*[\"']?([A-Za-z0-9./-]+)(?:[\s\"',}]|\Z)")


def may_be_custom(data: bytes, certain: frozenset[str] | None) -> bool:
    """Tell whether a document may hold a custom resource; a doubt is a yes.

    ``certain`` are the kinds that the object can be that it is, None where that is not known.
    """
    if certain is not None:
        versions = _find_root_versions(data)
        return versions is None or not all(is_built_in(version, kind) for version in versions for kind in certain)
    found = _API_VERSION.findall(data)
    if may_contain(data) or len(found) != data.count(b"apiVersion"):
        return True
    kinds = {kind.removesuffix("List") for kind in guess_kinds(data)}
    return not VERSIONS.issuperset(version.decode() for version in found) or not kinds <= _KINDS


def _find_root_versions(data: bytes) -> set[str] | None:
    """Return what the version can be of the object that a block mapping is; None where its bytes leave a doubt."""
    versions = set()
    place = data.find(_KEY)
    while place >= 0:
        if not place or data[place - 1] in _BEFORE_KEY:
            found = _API_VERSION.match(data, place)
            if found is None:
                return None
            versions.add(found[1].decode())
        place = data.find(_KEY, place + 1)
    return versions


def is_list_of_built_in(data: bytes) -> bool:
    """Tell whether a document looks like a ResourceList that holds objects of Kubernetes' own kinds only.

    The search of its items finds out where that is wrong.
    """
    versions = {version.decode() for version in _API_VERSION.findall(data)}
    items = {version for version in versions if not version.startswith(_OF_LISTS)}
    return len(items) < len(versions) and items <= VERSIONS


def may_hold_unlisted(data: bytes, hosts: Collection[str]) -> bool:
    """Tell whether a document may hold a reference that no row lists; ``hosts`` are the registries that rules name."""
    if may_contain(data):
        return True
    lower = data.lower()
    if any(word in lower for word in _WORDS) or any(re.search(name, lower) for name in _NAMES):
        return True
    if any(re.search(form, data) for form in _FORMS):
        return True
    if any("." not in host and host.encode() in data for host in hosts):
        return True
    found = {host.decode() for host in re.findall(_HOST, data)}
    return not found.isdisjoint(hosts) or any(map(is_registry, found))
