"""The shipped overlays on the manifests of the Argo CD that they name."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import LocateClient

SETTINGS = "argocd-cmd-params-cm"
"""The ConfigMap with the options of Argo CD's programs."""


def load(path: Path) -> Any:  # noqa: ANN401 - YAML is anything
    """Return what a file of one document says."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


class Overlay:
    """A copy of an overlay, in which Argo CD's manifests are a file."""

    def __init__(self, shipped: Path, folder: Path, client: LocateClient) -> None:
        """Copy an overlay to a folder that is not there yet."""
        self.folder = folder
        self._kustomize = client("kustomize")
        shutil.copytree(shipped, folder)
        shutil.copy(client("argocd-install.yaml"), folder / "install.yaml")
        kustomization = folder / "kustomization.yaml"
        kustomization.write_text(re.sub(r"https://.*/install\.yaml", "install.yaml", kustomization.read_text()))

    def build(self) -> dict[str, Any]:
        """Return the ConfigMap with the rules and the repo-server by kind; Deployments and other ConfigMaps by name."""
        built = subprocess.run([self._kustomize, "build", self.folder], capture_output=True, check=True)
        objects = list(yaml.load_all(built.stdout, yaml.CSafeLoader))
        named = {each["metadata"]["name"]: each for each in objects if each["kind"] in {"Deployment", "ConfigMap"}}
        (rules,) = (name for name in named if name.startswith("regswap-"))
        return {"ConfigMap": named.pop(rules), "Deployment": named["argocd-repo-server"], **named}
