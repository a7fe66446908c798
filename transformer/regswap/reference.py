"""Image references: the grammar, and the one type that holds what it reads.

::

    reference  ::= [ host [ ":" port ] "/" ] path [ ":" tag ] [ "@" digest ]
    host       ::= label ( "." label )* | "[" IPv6 "]"
    label      ::= a letter or digit, then letters, digits and "-", the last one not "-"
    port       ::= digits
    path       ::= component ( "/" component )*             at most 255 characters
    component  ::= alphanum ( separator alphanum )*
    alphanum   ::= lower-case letters and digits
    separator  ::= "." | "_" | "__" | "-"+
    tag        ::= a word character, then at most 127 of them, "." and "-"
    digest     ::= algorithm ":" hex
    algorithm  ::= names joined by "+", ".", "-" or "_"
    hex        ::= at least 32 hexadecimal digits; for sha256, sha384 and sha512 exactly 64, 96 and 128, lower-case

What stands before the first ``/`` is a host only if it has a ``.``, a ``:`` or an upper-case letter, or is
``localhost``; else it belongs to the path. IPv6 zones are excluded, and so is a whole image ID: 64 hexadecimal digits.
The source is https://github.com/distribution/reference, as container runtimes use it.

Reading adds nothing. Docker's habits (a missing host is Docker Hub, whose short names lie under ``library/``) are in
``ImageReference.canonical``, ``complete`` and ``registry`` only.
"""

from __future__ import annotations

import re

from regswap.record import NamedTuple

HUB = "docker.io"
HUB_HOSTS = frozenset({HUB, "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"})
"""The hosts by which Docker Hub is known."""

DEFAULT_PORT = "443"
"""The port of a registry that names none, because registries are asked by HTTPS."""

LATEST = "latest"
"""The tag that a runtime pulls where neither a tag nor a digest is written."""

LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
HOST = re.compile(rf"{LABEL}(?:\.{LABEL})*|\[[0-9A-Fa-f:]+\]")
PORT = re.compile(r"[0-9]+")
COMPONENT = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
PATH = re.compile(rf"{COMPONENT}(?:/{COMPONENT})*")
TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
IMAGE_ID = re.compile(r"[0-9a-f]{64}")

PATH_LIMIT = 255
# No registry comes near it; it bounds what is spent on a text that is not a reference, such as a whole file.
TEXT_LIMIT = 4096

# Not compiled here: most runs meet no digest.
_DIGEST = r"(?P<algorithm>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*):(?P<hex>[0-9A-Fa-f]{32,})"
_HEX_DIGITS = {"sha256": 64, "sha384": 96, "sha512": 128}
_HOST_MARK = re.compile(r"[.:A-Z]")

# What a text that is not a reference most likely is. It says more than the part of the grammar on which reading failed.
# Not compiled here: most runs meet none of them.
_LIKENESSES = (
    (r"\$\(", "is a variable `$(...)`"),
    (r"\{\{|\}\}|\{%|<%", "is a template"),
    (r"\$\{", "is a variable `${...}`"),
    (r"\s", "has white space"),
    (r"[\x00-\x1f\x7f]", "has a control character"),
    (r"[^\x00-\x7f]", "has a character that is not ASCII"),
    (r"\A[A-Za-z][A-Za-z0-9+.-]*://", "begins with a scheme, as a URL does"),
)


class InvalidReference(ValueError):  # noqa: N818 - it names what the text is
    """A text that is not an image reference.

    ``reason`` continues a sentence that begins with the text: lower case, no full stop.
    """

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(text, reason)
        self.text = text
        self.reason = reason

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= PATH_LIMIT else f"{self.text[:PATH_LIMIT]}..."
        return f"`{shown}` {self.reason}"


