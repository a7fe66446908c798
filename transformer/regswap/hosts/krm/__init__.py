"""KRM functions, as Kustomize and kpt run them: a ResourceList in, a ResourceList out.

The contract is "KRM Functions Specification" v1 (``cmd/config/docs/api-conventions/functions-spec.md`` of Kustomize).
"""
