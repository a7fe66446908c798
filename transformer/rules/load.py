"""Rule sources: files in, one ordered rule set out."""

from __future__ import annotations

from transformer.errors import Diagnostic, RulesError
from transformer.record import TYPE_CHECKING
from transformer.rules.formats import FORMATS
from transformer.rules.ruleset import RuleSet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transformer.rules.formats import Format
    from transformer.rules.rule import Reading


def load(paths: Sequence[str], rules_format: str | None = None) -> RuleSet:
    """Read rule files, in this order, into one rule set; a format's name switches its detection off.

    What is doubtful and not wrong is in the ``warnings`` of the result.

    Raises:
        RulesError: with every finding of every file: it cannot be read, its format is not known, or a line is wrong.

    """
    named = None if rules_format is None else _find_format(rules_format)
    sources: list[tuple[Format, Reading]] = []
    errors: list[Diagnostic] = []
    for path in paths:
        try:
            text = _read_text(path)
            form = named or _detect_format(text, path)
            sources.append((form, form.read(text, path)))
        except RulesError as error:  # noqa: PERF203 - all errors of a run are reported together
            errors += error.diagnostics
    if errors:
        raise RulesError(*errors)
    readings = _settle(sources)
    rules = (rule for reading in readings for rule in reading.rules)
    return RuleSet(rules, (warning for reading in readings for warning in reading.warnings))


def _settle(sources: list[tuple[Format, Reading]]) -> list[Reading]:
    """Let each format see its sources together, and keep the order of all."""
    settled = {form.NAME: iter(form.settle([reading for f, reading in sources if f is form])) for form, _ in sources}
    return [next(settled[form.NAME]) for form, _ in sources]


def _read_text(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return file.read().decode().removeprefix("\ufeff")
    except FileNotFoundError:
        fault, remedy = "there is no such file", "check the path"
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


def _diagnose_encoding(path: str, content: bytes, start: int) -> Diagnostic:
    before = content[:start].decode()
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rest = content[start:].decode("utf-8", "replace")
    excerpt = lines[-1] + rest.replace("\r", "\n").partition("\n")[0]
    message = f"is not UTF-8: byte 0x{content[start]:02x}"
    return Diagnostic(message, "save the file as UTF-8", path, len(lines), len(lines[-1]) + 1, excerpt)


def _detect_format(text: str, path: str) -> Format:
    found = next((form for form in FORMATS if form.detect(text)), None)
    if found is None:
        remedy = f"name it with `--rules-format`: {_list_formats()}"
        raise RulesError(Diagnostic("is in no rule format that is known", remedy, path))
    return found


def _find_format(name: str) -> Format:
    found = next((form for form in FORMATS if name == form.NAME), None)
    if found is None:
        raise RulesError(Diagnostic(f"unknown rule format `{name}`", f"write one of: {_list_formats()}"))
    return found


def _list_formats() -> str:
    return ", ".join(f"`{form.NAME}`" for form in FORMATS)
