from __future__ import annotations

import pytest

from regswap.places.split import InexpressibleError, is_registry, join_parts, split_parts


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"repository": "quay.io/a/b"}, "quay.io/a/b"),
        ({"repository": "quay.io/a/b", "tag": "v1"}, "quay.io/a/b:v1"),
        ({"registry": "quay.io", "repository": "a/b", "tag": "v1"}, "quay.io/a/b:v1"),
        ({"registry": "quay.io/", "repository": "/a/b"}, "quay.io/a/b"),
        ({"repository": "nvcr.io/nvidia", "name": "driver", "tag": "570"}, "nvcr.io/nvidia/driver:570"),
        ({"repository": "a", "digest": "sha256:0b"}, "a@sha256:0b"),
        ({"repository": "a", "tag": "1", "digest": "0b"}, "a:1@sha256:0b"),
        ({"registry": "quay.io"}, "quay.io"),
        ({"repository": "nvcr.io/nvidia", "name": "quay.io/x/driver", "tag": "1"}, "quay.io/x/driver:1"),
        ({"repository": "a", "tag": "sha256:0b"}, "a@sha256:0b"),
        ({"repository": "docker://quay.io/a:1"}, "quay.io/a:1"),
        ({"registry": "oci://quay.io/a"}, "quay.io/a"),
        ({"repository": "oci://quay.io/a", "tag": "1"}, "quay.io/a:1"),
    ],
)
def test_parts_make_a_reference(parts: dict[str, str], expected: str) -> None:
    assert join_parts(parts) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"registry": "quay.io"}, True),
        ({"registry": "quay.io", "tag": "v1"}, True),
        ({"registry": "quay.io", "repository": "a"}, False),
        ({"repository": "quay.io/a"}, False),
        ({"tag": "v1"}, False),
    ],
)
def test_a_registry_without_an_image_is_one(parts: dict[str, str], expected: bool) -> None:  # noqa: FBT001 - a column
    assert is_registry(parts) is expected


DIGEST = "0123456789abcdef" * 4
OTHER = "fedcba9876543210" * 4


