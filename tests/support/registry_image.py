"""Images made by the tests: small, of one platform or several, pushed to a registry or written into an OCI layout."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.support.registry import Registry

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
EMPTY = "application/vnd.oci.empty.v1+json"

Descriptor = dict[str, Any]


class Image(NamedTuple):
    """An image with all that it consists of."""

    descriptor: Descriptor
    """Of what a tag names: an index, or the only manifest."""
    manifests: Mapping[str, tuple[str, bytes]]
    """By digest, each with its media type, children before the index that names them."""
    blobs: Mapping[str, bytes]
    """Configurations and layers, by digest."""

    @property
    def digest(self) -> str:
        """That of what a tag names."""
        return str(self.descriptor["digest"])

    @property
    def children(self) -> list[str]:
        """The digests of the manifests of the platforms."""
        return [digest for digest, (media_type, _) in self.manifests.items() if media_type == MANIFEST]


def digest_of(data: bytes) -> str:
    """Return the digest of a content, as registries write it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def make_layer(text: str) -> bytes:
    """Return a layer that a node can unpack."""
    with io.BytesIO() as stream:
        with tarfile.open(fileobj=stream, mode="w") as archive:
            member = tarfile.TarInfo("etc/motd")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
        return stream.getvalue()


def make_image(*layers: bytes, platforms: Sequence[str] = ("linux/amd64",), index: bool = False) -> Image:
    """Make an image of the layers; with several platforms, or where asked for, behind an index.

    The first layer is that of the platform alone, the others are shared by all platforms.
    """
    blobs: dict[str, bytes] = {}
    manifests: dict[str, tuple[str, bytes]] = {}
    children = []
    for platform in platforms:
        own, *shared = layers or (b"layer",)
        contents = [own + (b"" if len(platforms) == 1 else platform.encode()), *shared]
        children.append(_add_manifest(platform, contents, manifests, blobs))
    if len(children) == 1 and not index:
        return Image({key: value for key, value in children[0].items() if key != "platform"}, manifests, blobs)
    text = dump({"schemaVersion": 2, "mediaType": INDEX, "manifests": children})
    manifests[digest_of(text)] = (INDEX, text)
    return Image(_describe(INDEX, text), manifests, blobs)


def make_referrer(subject: Image, kind: str = "application/vnd.example.sbom", content: bytes = b"sbom") -> Image:
    """Make an artifact that refers to an image, such as a signature."""
    empty = b"{}"
    manifest = dump(
        {
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "artifactType": kind,
            "config": _describe(EMPTY, empty),
            "layers": [_describe(kind, content)],
            "subject": subject.descriptor,
        }
    )
    described = {**_describe(MANIFEST, manifest), "artifactType": kind}
    blobs = {digest_of(empty): empty, digest_of(content): content}
    return Image(described, {digest_of(manifest): (MANIFEST, manifest)}, blobs)


def make_index(*images: Image) -> Image:
    """Make an index of other images' manifests, as the fallback tag for referrers is one."""
    text = dump({"schemaVersion": 2, "mediaType": INDEX, "manifests": [image.descriptor for image in images]})
    manifests = {digest: found for image in images for digest, found in image.manifests.items()}
    blobs = {digest: data for image in images for digest, data in image.blobs.items()}
    return Image(_describe(INDEX, text), {**manifests, digest_of(text): (INDEX, text)}, blobs)


def push(registry: Registry, repository: str, tag: str, image: Image) -> str:
    """Push an image and return its reference by tag."""
    pool = registry.pool
    base = f"{registry.url}/v2/{repository}"
    for digest, data in image.blobs.items():
        begun = pool.request("POST", f"{base}/blobs/uploads/", redirect=False)
        assert begun.status == 202, begun.data
        place = begun.headers["Location"]
        ended = pool.request("PUT", f"{place}{'&' if '?' in place else '?'}digest={digest}", body=data)
        assert ended.status == 201, ended.data
    for digest, (media_type, text) in image.manifests.items():
        for name in (digest, *([tag] if digest == image.digest else [])):
            done = pool.request("PUT", f"{base}/manifests/{name}", body=text, headers=_typed(pool.headers, media_type))
            assert done.status == 201, done.data
    return f"{registry.host}/{repository}:{tag}"


def write_layout(folder: Path, images: Mapping[str, Image]) -> Path:
    """Write images into an OCI layout, each under a ``ref.name``."""
    entries = []
    for name, image in images.items():
        contents = {**image.blobs, **{digest: text for digest, (_, text) in image.manifests.items()}}
        for digest, data in contents.items():
            path = blob_path(folder, digest)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        entries.append({**image.descriptor, "annotations": {"org.opencontainers.image.ref.name": name}})
    (folder / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')
    (folder / "index.json").write_bytes(dump({"schemaVersion": 2, "mediaType": INDEX, "manifests": entries}))
    return folder


def blob_path(layout: Path, digest: str) -> Path:
    """Return where a layout keeps a blob."""
    return layout.joinpath("blobs", *digest.split(":"))


def dump(value: object) -> bytes:
    """Return JSON, the same bytes for the same value."""
    return json.dumps(value, sort_keys=True).encode()


def _add_manifest(
    platform: str, contents: Sequence[bytes], manifests: dict[str, tuple[str, bytes]], blobs: dict[str, bytes]
) -> Descriptor:
    system, architecture, *variant = platform.split("/")
    named = {"os": system, "architecture": architecture, **({"variant": variant[0]} if variant else {})}
    # Without a time in it, the same layer is the same bytes.
    layers = [gzip.compress(content, mtime=0) for content in contents]
    diffs = [digest_of(content) for content in contents]
    config = dump({**named, "rootfs": {"type": "layers", "diff_ids": diffs}})
    for data in (config, *layers):
        blobs[digest_of(data)] = data
    described = [_describe(LAYER, layer) for layer in layers]
    manifest = {"schemaVersion": 2, "mediaType": MANIFEST, "config": _describe(CONFIG, config), "layers": described}
    text = dump(manifest)
    manifests[digest_of(text)] = (MANIFEST, text)
    return {**_describe(MANIFEST, text), "platform": named}


def _describe(media_type: str, data: bytes) -> Descriptor:
    return {"mediaType": media_type, "digest": digest_of(data), "size": len(data)}


def _typed(headers: Mapping[str, str], media_type: str) -> dict[str, str]:
    return {**headers, "Content-Type": media_type}
