"""Rule sources: files in, one ordered rule set out."""

from __future__ import annotations

import re

from regswap.errors import Diagnostic, Findings, RulesError
from regswap.image_rewrite import NOT_RULES
from regswap.record import TYPE_CHECKING
from regswap.rules.engine.ruleset import RuleSet
from regswap.rules.engine.target import leaves_alone
from regswap.rules.formats.imageswap import FORMAT as IMAGESWAP
from regswap.rules.formats.imageswap import LEGACY
from regswap.rules.formats.registry import FORMATS, find_format
from regswap.rules.formats.rule_text import find_text, is_yaml, restore
from regswap.rules.formats.validation import NEVER_MATCHES
from regswap.rules.source.file_limit import refuse_outside
from regswap.rules.source.rule_source import RuleSource
from regswap.rules.source.source_text import MARK, Place, SourceText
from regswap.suggestion import suggest, suggest_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.rules.engine.rule import Decider, Reading
    from regswap.rules.formats.rule_format import OpenFile
    from regswap.rules.source.tree import Value

MODES = ("standard", "compat")

MOST_BYTES = 16 << 20
"""How large a rule file or a configuration may be."""

LONGEST_LINE = 1 << 20
"""How many characters a line of it may have; no object in a cluster is larger."""

IMAGE_PREFIX = "--image-prefix"
"""What stands for the file of a rule that is an option of the command line."""


def load(
    paths: Sequence[str],
    rules_format: str | None = None,
    mode: str = "standard",
    image_prefix: str | None = None,
    inline: Sequence[Value] = (),
) -> Decider:
    """Read rule files, in this order, into one rule set; a format's name switches its detection off.

    ``mode`` is ``standard``, one semantics for all formats, or ``compat``, what the format's own program does.
    ``image_prefix`` is ImageSwap's in LEGACY mode. ``inline`` are values of another file: objects that hold rules, and
    texts that are rule files. What is doubtful and not wrong is in the ``warnings`` of the result.

    Raises:
        RulesError: with every finding of every file: it cannot be read, its format is not known, or a line is wrong.

    """
    if mode not in MODES:
        raise RulesError(Diagnostic(f"unknown mode `{mode}`", suggest(mode, MODES)))
    errors = Findings()
    rule_sources = _find_all(paths, rules_format, image_prefix, errors, inline)
    if mode == "compat":
        return _make_compat(rule_sources, errors)
    standard = _make_standard(rule_sources, errors)
    idle = find_idleness(standard)
    if idle:
        raise RulesError(*idle)
    return standard


def load_both(
    paths: Sequence[str], rules_format: str | None = None, image_prefix: str | None = None
) -> tuple[Decider, Decider | RulesError]:
    """Read rule files once, for standard and for compat mode, or why compat mode cannot be had.

    Raises:
        RulesError: as ``load`` does in standard mode.

    """
    errors = Findings()
    rule_sources = _find_all(paths, rules_format, image_prefix, errors)
    # Who asks for both looks at the rules alone.
    errors = Findings(error for error in errors if error.code != NOT_RULES)
    standard = _make_standard(rule_sources, errors)
    try:
        return standard, _make_compat(rule_sources, errors)
    except RulesError as error:
        return standard, error


def _find_all(
    paths: Sequence[str],
    rules_format: str | None,
    image_prefix: str | None,
    errors: Findings,
    inline: Sequence[Value] = (),
) -> list[RuleSource]:
    """Return what holds rules in some files and values, and the prefix."""
    rule_sources = find_rule_sources(paths, rules_format, errors)
    rule_sources += _find_inline(inline, rules_format, errors)
    if image_prefix is not None:
        source_text = SourceText(IMAGE_PREFIX, image_prefix, lambda _: Place(0, 0, ""))
        rule_sources.append(RuleSource(IMAGESWAP.name, IMAGE_PREFIX, source_text, dialect=LEGACY))
    return rule_sources


def _make_compat(rule_sources: list[RuleSource], errors: Findings) -> Decider:
    from regswap.rules.compat import make_compat

    errors.raise_as(RulesError)
    return make_compat(rule_sources)


def _make_standard(rule_sources: list[RuleSource], errors: Findings) -> RuleSet:
    readings = _read_all(rule_sources, errors)
    errors.raise_as(RulesError)
    readings = _settle(rule_sources, readings)
    rules = (rule for reading in readings for rule in reading.rules)
    return RuleSet(rules, (warning for reading in readings for warning in reading.warnings), readings)


def find_idleness(rule_set: Decider) -> tuple[Diagnostic, ...]:
    """Return why the rules that were written to change something can never act, where not one can; else nothing."""
    if any(not leaves_alone(rule) for rule in rule_set.rules):
        return ()
    warnings = [warning for reading in rule_set.readings for warning in reading.warnings]
    idle = tuple(warning for warning in warnings if warning.code in NEVER_MATCHES)
    if not idle:
        return ()
    return Diagnostic("not one of the rules can ever act", "correct at least one", idle[0].source), *idle


def load_text(text: str, rules_format: str | None = None, source: str = "") -> RuleSet:
    """Read a text as ``load`` reads a file that holds it; one that names files finds none.

    Raises:
        RulesError: with every finding.

    """
    errors = Findings()
    return _make_standard(_find_in(SourceText(source, text), rules_format, (), errors), errors)


def load_original(text: str, rules_format: str) -> Decider | None:
    """Read a text as the format's own program does; None where there is none, or it refuses the text."""
    errors = Findings()
    try:
        return _make_compat(_find_in(SourceText("", text), rules_format, (), errors), errors)
    except RulesError:
        return None


