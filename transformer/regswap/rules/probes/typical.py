"""References that everybody writes; data."""

from __future__ import annotations

DIGEST = "sha256:" + "0123456789abcdef" * 4

TYPICAL = (
    *("nginx", "nginx:1.27", "library/nginx:1.27", "docker.io/nginx:1.27", "docker.io/library/nginx:1.27"),
    *("bitnami/redis:7.2", "docker.io/bitnami/redis:7.2", "quay.io/prometheus/node-exporter:v1.8.2"),
    *("ghcr.io/fluxcd/source-controller:v1.4.1", "gcr.io/distroless/static", "registry.k8s.io/pause:3.10"),
    *("k8s.gcr.io/pause:3.9", "mcr.microsoft.com/oss/kubernetes/pause:3.9", "public.ecr.aws/docker/library/redis:7"),
    *("us-docker.pkg.dev/palette-images/packs/calico/cni:v3.28", "registry.example.net/team/app:1.2"),
    *(f"nginx@{DIGEST}", f"nginx:1.27@{DIGEST}", f"quay.io/prometheus/node-exporter:v1.8.2@{DIGEST}"),
    *("index.docker.io/library/nginx:1.27", "localhost:5000/app:1.2", "registry:5000/team/app:1.2"),
    *("registry.example.net:5000/team/app:1.2", f"registry.example.net:5000/team/app:1.2@{DIGEST}"),
)
"""References in every common spelling, the plainest first."""

SPELLINGS = (
    *("nginx", "nginx:1.27", "library/nginx", "docker.io/nginx:1", "docker.io/library/nginx", "index.docker.io/nginx"),
    *("bitnami/redis:7", "docker.io/bitnami/redis", "index.docker.io/bitnami/redis:7", "docker.io:443/a/b:1"),
    *("quay.io/a", "quay.io/a/b/c:1", "quay.io:443/a/b", "gcr.io/a/b@" + DIGEST, "ghcr.io/a/b:1", "other.example/a"),
    *("localhost/a", "localhost:5000/a/b:1", "127.0.0.1:5000/a", "[::1]/a", "[::1]:5000/a:1", "MyHost/a:1"),
)
"""References with every form of a registry, and with none."""
