"""The configuration that is drafted from what was found: ``regswap.yaml`` to paste, or JSON for programs."""

from __future__ import annotations

from regswap.document.parse.scalar import is_plain_string, spell
from regswap.errors import visible
from regswap.image_rewrite import HEAD
from regswap.places.discover.proposal import DOUBTFUL, Proposal
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from regswap.places.discover.derived import Derived

    Versions = tuple[str, ...]
    """The versions that an entry is for; none for all."""

_HEAD = f"""\
# Drafted by `regswap paths discover` from the schemas of custom resource definitions: read it before you use it.
# What is doubtful is off; take the `#` away where you know better.
{HEAD}"""
_NOTHING = "  paths: []  # nothing is on; take the `[]` away before you turn something on"
_MOST_PLACES = 3
_MOST_OPEN = 5
_TELLING = ("", "spec", "template", "pods", "values", "valuesObject")
"""The last keys of open paths that most likely hold references."""


def draft_yaml(kinds: Sequence[Derived]) -> Iterator[str]:
    """Yield the lines of a configuration with the paths of some kinds; doubtful paths are comments."""
    yield from _HEAD.splitlines()
    shown = [derived for derived in kinds if derived.findings]
    is_empty = all(finding.certainty == DOUBTFUL for derived in shown for finding in derived.findings)
    yield _NOTHING if is_empty else "  paths:"
    for derived in shown:
        yield from _kind_lines(derived)
    silent = [derived for derived in kinds if derived.open_paths and not derived.findings]
    if silent:
        yield "# The schemas of these kinds are open, and nothing is known below the paths:"
        yield from (f"#   {_comment(derived.name)}: {_open(derived)}" for derived in silent)


def draft_json(kinds: Sequence[Derived]) -> str:
    """Return an array with an object for each kind, its findings and the places of its definitions included."""
    import json

    return json.dumps([_as_json(derived) for derived in kinds if derived.findings or derived.open_paths], indent=2)


def _kind_lines(derived: Derived) -> Iterator[str]:
    yield f"  # {_comment(_places(derived))}"
    for versions, findings in lay_out(derived.findings):
        # A map whose entries are all comments would be null.
        off = "# " if all(finding.certainty == DOUBTFUL for finding in findings) else ""
        yield f"  {off}- kinds: [{spell(derived.name)}]"
        if versions:
            yield f"  {off}  versions: [{', '.join(map(spell, versions))}]"
        yield f"  {off}  paths:"
        for finding in findings:
            here = "# " if off or finding.certainty == DOUBTFUL else ""
            line = f"{_key(finding.path)}: {_shape(finding)}  # {_comment(f'{finding.certainty}: {finding.reason}')}"
            yield f"  {here}    {line}"
    if derived.open_paths:
        yield f"  # open, so that nothing is known below: {_open(derived)}"


def lay_out(findings: Sequence[Proposal]) -> list[tuple[Versions, list[Proposal]]]:
    """Lay findings out so that no entry has a path twice, and each has its versions where they differ about a path."""
    said: dict[str, set[Versions]] = {}
    for finding in findings:
        said.setdefault(finding.path, set()).add(finding.versions)
    entries: dict[Versions, list[dict[str, Proposal]]] = {(): []}
    for finding in findings:
        versions = finding.versions if len(said[finding.path]) > 1 else ()
        listed = entries.setdefault(versions, [])
        free = next((entry for entry in listed if finding.path not in entry), None)
        if free is None:
            free = {}
            listed.append(free)
        free[finding.path] = finding
    return [(versions, list(entry.values())) for versions, listed in entries.items() for entry in listed]


def _shape(finding: Proposal) -> str:
    shape = finding.shape
    if isinstance(shape, str):
        return shape
    return "{" + ", ".join(f"{role}: {spell(key)}" for role, key in shape.items()) + "}"


def _key(path: str) -> str:
    """Write a path as a key: plain, where the words of it are, and in double quotes otherwise."""
    bare = path.replace("[*]", "").replace(".*", "")
    return path if is_plain_string(bare) and path.isascii() else spell(path, '"')


def _places(derived: Derived) -> str:
    others = len(derived.places) - _MOST_PLACES
    more = f" and {others} more" if others > 0 else ""
    versions = f" ({', '.join(derived.versions)})" if any(derived.versions) else ""
    return ", ".join(derived.places[:_MOST_PLACES]) + more + versions


def _open(derived: Derived) -> str:
    paths = sorted(derived.open_paths, key=lambda path: (path.rpartition(".")[2] not in _TELLING, path))
    others = len(paths) - _MOST_OPEN
    named = ", ".join(path or "(everything)" for path in paths[:_MOST_OPEN])
    return _comment(f"{named} and {others} more" if others > 0 else named)


def _comment(text: str) -> str:
    """Keep what a definition says from ending the comment that it is quoted in."""
    return visible(text.replace("\t", " "))


def _as_json(derived: Derived) -> dict[str, object]:
    return {
        "kind": derived.name,
        "versions": list(derived.versions),
        "definitions": list(derived.places),
        "paths": [
            {
                "path": finding.path,
                "holds": finding.shape,
                "certainty": finding.certainty,
                "reason": finding.reason,
                "versions": list(finding.versions),
            }
            for finding in derived.findings
        ],
        "open": list(derived.open_paths),
    }
