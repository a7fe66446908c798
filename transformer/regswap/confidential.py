"""Possible secrets, and findings that show nothing of them: one definition for rules, configurations and manifests.

A finding about such a text keeps its place and loses its excerpt. What its message quotes stays where it is a word of
regswap's own, or a reference with a registry that stands in the text just so: everything else may be a password that
is indented too far.
"""

from __future__ import annotations

import re
from functools import lru_cache

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.errors import Diagnostic

_CREDENTIAL = (
    r"passw|passphrase|(?<![a-z])(?:pass|pwd?)(?![a-z])|token|credential|api[-_]?key|access[-_]?key"
    # The option of regswap that is called so is not a secret.
    r"|private[-_ ]?key|docker(?:config|cfg)|secret(?!s[\"']?[ \t]*:[ \t]*[\"']?(?:true|false)\b)"
)
_AUTH = r"(?<![a-z])(?:auths?|identity[-_]?token)(?![a-z])"
_BESIDE_CREDENTIALS = r"stringData|ociImageRegistry|mirror_?registries|registry-info"
_USER = r"://[^/\s@]+@"
_ENVIRONMENT = r"(?-i:^[ \t]*(?:export[ \t]+)?[A-Z][A-Z0-9_]*=)"
_CONFIDENTIAL = rf"(?im){_CREDENTIAL}|{_AUTH}[\"']?[ \t]*[:=]|{_BESIDE_CREDENTIALS}|{_USER}|{_ENVIRONMENT}"

_OBJECT = r"(?i)\bkind[\"']?\s*:\s*[\"']?Secret|stringData|docker(?:configjson|cfg)|type[\"']?\s*:\s*[\"']?Opaque"

_OF_SECRETS = ("secret", "stringdata", "dockerconfigjson", "dockercfg", "opaque")

_REGISTRY = re.compile(
    r"(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|localhost)(?::[0-9]+)?(?:/[a-z0-9._-]+)*(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?",
    re.ASCII,
)
_HIDDEN = "..."
_WORDS = """
default ImageRewrite ConfigMap Secret Imageshift v1 spec data stringData rules paths maps mappings items
MIRROR_REGISTRIES registry-info ociImageRegistry mirrorRegistries ociImageRegistry.mirrorRegistries
imageReplacementRules registryMappingRules registry-connect mirror-registries imageswap imageshift regswap image-prefix
all swap exactSwap regexSwap exact-swap regex-swap exactswap regexswap legacy-swap legacyswap registry reference
expression image target prefix exact glob regex skip name file path format scope join canonical raw kind apiVersion
metadata noswap_wildcards [EXACT] [REPLACE] library localhost host host:port host/path host[:port] key::target
source::target key:: default:: - : :: / @ # $ $$ $1 $99 ${1} --rules-format --mode --rules -r null off standard compat
registry.example.com registry.example.com/mirror quay.io docker.io docker.io/library nginx:1.27
docker.io::registry.example.com/docker.io
"""
_OWN_WORDS = frozenset(_WORDS.split()) | {
    "default: docker.io",
    '"docker.io": "registry.example.com"',
    '"source/prefix": "target/prefix"',
    "--mode standard",
    "key: value",
    "^quay\\.io/",
}


def may_be_secret(text: str) -> bool:
    """Return whether a rule file or a configuration may hold what is not to be shown."""
    # A quote too many may stand in the middle of the word that tells.
    forms = (text, text.replace('"', "").replace("'", ""))
    return any(re.search(_CONFIDENTIAL, form) is not None for form in forms)


@lru_cache(1)
def may_be_secret_object(text: str) -> bool:
    """Return whether a document, which may not be YAML at all, may be a Secret."""
    folded = text.casefold()
    # The search takes many times as long, and most documents have none of these words.
    return any(word in folded for word in _OF_SECRETS) and re.search(_OBJECT, text) is not None


def is_credential(key: str) -> bool:
    """Return whether a key names a credential and cannot be a registry."""
    is_name = re.search(r"[./:]", key.removeprefix(".")) is None
    return is_name and re.search(rf"(?i){_CREDENTIAL}|{_AUTH}", key) is not None


def censor(diagnostic: Diagnostic, text: str) -> Diagnostic:
    """Return a finding about a text that may be a secret, without anything of it that may be one."""
    message, remedy = (_hide(part, text) for part in (diagnostic.message, diagnostic.remedy))
    return diagnostic._replace(message=message, remedy=remedy, excerpt="", offset=0)


def censor_manifest(diagnostic: Diagnostic, text: str, *, quotes: bool = False) -> Diagnostic:
    """Return a finding about a document, which shows nothing of a Secret nor a line that names a credential.

    ``quotes`` tells that the message may quote what was never told from a reference.
    """
    if not (may_be_secret_object(text) or may_be_secret(diagnostic.excerpt)):
        return diagnostic
    return censor(diagnostic, text) if quotes else diagnostic._replace(excerpt="", offset=0)


def _hide(said: str, text: str) -> str:
    # What RE2 says quotes the expression.
    said = re.sub(r"(\bRE2\b[^:]*): .*", r"\1", said, flags=re.DOTALL)
    if "`" in text or "\\" in text:
        # A quoted text may hold the mark of its own end.
        return re.sub(
            r"`.*`",
            lambda quoted: quoted[0] if quoted[0][1:-1] in _OWN_WORDS else f"`{_HIDDEN}`",
            said,
            flags=re.DOTALL,
        )
    return re.sub(r"`([^`]*)`", lambda quoted: quoted[0] if _is_harmless(quoted[1], text) else f"`{_HIDDEN}`", said)


def _is_harmless(quoted: str, text: str) -> bool:
    if quoted in _OWN_WORDS:
        return True
    return (
        _REGISTRY.fullmatch(quoted) is not None
        and re.search(rf"(?<![\w.@/-]){re.escape(quoted)}(?![\w.@/-])", text) is not None
    )
