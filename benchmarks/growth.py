"""How the cost grows with the stream, and what the other ways in cost beside ``rewrite``: regswap beside itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.command import regswap
from benchmarks.manifest import join
from benchmarks.measure import Command, measure
from benchmarks.table import Row, Target, format_ratio, format_rows, make_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.manifest import Manifest

SHORT, LONG = 20_000_000, 200_000_000
RULES = "default::registry.example.com/mirror\n"
_HEAD = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nfunctionConfig:\n  apiVersion: regswap.dev/v1alpha1\n"
_CONFIG = "  kind: ImageRewrite\n  spec: {rules: [{default: registry.example.com/mirror}]}\nitems:\n"


def show_length(manifests: Sequence[Manifest], folder: Path, runs: int) -> list[Row]:
    """Print what a megabyte of a long stream costs beside one of a short stream."""
    folder.mkdir()
    (folder / "map").write_text(RULES)
    period = join(list(manifests)).encode()
    rows: list[Row] = []
    for size in (SHORT, LONG):
        stream = folder / f"{size}.yaml"
        with stream.open("wb") as file:
            for _ in range(size // len(period)):
                file.write(period)
        length = stream.stat().st_size
        command = Command(f"regswap, {length / 1e6:.0f} MB", regswap("rewrite", "--rules", str(folder / "map")), stream)
        rows += make_rows("length", [command], measure([command], runs, folder), length)
        stream.unlink()
    print(f"\n# length: the same documents over and over; {runs} runs", flush=True)
    print("\n".join(format_rows(rows)))
    print(f"a megabyte of the long one takes {format_ratio(rows[0].speed / rows[1].speed)} of one of the short one")
    return rows


def show_ways(manifests: Sequence[Manifest], folder: Path, runs: int) -> list[Row]:
    """Print what a ResourceList and annotations cost beside the same documents as a stream."""
    folder.mkdir()
    (folder / "map").write_text(RULES)
    stream, listed = folder / "stream.yaml", folder / "list.yaml"
    stream.write_text(join(list(manifests)))
    listed.write_text(_HEAD + _CONFIG + "".join(map(_indent, manifests)))
    ours = regswap("rewrite", "--rules", str(folder / "map"))
    commands = (
        Command("regswap rewrite", ours, stream),
        Command("regswap krm", regswap("krm"), listed),
        Command("regswap rewrite --annotate", (*ours, "--annotate", "regswap"), stream),
    )
    rows = make_rows("ways", commands, measure(commands, runs, folder), stream.stat().st_size)
    print(f"\n# ways: Deployments, as a stream and as a ResourceList; {runs} runs of each in turn", flush=True)
    print("\n".join(format_rows(rows)))
    for way, limit in (("regswap krm", 1.25), ("regswap rewrite --annotate", 1.25)):
        print(Target(way, "regswap rewrite", limit).judge(rows))
    return rows


def _indent(manifest: Manifest) -> str:
    """Write a document as an item of a list."""
    lines = manifest.text.rstrip("\n").removesuffix("\n...").split("\n")
    begin = next(number for number, line in enumerate(lines) if line[:1].isalpha())
    text = "\n".join(f"  {line}" if line else "" for line in lines[begin:])
    return f"-{text[1:]}\n"
