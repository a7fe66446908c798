"""How the sites of a file are found that is more to a kustomization than a manifest."""

from __future__ import annotations

from regswap.document.parse.composer import Composed
from regswap.document.parse.node import RAW, Scalar, Sequence
from regswap.document.read.field import Field, child, root_field, text_of
from regswap.document.read.reading import Reading, read
from regswap.kustomize.kustomization import GROUP, is_kustomization
from regswap.places.branch import Shape
from regswap.places.hidden.text import find_in_text
from regswap.places.object import ObjectId
from regswap.places.renderer.literal import GENERATED, find_in_pair
from regswap.places.renderer.patch import find_in_root
from regswap.places.site import Site, make_sites
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from regswap.document.parse.stream import Document
    from regswap.places.hidden.token import Token
    from regswap.places.search import Found, Places

    Search = Callable[[Document], Found | None]

_TEXT = Shape("text", "hidden")


def search_kustomization(places: Places) -> Search:
    """Return the search for a file that is a kustomization, whether it has a kind or not."""

    def search(document: Document) -> Found | None:
        reading = read(document, None)
        if not all(is_kustomization(root_field(root)) for root in reading.composed.roots):
            return places.search(document)
        return places.collect(reading, lambda root: places.find_in_object(root, identify(root)))

    return search


def identify(root: Field) -> ObjectId:
    """Return what a kustomization is, without a kind too."""
    version = text_of(child(root, "apiVersion")) or f"{GROUP}/v1beta1"
    return ObjectId(version, text_of(child(root, "kind")) or "Kustomization", "", "")


def search_patch(places: Places, targets: tuple[ObjectId, ...]) -> Search:
    """Return the search for a file that is a patch for some kinds."""

    def search(document: Document) -> Found | None:
        reading = read(document, None)
        if not any(isinstance(root, Sequence) for root in reading.composed.roots):
            return places.search(document)
        return places.collect(reading, lambda root: find_in_root(places, targets, root))

    return search


def search_values(places: Places) -> Search:
    """Return the search for a file that has values of a chart."""
    identity = ObjectId("", "values", "", "")

    def find(root: Field) -> Iterator[Site]:
        return make_sites(identity, root, Shape("values", "Helm values"), places.hosts)

    def search(document: Document) -> Found | None:
        return places.collect(read(document, None), find) if places.kinds.hidden else None

    return search


def search_text(places: Places, generator: str, key: str) -> Search:
    """Return the search for a file that a generator puts under a key of a ConfigMap or Secret."""
    return _search_raw(generator, lambda text: find_in_text(text, key, places.hosts), key)


def search_pairs(places: Places, generator: str) -> Search:
    """Return the search for a file of lines ``key=value`` that a generator reads."""

    def find(text: str) -> Iterator[Token]:
        start = 0
        for line in text.splitlines(keepends=True):
            if not line.lstrip().startswith("#"):
                for token in find_in_pair(places, line.rstrip()):
                    yield token._replace(start=token.start + start, end=token.end + start)
            start += len(line)

    return _search_raw(generator, find, "")


def _search_raw(generator: str, find: Callable[[str], Iterable[Token]], key: str) -> Search:
    identity = ObjectId("v1", GENERATED[generator], "", "")

    def search(document: Document) -> Found | None:
        from regswap.places.search import Found

        try:
            text = document.data.decode("utf-8")
        except UnicodeDecodeError:
            # It becomes binary data, in which nothing is looked for.
            return None
        node = Scalar(text, RAW, None, 0, len(text), 0, 0, None, in_flow=False)
        field = Field(("data", key) if key else ("data",), node, ())
        reading = Reading(document, text, text, 0, 0, Composed((node,), (), ()), [])
        sites = [
            Site(identity, field, token.text, "", _TEXT, token=token, hidden=token.certainty) for token in find(text)
        ]
        return Found(reading, sites, {})

    return search
