"""The kinds of Kubernetes itself, by group: data, and whether an object is of one of them.

Read in the types of Kubernetes 1.36, and of the releases back to 1.7 for versions that were served then. A kind that is
not among them is looked at as a custom resource is: it may be of a later release, of OpenShift 3, or a mistake.
"""

from __future__ import annotations

from functools import lru_cache

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_CACHED = 4096


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_KINDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    group: (_set(versions), _set(kinds))
    for group, versions, kinds in (
        (
            "",
            "v1",
            (
                "Binding ComponentStatus ConfigMap Endpoints Event LimitRange List Namespace Node PersistentVolume "
                "PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service "
                "ServiceAccount"
            ),
        ),
        (
            "admissionregistration.k8s.io",
            "v1 v1beta1 v1alpha1",
            (
                "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration "
                "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration"
            ),
        ),
        ("apiextensions.k8s.io", "v1 v1beta1", "CustomResourceDefinition"),
        ("apiregistration.k8s.io", "v1 v1beta1", "APIService"),
        ("apps", "v1 v1beta2 v1beta1", "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet"),
        ("authentication.k8s.io", "v1 v1beta1 v1alpha1", "SelfSubjectReview TokenRequest TokenReview"),
        (
            "authorization.k8s.io",
            "v1 v1beta1",
            "LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview",
        ),
        ("autoscaling", "v2 v1 v2beta2 v2beta1", "HorizontalPodAutoscaler Scale"),
        ("batch", "v1 v1beta1 v2alpha1", "CronJob Job"),
        ("certificates.k8s.io", "v1 v1beta1 v1alpha1", "CertificateSigningRequest ClusterTrustBundle"),
        ("coordination.k8s.io", "v1 v1beta1 v1alpha2 v1alpha1", "Lease LeaseCandidate"),
        ("discovery.k8s.io", "v1 v1beta1", "EndpointSlice"),
        ("events.k8s.io", "v1 v1beta1", "Event"),
        (
            "extensions",
            "v1beta1",
            "DaemonSet Deployment Ingress NetworkPolicy PodSecurityPolicy ReplicaSet StatefulSet",
        ),
        (
            "flowcontrol.apiserver.k8s.io",
            "v1 v1beta3 v1beta2 v1beta1 v1alpha1",
            "FlowSchema PriorityLevelConfiguration",
        ),
        ("internal.apiserver.k8s.io", "v1alpha1", "StorageVersion"),
        ("networking.k8s.io", "v1 v1beta1 v1alpha1", "IPAddress Ingress IngressClass NetworkPolicy ServiceCIDR"),
        ("node.k8s.io", "v1 v1beta1 v1alpha1", "RuntimeClass"),
        ("policy", "v1 v1beta1", "Eviction PodDisruptionBudget PodSecurityPolicy"),
        ("rbac.authorization.k8s.io", "v1 v1beta1 v1alpha1", "ClusterRole ClusterRoleBinding Role RoleBinding"),
        (
            "resource.k8s.io",
            "v1 v1beta2 v1beta1 v1alpha3 v1alpha2",
            "DeviceClass DeviceTaintRule ResourceClaim ResourceClaimTemplate ResourceClass ResourceSlice",
        ),
        ("scheduling.k8s.io", "v1 v1beta1 v1alpha1", "PriorityClass"),
        (
            "storage.k8s.io",
            "v1 v1beta1 v1alpha1",
            "CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment VolumeAttributesClass",
        ),
        ("storagemigration.k8s.io", "v1beta1 v1alpha1", "StorageVersionMigration"),
    )
}
"""The versions and the kinds of each group."""

GROUPS = frozenset(_KINDS)
VERSIONS = frozenset(
    f"{group}/{version}" if group else version for group, (versions, _) in _KINDS.items() for version in versions
)
KINDS = frozenset(kind for _, kinds in _KINDS.values() for kind in kinds)


@lru_cache(_CACHED)
def is_built_in(api_version: str, kind: str) -> bool:
    """Tell whether a kind is one of Kubernetes itself, or the list of one."""
    group, slash, version = api_version.rpartition("/")
    versions, kinds = _KINDS.get(group if slash else "", ((), ()))
    return version in versions and (kind in kinds or kind.removesuffix("List") in kinds)
