"""Helm's post-renderer contract.

Helm 3 (``pkg/postrender/exec.go``, 3.19) runs a command; Helm 4 (``pkg/postrenderer/postrenderer.go``, 4.1) a plugin of
type ``postrenderer/v1``. Both write the rendered manifests to standard input and take standard output for the release.
"""

from __future__ import annotations

from transformer.record import TYPE_CHECKING
from transformer.run import run
from transformer.sink import StreamSink

if TYPE_CHECKING:
    from transformer.policy import Options

NO_MANIFESTS = b"# regswap: no manifests\n"
"""What stands for nothing: Helm 4 takes empty output for a failure, and both take a comment for no manifest."""


def post_render(options: Options) -> int:
    """Rewrite what Helm sends and return the exit code.

    Helm 4 shows neither errors nor warnings of a post-renderer: they are in the report file, if the options name one.
    """
    code, _ = run(options, lambda _: StreamSink(placeholder=NO_MANIFESTS))
    return code
