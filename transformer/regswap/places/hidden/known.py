"""What is known about names: data only; registries are in ``regswap.registry``.

The names were read in the charts, manifests and sources of the programs that take them. Those that follow the rule of
``name.py`` stand here because a known program says that the value is a reference: then it is certain.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


FLAGS = _set(
    # Prometheus operator, with the two that hold a repository without a tag
    "prometheus-config-reloader thanos-default-base-image prometheus-default-base-image "
    "alertmanager-default-base-image "
    # cert-manager, Argo Workflows, OpenTelemetry operator
    "acme-http01-solver-image executor-image collector-image target-allocator-image operator-opamp-bridge-image "
    "auto-instrumentation-java-image auto-instrumentation-nodejs-image auto-instrumentation-python-image "
    "auto-instrumentation-dotnet-image auto-instrumentation-go-image auto-instrumentation-apache-httpd-image "
    "auto-instrumentation-nginx-image "
    # Longhorn
    "engine-image instance-manager-image share-manager-image backing-image-manager-image support-bundle-manager-image "
    "manager-image "
    # Tekton
    "entrypoint-image nop-image git-image shell-image shell-image-win sidecarlogresults-image workingdirinit-image "
    "pr-image gsutil-image imagedigest-exporter-image kubeconfig-writer-image "
    # Actions runner controller
    "docker-image runner-image"
)
"""Flags without their dashes."""

VARIABLES = _set(
    "AGENT_INJECT_VAULT_IMAGE OPERATOR_IMAGE_NAME CONTROLLER_MANAGER_CONTAINER_IMAGE DRIVER_MANAGER_IMAGE "
    "VALIDATOR_IMAGE CATTLE_CHARTS_IMAGE VIRT_OPERATOR_IMAGE VM_CONFIG_RELOADER_IMAGE SIDECAR_IMAGE "
    "STRIMZI_DEFAULT_MAVEN_BUILDER"
)
VARIABLE_SHAPES = (
    r"RELATED_IMAGE_\w[\w.]*|ROOK_CSI_\w+_IMAGE|CSI_\w+_IMAGE|STRIMZI_\w+_IMAGES?"
    r"|IMAGE_(?:PIPELINES|TRIGGERS|ADDONS|CHAINS|RESULTS|PAC|MAG|PRUNER|JOB_PRUNER|HUB)_\w+"
)
"""Names of environment variables whose values are references, and the form of those that come in families."""

KEYS = _set(
    # Knative, Zalando's Postgres operator, the trivy operator
    "queue-sidecar-image docker_image connection_pooler_image logical_backup_docker_image node.collector.imageRef "
    # Annotations: OLM, Istio, Linkerd, Vault
    "containerImage sidecar.istio.io/proxyImage config.linkerd.io/proxy-image config.linkerd.io/init-image "
    "config.linkerd.io/debug-image vault.hashicorp.com/agent-image "
    # The argo-events controller
    "natsStreamingImage natsImage metricsExporterImage configReloaderImage"
)
"""Keys of ConfigMaps and in them, and names of annotations."""

SKIPPED = _set(
    # A copy that kubectl compares with; rewriting it makes the next apply undo what others changed
    "kubectl.kubernetes.io/last-applied-configuration "
    # What helm writes for its own use; triggers that name image streams
    "postrenderer.helm.sh/postrender-filename image.openshift.io/triggers"
)
"""Names whose values hold no reference that may be touched, or only copies."""

NO_IMAGES = _set(
    "true false yes no on off null none nil latest stable default auto always never ifnotpresent enabled disabled "
    "string unknown any all docker podman containerd linux windows image images container"
)
"""Words that stand under a name such as ``image`` and name no image."""

DIGEST_ALGORITHMS = _set("sha256 sha384 sha512 sha1 md5")
"""Before a colon, what no image is called."""