@pytest.mark.parametrize(
    ("parts", "rewritten", "expected"),
    [
        pytest.param({"repository": "a/b"}, "a/b", {}, id="nothing"),
        pytest.param({"repository": "a/b", "tag": "1"}, "m.io/a/b:1", {"repository": "m.io/a/b"}, id="a repository"),
        pytest.param({"repository": "q.io/a", "tag": "1"}, "m.io:5000/a:1", {"repository": "m.io:5000/a"}, id="a port"),
        pytest.param(
            {"registry": "q.io:5000", "repository": "a"}, "[::1]:80/q/a", {"registry": "[::1]:80/q"}, id="another port"
        ),
        pytest.param(
            {"registry": "q.io", "repository": "a/b"}, "m.io/q/a/b", {"registry": "m.io/q"}, id="the registry only"
        ),
        pytest.param(
            {"registry": "", "repository": "a/b", "tag": "1"},
            "m.io/hub/a/b:1",
            {"registry": "m.io/hub"},
            id="an empty registry",
        ),
        pytest.param(
            {"registry": "", "repository": "a"},
            "m.io/hub/library/b",
            {"registry": "m.io", "repository": "hub/library/b"},
            id="an empty registry and another name",
        ),
        pytest.param(
            {"registry": "", "repository": "a/b"}, "c/b", {"repository": "c/b"}, id="an empty registry and no other"
        ),
        pytest.param(
            {"registry": "", "repository": "q.io/a"},
            "m.io/q/a",
            {"repository": "m.io/q/a"},
            id="an empty registry beside one",
        ),
        pytest.param(
            {"registry": "q.io", "repository": "a/b"},
            "m.io/q/c",
            {"registry": "m.io", "repository": "q/c"},
            id="another path",
        ),
        pytest.param({"registry": "q.io/", "repository": "a"}, "m.io/a", {"registry": "m.io/"}, id="a slash stays"),
        pytest.param(
            {"repository": "n.io/v", "name": "d", "tag": "1"}, "m.io/v/d:1", {"repository": "m.io/v"}, id="a name stays"
        ),
        pytest.param(
            {"repository": "n.io/v", "name": "d"}, "m.io/v/e", {"repository": "m.io/v", "name": "e"}, id="another name"
        ),
        pytest.param(
            {"registry": "r.io", "repository": "v", "name": "d"},
            "m.io/x/v/d",
            {"registry": "m.io/x"},
            id="three parts",
        ),
        pytest.param({"repository": "a", "tag": "1"}, "a:2", {"tag": "2"}, id="a tag"),
        pytest.param({"repository": "q.io/a:1"}, "m.io/a:1", {"repository": "m.io/a:1"}, id="a tag in the repository"),
        pytest.param({"repository": "q.io/a:1"}, "m.io/b:2", {"repository": "m.io/b:2"}, id="another tag in it"),
        pytest.param(
            {"registry": "q.io", "repository": "a:1"}, "m.io/a:1", {"registry": "m.io"}, id="a tag in the last part"
        ),
        pytest.param(
            {"registry": "q.io", "repository": "a:1"},
            "m.io/a:2",
            {"registry": "m.io", "repository": "a:2"},
            id="another tag in the last part",
        ),
        pytest.param(
            {"registry": "q.io", "repository": "a:1"},
            "m.io/b:2",
            {"registry": "m.io", "repository": "b:2"},
            id="another name and tag",
        ),
        pytest.param(
            {"repository": "n.io/v", "name": "q.io/x/d", "tag": "1"},
            "m.io/x/d:1",
            {"name": "m.io/x/d"},
            id="a name that is all of it",
        ),
        pytest.param(
            {"repository": "a", "tag": f"sha256:{DIGEST}"},
            f"m.io/a@sha256:{DIGEST}",
            {"repository": "m.io/a"},
            id="a digest for a tag",
        ),
        pytest.param(
            {"repository": "a", "tag": f"sha256:{DIGEST}"},
            f"a@sha256:{OTHER}",
            {"tag": f"sha256:{OTHER}"},
            id="another digest for a tag",
        ),
        pytest.param({"repository": "oci://q.io/a"}, "m.io/a", {"repository": "oci://m.io/a"}, id="an address"),
        pytest.param({"repository": "a"}, "m.io/a:latest", {"repository": "m.io/a"}, id="no latest is added"),
        pytest.param(
            {"repository": "a", "digest": f"sha256:{DIGEST}"},
            f"a@sha256:{OTHER}",
            {"digest": f"sha256:{OTHER}"},
            id="a digest",
        ),
        pytest.param(
            {"repository": "a", "digest": DIGEST},
            f"a@sha256:{OTHER}",
            {"digest": OTHER},
            id="only the hash",
        ),
    ],
)
def test_a_result_is_shared_out(parts: dict[str, str], rewritten: str, expected: dict[str, str]) -> None:
    assert split_parts(parts, rewritten) == expected
    assert join_parts({**parts, **expected}).removesuffix(":latest") == rewritten.removesuffix(":latest")


@pytest.mark.parametrize(
    ("parts", "rewritten", "reason"),
    [
        ({"repository": "a"}, "a:2", "would get the tag `2`, and there is no field that holds it"),
        ({"repository": "a"}, f"a@sha256:{DIGEST}", "would get the digest"),
        ({"repository": "a", "tag": "1"}, "a", "would lose its tag, which stands in a field of its own"),
        ({"registry": "q.io", "repository": "a"}, "b", "cannot be parted into the fields that are there"),
        ({"repository": "v", "name": "a"}, "b", "cannot be parted into the fields that are there"),
    ],
)
def test_what_the_parts_cannot_say_is_refused(parts: dict[str, str], rewritten: str, reason: str) -> None:
    with pytest.raises(InexpressibleError, match=reason):
        split_parts(parts, rewritten)
