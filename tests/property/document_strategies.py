"""Manifests in every spelling that YAML has for them: what the laws about documents are tried on.

Objects are drawn first, as plain data; then each node of them is written in a style of its own.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

Draw = st.DrawFn
Map = list[tuple[str, Any]]
"""A mapping, so that a key may be written twice."""

REFERENCES = (
    *("nginx", "nginx:1.25", "docker.io/library/busybox:latest", "quay.io/org/app:v1", "quay.io/org/app:v2"),
    *("ghcr.io/org/app@sha256:" + "0a" * 32, "quay.io/org/app:v1@sha256:" + "1b" * 32, "localhost:5000/a/b"),
    *("[fd00::1]:5000/app:1", "[::1]/app", "1.25", "12:30", "0x10", "on", "registry.k8s.io/pause:3.9"),
    *("registry.example.com/mirror/nginx", "a_b/c-d:E.f"),
)
NO_REFERENCES = (
    "",
    "$(IMG)",
    "{{ .Values.image }}",
    "Upper/Case",
    "a b",
    "null",
    "~",
    "12",
    "true",
    "é",
    "a#b",
    "x: y",
)

MAPS = (
    "default::registry.example.com/mirror",
    "default::\nquay.io::[fd00::1]:5000\ndocker.io::registry.example.com:5000/hub\nghcr.io::h.example/m-",
    "[EXACT]nginx::12345\n[EXACT]nginx:1.25::1e3\n[EXACT]quay.io/org/app:v1::12:30\n[REPLACE]*app*::[::1]",
    "[EXACT]nginx::on\n[EXACT]1.25::null\n[EXACT]12:30::0x1f\n[EXACT]quay.io/org/app:v2::y",
)
"""Map files whose results need a port, quotes in any context, or quotes because they look like other types."""

references = st.sampled_from(REFERENCES)
values = st.one_of(references, references, references, st.sampled_from(NO_REFERENCES))
texts = st.sampled_from(
    ("x", "name", "true", "1", "kind: Pod", "image: nginx:1", "- image: a", "#", "'", '"', "\\", "é ü")
)

_POD_PATHS = {
    ("v1", "Pod"): ("spec",),
    ("v1", "PodTemplate"): ("template", "spec"),
    ("apps/v1", "Deployment"): ("spec", "template", "spec"),
    ("apps/v1", "DaemonSet"): ("spec", "template", "spec"),
    ("extensions/v1beta1", "Deployment"): ("spec", "template", "spec"),
    ("batch/v1", "Job"): ("spec", "template", "spec"),
    ("batch/v1", "CronJob"): ("spec", "jobTemplate", "spec", "template", "spec"),
    ("flink.example/v1", "Job"): ("spec", "template", "spec"),
    ("v1", "Deployment"): ("spec", "template", "spec"),
}


@st.composite
def _containers(draw: Draw) -> list[Map]:
    return [
        draw(
            st.permutations(
                [
                    ("image", draw(values)),
                    *draw(st.sampled_from([[], [("name", "c")], [("name", "c"), ("image", draw(values))]])),
                    *draw(st.sampled_from([[], [("env", [[("name", "IMAGE"), ("value", draw(references))]])]])),
                ]
            )
        )
        for _ in range(draw(st.sampled_from((0, 1, 1, 1, 2))))
    ]


@st.composite
def _pod_specs(draw: Draw) -> Map:
    spec: Map = [("containers", draw(_containers()))]
    if draw(st.booleans()):
        spec.append(("initContainers", draw(_containers())))
    if draw(st.booleans()):
        volume: Map = [("name", "v"), ("image", [("reference", draw(values)), ("pullPolicy", "Always")])]
        decoy: Map = [("rbd", [("image", draw(references))])]
        spec.insert(0, ("volumes", draw(st.permutations([volume, decoy]))))
    return spec


@st.composite
def _workloads(draw: Draw, *, typed: bool = True) -> Map:
    (version, kind), path = draw(st.sampled_from(sorted(_POD_PATHS.items())))
    inner: Any = draw(_pod_specs())
    for key in reversed(path[1:]):
        inner = [(key, inner)]
    entries: Map = [(path[0], inner), ("metadata", [("name", draw(texts)), ("image", draw(references))])]
    if typed or draw(st.booleans()):
        entries += [("apiVersion", version), ("kind", kind)]
    if draw(st.integers(0, 9)) == 0:
        entries.append(("kind", draw(st.sampled_from(("ConfigMap", kind, "Pod")))))
    if draw(st.booleans()):
        entries.append(("status", [("image", draw(references))]))
    return draw(st.permutations(entries))


@st.composite
def _others(draw: Draw) -> Map:
    data = draw(st.lists(st.tuples(st.sampled_from(("image", "kind", "a")), texts | references), max_size=3))
    kind = draw(st.sampled_from(("ConfigMap", "PodMonitor", "CustomResourceDefinition")))
    return draw(st.permutations([("apiVersion", "v1"), ("kind", kind), ("data", data), ("image", draw(references))]))


@st.composite
def _lists(draw: Draw) -> Map:
    (version, kind), _ = draw(st.sampled_from(sorted(_POD_PATHS.items())))
    items = draw(st.lists(_workloads(typed=False) | _others(), max_size=3))
    if draw(st.booleans()):
        version, kind = "v1", ""
    if draw(st.integers(0, 4)) == 0:
        items.append([("kind", "List"), ("items", [draw(_workloads())])])
    return draw(st.permutations([("apiVersion", version), ("kind", f"{kind}List"), ("items", items)]))


_HIDDEN_TEXTS = (
    "--sidecar-image={}",
    "{}",
    "a={},b=nginx:1.25",
    '{{"image": "{}", "x": [1]}}',
    "image: {}",
    "see {} for more",
    "docker run --rm {} sh -c 'true'",
    "x",
)
_NAMES = st.sampled_from(("FOO_IMAGE", "RELATED_IMAGE_A", "A", "KAFKA_IMAGES"))


@st.composite
def _hidden(draw: Draw) -> str:
    return draw(st.sampled_from(_HIDDEN_TEXTS)).format(draw(references))


@st.composite
def _full_pod_specs(draw: Draw) -> Map:
    container: Map = [
        ("name", "c"),
        ("image", draw(values)),
        ("args", draw(st.lists(_hidden() | st.just("--a-image"), max_size=3))),
        ("env", [[("name", draw(_NAMES)), ("value", draw(_hidden()))]]),
    ]
    return [("containers", [draw(st.permutations(container))]), *draw(st.sampled_from([[], [("x", "y")]]))]


@st.composite
def _stray_containers(draw: Draw) -> Map:
    """Draw a container that stands where no row knows of one, or what only looks a little like it."""
    beside = [("name", "c"), ("command", "x"), ("imagePullPolicy", "Always"), ("size", "1")]
    return draw(st.permutations([("image", draw(references)), *draw(st.sets(st.sampled_from(beside)))]))


@st.composite
def _splits(draw: Draw, *roles: tuple[str, str]) -> Map:
    registry, path = draw(st.sampled_from((("quay.io", "org/app"), ("ghcr.io/org", "app"), ("nginx", "x"), ("", "a"))))
    texts_of = {
        "registry": registry,
        "repository": path if len(roles) > 1 and roles[0][0] == "registry" else draw(references),
        "name": draw(st.sampled_from(("app", "a-b", ""))),
        "tag": draw(st.sampled_from(("1.25", "v1", "12:30", "", "null"))),
    }
    return draw(st.permutations([(key, texts_of[role]) for role, key in roles if draw(st.integers(0, 5))]))


@st.composite
def _customs(draw: Draw) -> Map:
    """Draw objects of the catalogue, of each sort of place, and some that nobody knows."""
    template: Map = [
        ("metadata", [("annotations", [("a.b/image", draw(_hidden()))])]),
        ("spec", draw(_full_pod_specs())),
    ]
    pair = ("repository", "repository"), ("tag", "tag")
    version, kind, spec = draw(
        st.sampled_from(
            [
                ("argoproj.io/v1alpha1", "Rollout", [("template", template)]),
                (
                    "unknown.example/v1",
                    "Shop",
                    [("deep", [[("template", template)]]), ("side", draw(_stray_containers()))],
                ),
                ("argoproj.io/v1alpha1", "Rollout", [("template", template), ("extra", [draw(_stray_containers())])]),
                ("apps/v1", "Deployment", [("template", template)]),
                ("operator.victoriametrics.com/v1beta1", "VMAgent", [("image", draw(_splits(*pair)))]),
                ("kubevirt.io/v1", "KubeVirt", draw(_splits(("registry", "imageRegistry"), ("tag", "imageTag")))),
                (
                    "nvidia.com/v1",
                    "ClusterPolicy",
                    [("driver", draw(_splits(("repository", "repository"), ("name", "image"), ("tag", "version"))))],
                ),
                ("source.toolkit.fluxcd.io/v1", "OCIRepository", [("url", f"oci://{draw(references)}")]),
                (
                    "helm.toolkit.fluxcd.io/v2",
                    "HelmRelease",
                    [("values", [("image", draw(values)), ("b", draw(_splits(("registry", "registry"), *pair)))])],
                ),
                (
                    "argoproj.io/v1alpha1",
                    "Workflow",
                    [
                        (
                            "templates",
                            [[("resource", [("manifest", draw(_hidden()))]), ("container", template[1][1][0][1][0])]],
                        )
                    ],
                ),
                (
                    "apps.kruise.io/v1alpha1",
                    "ResourceDistribution",
                    [("resource", [("apiVersion", "v1"), ("kind", "Pod"), ("spec", draw(_full_pod_specs()))])],
                ),
            ]
        )
    )
    entries: Map = [("apiVersion", version), ("kind", kind), ("spec", spec), ("status", [("image", draw(references))])]
    if draw(st.booleans()):
        entries.append(("metadata", [("name", "n"), ("annotations", [("containerImage", draw(_hidden()))])]))
    return draw(st.permutations(entries))


@st.composite
def _config_maps(draw: Draw) -> Map:
    data = [
        (key, draw(_hidden())) for key in draw(st.sampled_from((["image"], ["a", "b.yaml"], ["docker_image", "x"])))
    ]
    return draw(st.permutations([("apiVersion", "v1"), ("kind", "ConfigMap"), ("data", data)]))


@st.composite
def full_documents(draw: Draw, *, shares: bool | None = None) -> str:
    """Return the text of a document with custom resources and hidden places."""
    items = draw(st.lists(_customs() | _config_maps(), min_size=1, max_size=3))
    root = items[0] if len(items) == 1 else [("apiVersion", "v1"), ("kind", "List"), ("items", items)]
    may_share = draw(st.booleans()) if shares is None else shares
    return _Writer(draw(st.integers(0, 2**32)), shares=may_share).document(root)


objects = st.one_of(_workloads(), _workloads(), _lists(), _others())
"""Objects as data: with sites, with decoys, with neither."""


class _Writer:
    """Writes one document, each node in a style of its own.

    The styles come from one number: to draw each by itself takes a tenth of a second for a document.
    """

    def __init__(self, seed: int, *, shares: bool) -> None:
        self.random = random.Random(seed)  # noqa: S311 - not for secrets
        self.shares = shares
        self.anchors: list[tuple[str, str]] = []
        """Names and values of the scalars that an alias may stand for."""
        self.bases: list[tuple[str, Map]] = []

    def one_of(self, *options: Any) -> Any:  # noqa: ANN401
        return self.random.choice(options)

    def one_in(self, count: int) -> bool:
        return self.random.randrange(count) == 0

    # Scalars.

    def plain(self, value: str, *, flow: bool) -> str | None:
        # `on` is a bool to some readers; a reference that is one is refused, which tests of the pipeline show.
        if value == "on":
            return None
        safe = value and value.isascii() and value[0].isalnum() and not set(value) & set(" #'\"\\{}[],")
        return value if safe and not value.endswith(":") and (not flow or ":" not in value or self.one_in(12)) else None

    def double(self, value: str) -> str:
        def escape(character: str) -> str:
            number = ord(character)
            forms = ["\\" + character] if character in '"\\' else [character, character, character]
            forms += [f"\\x{number:02X}"] if number < 0x100 else []
            return str(self.one_of(*forms, f"\\u{number:04x}", f"\\U{number:08X}"))

        return '"' + "".join(escape(c) if self.one_in(12) or c in '"\\' else c for c in value) + '"'

    def quoted(self, value: str, *, flow: bool) -> str:
        plain = self.plain(value, flow=flow)
        return str(self.one_of("'" + value.replace("'", "''") + "'", self.double(value), *[plain] * 3 if plain else []))

    def key(self, value: str, *, flow: bool) -> str:
        tag = "!!str " if self.one_in(12) else ""
        return tag + (value if self.random.randrange(6) else self.quoted(value, flow=flow))

    def scalar(self, value: str, indent: int, *, flow: bool) -> str:
        if self.shares and (same := [name for name, text in self.anchors if text == value]) and self.one_in(2):
            return f"*{same[-1]} "
        properties = self.properties(value)
        if flow or not value.isascii() or not value or value[0] in " #" or not self.one_in(3):
            return properties + self.quoted(value, flow=flow)
        pad = " " * (indent + 2)
        forms = [f"|-\n{pad}{value}", f">-\n{pad}{value}", f"|2-\n{pad}{value}", f"|-2 # c\n{pad}{value}\n"]
        forms += [f"\n{pad}{self.quoted(value, flow=False)}", f"|\n{pad}{value}", f">+\n{pad}{value}\n"]
        middle = len(value) // 2
        if value[middle - 1 : middle + 1].isalnum() and not set(value) & set('"\\'):
            forms.append(f'"{value[:middle]}\\\n{pad}{value[middle:]}"')
        return properties + str(self.one_of(*forms))

    def properties(self, value: str) -> str:
        anchor = tag = ""
        if self.shares and self.one_in(3):
            anchor = f"&a{self.random.randrange(4)} "
            self.anchors = [pair for pair in self.anchors if pair[0] != anchor[1:-1]] + [(anchor[1:-1], value)]
        if self.one_in(12):
            tag = str(self.one_of("!!str ", "! ", "!<tag:yaml.org,2002:str> "))
        return str(self.one_of(anchor + tag, tag + anchor))

    # Collections.

    def flow(self, node: Any) -> str:  # noqa: ANN401
        if isinstance(node, str):
            return self.scalar(node, 0, flow=True)
        gap = str(self.one_of("", " ", "\n      "))
        if isinstance(node, list) and node and isinstance(node[0], tuple):
            return "{" + f",{gap or ' '}".join(self.flow_entry(key, value) for key, value in node) + gap + "}"
        return "[" + f",{gap or ' '}".join(self.flow(item) for item in node) + gap + "]"

    def flow_entry(self, key: str, value: Any) -> str:  # noqa: ANN401
        explicit = "? " if self.one_in(12) else ""
        return f"{explicit}{self.key(key, flow=True)}{' ' if explicit else ''}: {self.flow(value)}"

    def value(self, node: Any, indent: int) -> str:  # noqa: ANN401
        """Write what stands after ``key:`` or ``-``, with its last line break."""
        if isinstance(node, str):
            text = self.scalar(node, indent, flow=False)
            comment = "" if "\n" in text or self.random.randrange(6) else " # image: x"
            return f" {text}{comment}\n"
        if not node or self.one_in(6):
            return f" {self.flow(node)}\n"
        if isinstance(node[0], tuple):
            return "\n" + self.mapping(node, indent + self.one_of(1, 2, 4))
        return "\n" + self.sequence(node, indent + self.one_of(0, 2))

    def mapping(self, node: Map, indent: int) -> str:
        pad = " " * indent
        lines = []
        node, base = self.take_base(node)
        if base:
            lines.append(f"{pad}<<: *{base}\n")
        for key, value in node:
            if self.one_in(12):
                lines.append(f"{pad}# kind: Pod\n\n")
            if self.one_in(12):
                lines.append(f"{pad}? {self.key(key, flow=False)}\n{pad}:{self.value(value, indent)}")
            else:
                lines.append(f"{pad}{self.key(key, flow=False)}:{self.value(value, indent)}")
        return "".join(lines)

    def take_base(self, node: Map) -> tuple[Map, str]:
        """Let another mapping bring what this one starts with."""
        if not self.shares or len(node) < 2 or len({key for key, _ in node}) < len(node) or not self.one_in(3):
            return node, ""
        name = f"b{len(self.bases)}"
        self.bases.append((name, node[:1]))
        return node[1:], name

    def sequence(self, node: list[Any], indent: int) -> str:
        lines = []
        for item in node:
            if item and isinstance(item, list) and isinstance(item[0], tuple) and self.random.randrange(4):
                lines.append(" " * indent + "- " + self.mapping(item, indent + 2)[indent + 2 :])
            else:
                lines.append(f"{' ' * indent}-{self.value(item, indent)}")
        return "".join(lines)

    def document(self, root: Map) -> str:
        if not self.shares and self.one_in(8):
            return self.flow(root) + "\n"
        indent = self.one_of(0, 0, 0, 2)
        body = self.mapping(root, indent)
        bases = ""
        while self.bases:
            # What a base holds may itself have a base; it has to stand before.
            (name, node), self.bases = self.bases[-1], self.bases[:-1]
            shares, self.shares = self.shares, False
            inner = self.flow(node) if self.one_in(2) else "\n" + self.mapping(node, indent + 2).rstrip("\n")
            self.shares = shares
            bases += f"{' ' * indent}x-{name}: &{name} {inner}\n"
        return bases + body


@st.composite
def documents(draw: Draw, *, shares: bool | None = None) -> str:
    """Return the text of one document, without a marker and with a final line break."""
    may_share = draw(st.booleans()) if shares is None else shares
    return _Writer(draw(st.integers(0, 2**32)), shares=may_share).document(draw(objects))


_FRAMES: tuple[Callable[[str], str], ...] = (
    "---\n{}".format,
    "--- # kind: Pod\n{}".format,
    "---\n# image: nginx\n\n{}".format,
    "---\n{}...\n".format,
    "\ufeff---\n{}".format,
    "---\n\ufeff{}".format,
    "# c\n%YAML 1.1\n---\n{}...\n".format,
)


@st.composite
def streams(draw: Draw) -> bytes:
    """Return a stream of up to three documents, in any line breaks and encoding."""
    texts_ = draw(st.lists(documents(), min_size=1, max_size=3))
    frames = [draw(st.sampled_from(_FRAMES[:6])) for _ in texts_]
    text = "".join(frame(text) for frame, text in zip(frames, texts_, strict=True))
    if draw(st.booleans()):
        text = draw(st.sampled_from(("", "\ufeff", "# c\n", "%YAML 1.1\n"))) + text.removeprefix("\ufeff")
    text = text.replace("\n", draw(st.sampled_from(("\n", "\n", "\n", "\r\n", "\r"))))
    if draw(st.integers(0, 3)) == 0:
        text = text.rstrip("\r\n")
    encoding = draw(st.sampled_from(("utf-8", "utf-8", "utf-8", "utf-16-le", "utf-32-be")))
    return (text if encoding == "utf-8" else "\ufeff" + text.removeprefix("\ufeff")).encode(encoding)


_KIND_LINES = (
    *(
        "kind: {}\n",
        "kind:   '{}' # c\n",
        'kind: "{}"\n',
        "kind : {}\n",
        "kind\t:\t{}\n",
        "? kind\n: {}\n",
        "? kind\n:\n  {}\n",
    ),
    *("'kind': {}\n", '"kind": {}\n', '"k\\x69nd": {}\n', '"\\u006bind": {}\n', '"\\U0000006bind": {}\n'),
    *("!!str kind: {}\n", "&k kind: {}\n", "kind:\n  {}\n", "kind: # c\n\n  {}\n", "kind: !!str {}\n", "kind: &v {}\n"),
    *(
        "kind: >-\n  {}\n",
        "kind: |-\n {}\n",
        "<<: {{kind: {}}}\n",
        "<<: [{{kind: {}}}]\n",
        "!!merge <<: {{kind: {}}}\n",
    ),
    *(
        'kind: "\\x50od"\n',
        'kind: "P\\\n  od"\n',
        '? "ki\\\n  nd"\n: {}\n',
        "x: |\n  kind: {}\n",
        "x: 'a\n  kind: {}'\n",
    ),
    *(
        "\ufeffkind: {}\n",
        "# kind: {}\n",
        "kind: {}\n  List\n",
        "x: {{\nkind: {} }}\n",
        "x: '\nkind: {}\n'\n",
    ),
)


@st.composite
def odd_roots(draw: Draw) -> str:
    """Return a document whose kind is written in some odd way, mostly behind another that is written as always."""
    decoy = draw(
        st.sampled_from(("", "kind: ConfigMap\n", "kind: 'ConfigMap' # c\n", "x: 'a\nkind: ConfigMap\n  b'\n"))
    )
    kind = draw(st.sampled_from(("Pod", "Pod", "List", "ConfigMap")))
    lines = [decoy + draw(st.sampled_from(_KIND_LINES)).format(kind)]
    lines += draw(st.sampled_from(([], [], ["# Pod\n"], ["? x\n: y\n"])))
    pod = "{apiVersion: v1, kind: Pod, spec: {containers: [{image: a}]}}"
    rest = ["apiVersion: v1\n", "spec: {containers: [{image: a}]}\n", f"items: [{pod}]\n"]
    text = "".join(draw(st.permutations([*lines, *rest[: draw(st.integers(2, 3))]])))
    if draw(st.integers(0, 5)) == 0:
        text = "".join(f"  {line}" for line in text.splitlines(keepends=True))
    return draw(st.sampled_from(("", "---\n", "# c\n\n--- # c\n", "%YAML 1.1\n---\n"))) + text


@st.composite
def spoiled_documents(draw: Draw) -> str:
    """Return a document with a few characters lost or put in; it may be YAML still, and mean anything."""
    text = draw(documents())
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 3)))
        text = (
            text[:start]
            + draw(st.text("\n\r\t :-#&*!|>'\"%@`{}[],?\\<=.xk\x85\u2028\ufeff\0", max_size=3))
            + text[end:]
        )
    return text
