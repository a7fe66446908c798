"""References in what renderers are told beside manifests: kustomize, Flux and Argo CD.

A module for each form in which they are told: entries of ``images``, patches, literals of generators, parameters of
charts, and where charts are from. Nothing here is imported before a document has such a place.
"""
