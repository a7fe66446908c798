"""References in parts: what is shared out makes the result again, or is refused."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from regswap.places.split import InexpressibleError, is_registry, join_parts, split_parts
from regswap.reference import ImageReference, InvalidReference

HOSTS = st.sampled_from(("quay.io", "m.io:5000", "localhost", "localhost:80", "[::1]:443", "docker.io", "10.0.0.1"))
COMPONENTS = st.sampled_from(("a", "b", "a-b", "library", "quay"))
PATHS = st.lists(COMPONENTS, min_size=1, max_size=3).map("/".join)
TAGS = st.sampled_from(("1", "latest", "v1.2"))
DIGESTS = st.sampled_from(("sha256:" + "0a" * 32, "sha256:" + "1b" * 32))


@st.composite
def references(draw: st.DrawFn) -> str:
    host = draw(st.none() | HOSTS)
    path, tag, digest = draw(PATHS), draw(st.none() | TAGS), draw(st.none() | DIGESTS)
    return f"{f'{host}/' if host else ''}{path}{f':{tag}' if tag else ''}{f'@{digest}' if digest else ''}"


@st.composite
def parts(draw: st.DrawFn) -> dict[str, str]:
    made = {
        "registry": draw(st.just("") | HOSTS | st.tuples(HOSTS, PATHS).map("/".join)),
        "repository": draw(st.just("") | PATHS | st.tuples(HOSTS, PATHS).map("/".join)),
        "name": draw(st.just("") | COMPONENTS | st.tuples(HOSTS, PATHS).map("/".join)),
        "tag": draw(st.just("") | TAGS | DIGESTS),
        "digest": draw(st.just("") | DIGESTS | DIGESTS.map(lambda digest: digest.partition(":")[2])),
    }
    return {role: value for role, value in made.items() if value}


@given(parts(), references())
def test_what_is_shared_out_makes_the_result_or_is_refused(written: dict[str, str], rewritten: str) -> None:
    try:
        old = ImageReference.parse(join_parts(written))
    except InvalidReference:
        return
    if is_registry(written):
        return
    try:
        changes = split_parts(written, rewritten)
    except InexpressibleError:
        return

    has_new_latest = rewritten.endswith(":latest") and old.tag is None and old.digest is None
    assert join_parts({**written, **changes}) == (rewritten.removesuffix(":latest") if has_new_latest else rewritten)
    assert set(changes) <= set(written)
