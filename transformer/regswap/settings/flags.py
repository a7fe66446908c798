"""Flags that say what the configuration says too."""

from __future__ import annotations

from regswap.errors import Diagnostic, UsageError, read_all
from regswap.pipeline.check import explain_allowance
from regswap.pipeline.check import read_allowance as read
from regswap.pipeline.scope import FIELDS, Selector
from regswap.places.branch import SHAPES
from regswap.places.kind import NEVER
from regswap.places.path import InvalidPathError
from regswap.record import TYPE_CHECKING
from regswap.settings.config.paths import check_path
from regswap.suggestion import suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeVar

    from regswap.pipeline.check import Allowance
    from regswap.places.kind import Row

    S = TypeVar("S")
    T = TypeVar("T")


def read_each(texts: Iterable[S], read: Callable[[S], T]) -> list[T]:
    """Return what each value of an option is read as.

    Raises:
        UsageError: with the findings of all of them.

    """
    return read_all(texts, read, UsageError)


def read_path(text: str) -> tuple[str, Row]:
    """Read a place of the command line, ``[group/]Kind:[SHAPE:]PATH``, as a row of the catalogue with its kind.

    Raises:
        UsageError: it is none.

    """
    name, colon, rest = text.partition(":")
    shape, second, path = rest.partition(":")
    if not second or shape not in (*SHAPES, NEVER):
        shape, path = "reference", rest
    group, _, kind = name.rpartition("/")
    remedy = "write `group/Kind:PATH`, as in `example.com/Shop:$.spec.image`"
    if not colon or not kind or not path:
        raise UsageError(_about("--path", f"`{text}` is not a place", remedy))
    try:
        check_path(path)
    except InvalidPathError as error:
        raise UsageError(_about("--path", str(error), remedy)) from None
    return kind, (group, (), ((path, shape),))


def read_selector(option: str, text: str) -> Selector:
    """Read a selector of the command line, ``FIELD=PATTERN`` or several with commas between them.

    Raises:
        UsageError: it is none.

    """
    wanted = []
    for item in text.split(","):
        field, equals, pattern = item.partition("=")
        if not equals or field not in FIELDS or not pattern:
            remedy = suggest(field, FIELDS) if equals else "write `FIELD=PATTERN`, as in `kind=Job`"
            raise UsageError(_about(option, f"`{text}` is not a selector", remedy))
        wanted.append((field, pattern))
    return Selector(tuple(wanted), text)


def read_labels(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Read the labels of a namespace, ``NAMESPACE:KEY=VALUE[,KEY=VALUE]``; without a name of objects that name none.

    Raises:
        UsageError: it is none.

    """
    name, colon, rest = text.rpartition(":")
    pairs = [item.partition("=") for item in rest.split(",")]
    if not all(key and equals for key, equals, _ in pairs):
        remedy = "write `NAMESPACE:KEY=VALUE`, as in `team-a:stylus.io/imageswap=disable`"
        raise UsageError(_about("--namespace-labels", f"`{text}` is not the labels of a namespace", remedy))
    return name if colon else "", tuple((key, value) for key, _, value in pairs)


def read_allowance(text: str) -> Allowance:
    """Read an allowance of the command line, ``HOST[:PORT][/path]``.

    Raises:
        UsageError: it is none.

    """
    try:
        return read(text)
    except ValueError as error:
        raise UsageError(_about("--allow", f"`{text}` {error}", explain_allowance(text))) from None


def _about(flag: str, message: str, remedy: str) -> Diagnostic:
    return Diagnostic(message, remedy, flag)
