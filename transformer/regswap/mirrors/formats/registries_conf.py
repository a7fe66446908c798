"""CRI-O, Podman, Buildah and skopeo: ``registries.conf``.

containers-registries.conf(5): the longest prefix counts. With ``blocked`` a registry that has mirrors is never asked
itself.
"""

from __future__ import annotations

from regswap.mirrors.mirror_format import MirrorFormat, quote
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.mirrors.mirror_format import Settings
    from regswap.mirrors.table import Mirror


def write(settings: Settings) -> dict[str, str]:
    """Return the text of a file for ``/etc/containers/registries.conf.d``."""
    return {"": "\n".join(_write(mirror, settings.scheme) for mirror in settings.mirrors)}


def _write(mirror: Mirror, scheme: str) -> str:
    source = quote(mirror.source)
    lines = ["[[registry]]", f"prefix = {source}", f"location = {source}"]
    if mirror.target:
        lines += ["blocked = true", "", "[[registry.mirror]]", f"location = {quote(mirror.target)}"]
        lines += ["insecure = true"] if scheme == "http" else []
    return "".join(f"{line}\n" for line in lines)


REGISTRIES_CONF = MirrorFormat(
    "registries-conf",
    "a drop-in of `registries.conf` for CRI-O and Podman",
    write,
    has_paths=True,
    has_exceptions=True,
)
