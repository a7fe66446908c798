"""What regsync must be told of registries: it reads docker's configuration for passwords, and no other for TLS."""

from __future__ import annotations

import os
from glob import escape, glob

from regswap.bundle.copying import is_layout
from regswap.bundle.formats.regsync import RegsyncHost
from regswap.bundle.registry.access import is_loopback
from regswap.bundle.registry.tls import find_folders, speaks_tls
from regswap.errors import Diagnostic, UsageError
from regswap.record import TYPE_CHECKING
from regswap.reference import DEFAULT_PORT, ImageReference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from regswap.bundle.copying import Copy
    from regswap.bundle.registry.access import Access


def describe_hosts(copies: Iterable[Copy], access: Access) -> tuple[RegsyncHost, ...]:
    """Return what there is to say of the registries of some copies; raises UsageError for a file that cannot be read.

    A registry on this machine is asked whether it speaks TLS, as engines do.
    """
    texts = (text for copy in copies for text in (copy.source, copy.target) if not is_layout(text))
    hosts = sorted({ImageReference.parse(text).registry for text in texts})
    return tuple(told for host in hosts if (told := _describe(host, access)) != RegsyncHost(host))


def _describe(host: str, access: Access) -> RegsyncHost:
    if host in access.plain_http or (is_loopback(host) and not speaks_tls(host, int(DEFAULT_PORT))):
        return RegsyncHost(host, plain_http=True)
    folders = list(find_folders(host, access))
    authorities = [access.ca] if access.ca is not None else []
    authorities += _find(folders, "*.crt")
    client = next(iter(_find(folders, "*.cert")), None)
    return RegsyncHost(
        host,
        authority="".join(map(_read, authorities)),
        client_certificate="" if client is None else _read(client),
        client_key="" if client is None else _read(f"{client.removesuffix('.cert')}.key"),
    )


def _find(folders: Iterable[str], pattern: str) -> list[str]:
    return [path for folder in folders for path in sorted(glob(os.path.join(escape(folder), pattern)))]


def _read(path: str) -> str:
    try:
        with open(path, encoding="ascii") as file:
            text = file.read()
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "it is not PEM"
        raise UsageError(Diagnostic(f"cannot be read: {why}", "name a PEM file", path)) from error
    return text if text.endswith("\n") else f"{text}\n"
