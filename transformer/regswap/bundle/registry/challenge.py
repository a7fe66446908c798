"""Authentication challenges: RFC 9110, section 11.6.1, as registries use it."""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_TOKEN = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"  # noqa: S105 - the RFC's name for a word
_PART = re.compile(rf'\s*,?\s*({_TOKEN})(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?')


class Challenge(NamedTuple):
    """One way to be let in."""

    scheme: str
    """In lower case: ``bearer`` or ``basic``."""
    parameters: Mapping[str, str]
    """By names in lower case: ``realm``, ``service``, ``scope``."""


def read_challenges(headers: Iterable[str]) -> list[Challenge]:
    """Return what ``WWW-Authenticate`` headers ask, in their order."""
    found: list[Challenge] = []
    for header in headers:
        for name, quoted, plain in _PART.findall(header):
            if quoted or plain or re.search(rf"{re.escape(name)}\s*=", header):
                if found:
                    parameters = dict(found[-1].parameters)
                    parameters[name.lower()] = re.sub(r"\\(.)", r"\1", quoted) or plain
                    found[-1] = found[-1]._replace(parameters=parameters)
            else:
                found.append(Challenge(name.lower(), {}))
    return found


def choose_challenge(challenges: Iterable[Challenge]) -> Challenge | None:
    """Return the challenge that is answered: one for a token before one for a password."""
    known = {challenge.scheme: challenge for challenge in challenges}
    return known.get("bearer") or known.get("basic")
