"""Parts of a kustomization that cannot be followed: bases that are not read, and fields that move references about."""

from __future__ import annotations

from regswap.document.parse.node import Scalar
from regswap.document.read.field import child, entries, format_path, items, root_field, text_of
from regswap.kustomize.file_tree import Unread
from regswap.kustomize.flow import RENDERERS, path_of_patch
from regswap.kustomize.kustomization import list_values, read_roots
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.read.field import Field
    from regswap.errors import Diagnostic
    from regswap.kustomize.file_tree import Tree
    from regswap.kustomize.kustomization import Kustomization

_RENDER = "rewrite what is rendered instead: kustomize build | regswap rewrite"
_BUILT_IN = "builtin"
_HARMLESS = frozenset(
    {
        "AnnotationsTransformer",
        "HashTransformer",
        "ImageRewrite",
        "LabelTransformer",
        "NamespaceTransformer",
        "PrefixSuffixTransformer",
        "PrefixTransformer",
        "ReplicaCountTransformer",
        "SuffixTransformer",
    }
)
"""Transformers that leave references as they are, and regswap itself."""
_LISTS = ("resources", "bases", "components")


class Problem(NamedTuple):
    """Something that is not followed."""

    finding: Diagnostic
    is_fault: bool
    """Whether the result would be wrong where references change, and not only incomplete."""


def find_problems(tree: Tree, kustomization: Kustomization) -> Iterator[Problem]:
    """Yield what a kustomization says that is not followed."""
    yield from _find_unread(tree, kustomization)
    for key in ("replacements", "vars"):
        for field in kustomization.list_items(key):
            if _moves_images(tree, kustomization, field):
                message = f"{format_path(field.path)} is about images, and is not followed"
                yield _make(kustomization, field, message, _RENDER, is_fault=True)
    for field in kustomization.list_items("transformers"):
        yield from _find_transformers(tree, kustomization, field)


def _find_unread(tree: Tree, kustomization: Kustomization) -> Iterator[Problem]:
    for field in kustomization.list_items(*_LISTS):
        found: object = tree.find(kustomization, text_of(field))
        if isinstance(found, Unread):
            message = f"{format_path(field.path)}: `{found.text}` {found.reason}"
            yield _make(kustomization, field, message, found.remedy)
    for field in kustomization.list_items("patches", "patchesJson6902", "patchesStrategicMerge", "configurations"):
        path = text_of(field) if field.path[0] == "configurations" else path_of_patch(field)
        found = tree.find(kustomization, path) if path else None
        if isinstance(found, Unread):
            message = f"{format_path(field.path)}: `{path}` {found.reason}"
            yield _make(kustomization, field, message, found.remedy)
    for field in list_values(kustomization):
        path = text_of(field)
        found = tree.find(kustomization, path)
        if isinstance(found, Unread):
            message = f"{format_path(field.path)}: `{path}` {found.reason}"
            yield _make(kustomization, field, message, found.remedy)
    for key in RENDERERS:
        renderer = child(kustomization.root, key)
        if renderer is not None:
            message = f"{key}: what it renders when kustomize builds is not seen: only its values are looked at"
            yield _make(kustomization, renderer, message, _RENDER)


def _moves_images(tree: Tree, kustomization: Kustomization, field: Field) -> bool:
    """Tell whether a replacement or variable reads or writes a reference, or a part of one."""
    path = text_of(child(field, "path"))
    source = tree.find_file(kustomization, path) if path else None
    if path and source is None:
        return True
    roots = [root for _, root in read_roots(source)] if source is not None else [field]
    # A whole reference that is copied to where another stands comes out as it should.
    return any(_speaks_of_image(root) and not _copies_image(root) for root in roots)


def _speaks_of_image(field: Field) -> bool:
    if isinstance(field.node, Scalar):
        return "image" in field.node.value.lower()
    return any(_speaks_of_image(inner) for inner in (*entries(field), *items(field)))


def _copies_image(field: Field) -> bool:
    source = child(field, "source")
    targets = child(field, "targets")
    if source is None or targets is None or child(source, "options") is not None:
        return False
    paths = [text_of(child(source, "fieldPath"))]
    for target in items(targets):
        listed = child(target, "fieldPaths")
        paths += [text_of(path) for path in (items(listed) if listed is not None else ())]
        if child(target, "options") is not None:
            return False
    return all(_is_image_of_container(path) for path in paths)


def _is_image_of_container(path: str) -> bool:
    return path.endswith(".image") and any(part in path for part in (".containers.", ".initContainers."))


def _find_transformers(tree: Tree, kustomization: Kustomization, field: Field) -> Iterator[Problem]:
    """Yield what is not known about a transformer: a file, a folder, or an object as a text."""
    text = text_of(field)
    is_inline = "\n" in text
    source = None if is_inline else tree.find_file(kustomization, text)
    if source is None and not is_inline:
        message = f"{format_path(field.path)}: what `{text}` does to references is not known"
        yield _make(kustomization, field, message, "look at what is rendered: kustomize build | regswap check")
        return
    roots = list(_read_text(text)) if source is None else [root for _, root in read_roots(source)]
    for root in roots:
        kind, version = text_of(child(root, "kind")), text_of(child(root, "apiVersion"))
        if kind in _HARMLESS:
            continue
        is_fault = version == _BUILT_IN
        message = f"{format_path(field.path)}: what the {kind or 'transformer'} does to references is not followed"
        remedy = "write it as `images`, `patches` or `replacements`" if is_fault else _RENDER
        yield _make(kustomization, field, message, remedy, is_fault=is_fault)


def _read_text(text: str) -> Iterator[Field]:
    from regswap.document.parse.stream import documents
    from regswap.document.read.reading import read
    from regswap.errors import ManifestError

    for document in documents([text.encode()], ""):
        try:
            roots = read(document, None).composed.roots if document.number else ()
        except ManifestError:
            roots = ()
        yield from map(root_field, roots)


def _make(kustomization: Kustomization, field: Field, message: str, remedy: str, *, is_fault: bool = False) -> Problem:
    return Problem(kustomization.reading.locate(field.node, message, remedy), is_fault)
