"""OpenShift: ``ImageDigestMirrorSet`` and ``ImageTagMirrorSet``.

``config.openshift.io/v1``. One is for pulls by digest and the other for those by tag, so that both are needed.
"""

from __future__ import annotations

from regswap.mirrors.mirror_format import MirrorFormat, quote
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.mirrors.mirror_format import Settings

_SETS = (("ImageDigestMirrorSet", "imageDigestMirrors"), ("ImageTagMirrorSet", "imageTagMirrors"))


def write(settings: Settings) -> dict[str, str]:
    """Return the two objects."""
    return {"": "---\n".join(_write(kind, field, settings) for kind, field in _SETS)}


def _write(kind: str, field: str, settings: Settings) -> str:
    lines = ["apiVersion: config.openshift.io/v1", f"kind: {kind}", "metadata:", "  name: regswap", "spec:"]
    mirrors = [mirror for mirror in settings.mirrors if mirror.target]
    lines.append(f"  {field}:" if mirrors else f"  {field}: []")
    for mirror in mirrors:
        lines += [f"    - source: {quote(mirror.source)}", "      mirrors:", f"        - {quote(mirror.target)}"]
        lines.append("      mirrorSourcePolicy: NeverContactSource")
    return "".join(f"{line}\n" for line in lines)


OPENSHIFT = MirrorFormat(
    "openshift",
    "`ImageDigestMirrorSet` and `ImageTagMirrorSet` of OpenShift",
    write,
    has_paths=True,
    warning="the nodes take this up one after the other, each with a restart",
    remedy="apply it when that suits",
)
