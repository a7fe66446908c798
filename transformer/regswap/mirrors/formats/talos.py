"""Talos: one ``RegistryMirrorConfig`` document for each registry.

https://www.talos.dev, reference of the configuration, ``RegistryMirrorConfig`` (``v1alpha1``).
"""

from __future__ import annotations

from regswap.mirrors.mirror_format import MirrorFormat, list_hosts, make_endpoint, quote
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.mirrors.mirror_format import Settings
    from regswap.mirrors.table import Mirror


def write(settings: Settings) -> dict[str, str]:
    """Return the documents of a machine configuration patch."""
    return {"": "---\n".join(_write(mirror, settings.scheme) for mirror in list_hosts(settings))}


def _write(mirror: Mirror, scheme: str) -> str:
    lines = ["apiVersion: v1alpha1", "kind: RegistryMirrorConfig", f"name: {quote(mirror.source)}", "endpoints:"]
    lines.append(f"  - url: {quote(make_endpoint(mirror, scheme))}")
    lines += ["    overridePath: true"] if mirror.target_path else []
    return "".join(f"{line}\n" for line in [*lines, "skipFallback: true"])


TALOS = MirrorFormat("talos", "`RegistryMirrorConfig` documents of Talos", write)
