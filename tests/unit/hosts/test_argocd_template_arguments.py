"""What ``helm template`` is told of an application."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from regswap.errors import UsageError
from regswap.hosts.argocd.application import read_application
from regswap.hosts.argocd.template_arguments import make_arguments


def arguments(folder: Path, parameters: list[dict[str, Any]], **environment: str) -> list[str]:
    """Return the arguments, with FOLDER for where the application lies."""
    application = read_application(
        {"ARGOCD_APP_NAME": "web", "ARGOCD_APP_PARAMETERS": json.dumps(parameters), **environment}, str(folder)
    )
    made = make_arguments(application, str(folder / "values"))
    return [word.replace(str(folder.resolve()), "FOLDER") for word in made]


@pytest.mark.parametrize(
    ("parameters", "environment", "expected"),
    [
        ([], {}, ["--include-crds"]),
        ([{"name": "skip-crds", "string": "true"}], {}, []),
        ([{"name": "skip-crds", "string": "false"}], {}, ["--include-crds"]),
        (
            [{"name": "skip-tests", "string": "true"}, {"name": "skip-schema-validation", "string": "true"}],
            {},
            ["--include-crds", "--skip-tests", "--skip-schema-validation"],
        ),
        (
            [],
            {"ARGOCD_APP_NAMESPACE": "prod", "KUBE_VERSION": "1.34.0", "KUBE_API_VERSIONS": "v1,apps/v1"},
            [
                *("--include-crds", "--namespace=prod", "--kube-version=1.34.0"),
                *("--api-versions=v1", "--api-versions=apps/v1"),
            ],
        ),
        (
            [{"name": "kube-version", "string": "v1.30.1+k3s1"}, {"name": "namespace", "string": "other"}],
            {"ARGOCD_APP_NAMESPACE": "prod", "KUBE_VERSION": "1.34.0"},
            ["--include-crds", "--namespace=other", "--kube-version=1.30.1"],
        ),
        (
            [{"name": "values-files", "array": ["prod.yaml", "$ARGOCD_APP_NAME.yaml"]}],
            {},
            ["--include-crds", "--values=./prod.yaml", "--values=./web.yaml"],
        ),
        (
            [
                {"name": "values-files", "array": ["gone.yaml", "prod.yaml"]},
                {"name": "ignore-missing-values-files", "string": "true"},
            ],
            {},
            ["--include-crds", "--values=./prod.yaml"],
        ),
        ([{"name": "values", "string": "a: b"}], {}, ["--include-crds", "--values=FOLDER/values"]),
        (
            [
                {"name": "helm-parameters", "map": {"a": "1,2", "b": "{1,2}", "c": "$ARGOCD_APP_NAME"}},
                {"name": "helm-string-parameters", "map": {"d": "\\,"}},
            ],
            {},
            ["--include-crds", "--set=a=1\\,2", "--set=b={1,2}", "--set=c=web", "--set-string=d=\\,"],
        ),
        (
            [{"name": "file-parameters", "map": {"tls.cert": "prod.yaml"}}],
            {},
            ["--include-crds", "--set-file=tls.cert=./prod.yaml"],
        ),
    ],
)
def test_parameters_become_arguments(
    tmp_path: Path, parameters: list[dict[str, Any]], environment: dict[str, str], expected: list[str]
) -> None:
    for name in ("prod.yaml", "web.yaml"):
        (tmp_path / name).write_text("a: b\n")

    assert arguments(tmp_path, parameters, **environment) == ["--name-template=web", *expected, "."]


def test_values_are_handed_on_as_they_are(tmp_path: Path) -> None:
    arguments(tmp_path, [{"name": "values", "string": "a: |\r\n  b\n"}])

    assert (tmp_path / "values").read_bytes() == b"a: |\r\n  b\n"


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        (
            [{"name": "values-files", "array": ["gone.yaml"]}],
            "parameter values-files: there is no file `gone.yaml` in the repository; correct the name",
        ),
        (
            [{"name": "file-parameters", "map": {"a": "gone.pem"}}],
            "parameter file-parameters: there is no file `gone.pem` in the repository",
        ),
        (
            [{"name": "file-parameters", "map": {"a=/etc/passwd,b": "prod.yaml"}}],
            "parameter file-parameters: `a=/etc/passwd,b` is not the path of a value; write it like `tls.cert`",
        ),
        ([{"name": "skip-crds", "string": "yes"}], "parameter skip-crds: `yes` is neither true nor false"),
        ([{"name": "helm-parameters", "map": {"a": "$HOME"}}], "parameter helm-parameters: `$HOME` is not a variable"),
        ([{"name": "release-name", "string": "Web"}], "parameter release-name: `Web` is not a name of a Helm release"),
    ],
)
def test_what_cannot_be_handed_on_is_refused(tmp_path: Path, parameters: list[dict[str, Any]], message: str) -> None:
    (tmp_path / "prod.yaml").write_text("a: b\n")

    with pytest.raises(UsageError) as refused:
        arguments(tmp_path, parameters)

    assert str(refused.value).startswith(message)
