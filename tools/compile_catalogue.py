"""Compiles ``places/catalogue/*.yaml`` of ``transformer/regswap`` into ``compiled.py`` beside them, which runs read.

``--check`` writes nothing and ends in 1 where the compiled catalogue is not the one of the sources.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import yaml

from regswap.places.kind import is_bare

CATALOGUE = Path(__file__).resolve().parent.parent / "transformer" / "regswap" / "places" / "catalogue"
TARGET = CATALOGUE / "compiled.py"

_HEAD = '''\
"""The catalogue, compiled from ``catalogue/*.yaml`` by ``tools/compile_catalogue.py``. Do not edit."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.places.kind import Catalogue

'''

Spelling = str | dict[str, Any]
Rows = dict[tuple[str, tuple[str, ...]], list[tuple[str, Spelling]]]


def read_sources() -> dict[str, Rows]:
    """Return what stands at which path, by kind, and by group and versions."""
    kinds: dict[str, Rows] = {}
    for path in sorted(CATALOGUE.glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            for name in row["kinds"]:
                group, _, kind = name.rpartition("/")
                known = kinds.setdefault(kind, {}).setdefault((group, tuple(row.get("versions", ()))), [])
                for place, shapes in (row.get("paths") or {}).items():
                    known += [(place, shape) for shape in (shapes if isinstance(shapes, list) else [shapes])]
                # Where nothing would be found anyway, nothing has to be left out.
                known += [
                    (place, "never") for place in row.get("never", ()) if _is_below(place, row.get("paths") or {})
                ]
    return kinds


def _is_below(place: str, paths: dict[str, Any]) -> bool:
    return any(place.startswith((f"{path}.", f"{path}[")) for path in paths)


def compile_catalogue() -> str:
    """Return the text of the compiled catalogue."""
    kinds = read_sources()
    lines = [_HEAD, "CATALOGUE: Catalogue = {\n"]
    for kind, rows in sorted(kinds.items()):
        lines.append(f'    "{kind}": (\n')
        for (group, versions), paths in sorted(rows.items()):
            lines.append(f"        ({_quote(group)}, {_tuple(map(_quote, versions))}, (\n")
            lines += [f"            ({_quote(path)}, {_write(shape)}),\n" for path, shape in sorted(paths, key=str)]
            lines.append("        )),\n")
        lines.append("    ),\n")
    bare = sorted({kind for kind, rows in kinds.items() if any(map(is_bare, rows.values()))})
    lines += ["}\n", "\n", "BARE = frozenset({\n", *(f'    "{kind}",\n' for kind in bare), "})\n"]
    lines.append('"""Kinds with a place whose path does not tell that it has to do with images."""\n')
    return "".join(lines)


def _write(shape: Spelling) -> str:
    if isinstance(shape, str):
        return _quote(shape)
    return "{" + ", ".join(f"{_quote(key)}: {_write(value)}" for key, value in shape.items()) + "}"


def _tuple(texts: map[str]) -> str:
    return "(" + "".join(f"{text}, " for text in texts).removesuffix(" ") + ")"


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main() -> int:
    """Write the compiled catalogue, or compare it."""
    parser = argparse.ArgumentParser(description="Compile the catalogue.")
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if the compiled catalogue is another")
    text = compile_catalogue()
    if parser.parse_args().check:
        return int(TARGET.read_text(encoding="utf-8") != text)
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
