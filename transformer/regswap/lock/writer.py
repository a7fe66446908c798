"""Writing a lock file: the same text for the same images, and the comments of the file that it replaces.

A comment belongs to the line after it, or to the line at whose end it stands, whatever becomes of the values there.
"""

from __future__ import annotations

import re

from regswap.image_rewrite import API_VERSION
from regswap.lock.locked import KIND
from regswap.lock.reader import parse_lock
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.lock.locked import Lock, LockedImage

    Anchor = tuple[str, ...]
    """The subject of a line: a key of the lock, or an image by source and target and a key of it."""

_HEAD = "# Written by `regswap bundle lock`, which keeps comments.\n"
_COMMENT = re.compile(r"(?:^|\s+)#.*$")
"""No value of a lock has a blank before a ``#``."""
_TAIL: Anchor = ("",)


def write_lock(lock: Lock, before: str = "") -> str:
    """Return the text of a lock file; ``before`` is that of the file that it replaces, whose comments stay.

    Comments go with the image that they are about. Raises RulesError where ``before`` is not a lock file.
    """
    lines = list(_render(lock))
    above, behind = _collect_comments(before)
    _move_homeless(above, behind, {anchor for anchor, _ in lines})
    written = [] if before else [_HEAD]
    for anchor, line in lines:
        written += [f"{comment}\n" for comment in above.get(anchor, ())]
        written.append(f"{line}{behind.get(anchor, '')}\n")
    return "".join([*written, *(f"{comment}\n" for comment in above.get(_TAIL, ()))])


def _render(lock: Lock) -> Iterator[tuple[Anchor, str]]:
    yield ("apiVersion",), f"apiVersion: {API_VERSION}"
    yield ("kind",), f"kind: {KIND}"
    yield ("at",), f"at: {_quote(lock.at)}"
    if lock.platforms:
        yield ("platforms",), f"platforms: {_list(lock.platforms)}"
    if lock.has_referrers:
        yield ("signatures",), "signatures: true"
    yield ("images",), "images:" if lock.images else "images: []"
    for image in lock.images:
        yield from _render_image(image)


def _render_image(image: LockedImage) -> Iterator[tuple[Anchor, str]]:
    head = (image.source, image.target)
    yield head, f"  - source: {_quote(image.source)}"
    yield (*head, "target"), f"    target: {_quote(image.target)}"
    yield (*head, "digest"), f"    digest: {image.digest}"
    if image.media_type:
        yield (*head, "mediaType"), f"    mediaType: {image.media_type}"
    for key, texts in (("platforms", image.platforms), ("absent", image.absent)):
        if texts:
            yield (*head, key), f"    {key}: {_list(texts)}"
    if image.contents:
        yield (*head, "contents"), "    contents:"
        for digest in sorted(image.contents):
            yield (*head, "contents", digest), f"      {digest}: {image.contents[digest]}"
    if image.referrers:
        yield (*head, "referrers"), "    referrers:"
        for digest in sorted(image.referrers):
            yield (*head, "referrers", digest), f"      {digest}: {_list(image.referrers[digest])}"


def _collect_comments(text: str) -> tuple[dict[Anchor, list[str]], dict[Anchor, str]]:
    """Return the comments above lines and behind them, by what the lines are about.

    In a file of another layout their subjects are unknown, and all of them come first.
    """
    above: dict[Anchor, list[str]] = {}
    behind: dict[Anchor, str] = {}
    if not text:
        return above, behind
    rendered = list(_render(parse_lock("the lock", text)))
    anchors = iter([anchor for anchor, _ in rendered])
    lines = text.splitlines()
    bare = [_COMMENT.sub("", line).rstrip() for line in lines]
    if list(filter(None, bare)) != [line for _, line in rendered]:
        comments = [line[len(plain) :] if plain else line for line, plain in zip(lines, bare, strict=True)]
        return {("apiVersion",): [comment.strip() for comment in comments if comment.strip()]}, behind
    waiting: list[str] = []
    for line, plain in zip(lines, bare, strict=True):
        if not plain:
            waiting.append(line.rstrip())
            continue
        anchor = next(anchors)
        above[anchor], waiting = waiting, []
        behind[anchor] = line.rstrip()[len(plain) :]
    above[_TAIL] = waiting
    return above, behind


def _move_homeless(above: dict[Anchor, list[str]], behind: dict[Anchor, str], there: Iterable[Anchor]) -> None:
    """Move comments on lines that are gone to the first line of their image, if that stays."""
    known = set(there)
    for anchor in [anchor for anchor in {**above, **behind} if anchor not in known and anchor != _TAIL]:
        lines = [*above.pop(anchor, []), *filter(None, [behind.pop(anchor, "").strip()])]
        home = anchor[:2] if len(anchor) > 1 else ("images",)
        if home in known and any(lines):
            indent = "  " if len(anchor) > 1 else ""
            above.setdefault(home, []).extend(f"{indent}{line.strip()}" for line in lines if line.strip())


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quote, texts))}]"


def _quote(text: str) -> str:
    """Return a text as YAML; what is plain in every reader is written so."""
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_./:@-]*[A-Za-z0-9]", text) and ": " not in text:
        return text
    escaped = text.replace("'", "''")
    return f"'{escaped}'"
