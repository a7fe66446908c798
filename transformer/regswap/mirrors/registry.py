"""The formats that mirror configuration is written in, a row each."""

from __future__ import annotations

from regswap.mirrors.formats.containerd import CONTAINERD
from regswap.mirrors.formats.k3s import K3S
from regswap.mirrors.formats.openshift import OPENSHIFT
from regswap.mirrors.formats.palette import PALETTE_PAGE
from regswap.mirrors.formats.registries_conf import REGISTRIES_CONF
from regswap.mirrors.formats.talos import TALOS

FORMATS = (CONTAINERD, REGISTRIES_CONF, K3S, TALOS, OPENSHIFT, PALETTE_PAGE)
BY_NAME = {one.name: one for one in FORMATS}
