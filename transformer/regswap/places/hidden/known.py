"""What is known about names: data only; registries are in ``regswap.registry``.

The names were read in the charts, manifests and sources of the programs that take them. Those that follow the rule of
``name.py`` stand here because a known program says that the value is a reference: then it is certain, and rewritten
wherever it stands. So a name is here if it is one program's own; one that others use for something else is in
``BESIDE``, and none is here because it reads like an image.
"""

from __future__ import annotations

from regswap.lazy_pattern import lazy
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


FLAGS = _set(
    # Prometheus operator, with the three that hold a repository without a tag
    "prometheus-config-reloader thanos-default-base-image prometheus-default-base-image "
    "alertmanager-default-base-image "
    # cert-manager, Argo Workflows, OpenTelemetry operator
    "acme-http01-solver-image executor-image collector-image target-allocator-image operator-opamp-bridge-image "
    "auto-instrumentation-java-image auto-instrumentation-nodejs-image auto-instrumentation-python-image "
    "auto-instrumentation-dotnet-image auto-instrumentation-go-image auto-instrumentation-apache-httpd-image "
    "auto-instrumentation-nginx-image "
    # Longhorn
    "engine-image instance-manager-image share-manager-image backing-image-manager-image support-bundle-manager-image "
    # Tekton
    "entrypoint-image nop-image sidecarlogresults-image workingdirinit-image imagedigest-exporter-image "
    "kubeconfig-writer-image "
    # Consul, TiDB operator, Kubeflow's training operator, Operator Lifecycle Manager, kubelet
    "consul-image consul-k8s-image consul-dataplane-image tidb-backup-manager-image tidb-discovery-image "
    "pytorch-init-container-image mpi-kubectl-delivery-image configmapServerImage opmImage pod-infra-container-image"
)
"""Flags without their dashes."""

VARIABLES = _set(
    # Vault, actions runner controller, Rancher, VictoriaMetrics operator, Strimzi, Argo Events, Chaos Mesh, Litmus
    "AGENT_INJECT_VAULT_IMAGE CONTROLLER_MANAGER_CONTAINER_IMAGE CATTLE_CHARTS_IMAGE VM_CONFIG_RELOADER_IMAGE "
    "STRIMZI_DEFAULT_MAVEN_BUILDER ARGO_EVENTS_IMAGE POD_FAILURE_PAUSE_IMAGE CHAOS_RUNNER_IMAGE "
    # Rook, RabbitMQ cluster operator, system-upgrade-controller, MongoDB operator, Bank-Vaults, MinIO operator
    "ROOK_CSIADDONS_IMAGE DEFAULT_RABBITMQ_IMAGE DEFAULT_USER_UPDATER_IMAGE SYSTEM_UPGRADE_JOB_KUBECTL_IMAGE "
    "VERSION_UPGRADE_HOOK_IMAGE VAULT_ENV_IMAGE OPERATOR_SIDECAR_IMAGE "
    # Seldon, tofu-controller, Airflow (a repository without a tag), Kubeflow Pipelines, GitLab Runner
    "EXECUTOR_CONTAINER_IMAGE_AND_VERSION RUNNER_POD_IMAGE AIRFLOW__KUBERNETES__WORKER_CONTAINER_REPOSITORY "
    "AIRFLOW__KUBERNETES_EXECUTOR__WORKER_CONTAINER_REPOSITORY V2_LAUNCHER_IMAGE V2_DRIVER_IMAGE "
    "KUBERNETES_HELPER_IMAGE "
    # Knative Eventing, SR-IOV network operator
    "APISERVER_RA_IMAGE MT_PING_IMAGE NETWORK_RESOURCES_INJECTOR_IMAGE"
)
VARIABLE_SHAPES = lazy(
    # Operator SDK, Rook and Longhorn, Strimzi
    r"RELATED_IMAGE_\w[\w.]*|ROOK_CSI_\w+_IMAGE|CSI_\w+_IMAGE|STRIMZI_\w+_IMAGES?"
    # Tekton's operator, KubeVirt, OpenEBS, VictoriaMetrics operator
    r"|IMAGE_(?:PIPELINES|TRIGGERS|ADDONS|CHAINS|RESULTS|PAC|MAG|PRUNER|JOB_PRUNER|HUB)_\w+|VIRT_\w+_IMAGE"
    r"|OPENEBS_IO_\w+_IMAGE|VM_\w+DEFAULT_(?:IMAGE|CONFIGRELOADIMAGE)"
    # Litmus, Kuma, SR-IOV network operator, Argo CD operator
    r"|LITMUS_CHAOS_\w+_IMAGE|KUMA_\w+_CONTAINER_IMAGE|SRIOV_\w+_IMAGE|ARGOCD_(?:\w+_)?IMAGE"
)
"""Names of environment variables whose values are references, and the form of those that come in families, which have
the word IMAGE in them."""

