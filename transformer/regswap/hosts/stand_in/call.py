"""A call of helm or kustomize: whether it renders, told as cobra reads its arguments.

The commands are found as ``Find`` and ``stripFlags`` of cobra 1.10 do, which both programs are made with. Flags that a
newer program may have are read both ways, with a value and without: a call that may render is one that does, since what
it prints must not pass. Read in helm 3.19 to 3.22 and 4.1 to 4.3, and kustomize 5.8.
"""

from __future__ import annotations

from regswap.errors import Diagnostic, UsageError
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_HELP = ("-h", "--help")


class Grammar(NamedTuple):
    """What is known of the arguments of a program."""

    renders: str
    """The command that prints manifests."""
    to_files: tuple[str, ...]
    """The flags with which it writes them to files."""
    bare: tuple[str, ...]
    """Flags before a command that take no value."""
    valued: tuple[str, ...]
    """Flags before a command that take one."""

    def is_rendering(self, arguments: Sequence[str]) -> bool:
        """Tell whether a call prints manifests; raises UsageError where it would write them to files."""
        starts = [at for at in self._find_commands(arguments) if arguments[at] == self.renders]
        if not starts:
            return False
        if self._asks_help(arguments, min(starts)):
            return False
        self._refuse_files(arguments[min(starts) + 1 :])
        return True

    def _find_commands(self, arguments: Sequence[str]) -> list[int]:
        """Return where the command can stand: more than one place after a flag that is not known."""
        found: list[int] = []
        todo = [0]
        seen: set[int] = set()
        while todo:
            at = todo.pop()
            if at in seen or at >= len(arguments) or arguments[at] == "--":
                continue
            seen.add(at)
            word = arguments[at]
            if word and not word.startswith("-"):
                found.append(at)
            else:
                todo += [at + width for width in self._width(word)]
        return found

    def _width(self, word: str) -> tuple[int, ...]:
        """Return how many words a flag and its value can take."""
        # A short flag with more behind it has its value there.
        is_alone = "=" in word or not (word.startswith("--") or (word[1:] and not word[2:]))
        if is_alone or word in self.bare or word in _HELP:
            return (1,)
        return (2,) if word in self.valued else (1, 2)

    def _asks_help(self, arguments: Sequence[str], command: int) -> bool:
        """Tell whether there is a request for help that cannot be the value of the flag before it."""
        for at, word in enumerate(arguments):
            if word == "--":
                return False
            before = arguments[at - 1] if at else ""
            is_value = before.startswith("-") and "=" not in before and before not in self.bare
            if word in _HELP and at != command and not is_value:
                return True
        return False

    def _refuse_files(self, arguments: Sequence[str]) -> None:
        for word in arguments:
            if word == "--":
                return
            flag = next((flag for flag in self.to_files if _is_flag(word, flag)), None)
            if flag is not None:
                message = f"`{self.renders} {flag}` writes manifests to files, which the stand-in does not rewrite"
                remedy = "leave it out: they are printed; or call the real program, and `regswap rewrite -i` the files"
                raise UsageError(Diagnostic(message, remedy))


def _is_flag(word: str, flag: str) -> bool:
    if flag.startswith("--"):
        return word.partition("=")[0] == flag
    return word.startswith(flag) and not word.startswith("--")


GRAMMARS = {
    "helm": Grammar(
        renders="template",
        to_files=("--output-dir",),
        bare=("--debug", "--kube-insecure-skip-tls-verify"),
        valued=(
            "-n",
            "--namespace",
            "--burst-limit",
            "--color",
            "--colour",
            "--content-cache",
            "--kube-apiserver",
            "--kube-as-group",
            "--kube-as-user",
            "--kube-ca-file",
            "--kube-context",
            "--kube-tls-server-name",
            "--kube-token",
            "--kubeconfig",
            "--qps",
            "--registry-config",
            "--repository-cache",
            "--repository-config",
        ),
    ),
    "kustomize": Grammar(renders="build", to_files=("-o", "--output"), bare=("--stack-trace",), valued=()),
}
"""The programs that can be stood in for."""
