"""Faults as findings: one for each place that needs what is missing."""

from __future__ import annotations

from collections import Counter

from regswap.bundle.asking import TARGET
from regswap.bundle.verification.verify import FAULTS
from regswap.output.size import format_size
from regswap.output.summary import count
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.bundle.image import Place
    from regswap.bundle.proof import Fault
    from regswap.bundle.verification.verify import Verification, Verified
    from regswap.errors import Diagnostic


def find_faults(verification: Verification) -> Iterator[tuple[Place, Fault, Diagnostic]]:
    """Yield every fault with each place that needs its image, in the order of the places."""
    needs = [(place, verified) for verified in verification.images for place in verified.image.places]
    for place, verified in sorted(needs, key=lambda need: (need[0].source, need[0].line, need[0].column)):
        for fault in verified.proof.faults:
            yield place, fault, diagnose(verification, verified, fault, place)


def diagnose(verification: Verification, verified: Verified, fault: Fault, place: Place) -> Diagnostic:
    """Return a fault as a finding about one place."""
    at = "" if verification.at == TARGET else f" (at {verified.address})"
    return place.diagnose(f"needs {verified.image.target}{at}: {fault.reason}", fault.remedy, fault.code)


def summarise(verification: Verification) -> str:
    """Return what was found in one line."""
    images = verification.images
    proved = [each for each in images if not each.proof.faults]
    contents = {digest: size for each in proved for digest, size in each.proof.contents.items()}
    size = f"{count(len(contents), 'blob')} with {format_size(sum(contents.values()))}, manifests included"
    codes = Counter[str](fault.code for each in images for fault in each.proof.faults)
    faults = "".join(f"; {codes[code]} {code}" for code in FAULTS if codes[code])
    return f"{len(proved)} of {count(len(images), 'image')} proved, {size}{faults}"
