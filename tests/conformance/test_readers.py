"""What Kubernetes reads is what regswap reads: four readers in Go look at what it leaves behind.

`make fuzz` looks on where the streams of this file end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.readers.cases import CASES, POD, Case
from tests.conformance.readers.harness import PREFIX, Readers, compare, rewrite
from tests.conformance.readers.mutation import make_stream
from tests.conftest import LocateClient
from tests.support.pipeline import Result

pytestmark = pytest.mark.client

FOLDERS = ("rendered", "manifests", "crs", "yaml", "charts")
CORPUS_GROUPS = 12
SEED = "regswap"
STREAMS = 4000
STREAM_GROUPS = 4

REFUSED: dict[str, str] = {}
"""Files of the corpus that every reader takes and regswap refuses, with the reason."""


@pytest.fixture(scope="module")
def readers(client: LocateClient) -> Iterator[Readers]:
    """The readers, which run as long as the tests of this file."""
    with Readers(client("readers")) as running:
        yield running


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_what_readers_differ_about_is_rewritten_or_told(readers: Readers, case: Case) -> None:
    judgement = readers.judge(case.stream)

    assert judgement.findings == []
    assert judgement.outcome in case.outcomes
    assert bool(judgement.seen) == case.seen


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case.name for case in CASES]

    assert len(set(names)) == len(names)


@pytest.mark.parametrize("group", range(CORPUS_GROUPS))
def test_readers_of_real_files_find_what_was_reported(readers: Readers, shared: Path, group: int) -> None:
    corpus = shared / "corpus"
    files = sorted(path for folder in FOLDERS for path in (corpus / folder).rglob("*") if path.is_file())
    counts: Counter[str] = Counter()
    for path in files[group::CORPUS_GROUPS]:
        name = str(path.relative_to(corpus))
        judgement = readers.judge(path.read_bytes())
        counts.update({"images": judgement.seen, judgement.outcome: 1})

        assert judgement.findings == [], name
        assert not (judgement.accepted and judgement.outcome == "refused") or name in REFUSED, name
    assert counts["images"] > 10, counts


@pytest.mark.parametrize("group", range(STREAM_GROUPS))
def test_readers_of_strange_streams_find_what_was_reported(readers: Readers, group: int) -> None:
    counts: Counter[str] = Counter()
    for number in range(group, STREAMS, STREAM_GROUPS):
        stream = make_stream(f"{SEED}:{number}")
        judgement = readers.judge(stream)
        counts.update({judgement.outcome: 1, "seen": judgement.seen > 0, "accepted": judgement.accepted})

        assert judgement.findings == [], (
            f"`.venv/bin/python -m tools.fuzz --seed {SEED} --number {number} --no-corpus` makes it smaller: {stream!r}"
        )
    # What is refused proves nothing, nor does what no reader reads.
    assert min(counts["rewritten"], counts["seen"], counts["accepted"]) > STREAMS / STREAM_GROUPS / 6, counts


def test_a_stream_follows_from_its_seed() -> None:
    assert make_stream("1:2") == make_stream("1:2") != make_stream("1:3")


def _judge(readers: Readers, stream: bytes, result: Result) -> list[tuple[str, str]]:
    """Return which findings there would be if this became of a stream."""
    return [(one.kind, one.reader) for one in compare(readers.read(stream), readers.read(result.data), result)]


STREAM = POD.encode()
EVERY_READER = ("kubectl", "sigs", "yaml.v3", "kyaml")


def test_nothing_is_found_in_what_is_right(readers: Readers) -> None:
    assert _judge(readers, STREAM, rewrite(STREAM)) == []


def test_an_image_that_was_left_is_found(readers: Readers) -> None:
    assert _judge(readers, STREAM, Result(STREAM, ())) == [("image", reader) for reader in EVERY_READER]


def test_an_image_that_only_careless_readers_see_is_found_where_there_is_no_warning(readers: Readers) -> None:
    stream = STREAM.replace(b"image", b"Image")

    assert _judge(readers, stream, Result(stream, ())) == [("loose image", "sigs")]


@pytest.mark.parametrize(("old", "new"), [(b"name: c", b"name: d"), (b"kind: Pod", b"kind: pod"), (b"/x", b"/x:1")])
def test_a_change_that_is_not_in_the_report_is_found(readers: Readers, old: bytes, new: bytes) -> None:
    result = rewrite(STREAM)
    changed = result._replace(data=result.data.replace(old, new))

    assert _judge(readers, STREAM, changed) == [("change", reader) for reader in EVERY_READER]


@pytest.mark.parametrize("data", [b"", STREAM + b"---\n" + STREAM, b"a: [", STREAM.replace(b"kind: Pod", b"kind: &a")])
def test_objects_that_are_not_read_any_more_are_found(readers: Readers, data: bytes) -> None:
    data = data.replace(b"evil.example/", PREFIX.encode())

    assert _judge(readers, STREAM, Result(data, ())) == [("broken", reader) for reader in EVERY_READER]


def test_a_bug_is_found(readers: Readers) -> None:
    def fail(stream: bytes) -> Result:
        raise KeyError(stream[:3])

    assert readers.judge(STREAM, fail).findings == [("crash", "regswap", "KeyError: b'api'")]
