"""The kinds of errors, and the exit code each ends in.

::

    RegswapError              ExitCode.BUG        when nothing more exact fits
    ├── UsageError            ExitCode.USAGE      the command line or the environment asks for what cannot be done
    ├── RulesError            ExitCode.USAGE      a rule file cannot be read or understood
    ├── ManifestError         ExitCode.MANIFEST   a manifest cannot be read, or cannot be rewritten safely
    ├── OutputError           ExitCode.MANIFEST   the result cannot be written
    ├── PolicyError           ExitCode.POLICY     a reference breaks the policy
    ├── LockError             ExitCode.MISMATCH   a lock does not match what was found
    └── RegistryError         ExitCode.REGISTRY   a registry cannot be asked

An error carries one ``Diagnostic`` for each thing that is wrong, because all of a run are printed together.
Warnings are ``Diagnostic`` values as well, without an exception around them.
"""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import ClassVar, TypeVar

    S = TypeVar("S")
    T = TypeVar("T")


class ExitCode:
    """How a run ends; docs/reference/exit-codes.md explains each code to users.

    Plain numbers: making an enumeration takes longer than many a function of a short run.
    """

    DONE = 0
    CHANGES_FOUND = 1
    """``--check`` or ``--diff`` found changes."""
    USAGE = 2
    """The command line, the environment, the configuration or the rules are wrong."""
    MANIFEST = 3
    """A manifest cannot be read or rewritten safely, or the result cannot be written."""
    POLICY = 4
    """A reference breaks the policy."""
    MISMATCH = 5
    """A lock or a bundle does not match what was found."""
    REGISTRY = 6
    """A registry cannot be asked, or something is missing there."""
    BUG = 70
    """EX_SOFTWARE of sysexits.h."""
    INTERRUPTED = 130
    """128 + SIGINT."""
    READER_GONE = 141
    """128 + SIGPIPE."""
    TERMINATED = 143
    """128 + SIGTERM."""


_CONTROL = r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
"""What would move the cursor, end a line or turn the direction of writing, or could command a terminal; no tab does."""
_LOG_COMMAND = r"#(?=#[a-z]*\[)"
"""What begins a command to a CI server wherever it stands in a log: ``##[``, ``##vso[``, ``##teamcity[``."""
# Compiled where there is something to say, which in a short run there is not.
UNSAFE = f"{_CONTROL}|{_LOG_COMMAND}"
_WORKFLOW_COMMAND = r"(?m)^(\s*):(?=:)"


def visible(text: str) -> str:
    """Write control characters as escapes, so that text from a manifest stays on one line and gives no commands."""
    return re.sub(UNSAFE, lambda found: _escape(found[0]), text)


def inert(text: str) -> str:
    """Write the first colon of a line that begins with ``::`` as an escape: to GitHub such a line is a command.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    return re.sub(_WORKFLOW_COMMAND, r"\1\\x3a", text) if "::" in text else text


def _escape(character: str) -> str:
    return f"\\x{ord(character):02x}" if character == "#" else character.encode("unicode_escape").decode("ascii")


class Diagnostic(NamedTuple):
    """One finding: what is wrong, where it is written, and what the reader can do about it."""

    message: str
    """What is wrong: lower case, no full stop."""
    remedy: str = ""
    """What to do: lower case, no full stop; empty where nothing can be advised."""
    source: str = ""
    """The file as the user named it, ``<stdin>``, or empty where there is no place."""
    line: int = 0
    """1-based; 0 where the place is the whole source."""
    column: int = 0
    """1-based, in characters; 0 where the place is the whole line."""
    excerpt: str = ""
    """The text of that line around ``column``, without its line break; a caret is drawn under the place."""
    offset: int = 0
    """How many characters of the line stand before the excerpt."""
    code: str = ""
    """The name of its kind, such as those in `docs/lint.md`, where somebody asks for it; empty where nobody does."""

    def __str__(self) -> str:
        """Return ``source:line:column: message; remedy``, then the line and a caret where they are known."""
        return self.render()

    def render(self, severity: str = "") -> str:
        """Return the same with a word such as ``warning`` before the message."""
        place = ":".join(str(part) for part in (self.source, self.line, self.column) if part)
        message, remedy = _abridge(self.message), _abridge(self.remedy)
        head = ": ".join(part for part in (place, severity, message) if part)
        text = visible(f"{head}; {remedy}" if remedy else head)
        if not self.excerpt:
            return text
        excerpt, column = _shorten(self.excerpt, max(0, self.column - self.offset))
        # One character each, so that the caret stays in its place.
        excerpt = re.sub(UNSAFE, "\ufffd", excerpt)
        begin = "\n  | " if excerpt.lstrip().startswith("::") else "\n  "
        caret = f"{begin}{_blank(excerpt[: column - 1])}^" if column else ""
        return f"{text}{begin}{excerpt}{caret}"


def _abridge(text: str) -> str:
    """Leave out the middle of a text that quotes too much of a file."""
    most, kept = 2000, 600
    return text if len(text) <= most else f"{text[:kept]}...{text[-kept:]}"


def _shorten(line: str, column: int) -> tuple[str, int]:
    """Cut a long line to a window around its column, so that an error fits on a screen."""
    width, before = 120, 40
    if len(line) <= width:
        return line, column
    start = max(0, min(column - 1 - before, len(line) - width))
    return line[start : start + width], max(0, column - start)


def _blank(text: str) -> str:
    """Replace all but tabs by spaces, so that the caret stands under its character in any terminal."""
    return "".join("\t" if character == "\t" else " " for character in text)


class RegswapError(Exception):
    """Base of all errors that end a run; see the module for the tree."""

    exit_code: ClassVar[int] = ExitCode.BUG

    def __init__(self, *diagnostics: Diagnostic) -> None:
        """Keep the findings in the order in which they were met."""
        super().__init__(*diagnostics)
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        """Return every finding, one after the other."""
        return "\n".join(map(str, self.diagnostics))


class Findings(list[Diagnostic]):
    """Findings of several errors, raised together: ``with findings:`` takes those of an error in its block."""

    def __enter__(self) -> None:
        """Begin a block of which an error does not end the run at once."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> bool:
        """Take the findings of an error of the tree; every other one goes on."""
        if not isinstance(error, RegswapError):
            return False
        self += error.diagnostics
        return True

    def raise_as(self, kind: type[RegswapError]) -> None:
        """Raise all as one error, if there are any."""
        if self:
            raise kind(*self)


def read_all(items: Iterable[S], read: Callable[[S], T], kind: type[RegswapError]) -> list[T]:
    """Return what each item is read as; raises one error of a kind with the findings of all."""
    found: list[T] = []
    errors = Findings()
    for item in items:
        with errors:
            found.append(read(item))
    errors.raise_as(kind)
    return found


class UsageError(RegswapError):
    """The command line or the environment asks for what cannot be done."""

    exit_code = ExitCode.USAGE


class RulesError(RegswapError):
    """A rule file cannot be read or understood."""

    exit_code = ExitCode.USAGE


class ManifestError(RegswapError):
    """A manifest cannot be read, or cannot be rewritten safely."""

    exit_code = ExitCode.MANIFEST


class OutputError(RegswapError):
    """The result cannot be written."""

    exit_code = ExitCode.MANIFEST


class PolicyError(RegswapError):
    """A reference breaks the policy that the user set."""

    exit_code = ExitCode.POLICY


class LockError(RegswapError):
    """A lock does not match what was found."""

    exit_code = ExitCode.MISMATCH


class RegistryError(RegswapError):
    """A registry cannot be asked, or does not have what is needed."""

    exit_code = ExitCode.REGISTRY
