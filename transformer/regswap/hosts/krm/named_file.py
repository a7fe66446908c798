"""Files that the ``functionConfig`` names.

It comes with the resources, so whoever wrote those decides what is read, and what is said of it is seen in the log of
whoever runs the function. So a file must lie below the working folder or in a folder that was allowed, and none of its
text is shown.
"""

from __future__ import annotations

import os
from contextlib import contextmanager

from regswap.confidential import censor as hide
from regswap.errors import RulesError
from regswap.hosts.krm.config_text import NAME
from regswap.record import TYPE_CHECKING
from regswap.rules.source.file_limit import limit_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from regswap.errors import Diagnostic

_REMEDY = (
    "write the rules into the functionConfig, or let it name files in that folder with --allow-files or "
    "REGSWAP_ALLOW_FILES"
)


@contextmanager
def open_named_files(folders: Sequence[str]) -> Iterator[None]:
    """Let the functionConfig name files below the working folder and some others, as long as this lasts.

    Raises RulesError that shows nothing of them.
    """
    try:
        with limit_files((os.getcwd(), *folders), _REMEDY):
            yield
    except RulesError as error:
        raise RulesError(*map(censor, error.diagnostics)) from None


def censor(finding: Diagnostic) -> Diagnostic:
    """Return a finding without what it shows of a file; what stands in the functionConfig itself may be shown."""
    is_own = finding.source.startswith(NAME) and not os.path.lexists(finding.source)
    return finding if is_own else hide(finding, "")
