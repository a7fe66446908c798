from __future__ import annotations

import pytest

from regswap.reference import ImageReference, InvalidReference

HEX = "98706f0f213dbd440021993a82d2f70451a73698315370ae8615cc468ac06624"
DIGEST = f"sha256:{HEX}"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("nginx", (None, None, "nginx", None, None), id="a short name"),
        pytest.param("nginx:1.27", (None, None, "nginx", "1.27", None), id="a tag"),
        pytest.param(f"nginx@{DIGEST}", (None, None, "nginx", None, DIGEST), id="a digest"),
        pytest.param(f"nginx:1@{DIGEST}", (None, None, "nginx", "1", DIGEST), id="a tag and a digest"),
        pytest.param("bitnami/redis", (None, None, "bitnami/redis", None, None), id="no host without a mark"),
        pytest.param("quay.io/a/b:1", ("quay.io", None, "a/b", "1", None), id="a host with a dot"),
        pytest.param("registry:5000/a", ("registry", "5000", "a", None, None), id="a host with a port"),
        pytest.param("gcr.io:443/a:1", ("gcr.io", "443", "a", "1", None), id="a host with dot and port, and a tag"),
        pytest.param("localhost/a", ("localhost", None, "a", None, None), id="localhost"),
        pytest.param("localhost:5000/a", ("localhost", "5000", "a", None, None), id="localhost with a port"),
        pytest.param("MyHost/a", ("MyHost", None, "a", None, None), id="a host with an upper-case letter"),
        pytest.param("127.0.0.1:5000/a", ("127.0.0.1", "5000", "a", None, None), id="an IPv4 host"),
        pytest.param("[::1]/a", ("[::1]", None, "a", None, None), id="an IPv6 host"),
        pytest.param("[fd00::1]:5000/a:1", ("[fd00::1]", "5000", "a", "1", None), id="an IPv6 host with a port"),
        pytest.param("registry:5000", (None, None, "registry", "5000", None), id="a port alone is a tag"),
        pytest.param("localhost", (None, None, "localhost", None, None), id="a host alone is a path"),
        pytest.param("a/b.c/d_e/f__g/h---i", (None, None, "a/b.c/d_e/f__g/h---i", None, None), id="every separator"),
        pytest.param("a:" + "t" * 128, (None, None, "a", "t" * 128, None), id="the longest tag"),
        pytest.param("a:_T.-", (None, None, "a", "_T.-", None), id="every sort of tag character"),
        pytest.param("a" * 255, (None, None, "a" * 255, None, None), id="the longest path"),
        pytest.param("quay.io/" + "a" * 255, ("quay.io", None, "a" * 255, None, None), id="a host is not in the path"),
        pytest.param(f"a@sha512:{HEX * 2}", (None, None, "a", None, f"sha512:{HEX * 2}"), id="sha512"),
        pytest.param("a@x+y.z:" + "F" * 32, (None, None, "a", None, "x+y.z:" + "F" * 32), id="another algorithm"),
        pytest.param(f"{HEX}:1", (None, None, HEX, "1", None), id="an image ID with a tag is a name"),
    ],
)
def test_a_reference_is_read_in_parts_and_printed_as_it_was(text: str, parts: tuple[str | None, ...]) -> None:
    reference = ImageReference.parse(text)

    assert tuple(reference) == parts
    assert str(reference) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        ("$(IMG)", "is a variable `$(...)`"),
        ("$(REGISTRY)/app:1", "is a variable `$(...)`"),
        ("${IMG}", "is a variable `${...}`"),
        ("quay.io/app:${TAG}", "is a variable `${...}`"),
        ("{{ .Values.image }}", "is a template"),
        ("{% image %}", "is a template"),
        (" ", "has white space"),
        ("nginx ", "has white space"),
        ("nginx\n", "has white space"),
        ("quay.io/a b", "has white space"),
        ("nginx\u00a0:1", "has white space"),
        ("nginx\x00", "has a control character"),
        ("ng\u0131nx", "has a character that is not ASCII"),
        ("nginx:\u0661", "has a character that is not ASCII"),
        ("https://quay.io/a", "begins with a scheme, as a URL does"),
        ("docker://nginx", "begins with a scheme, as a URL does"),
        ("Nginx", "has an upper-case letter in its path"),
        ("quay.io/Team/app", "has an upper-case letter in its path"),
        ("/a", "has an empty path component"),
        ("a/", "has an empty path component"),
        ("a//b", "has an empty path component"),
        ("quay.io//b", "has an empty path component"),
        ("quay.io/", "has no path"),
        (":1", "has no path"),
        (f"@{DIGEST}", "has no path"),
        ("a+b", "has `+` in its path"),
        ("$IMG", "has an upper-case letter in its path"),
        ("$img", "has `$` in its path"),
        ("-a", "has a path component that does not begin and end with a letter or digit, or doubles a separator"),
        ("a..b", "has a path component that does not begin and end with a letter or digit, or doubles a separator"),
        ("a___b", "has a path component that does not begin and end with a letter or digit, or doubles a separator"),
        ("a" * 256, "has a path longer than 255 characters"),
        ("a" * 5000, "is longer than 4096 characters"),
        ("foo_bar.com/a", "has a registry host that is not valid"),
        ("-x.com/a", "has a registry host that is not valid"),
        ("a..b/c", "has a registry host that is not valid"),
        ("[::1%eth0]/a", "has a registry host that is not valid"),
        ("[::1/a", "has a registry host that is not valid"),
        (":5000/a", "has a registry host that is not valid"),
        ("host:/a", "has a port that is not a number"),
        ("host:x/a", "has a port that is not a number"),
        ("[::1]x/a", "has a registry host that is not valid"),
        ("a:", "has an empty tag"),
        ("a:-1", "has a tag that is not valid"),
        ("a:1:2", "has a tag that is not valid"),
        ("a/b:1/c", "has a `:` in its path"),
        ("a:" + "t" * 129, "has a tag longer than 128 characters"),
        ("a@", "has an empty digest"),
        ("a@b", "has a digest that is not valid"),
        (f"a@{DIGEST}@{DIGEST}", "has a digest that is not valid"),
        ("a@sha256:abc", "has a digest that is not valid"),
        ("a@sha256:" + "a" * 63, "has a sha256 digest that is not 64 lower-case hexadecimal digits"),
        (
            "a@" + DIGEST.upper().replace("SHA", "sha"),
            "has a sha256 digest that is not 64 lower-case hexadecimal digits",
        ),
        ("a@sha512:" + "a" * 64, "has a sha512 digest that is not 128 lower-case hexadecimal digits"),
        (HEX, "is an image ID"),
    ],
)
def test_what_is_no_reference_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidReference) as caught:
        ImageReference.parse(text)

    assert caught.value.reason == reason
    assert caught.value.text == text


