"""What speaks against a string that reads as a reference: its key, the keys above it, its group and its neighbours."""

from __future__ import annotations

from regswap.places.discover.false_positives import (
    ANCESTOR_FALSE_POSITIVES,
    KEY_FALSE_POSITIVES,
    OTHER_REPOSITORIES,
    group_found,
    trap_found,
)
from regswap.places.discover.word import words_above, words_of
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.document.read.field import Path
    from regswap.reference import ImageReference

_OF_MACHINES = frozenset(
    {"flavor", "flavour", "instanceType", "machineType", "vmSize", "serverType", "plan", "sshKeys", "sshKeyName"}
)
_ADDRESS = frozenset({"url"})
_MACHINE = "stands beside what machines are made of"
_SOURCE_HOSTS = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "git.sr.ht"})


def find_doubt(path: Path, group: str, siblings: frozenset[str], reference: ImageReference, *, is_told: bool) -> str:
    """Return what speaks against a reference, empty if nothing does.

    ``is_told`` tells whether its registry or its digest speaks for it, so that it is one even of a machine, though not
    where it is a pattern or a target.
    """
    keys = [part for part in path if isinstance(part, str)]
    against = trap_found(words_above(keys), ANCESTOR_FALSE_POSITIVES) or group_found(group, says_image=is_told)
    if against or is_told:
        return against
    if reference.host in _SOURCE_HOSTS or (_names_repository(keys) and not OTHER_REPOSITORIES.isdisjoint(siblings)):
        return "may be a repository of source code"
    is_word = reference.host is None and "/" not in reference.path and not reference.suffix
    if is_word and not _OF_MACHINES.isdisjoint(siblings):
        return _MACHINE
    # What has a tag or a digest is no address.
    of_address = _ADDRESS if reference.suffix else frozenset()
    return trap_found(frozenset(words_of(keys[-1])) - of_address, KEY_FALSE_POSITIVES) if keys else ""


def _names_repository(keys: list[str]) -> bool:
    return bool(keys) and words_of(keys[-1])[-1:] in (("repository",), ("repo",))
