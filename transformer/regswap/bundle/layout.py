"""An OCI layout on a disk: what a bundle is carried in.

https://github.com/opencontainers/image-spec/blob/main/image-layout.md
"""

from __future__ import annotations

import os

from regswap.bundle.manifest import (
    MANIFEST_LIMIT,
    Descriptor,
    digest_of,
    find_own_type,
    load,
    read_descriptor,
    read_referrers,
)
from regswap.bundle.referrer import find_fallback, find_fallback_tag, list_signature_tags
from regswap.bundle.store import Address, AnswerError, Manifest
from regswap.errors import Diagnostic, UsageError
from regswap.record import TYPE_CHECKING
from regswap.reference import is_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

REF_NAME = "org.opencontainers.image.ref.name"
_INDEX = "index.json"
_BLOCK = 1 << 20
_COPY = "copy the image again; a copy believes what lies there, so remove the file first"
_DEEPEST = 8
"""How deep indexes lie in each other, at most."""


class Layout:
    """Reads an OCI layout; a ``Store``. Its blobs are always hashed: programs that copy believe them by their names."""

    def __init__(self, folder: str) -> None:
        """Read what the index names; raises UsageError where the folder is not a layout."""
        self.folder = folder
        try:
            data = self._read(os.path.join(folder, _INDEX))
            entries = load(data, _INDEX)["manifests"]
            self._names: dict[str, dict[str, Descriptor]] = {}
            """By the names that it gives, by digest; a name that is given twice is one of nothing."""
            for name, descriptor in self._list_names(entries, 0):
                self._names.setdefault(name, {})[descriptor.digest] = descriptor
        except OSError as error:
            reason = f"is not an OCI layout: {_INDEX}: {error.strerror}"
            raise UsageError(Diagnostic(reason, "name a folder that holds one", folder)) from error
        except (AnswerError, KeyError, TypeError, ValueError) as error:
            reason = f"is not an OCI layout: {_INDEX} is not valid: {error}"
            raise UsageError(Diagnostic(reason, "copy it again", folder)) from error

    def find(self, names: Iterable[str]) -> Address | None:
        """Return where one of some names is, the first that is there; a digest is there if its blob is."""
        for name in names:
            if name in self._names or (is_digest(name) and os.path.exists(self._path_of(name))):
                return Address("", "", name)
        return None

    def fetch_manifest(self, address: Address) -> Manifest:
        """Return a manifest; raises AnswerError."""
        name = address.reference
        descriptor = Descriptor(name, -1, "") if is_digest(name) else self._resolve(name)
        path = self._path_of(descriptor.digest)
        try:
            if os.path.getsize(path) > MANIFEST_LIMIT:
                raise AnswerError("wrong-content", f"{path} has more than {MANIFEST_LIMIT} bytes", _COPY)
            data = self._read(path)
        except FileNotFoundError as error:
            raise AnswerError("manifest-missing", "manifest unknown", "copy the image again") from error
        except OSError as error:
            raise AnswerError("unasked", f"{path}: cannot be read: {error.strerror}") from error
        found, _ = digest_of([data], descriptor.digest)
        if found != descriptor.digest:
            raise AnswerError("wrong-content", f"{path} has the digest {found}", _COPY)
        return Manifest(found, descriptor.media_type or find_own_type(data), data)

    def check_blob(self, address: Address, blob: Descriptor, *, deep: bool) -> None:
        """See that a blob is there with its size and content; raises AnswerError."""
        del address, deep
        path = self._path_of(blob.digest)
        try:
            with open(path, "rb") as file:
                found, size = digest_of(iter(lambda: file.read(_BLOCK), b""), blob.digest)
        except FileNotFoundError as error:
            raise AnswerError("blob-missing", "blob unknown", "copy the image again") from error
        except OSError as error:
            raise AnswerError("unasked", f"{path}: cannot be read: {error.strerror}") from error
        if size != blob.size:
            raise AnswerError("wrong-content", f"{path} has {size} bytes instead of {blob.size}", _COPY)
        if found != blob.digest:
            raise AnswerError("wrong-content", f"{path} has the digest {found}", _COPY)

    def list_referrers(self, address: Address) -> tuple[Descriptor, ...]:
        """Return what refers to a manifest, by the names that stand in for the API and by cosign's.

        Raises AnswerError.
        """
        found: dict[str, Descriptor] = {}
        fallback = find_fallback_tag(address.reference)
        if fallback in self._names:
            index = self.fetch_manifest(address.at(fallback))
            found.update((each.digest, each) for each in read_referrers(index.data))
        for tag in list_signature_tags(address.reference):
            if tag in self._names:
                manifest = self.fetch_manifest(address.at(tag))
                found.setdefault(manifest.digest, find_fallback(tag, manifest))
        return tuple(found[digest] for digest in sorted(found))

    def _resolve(self, name: str) -> Descriptor:
        found = self._names.get(name)
        if found is None:
            raise AnswerError("manifest-missing", f"{self.folder} has nothing of this name", "copy it there")
        if len(found) > 1:
            raise AnswerError("wrong-content", f"{self.folder} names {len(found)} manifests `{name}`", "make it anew")
        return next(iter(found.values()))

    def _list_names(self, entries: Iterable[dict[str, Any]], depth: int) -> Iterator[tuple[str, Descriptor]]:
        """Yield what entries of an index are called, those of an index without a name by the names in it."""
        for entry in entries:
            descriptor = read_descriptor(entry)
            name = (entry.get("annotations") or {}).get(REF_NAME)
            if isinstance(name, str) and name:
                yield name, descriptor
            elif depth < _DEEPEST:
                manifest = self.fetch_manifest(Address("", "", descriptor.digest))
                value = load(manifest.data, descriptor.digest)
                yield from self._list_names(value.get("manifests", ()), depth + 1)

    def _path_of(self, digest: str) -> str:
        return os.path.join(self.folder, "blobs", *digest.split(":", 1))

    def _read(self, path: str) -> bytes:
        with open(path, "rb") as file:
            return file.read()
