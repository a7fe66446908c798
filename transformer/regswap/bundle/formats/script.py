"""A script for any POSIX shell that copies with regctl, one image after the other."""

from __future__ import annotations

import shlex

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.bundle.copying import Copy

_HEAD = """\
#!/bin/sh
# Copies images with their signatures and other referrers; one that fails is named at the end, and a repeat goes on.
# Needs regctl: https://regclient.org/install/ (REGCTL names another program).
set -u
regctl=${REGCTL:-regctl}
failed=0
copy() {
    "$regctl" image copy --referrers --digest-tags "$1" "$2" && return
    failed=$((failed + 1))
    printf 'failed: %s -> %s\\n' "$1" "$2" >&2
}
command -v "$regctl" > /dev/null || { printf 'regctl is missing: https://regclient.org/install/\\n' >&2; exit 127; }
"""
_TAIL = """\
[ "$failed" -eq 0 ] || { printf '%s images were not copied\\n' "$failed" >&2; exit 1; }
"""


def write(copies: Sequence[Copy]) -> str:
    """Return the script."""
    lines = (f"copy {shlex.quote(one.source)} {shlex.quote(one.target)}\n" for one in copies)
    return f"{_HEAD}{''.join(lines)}{_TAIL}"
