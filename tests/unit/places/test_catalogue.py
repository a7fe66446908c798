"""The compiled catalogue is that of its sources."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_the_compiled_catalogue_is_that_of_its_sources(root: Path) -> None:
    check = [sys.executable, str(root / "tools" / "compile_catalogue.py"), "--check"]

    assert subprocess.run(check, cwd=root, check=False).returncode == 0, "run `make catalogue`"
