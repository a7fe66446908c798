"""Compiles ``places/catalogue/*.yaml`` of ``transformer/regswap`` into ``compiled.py`` beside them, which runs read.

``--check`` writes nothing and ends in 1 where the compiled catalogue is not the one of the sources.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from regswap.places.kind import NEVER, is_bare

if TYPE_CHECKING:
    from collections.abc import Iterator

CATALOGUE = Path(__file__).resolve().parent.parent / "transformer" / "regswap" / "places" / "catalogue"
TARGET = CATALOGUE / "compiled.py"

_HEAD = '''\
"""The catalogue, compiled from ``catalogue/*.yaml`` by ``tools/compile_catalogue.py``. Do not edit."""

from __future__ import annotations

from regswap.places.catalogue.table import Table

'''
_SEPARATORS = "\t\n\0,={}"
"""What stands between the parts of a line, and so in none of them."""

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
                known += [(place, NEVER) for place in row.get("never", ())]
    return kinds


def compile_catalogue() -> str:
    """Return the text of the compiled catalogue."""
    kinds = read_sources()
    texts: dict[str, list[str]] = {}
    for kind, rows in sorted(kinds.items()):
        texts.setdefault(kind[0], []).append("\n".join([_plain(kind), *_lines(rows)]))
    parts = [_HEAD, "CATALOGUE = Table({\n"]
    for first, listed in texts.items():
        text = "\n\n".join(listed).replace("\\", "\\\\")
        parts.append(f'"{first}": """\n\n{text}\n\n""",\n')
    bare = sorted(kind for kind, rows in kinds.items() if any(map(_is_bare, rows.values())))
    parts += ["})\n", "\n", 'BARE = frozenset("""\n', *(f"{kind}\n" for kind in bare), '""".split())\n']
    parts.append('"""Kinds with a place whose path does not tell that it has to do with images."""\n')
    return "".join(parts)


def _is_bare(places: list[tuple[str, Spelling]]) -> bool:
    return is_bare((path, shape) for path, shape in places if shape != NEVER)


def _lines(rows: Rows) -> Iterator[str]:
    for (group, versions), paths in sorted(rows.items()):
        yield f"{_plain(group)}\t{','.join(map(_plain, versions))}"
        yield from (f" {_plain(path)}\t{_write(shape)}" for path, shape in sorted(paths, key=str))


def _write(shape: Spelling) -> str:
    if isinstance(shape, str):
        return _plain(shape)
    where = {f"where.{key}": text for key, text in shape.get("where", {}).items()}
    pairs = {**{role: path for role, path in shape.items() if role != "where"}, **where}
    return "{" + ",".join(f"{_plain(role)}={_plain(path)}" for role, path in pairs.items()) + "}"


def _plain(text: str) -> str:
    """Return a text that can be written between separators; raises ValueError where it holds one."""
    if not text.isascii() or any(separator in text for separator in _SEPARATORS) or '"""' in text:
        raise ValueError(f"{text!r} holds what separates the parts of the compiled catalogue")
    return text


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
