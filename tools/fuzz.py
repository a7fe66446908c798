"""Looks for streams of which a reader still sees an image after regswap: ``python -m tools.fuzz``.

Each stream follows from the seed and its number, so that a finding can be made again. With ``../shared/corpus`` some
streams are made of its files.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

from tools.install_clients import find_own

from tests.conformance.readers.harness import PREFIX, Finding, Judgement, Readers
from tests.conformance.readers.mutation import make_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
FOUND = ROOT / "build" / "fuzz"
LARGEST = 6000
"""Bytes of a file of the corpus that is worth changing."""


class Tally:
    """What was looked at and found."""

    def __init__(self) -> None:
        self.streams = 0
        self.outcomes: Counter[str] = Counter()
        self.accepted = 0
        self.seen = 0
        self.found: Counter[tuple[str, str]] = Counter()
        """By the kind of finding and the reader."""

    def add(self, judgement: Judgement) -> None:
        """Count one stream."""
        self.streams += 1
        self.outcomes[judgement.outcome] += 1
        self.accepted += judgement.accepted
        self.seen += judgement.seen > 0
        self.found.update({(one.kind, one.reader) for one in judgement.findings})

    def __str__(self) -> str:
        outcomes = ", ".join(f"{count} {name}" for name, count in self.outcomes.most_common())
        found = "".join(f"\n{count} streams: {kind} ({reader})" for (kind, reader), count in self.found.most_common())
        return (
            f"{self.streams} streams: {outcomes}; all readers take {self.accepted}, one sees an image in {self.seen}"
            f"{found or chr(10) + 'nothing found'}"
        )


def main() -> int:
    """Fuzz; the exit status is 1 where something was found, 2 where the readers are missing."""
    options = _parse_arguments()
    program = find_own("readers")
    if program is None:
        print("fuzz: needs the readers, built from the sources as they are: run `make clients`", file=sys.stderr)
        return 2
    print(f"seed {options.seed}", flush=True)
    with Readers(program) as readers:
        tally = look(readers, options)
    print(f"seed {options.seed}, {tally}")
    return 1 if tally.found else 0


def look(readers: Readers, options: argparse.Namespace) -> Tally:
    """Look at streams until the time is over, or at the first finding."""
    corpus = [] if options.no_corpus else read_corpus(ROOT.parent / "shared" / "corpus")
    tally = Tally()
    try:
        for number in _numbers(options.seconds, options.number):
            stream = make_stream(f"{options.seed}:{number}", corpus)
            judgement = readers.judge(stream)
            tally.add(judgement)
            if not judgement.findings:
                continue
            finding = judgement.findings[0]
            if tally.found[finding.kind, finding.reader] <= options.most:
                _tell(readers, stream, finding, options, number)
            if not options.keep_going:
                break
    except KeyboardInterrupt:
        print()
    return tally


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Look for streams that readers of Kubernetes read differently.")
    parser.add_argument("--seed", default=str(SystemRandom().randrange(1 << 32)), help="what the streams follow from")
    parser.add_argument("--seconds", type=float, default=60, help="how long to look; 0 looks until interrupted")
    parser.add_argument("--number", type=int, help="look at this stream only")
    parser.add_argument("--no-corpus", action="store_true", help="do not make streams of the files in ../shared/corpus")
    parser.add_argument("--keep-going", action="store_true", help="go on after the first finding")
    parser.add_argument("--most", type=int, default=5, help="findings of one kind and reader to write and print")
    return parser.parse_args()


def _numbers(seconds: float, only: int | None) -> Iterator[int]:
    if only is not None:
        yield only
        return
    end = time.monotonic() + seconds if seconds else float("inf")
    number = 0
    while time.monotonic() < end:
        yield number
        number += 1


def read_corpus(folder: Path) -> list[str]:
    """Return the texts of a corpus that are short enough; none where there is no corpus."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix in {".yaml", ".yml", ".json"})
    return [path.read_text(encoding="utf-8", errors="replace") for path in files if 0 < path.stat().st_size <= LARGEST]


def _tell(readers: Readers, stream: bytes, finding: Finding, options: argparse.Namespace, number: int) -> None:
    """Write the stream, as it is and made smaller, and print how to see what is wrong with it."""
    FOUND.mkdir(parents=True, exist_ok=True)
    rules = FOUND / "swapped.map"
    rules.write_text(f"default::{PREFIX.rstrip('/')}\n", encoding="utf-8")
    path = FOUND / f"{options.seed}-{number}.yaml"
    path.write_bytes(stream)
    small = path.with_suffix(".small.yaml")
    small.write_bytes(shrink(stream, lambda changed: _still(readers, changed, finding)))
    again = f"--seed {options.seed} --number {number}{' --no-corpus' if options.no_corpus else ''}"
    print(
        f"{finding.kind} ({finding.reader}): {finding.text}\n"
        f"  {small.read_bytes()!r}\n"
        f"  .venv/bin/python -m tools.fuzz {again}\n"
        f"  .venv/bin/regswap rewrite -r {rules.relative_to(ROOT)} {small.relative_to(ROOT)}",
        flush=True,
    )


def _still(readers: Readers, stream: bytes, finding: Finding) -> bool:
    found = readers.judge(stream).findings
    return any((one.kind, one.reader) == (finding.kind, finding.reader) for one in found)


def shrink(stream: bytes, is_found: Callable[[bytes], bool], seconds: float = 30) -> bytes:
    """Return a part of the stream in which the same is found and of which no line and no byte can be spared."""
    end = time.monotonic() + seconds
    for split in (lambda data: data.splitlines(keepends=True), lambda data: [bytes([byte]) for byte in data]):
        pieces = split(stream)
        size = len(pieces) // 2
        while size:
            start = 0
            while start < len(pieces) and time.monotonic() < end:
                shorter = pieces[:start] + pieces[start + size :]
                if is_found(b"".join(shorter)):
                    pieces = shorter
                else:
                    start += size
            size //= 2
        stream = b"".join(pieces)
    return stream


if __name__ == "__main__":
    sys.exit(main())
