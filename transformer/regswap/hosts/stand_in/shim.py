"""A call of a stand-in: to the real program as it is, or through the rules where it renders.

Most calls do not render, and become the real program without loading what rewrites.
"""

from __future__ import annotations

from regswap.errors import Diagnostic, RegswapError, UsageError
from regswap.hosts.stand_in.ancestor import is_called_by_rendering
from regswap.hosts.stand_in.call import GRAMMARS
from regswap.hosts.stand_in.real_program import RealProgram
from regswap.record import TYPE_CHECKING
from regswap.streams.destination import write_stderr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from regswap.settings.options import Options

_OURS = "regswap: "
"""What tells our messages from those of the real program."""


def stand_in(program: str, path: str, read_options: Callable[[], Options | None], arguments: Sequence[str]) -> int:
    """Hand a call of ``helm`` or ``kustomize`` to the real program at a path, and return the exit code.

    Where the call renders, what is printed is rewritten as the options say; otherwise they are not read. It does not
    return where the call does not render, nor where the real program fails: this process becomes the real program, or
    ends as it did.
    """
    real = RealProgram(path, arguments)
    try:
        real.check()
        if not GRAMMARS[program].is_rendering(arguments) or is_called_by_rendering():
            real.become()
        options = read_options()
        if options is None:
            raise UsageError(Diagnostic("the stand-in is damaged", "install it anew", program))
        child = real.start()
        from regswap.hosts.stand_in.rendering import rewrite_output

        return rewrite_output(child, f"<{program} {GRAMMARS[program].renders}>", options, _OURS)
    except RegswapError as error:
        write_stderr("".join(f"{_OURS}{diagnostic.render('error')}\n" for diagnostic in error.diagnostics))
        return error.exit_code
