"""OCI layouts, as programs write them and as they are damaged."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from regswap.bundle.layout import Layout
from regswap.bundle.proof import Question
from regswap.bundle.prover import Prover
from regswap.bundle.store import Address, AnswerError
from regswap.errors import UsageError
from tests.support.registry_image import (
    INDEX,
    Image,
    blob_path,
    digest_of,
    dump,
    make_image,
    make_index,
    make_referrer,
    write_layout,
)

NOISE = b"".join(sha256(bytes([number])).digest() for number in range(125))
"""What does not become smaller."""
IMAGE = make_image(b"own", NOISE, platforms=("linux/amd64", "linux/arm64/v8"))
SINGLE = make_image(b"single")
NAMED = Address("", "", "app")
LARGEST = max(IMAGE.blobs, key=lambda digest: len(IMAGE.blobs[digest]))
CHILD = IMAGE.children[1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_layout(tmp_path / "layout", {"app": IMAGE, "single": SINGLE})


def prove(folder: Path, *platforms: str) -> list[tuple[str, str]]:
    (proof,) = Prover(Layout(str(folder)), 4).prove([Question(NAMED, platforms)])
    return [(fault.code, fault.reason.replace(str(folder), "DIR")) for fault in proof.faults]


def test_a_whole_layout_is_proved(folder: Path) -> None:
    proofs = Prover(Layout(str(folder)), 4).prove([Question(NAMED), Question(Address("", "", "single"))])

    assert [proof.faults for proof in proofs] == [(), ()]
    assert [proof.digest for proof in proofs] == [IMAGE.digest, SINGLE.digest]
    assert proofs[0].platforms == ("linux/amd64", "linux/arm64/v8")
    every = {**IMAGE.blobs, **{digest: data for digest, (_, data) in IMAGE.manifests.items()}}
    assert proofs[0].contents == {digest: len(data) for digest, data in every.items()}


def test_an_image_is_found_by_name_and_by_digest(folder: Path) -> None:
    layout = Layout(str(folder))

    assert layout.find(["other", "app"]) == NAMED
    assert layout.find([IMAGE.digest]) == Address("", "", IMAGE.digest)
    assert layout.find(["other", "sha256:" + "0" * 64]) is None
    with pytest.raises(AnswerError, match="has nothing of this name"):
        layout.fetch_manifest(Address("", "", "other"))


def zero(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:10] + b"\0" * 1000 + data[1010:] if len(data) > 1010 else b"\0" * len(data))


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4])


@pytest.mark.parametrize(
    ("digest", "harm", "fault"),
    [
        (LARGEST, zero, ("wrong-content", "layer 2 {}: DIR/blobs/sha256/{hex} has the digest sha256:")),
        (LARGEST, Path.unlink, ("blob-missing", "layer 2 {}: blob unknown")),
        (
            LARGEST,
            halve,
            ("wrong-content", "layer 2 {}: DIR/blobs/sha256/{hex} has 4"),
        ),
        (CHILD, Path.unlink, ("platform-missing", "platform linux/arm64/v8: manifest unknown")),
        (CHILD, zero, ("wrong-content", "platform linux/arm64/v8: DIR/blobs/sha256/{hex} has the digest sha256:")),
        (IMAGE.digest, Path.unlink, ("manifest-missing", "manifest unknown")),
        (IMAGE.digest, zero, ("wrong-content", "DIR/blobs/sha256/{hex} has the digest sha256:")),
    ],
)
def test_damage_is_named(folder: Path, digest: str, harm: Callable[[Path], object], fault: tuple[str, str]) -> None:
    harm(blob_path(folder, digest))

    found = prove(folder)

    code, reason = fault
    expected = reason.replace("{}", digest).replace("{hex}", digest.partition(":")[2])
    assert {one[0] for one in found} == {code}
    assert [one[1] for one in found if expected not in one[1]] == []
    # A layer that platforms share is named for each of them.
    assert len(found) == (2 if digest == LARGEST else 1)


def test_a_platform_that_nobody_asked_for_may_be_missing(folder: Path) -> None:
    blob_path(folder, CHILD).unlink()

    assert prove(folder, "linux/amd64") == []
    assert prove(folder, "linux/arm64")[0][0] == "platform-missing"
    assert prove(folder, "linux/s390x") == [("platform-missing", "its index does not name the platform linux/s390x")]


def test_the_digest_that_it_must_be_is_compared(folder: Path) -> None:
    (proof,) = Prover(Layout(str(folder)), 4).prove([Question(NAMED, digest=SINGLE.digest)])

    assert [fault.code for fault in proof.faults] == ["moved"]


def test_names_in_an_index_that_has_none_itself_are_found(folder: Path) -> None:
    inner = (folder / "index.json").read_bytes()
    path = blob_path(folder, digest_of(inner))
    path.write_bytes(inner)
    outer = {"schemaVersion": 2, "manifests": [{"mediaType": INDEX, "digest": digest_of(inner), "size": len(inner)}]}
    (folder / "index.json").write_bytes(dump(outer))

    assert prove(folder) == []


def test_a_name_of_two_manifests_is_one_of_nothing(folder: Path) -> None:
    index = json.loads((folder / "index.json").read_text())
    for entry in index["manifests"]:
        entry["annotations"]["org.opencontainers.image.ref.name"] = "app"
    (folder / "index.json").write_bytes(dump(index))

    assert prove(folder) == [("wrong-content", "DIR names 2 manifests `app`")]


@pytest.mark.parametrize("text", [None, "{", "[]", "{}", '{"manifests": [{}]}', '{"manifests": [{"digest": "x"}]}'])
def test_what_is_not_a_layout_is_refused(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "index.json").write_text(text)

    with pytest.raises(UsageError, match=r"is not an OCI layout: index\.json"):
        Layout(str(tmp_path))


@pytest.mark.parametrize("ending", ["", ".sig"])
def test_referrers_are_proved_with_what_they_hold(tmp_path: Path, ending: str) -> None:
    signature = make_referrer(IMAGE)
    tag = IMAGE.digest.replace(":", "-") + ending
    folder = write_layout(tmp_path, {"app": IMAGE, tag: signature if ending else make_index(signature)})
    wanted = {IMAGE.digest: (signature.digest,)}

    def faults(layout: Path) -> list[str]:
        (proof,) = Prover(Layout(str(layout)), 4).prove([Question(NAMED, referrers=wanted)])
        return [fault.code for fault in proof.faults]

    assert faults(folder) == []
    for digest in signature.blobs:
        data = blob_path(folder, digest).read_bytes()
        blob_path(folder, digest).unlink()
        assert faults(folder) == ["blob-missing"]
        blob_path(folder, digest).write_bytes(data)
    assert faults(write_layout(tmp_path / "bare", {"app": IMAGE})) == ["referrer-missing"]


@pytest.mark.parametrize("listed", [{}, {"manifests": [1]}, {"manifests": [{"digest": "sha256:00"}]}])
def test_an_index_of_referrers_that_is_not_valid_is_named(tmp_path: Path, listed: dict[str, object]) -> None:
    text = dump({"schemaVersion": 2, "mediaType": INDEX, **listed})
    described = {"mediaType": INDEX, "digest": digest_of(text), "size": len(text)}
    index = Image(described, {digest_of(text): (INDEX, text)}, {})
    folder = write_layout(tmp_path, {"app": IMAGE, IMAGE.digest.replace(":", "-"): index})

    with pytest.raises(AnswerError, match="the list of referrers is not valid") as caught:
        Layout(str(folder)).list_referrers(NAMED.at(IMAGE.digest))

    assert caught.value.code == "wrong-content"


def test_indexes_that_lie_too_deep_in_each_other_are_refused(tmp_path: Path) -> None:
    image = SINGLE
    for _ in range(12):
        image = make_index(image)
    folder = write_layout(tmp_path, {"app": image})

    assert prove(folder)[0][1].endswith("more than 8 indexes lie in each other")
    assert prove(write_layout(tmp_path / "two", {"app": make_index(make_index(SINGLE))})) == []
