"""The configuration of regsync.

The source is https://regclient.org/usage/regsync/ and, in regclient, ``cmd/regsync/config.go``. Each value is written
as a JSON string, which YAML reads as the same text. None of them can hold a template, which regsync would expand:
neither references nor paths that regclient takes have braces, and certificates have none.
"""

from __future__ import annotations

import json

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from regswap.bundle.copying import Copy

PARALLEL = 4
"""Images at a time, in one process: several processes would lose images of one layout."""


class RegsyncHost(NamedTuple):
    """How a registry is reached, beside what docker's configuration says, which regsync reads by itself."""

    name: str
    """``host[:port]``."""
    plain_http: bool = False
    authority: str = ""
    """Certificates, PEM."""
    client_certificate: str = ""
    client_key: str = ""


def write(copies: Sequence[Copy], hosts: Sequence[RegsyncHost] = ()) -> str:
    """Return the configuration that copies images with signatures and other referrers, and keeps their digests."""
    return "".join(f"{line}\n" for line in _write_lines(copies, hosts))


def _write_lines(copies: Sequence[Copy], hosts: Sequence[RegsyncHost]) -> Iterator[str]:
    yield "version: 1"
    if hosts:
        yield "creds:"
        for host in hosts:
            yield f"  - registry: {json.dumps(host.name)}"
            yield from (f"    {key}: {json.dumps(value)}" for key, value in _list_keys(host) if value)
    yield "defaults:"
    yield f"  parallel: {PARALLEL}"
    yield "  referrers: true"
    yield "  digestTags: true"
    yield "sync:" if copies else "sync: []"
    for one in copies:
        yield f"  - source: {json.dumps(one.source)}"
        yield f"    target: {json.dumps(one.target)}"
        yield "    type: image"


def _list_keys(host: RegsyncHost) -> tuple[tuple[str, str], ...]:
    return (
        ("tls", "disabled" if host.plain_http else ""),
        ("regcert", host.authority),
        ("clientCert", host.client_certificate),
        ("clientKey", host.client_key),
    )
