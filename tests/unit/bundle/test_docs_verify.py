"""``docs/verify.md`` and the schema of its JSON say what is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

from regswap.bundle.verification.verify import FAULTS


def test_the_page_and_the_schema_have_every_finding(root: Path) -> None:
    page = (root / "docs" / "verify.md").read_text(encoding="utf-8")
    schema = json.loads((root / "docs" / "reference" / "bundle-verify.schema.json").read_text())
    table = page.partition("## Faults")[2].partition("\n## ")[0]

    assert re.findall(r"(?m)^\| `([a-z-]+)` \|", table) == list(FAULTS)
    assert schema["$defs"]["fault"]["properties"]["code"]["enum"] == list(FAULTS)
