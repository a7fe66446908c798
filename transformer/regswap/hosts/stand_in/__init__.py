"""A stand-in for ``helm`` and ``kustomize``: programs of the same name, in front of the real ones.

Every call goes to the real program. Where it renders, which is ``helm template`` and ``kustomize build``, its output is
rewritten.
"""
