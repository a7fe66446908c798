"""Kustomizations rewritten as sources: kustomize builds of them what rewriting its output would give."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regswap.document.parse.stream import Document, documents
from regswap.document.read.field import format_path, root_field
from regswap.document.read.reading import read
from regswap.errors import ManifestError
from regswap.kustomize.visible import find_visible
from regswap.output.report import Report
from regswap.pipeline.kustomize_image import apply_entry, make_matcher
from regswap.pipeline.rewrite import rewrite
from regswap.run import run
from regswap.settings.options import Options
from regswap.settings.policy import make_policy, make_step
from regswap.streams.files_sink import FilesSink
from tests.property.kustomize_strategies import RULES, Tree, trees

if TYPE_CHECKING:
    from tests.conftest import LocateClient

pytestmark = pytest.mark.client

_KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
EXAMPLES = 40
_HASH = r"(?m)-[2456789bcdfghkmt]{10}$"
"""What kustomize puts behind the names of what it generates; it changes with the data."""


@pytest.fixture(scope="session")
def kustomize(client: LocateClient) -> Path:
    return client("kustomize")


def build(kustomize: Path, folder: Path) -> str | None:
    """Return what kustomize builds of a folder; None where it refuses."""
    done = subprocess.run([kustomize, "build", folder], capture_output=True, check=False)
    return done.stdout.decode() if done.returncode == 0 else None


def load(rendered: str) -> list[object]:
    """Return the objects of a stream, their names without hashes."""
    return list(yaml.load_all(re.sub(_HASH, "", rendered), Loader=yaml.CSafeLoader))


def rewrite_tree(tree: Path, options: Options) -> tuple[int, Report]:
    """Rewrite the files of a tree in their place."""
    return run(options._replace(paths=(str(tree),), quiet=True), lambda sources: FilesSink(None, sources), make_step)


def rewrite_rendered(rendered: str, options: Options) -> str:
    policy = make_policy(options)
    done = [rewrite(document, policy) for document in documents([rendered.encode()], "rendered")]
    return b"".join(one.data for one in done).decode()


def find_folders(tree: Path) -> list[Path]:
    """Return the folders of kustomizations that can be built by themselves."""
    files = [path for path in sorted(tree.rglob("*")) if path.name in _KUSTOMIZATIONS]
    return [path.parent for path in files if "kind: Component" not in path.read_text(encoding="utf-8")]


def compare(kustomize: Path, tree: Path, rules: str, hidden: str = "report") -> Counter[str]:
    """Rewrite a tree, and count what is built of it: the same as rewritten output, or nothing at all."""
    map_file = tree.parent / "rules.map"
    map_file.write_text(rules, encoding="utf-8")
    options = Options(rules=(str(map_file),), hidden=hidden)
    before = {folder: build(kustomize, folder) for folder in find_folders(tree)}
    code, report = rewrite_tree(tree, options)
    if code == ManifestError.exit_code:
        return Counter({"refused": 1, **{re.sub(r"`[^`]*`|\(.*?\)", "_", one.message): 1 for one in report.errors}})
    assert code == 0, report.errors
    outcomes: Counter[str] = Counter()
    for folder, rendered in before.items():
        if rendered is None:
            outcomes["not built"] += 1
            continue
        wanted, built = rewrite_rendered(rendered, options), build(kustomize, folder)
        assert built is not None, folder
        assert load(built) == load(wanted), folder
        outcomes["same"] += 1
        outcomes["changed"] += wanted != rendered
    return outcomes


def write_tree(folder: Path, tree: Tree) -> Path:
    for name, text in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_made_trees_build_to_what_rewriting_their_output_gives(kustomize: Path) -> None:
    outcomes: Counter[str] = Counter()

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(trees(), st.sampled_from(RULES), st.sampled_from(("report", "certain", "rewrite")))
    def check(tree: Tree, rules: str, hidden: str) -> None:
        with TemporaryDirectory() as folder:
            found = compare(kustomize, write_tree(Path(folder) / "tree", tree), rules, hidden)
        outcomes.update(found)

    check()

    print(outcomes)  # noqa: T201 - shown where the test fails
    assert outcomes["changed"] > outcomes["same"] / 2
    assert outcomes["refused"] < outcomes["same"] / 4


ENTRIES = (
    {"name": "nginx", "newTag": "2"},
    {"name": "nginx", "newName": "quay.io/a", "newTag": "2", "digest": "sha256:" + "0a" * 32},
    {"name": "nginx", "digest": "sha256:" + "0a" * 32},
    {"name": "nginx", "newName": "a:1", "newTag": "2"},
    {"name": "nginx:1.25", "newTag": "2"},
    {"name": "nginx"},
    {"name": "nginx", "newName": "z", "newTag": ""},
    {"name": ".*nginx", "newName": "z"},
    {"name": "(redis|nginx)", "newTag": "2"},
    {"name": "redis|nginx", "newTag": "2"},
    {"name": "localhost:5000/nginx", "newTag": "2"},
    {"name": "n.inx", "newTag": "2"},
    {"name": "docker.io/library/nginx", "newName": "a/b"},
    {"newName": "z"},
)
REFERENCES = (
    *("nginx", "nginx:1.25", "nginx:1.25@sha256:abc", "nginx@sha256:abc", "docker.io/library/nginx:1", "nginx/a"),
    *("localhost:5000/nginx", "localhost:5000/nginx:1", "redis:1", "nginx:{{.tag}}", "nginx:${TAG}", "a/nginx:b"),
)


def test_an_entry_does_to_a_reference_what_kustomize_does(kustomize: Path, tmp_path: Path) -> None:
    containers = [{"name": f"c{number}", "image": text} for number, text in enumerate(REFERENCES)]
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": containers}}
    for number, entry in enumerate(ENTRIES):
        kustomization = {"resources": ["pod.yaml"], "images": [entry]}
        tree = {"pod.yaml": yaml.safe_dump(pod), "kustomization.yaml": yaml.safe_dump(kustomization)}
        built = build(kustomize, write_tree(tmp_path / str(number), tree))
        assert built is not None, entry
        is_matched = make_matcher(entry.get("name", ""))

        found = [one["image"] for one in yaml.safe_load(built)["spec"]["containers"]]

        assert found == [apply_entry(entry, text) if is_matched(text) else text for text in REFERENCES], entry


VISIBLE = """\
apiVersion: %s
kind: %s
metadata: {name: x}
spec:
  image: nginx
  containers: [{name: a, image: nginx}]
  initContainers: [{name: a, image: nginx}]
  ephemeralContainers: [{name: a, image: nginx}]
  volumes: [{name: v, image: {reference: nginx}}]
  deep: [{containers: [{image: nginx}]}]
  template:
    spec:
      containers: [{name: a, image: nginx}]
      ephemeralContainers: [{name: a, image: nginx}]
      volumes: [{name: v, image: {reference: nginx}}]
  jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: nginx}],
    volumes: [{name: v, image: {reference: nginx}}]}}}}
