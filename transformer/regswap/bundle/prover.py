"""The proof that images are in a store: every manifest, every platform, every blob, and what refers to them.

Questions are asked in rounds, each one once however many images share its answer: the manifests that references name,
those that these name, what refers to them, and the blobs of all. Faults come out in the order of the questions,
whichever thread is first.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from regswap.bundle.manifest import matches_platform, read_content
from regswap.bundle.proof import Fault, Node, Proof
from regswap.bundle.store import AnswerError
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeVar

    from regswap.bundle.manifest import Descriptor
    from regswap.bundle.proof import Question
    from regswap.bundle.store import Address, Code, Store

    Key = TypeVar("Key")
    Value = TypeVar("Value")

_MOST_ROUNDS = 8
"""How deep indexes lie in each other, at most."""
_TOO_DEEP = AnswerError("wrong-content", f"more than {_MOST_ROUNDS} indexes lie in each other")


def list_referrers(
    store: Store, subjects: Iterable[Address], connections: int
) -> dict[Address, tuple[str, ...] | AnswerError]:
    """Return the digests of what refers to each of some manifests, or why that is not known."""

    def ask(subject: Address) -> tuple[str, ...] | AnswerError:
        try:
            return tuple(each.digest for each in store.list_referrers(subject))
        except AnswerError as error:
            return error

    distinct = list(dict.fromkeys(subjects))
    with _open_pool(connections) as pool:
        return dict(zip(distinct, pool.map(ask, distinct), strict=True))


@contextmanager
def _open_pool(threads: int) -> Iterator[ThreadPoolExecutor]:
    """Open a pool that does not finish all that waits in it where the run is interrupted."""
    pool = ThreadPoolExecutor(threads)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


class Prover:
    """Asks a store about images."""

    def __init__(self, store: Store, connections: int, *, deep: bool = False, blobs: bool = True) -> None:
        """Ask with so many threads at once.

        ``deep`` reads the blobs of a registry, too; without ``blobs`` only manifests are asked for.
        """
        self._asks_blobs = blobs
        self._store = store
        self._connections = connections
        self._deep = deep
        self._nodes: dict[Address, Node | AnswerError] = {}
        self._blobs: dict[tuple[str, str, str, int], AnswerError | None] = {}
        self._referrers: dict[Address, tuple[Descriptor, ...] | AnswerError] = {}

    def prove(self, questions: Sequence[Question]) -> list[Proof]:
        """Return what was found of each image, in their order."""
        with _open_pool(self._connections) as pool:

            def ask(asking: Callable[[Key], Value], keys: Iterable[Key]) -> list[tuple[Key, Value]]:
                distinct = list(dict.fromkeys(keys))
                return list(zip(distinct, pool.map(asking, distinct), strict=True))

            self._nodes.update(ask(self._fetch, self._list_unknown(question.address for question in questions)))
            for _ in range(_MOST_ROUNDS):
                wanted = [each for question in questions for each in self._list_wanted(question)]
                missing = self._list_unknown(address for address, _ in wanted)
                if not missing:
                    break
                self._nodes.update(ask(self._fetch, missing))
            subjects = [each for question in questions for each in self._list_subjects(question)]
            self._referrers.update(ask(self._list_referrers, subjects))
            found = [each for question in questions for each in self._list_found_referrers(question)]
            self._nodes.update(ask(self._fetch, self._list_unknown(found)))
            blobs = [pair for question in questions for pair in self._list_blobs(question)]
            self._blobs.update(
                (_key_of(*asked), answer) for asked, answer in ask(lambda pair: self._check(*pair), blobs)
            )
        return [self._conclude(question) for question in questions]

    def _list_unknown(self, addresses: Iterable[Address]) -> list[Address]:
        return [address for address in addresses if address not in self._nodes]

    def _fetch(self, address: Address) -> Node | AnswerError:
        try:
            manifest = self._store.fetch_manifest(address)
            return Node(manifest.digest, manifest.media_type, len(manifest.data), read_content(manifest))
        except AnswerError as error:
            return error

    def _check(self, address: Address, blob: Descriptor) -> AnswerError | None:
        try:
            self._store.check_blob(address, blob, deep=self._deep)
        except AnswerError as error:
            return error
        return None

    def _list_referrers(self, address: Address) -> tuple[Descriptor, ...] | AnswerError:
        try:
            return self._store.list_referrers(address)
        except AnswerError as error:
            return error

    def _list_wanted(self, question: Question) -> Iterator[tuple[Address, Descriptor]]:
        """Yield the manifests below the one that a reference names, as far as they are known."""
        pending = [question.address]
        for address in pending:
            node = self._nodes.get(address)
            if not isinstance(node, Node):
                continue
            for child in node.content.children:
                if question.platforms and not matches_platform(child.platform, question.platforms):
                    continue
                below = address.at(child.digest)
                if below not in pending:
                    pending.append(below)
                    yield below, child

    def _list_nodes(self, question: Question) -> Iterator[Node]:
        for address in (question.address, *(address for address, _ in self._list_wanted(question))):
            node = self._nodes.get(address)
            if isinstance(node, Node):
                yield node

    def _list_subjects(self, question: Question) -> Iterator[Address]:
        if question.referrers is not None:
            yield from (question.address.at(digest) for digest, wanted in question.referrers.items() if wanted)

    def _list_found_referrers(self, question: Question) -> Iterator[Address]:
        """Yield those of the referrers that are asked for, and are there."""
        for subject in self._list_subjects(question):
            found = self._referrers.get(subject, ())
            if not isinstance(found, AnswerError):
                wanted = (question.referrers or {}).get(subject.reference, ())
                yield from (subject.at(each.digest) for each in found if each.digest in wanted)

    def _list_blobs(self, question: Question) -> Iterator[tuple[Address, Descriptor]]:
        """Yield the blobs that were not asked for yet."""
        if not self._asks_blobs:
            return
        for node in (*self._list_nodes(question), *self._list_referrer_nodes(question)):
            for blob in node.content.blobs:
                if not blob.is_foreign and _key_of(question.address, blob) not in self._blobs:
                    yield question.address.at(""), blob

    def _list_referrer_nodes(self, question: Question) -> Iterator[Node]:
        for address in self._list_found_referrers(question):
            node = self._nodes.get(address)
            if isinstance(node, Node):
                yield node

    def _conclude(self, question: Question) -> Proof:
        node = self._nodes[question.address]
        if isinstance(node, AnswerError):
            return Proof("", (), {}, (Fault(node.code, "", node.reason, node.remedy),))
        wanted = [child for _, child in self._list_wanted(question)]
        nodes = list(self._list_nodes(question))
        return Proof(
            digest=node.digest,
            platforms=tuple(child.platform for child in wanted if child.platform),
            contents={
                **{each.digest: each.size for each in nodes},
                **{blob.digest: blob.size for each in nodes for blob in each.content.blobs if not blob.is_foreign},
            },
            faults=tuple(dict.fromkeys(self._list_faults(question, node))),
            absent=tuple(child.platform for child in node.content.children if child.platform and child not in wanted),
            media_type=node.media_type,
            manifests=tuple(each.digest for each in nodes),
        )

    def _list_faults(self, question: Question, root: Node) -> Iterator[Fault]:
        if question.digest and root.digest != question.digest:
            reason = f"its digest is {root.digest}, and the lock says {question.digest}"
            yield Fault("moved", root.digest, reason, "copy what the lock says, or make the lock anew")
        named = {child.platform for child in root.content.children}
        if root.content.is_index:
            for platform in question.platforms:
                if not any(matches_platform(one, (platform,)) for one in named):
                    yield Fault("platform-missing", root.digest, f"its index does not name the platform {platform}")
        yield from self._list_blob_faults(question, root, "")
        for address, child in self._list_wanted(question):
            node = self._nodes.get(address, _TOO_DEEP)
            what = f"platform {child.platform}" if child.platform else f"manifest {child.digest}"
            if isinstance(node, AnswerError):
                code: Code = "platform-missing" if node.code == "manifest-missing" else node.code
                yield Fault(code, child.digest, f"{what}: {node.reason}", node.remedy)
            else:
                yield from self._list_blob_faults(question, node, f"{what}: " if child.platform else "")
        yield from self._list_referrer_faults(question)

    def _list_blob_faults(self, question: Question, node: Node, what: str) -> Iterator[Fault]:
        for number, blob in enumerate(node.content.blobs):
            error = self._blobs.get(_key_of(question.address, blob))
            if error is not None:
                part = f"layer {number}" if number else "configuration"
                yield Fault(error.code, blob.digest, f"{what}{part} {blob.digest}: {error.reason}", error.remedy)

    def _list_referrer_faults(self, question: Question) -> Iterator[Fault]:
        for subject in self._list_subjects(question):
            found = self._referrers[subject]
            if isinstance(found, AnswerError):
                yield Fault(found.code, subject.reference, f"referrers: {found.reason}", found.remedy)
                continue
            there = {each.digest for each in found}
            for digest in (question.referrers or {})[subject.reference]:
                if digest not in there:
                    reason = f"referrer {digest} of {subject.reference}: nothing there says that it belongs to it"
                    remedy = "copy with referrers and digest tags, as regsync does with `referrers` and `digestTags`"
                    yield Fault("referrer-missing", digest, reason, remedy)
                    continue
                node = self._nodes[subject.at(digest)]
                if isinstance(node, AnswerError):
                    yield Fault("referrer-missing", digest, f"referrer {digest}: {node.reason}", node.remedy)
                else:
                    yield from self._list_blob_faults(question, node, f"referrer {digest}: ")


def _key_of(address: Address, blob: Descriptor) -> tuple[str, str, str, int]:
    return address.registry, address.repository, blob.digest, blob.size