class ImageReference(NamedTuple):
    """An image reference in its written form; ``None`` where a part is not written."""

    host: str | None
    port: str | None
    path: str
    tag: str | None
    digest: str | None

    @classmethod
    def parse(cls, text: str) -> ImageReference:
        """Read a reference, so that ``str(ImageReference.parse(text)) == text``.

        Raises:
            InvalidReference: the text does not follow the grammar at the top of this module.

        """
        if not text:
            raise InvalidReference(text, "is empty")
        if len(text) > TEXT_LIMIT:
            raise InvalidReference(text, f"is longer than {TEXT_LIMIT} characters")
        reference = _split(text)
        fault = _find_fault(reference)
        if not fault and IMAGE_ID.fullmatch(text):
            fault = "is an image ID"
        if fault:
            raise InvalidReference(text, _find_likeness(text) or fault)
        return reference

    def __str__(self) -> str:
        return f"{self._authority}{self.path}{self.suffix}"

    @property
    def suffix(self) -> str:
        """What stands after the path: ``:tag``, ``@digest``, both or nothing."""
        tag = "" if self.tag is None else f":{self.tag}"
        return tag if self.digest is None else f"{tag}@{self.digest}"

    @property
    def registry(self) -> str:
        """The registry as ``host[:port]``; ``docker.io`` for a missing host and for every host of Docker Hub."""
        if self.host is None or (self.port is None and self.host in HUB_HOSTS):
            return HUB
        return self._authority[:-1]

    def canonical(self) -> ImageReference:
        """Return the same image with its registry written out, and ``library/`` before a short name of Docker Hub.

        No tag is added: which one a missing tag stands for is the runtime's business.
        """
        if self.registry != HUB:
            return self
        return self._replace(host=HUB, path=self.path if "/" in self.path else f"library/{self.path}")

    def complete(self) -> ImageReference:
        """Return what a container runtime pulls: the canonical form, with ``latest`` where nothing says which."""
        full = self.canonical()
        return full._replace(tag=LATEST) if full.tag is None and full.digest is None else full

    @property
    def _authority(self) -> str:
        if self.host is None:
            return ""
        return f"{self.host}/" if self.port is None else f"{self.host}:{self.port}/"


def read_reference(text: str) -> ImageReference | None:
    """Read a reference; None where the text does not follow the grammar at the top of this module."""
    try:
        return ImageReference.parse(text)
    except InvalidReference:
        return None


def is_reference(text: str) -> bool:
    """Tell whether a text follows that grammar."""
    return read_reference(text) is not None


def is_digest(text: str) -> bool:
    """Tell whether a text is a digest as a reference ends with it."""
    return not _find_digest_fault(text)


def _split(text: str) -> ImageReference:
    """Cut a text at its delimiters, whatever the parts may hold."""
    name, at, digest = text.partition("@")
    first, slash, rest = name.partition("/")
    host: str | None = None
    port: str | None = None
    if slash and (first == "localhost" or _HOST_MARK.search(first)):
        name = rest
        # The colons inside of `[...]` belong to the IPv6 address.
        end = first.find(":", max(first.rfind("]"), 0))
        host, port = (first, None) if end < 0 else (first[:end], first[end + 1 :])
    path, colon, tag = name.partition(":")
    return ImageReference(host, port, path, tag if colon else None, digest if at else None)


def _find_fault(reference: ImageReference) -> str:
    """Return what is wrong with the first part that breaks the grammar, or nothing."""
    host, port, path, tag, digest = reference
    if host is not None and not HOST.fullmatch(host):
        return "has a registry host that is not valid"
    if port is not None and not PORT.fullmatch(port):
        return "has a port that is not a number"
    if not PATH.fullmatch(path):
        return _find_path_fault(path)
    if len(path) > PATH_LIMIT:
        return f"has a path longer than {PATH_LIMIT} characters"
    if tag is not None and not TAG.fullmatch(tag):
        return _find_tag_fault(tag)
    return "" if digest is None else _find_digest_fault(digest)


def _find_path_fault(path: str) -> str:
    if not path:
        return "has no path"
    if any(character.isupper() for character in path):
        return "has an upper-case letter in its path"
    if "" in path.split("/"):
        return "has an empty path component"
    stranger = re.search(r"[^a-z0-9._/-]", path)
    if stranger:
        return f"has `{stranger[0]}` in its path"
    return "has a path component that does not begin and end with a letter or digit, or doubles a separator"


def _find_tag_fault(tag: str) -> str:
    if not tag:
        return "has an empty tag"
    if "/" in tag:
        return "has a `:` in its path"
    if TAG.fullmatch(tag[:1]) and not re.search(r"[^A-Za-z0-9_.-]", tag):
        return "has a tag longer than 128 characters"
    return "has a tag that is not valid"


def _find_digest_fault(digest: str) -> str:
    match = re.fullmatch(_DIGEST, digest)
    if not digest:
        return "has an empty digest"
    if not match:
        return "has a digest that is not valid"
    digits = _HEX_DIGITS.get(match["algorithm"])
    if digits and (len(match["hex"]) != digits or match["hex"] != match["hex"].lower()):
        return f"has a {match['algorithm']} digest that is not {digits} lower-case hexadecimal digits"
    return ""


def _find_likeness(text: str) -> str:
    return next((likeness for pattern, likeness in _LIKENESSES if re.search(pattern, text)), "")
