"""Palette: ``/etc/containerd/config.toml`` as the page about the override of registries prints it."""

from __future__ import annotations

from regswap.mirrors.mirror_format import MirrorFormat, list_hosts, quote
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.mirrors.mirror_format import Settings

_HEAD = """\
## template: jinja

# Use config version 2 to enable new configuration fields.
# Config file is parsed as version 1 by default.
version = 2

imports = ["/etc/containerd/conf.d/*.toml"]

[plugins]
  [plugins."io.containerd.grpc.v1.cri"]
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
    SystemdCgroup = true


  # contains spectro changes
  [plugins."io.containerd.grpc.v1.cri".registry]
    [plugins."io.containerd.grpc.v1.cri".registry.mirrors]
"""


def write(settings: Settings) -> dict[str, str]:
    """Return the text of the page, in the order of the rules."""
    lines = [_HEAD]
    for mirror in sorted(list_hosts(settings), key=lambda mirror: mirror.rule.origin[1:]):
        table = f'plugins."io.containerd.grpc.v1.cri".registry.mirrors.{quote(mirror.source)}'
        lines += [f"      [{table}]\n", f"        endpoint = [{quote(mirror.target)}]\n"]
    return {"": "".join(lines)}


PALETTE_PAGE = MirrorFormat(
    "palette-page",
    "`config.toml` as Palette's page about the override of registries prints it",
    write,
    warning="a stock containerd cannot pull through this: an endpoint with a path gets no `/v2`, and it falls back to "
    "the source",
    remedy="use `--format containerd` on nodes that Palette does not manage",
)
