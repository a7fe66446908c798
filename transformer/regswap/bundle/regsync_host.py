"""How regsync reaches registries: it reads docker's configuration for passwords, and has to be told about TLS."""

from __future__ import annotations

import os
from glob import escape, glob

from regswap.bundle.copying import is_layout
from regswap.bundle.formats.regsync import RegsyncHost
from regswap.bundle.registry.access import find_api_host
from regswap.bundle.registry.tls import find_distrust, find_folders, is_plain, make_context
from regswap.bundle.store import AnswerError
from regswap.errors import Diagnostic, RegistryError, UsageError
from regswap.record import TYPE_CHECKING
from regswap.reference import ImageReference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from regswap.bundle.copying import Copy
    from regswap.bundle.registry.access import Access


def describe_hosts(copies: Iterable[Copy], access: Access) -> tuple[RegsyncHost, ...]:
    """Return what there is to say of the registries of some copies.

    A registry on this machine is asked whether it speaks TLS, as engines do, and every other one for its certificate:
    regsync asks again and again for one that it does not believe.

    Raises UsageError for a file that cannot be read, and RegistryError for registries that are not believed.
    """
    texts = (text for copy in copies for text in (copy.source, copy.target) if not is_layout(text))
    hosts = sorted({ImageReference.parse(text).registry for text in texts})
    told = [_describe(host, access) for host in hosts]
    faults = [
        Diagnostic(f"{host.name} is not who it says: {why}", "trust its authority with --ca or --certs")
        for host in told
        if not host.plain_http and (why := _find_distrust(host.name, access))
    ]
    if faults:
        raise RegistryError(*faults)
    return tuple(host for host in told if host != RegsyncHost(host.name))


def _find_distrust(host: str, access: Access) -> str:
    try:
        return find_distrust(find_api_host(host), make_context(host, access))
    except AnswerError as error:
        raise UsageError(Diagnostic(error.reason, error.remedy)) from error


def _describe(host: str, access: Access) -> RegsyncHost:
    if is_plain(host, access):
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
