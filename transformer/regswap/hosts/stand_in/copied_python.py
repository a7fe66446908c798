"""A copy of Python and regswap that runs in a container with neither, nor the C library that they were built for.

It is started by the loader that it brings (ld.so(8)), which looks for libraries in the copy only.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig

from regswap.errors import Diagnostic, UsageError
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEFT_OUT = shutil.ignore_patterns(
    "test",
    "tests",
    "idlelib",
    "ensurepip",
    "lib2to3",
    "tkinter",
    "turtledemo",
    "pydoc_data",
    "config-*",
    "*-packages",
    "_tkinter*",
    "_test*",
)
"""What of the standard library no run needs, and packages of others."""

_START = "import sys; sys.path.append({packages!r}); from regswap.cli.main import main; main()"
"""How regswap is started, with nothing from the environment or the working folder (``-I``)."""


def start_python(interpreter: list[str], packages: str) -> list[str]:
    """Return the words that start regswap: with an interpreter, from a folder of packages."""
    return [*interpreter, "-I", "-B", "-c", _START.format(packages=packages)]


def find_packages() -> str:
    """Return the folder that regswap was imported from."""
    return os.path.abspath(os.path.join(os.path.dirname(__file__), *[os.pardir] * 3))


def copy_python(folder: str) -> list[str]:
    """Copy the interpreter, its libraries and regswap to a folder, and return the words that start regswap there.

    Raises UsageError where this Python cannot be copied, and OSError.
    """
    loader = _find_loader()
    if os.path.isdir(folder):
        shutil.rmtree(folder)
    name = os.path.basename(os.path.realpath(sys.executable))
    program = os.path.join(folder, "bin", name)
    libraries = os.path.join(folder, "lib", "shared")
    for path in (os.path.dirname(program), libraries):
        os.makedirs(path)
    shutil.copy2(os.path.realpath(sys.executable), program)
    shutil.copy2(loader, libraries)
    standard = sysconfig.get_path("stdlib")
    _copy_tree(standard, os.path.join(folder, "lib", os.path.basename(standard)))
    packages = os.path.join(folder, "packages")
    for source in dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), find_packages())):
        _copy_tree(source, packages)
    for path in sorted(_list_libraries(loader, folder)):
        shutil.copy2(path, libraries)
    own_loader = os.path.join(libraries, os.path.basename(loader))
    return start_python([own_loader, "--library-path", libraries, program], packages)


def _copy_tree(source: str, target: str) -> None:
    shutil.copytree(source, target, ignore=_LEFT_OUT, ignore_dangling_symlinks=True, dirs_exist_ok=True)


def _find_loader() -> str:
    with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as file:
        found = re.search(r"(?m) (/\S*/ld-[^/\n]*)$", file.read())
    if found is None:
        message, remedy = "this Python has no loader that could be copied", "use the image of regswap"
        raise UsageError(Diagnostic(message, remedy, sys.executable))
    return found[1]


def _list_libraries(loader: str, folder: str) -> Iterator[str]:
    """Yield the libraries that the programs and modules in a folder are linked to."""
    for path in _list_binaries(folder):
        done = subprocess.run([loader, "--list", path], capture_output=True, check=False)  # noqa: S603 - as above
        for line in done.stdout.decode("utf-8", "surrogateescape").splitlines():
            found = re.search(r"=> (/\S+) \(0x", line)
            if found is not None and not found[1].startswith(f"{folder}{os.sep}"):
                yield found[1]


def _list_binaries(folder: str) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path
