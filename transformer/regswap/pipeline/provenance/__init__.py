"""The origin of references: the originals, recorded in annotations when they are rewritten, and put back from them.

See docs/provenance.md for what the annotations say.
"""

from __future__ import annotations

KINDS = ("regswap", "imageshift")
"""How originals can be recorded: in an annotation of regswap's own, which can say everything, or as ImageShift does."""
