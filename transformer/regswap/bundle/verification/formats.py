"""A verification as text, JSON, SARIF and JUnit, as ``regswap check`` writes what it finds."""

from __future__ import annotations

from itertools import groupby

from regswap.bundle.formats.plan_json import API_VERSION, place_as_object
from regswap.bundle.verification.finding import diagnose, find_faults, summarise
from regswap.bundle.verification.verify import FAULTS
from regswap.output.json_text import dump
from regswap.output.junit import JunitWriter
from regswap.output.row_form import Description, Result, TestCase
from regswap.output.sarif import SarifWriter
from regswap.record import TYPE_CHECKING
from regswap.streams.destination import printable
from regswap.streams.source import STDIN
from regswap.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from regswap.bundle.image import Place
    from regswap.bundle.verification.verify import Verification, Verified

KIND = "BundleVerification"


def write_text(verification: Verification) -> Iterator[bytes]:
    """Yield a line for each fault and each place that needs its image, and one that sums up."""
    for _, fault, diagnostic in find_faults(verification):
        told = diagnostic._replace(message=f"{diagnostic.message} [{fault.code}]").render("error")
        yield printable(told + "\n")
    yield printable(summarise(verification) + "\n")


def write_json(verification: Verification) -> Iterator[bytes]:
    """Yield one object, in which each image is on a line; docs/reference/bundle-verify.schema.json describes it."""
    head = {"apiVersion": API_VERSION, "kind": KIND, "at": verification.at}
    yield dump(head)[:-1] + b',\n"images":['
    rows = b",\n".join(dump(_image_as_object(each)) for each in verification.images)
    yield (b"\n" + rows + b"\n" if rows else b"") + b"]}\n"


def write_sarif(verification: Verification) -> Iterator[bytes]:
    """Yield a SARIF log; what is needed by standard input has no place."""
    descriptions = [Description(code, text, "error") for code, text in FAULTS.items()]
    writer = SarifWriter("regswap", __version__, descriptions)
    for place, fault, diagnostic in find_faults(verification):
        text = "; ".join(filter(None, (diagnostic.message, diagnostic.remedy)))
        file = "" if place.source == STDIN else place.source
        writer.write(Result(fault.code, "error", text, file, place.line, place.column))
    yield from writer.read()


def write_junit(verification: Verification) -> Iterator[bytes]:
    """Yield a JUnit report: a suite for each source, a case for each place that needs an image."""
    writer = JunitWriter("regswap bundle verify")
    needs = [(place, each) for each in verification.images for place in each.image.places]
    needs.sort(key=lambda need: (need[0].source, need[0].line, need[0].column, need[1].image.target))
    for source, group in groupby(needs, lambda need: need[0].source):
        names: set[str] = set()
        for place, verified in group:
            case = _make_case(verification, place, verified)
            if case.name in names:
                case = case._replace(name=f"{case.name} (line {place.line}, column {place.column})")
            names.add(case.name)
            writer.write_case(case, source)
        writer.end_suite(source)
    yield from writer.read()


FORMATS: dict[str, Callable[[Verification], Iterator[bytes]]] = {
    "text": write_text,
    "json": write_json,
    "sarif": write_sarif,
    "junit": write_junit,
}


def _image_as_object(verified: Verified) -> dict[str, Any]:
    image, proof = verified.image, verified.proof
    return {
        "source": image.source,
        "target": image.target,
        "cargo": image.cargo,
        "address": verified.address,
        "digest": proof.digest,
        "platforms": list(proof.platforms),
        "absent": list(proof.absent),
        "bytes": sum(proof.contents.values()),
        "faults": [
            {"code": fault.code, "digest": fault.digest, "reason": fault.reason, "remedy": fault.remedy}
            for fault in proof.faults
        ],
        "places": [place_as_object(place) for place in image.places],
    }


def _make_case(verification: Verification, place: Place, verified: Verified) -> TestCase:
    faults = verified.proof.faults
    name = place.tell(f"needs {verified.image.target}")
    first = f"{faults[0].reason}{f' (and {len(faults) - 1} more)' if len(faults) > 1 else ''}" if faults else ""
    details = "\n".join(diagnose(verification, verified, fault, place).render("error") for fault in faults)
    return TestCase(name, place.source, place.line, first, details)
