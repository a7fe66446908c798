"""A page of HTML about the images of a run, for whoever signs it off: one file that needs no network.

Everything can be read without JavaScript, which only adds a filter. Colours follow what the reader's system asks for.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape

from regswap.errors import visible
from regswap.output.formatter import Formatter
from regswap.output.summary import count
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import ImageReference, read_reference
from regswap.streams.destination import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from regswap.pipeline.entry import Entry

_STYLE = """
:root { color-scheme: light dark; --line: #8886; --bad: light-dark(#a40000, #ff9a9a); }
body { font: 1rem/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 90rem; padding: 0 1rem; }
table { border-collapse: collapse; margin: 0 0 2rem; width: 100%; }
caption { font-size: 1.25rem; font-weight: 600; padding: .5rem 0; text-align: start; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .75rem .35rem 0; }
th, td { text-align: start; vertical-align: top; }
td.number, th.number { text-align: end; }
code { font-size: .9em; overflow-wrap: anywhere; }
ul { margin: 0; padding-inline-start: 1.1rem; }
.bad { color: var(--bad); font-weight: 600; }
.scroll { overflow-x: auto; }
input { font: inherit; padding: .35rem; width: min(30rem, 100%); }
[hidden] { display: none; }
@media print { .filter { display: none; } body { margin: 0; max-width: none; } tr { break-inside: avoid; } }
"""

_SCRIPT = """
const filter = document.querySelector(".filter"), field = filter.querySelector("input");
const rows = [...document.querySelectorAll("#images tbody tr")], shown = filter.querySelector("output");
filter.hidden = false;
field.addEventListener("input", () => {
  const words = field.value.toLowerCase().split(/\\s+/);
  for (const row of rows) row.hidden = !words.every(word => row.textContent.toLowerCase().includes(word));
  shown.value = `${rows.filter(row => !row.hidden).length} of ${rows.length}`;
});
"""


class State(NamedTuple):
    """What is known of an image where it is pulled from."""

    digest: str = ""
    text: str = ""
    """In words; empty where nobody looked."""
    is_bad: bool = False
    """Whether something is missing or wrong."""


class _Image(NamedTuple):
    """An image: what is written, what becomes of it, and why."""

    reference: str
    becomes: str
    because: str


class PageFormatter(Formatter):
    """Collects entries by image, and writes the page."""

    def __init__(self, states: Mapping[str, State] | None = None) -> None:
        """Begin with nothing; ``states`` are by the full reference that an image is pulled by, where they are known."""
        self._states = states
        self._places: dict[_Image, list[Entry]] = {}
        self._others: list[Entry] = []

    def take(self, row: Entry) -> None:
        """Take the next entry."""
        if not row.names_image:
            self._others.append(row)
            return
        rule = "" if row.rule is None else f"{row.rule.text} ({row.rule.origin})"
        self._places.setdefault(_Image(row.reference, row.rewritten, rule or row.reason), []).append(row)

    def read(self) -> Iterator[bytes]:
        """Yield the page, once; it says nothing of the time, so that the same input gives the same page."""
        digest = b64encode(sha256(_SCRIPT.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
        images = sorted(self._places)
        references = sum(map(len, self._places.values()))
        yield printable(
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            '<meta name="viewport" content="width=device-width">\n<title>Images</title>\n'
            f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Images</h1>\n"
            f"<p>{count(len(images), 'image')} in {count(references, 'place')}.</p>\n"
        )
        yield from self._write_registries(images)
        yield printable(
            '<p class="filter" hidden><label>Filter the images <input type="search"></label> <output></output></p>\n'
        )
        yield from self._write_images(images)
        yield from self._write_others()
        yield printable(f"</main>\n<script>{_SCRIPT}</script>\n</body>\n</html>\n")

    def _write_registries(self, images: list[_Image]) -> Iterator[bytes]:
        """Yield the table of totals: how many images are pulled from where, before and after."""
        before = _count(_registry_of(image.reference) for image in images)
        after = _count(_registry_of(image.becomes) for image in images)
        rows = (
            f"<tr><th scope=row><code>{_show(registry)}</code></th><td class=number>{before.get(registry, 0)}</td>"
            f"<td class=number>{after.get(registry, 0)}</td></tr>\n"
            for registry in sorted({*before, *after})
        )
        heads = ("Registry", "Images written", "Images pulled")
        yield from _write_table("registries", "Registries", heads, rows, numbers=heads[1:])

    def _write_images(self, images: list[_Image]) -> Iterator[bytes]:
        heads = ["Image", "Pulled as", "Rule", "Places"]
        if self._states is not None:
            heads[3:3] = ["Digest", "State"]
        rows = (self._write_image(image) for image in images)
        yield from _write_table("images", "Images", heads, rows)

    def _write_image(self, image: _Image) -> str:
        cells = [f"<code>{_show(image.becomes)}</code>", f"<code>{_show(image.because)}</code>"]
        if self._states is not None:
            state = self._states.get(complete(image.becomes), State(text="unknown", is_bad=True))
            mark = " class=bad" if state.is_bad else ""
            cells += [f"<code>{_show(state.digest)}</code>", f"<span{mark}>{_show(state.text)}</span>"]
        places = "".join(f"<li>{_tell_place(entry)}</li>" for entry in self._places[image])
        cells.append(f"<ul>{places}</ul>")
        head = f"<th scope=row><code>{_show(image.reference)}</code></th>"
        return f"<tr>{head}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"

    def _write_others(self) -> Iterator[bytes]:
        """Yield what is not an image for certain, which somebody has to look at."""
        if self._others:
            rows = (
                f"<tr><th scope=row><code>{_show(entry.reference)}</code></th><td>{_show(entry.reason)}</td>"
                f"<td>{_tell_place(entry)}</td></tr>\n"
                for entry in self._others
            )
            yield from _write_table("others", "Not known to be images", ("Text", "Why it is here", "Place"), rows)


def complete(reference: str) -> str:
    """Return the full reference that a node pulls, with registry and tag; the text itself if it is not one."""
    read = read_reference(reference)
    return reference if read is None else str(read.complete())


def _registry_of(reference: str) -> str:
    read: ImageReference | None = read_reference(reference)
    return reference if read is None else read.registry


def _count(names: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return counts


def _tell_place(entry: Entry) -> str:
    place = f"{entry.source}:{entry.line}" if entry.line else entry.source
    return f"{_show(f'{entry.kind} {entry.full_name}'.strip())} <code>{_show(entry.path)}</code>, {_show(place)}"


def _write_table(
    identity: str, caption: str, heads: Iterable[str], rows: Iterable[str], numbers: Iterable[str] = ()
) -> Iterator[bytes]:
    numbered = {*numbers}
    mark: Callable[[str], str] = lambda head: " class=number" if head in numbered else ""  # noqa: E731 - a word
    cells = "".join(f"<th scope=col{mark(head)}>{_show(head)}</th>" for head in heads)
    yield printable(f'<div class="scroll"><table id="{identity}">\n<caption>{_show(caption)}</caption>\n')
    yield printable(f"<thead><tr>{cells}</tr></thead>\n<tbody>\n")
    yield from map(printable, rows)
    yield printable("</tbody>\n</table></div>\n")


def _show(text: str) -> str:
    return escape(visible(text))
