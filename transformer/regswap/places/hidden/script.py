"""What a script does with a word: a shell script in a field, an argument of ``sh -c``.

A word in a script is a reference where a program that takes images gets it, where a variable is set to it, or where a
manifest is written. What is printed or compared, and where an image is pushed to, is none that is pulled.
"""

from __future__ import annotations

from regswap.lazy_pattern import lazy

_PROGRAMS = (
    "docker|podman|nerdctl|crictl|ctr|crane|skopeo|buildah|oras|cosign|regctl|kubectl|oc|helm|kind|imgpkg|minikube"
)
_BEFORE = r"(?:sudo|exec|time|command|retry|k3s|microk8s|if|then|else|do|while|until|!|\w+=\S*)[ \t]+"
COMMAND = lazy(
    rf"(?:^|[;&|(`]|\$\()[ \t]*(?:{_BEFORE})*(?:\S*/)?(?:{_PROGRAMS})(?:\.exe)?[ \t][^;&|#\"]*$"
    r"|^[ \t]*FROM[ \t]+(?:--platform=\S+[ \t]+)?$"
)
"""What stands before an argument of a program that takes images."""
_IN_COMMAND = lazy(rf"(?:^|[;&|(`]|\$\()[ \t]*(?:{_BEFORE})*(?:\S*/)?(?:{_PROGRAMS})[ \t][^;&|#]*$")
_ASSIGNED = lazy(
    r"(?:^|[;&|(]|\b(?:then|do|else|export|local|readonly|env|declare)\b)[ \t]*(?:-\w+[ \t]+)*"
    r"\w+=(?:[\"'][^\"';&|]*|[^\s;&|]*)$"
)
_OPERAND = r"(?:[a-z-]+://)?[\w.${}()-]+(?:[:/][\w.${}()/:@-]+)+"
_PUSHED = lazy(rf"\b(?:push|attach)[ \t][^;&|]*$|\b(?:copy|cp|tag)\b[^;&|]*[ \t][\"']?{_OPERAND}[\"']?[ \t][^;&|]*$")
_PUSH_FLAGS = lazy(
    r"(?:^|[ \t\"'])(?:--(?:destination|push-image)|-D(?:jib\.to\.)?image)[= \t][ \t]*[\"']?(?:[a-z-]+://)?$"
    r"|\bkaniko\b[^;&|]*[ \t]-d[= \t][ \t]*[\"']?$"
    r"|\b(?:build|bud)\b[^;&|]*[ \t][\"']?(?:-t|--tag|--output)[= \t][ \t]*[\"']?$|\bpack[ \t]+build[ \t]+[\"']?$"
)
"""What stands before the name of an image that a program builds and pushes: kaniko, Jib, buildah, docker, pack."""
_RUNS = lazy(
    rf"(?:^|[;&|(`]|\$\()[ \t]*(?:{_BEFORE})*(?:\S*/)?"
    r"(?:(?:docker|podman|nerdctl|crictl|ctr)[ \t](?:[^;&|#]*[ \t])?(?:run|pull|create)[ \t][^;&|#]*$"
    r"|(?:kubectl|oc)[ \t](?:[^;&|#]*[ \t])?set[ \t]+image[ \t][^;&|#]*=$)"
)
"""What stands before the image that a program runs, or that kubectl sets."""
_SHEBANG = "#!"
_NAMES = frozenset({"script", "source"})
_SHELLS = lazy(r"-[a-z]*c")
PUSHED = "is where an image is pushed to"
_LONGEST = 2000
"""Characters of a command that are looked at."""


def is_script(text: str, name: str) -> bool:
    """Tell whether a text under a name is a script."""
    return name in _NAMES or text.startswith(_SHEBANG)


def is_image_of_command(head: str) -> bool:
    """Tell whether what follows in a command is the image that it runs, pulls or sets, whatever it looks like."""
    return _RUNS.search(head) is not None


def begins_script(argument: str) -> bool:
    """Tell whether a script is the next argument: ``-c`` of a shell."""
    return _SHELLS.fullmatch(argument) is not None


def find_head(text: str, start: int, place: int) -> str:
    """Return what stands before a place in its command; ``start`` is that of its line, which may continue others."""
    while start > 0 and text[max(0, start - 2) : start] == "\\\n" and place - start < _LONGEST:
        start = text.rfind("\n", 0, start - 1) + 1
    return text[max(start, place - _LONGEST) : place].replace("\\\n", " ")


def is_push(head: str) -> bool:
    """Tell whether what follows in a command is what a program pushes, whichever program that is."""
    return bool(_PUSH_FLAGS.search(head)) or find_objection(head, is_command=True) == PUSHED


def find_objection(head: str, *, is_command: bool) -> str:
    """Return why what follows in a command is not pulled, empty where it is: given to a program, or to a variable.

    ``is_command`` tells whether it is known already to be an argument of a program that takes images.
    """
    is_argument = _IN_COMMAND.search(head) is not None
    if is_argument and _PUSHED.search(head):
        return PUSHED
    is_taken = is_command or is_argument or _ASSIGNED.search(head)
    return "" if is_taken else "no program that takes images is given it"
