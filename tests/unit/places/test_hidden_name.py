from __future__ import annotations

import pytest

from regswap.places.hidden.name import (
    IMAGE,
    MENTION,
    NEVER,
    OTHER,
    PROSE,
    REPOSITORY,
    is_description,
    is_known,
    kind_of,
)
from regswap.registry import is_registry

NAMES = {
    IMAGE: """image images --image -shell-image -shell-image-win SIDECAR_IMAGE proxyImage sidecarImage docker_image
        baseImage imageName OPERATOR_IMAGE_NAME imageRef node.collector.imageRef gitinitimage GITINITIMAGE --images
        STRIMZI_KAFKA_IMAGES sidecar.istio.io/proxyImage DEFAULT_IMAGE image_16 target-allocator-image
        releaseImagePullSpec""",
    REPOSITORY: """repository image.repository imageRepository imageRegistry CATTLE_SYSTEM_DEFAULT_REGISTRY --registry
        container-repository registry repo hub repository_url MONGODB_REPO_URL hub-url""",
    MENTION: """IMAGE_PREFIX IMAGE_ADDONS_KN imageTag TIGERA_OPERATOR_INIT_IMAGE_VERSION IMAGE_PROVIDER_ADDR
        imageDigest pilgrimage-x imageURL""",
    NEVER: """imagePullPolicy imagePullSecrets IMAGE_PULL_POLICY image-gc-high-threshold imageGCHighThresholdPercent
        imageID backingImage --rbd-image vmImage output-image push-image skipImageReferences imageReferences
        imageStream argocd-image-updater.argoproj.io/write-back-target logo_image image-service-endpoint imageType
        imageLookupFormat --tag -t destination location mirrors endpoint registry-prefix""",
    PROSE: """description CHART_REPOSITORY github-repository chart_repository_url homepage message README.md source
        title git-repo-url""",
    OTHER: "name value args imagine magenta k config.yaml 4.2.0",
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in NAMES.items() for name in names.split()])
def test_a_name_says_what_its_value_is(kind: str, name: str) -> None:
    assert kind_of(name) == kind


def test_a_name_may_have_any_length() -> None:
    assert kind_of("x" * 100_000 + "_image") == IMAGE


@pytest.mark.parametrize(
    "name",
    [
        *(
            "--prometheus-config-reloader",
            "-prometheus-config-reloader",
            "--acme-http01-solver-image",
            "-shell-image-win",
        ),
        *("RELATED_IMAGE_POSTGRES_16", "RELATED_IMAGE_POSTGRES_16_GIS_3.3", "ROOK_CSI_PROVISIONER_IMAGE"),
        *("CSI_ATTACHER_IMAGE", "STRIMZI_KAFKA_IMAGES", "STRIMZI_DEFAULT_MAVEN_BUILDER", "IMAGE_JOB_PRUNER_TKN"),
        *("queue-sidecar-image", "sidecar.istio.io/proxyImage", "hub", "-docker-image"),
    ],
)
def test_what_known_programs_take_is_known(name: str) -> None:
    assert is_known(name)


@pytest.mark.parametrize(
    "name", ["", "image", "--image", "prometheus-config-reloader", "RELATED_IMAGE_", "RELATED_IMAGES", "CSI_IMAGE"]
)
def test_what_only_looks_so_is_not_known(name: str) -> None:
    assert not is_known(name)


@pytest.mark.parametrize(
    ("name", "expected"), [("policies.kyverno.io/description", True), ("NOTES.txt", True), ("values", False)]
)
def test_a_text_for_people_is_told_by_its_name(name: str, expected: bool) -> None:  # noqa: FBT001
    assert is_description(name) is expected


@pytest.mark.parametrize(
    "host",
    [
        *(
            "docker.io",
            "quay.io",
            "ghcr.io",
            "gcr.io",
            "eu.gcr.io",
            "europe-west1-docker.pkg.dev",
            "public.ecr.aws",
            "x1.azurecr.io",
        ),
        *(
            "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
            "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com",
            "de.icr.io",
        ),
    ],
)
def test_a_public_registry_is_known(host: str) -> None:
    assert is_registry(host)


@pytest.mark.parametrize(
    "host",
    [
        *(
            "github.com",
            "example.com",
            "s3.amazonaws.com",
            "app.kubernetes.io",
            "k8s.io",
            "localhost",
            "localhost:5000",
            "pkg.dev",
        ),
        *(
            "quay.io:443",
            "xquay.io",
            "quay.io.evil.example",
            "a.b.gcr.io",
            "xgcr.io",
            "1.dkr.ecr.eu-west-1.amazonaws.com",
            "golang.org",
        ),
    ],
)
def test_another_host_is_not(host: str) -> None:
    assert not is_registry(host)