"""


@pytest.mark.parametrize(
    ("version", "kind"),
    [
        ("v1", "Pod"),
        ("apps/v1", "Deployment"),
        ("batch/v1", "CronJob"),
        ("example.com/v1", "Shop"),
        ("a/v1", "CustomResourceDefinition"),
    ],
)
def test_the_fields_that_images_look_at_are_those_of_kustomize(
    kustomize: Path, tmp_path: Path, version: str, kind: str
) -> None:
    text = VISIBLE % (version, kind)
    kustomization = "resources: [a.yaml]\nimages: [{name: nginx, newTag: '2'}]\n"
    built = build(kustomize, write_tree(tmp_path, {"a.yaml": text, "kustomization.yaml": kustomization}))
    root = read(Document("a.yaml", 1, 1, text.encode()), None).composed.roots[0]
    paths = [field.path for field in find_visible(root_field(root))]

    assert built is not None
    assert sorted(map(format_path, set(paths))) == sorted(_find("nginx:2", yaml.safe_load(built)))


def _find(wanted: str, value: object, path: tuple[str | int, ...] = ()) -> list[str]:
    if isinstance(value, dict):
        return [found for key, inner in value.items() for found in _find(wanted, inner, (*path, key))]
    if isinstance(value, list):
        return [found for index, inner in enumerate(value) for found in _find(wanted, inner, (*path, index))]
    return [format_path(path)] if value == wanted else []


def copy_corpus(shared: Path, name: str, target: Path) -> Path:
    """Copy kustomizations as a project keeps them; a file that is left out of the corpus becomes an empty one."""
    source = shared / "corpus" / "kustomize" / name
    if not source.is_dir():
        pytest.skip(f"needs ../shared/corpus/kustomize/{name}")
    shutil.copytree(source, target, copy_function=shutil.copyfile)
    for path in [path for path in target.rglob("*") if path.name in _KUSTOMIZATIONS]:
        listed = yaml.safe_load(path.read_text(encoding="utf-8")).get("resources", [])
        for text in listed:
            if "://" not in text and not (path.parent / text).exists():
                (path.parent / text).write_text("", encoding="utf-8")
    return target


@pytest.mark.parametrize(("name", "most"), [("argoproj__argo-cd", 30), ("fluxcd__flux2", 2)])
def test_real_trees_build_to_what_rewriting_their_output_gives(
    kustomize: Path, shared: Path, tmp_path: Path, name: str, most: int
) -> None:
    tree = copy_corpus(shared, name, tmp_path / "tree")

    outcomes = compare(kustomize, tree, RULES[0])

    print(outcomes)  # noqa: T201 - shown where the test fails
    assert outcomes["refused"] == 0
    assert outcomes["same"] >= most
