"""Lock files: what is written is read again, comments stay, and what is not one is refused where it is wrong."""

from __future__ import annotations

import pytest
import yaml

from regswap.errors import RulesError
from regswap.lock.difference import compare_locks
from regswap.lock.locked import Lock, LockedImage
from regswap.lock.reader import parse_lock
from regswap.lock.writer import write_lock

ONE, TWO, THREE, FOUR = (f"sha256:{str(number) * 64}" for number in (1, 2, 3, 4))
NGINX = LockedImage(
    "docker.io/library/nginx:1.27",
    "mirror.example/hub/nginx:1.27",
    ONE,
    "application/vnd.oci.image.index.v1+json",
    ("linux/amd64", "linux/arm64/v8"),
    ("linux/s390x",),
    {ONE: 100, THREE: 5000},
    {ONE: (FOUR,)},
)
REDIS = LockedImage("[::1]:5000/redis:7", "[::1]:5000/redis:7", TWO, contents={TWO: 10, THREE: 5000})
LOCK = Lock("source", ("linux/amd64", "linux/arm64"), (REDIS, NGINX), has_referrers=True)
TEXT = write_lock(LOCK)


def test_what_is_written_is_read_again() -> None:
    assert parse_lock("x", TEXT) == LOCK
    assert write_lock(LOCK, TEXT) == TEXT
    assert parse_lock("x", write_lock(Lock("127.0.0.1:5000/no", (), ()))) == Lock("127.0.0.1:5000/no", (), ())


def test_another_parser_reads_the_same() -> None:
    value = yaml.safe_load(TEXT)

    assert value["kind"] == "BundleLock"
    assert [image["source"] for image in value["images"]] == [REDIS.source, NGINX.source]
    assert value["images"][1]["contents"] == NGINX.contents
    assert value["images"][1]["referrers"] == {ONE: [FOUR]}


def comment(text: str, **lines: str) -> str:
    """Put a comment above and one behind each line that ends so."""
    out = []
    for line in text.splitlines():
        key = line.strip().removeprefix("- ").partition(":")[0]
        if key in lines and lines[key] in line:
            indent = " " * (len(line) - len(line.lstrip()))
            out += [f"{indent}# above {key}", f"{line}  # behind {key}"]
        else:
            out.append(line)
    return "\n".join([*out, "# at the end", ""])


COMMENTED = comment(TEXT, at="at", source="nginx", digest=ONE, mediaType="index", target="redis")


def test_comments_stay_with_what_they_are_about() -> None:
    assert write_lock(LOCK, COMMENTED) == COMMENTED
    assert "# above digest" in COMMENTED

    moved = LOCK._replace(images=(REDIS, NGINX._replace(digest=THREE, contents={THREE: 5000})))
    after = write_lock(moved, COMMENTED)
    assert f"    # above digest\n    digest: {THREE}  # behind digest\n" in after
    assert parse_lock("x", after) == moved


def test_comments_on_a_line_that_goes_move_to_their_image() -> None:
    bare = NGINX._replace(media_type="")

    after = write_lock(LOCK._replace(images=(REDIS, bare)), COMMENTED)

    head = "  # above source\n  # above mediaType\n  # behind mediaType\n  - source: docker.io/library/nginx:1.27"
    assert head in after


def test_comments_go_with_an_image_that_goes() -> None:
    after = write_lock(LOCK._replace(images=(REDIS,)), COMMENTED)

    assert "# above source" not in after
    assert "# above target" in after
    assert "# at the end" in after


def test_a_new_image_comes_between_others_and_leaves_their_comments() -> None:
    new = LockedImage("docker.io/library/zlib:1", "mirror.example/zlib:1", FOUR)

    after = write_lock(LOCK._replace(images=tuple(sorted((NGINX, new, REDIS)))), COMMENTED)

    assert {line for line in COMMENTED.splitlines() if "#" in line} <= set(after.splitlines())
    assert [image.source for image in parse_lock("x", after).images] == sorted([NGINX.source, new.source, REDIS.source])


def test_comments_of_a_file_that_somebody_wrote_another_way_are_not_lost() -> None:
    other = COMMENTED.replace("platforms: [linux/amd64, linux/arm64]", "platforms:\n- linux/amd64\n- linux/arm64")

    after = write_lock(LOCK, other)

    assert parse_lock("x", after) == LOCK
    kept = [f"# {where} {key}" for where in ("above", "behind") for key in ("at", "source", "digest", "mediaType")]
    assert [one for one in kept if one not in after] == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "lock:1: is not a lock file|lock: is not a lock file"),
        ("kind: Pod\n", "is not a lock file: it has not the kind BundleLock"),
        (TEXT + "---\n" + TEXT, "is not one document"),
        (TEXT.replace("images:", "image:"), "a lock has an unknown key `image`"),
        (TEXT.replace("mediaType", "mediatype"), "unknown key `mediatype`.*mediaType"),
        (TEXT.replace(f"digest: {ONE}", "digest: latest"), r"lock:\d+:13: its `digest` is not a digest"),
        (TEXT.replace("nginx:1.27", "Nginx:1.27"), "its `source` is not a reference"),
        (TEXT.replace(": 5000", ": many"), "a size is a number of bytes"),
        (
            TEXT.replace("target: '[::1]:5000/redis:7'", "target: mirror.example/hub/nginx:1.27"),
            "has another digest above",
        ),
        ("{", "is not valid YAML"),
    ],
)
def test_what_is_not_a_lock_is_refused(text: str, message: str) -> None:
    with pytest.raises(RulesError, match=message):
        parse_lock("lock", text)


def test_the_bytes_to_carry_are_those_that_no_old_image_has() -> None:
    moved = NGINX._replace(digest=TWO, contents={TWO: 10, THREE: 5000, FOUR: 700})
    new = LockedImage("quay.io/new:1", "mirror.example/new:1", FOUR, contents={FOUR: 700, "sha256:" + "5" * 64: 3})

    found = compare_locks(Lock("source", (), (NGINX, REDIS)), Lock("source", (), (moved, new)))

    assert [(change.kind, change.source, change.carried) for change in found.changes] == [
        ("new", "quay.io/new:1", 703),
        ("moved", NGINX.source, 0),
        ("gone", REDIS.source, 0),
    ]
    # The second digest and the third were in images of the old lock.
    assert (found.carried, found.total, found.unchanged) == (703, 5713, 0)
    assert (found.changes[1].before, found.changes[1].after) == (ONE, TWO)
    same = compare_locks(LOCK, LOCK)
    assert (same.changes, same.unchanged, same.carried) == ((), 2, 0)
