"""Looks for streams of which a reader still sees an image after regswap: ``python -m tests.conformance.readers.fuzz``.

Each stream follows from the seed and its number, so that a finding can be made again. With ``../shared/corpus`` some
streams are made of its files.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import SystemRandom

from tests.conformance.readers.harness import Finding, Readers, locate_readers
from tests.conformance.readers.mutation import make_stream

ROOT = Path(__file__).resolve().parents[3]
FOUND = ROOT / "build" / "fuzz"
LARGEST = 6000
"""Bytes of a file of the corpus that is worth changing."""


def main() -> int:
    """Fuzz; the exit status is 1 where something was found."""
    options = _parse_arguments()
    print(f"seed {options.seed}", flush=True)
    corpus = read_corpus(ROOT.parent / "shared" / "corpus")
    counts: Counter[str] = Counter()
    found: dict[tuple[str, str], int] = {}
    with Readers(locate_readers()) as readers:
        for number in _numbers(options.seconds, options.number):
            stream = make_stream(f"{options.seed}:{number}", corpus)
            judgement = readers.judge(stream)
            counts[judgement.outcome] += 1
            counts["images"] += judgement.seen
            if not judgement.findings:
                continue
            counts["findings"] += 1
            finding = judgement.findings[0]
            key = finding.kind, finding.reader
            found[key] = found.get(key, 0) + 1
            if found[key] <= options.most:
                _tell(readers, stream, finding, f"{options.seed}:{number}")
            if not options.keep_going:
                break
    print(f"seed {options.seed}:", ", ".join(f"{count} {name}" for name, count in sorted(counts.items())))
    return 1 if counts["findings"] else 0


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Look for streams that a reader of Kubernetes reads differently.")
    parser.add_argument("--seed", default=str(SystemRandom().randrange(1 << 32)), help="what the streams follow from")
    parser.add_argument("--seconds", type=float, default=60, help="how long to look; 0 looks until interrupted")
    parser.add_argument("--number", type=int, help="look at this stream only")
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
    return [
        path.read_text(encoding="utf-8", errors="replace") for path in files if 0 < path.stat().st_size <= LARGEST
    ]


def _tell(readers: Readers, stream: bytes, finding: Finding, seed: str) -> None:
    """Write the stream, as it is and made smaller, and print how to see what is wrong with it."""
    FOUND.mkdir(parents=True, exist_ok=True)
    path = FOUND / f"{seed.replace(':', '-')}.yaml"
    path.write_bytes(stream)
    small = path.with_suffix(".small.yaml")
    small.write_bytes(shrink(stream, lambda changed: _still(readers, changed, finding)))
    number = seed.rpartition(":")[2]
    print(
        f"{finding.kind} ({finding.reader}): {finding.text}\n"
        f"  {small.read_bytes()!r}\n"
        f"  .venv/bin/python -m tests.conformance.readers.fuzz --seed {seed.rpartition(':')[0]} --number {number}\n"
        f"  .venv/bin/regswap rewrite --image-prefix swapped.example {small}",
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