def test_a_refusal_shows_the_text_and_cuts_a_long_one() -> None:
    assert str(InvalidReference("a b", "has white space")) == "`a b` has white space"
    assert str(InvalidReference("x" * 300, "is long")) == f"`{'x' * 255}...` is long"


@pytest.mark.parametrize(
    "text",
    [
        "docker.io/library/nginx:1",
        f"docker.io/bitnami/redis:7@{DIGEST}",
        "quay.io/a",
        "localhost:5000/a",
        "docker.io:443/nginx",
    ],
)
def test_a_canonical_reference_is_its_own_canonical_form(text: str) -> None:
    assert str(ImageReference.parse(text).canonical()) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("nginx", "docker.io/library/nginx"),
        ("nginx:1", "docker.io/library/nginx:1"),
        (f"nginx:1@{DIGEST}", f"docker.io/library/nginx:1@{DIGEST}"),
        ("library/nginx", "docker.io/library/nginx"),
        ("bitnami/redis", "docker.io/bitnami/redis"),
        ("docker.io/nginx", "docker.io/library/nginx"),
        ("index.docker.io/nginx", "docker.io/library/nginx"),
        ("index.docker.io/a/b:1", "docker.io/a/b:1"),
        ("registry-1.docker.io/library/nginx", "docker.io/library/nginx"),
        ("registry.hub.docker.com/a/b:1", "docker.io/a/b:1"),
    ],
)
def test_the_canonical_form_writes_out_docker_hub_and_adds_no_tag(text: str, canonical: str) -> None:
    assert str(ImageReference.parse(text).canonical()) == canonical


@pytest.mark.parametrize(
    ("text", "registry"),
    [
        ("nginx", "docker.io"),
        ("docker.io/nginx", "docker.io"),
        ("index.docker.io/nginx", "docker.io"),
        ("registry-1.docker.io/nginx", "docker.io"),
        ("registry.hub.docker.com/nginx", "docker.io"),
        ("docker.io:443/nginx", "docker.io:443"),
        ("quay.io/a", "quay.io"),
        ("registry:5000/a", "registry:5000"),
        ("[::1]:5000/a", "[::1]:5000"),
        ("MyHost/a", "MyHost"),
    ],
)
def test_the_registry_is_the_host_with_its_port_and_docker_hub_has_one_name(text: str, registry: str) -> None:
    assert ImageReference.parse(text).registry == registry


@pytest.mark.parametrize("suffix", ["", ":1", f"@{DIGEST}", f":1@{DIGEST}"])
def test_the_suffix_is_what_stands_after_the_path(suffix: str) -> None:
    assert ImageReference.parse(f"quay.io/a{suffix}").suffix == suffix
