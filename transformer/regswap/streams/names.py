"""The names that tell which files of a folder are read."""

ENDINGS = (".yaml", ".yml", ".json")
"""Of manifests."""
KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
"""Of files that kustomize builds from."""