KEYS = _set(
    # Knative, Zalando's Postgres operator, the trivy operator
    "queue-sidecar-image connection_pooler_image logical_backup_docker_image node.collector.imageRef trivy.repository "
    "trivy.dbRepository trivy.javaDbRepository policies.bundle.oci.ref "
    # Annotations: Istio, Linkerd, Vault, Bank-Vaults, Dapr
    "sidecar.istio.io/proxyImage config.linkerd.io/proxy-image config.linkerd.io/init-image "
    "config.linkerd.io/debug-image vault.hashicorp.com/agent-image vault.security.banzaicloud.io/vault-env-image "
    "vault.security.banzaicloud.io/vault-image dapr.io/sidecar-image "
    # The argo-events controller
    "natsStreamingImage"
)
"""Keys of ConfigMaps and in them, and names of annotations."""

_LONGHORN = _set("engine-image instance-manager-image share-manager-image backing-image-manager-image longhorn-manager")
_TEKTON = _set("entrypoint-image nop-image workingdirinit-image")
_ARGO_EVENTS = _set("natsImage natsStreamingImage metricsExporterImage configReloaderImage")
_ZALANDO = _set("connection_pooler_image logical_backup_docker_image pod_service_account_name super_username")
_ISTIO = _set("istioNamespace istiod externalIstiod configValidation defaultPodDisruptionBudget proxy_init")

BESIDE: Mapping[str, frozenset[str]] = {
    # Longhorn, Tekton, actions runner controller, Contour's and Consul's provisioners
    "manager-image": _LONGHORN,
    **dict.fromkeys(("git-image", "shell-image", "shell-image-win", "pr-image", "gsutil-image"), _TEKTON),
    "docker-image": _set("runner-image"),
    "runner-image": _set("docker-image"),
    "contour-image": _set("envoy-image"),
    "envoy-image": _set("contour-image consul-image consul-k8s-image"),
    # CloudNativePG, GPU operator, Dapr, Tailscale, MongoDB operator, Bank-Vaults
    "OPERATOR_IMAGE_NAME": _set("OPERATOR_NAMESPACE MONITORING_QUERIES_CONFIGMAP"),
    "DRIVER_MANAGER_IMAGE": _set("OPERATOR_NAMESPACE VALIDATOR_IMAGE"),
    "VALIDATOR_IMAGE": _set("DRIVER_MANAGER_IMAGE"),
    "SIDECAR_IMAGE": _set("SIDECAR_IMAGE_PULL_POLICY SIDECAR_DROP_ALL_CAPABILITIES"),
    "PROXY_IMAGE": _set("PROXY_TAGS OPERATOR_INITIAL_TAGS"),
    "AGENT_IMAGE": _set("VERSION_UPGRADE_HOOK_IMAGE"),
    "READINESS_PROBE_IMAGE": _set("VERSION_UPGRADE_HOOK_IMAGE"),
    "VAULT_IMAGE": _set("VAULT_ENV_IMAGE"),
    # The argo-events controller, Zalando's Postgres operator, Istio's sidecar injector
    **{name: _ARGO_EVENTS - {name} for name in _ARGO_EVENTS if name not in KEYS},
    "docker_image": _ZALANDO,
    "hub": _ISTIO,
}
"""Names that more than one program has: flags without their dashes, variables and keys. They are known only where one
of some others, which tell the program, stands beside them."""

SKIPPED = _set(
    # A copy that kubectl compares with; rewriting it makes the next apply undo what others changed
    "kubectl.kubernetes.io/last-applied-configuration "
    # What helm writes for its own use; triggers that name image streams
    "postrenderer.helm.sh/postrender-filename image.openshift.io/triggers "
    # What a ConfigMap of Knative may say, as an example that nothing reads
    "_example"
)
"""Names whose values hold no reference that may be touched, or only copies."""

NO_IMAGES = _set(
    "true false yes no on off null none nil latest stable default auto always never ifnotpresent enabled disabled "
    "string unknown any all docker podman containerd linux windows image images container"
)
"""Words that stand under a name such as ``image`` and name no image."""

DIGEST_ALGORITHMS = _set("sha256 sha384 sha512 sha1 md5")
"""Before a colon, what no image is called."""
