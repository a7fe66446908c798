"""The rule formats that can be read: one module each, named in ``NAMES``, imported when a file is in it."""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING, Protocol
from regswap.rules.source.rule_source import RuleSource

if TYPE_CHECKING:
    from regswap.rules.engine.rule import Reading
    from regswap.rules.source.source_text import SourceText

NAMES = ("imageswap", "imageshift", "registry-connect", "mirror-registries", "regswap")

NOT_RULES = "not-rules"
"""The code of errors about what a rule file says and only a configuration may say."""

_YAML = re.compile(
    r"""(?mx) ^[ \t]* (?:-[ \t]+)? ["']? (?: apiVersion | kind | image[sS]wap | imageChange | imageReplacementRules
        | registryMappingRules | mirrorRegistries | ociImageRegistry | MIRROR_REGISTRIES | pack | charts | stylus
        ) ["']? [ \t]* :(?!:)
    | ^[ \t]* (?: "[^"\r\n]+" | '[^'\r\n]+' ) [ \t]* :(?!:)
    | \A\s* (?: \{ | --- | %YAML )"""
)
_KEYWORD = re.compile(r"(?m)^[ \t]*(?:(?:default|noswap_wildcards)[ \t]*|\[[A-Za-z]+\][^\r\n:]*):")
_UNQUOTED = r"(?:\S+:\s+\S+)?\s*(?:#.*)?"


class Format(Protocol):
    """What a module must offer to be a rule format."""

    NAME: str

    def read(self, rule_source: RuleSource) -> Reading:
        """Return the rules of a rule_source.

        Raises:
            RulesError: with every finding.

        """


def import_format(name: str) -> Format:
    """Return the module of a format."""
    from importlib import import_module

    module: Format = import_module(f"regswap.rules.formats.{name.replace('-', '_')}.reader")
    return module


def is_yaml(text: str) -> bool:
    """Return whether a file is YAML that may hold rules, and not a text of its own grammar."""
    return _YAML.search(text) is not None


def find_text(source_text: SourceText, rules_format: str | None) -> RuleSource | None:
    """Return the rule_source that a file is as a whole, None where only YAML can be in the format that was named."""
    name = rules_format or _detect_text(source_text.text)
    return RuleSource(name, source_text.source, source_text) if name in ("imageswap", "mirror-registries") else None


def _detect_text(text: str) -> str:
    """Tell a map file from a comma list, and from the map of a Registry Connect pack without quotes."""
    if _KEYWORD.search(text):
        return "imageswap"
    items = [item for item in text.split(",") if item.strip()]
    if "," in text and items and all("::" in item for item in items):
        return "mirror-registries"
    if "::" not in text and ": " in text and all(re.fullmatch(_UNQUOTED, line.strip()) for line in text.splitlines()):
        # As a map file it would be one whose keys are all inactive, because no line says `default`.
        return "registry-connect"
    return "imageswap"
