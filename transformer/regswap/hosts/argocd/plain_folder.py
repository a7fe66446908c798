"""The manifests of a folder that is neither a chart nor a kustomization, as argo-cd's ``findManifests`` takes them."""

from __future__ import annotations

import json
import os
import re

from regswap.document.parse.encoding import decode
from regswap.document.parse.stream import documents
from regswap.document.read.field import child, is_null, root_field, text_of
from regswap.document.read.reading import read
from regswap.errors import Diagnostic, ManifestError, UsageError
from regswap.hosts.argocd.glob import compile_glob
from regswap.record import TYPE_CHECKING
from regswap.streams.names import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from regswap.hosts.argocd.application import Application

_JSONNET = ".jsonnet"
_SKIPPED = b"+argocd:skip-file-rendering"
"""What Argo CD takes for a sign that a file is not its business."""
_SIGNS = (b"apiVersion:", b"kind:", b"metadata:")
"""What a file has, all of it, that Argo CD takes for manifests."""
_SEPARATOR = re.compile(rb"(?m)^---[ \t]*[^ \t\r\n#]")
"""A line at which Argo CD ends a document, and which it refuses."""
_LEAVE_OUT = "correct it, or leave the file out with the parameter exclude"


def find_manifests(application: Application) -> tuple[list[str], str]:
    """List the files of a plain folder that hold objects, sorted, and say what was left out, a line for each.

    Raises UsageError for Jsonnet and bad patterns, and ManifestError for a file that Argo CD would not take as it is.
    """
    wanted = _make_filter(application)
    found, said, problems = [], "", []
    for path in sorted(_walk(application.folder, recurse=application.says("recurse"))):
        if not wanted(path):
            continue
        whole = os.path.join(application.folder, path)
        if not os.path.isfile(whole):
            said += f"{path}: is not a file, or a link to none, and was left out\n"
        elif path.endswith(_JSONNET):
            remedy = "render it to YAML, set `directory:` in the Application, or name it in the parameter exclude"
            problems.append(Diagnostic("Jsonnet is not rendered here", remedy, path))
        elif _holds_objects(whole, path):
            found.append(path)
    if problems:
        raise UsageError(*problems)
    return found, said


def _make_filter(application: Application) -> Callable[[str], bool]:
    patterns = {name: str(application.parameters.get(name, "")) for name in ("include", "exclude")}
    matches = {
        name: compile_glob(pattern, f"parameter {name}") if pattern else None for name, pattern in patterns.items()
    }
    include, exclude = matches["include"], matches["exclude"]
    return lambda path: (exclude is None or not exclude(path)) and (include is None or include(path))


def _walk(folder: str, *, recurse: bool) -> Iterator[str]:
    def fail(error: OSError) -> None:
        raise ManifestError(_cannot_read(error.filename, error))

    for parent, folders, names in os.walk(folder, onerror=fail):
        if not recurse:
            folders.clear()
        for name in names:
            if name.endswith((*ENDINGS, _JSONNET)):
                yield os.path.relpath(os.path.join(parent, name), folder)


def _holds_objects(path: str, name: str) -> bool:
    """Tell whether Argo CD takes a file for objects; raises ManifestError where it would refuse it."""
    try:
        with open(path, "rb") as file:
            data = b"".join(decode([file.read()], name).blocks)
    except OSError as error:
        raise ManifestError(_cannot_read(name, error)) from error
    if _SKIPPED in data:
        return False
    if name.endswith(".json"):
        _judge_json(data, name)
        return True
    return _judge_yaml(data, name)


def _judge_json(data: bytes, name: str) -> None:
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        message = "holds more than one value" if error.msg == "Extra data" else f"is not JSON: {error.msg}"
        raise ManifestError(Diagnostic(message, _LEAVE_OUT, name, error.lineno, error.colno)) from error
    except (ValueError, RecursionError) as error:
        raise ManifestError(Diagnostic("is not JSON", _LEAVE_OUT, name)) from error
    if not (isinstance(value, dict) and isinstance(value.get("kind"), str) and value["kind"]):
        raise ManifestError(Diagnostic("is not an object of Kubernetes: it has no kind", _LEAVE_OUT, name))


def _judge_yaml(data: bytes, name: str) -> bool:
    """Tell whether YAML is objects, all of it; raises ManifestError where only a part is."""
    objects, others = 0, []
    for document in documents([data], name):
        reading = read(document, {"kind": {}}) if document.number else None
        for root in reading.composed.roots if reading is not None else ():
            kind = child(root_field(root), "kind")
            if text_of(kind) and kind is not None and not is_null(kind.node):
                objects += 1
            elif reading is not None and not is_null(root_field(root).node):
                others.append(reading.locate(root, "there is no kind in this document", _LEAVE_OUT))
    if others and (objects or all(sign in data for sign in _SIGNS)):
        raise ManifestError(*others)
    separator = _SEPARATOR.search(data) if objects else None
    if separator is not None:
        line = data.count(b"\n", 0, separator.start()) + 1
        message = "Argo CD reads nothing but a comment after `---`"
        raise ManifestError(Diagnostic(message, "put the document on the next line", name, line, 1))
    return objects > 0


def _cannot_read(path: str, error: OSError) -> Diagnostic:
    return Diagnostic(f"cannot be read: {error.strerror}", "make it readable", path)
