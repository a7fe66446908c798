"""Standard mode: what the originals do where that is sound, and what is proposed where it is not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from regswap.errors import RulesError
from regswap.rules import Decider, Decision, RuleSet, load
from tests.conformance.vector import Vector, is_legal, read_original, read_vectors

Decide = Callable[[Vector], Decision]

SOURCES: dict[str, Callable[[Vector], str]] = {
    "imageshift.jsonl": lambda vector: json.dumps(vector["cr"]),
    "registry-connect.jsonl": lambda vector: vector["rules"],
    "mirror-registries.jsonl": lambda vector: vector["mirror_registries"],
}


@pytest.fixture
def load_vector(tmp_path: Path) -> Callable[[str, Vector], Decider]:
    """Load the rules of a vector, each text once; those that standard mode refuses are no rules."""
    loaded: dict[str, Decider] = {}

    def load_once(name: str, vector: Vector) -> Decider:
        if name == "imageswap-legacy.jsonl":
            return load([], image_prefix=vector["image_prefix"])
        text = SOURCES[name](vector)
        if text not in loaded:
            path = tmp_path / f"rules-{len(loaded)}"
            path.write_text(text, encoding="utf-8", newline="")
            try:
                loaded[text] = load([str(path)])
            except RulesError:
                loaded[text] = RuleSet(())
        return loaded[text]

    return load_once


NAMES = (*SOURCES, "imageswap-legacy.jsonl")

OTHER_HOST_OF_THE_HUB = r"(?:registry-1\.docker\.io|registry\.hub\.docker\.com)/"
"""No original takes them for Docker Hub; standard mode does."""


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_result_of_the_original_is_the_result(
    shared: Path, load_vector: Callable[[str, Vector], Decider], name: str
) -> None:
    wrong = []
    for vector in read_vectors(shared, name):
        if "image" not in vector or "fixed" in vector or not is_legal(read_original(vector)):
            continue
        if re.match(OTHER_HOST_OF_THE_HUB, vector["image"]):
            continue
        ours = load_vector(name, vector).decide(vector["image"])
        if ours.rewritten != read_original(vector):
            wrong.append((vector, ours.rewritten, ours.reason))

    assert wrong == []


def test_every_host_of_docker_hub_is_docker_hub(shared: Path, load_vector: Callable[[str, Vector], Decider]) -> None:
    vectors = [(name, vector) for name in SOURCES for vector in read_vectors(shared, name) if "image" in vector]
    others = [each for each in vectors if re.match(OTHER_HOST_OF_THE_HUB, each[1]["image"])]

    for name, vector in others:
        rules = load_vector(name, vector)
        spelled = re.sub(OTHER_HOST_OF_THE_HUB, "docker.io/", vector["image"])
        here, there = rules.decide(vector["image"]), rules.decide(spelled)
        # A regex is asked about the text as it is written.
        if not (here.rule and here.rule.kind == "regex"):
            assert (here.rule, here.changed) == (there.rule, there.changed)
            kept = vector["image"] if not here.changed else there.rewritten
            # `all` keeps the whole reference, as it is written.
            whole = here.rule is not None and here.rule.join == "prepend"
            assert here.rewritten == (kept.replace(spelled, vector["image"]) if whole else kept)
    assert others


@pytest.mark.parametrize("name", NAMES)
def test_an_unsound_result_of_the_original_is_what_is_proposed(
    shared: Path, load_vector: Callable[[str, Vector], Decider], name: str
) -> None:
    wrong = []
    for vector in read_vectors(shared, name):
        if "fixed" not in vector:
            continue
        proposed = vector["image"] if vector["fixed"] is None else vector["fixed"]
        # Some proposals are no references themselves: those stay.
        if is_legal(proposed) and is_legal(vector["image"]):
            ours = load_vector(name, vector).decide(vector["image"])
            if ours.rewritten != proposed and "UPPER" not in proposed:
                wrong.append((vector, ours.rewritten, ours.reason))

    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_a_second_run_changes_nothing_and_no_result_is_illegal(
    shared: Path, load_vector: Callable[[str, Vector], Decider], name: str
) -> None:
    wrong = []
    for vector in read_vectors(shared, name):
        if "image" not in vector:
            continue
        rules = load_vector(name, vector)
        once = rules.decide(vector["image"])
        if rules.decide(once.rewritten).changed or (once.parsed and not is_legal(once.rewritten)):
            wrong.append((vector, once.rewritten))

    assert wrong == []


def test_a_comma_list_is_read_into_the_pairs_that_it_means(
    shared: Path, load_vector: Callable[[str, Vector], Decider]
) -> None:
    for vector in read_vectors(shared, "mirror-registries.jsonl"):
        if vector["op"] == "parse":
            rules = load_vector("mirror-registries.jsonl", vector).rules

            assert [[rule.match, rule.target] for rule in rules] == vector["pairs"]


IMAGE_SWAP = "imageSwap:\n  imageChange: |-\n    {}\n"
IMAGE_SHIFT = (
    "apiVersion: imageshift.dev/v1\nkind: Imageshift\nmetadata: {{name: imageshift}}\nspec:\n  mappings:\n    {}\n"
)
REGISTRY_CONNECT = """\
pack:
  namespace: "cluster-{{{{ .spectro.system.cluster.uid }}}}"
charts:
  registry-connect:
    config:
      registry:
        imageReplacementRules: |
          {}
        credentials:
          - domain: 10.10.10.10
            username: admin
