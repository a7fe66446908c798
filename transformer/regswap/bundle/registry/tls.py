"""TLS for each registry: trusted certificate authorities, and client certificates.

https://docs.docker.com/engine/security/certificates/
"""

from __future__ import annotations

import os
import socket
import ssl
from glob import escape, glob

from regswap.bundle.registry.access import is_loopback
from regswap.bundle.store import AnswerError
from regswap.record import TYPE_CHECKING
from regswap.reference import DEFAULT_PORT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.bundle.registry.access import Access

_FOLDERS = ("/etc/containers/certs.d", "/etc/docker/certs.d")
"""The folders in which container engines look for certificates."""

_PLAIN = frozenset({"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "UNKNOWN_PROTOCOL", "HTTP_REQUEST"})
"""Reasons that OpenSSL gives for an answer that is not TLS."""
_PATIENCE = 10.0
"""Seconds for a connection on this machine."""


def make_context(host: str, access: Access) -> ssl.SSLContext:
    """Return how TLS is spoken with a ``host[:port]``; raises AnswerError for a certificate that cannot be used."""
    try:
        context = ssl.create_default_context()
        if access.ca is not None:
            named = access.ca
            context.load_verify_locations(cafile=access.ca)
        for folder in find_folders(host, access):
            for named in sorted(glob(os.path.join(escape(folder), "*.crt"))):
                context.load_verify_locations(cafile=named)
            for named in sorted(glob(os.path.join(escape(folder), "*.cert"))):
                context.load_cert_chain(named, f"{named.removesuffix('.cert')}.key")
    except OSError as error:
        # An error of TLS is one of the operating system, to Python.
        why = error.strerror or getattr(error, "reason", "") or "is not a certificate"
        raise AnswerError("unasked", f"{named}: cannot be used: {why}", "name a PEM file that can be read") from error
    return context


def is_plain(host: str, access: Access) -> bool:
    """Tell whether a ``host[:port]`` is asked by HTTP without TLS: where that is wanted, or this machine answers so."""
    return host in access.plain_http or (is_loopback(host) and not speaks_tls(host))


def speaks_tls(host: str) -> bool:
    """Tell whether what listens at a ``host[:port]`` speaks TLS; where nothing does, it may."""
    _, address = _part(host)
    # Nothing is told and nothing believed before the real question, which checks certificates.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with socket.create_connection(address, _PATIENCE) as plain, context.wrap_socket(plain):
            return True
    except ssl.SSLError as error:
        return error.reason not in _PLAIN
    except OSError:
        return True


def find_distrust(host: str, context: ssl.SSLContext) -> str:
    """Return why the certificate of a ``host[:port]`` is not believed; empty if it is, or if nobody answers there."""
    name, address = _part(host)
    try:
        with (
            socket.create_connection(address, _PATIENCE) as plain,
            context.wrap_socket(plain, server_hostname=name),
        ):
            return ""
    except ssl.SSLCertVerificationError as error:
        return error.verify_message
    except OSError:
        return ""


def _part(host: str) -> tuple[str, tuple[str, int]]:
    """Return the name in a ``host[:port]``, and the address to connect to."""
    name, _, port = host.rpartition(":") if ":" in host.rpartition("]")[2] else (host, "", "")
    name = name.strip("[]")
    return name, (name, int(port or DEFAULT_PORT))


def find_folders(host: str, access: Access) -> Iterator[str]:
    """Yield the folders that hold certificates for a ``host[:port]``, what the user names first."""
    roots = (*((access.certificates,) if access.certificates is not None else ()), *_FOLDERS)
    return (folder for root in roots if os.path.isdir(folder := os.path.join(root, host)))
