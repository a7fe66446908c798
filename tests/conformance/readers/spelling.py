"""Objects, written in whatever way YAML has for them, and in some that only one of its readers has."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

Mapping = dict[str, Any]

PLAIN = re.compile(r"[\w/.$(][\w/.$()@+:-]*(?<!:)", re.ASCII)
NOT_STRINGS = re.compile(r"(?i)[-+.\d][\d_.:xob+-]*e?\d*|0x[\da-f_]+|true|false|yes|no|on|off|y|n|null|~|[.](inf|nan)|")
TAGS = (
    "!<tag:yaml.org,2002:binary>",
    "!!str",
    "!",
    "!<tag:yaml.org,2002:str>",
    "!x",
    "!<tag:example.com,2000:x>",
    "!!int",
    "!!binary",
    "!!null",
)
COLLECTION_TAGS = ("!!map", "!", "!x", "!<tag:yaml.org,2002:map>", "!!omap", "!!set", "!!str")
CASES: tuple[Callable[[str], str], ...] = (str.upper, str.capitalize, str.swapcase)
"""What makes another key of a key, for all but programs that do not care."""
DECOYS: tuple[Any, ...] = ("decoy.example/x:1", None, 1.5, [], {}, "")


class Speller:
    """Writes an object; each choice is drawn, and a strange one with a probability that is drawn once."""

    def __init__(self, draw: Random) -> None:
        self.draw = draw
        self.strangeness = draw.choice((0.0, 0.005, 0.01, 0.02, 0.05))
        self.anchors = 0

    def strange(self, factor: float = 1.0) -> bool:
        """Whether to write what comes next in a strange way."""
        return self.draw.random() < self.strangeness * factor

    def document(self, value: Mapping) -> str:
        """Write one document, without its marker."""
        if self.strange(2):
            return self.json(value) + "\n"
        if self.strange(2):
            return self.flow(value, "") + "\n"
        return self.block_map(value, "")

    def json(self, value: object) -> str:
        """Write it as programs do that write JSON."""
        text = json.dumps(
            value,
            ensure_ascii=self.draw.random() < 0.5,
            indent=self.draw.choice((None, None, 2, "\t")),
            separators=self.draw.choice((None, (",", ":"), (" ,\n", "\n:"))),
        )
        if self.strange(5):
            text = re.sub(r"(?<=[a-zA-Z])[a-z]", lambda match: self.as_json_escape(match[0]), text)
        if self.strange(2):
            text = text.replace('"kind"', f'"kind":{json.dumps(self.draw.choice(DECOYS))},"kind"', 1)
        return text.replace("/", "\\/") if self.strange(5) else text

    def as_json_escape(self, character: str) -> str:
        """Write a character of a text in JSON, now and then as an escape."""
        return character if self.draw.random() < 0.9 else f"\\u{ord(character):04x}"

    def block_map(self, value: Mapping, pad: str) -> str:
        """Write a mapping a line an entry; each line begins with the pad."""
        return "".join(self.block_entry(key, inner, pad) for key, inner in self.entries(value))

    def block_entry(self, key: str, value: object, pad: str) -> str:
        """Write a key and its value."""
        if key.startswith("<<"):
            return f"{pad}{self.merge_key()}:{self.block_value(value, pad)}"
        if self.strange(0.5):
            return f"{pad}? {self.key(key)}\n{pad}:{self.block_value(value, pad)}"
        return f"{pad}{self.key(key)}:{self.block_value(value, pad)}"

    def block_value(self, value: object, pad: str) -> str:
        """Write what follows an indicator, up to the end of its last line."""
        comment = " # image: decoy.example/y" if self.strange() else ""
        if isinstance(value, _Alias):
            return f" *{value.name}{comment}\n"
        if not isinstance(value, dict | list) or not value:
            gap = (
                self.draw.choice(("\t", "  ", " \t", f"\n{pad}  ", f" # c\n{pad}  ", "\r\n  "))
                if self.strange()
                else " "
            )
            return gap + self.scalar(value, pad) + "\n"
        if isinstance(value, dict) and self.strange():
            return " " + self.json(value).replace("\n", "\n" + pad + "  ") + comment + "\n"
        if self.strange():
            return f" {self.flow(value, pad + '  ')}{comment}\n"
        properties = self.collection_properties()
        head = f" {properties}{comment}".rstrip() + "\n"
        if isinstance(value, dict):
            return head + self.block_map(value, pad + self.draw.choice(("  ", "  ", "    ", " ")))
        inner = pad + self.draw.choice(("", "  ", "  "))
        return head + "".join(self.block_item(item, inner) for item in value)

    def block_item(self, value: object, pad: str) -> str:
        """Write an item of a list."""
        if isinstance(value, dict) and value and not self.strange():
            lines = self.block_map(value, pad + "  ")
            return f"{pad}- {lines[len(pad) + 2 :]}"
        return f"{pad}-{self.block_value(value, pad)}"

    def flow(self, value: object, pad: str) -> str:
        """Write a value in braces and brackets."""
        gap = self.draw.choice(("", " ", " ", "\n" + pad + " ")) if self.strange(5) else " "
        if isinstance(value, _Alias):
            return f"*{value.name} "
        if isinstance(value, dict) and value:
            entries = [self.flow_entry(key, inner, pad) for key, inner in self.entries(value)]
            return "{" + f",{gap}".join(entries) + self.draw.choice(("}", gap + "}"))
        if isinstance(value, list) and value:
            return "[" + f",{gap}".join(self.flow(item, pad) for item in value) + "]"
        return self.scalar(value, pad, flow=True)

    def flow_entry(self, key: str, value: object, pad: str) -> str:
        """Write a key and its value in braces."""
        name = self.merge_key() if key.startswith("<<") else self.key(key)
        after = "" if name[-1] in "\"'" and self.strange(3) else " "
        return f"{'? ' if self.strange(0.5) else ''}{name}:{after}{self.flow(value, pad)}"

    def entries(self, value: Mapping) -> Iterable[tuple[str, Any]]:
        """Return the entries to write, with those that mean nothing or the same."""
        entries = list(value.items())
        if self.strange():
            self.draw.shuffle(entries)
        if self.strange():
            entries = self.merged(entries)
        if entries and self.strange(0.5):
            entries = self.aliased(entries)
        if entries and self.strange():
            key, inner = self.draw.choice(entries)
            decoy = self.draw.choice((*DECOYS, inner))
            if not key.startswith("<<"):
                entries.insert(self.draw.randint(0, len(entries)), (key, decoy))
        if entries and self.strange(0.3):
            index = self.draw.randrange(len(entries))
            entries[index] = (self.draw.choice(CASES)(entries[index][0]), entries[index][1])
        return entries

    def aliased(self, entries: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """Write a value elsewhere, and an alias of it in its place."""
        index = self.draw.randrange(len(entries))
        key, value = entries[index]
        if isinstance(value, _Alias | _Anchored) or key.startswith("<<"):
            return entries
        self.anchors += 1
        name = f"v{self.anchors}"
        return [("x-value", _Anchored(value, name)), *entries[:index], (key, _Alias(name)), *entries[index + 1 :]]

    def merged(self, entries: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """Move some entries into a mapping that is merged, here or by an alias."""
        chosen = [entry for entry in entries if self.draw.random() < 0.5 and not entry[0].startswith("<<")]
        left = [entry for entry in entries if entry not in chosen]
        merged: Any = dict(chosen)
        if self.draw.random() < 0.5:
            self.anchors += 1
            name = self.draw.choice((f"a{self.anchors}", "a", "a:b", "ä"))
            left.insert(0, ("x-shared", _Anchored(merged, name)))
            merged = _Alias(name)
        if self.draw.random() < 0.3:
            merged = [merged, {key: self.draw.choice(DECOYS) for key, _ in entries[:1]}]
        left.insert(self.draw.randint(1 if isinstance(merged, _Alias) else 0, len(left)), ("<<", merged))
        if self.strange(2):
            left.append(("<<2", {key: self.draw.choice(DECOYS) for key, _ in entries[:1]}))
        return left

    def merge_key(self) -> str:
        """Write the key of what is merged."""
        return self.draw.choice(("!!merge <<", '"<<"', "! <<", "!!str <<", "'<<'")) if self.strange(3) else "<<"

    def key(self, key: str) -> str:
        """Write a key."""
        if not self.strange():
            return key if PLAIN.fullmatch(key) else json.dumps(key)
        spelled = self.draw.choice((key, self.double(key), f"'{key}'", json.dumps(key)))
        if self.strange(5):
            tag = self.draw.choice(TAGS)
            spelled = _tag(tag, key, spelled)
        if self.strange(3):
            spelled = self.draw.choice(("&k ", "&a:b ", "\ufeff", "&k\n ")) + spelled
        return spelled + self.draw.choice(("", " ", "\t"))

    def collection_properties(self) -> str:
        """Write a tag or an anchor of a collection, if there shall be one."""
        if not self.strange(0.5):
            return ""
        return self.draw.choice((*COLLECTION_TAGS, "&c", "&c:d", "&c !!map"))

    def scalar(self, value: object, pad: str, *, flow: bool = False) -> str:
        """Write what is neither a mapping nor a list, or is empty."""
        if isinstance(value, _Anchored):
            return f"&{value.name} {self.flow(value.value, pad)}"
        if not isinstance(value, str):
            return json.dumps(value)
        if not self.strange(2):
            if PLAIN.fullmatch(value) and not NOT_STRINGS.fullmatch(value):
                return value
            return json.dumps(value, ensure_ascii=False)
        spelled = self.draw.choice((self.any_plain, json.dumps, self.single, self.double, self.folded, self.block))(
            value
        )
        if flow and spelled[:1] in "|>":
            spelled = json.dumps(value)
        spelled = spelled.replace("\n", "\n" + pad + "  ")
        if self.strange(4):
            tag = self.draw.choice(TAGS)
            spelled = _tag(tag, value, spelled)
        if self.strange(2):
            spelled = self.draw.choice(("&s ", "&s:t ", "&s\n" + pad + "  ")) + spelled
        return spelled

    def any_plain(self, value: str) -> str:
        """Write it without quotes where that is YAML at all."""
        return value if PLAIN.fullmatch(value) else json.dumps(value)

    def single(self, value: str) -> str:
        """Write it in single quotes."""
        return "'" + value.replace("'", "''") + "'"

    def double(self, value: str) -> str:
        """Write it in double quotes, some characters as escapes of YAML."""
        return '"' + "".join(self.escape(character) for character in value) + '"'

    def escape(self, character: str) -> str:
        """Write a character in double quotes."""
        if self.draw.random() < 0.8 and character.isprintable() and character not in '"\\':
            return character
        code = ord(character)
        forms = [f"\\U{code:08x}"] + [f"\\u{code:04x}"] * (code < 1 << 16) + [f"\\x{code:02x}"] * (code < 256)
        return "\\/" if character == "/" else self.draw.choice(forms)

    def folded(self, value: str) -> str:
        """Write it in double quotes on two lines."""
        cut = self.draw.randint(0, len(value))
        return '"' + json.dumps(value[:cut])[1:-1] + "\\\n" + json.dumps(value[cut:])[1:-1] + '"'

    def block(self, value: str) -> str:
        """Write it as a block scalar."""
        if not value.strip() or "\n" in value or value[0] == " ":
            return json.dumps(value)
        style = self.draw.choice(("|-", ">-", "|", ">", "|+", "|2-", "|-2", ">1-", "|- # c", ">-\t", "|--", "|0"))
        return f"{style}\n{value}"


def _tag(tag: str, text: str, spelled: str) -> str:
    is_binary = tag.strip("<>").endswith("binary")
    return f"{tag} {base64.b64encode(text.encode()).decode() if is_binary else spelled}"


class _Alias:
    def __init__(self, name: str) -> None:
        self.name = name


class _Anchored:
    def __init__(self, value: object, name: str) -> None:
        self.value = value
        self.name = name
