"""Kustomizations as sources: which file is what to kustomize, and what reaches each entry of ``images``.

Before a run rewrites anything, the kustomizations among its files are followed as `kustomize build` would follow them,
as far as the files of the run go. What comes of it is a role for each file that is more than a manifest.
"""
