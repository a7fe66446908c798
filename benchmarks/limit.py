"""What reading a stream takes at the least: ``limit.py check|events|round-trip STREAM``.

``check`` lets libyaml read it in C and makes nothing of it, ``events`` makes the tuples that regswap begins with, and
``round-trip`` reads and prints with ruamel.yaml, as a program in Python would that keeps comments.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Read the stream that the arguments name in the way that they name."""
    way, path = sys.argv[1:]
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib would be measured too
        text = file.read()
    {"check": _check, "events": _read_events, "round-trip": _print_again}[way](text)


def _check(text: str) -> None:
    import _ruamel_yaml

    _ruamel_yaml.CParser(text).raw_parse()


def _read_events(text: str) -> None:
    from regswap import process

    # As in the command: another program that uses the library gets events of the library's own classes.
    process.is_own = True
    from regswap.document.parse.event import STREAM_END, open_events

    get_event = open_events(text)
    while get_event()[0] != STREAM_END:
        pass


def _print_again(text: str) -> None:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.dump_all(yaml.load_all(text), sys.stdout)


if __name__ == "__main__":
    main()
