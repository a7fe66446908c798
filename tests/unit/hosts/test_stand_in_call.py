"""Which calls of helm and kustomize print manifests, told from their arguments."""

from __future__ import annotations

import pytest

from regswap.errors import UsageError
from regswap.hosts.stand_in.call import GRAMMARS

OTHER = [
    "helm",
    "helm version --client --short",
    "helm dependency build",
    "helm pull --version 1.2.3 oci://quay.io/charts/shop",
    "helm registry login quay.io --username template",
    "helm show values .",
    "helm inspect values .",
    "helm install template ./shop",
    "helm upgrade --install --dry-run=client template ./shop",
    "helm --namespace template install shop ./shop",
    "helm -n template list",
    "helm --kube-context=template list",
    "helm -ntemplate list",
    "helm --debug get manifest template",
    "helm help template",
    "helm __complete template",
    "helm -- template .",
    "helm template --help",
    "helm template . -h",
    "helm --help template",
    "helm --debug --help template",
    "helm template --debug --help",
    "kustomize version --short",
    "kustomize edit set image nginx=quay.io/nginx:1",
    "kustomize edit set nameprefix -- build",
    "kustomize edit add component build",
    "kustomize --stack-trace version",
    "kustomize build --help",
    "kustomize cfg cat build",
]

RENDERING = [
    "helm template .",
    "helm template . --name-template shop --namespace prod --kube-version 1.34.0 --set a=b --include-crds",
    "helm template",
    "helm --debug template shop .",
    "helm -n prod template shop .",
    "helm -nprod template shop .",
    "helm -n=prod template shop .",
    "helm --namespace prod --debug template shop .",
    "helm --namespace=prod template shop .",
    "helm --kube-context -h template shop .",
    "helm --kube-insecure-skip-tls-verify template .",
    "helm template . --post-renderer ./wrap",
    "helm template . --name-template -h",
    "helm template . --name-template --help",
    "helm template -- -h",
    "helm template --set a=--output-dir .",
    "helm template . --namespace -- --help",
    "helm --flag-of-tomorrow template .",
    "helm --flag-of-tomorrow value template .",
    "helm --flag-of-tomorrow=value template .",
    "helm -x template .",
    "helm - template .",
    "kustomize build",
    "kustomize build /repo/app --enable-helm --load-restrictor LoadRestrictionsNone",
    "kustomize --stack-trace build .",
    "kustomize build . --env -h",
    "kustomize build --enable-alpha-plugins .",
    "kustomize build -- -o",
]

REFUSED = [
    "helm template . --output-dir out",
    "helm template . --output-dir=out",
    "helm --debug template --output-dir out .",
    "kustomize build . -o out.yaml",
    "kustomize build . -oout.yaml",
    "kustomize build . -o=out.yaml",
    "kustomize build --output out .",
    "kustomize --stack-trace build --output=out .",
]


def is_rendering(line: str) -> bool:
    program, *arguments = line.split()
    return GRAMMARS[program].is_rendering(arguments)


@pytest.mark.parametrize("line", OTHER)
def test_a_call_that_prints_no_manifests_is_not_taken_for_one(line: str) -> None:
    assert not is_rendering(line)


@pytest.mark.parametrize("line", RENDERING)
def test_a_call_that_may_print_manifests_renders(line: str) -> None:
    assert is_rendering(line)


@pytest.mark.parametrize("line", REFUSED)
def test_a_call_that_writes_manifests_to_files_is_refused(line: str) -> None:
    with pytest.raises(UsageError, match="writes manifests to files") as caught:
        is_rendering(line)

    assert caught.value.exit_code == 2
    assert "regswap rewrite -i" in caught.value.diagnostics[0].remedy


def test_an_empty_argument_is_not_a_command() -> None:
    assert GRAMMARS["helm"].is_rendering(["", "template"])


def test_many_unknown_flags_are_read_in_no_time() -> None:
    assert not GRAMMARS["helm"].is_rendering(["--x"] * 5000)
