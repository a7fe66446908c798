"""Parameters of Tekton that say where an image is pushed to."""

from __future__ import annotations

import json

import pytest

from regswap.rules import RuleSet
from tests.support.pipeline import EVERYTHING, run

BUILDER = "quay.io/buildah/stable:v1"
TARGET = "quay.io/team/app:1"


def find(kind: str, spec: object) -> dict[str, str]:
    """Return how sure the values of parameters in an object are, by their paths."""
    data = {"apiVersion": "tekton.dev/v1", "kind": kind, "metadata": {"name": "b"}, "spec": spec}
    entries = run(json.dumps(data).encode(), RuleSet(()), places=EVERYTHING).entries
    return {entry.path: entry.certainty for entry in entries if "params" in entry.path}


def make_task(step: dict[str, object]) -> dict[str, object]:
    params = [{"name": "IMAGE", "default": TARGET}, {"name": "BUILDER_IMAGE", "default": BUILDER}]
    return {"params": params, "steps": [{"name": "s", "image": "$(params.BUILDER_IMAGE)", **step}]}


VARIABLE = {"env": [{"name": "PARAM_IMAGE", "value": "$(params.IMAGE)"}]}


@pytest.mark.parametrize(
    "step",
    [
        {"args": ["--destination=$(params.IMAGE)"]},
        {"args": ["--destination", "$(params.IMAGE)"]},
        {"args": ["--destination=$(inputs.params.IMAGE)"]},
        {"args": ['--destination=$(params["IMAGE"])']},
        {"command": ["/kaniko/executor"], "args": ["-d", "$(params.IMAGE)"]},
        {"command": ["buildah", "push"], "args": ["--tls-verify=false", "$(params.IMAGE)"]},
        {"command": ["mvn"], "args": ["-B", "-Dimage=$(params.IMAGE)"]},
        {"script": "#!/bin/sh\ndocker build -t $(params.IMAGE) .\n"},
        {"script": 'pack build "$(params.IMAGE)"'},
        {"script": "skopeo copy oci:out docker://$(params.IMAGE) --all"},
        {
            "script": 'buildah --log-level=debug push \\\n  "${PARAM_IMAGE}" \\\n "docker://${PARAM_IMAGE}"\n',
            **VARIABLE,
        },
        {"script": "img=$(params.IMAGE)\npodman push $img\n"},
        {"env": [{"name": "KO_DOCKER_REPO", "value": "$(params.IMAGE)"}], "script": "ko publish ./cmd"},
    ],
)
def test_what_a_task_pushes_to_is_possible_only_and_what_it_runs_is_not(step: dict[str, object]) -> None:
    assert find("Task", make_task(step)) == {"spec.params[0].default": "possible", "spec.params[1].default": "hidden"}


@pytest.mark.parametrize(
    "step",
    [
        {"script": "docker run -d -t $(params.IMAGE)"},
        {"script": "docker pull $(params.IMAGE)"},
        {"script": "skopeo copy docker://$(params.IMAGE) oci:out"},
        {"script": "echo push $(params.IMAGE)"},
        {"args": ["--image=$(params.IMAGE)"]},
        {"image": "$(params.IMAGE)", "script": "buildah push $(params.IMAGE)"},
        {"script": "podman push $(params.OTHER)"},
    ],
)
def test_what_a_task_pulls_stays_hidden(step: dict[str, object]) -> None:
    assert find("Task", make_task(step))["spec.params[0].default"] == "hidden"


def test_a_target_is_followed_through_the_parameters_of_pipelines_and_runs() -> None:
    tasks = [
        {"name": "a", "params": [{"name": "IMAGE", "value": "$(params.target-image)"}], "taskRef": {"name": "kaniko"}},
        {"name": "b", "params": [{"name": "IMAGE", "value": TARGET}], "taskSpec": make_task({"args": []})},
    ]
    names = ("target-image", "run-image")
    spec = {
        "params": [{"name": name, "value": TARGET} for name in names],
        "pipelineSpec": {"params": [{"name": name, "default": TARGET} for name in names], "tasks": tasks},
    }
    assert find("PipelineRun", spec) == {
        "spec.params[0].value": "possible",
        "spec.params[1].value": "hidden",
        "spec.pipelineSpec.params[0].default": "possible",
        "spec.pipelineSpec.params[1].default": "hidden",
        "spec.pipelineSpec.tasks[1].params[0].value": "hidden",
        "spec.pipelineSpec.tasks[1].taskSpec.params[0].default": "hidden",
        "spec.pipelineSpec.tasks[1].taskSpec.params[1].default": "hidden",
    }


@pytest.mark.parametrize(
    "reference",
    [
        {"name": "buildah"},
        {"resolver": "hub", "params": [{"name": "kind", "value": "task"}, {"name": "name", "value": "buildah"}]},
    ],
)
def test_a_run_of_a_task_that_builds_says_where_to(reference: object) -> None:
    params = [{"name": "IMAGE", "value": TARGET}, {"name": "BUILDER_IMAGE", "value": BUILDER}]
    expected = {"spec.params[0].value": "possible", "spec.params[1].value": "hidden"}
    assert find("TaskRun", {"params": params, "taskRef": reference}) == expected
