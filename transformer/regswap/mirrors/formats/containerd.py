"""containerd: ``certs.d/HOST/hosts.toml``, a file for each registry.

https://github.com/containerd/containerd/blob/main/docs/hosts.md. containerd 1.6 goes to the source where a file has no
``[host]`` table. Without ``override_path`` at the top, what it falls back to is asked for ``/v2/PATH/v2/...``.
"""

from __future__ import annotations

from regswap.mirrors.mirror_format import MirrorFormat, list_hosts, make_endpoint, quote
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.mirrors.mirror_format import Settings
    from regswap.mirrors.table import Mirror


def write(settings: Settings) -> dict[str, str]:
    """Return the files of the folder that ``config_path`` names."""
    return {f"{_name_folder(mirror.source)}/hosts.toml": _write(mirror, settings) for mirror in list_hosts(settings)}


def _name_folder(registry: str) -> str:
    """Return the name of a registry's folder; a port is written so that every file system takes it."""
    host, colon, port = registry.rpartition(":")
    return f"{host}_{port}_" if colon and not registry.endswith("]") else registry


def _write(mirror: Mirror, settings: Settings) -> str:
    endpoint = quote(make_endpoint(mirror, settings.scheme))
    override = "override_path = true\n" if mirror.target_path else ""
    table = f'[host.{endpoint}]\n  capabilities = ["pull", "resolve"]\n' + (f"  {override}" if override else "")
    return f"server = {endpoint}\n{override}\n{table}"


CONTAINERD = MirrorFormat("containerd", "a folder of `hosts.toml` for containerd's `config_path`", write)