"""
FLANNEL = "us-docker.pkg.dev/palette-images/packs/flannel/0.27.0/cni-plugins:v1.6.2"
MIRRORS = "docker.io::harbor.example.org/airgap-images/docker.io,k8s.gcr.io::harbor.example.org/airgap-images/gcr.io"


@pytest.mark.parametrize(
    ("frame", "rules", "image", "rewritten"),
    [
        pytest.param(
            IMAGE_SWAP,
            "default::\n    example.private.io::harbor.internal.example.com",
            "example.private.io/demo:v1.0.0",
            "harbor.internal.example.com/demo:v1.0.0",
            id="Image Swap: override a specific registry",
        ),
        pytest.param(
            IMAGE_SWAP,
            "default::harbor.internal.example.com\n    example.private.io::",
            "example.private.io/demo:v1.0.0",
            "example.private.io/demo:v1.0.0",
            id="Image Swap: apply a global swap with an exception",
        ),
        pytest.param(
            IMAGE_SWAP,
            "default::harbor.internal.example.com\n    example.private.io::",
            "quay.io/demo:v1.0.0",
            "harbor.internal.example.com/demo:v1.0.0",
            id="Image Swap: the rest of a global swap",
        ),
        pytest.param(
            IMAGE_SWAP,
            "default::\n    [EXACT]example.private.io/demo:v1.0.0::gcr.io/google-samples/hello-app:1.0",
            "example.private.io/demo:v1.0.0",
            "gcr.io/google-samples/hello-app:1.0",
            id="Image Swap: swap a specific image",
        ),
        pytest.param(
            IMAGE_SWAP,
            "default::\n    [REPLACE]ghcr.io/example*::example.private.io",
            "ghcr.io/example/app:1",
            "example.private.io/app:1",
            id="Image Swap: replace an image path",
        ),
        pytest.param(
            IMAGE_SHIFT,
            "swap:\n      - registry: docker.io\n        target: internal-registry.corp/dockerhub",
            "nginx:1.27",
            "internal-registry.corp/dockerhub/library/nginx:1.27",
            id="ImageShift: air-gapped environments",
        ),
        pytest.param(
            IMAGE_SHIFT,
            "swap:\n      - registry: docker.io\n        target: localhost:5000",
            "bitnami/redis:7",
            "localhost:5000/bitnami/redis:7",
            id="ImageShift: development and testing",
        ),
        pytest.param(
            REGISTRY_CONNECT,
            '"all": "example.registry.com/internal-images"',
            FLANNEL,
            f"example.registry.com/internal-images/{FLANNEL}",
            id="Registry Connect: rewrite all image references",
        ),
        pytest.param(
            REGISTRY_CONNECT,
            '"us-docker.pkg.dev/palette-images": "example.registry.com/internal-images"',
            FLANNEL,
            "example.registry.com/internal-images/packs/flannel/0.27.0/cni-plugins:v1.6.2",
            id="Registry Connect: rewrite image references for specific registries",
        ),
        pytest.param(
            'config:\n  ociImageRegistry:\n    password: ""\n    mirrorRegistries: "{}"\n',
            MIRRORS,
            "k8s.gcr.io/pause:3.9",
            "harbor.example.org/airgap-images/gcr.io/pause:3.9",
            id="Image Registry Override: values of the image-swap chart",
        ),
        pytest.param(
            "kind: Secret\nmetadata: {{name: registry-info}}\nstringData:\n  MIRROR_REGISTRIES: {}\n",
            MIRRORS,
            "docker.io/library/nginx:1",
            "harbor.example.org/airgap-images/docker.io/library/nginx:1",
            id="Image Registry Override: the Secret",
        ),
    ],
)
@pytest.mark.parametrize("mode", ["standard", "compat"])
def test_the_examples_that_users_copy_do_what_their_documents_say(
    tmp_path: Path, frame: str, rules: str, image: str, rewritten: str, mode: str
) -> None:
    path = tmp_path / "rules"
    path.write_text(frame.format(rules))

    assert load([str(path)], mode=mode).decide(image).rewritten == rewritten


def list_snippets(shared: Path) -> list[str]:
    """Return the mappings that the introduction of ImageShift prints, which have no indentation there."""
    (seed,) = shared.glob("seeds/002_*.txt") if (shared / "seeds").is_dir() else [None]
    if seed is None:
        pytest.skip("needs ../shared/seeds")
    text = seed.read_text(encoding="utf-8").replace("\r", "")
    return re.findall(r"(?m)^spec:\n(?:(?:mappings|swap|- registry|target):.*\n)+", text)


def indent(snippet: str) -> str:
    depths = {"spec": 0, "mappings": 2, "swap": 4, "- registry": 6, "target": 8}
    return "".join(f"{' ' * depths[line.partition(':')[0]]}{line}\n" for line in snippet.splitlines())


@pytest.mark.parametrize("mode", ["standard", "compat"])
@pytest.mark.parametrize("spell", [str, indent], ids=["as printed", "indented"])
def test_the_snippets_of_imageshifts_introduction_are_read_as_its_mappings(
    shared: Path, tmp_path: Path, spell: Callable[[str], str], mode: str
) -> None:
    snippets = list_snippets(shared)
    path = tmp_path / "rules.yaml"

    for snippet in snippets:
        target = re.findall(r"registry: docker\.io\ntarget: (.*)", snippet)[0]
        path.write_text(spell(snippet), encoding="utf-8")
        rules = load([str(path)], mode=mode)
        decision = rules.decide("nginx:1.27")
        assert decision.rewritten == f"{target}/library/nginx:1.27"
        assert decision.rule is not None
        assert decision.rule.format == "imageshift"
        line = snippet.splitlines().index("- registry: docker.io") + 1
        assert decision.rule.origin.line == line
    assert len(snippets) > 1
