"""Registries and repositories that everybody uses; data."""

from __future__ import annotations

import re

REGISTRIES = (
    *("docker.io", "index.docker.io", "registry-1.docker.io", "quay.io", "gcr.io", "us.gcr.io", "eu.gcr.io"),
    *("asia.gcr.io", "k8s.gcr.io", "registry.k8s.io", "ghcr.io", "lscr.io", "nvcr.io", "mcr.microsoft.com"),
    *("public.ecr.aws", "us-docker.pkg.dev", "europe-docker.pkg.dev", "asia-docker.pkg.dev", "docker.elastic.co"),
    *("registry.gitlab.com", "registry.access.redhat.com", "registry.redhat.io", "registry.connect.redhat.com"),
    *("registry.suse.com", "container-registry.oracle.com", "cgr.dev", "icr.io", "us.icr.io", "cr.l5d.io"),
    *("cr.fluentbit.io", "xpkg.upbound.io", "registry.hub.docker.com", "docker.n8n.io", "dhi.io"),
    *("registry.opensource.zalan.do", "cr.weaviate.io", "docker.redpanda.com", "gke.gcr.io", "mirror.gcr.io"),
    *("xpkg.crossplane.io", "registry.istio.io", "cr.kgateway.dev", "registry.developers.crunchydata.com"),
    *("registry.rancher.com", "registry.ci.openshift.org", "projects.registry.vmware.com", "docker.dragonflydb.io"),
    *("docker.cloudsmith.io", "registry.aliyuncs.com", "ccr.ccs.tencentyun.com", "oci.external-secrets.io"),
)
"""Hosts of public registries, the best known first."""

_ECR = r"\d{12}\.dkr\.ecr(?:-fips)?\.[a-z0-9-]+"
_ACR = "[a-z0-9]+"
_FAMILIES = {
    "gcr.io": r"(?:[a-z0-9-]+\.)?",
    ".pkg.dev": "[a-z0-9-]+",
    ".amazonaws.com": _ECR,
    ".amazonaws.com.cn": _ECR,
    ".azurecr.io": _ACR,
    ".azurecr.cn": _ACR,
    ".azurecr.us": _ACR,
    ".icr.io": "[a-z]{2,3}",
    ".ocir.io": "[a-z0-9-]+",
    ".aliyuncs.com": "registry[a-z0-9.-]*",
    ".myhuaweicloud.com": r"swr\.[a-z0-9-]+",
}
"""Hosts of registries that come in families: how they end, and what stands before that."""

SCHEMES = ("oci://", "docker://", "registry://")
"""What programs write before a reference or a registry."""


def is_registry(host: str) -> bool:
    """Tell whether a host serves container images and is known for it."""
    if host in _KNOWN:
        return True
    return any(
        host.endswith(end) and re.fullmatch(head, host.removesuffix(end)) is not None for end, head in _FAMILIES.items()
    )


_KNOWN = frozenset(REGISTRIES)

REPOSITORIES = (
    *("docker.io/library/nginx", "docker.io/library/redis", "docker.io/library/postgres", "docker.io/library/mongo"),
    *(
        "docker.io/library/rabbitmq",
        "docker.io/library/memcached",
        "docker.io/library/busybox",
        "docker.io/library/mysql",
    ),
    *("docker.io/bitnami/nginx", "docker.io/bitnami/redis", "docker.io/bitnami/rabbitmq", "docker.io/bitnami/mysql"),
    *(
        "docker.io/bitnami/memcached",
        "docker.io/bitnami/kubectl",
        "docker.io/bitnami/grafana",
        "docker.io/grafana/grafana",
    ),
    *("docker.io/rancher/kubectl", "docker.io/alpine/k8s", "docker.io/calico/node", "docker.io/calico/cni"),
    *("docker.io/grafana/loki", "docker.io/envoyproxy/envoy", "docker.io/istio/pilot", "docker.io/prom/node-exporter"),
    *("quay.io/prometheus/prometheus", "quay.io/prometheus/node-exporter", "quay.io/prometheus/alertmanager"),
    *("quay.io/cilium/cilium", "quay.io/cilium/operator", "quay.io/tigera/operator", "quay.io/calico/node"),
    *("quay.io/calico/cni", "quay.io/metallb/controller", "quay.io/metallb/speaker", "quay.io/argoproj/argocd"),
    *("quay.io/skopeo/stable", "quay.io/podman/stable", "quay.io/buildah/stable", "quay.io/keycloak/keycloak"),
    *("quay.io/jetstack/cert-manager-controller", "quay.io/minio/minio", "quay.io/minio/operator"),
    *("ghcr.io/fluxcd/source-controller", "ghcr.io/dexidp/dex", "ghcr.io/grafana/grafana", "ghcr.io/kyverno/kyverno"),
    *("ghcr.io/cloudnative-pg/postgresql", "ghcr.io/cloudnative-pg/cloudnative-pg", "ghcr.io/stefanprodan/podinfo"),
    *("registry.k8s.io/ingress-nginx/controller", "registry.k8s.io/pause", "registry.k8s.io/coredns/coredns"),
    *("registry.k8s.io/kube-state-metrics/kube-state-metrics", "registry.k8s.io/sig-storage/csi-provisioner"),
    *("registry.k8s.io/metrics-server/metrics-server", "registry.k8s.io/etcd", "registry.k8s.io/kubectl"),
    *("k8s.gcr.io/pause", "k8s.gcr.io/coredns", "gcr.io/distroless/static", "gcr.io/distroless/base"),
    *("gcr.io/knative-releases/knative.dev/serving/cmd/controller", "gcr.io/kaniko-project/executor"),
    *("gcr.io/knative-releases/knative.dev/eventing/cmd/controller", "gcr.io/istio-release/pilot"),
    *("gcr.io/spectro-images-public/release/kubectl", "us-docker.pkg.dev/palette-images/packs/calico/cni"),
    *("us-docker.pkg.dev/palette-images-fips/packs/calico/cni", "mcr.microsoft.com/oss/kubernetes/pause"),
    *(
        "public.ecr.aws/docker/library/redis",
        "public.ecr.aws/bitnami/redis",
        "public.ecr.aws/eks/aws-load-balancer-controller",
    ),
    *("registry.gitlab.com/gitlab-org/build/cng/kubectl", "docker.elastic.co/elasticsearch/elasticsearch"),
)
"""Repositories, with their registry; some of them have the last part of their name in common."""

SIBLINGS = {"us-docker.pkg.dev/palette-images": "us-docker.pkg.dev/palette-images-fips"}
"""Trees that lie beside one that begins with the same characters."""
