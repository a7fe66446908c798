"""k3s and RKE2: ``registries.yaml``.

https://docs.k3s.io/installation/private-registry. An endpoint's path would take the place of ``/v2``, so that a path on
the mirror is a rewrite. The source is the last endpoint unless the agent runs with
``--disable-default-registry-endpoint``.
"""

from __future__ import annotations

from regswap.mirrors.mirror_format import MirrorFormat, list_hosts, quote
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.mirrors.mirror_format import Settings
    from regswap.mirrors.table import Mirror


def write(settings: Settings) -> dict[str, str]:
    """Return the text of ``/etc/rancher/k3s/registries.yaml``."""
    entries = [_write(mirror, settings.scheme) for mirror in list_hosts(settings)]
    return {"": "".join(["mirrors:\n" if entries else "mirrors: {}\n", *entries])}


def _write(mirror: Mirror, scheme: str) -> str:
    lines = [f"  {quote(mirror.source)}:", "    endpoint:", f"      - {quote(f'{scheme}://{mirror.target_registry}')}"]
    if mirror.target_path:
        lines += ["    rewrite:", f'      "^(.*)$": {quote(f"{mirror.target_path}/$1")}']
    return "".join(f"{line}\n" for line in lines)


K3S = MirrorFormat(
    "k3s",
    "`registries.yaml` of k3s and RKE2",
    write,
    warning="k3s and RKE2 ask the source where the mirror fails",
    remedy="run them with `--disable-default-registry-endpoint`",
)
