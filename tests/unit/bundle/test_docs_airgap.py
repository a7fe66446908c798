"""``docs/airgap.md`` says what is so; ``tests/integration/test_air_gap.py`` runs its commands."""

from __future__ import annotations

import re
from pathlib import Path

from regswap.bundle.formats import FORMATS
from regswap.bundle.hole import HOLES
from regswap.settings.config.bundle import FIELDS


def test_the_page_has_every_hole_every_format_and_every_field(root: Path) -> None:
    page = (root / "docs" / "airgap.md").read_text(encoding="utf-8")
    plan, _, formats = page.partition("### Formats")

    assert set(re.findall(r"(?m)^\| `([a-z]+)` \|", plan)) == set(HOLES)
    rows = re.findall(r"(?m)^\| `([a-z][a-z-]*)` \| .* \| (.*) \|$", formats.partition("## The lock")[0])
    stages = {name: tuple(re.findall("`([a-z]+)`", cell)) for name, cell in rows}
    assert stages == {name: one.stages for name, one in FORMATS.items()}
    named = page.partition("An item of `accept`")[2].partition("\n\n")[0]
    assert set(re.findall("`([a-z]+)`", named)) >= set(FIELDS)
