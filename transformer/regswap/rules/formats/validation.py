"""The checks of targets and prefixes that all formats share."""

from __future__ import annotations

import re

from regswap.errors import RulesError
from regswap.record import TYPE_CHECKING
from regswap.reference import ImageReference, InvalidReference

if TYPE_CHECKING:
    from collections.abc import Callable

    from regswap.errors import Diagnostic

    Diagnose = Callable[[str, str], Diagnostic]

NO_RULES = "no-rules"
"""The kind of what is said of a source that holds no rule."""
NEVER_MATCHES = frozenset({"not-a-registry", "not-a-reference", "wildcard-in-key", "old-library-key"})
"""The codes of warnings about what makes no rule, because it could never match."""

EXAMPLE = "registry.example.com/mirror"


def check_target(written: str, tail: str, diagnose: Diagnose, warnings: list[Diagnostic]) -> str:
    """Return a target without its final slashes; an empty one is a rule that leaves alone what it matches.

    ``tail`` is the least that is ever put after it, and the most telling. A doubtful target is a warning.

    Raises:
        RulesError: what it makes is not a reference.

    """
    target = written.rstrip("/")
    if not written:
        return ""
    try:
        reference = ImageReference.parse(target + tail)
    except InvalidReference as error:
        message = f"the target `{written}` makes no reference: `{target}{tail}` {error.reason}"
        raise RulesError(diagnose(message, f"write a target such as `{EXAMPLE}`")) from None
    doubt = _find_doubt(target, tail, reference)
    if doubt:
        remedy = f"write the registry before it, such as `registry.example.com/{target}`"
        warnings.append(diagnose(f"the target `{target}` {doubt}", remedy)._replace(code="target-without-host"))
    return target


def check_prefix(prefix: str, diagnose: Diagnose, exact: str = "an `exact` rule") -> Diagnostic | None:
    """Return why a prefix can never match, None if it can; ``exact`` is what the format has for a single reference.

    Raises:
        RulesError: it is empty, or nothing that begins so is a reference.

    """
    if not prefix:
        raise RulesError(diagnose("the prefix is empty", "write `host`, `host:port` or `host/path`"))
    try:
        reference = ImageReference.parse(f"{prefix}/x")
    except InvalidReference as error:
        message = f"the key `{prefix}` matches no reference: it {error.reason}"
        remedy = f"write `host`, `host:port` or `host/path`; for a single reference, {exact}"
        raise RulesError(diagnose(message, remedy)) from None
    if reference.host is None:
        remedy = f"write `docker.io/{prefix}` if that part of Docker Hub is meant"
        return diagnose(f"can never match: `{prefix}` is not a registry", remedy)._replace(code="not-a-registry")
    return None


def check_exact(reference: str, diagnose: Diagnose) -> Diagnostic | None:
    """Return why an exact rule can never match, None if it can.

    Raises:
        RulesError: it is empty.

    """
    if not reference:
        raise RulesError(diagnose("the reference is empty", "write a reference such as `nginx:1.27`"))
    try:
        ImageReference.parse(reference)
    except InvalidReference as error:
        dead = diagnose(f"can never match: `{reference}` {error.reason}", "write a reference, or remove the line")
        return dead._replace(code="not-a-reference")
    return None


def check_expression(expression: str, template: str, diagnose: Diagnose, diagnose_template: Diagnose) -> None:
    """Check a regex and its target.

    Raises:
        RulesError: RE2 refuses the expression, or the target holds what cannot be in a reference, or names a group
            that the expression does not have.

    """
    from regswap.rules.engine.pattern import TEMPLATE, InvalidPattern, compile_expression

    if not expression:
        raise RulesError(diagnose("the expression is empty", "write a regex such as `^quay\\.io/`"))
    try:
        groups = compile_expression(expression).groups
    except InvalidPattern as error:
        remedy = "write it in RE2 syntax, which has no look-around and no back-references"
        raise RulesError(diagnose(f"the expression is refused by RE2: {error}", remedy)) from None
    for dollar in re.finditer(TEMPLATE, template):
        number = dollar[2] or dollar[3]
        if dollar[0] == "$":
            remedy = "write `$1` to `$99` or `${1}` for a group, `$$` for a dollar"
            raise RulesError(diagnose_template(f"the target `{template}` has a `$` that names no group", remedy))
        if number and int(number) > groups:
            message = f"the target `{template}` names group {number}, but the expression has {groups or 'none'}"
            remedy = f"write `${{{number[0]}}}{number[1:]}` if a digit follows group {number[0]}" if number[1:] else ""
            raise RulesError(diagnose_template(message, remedy or "put the part of the expression in parentheses"))
    stranger = re.search(r"\A[A-Za-z][A-Za-z0-9+.-]*://|\s", template)
    if stranger:
        message = f"the target `{template}` makes no reference: it has `{stranger[0]}`"
        raise RulesError(diagnose_template(message, f"write a target such as `{EXAMPLE}/$1`"))


def _find_doubt(target: str, tail: str, reference: ImageReference) -> str:
    """Return what is doubtful about a target that makes references, or nothing."""
    if tail and target.endswith("-") and "/" not in target:
        return "has no registry, so it becomes part of another registry's name"
    if tail and reference.host is None:
        return "has no registry, so the images move to Docker Hub"
    if "/" not in target and "." in reference.path:
        return "has no path, so it is an image of Docker Hub and no registry"
    return ""
