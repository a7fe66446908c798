"""How Go reads a reference: ``pkg/name`` of go-containerregistry v0.20.7, without the strict option.

https://github.com/google/go-containerregistry/tree/v0.20.7/pkg/name: a name is tried as a tag and then as a digest; a
first component with ``.`` or ``:`` is a registry, a bare ``localhost`` is not. A registry must come out of Go's
``url.Parse`` as the host that it went in as (https://github.com/golang/go/blob/go1.19/src/net/url/url.go).
"""

from __future__ import annotations

import re

from regswap.record import NamedTuple

HUB = "index.docker.io"
_HUB_ALIAS = "docker.io"
_DEFAULT_TAG = "latest"
_REPOSITORY = re.compile(r"[a-z0-9_./-]{2,255}")
_TAG = re.compile(r"[A-Za-z0-9_.-]{1,128}")
_DIGEST = re.compile(r"sha256:[a-f0-9]{64}")
# What `shouldEscape` lets a host hold, and all that is not ASCII.
_HOST = re.compile(r"[A-Za-z0-9\-_.~!$&'()*+,;=:\[\]<>\"\x80-\U0010ffff]*")
_PORT = re.compile(r"(?::[0-9]*)?")


class Name(NamedTuple):
    """A reference as the library holds it."""

    registry: str
    path: str
    tag: str
    """Empty for a digest: what stands before one is read and dropped."""
    digest: str

    @property
    def repository(self) -> str:
        """The path, with ``library/`` before a short name of Docker Hub."""
        return f"library/{self.path}" if self.registry == HUB and "/" not in self.path else self.path

    @property
    def context(self) -> str:
        """Registry and repository."""
        return f"{self.registry}/{self.repository}" if self.registry else self.repository

    def __str__(self) -> str:
        return f"{self.context}@{self.digest}" if self.digest else f"{self.context}:{self.tag}"


def parse(text: str, default: str = HUB) -> Name | None:
    """Return what ``ParseReference`` does with a default registry, None for its error."""
    return _parse_tag(text, default) or _parse_digest(text, default)


def _parse_tag(text: str, default: str) -> Name | None:
    base, colon, tag = text.rpartition(":")
    if not colon or "/" in tag:
        base, tag = text, ""
    elif not tag:
        return None
    if tag and not _TAG.fullmatch(tag):
        return None
    return _parse_repository(base, default, tag or _DEFAULT_TAG)


def _parse_digest(text: str, default: str) -> Name | None:
    base, at, digest = text.partition("@")
    if not at or "@" in digest or not _DIGEST.fullmatch(digest):
        return None
    tagged = _parse_tag(base, default)
    name = _parse_repository(tagged.context if tagged else base, default, "")
    return name and name._replace(digest=digest)


def _parse_repository(text: str, default: str, tag: str) -> Name | None:
    registry, path = "", text
    first, slash, rest = text.partition("/")
    if slash and ("." in first or ":" in first):
        registry, path = first, rest
    if not _REPOSITORY.fullmatch(path) or not _is_host(registry):
        return None
    registry = registry or default
    return Name(HUB if registry == _HUB_ALIAS else registry, path, tag, "")


def _is_host(text: str) -> bool:
    """Tell whether Go's ``url.Parse("//" + text)`` has this host."""
    if not _HOST.fullmatch(text):
        return False
    if text.startswith("["):
        return "]" in text and _PORT.fullmatch(text[text.rindex("]") + 1 :]) is not None
    colon = text.rfind(":")
    return colon < 0 or _PORT.fullmatch(text[colon:]) is not None
