"""The streams that are measured: real ones from ``../shared/corpus`` where that is, else made-up ones."""

from __future__ import annotations

from itertools import chain, cycle, islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import sample
from benchmarks.manifest import OTHER_KINDS, WORKLOADS, Manifest, cut, find_references, join, name_of, rename
from benchmarks.table import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    Accept = Callable[[list[Manifest]], list[Manifest]]

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
CORE_INSTALL = CORPUS / "manifests" / "argoproj__argo-cd__manifests__core-install.yaml"

CHART = ("ServiceAccount", "ConfigMap", "Service", "Deployment", "Service", "Deployment", "ConfigMap", "Job")
_LONGEST_OF_A_CHART = 3_000


class Case(NamedTuple):
    """A stream to measure, and how much of it."""

    name: str
    title: str
    runs: int
    make: Callable[[], Iterator[Manifest]]
    """Gives the documents; made-up ones never end."""
    size: int
    """Bytes to take of them."""
    targets: tuple[Target, ...] = ()
    changes: bool = True
    """Whether there are references that all programs know; else they only read and print."""


_OURS, _SHOWN = "regswap", "regswap --hidden off"
_KUSTOMIZE, _KUBECTL = "kustomize, no images:", "kubectl kustomize, no images:"
_START = "python -I -c pass"


def cases() -> tuple[Case, ...]:
    """List everything that is measured."""
    core = (Target(_OURS, _KUSTOMIZE, 1 / 22),)
    dense = (Target(_OURS, "kbld", 1 / 2.5), Target(_SHOWN, "kbld", 1 / 4), Target(_OURS, _KUSTOMIZE, 1 / 6))
    small = (Target(_OURS, _KUSTOMIZE, 1.1), Target(_OURS, _KUBECTL, 1 / 2), Target(_OURS, _START, 2))
    return (
        Case("core-install", "an operator's release: mostly definitions", 9, _core_install, 1_900_000, core),
        Case("workloads", "workloads only", 7, _workloads, 1_500_000, dense),
        Case("containers", "Deployments with three containers each", 7, _containers, 1_500_000, dense),
        Case("chart", "a small chart", 25, _chart, 10_000, small),
        Case("large", "everything", 3, _large, 8_600_000, (Target(_OURS, "kbld", 1 / 7),)),
        Case("resources", "custom resources", 3, _resources, 5_000_000, changes=False),
    )


def source() -> str:
    """Say where the streams come from."""
    if CORE_INSTALL.is_file():
        return "real manifests from ../shared/corpus"
    return "made-up manifests, because there is no ../shared/corpus: figures on real ones differ"


def build(case: Case, accept: Accept) -> list[Manifest]:
    """Take the documents of a case, as far as the peer accepts them."""
    if case.make is _core_install and CORE_INSTALL.is_file():
        return list(_core_install())
    if not case.changes:
        return accept(list(case.make()))
    return accept(list(_take(case.make(), case.size)))


def _take(manifests: Iterator[Manifest], size: int) -> Iterator[Manifest]:
    """Take documents up to a size, each under its own name; a few that are too long for the rest are passed over."""
    passed, most = 0, 10
    for number, manifest in enumerate(manifests):
        renamed = rename(manifest, str(number))
        length = len(join([renamed]).encode())
        if length <= size:
            size -= length
            yield renamed
        else:
            passed += 1
        if passed == most:
            return


def _core_install() -> Iterator[Manifest]:
    return iter(cut(CORE_INSTALL.read_text())) if CORE_INSTALL.is_file() else sample.releases()


def _workloads() -> Iterator[Manifest]:
    return cycle(_real(WORKLOADS)) if CORPUS.is_dir() else sample.workloads()


def _large() -> Iterator[Manifest]:
    return cycle(_real(WORKLOADS | OTHER_KINDS)) if CORPUS.is_dir() else sample.releases()


def _containers() -> Iterator[Manifest]:
    return sample.crowds()


def _resources() -> Iterator[Manifest]:
    folder = CORPUS / "crs"
    if not folder.is_dir():
        return islice(sample.workloads(), 500)
    texts = (path.read_text("utf-8", "replace") for path in sorted(folder.rglob("*.yaml")))
    found = chain.from_iterable(cut(text) for text in texts if "{{" not in text)
    return (rename(manifest, str(number)) for number, manifest in enumerate(found))


def _chart() -> Iterator[Manifest]:
    if not CORPUS.is_dir():
        return sample.charts()
    small = [manifest for manifest in _real(set(CHART)) if len(manifest.text) < _LONGEST_OF_A_CHART]
    kinds = {kind: [manifest for manifest in small if manifest.kind == kind] for kind in CHART}
    return cycle([kinds[kind][CHART[:index].count(kind)] for index, kind in enumerate(CHART)])


def _real(kinds: Collection[str]) -> list[Manifest]:
    """Read the documents of some kinds: the first of every file, then the second of every file, and so on."""
    paths = sorted(chain((CORPUS / "rendered").iterdir(), (CORPUS / "manifests").iterdir()))
    files = [cut(path.read_text("utf-8", "replace")) for path in paths]
    found = filter(None, chain.from_iterable(zip_longest(*files)))
    return [manifest for manifest in found if manifest.kind in kinds and _is_usable(manifest)]


def _is_usable(manifest: Manifest) -> bool:
    """Pass over templates, and what names no image: neither program has to know what to do with them."""
    references: Iterable[str] = find_references(manifest.text) if manifest.kind in WORKLOADS else ()
    return all(name_of(reference).islower() for reference in references)
