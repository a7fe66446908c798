"""What an overlay in plugins/argocd makes of Argo CD's own manifests."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import LocateClient


def copy_overlay(shipped: Path, folder: Path, client: LocateClient) -> Path:
    """Copy an overlay into a folder, on the manifests of the Argo CD that it names; return where it is."""
    overlay = folder / shipped.name
    shutil.copytree(shipped, overlay)
    shutil.copy(client("argocd-install.yaml"), overlay / "install.yaml")
    kustomization = overlay / "kustomization.yaml"
    kustomization.write_text(re.sub(r"https://.*/install\.yaml", "install.yaml", kustomization.read_text()))
    return overlay


def build_overlay(overlay: Path, client: LocateClient, rules: str) -> dict[str, Any]:
    """Return its Deployments by name, and as ``ConfigMap`` the one with the rules, whose name begins with ``rules``."""
    built = subprocess.run([client("kustomize"), "build", overlay], capture_output=True, check=True)
    objects = list(yaml.load_all(built.stdout, yaml.CSafeLoader))
    (settings,) = (each for each in objects if each["metadata"]["name"].startswith(f"{rules}-"))
    deployments = {each["metadata"]["name"]: each for each in objects if each["kind"] == "Deployment"}
    return {**deployments, "ConfigMap": settings}


def restarted_by_rules(overlay: Path, client: LocateClient, rules: str) -> set[str]:
    """Change the rules of an overlay and return the Deployments that change with them."""
    before = build_overlay(overlay, client, rules)
    (overlay / "rules.map").write_text("docker.io :: other.example.com\n")
    after = build_overlay(overlay, client, rules)
    return {name for name in before if before[name].get("spec") != after[name].get("spec")}
