"""Reading a lock file."""

from __future__ import annotations

from regswap.errors import Diagnostic, RulesError
from regswap.image_rewrite import API_VERSION
from regswap.lock.locked import KIND, Lock, LockedImage
from regswap.record import TYPE_CHECKING
from regswap.reference import is_digest, is_reference
from regswap.rules.load import read_text
from regswap.rules.source.source_text import SourceText
from regswap.rules.source.tree import read_tree

if TYPE_CHECKING:
    from regswap.rules.source.tree import Value

_KEYS = ("apiVersion", "kind", "at", "platforms", "signatures", "images")
_IMAGE_KEYS = ("source", "target", "digest", "mediaType", "platforms", "absent", "contents", "referrers")
_REMEDY = "make it anew with `regswap bundle lock`"


def read_lock(path: str) -> Lock:
    """Return what a lock file holds; raises RulesError for one that cannot be read or understood."""
    return parse_lock(path, read_text(path))


def parse_lock(path: str, text: str) -> Lock:
    """Return what the text of a lock file says; raises RulesError."""
    roots = read_tree(SourceText(path, text))
    if len(roots) != 1:
        raise RulesError(Diagnostic("is not a lock file: it is not one document", _REMEDY, path))
    root = roots[0]
    if root.get_string("kind") != KIND or root.get_string("apiVersion") != API_VERSION:
        raise root.refuse(f"is not a lock file: it has not the kind {KIND} of {API_VERSION}", _REMEDY)
    fields = root.read_keys(_KEYS, "a lock")
    items = fields["images"].read_items("`images`") if "images" in fields else []
    images = tuple(_read_image(item) for item in items)
    _refuse_contradictions(items, images)
    signatures = fields.get("signatures")
    return Lock(
        at=root.get_string("at") or "source",
        platforms=_read_texts(fields.get("platforms"), "platforms"),
        images=tuple(sorted(images)),
        has_referrers=signatures is not None and signatures.string == "true",
    )


def _read_image(item: Value) -> LockedImage:
    fields = item.read_keys(_IMAGE_KEYS, "an image of a lock")
    texts = {key: fields[key].read_string(f"`{key}`", "...") for key in _IMAGE_KEYS[:4] if key in fields}
    for key in ("source", "target"):
        if not is_reference(texts.get(key, "")):
            raise fields.get(key, item).refuse(f"its `{key}` is not a reference", _REMEDY)
    digest = fields.get("digest", item)
    if not is_digest(texts.get("digest", "")):
        raise digest.refuse("its `digest` is not a digest", _REMEDY)
    contents = fields["contents"].entries if "contents" in fields else []
    referrers = fields["referrers"].entries if "referrers" in fields else []
    return LockedImage(
        source=texts["source"],
        target=texts["target"],
        digest=texts["digest"],
        media_type=texts.get("mediaType", ""),
        platforms=_read_texts(fields.get("platforms"), "platforms"),
        absent=_read_texts(fields.get("absent"), "absent"),
        contents={key.string: _read_size(value) for key, value in contents},
        referrers={key.string: _read_texts(value, "referrers") for key, value in referrers},
    )


def _read_texts(value: Value | None, key: str) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(item.read_string(f"an item of `{key}`", "...") for item in value.read_items(f"`{key}`"))


def _read_size(value: Value) -> int:
    if not value.string.isdecimal():
        raise value.refuse("a size is a number of bytes", _REMEDY)
    return int(value.string)


def _refuse_contradictions(items: list[Value], images: tuple[LockedImage, ...]) -> None:
    """Refuse a lock that gives one target two digests."""
    known: dict[str, LockedImage] = {}
    for item, image in zip(items, images, strict=True):
        if known.setdefault(image.target, image).digest != image.digest:
            raise item.refuse(f"`{image.target}` has another digest above", _REMEDY)
