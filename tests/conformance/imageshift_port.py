"""ImageShift written down a second time, from its description, to hold the matcher against."""

from __future__ import annotations

import re
from typing import Any

import re2

ALLOWED_IN_A_HOST = set("-_.~!$&'()*+,;=:[]<>\"")


class NotAName(Exception):  # noqa: N818 - it names what the text is
    """What go-containerregistry calls an error."""


class Panic(Exception):  # noqa: N818 - as Go calls it
    """What Go calls one."""


def swap(cr: dict[str, Any], image: str) -> str | None:  # noqa: C901 - the original is one function, too
    """The new reference, None where the program leaves it alone."""
    spec = cr["spec"]
    mappings = spec.get("mappings") or {}
    default = spec.get("default", "docker.io")
    try:
        registry, repository, tag, digest = read_name(image, default)
    except NotAName:
        raise Panic from None
    result = ""
    if registry == normalise(default):
        start = f"{registry}/{repository}" if registry else repository
        result = f"{start}@{digest}" if digest else f"{start}:{tag}"
    for item in mappings.get("swap") or []:
        if normalise(item["registry"]) == registry:
            if digest:
                before = image.split("@", maxsplit=1)[0].split(":")
                if len(before) == 1:
                    raise Panic
                tag = f"{before[1]}@{digest}"
            result = f"{item['target']}/{repository}:{tag}"
            break
    for item in mappings.get("exactSwap") or []:
        if item["reference"] == image:
            result = item["target"]
            break
    for item in mappings.get("regexSwap") or []:
        replaced = replace(item["expression"], item["target"], image)
        if replaced is not None:
            return replaced or None
    return result or None


def replace(expression: str, target: str, image: str) -> str | None:
    options = re2.Options()
    options.log_errors = False
    try:
        match = re2.search(expression, image, options)
    except re2.error:
        return None
    if not match:
        return None
    rest = "".join(image.split(match[0])) if match[0] else image
    for number in range(1, len(match.groups()) + 1):
        target = (match[number] or "").join(target.split(f"${number}")) + rest
    return target


def normalise(registry: str) -> str:
    try:
        return read_name(f"{registry}/dummy:latest", "index.docker.io")[0]
    except NotAName:
        return registry


def read_name(text: str, default: str) -> tuple[str, str, str, str]:
    """Registry, repository, tag and digest; a digest has no tag."""
    try:
        return read_tag(text, default)
    except NotAName:
        pass
    parts = text.split("@")
    if len(parts) != 2 or not re.match(r"sha256:[0-9a-f]{64}\Z", parts[1]):
        raise NotAName
    base = parts[0]
    try:
        registry, repository, _, _ = read_tag(base, default)
        base = f"{registry}/{repository}" if registry else repository
    except NotAName:
        pass
    return (*read_repository(base, default), "", parts[1])


def read_tag(text: str, default: str) -> tuple[str, str, str, str]:
    parts = text.split(":")
    tag = ""
    if len(parts) > 1 and "/" not in parts[-1]:
        text, tag = ":".join(parts[:-1]), parts[-1]
        if not tag:
            raise NotAName
    if tag and (len(tag) > 128 or not re.match(r"[\w.-]+\Z", tag, re.ASCII)):
        raise NotAName
    return (*read_repository(text, default), tag or "latest", "")


def read_repository(text: str, default: str) -> tuple[str, str]:
    parts = text.split("/", 1)
    registry, repository = "", text
    if len(parts) == 2 and set(parts[0]) & set(".:"):
        registry, repository = parts
    if not 2 <= len(repository) <= 255 or re.search(r"[^a-z0-9_./-]", repository):
        raise NotAName
    check_host(registry)
    registry = registry or default
    if registry == "docker.io":
        registry = "index.docker.io"
    if registry == "index.docker.io" and "/" not in repository:
        repository = f"library/{repository}"
    return registry, repository


def check_host(text: str) -> None:
    for character in text:
        if character.isascii() and not character.isalnum() and character not in ALLOWED_IN_A_HOST:
            raise NotAName
    port = ""
    if text.startswith("["):
        if "]" not in text:
            raise NotAName
        port = text.rpartition("]")[2]
    elif ":" in text:
        port = ":" + text.rpartition(":")[2]
    if port and not re.match(r":[0-9]*\Z", port):
        raise NotAName
