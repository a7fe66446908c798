"""The list of images of image-syncer, https://github.com/AliyunContainerService/image-syncer.

How it reads a reference is that of its ``pkg/utils/url.go``: what stands before the first of two slashes is a registry,
before the only one only if it has a dot; a tag or a digest may follow, not both.
"""

from __future__ import annotations

import json

from regswap.errors import Diagnostic, UsageError
from regswap.record import TYPE_CHECKING
from regswap.reference import ImageReference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.bundle.copying import Copy

_BOTH = "has a tag and a digest"
_NO_HOST = "is below a registry without a dot, which image-syncer takes for a user of Docker Hub"
_REMEDY = "use --format regsync, which can say all"


def write(copies: Sequence[Copy]) -> str:
    """Return the list; raises UsageError for each reference that image-syncer would read as another."""
    faults = [
        Diagnostic(f"image-syncer cannot copy `{one.source}` to `{one.target}`: `{text}` {fault}", _REMEDY)
        for one in copies
        for text in (one.source, one.target)
        if (fault := _find_fault(text))
    ]
    if faults:
        raise UsageError(*faults)
    targets: dict[str, list[str]] = {}
    for one in copies:
        targets.setdefault(one.source, []).append(one.target)
    lines = (f"{json.dumps(source)}: {json.dumps(found)}\n" for source, found in targets.items())
    return "".join(lines) or "{}\n"


def _find_fault(text: str) -> str:
    reference = ImageReference.parse(text)
    if reference.tag is not None and reference.digest is not None:
        return _BOTH
    is_short = "/" not in reference.path
    return _NO_HOST if is_short and (reference.host is None or "." not in reference.registry) else ""
