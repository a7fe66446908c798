"""How registries are reached: their addresses, and what a user says about TLS."""

from __future__ import annotations

import ipaddress

from regswap.record import NamedTuple
from regswap.reference import HUB, HUB_HOSTS

_HUB_API = "registry-1.docker.io"
"""The host at which Docker Hub, known as ``docker.io``, answers."""

HUB_KEY = "https://index.docker.io/v1/"
"""The key under which docker's configuration keeps the password of Docker Hub."""


class Access(NamedTuple):
    """The user's settings for reaching registries."""

    ca: str | None = None
    """A file of certificates of authorities, PEM, that are trusted beside those of the system."""
    certificates: str | None = None
    """A folder as Docker's ``/etc/docker/certs.d``: a folder for each ``host[:port]``."""
    plain_http: tuple[str, ...] = ()
    """``host[:port]`` of registries that speak HTTP without TLS."""


def find_api_host(registry: str) -> str:
    """Return the ``host[:port]`` at which a registry answers."""
    return _HUB_API if registry in HUB_HOSTS else registry


def is_loopback(host: str) -> bool:
    """Tell whether a ``host[:port]`` is this machine, where engines do without TLS, too."""
    name = host.rpartition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def list_credential_keys(host: str) -> tuple[str, ...]:
    """Return the names by which docker's configuration may know a registry, the likeliest first."""
    if host in HUB_HOSTS:
        return HUB_KEY, *(
            f"{scheme}{name}" for name in (HUB, *sorted(HUB_HOSTS - {HUB})) for scheme in ("", "https://")
        )
    return host, f"https://{host}", f"http://{host}", f"https://{host}/v1/", f"https://{host}/v2/"
