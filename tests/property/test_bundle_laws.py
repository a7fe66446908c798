"""Images are copied to where the rewritten manifests point: in every format, or the format refuses."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from itertools import islice

import yaml
from hypothesis import HealthCheck, given, settings

from regswap.bundle.collector import Collector
from regswap.bundle.copying import DIRECT, PULL, PUSH, name_target, plan_copies
from regswap.bundle.formats import FORMATS
from regswap.bundle.image import complete_text, name_in_layout
from regswap.document.parse.stream import documents
from regswap.errors import UsageError
from regswap.pipeline.check import CheckPolicy
from regswap.pipeline.rewrite import Policy, rewrite
from regswap.reference import ImageReference, is_reference
from regswap.rules.load import load_text
from tests.property.test_convert_laws import generate, sources
from tests.support.pipeline import PLACES

_HEAD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n"
Pairs = list[tuple[str, str]]


def read_regsync(text: str) -> Pairs:
    return [(one["source"], one["target"]) for one in yaml.safe_load(text)["sync"]]


def read_image_syncer(text: str) -> Pairs:
    return [(source, target) for source, targets in yaml.safe_load(text).items() for target in targets]


def read_script(text: str) -> Pairs:
    words = [shlex.split(line) for line in text.splitlines() if line.startswith("copy ")]
    return [(source, target) for _, source, target in words]


def read_pairs(text: str) -> Pairs:
    return [(source, target) for source, target in map(str.split, text.splitlines())]


READERS: Mapping[str, Callable[[str], Pairs]] = {
    "images": read_pairs,
    "regsync": read_regsync,
    "image-syncer": read_image_syncer,
    "script": read_script,
}


def write_pod(references: list[str]) -> bytes:
    return (_HEAD + "".join(f"  - {{name: c, image: {text!r}}}\n" for text in references)).encode()


def read_pod(data: bytes) -> list[str]:
    return [container["image"] for container in yaml.safe_load(data)["spec"]["containers"]]


@settings(max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
@given(sources)
def test_every_format_says_what_rewrite_writes_or_refuses(source: tuple[str, str]) -> None:
    rules = load_text(source[1], source[0], "rules")
    references = [text for text in islice(generate(rules, 1), 40) if is_reference(text)]
    collector, written = Collector(), []
    for document in documents([write_pod(references)], "s.yaml"):
        rewritten = rewrite(document, Policy(PLACES, rules, check_policy=CheckPolicy()))
        collector.take(document, rewritten)
        written += read_pod(rewritten.data)
    collector.deliver()
    pairs = {(complete_text(old), complete_text(new)) for old, new in zip(references, written, strict=True)}
    assert {(image.source, image.target) for image in collector.images} == pairs
    outside = {hole.place.reference for hole in collector.holes if hole.code == "outside"}
    assert outside == {
        old for old, new in zip(references, written, strict=True) if complete_text(old) == complete_text(new)
    }

    cargo = [image for image in collector.images if image.source != image.target]
    for name, form in FORMATS.items():
        for stage in form.stages:
            copies = plan_copies(cargo, stage, None if stage == DIRECT else "media/bundle")
            try:
                said = READERS[name](form.write(copies))
            except UsageError:
                assert name == "image-syncer"
                continue
            carried = [f"ocidir://media/bundle:{name_in_layout(image.source)}" for image in cargo]
            targets = [name_target(image.target) for image in cargo]
            origins = [image.source for image in cargo]
            expected = {
                DIRECT: zip(origins, targets, strict=True),
                PULL: zip(origins, carried, strict=True),
                PUSH: zip(carried, targets, strict=True),
            }
            assert set(said) == set(expected[stage])
            assert len(said) == len(set(said))
    for image in cargo:
        whole = ImageReference.parse(image.target)
        assert name_target(image.target) in {image.target, str(whole._replace(digest=None))}
