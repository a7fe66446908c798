"""The kinds that hold references, and where: data only.

The fields of a PodSpec are those of Kubernetes 1.36 (``core/v1``): containers of three sorts, and image volumes
(KEP-4639).
"""

from __future__ import annotations

from transformer.record import NamedTuple


class Place(NamedTuple):
    """Where the objects of one kind hold references."""

    groups: tuple[str, ...]
    """API groups without a version, the core group as ``""``; any version of them counts."""
    kind: str
    paths: tuple[str, ...]
    """Paths from the object's root; ``[*]`` stands for every item of a list."""


_CORE = ("",)
_APPS = ("apps", "extensions")
_BATCH = ("batch",)


def _pod_spec(path: str) -> tuple[str, ...]:
    return (
        f"{path}.initContainers[*].image",
        f"{path}.containers[*].image",
        f"{path}.ephemeralContainers[*].image",
        f"{path}.volumes[*].image.reference",
    )


BUILT_IN = (
    Place(_CORE, "Pod", _pod_spec("spec")),
    Place(_CORE, "PodTemplate", _pod_spec("template.spec")),
    Place(_CORE, "ReplicationController", _pod_spec("spec.template.spec")),
    Place(_APPS, "Deployment", _pod_spec("spec.template.spec")),
    Place(_APPS, "StatefulSet", _pod_spec("spec.template.spec")),
    Place(_APPS, "DaemonSet", _pod_spec("spec.template.spec")),
    Place(_APPS, "ReplicaSet", _pod_spec("spec.template.spec")),
    Place(_BATCH, "Job", _pod_spec("spec.template.spec")),
    Place(_BATCH, "CronJob", _pod_spec("spec.jobTemplate.spec.template.spec")),
)
"""The workload kinds of Kubernetes itself."""