def is_detected_as(text: str, rules_format: str) -> bool:
    """Tell whether a text is in a format without being told so."""
    errors = Findings()
    try:
        found = _find_in(SourceText("", text), None, (), errors)
    except RulesError:
        return False
    return find_format(rules_format).expand is not None or {one.format for one in found} == {rules_format}


def find_rule_sources(paths: Sequence[str], rules_format: str | None, errors: Findings) -> list[RuleSource]:
    """Return what holds rules in some files, not read yet; files that cannot be read are added to the errors.

    Raises:
        RulesError: the format is not known.

    """
    if rules_format is not None:
        find_format(rules_format)
    rule_sources: list[RuleSource] = []
    for path in paths:
        with errors:
            rule_sources += _find_in_file(path, rules_format, (), errors)
    return rule_sources


def _find_inline(values: Sequence[Value], rules_format: str | None, errors: Findings) -> list[RuleSource]:
    """Return what holds rules in values; of an object the format is always told from what it is."""
    rule_sources: list[RuleSource] = []
    for value in values:
        with errors:
            if value.is_map:
                from regswap.rules.formats.detection import search_root

                rule_sources += search_root(value, _opener((value.source,), errors), errors)
            else:
                rule_sources += _find_in(value.read_text("the text"), rules_format, (), errors)
    return rule_sources


def _find_in_file(path: str, rules_format: str | None, openers: tuple[str, ...], errors: Findings) -> list[RuleSource]:
    """Return what holds rules in a file, and in those that it names; ``openers`` are the files that led to it."""
    source_text = SourceText(path, read_text(path, keep_mark=True))
    source_text.has_mark = source_text.text.startswith(MARK)
    source_text.text = source_text.text.removeprefix(MARK)
    return _find_in(source_text, rules_format, openers, errors)


def _find_in(
    source_text: SourceText, rules_format: str | None, openers: tuple[str, ...], errors: Findings
) -> list[RuleSource]:
    source_text = restore(source_text)
    _refuse_long_line(source_text.source, source_text.text)
    if not is_yaml(source_text.text):
        rule_source = find_text(source_text, rules_format)
        if rule_source:
            return [rule_source]
    from regswap.rules.formats.detection import search

    return search(source_text, rules_format, _opener((source_text.source, *openers), errors), errors)


def _opener(openers: tuple[str, ...], errors: Findings) -> OpenFile:
    def open_file(inner: str, name: str | None, at: Value) -> list[RuleSource]:
        if inner in openers:
            raise at.refuse(f"`{inner}` names itself", "remove the rule")
        return _find_in_file(inner, name, openers, errors)

    return open_file


def _read_all(rule_sources: list[RuleSource], errors: Findings) -> list[Reading]:
    readings = []
    for rule_source in rule_sources:
        with errors:
            readings.append(find_format(rule_source.format).load_reader().read(rule_source))
    return readings


def _settle(rule_sources: list[RuleSource], readings: list[Reading]) -> list[Reading]:
    """Let a format see its sources together that wants to, and keep the order of all."""
    for rule_format in FORMATS:
        if rule_format.settle is None:
            continue
        at = [number for number, one in enumerate(rule_sources) if one.format == rule_format.name and not one.dialect]
        for number, settled in zip(at, rule_format.settle([readings[number] for number in at]), strict=True):
            readings[number] = settled
    return readings


def read_text(path: str, *, keep_mark: bool = False) -> str:
    """Return the text of a rule file or a configuration, without its byte order mark unless that is wanted.

    Raises:
        RulesError: it may not or cannot be read, is larger than a rule file may be, or is not UTF-8.

    """
    refuse_outside(path)
    try:
        with open(path, "rb") as file:
            # One byte more than there may be: what never ends is not read to its end.
            content = file.read(MOST_BYTES + 1)
        _refuse_large(path, content)
        return content.decode("utf-8" if keep_mark else "utf-8-sig")
    except FileNotFoundError:
        fault, remedy = "there is no such file", suggest_path(path, "check the path")
    except IsADirectoryError:
        fault, remedy = "is a folder", "name the rule files in it, each with its own `--rules`"
    except UnicodeDecodeError as error:
        raise RulesError(_diagnose_encoding(path, error.object, error.start)) from None
    except (OSError, ValueError) as error:
        fault, remedy = (
            f"cannot be read: {getattr(error, 'strerror', None) or error}",
            "check the path and its permissions",
        )
    raise RulesError(Diagnostic(fault, remedy, path))


def _refuse_large(path: str, content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise RulesError(Diagnostic(f"has more than {MOST_BYTES >> 20} MiB", "split it into several files", path))
    if len(content) > LONGEST_LINE:
        _refuse_long_line(path, content.decode("utf-8", "replace"))


def _refuse_long_line(source: str, text: str) -> None:
    """Raise RulesError where a line is longer than rules need: each character of it is known with its place."""
    for line in re.finditer(r"[^\r\n]+", text) if len(text) > LONGEST_LINE else ():
        if line.end() - line.start() > LONGEST_LINE:
            number = len(re.findall(r"\r\n?|\n", text[: line.start()])) + 1
            message = f"has more than {LONGEST_LINE >> 20} MiB on one line"
            raise RulesError(Diagnostic(message, "write it on several lines", source, number))


def _diagnose_encoding(path: str, content: bytes, start: int) -> Diagnostic:
    before = content[:start].decode()
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rest = content[start:].decode("utf-8", "replace")
    excerpt = lines[-1] + rest.replace("\r", "\n").partition("\n")[0]
    message = f"is not UTF-8: byte 0x{content[start]:02x}"
    found = Diagnostic(message, "save the file as UTF-8", path, len(lines), len(lines[-1]) + 1, excerpt)
    return SourceText(path, before + rest).censor(found)
