"""The names that tell which files of a folder are read."""

from __future__ import annotations

import os

ENDINGS = (".yaml", ".yml", ".json")
"""Of manifests."""
KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
"""Of files that kustomize builds from."""


def is_kustomization_name(path: str) -> bool:
    """Tell whether a path is one that kustomize builds from."""
    return os.path.basename(path) in KUSTOMIZATIONS
