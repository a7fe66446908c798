"""The choice of a store: the sources, the targets, an OCI layout, or a registry that stands for the targets'."""

from __future__ import annotations

import os

from regswap.bundle.image import name_in_layout
from regswap.bundle.layout import Layout
from regswap.bundle.store import Address, AnswerError
from regswap.errors import Diagnostic, RegistryError, UsageError
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import ImageReference, InvalidReference

if TYPE_CHECKING:
    from collections.abc import Callable

    from regswap.bundle.image import BundleImage
    from regswap.bundle.store import Store
    from regswap.settings.options import Options

SOURCE, TARGET = "source", "target"
_MOST_CONNECTIONS = 256


class Asking(NamedTuple):
    """A store, and where each image is in it."""

    store: Store
    locate: Callable[[BundleImage], Address]
    connections: int


def choose_store(options: Options, at: str) -> Asking:
    """Return where to ask: ``source``, ``target``, a folder with an OCI layout, or a registry in the targets' place.

    Raises UsageError, and RegistryError where docker's configuration cannot be read.
    """
    connections = _read_connections(options)
    if at not in (SOURCE, TARGET) and os.path.isdir(at):
        layout = Layout(at)
        return Asking(layout, lambda image: _find_in_layout(layout, image), connections)
    locate = _locate_source if at == SOURCE else _locate_target if at == TARGET else _locate_below(at)
    from regswap.bundle.registry.access import Access
    from regswap.bundle.registry.client import RegistryClient

    try:
        client = RegistryClient(Access(options.ca, options.certs, options.plain_http), connections)
    except AnswerError as error:
        raise RegistryError(Diagnostic(error.reason, error.remedy)) from error
    return Asking(client, locate, connections)


def address_of(reference: ImageReference) -> Address:
    """Return where the manifest of a reference is asked for: by its digest, if it has one, as runtimes pull it."""
    full = reference.complete()
    return Address(full.registry, full.path, full.digest or full.tag or "")


def _locate_source(image: BundleImage) -> Address:
    return address_of(ImageReference.parse(image.source))


def _locate_target(image: BundleImage) -> Address:
    return address_of(ImageReference.parse(image.target))


def _locate_below(at: str) -> Callable[[BundleImage], Address]:
    try:
        place = ImageReference.parse(f"{at.rstrip('/')}/image")
    except InvalidReference as error:
        remedy = "name `source`, `target`, a folder with an OCI layout or HOST[:PORT][/PATH]"
        raise UsageError(Diagnostic(f"`{at}` is neither a folder nor a registry: it {error.reason}", remedy)) from None
    if place.host is None:
        remedy = "write ./ before a folder, and a host with a `.` or a port"
        raise UsageError(Diagnostic(f"`{at}` is neither a folder that is there nor a registry", remedy, "--at"))
    prefix = place.path.removesuffix("image")

    def locate(image: BundleImage) -> Address:
        target = _locate_target(image)
        return target._replace(registry=place.registry, repository=f"{prefix}{target.repository}")

    return locate


def _find_in_layout(layout: Layout, image: BundleImage) -> Address:
    """Return where an image is: as `bundle pull` names it, as other programs do, or by its digest."""
    name = name_in_layout(image.source)
    digest = ImageReference.parse(image.source).digest
    found = layout.find([name, image.source, image.target, *([] if digest is None else [digest])])
    return Address("", "", name) if found is None else found


def _read_connections(options: Options) -> int:
    text = options.connections or "16"
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_CONNECTIONS:
        message = f"`{text}` is not a number from 1 to {_MOST_CONNECTIONS}"
        raise UsageError(Diagnostic(message, "leave it out for 16", "--connections"))
    return int(text)
