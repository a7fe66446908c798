"""What the laws are tried on: references as people write them, texts that nearly are some, and map files about both.

References, keys and targets draw on the same few names, so that rules match, overlap and point at one another.
"""

from __future__ import annotations

from hypothesis import strategies as st

HOSTS = (
    *(
        "docker.io",
        "index.docker.io",
        "docker.io:443",
        "quay.io",
        "quay.io:443",
        "gcr.io",
        "h.example",
        "h.example:5000",
    ),
    *("localhost", "localhost:5000", "registry:5000", "127.0.0.1:5000", "[::1]", "[fd00::1]:5000", "MyHost", "a-b.io"),
)
COMPONENTS = (
    "a",
    "b",
    "hub",
    "library",
    "mirror",
    "mirror-a",
    "nginx",
    "quay.io",
    "docker.io",
    "x__y",
    "team",
    "m-quay.io",
)
TAGS = ("1", "latest", "v1.2", "_T.-", "5000")
DIGESTS = ("sha256:" + "0a" * 32, "sha512:" + "1b" * 64, "x+y:" + "F" * 32)

paths = st.lists(st.sampled_from(COMPONENTS), min_size=1, max_size=4).map("/".join)
hosts = st.sampled_from(HOSTS)
suffixes = st.builds(
    lambda tag, digest: (f":{tag}" if tag else "") + (f"@{digest}" if digest else ""),
    st.sampled_from(("", *TAGS)),
    st.sampled_from(("", "", *DIGESTS)),
)


def _join_parts(host: str | None, path: str, suffix: str) -> str:
    # A path whose first component looks like a host would be read as one.
    path = path if host or "/" not in path else f"team/{path}"
    return f"{host}/{path}{suffix}" if host else f"{path}{suffix}"


references = st.builds(_join_parts, st.none() | hosts, paths, suffixes)
"""Legal references in every spelling."""


@st.composite
def _spoiled_references(draw: st.DrawFn) -> str:
    text = draw(references)
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 3)))
    return text[:start] + draw(st.text(":/@.-_[]$(){} \tAz0\u00e9", max_size=3)) + text[end:]


texts = references | _spoiled_references() | st.text(max_size=30)
"""References, texts that nearly are some, and any text."""

targets = st.builds(
    lambda head, path, dash: "/".join(filter(None, (head, path))) + dash,
    st.sampled_from(
        ("h.example", "h.example:5000", "localhost:5000", "quay.io", "docker.io", "index.docker.io", "hub")
    ),
    st.sampled_from(("", "mirror", "a/b", "library", "hub")),
    st.sampled_from(("", "", "-")),
).filter(lambda target: not target.endswith(":5000-"))
"""Targets that a map file may name; some are what other rules match."""

_prefix_keys = st.builds(lambda host, path: "/".join(filter(None, (host, path))), hosts, st.just("") | paths)
_patterns = st.builds(
    lambda reference, start, length: reference[:start] + "*" + reference[start + length :],
    # Half an IPv6 address would be a separator.
    references.filter(lambda reference: "::" not in reference),
    st.integers(0, 20),
    st.integers(0, 20),
)
_lines = st.one_of(
    st.builds("{}::{}".format, _prefix_keys, st.just("") | targets),
    st.builds("{}::{}".format, _prefix_keys, targets),
    st.builds("[EXACT]{}::{}".format, references, st.just("") | references),
    st.builds("[REPLACE]{}::{}".format, _patterns, st.just("") | targets.filter(lambda target: target[-1] != "-")),
    st.builds("noswap_wildcards::{}".format, st.lists(st.sampled_from(("", "hub", "quay", "v1"))).map(",".join)),
    st.builds("default::{}".format, st.just("") | targets),
)

maps = st.lists(_lines, max_size=8).map(lambda lines: "\n".join((*lines, "default::")))
"""Map files that load; all have a ``default`` line, and most are worth warnings."""

map_texts = (
    maps
    | st.lists(_lines | st.text(max_size=30), max_size=5).map("\n".join)
    | st.text("[]EXACT:*/#, \r\n\tio.", max_size=60)
)
"""Texts that are map files, nearly are some, or are anything."""

_expressions = st.sampled_from(
    (
        (r"^(quay|gcr)\.io/", ("m.example/$1/", "h.example/", "quay.io/$1/", "$1.example/")),
        (r"(io)", ("IO$1", "$1", "x$1x", "")),
        (r"(x*)", ("m.example/$1",)),
        (r":(v?[0-9.]+)$", (":pinned-$1", ":$1", "")),
        (r"^([^/]+)/(.*)$", ("h.example/$2", "$2/$1", "$1/mirror/$2", "$$x/$1")),
        (r"nginx|hub", ("mirror", "hub/nginx", "a")),
    )
).flatmap(lambda pair: st.tuples(st.just(pair[0]), st.sampled_from(pair[1])))
_plain_targets = targets.filter(lambda target: target[-1] != "-")
_prefixes = st.builds(lambda host, path: "/".join(filter(None, (host, path))), hosts, st.just("") | paths)

imageshift_specs = st.fixed_dictionaries(
    {
        "mappings": st.fixed_dictionaries(
            {},
            optional={
                "swap": st.lists(st.fixed_dictionaries({"registry": _prefixes, "target": _plain_targets}), max_size=4),
                "exactSwap": st.lists(
                    st.fixed_dictionaries({"reference": references, "target": st.just("") | references}), max_size=3
                ),
                "regexSwap": st.lists(
                    _expressions.map(lambda pair: {"expression": pair[0], "target": pair[1]}), max_size=2
                ),
            },
        )
    },
    optional={"default": st.sampled_from(("docker.io", "index.docker.io", "")) | hosts},
)
"""What an ``Imageshift`` resource may say."""

_own_rules = st.one_of(
    st.fixed_dictionaries({"exact": references, "target": st.just("") | references}),
    st.fixed_dictionaries({"glob": _patterns, "target": st.just("") | _plain_targets}),
    _expressions.map(lambda pair: {"regex": pair[0], "target": pair[1]}),
    st.fixed_dictionaries({"prefix": _prefixes, "target": st.just("") | targets}),
    st.fixed_dictionaries({"skip": st.sampled_from(("hub", "quay", "v1", "/"))}),
    st.fixed_dictionaries({"default": st.just("") | targets}),
)
replacement_rules = st.dictionaries(_prefixes | st.just("all"), _plain_targets, max_size=4)
"""What ``imageReplacementRules`` may say."""
mirror_lists = st.lists(st.tuples(_prefixes.filter(lambda prefix: "::" not in prefix), targets), max_size=3).map(
    lambda pairs: ",".join("::".join(pair) for pair in pairs)
)
"""Comma lists of mirror registries."""
_inline = st.one_of(
    maps.map(lambda text: {"imageswap": text}),
    imageshift_specs.map(lambda spec: {"imageshift": spec}),
    replacement_rules.map(lambda rules: {"registry-connect": rules}),
    mirror_lists.map(lambda text: {"mirror-registries": text}),
    st.sampled_from(("h.example/all", "m-", "docker.io/mirror")).map(lambda text: {"image-prefix": text}),
)
rewrites = st.lists(_own_rules | _inline, max_size=6).map(
    lambda rules: {"apiVersion": "regswap.dev/v1alpha1", "kind": "ImageRewrite", "spec": {"rules": rules}}
)
"""Objects with rules of every format; all load."""
