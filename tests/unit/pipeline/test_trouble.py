"""Rules that match and whose result is not used, or cannot be: nobody is left in the dark, and no Pod half done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from regswap.document.parse.stream import Document
from regswap.pipeline.rewrite import Policy, Rewritten, rewrite
from regswap.rules import load
from tests.support.pipeline import EVERYTHING

DIGEST = f"sha256:{'0a' * 32}"
OWN = "apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec:\n  rules:\n"
SHIFT = {"mappings": {"swap": [{"registry": "docker.io", "target": "h.example/hub"}]}}
RESOURCE = json.dumps({"apiVersion": "imageshift.dev/v1", "kind": "Imageshift", "spec": SHIFT})


def pod(*images: str, init: tuple[str, ...] = ()) -> str:
    def write(key: str, names: tuple[str, ...]) -> str:
        return f"  {key}:\n" + "".join(f"  - {{name: c, image: '{name}'}}\n" for name in names) if names else ""

    head = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n"
    return head + write("initContainers", init) + write("containers", images)


def run(folder: Path, rules: str, text: str, mode: str = "standard", unmatched: str = "keep") -> Rewritten:
    path = folder / "rules"
    path.write_text(rules, encoding="utf-8")
    policy = Policy(EVERYTHING, load([str(path)], mode=mode), unmatched=unmatched)
    return rewrite(Document("s.yaml", 1, 1, text.encode()), policy)


@pytest.mark.parametrize(
    ("rules", "image", "trouble"),
    [
        pytest.param(
            '"all": "h.example/all"\n',
            "registry.corp:5000/team/app:1",
            "is matched by the default only, but would become `h.example/all/registry.corp:5000/team/app:1`, which",
            id="Registry Connect's `all` with a port",
        ),
        pytest.param(
            f"{OWN}  - {{regex: '^quay', target: 'docker'}}\n  - {{prefix: docker.io, target: h.example/hub}}\n",
            "quay.io/a:1",
            "matches `^quay`, but would become `docker.io/a:1`, which the rules would rewrite again",
            id="a regex whose result another rule would rewrite",
        ),
        pytest.param(
            f"{OWN}  - {{regex: '/', target: ':'}}\n",
            "quay.io/a/b:1",
            "matches `/`, but would become `quay.io:a/b:1`, which",
            id="a regex that makes what is not a reference",
        ),
        pytest.param(
            "default::\nquay.io/team/app::h.example\n",
            "quay.io/team/app:1",
            "is under `quay.io/team/app`, but would become `h.example:1`, which is a registry without a path",
            id="a map that makes a registry without a path",
        ),
    ],
)
def test_a_result_that_is_not_used_is_a_warning_and_fails_where_every_reference_needs_a_rule(
    tmp_path: Path, rules: str, image: str, trouble: str
) -> None:
    kept = run(tmp_path, rules, pod(image))
    (warning,) = kept.warnings
    assert warning.message.startswith(f"spec.containers[0].image: `{image}` {trouble}")
    assert "correct the rule at" in warning.remedy
    assert (kept.unmatched, kept.data) == ((), pod(image).encode())

    failed = run(tmp_path, rules, pod(image), unmatched="fail")

    assert (failed.unmatched, failed.warnings) == ((warning,), ())


def test_the_default_port_is_left_out_under_all(tmp_path: Path) -> None:
    rewritten = run(tmp_path, '"all": "h.example/all"\n', pod("quay.io:443/a:1"))

    assert rewritten.data.decode() == pod("h.example/all/quay.io/a:1")
    assert rewritten.warnings == ()


def test_what_is_refused_is_told_in_hidden_places_too(tmp_path: Path) -> None:
    text = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n"
    text += "  - {name: c, image: nginx, args: [--prometheus-config-reloader=quay.io/team/app:1]}\n"

    rewritten = run(tmp_path, "default::\nquay.io/team/app::h.example\n", text)

    assert [warning.message.partition(": ")[0] for warning in rewritten.warnings] == ["spec.containers[0].args[0]"]


@pytest.mark.parametrize(
    ("rules", "image", "result", "trouble"),
    [
        pytest.param(
            "default::\ndocker.io/library::h.example/lib\n",
            "bitnami/redis",
            "bitnami/redis",
            "stays, because ImageSwap fails on it: KeyError: 'docker.io'; in the cluster its Pod is refused",
            id="ImageSwap raises",
        ),
        pytest.param(
            "default::\ngitlab.com::h.example/gitlab\n",
            "gitlab.com:443/a/b:1",
            "h.example/gitlab:443/a/b:1",
            "becomes `h.example/gitlab:443/a/b:1`, which has a `:` in its path: no kubelet can pull it",
            id="ImageSwap makes what is not a reference",
        ),
        pytest.param(
            RESOURCE,
            f"nginx@{DIGEST}",
            f"nginx@{DIGEST}",
            "stays, because ImageShift panics on it: it has a digest and no tag; "
            "in the cluster every container of its Pod stays",
            id="ImageShift panics",
        ),
    ],
)
def test_in_compat_mode_a_warning_says_what_the_cluster_would_do(
    tmp_path: Path, rules: str, image: str, result: str, trouble: str
) -> None:
    rewritten = run(tmp_path, rules, pod(image), "compat")

    assert rewritten.data.decode() == pod(result)
    assert [warning.message for warning in rewritten.warnings] == [f"spec.containers[0].image: `{image}` {trouble}"]


def test_where_imageshift_panics_the_whole_pod_stays(tmp_path: Path) -> None:
    text = pod("redis:7", f"nginx@{DIGEST}", init=("busybox:1",))

    rewritten = run(tmp_path, RESOURCE, text, "compat")

    assert rewritten.data.decode() == text
    assert [entry.status for entry in rewritten.entries] == ["unchanged"] * 3
    assert [entry.reason for entry in rewritten.entries if "nginx" not in entry.reference] == [
        f"stays with its whole Pod, because the original fails on `nginx@{DIGEST}` there"
    ] * 2
    assert len(rewritten.warnings) == 1


def test_a_panic_in_an_init_container_spoils_the_containers_too(tmp_path: Path) -> None:
    text = pod("redis:7", init=("$(IMAGE)",))

    assert run(tmp_path, RESOURCE, text, "compat").data.decode() == text


def test_one_pod_does_not_spoil_another(tmp_path: Path) -> None:
    spoilt, sound = pod(f"nginx@{DIGEST}", "redis:7"), pod("redis:7")
    items = "".join(
        f"- {line}" if not number else f"  {line}"
        for text in (spoilt, sound)
        for number, line in enumerate(text.splitlines(keepends=True))
    )

    rewritten = run(tmp_path, RESOURCE, f"apiVersion: v1\nkind: List\nitems:\n{items}", "compat")

    assert [entry.rewritten for entry in rewritten.entries] == [
        f"nginx@{DIGEST}",
        "redis:7",
        "h.example/hub/library/redis:7",
    ]


def test_no_webhook_is_asked_about_ephemeral_containers_but_they_are_in_the_pod(tmp_path: Path) -> None:
    ephemeral = "  ephemeralContainers:\n  - {{name: e, image: '{}'}}\n"

    spoils_nothing = run(tmp_path, RESOURCE, pod("redis:7") + ephemeral.format("$(X)"), "compat")
    stays = run(tmp_path, RESOURCE, pod("$(X)") + ephemeral.format("redis:7"), "compat")

    assert [entry.changed for entry in spoils_nothing.entries] == [True, False]
    assert [entry.changed for entry in stays.entries] == [False, False]


def test_in_standard_mode_every_container_is_decided_alone(tmp_path: Path) -> None:
    rewritten = run(tmp_path, RESOURCE, pod("redis:7", "$(IMAGE)"))

    assert [entry.changed for entry in rewritten.entries] == [True, False]
