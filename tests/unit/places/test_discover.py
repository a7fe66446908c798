"""Which fields of a schema hold references: the shapes, the names, and the false friends."""

from __future__ import annotations

from typing import Any

import pytest

from regswap.places.discover.scan import Scan, scan

GROUP = "example.com"
STRING = {"type": "string"}
OPEN = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
CONTAINER = {"name": STRING, "image": STRING, "command": {"type": "array", "items": STRING}, "env": {"type": "array"}}


def of(**properties: object) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def listed(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def mapped(values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


def text(description: str = "", **more: object) -> dict[str, Any]:
    return {"type": "string", "description": description, **more}


def strings(*keys: str) -> dict[str, Any]:
    return of(**dict.fromkeys(keys, STRING))


def find(group: str = GROUP, **spec: object) -> Scan:
    return scan(group, of(spec=of(**spec)))


def on(found: Scan) -> dict[str, object]:
    return {
        finding.path: finding.holds if isinstance(finding.holds, str) else dict(finding.holds)
        for finding in found.findings
        if finding.certainty != "doubtful"
    }


def doubtful(found: Scan) -> dict[str, str]:
    return {finding.path: finding.reason for finding in found.findings if finding.certainty == "doubtful"}


POD_SPEC = of(containers=listed(of(**CONTAINER)), initContainers=listed(of(**CONTAINER)), nodeSelector=mapped(STRING))
VOLUME = of(name=STRING, configMap=of(), image=strings("reference", "pullPolicy"), rbd=strings("image"))

SHAPES = {
    "a PodSpec": ({"template": of(spec=POD_SPEC)}, {"spec.template.spec": "podSpec"}),
    "a PodSpec in a list": (
        {"roles": listed(of(template=of(spec=POD_SPEC)))},
        {"spec.roles[*].template.spec": "podSpec"},
    ),
    "a PodSpec in a map": ({"roles": mapped(of(spec=POD_SPEC))}, {"spec.roles.*.spec": "podSpec"}),
    "a PodSpec with its volumes": (
        {"pod": of(containers=listed(of(**CONTAINER)), volumes=listed(VOLUME))},
        {"spec.pod": "podSpec"},
    ),
    "a PodSpec with volumes of its own": (
        {"pod": of(containers=listed(of(**CONTAINER)), volumes=of(more=listed(of(image=strings("reference")))))},
        {"spec.pod": "podSpec", "spec.pod.volumes.more[*].image.reference": "reference"},
    ),
    "a PodSpec with open volumes": (
        {"pod": of(containers=listed(of(**CONTAINER)), volumes=listed(OPEN))},
        {"spec.pod": "podSpec"},
    ),
    "a PodSpec with an image beside": (
        {"containers": listed(of(**CONTAINER)), "image": STRING},
        {"spec": "podSpec", "spec.image": "reference"},
    ),
    "containers of another name": ({"sidecars": listed(of(**CONTAINER))}, {"spec.sidecars[*]": "container"}),
    "init containers alone": ({"initContainers": listed(of(**CONTAINER))}, {"spec.initContainers[*]": "container"}),
    "one container": ({"container": of(**CONTAINER)}, {"spec.container": "container"}),
    "volumes": ({"volumes": listed(VOLUME)}, {"spec.volumes[*]": "volume"}),
    "an open pod template": ({"podTemplate": OPEN}, {"spec.podTemplate.spec": "podSpec"}),
    "an open pod template by its description": (
        {"template": {**OPEN, "description": "Template is a pod template."}},
        {"spec.template.spec": "podSpec"},
    ),
    "an open PodSpec": ({"podSpec": OPEN}, {"spec.podSpec": "podSpec"}),
    "open containers": ({"extraContainers": listed(OPEN)}, {"spec.extraContainers[*]": "container"}),
    "open pods": ({"pods": listed(OPEN)}, {"spec.pods[*].spec": "podSpec"}),
    "an open PodTemplateSpec": ({"podTemplateSpec": OPEN}, {"spec.podTemplateSpec.spec": "podSpec"}),
    "an open template with an open spec": (
        {"deployment": of(template=of(metadata=OPEN, spec=OPEN))},
        {"spec.deployment.template.spec": "podSpec"},
    ),
    "lists of containers that are open as a whole": (
        {"initContainers": OPEN, "volumes": OPEN},
        {"spec.initContainers[*]": "container", "spec.volumes[*]": "volume"},
    ),
    "an open container": ({"container": OPEN}, {"spec.container": "container"}),
    "open objects": (
        {"manifests": listed(OPEN), "manifest": OPEN},
        {"spec.manifests[*]": "object", "spec.manifest": "object"},
    ),
    "an embedded object": (
        {"manifests": listed({"type": "object", "x-kubernetes-embedded-resource": True})},
        {"spec.manifests[*]": "object"},
    ),
    "the values of a chart": (
        {"helm": of(values=STRING, valuesObject=OPEN, valueFiles=listed(STRING))},
        {"spec.helm.values": "yaml", "spec.helm.valuesObject": "values"},
    ),
    "values that are told to be a chart's": (
        {"values": {**OPEN, "description": "Values of the Helm release."}},
        {"spec.values": "values"},
    ),
    "shapes in branches": (
        {"job": {"anyOf": [{"required": ["pod"]}, of(pod=of(spec=POD_SPEC))]}},
        {"spec.job.pod.spec": "podSpec"},
    ),
    "a type that only a branch tells": (
        {"image": {"description": "Any.", "allOf": [{"type": "string"}]}},
        {"spec.image": "reference"},
    ),
}

NAMES = {
    "image": ({"image": STRING}, {"spec.image": "reference"}),
    "a longer name": ({"initBusyboxImage": STRING}, {"spec.initBusyboxImage": "reference"}),
    "snake case": ({"docker_image": STRING}, {"spec.docker_image": "reference"}),
    "no case": ({"dockerimage": STRING}, {"spec.dockerimage": "reference"}),
    "an image's name": ({"imageName": STRING}, {"spec.imageName": "reference"}),
    "a map of images": ({"sidecarImages": mapped(STRING)}, {"spec.sidecarImages.*": "reference"}),
    "a list of images": ({"preLoadImages": listed(STRING)}, {"spec.preLoadImages[*]": "reference"}),
    "a list of named images": ({"images": listed(strings("name", "image"))}, {"spec.images[*].image": "reference"}),
    "the name of an image that is pulled": (
        {"image": strings("name", "pullPolicy")},
        {"spec.image.name": "reference"},
    ),
    "a reference in an image": ({"image": strings("reference")}, {"spec.image.reference": "reference"}),
    "a base image": ({"baseImage": text("Without tag.")}, {"spec.baseImage": "repository"}),
    "an image's repository": ({"imageRepository": STRING}, {"spec.imageRepository": "repository"}),
    "a repository of images": (
        {"repository": text("Repository of the container image.")},
        {"spec.repository": "repository"},
    ),
    "a registry of images": (
        {"registry": text("Registry is the default Docker registry used for component Docker images.")},
        {"spec.registry": "registry"},
    ),
    "a repository that is a registry": (
        {"dns": of(imageRepository=text("The container registry to pull images from."), imageTag=STRING)},
        {"spec.dns.imageRepository": "registry"},
    ),
    "a package that is an image": (
        {"package": text("Must be a fully qualified image name, with registry, repository and tag.")},
        {"spec.package": "reference"},
    ),
    "a default that is a reference": (
        {"helper": text(default="quay.io/example/helper:v1")},
        {"spec.helper": "reference"},
    ),
    "a tag that is a reference": (
        {"reloaderImageTag": text("Defines image:tag of the reloader.")},
        {"spec.reloaderImageTag": "reference"},
    ),
    "a URL that is pulled": ({"url": STRING, "imagePullPolicy": STRING}, {"spec.url": "reference"}),
    "a reference that is pulled": (
        {"artifacts": listed(strings("type", "reference", "pullPolicy"))},
        {"spec.artifacts[*].reference": "reference"},
    ),
    "the address of an image of a Pod": (
        {"initImageURL": text("URL to an image.")},
        {"spec.initImageURL": "reference"},
    ),
    "the address of an image": ({"image": text("The URL to the proxy image.")}, {"spec.image": "reference"}),
    "an address that may lead to Git too": (
        {"url": text("A Git repository or an OCI repository."), "pullSecret": STRING},
        {"spec.url": "oci"},
    ),
    "an address beside an image that is pulled": (
        {"uri": STRING, "image": STRING, "imagePullSecrets": STRING},
        {"spec.image": "reference"},
    ),
    "an address beside the digest of an image": (
        strings("uri", "imageDigest")["properties"],
        {"spec.uri": "reference"},
    ),
    "longer names": (
        strings("imageFullName", "imageOverride", "imageWithTag", "workerPullSpec", "imageLocation")["properties"],
        {
            f"spec.{key}": "reference"
            for key in ("imageFullName", "imageOverride", "imageWithTag", "workerPullSpec", "imageLocation")
        },
    ),
    "lists and maps of longer names": (
        {"imageNames": listed(STRING), "imageOverrides": mapped(STRING), "imageList": listed(STRING)},
        {"spec.imageNames[*]": "reference", "spec.imageOverrides.*": "reference", "spec.imageList[*]": "reference"},
    ),
    "the path of an image that is pulled": ({"image": strings("path", "pullPolicy")}, {"spec.image.path": "reference"}),
    "an image whose tag stands elsewhere": (
        {"image": text("What runs. Must not include the image tag.")},
        {"spec.image": "repository"},
    ),
    "images under their own names": (
        {"evaluationImages": of(tempo=text("The tempo container image."), bfcl=STRING, pullPolicy=STRING)},
        {"spec.evaluationImages.tempo": "reference", "spec.evaluationImages.bfcl": "reference"},
    ),
    "the images of one program": (
        {"image": strings("application", "init", "pullPolicy")},
        {"spec.image.application": "reference", "spec.image.init": "reference"},
    ),
    "the repository of one image": (
        {"agentRepository": text("The repository to pull the agent image from.")},
        {"spec.agentRepository": "repository"},
    ),
    "a repository of all images": (
        {"repository": text("Repository used to pull workload images.")},
        {"spec.repository": "registry"},
    ),
    "a registry, and names below it": (
        {"registry": STRING, "agent": of(image=strings("name", "tag"))},
        {"spec.registry": "registry", "spec.agent.image": {"name": "name", "tag": "tag"}},
    ),
    "a key with dots": ({"a.b/image": STRING}, {"spec['a.b/image']": "reference"}),
    "a map in a map": ({"nodes": mapped(mapped(strings("image")))}, {"spec.nodes.*.*.image": "reference"}),
}

SPLITS = {
    "repository and tag": ({"image": strings("repository", "tag")}, {"repository": "repository", "tag": "tag"}),
    "all parts": (
        {"image": strings("registry", "repository", "tag", "digest", "pullPolicy")},
        {"registry": "registry", "repository": "repository", "tag": "tag", "digest": "digest"},
    ),
    "other names of parts": (
        {"imageSpec": strings("repository", "versionTag", "digestHash")},
        {"repository": "repository", "tag": "versionTag", "digest": "digestHash"},
    ),
    "a version of an image": (
        {"image": strings("registry", "repository", "version", "pullPolicy")},
        {"registry": "registry", "repository": "repository", "tag": "version"},
    ),
    "repository, image and version": (
        {"driver": strings("repository", "image", "version")},
        {"repository": "repository", "name": "image", "tag": "version"},
    ),
    "a version that may be a number": (
        {"driver": of(repository=STRING, image=STRING, version={"x-kubernetes-int-or-string": True})},
        {"repository": "repository", "name": "image", "tag": "version"},
    ),
    "a common stem": (
        {"artifact": strings("flinkImageRegistry", "flinkImageRepository", "flinkImageTag")},
        {"registry": "flinkImageRegistry", "repository": "flinkImageRepository", "tag": "flinkImageTag"},
    ),
    "image and tag": ({"exporter": strings("image", "imageTag")}, {"repository": "image", "tag": "imageTag"}),
    "registry and image": ({"driver": strings("registry", "image")}, {"registry": "registry", "repository": "image"}),
    "image and image version": (
        {"redis": strings("redis_image", "redis_image_version")},
        {"repository": "redis_image", "tag": "redis_image_version"},
    ),
    "base image and tag": ({"thanos": strings("baseImage", "tag")}, {"repository": "baseImage", "tag": "tag"}),
    "name and tag of an image": ({"image": strings("name", "tag", "pullPolicy")}, {"repository": "name", "tag": "tag"}),
    "registry and name": (
        {"containerImage": strings("registry", "name", "tag")},
        {"registry": "registry", "repository": "name", "tag": "tag"},
    ),
    "registry and path": (
        {"image": strings("registry", "path", "tag", "digest")},
        {"registry": "registry", "repository": "path", "tag": "tag", "digest": "digest"},
    ),
    "registry, name and version": (
        {"toolkitImage": strings("registry", "name", "version")},
        {"registry": "registry", "repository": "name", "tag": "version"},
    ),
    "registry, repository and name": (
        {"image": strings("name", "registry", "repository", "tag", "pullPolicy")},
        {"registry": "registry", "repository": "repository", "name": "name", "tag": "tag"},
    ),
    "a container whose image has a repository beside it": (
        {"driver": of(**CONTAINER, repository=STRING, version=STRING)},
        {"repository": "repository", "name": "image", "tag": "version"},
    ),
    "an image first, and its version": (
        {"pulp": strings("image_web", "image_web_version")},
        {"repository": "image_web", "tag": "image_web_version"},
    ),
    "a hash for a digest": (
        {"image": strings("repository", "tag", "hash")},
        {"repository": "repository", "tag": "tag", "digest": "hash"},
    ),
    "new name and tag": (
        {"images": strings("name", "newName", "newTag", "digest")},
        {"repository": "newName", "tag": "newTag", "digest": "digest"},
    ),
}

NOTHING = {
    "the values of a selector": {"matchExpressions": listed(of(key=STRING, values=listed(STRING)))},
    "a URL": {"url": STRING},
    "a policy": {"imagePullPolicy": STRING},
    "secrets": {"imagePullSecrets": listed(strings("name"))},
    "no string": {"image": {"type": "boolean"}},
    "a number or a string": {"image": {"x-kubernetes-int-or-string": True}},
    "a Git repository": {"repository": text("The GitHub repository.")},
    "a Git repository with a tag": {"source": strings("repository", "branch", "tag")},
    "a Git repository of another name": strings("gitRepository", "gitTag")["properties"],
    "a release": strings("releaseName", "releaseTag")["properties"],
    "a Helm repository": {"chart": strings("repository", "chart", "version")},
    "a Maven repository": {"artifact": of(repository=text("Maven repository to download the artifact from."))},
    "a repository of nothing": {"repository": STRING},
    "a registry of schemas": {"registry": text("The schema registry of the topics.")},
    "an object of that name": {"imageRef": strings("name", "namespace")},
    "an object of a kind": {"imageCatalogRef": strings("apiGroup", "kind", "name")},
    "names of objects": strings("jobTemplateReference", "pvcTemplateReference", "imagePullSecret")["properties"],
    "the address of a service": strings("externalUrl", "operatorClusterURL", "imagePullSecrets")["properties"],
    "a container's name": {"tagImages": listed(of(containerName=text("The container whose image is tagged.")))},
    "an image's kind": {"image": strings("imageType")},
    "an image's tag alone": {"imageTag": STRING},
    "an image's digest alone": {"imageDigest": STRING},
    "an image's family": {"imageFamily": STRING},
    "containers without images": {"containers": listed(strings("name", "cpu"))},
    "a volume's other fields": {"volumes": listed(of(configMap=of(), gitRepo=strings("repository")))},
    "a Kustomize image's old name": {"images": listed(strings("name", "newName"))},
    "what a pod says of itself": {"podTemplate": of(status=of(containerStatuses=listed(strings("image"))))},
    "metadata": {"template": of(metadata=of(image=STRING))},
    "the template of an object of a kind": {"template": of(apiVersion=STRING, kind=STRING, spec=OPEN)},
    "the template of a channel": {"channelTemplate": of(spec=OPEN)},
    "a pull policy of a container image": {"policy": text("Whether the container image to use is pulled.")},
}

DOUBTS = {
    "a RADOS block device": {"rbd": strings("image")},
    "the address of a file": {"image": text("The container image.", format="uri")},
    "may be the address of a file": {"imageURL": STRING},
    "one of a few words": {"image": text(enum=["default", "distroless"])},
    "a pattern that images are compared with": {"image": text("A regular expression for container images.")},
    "may be the image of a machine or a disk": {"image": text("The AMI of the node.")},
    "an image that is built and pushed, not pulled": {"output": of(image=text("The name of the image."))},
    "an image that is built and pushed, not pulled ": {"task": of(image=text("The final image name."))},
    " an image that is built and pushed, not pulled": {"publishingImage": text("The desired image build name.")},
    "a name below a registry that stands elsewhere": {
        "containerImageName": text("In combination with the container registry, it overrides the container image.")
    },
    "a registry of other things": {"quobyte": of(registry=text("The registry to pull images from."))},
    "what a controller noted": {"lastTriggeredImage": STRING},
    "what a controller noted ": {"upgradeHistory": listed(of(image=text("The container image before.")))},
    "an image that is scanned, not pulled": {"imageScans": listed(of(image=text("The image to scan.")))},
    "a name without its registry": {"images": listed(of(image=text("The image name without registry or tag.")))},
    "an override of Kustomize, which may be written `old=new`": {"kustomize": of(images=listed(STRING))},
    "its schema does not say that it is a string": {"image": {"description": "Any."}},
    "may be a picture": {"logoImage": STRING},
    "may be a picture ": {"imageUrl": text("Template for Alert image url.")},
    "may be the image of a machine or a disk ": {"image": text("The image to use for your server instance.")},
    "an image that is copied from a local daemon": {
        "preLoadImages": {**listed(STRING), "description": "Allows to pre-load images in a newly created machine."}
    },
    " may be the image of a machine or a disk": {"image": of(name=text("The image to use on a node pool."))},
}


@pytest.mark.parametrize(("spec", "expected"), {**SHAPES, **NAMES}.values(), ids={**SHAPES, **NAMES}.keys())
def test_a_field_is_found_by_its_shape_or_its_name(spec: dict[str, Any], expected: dict[str, str]) -> None:
    assert on(find(**spec)) == expected


@pytest.mark.parametrize(("spec", "expected"), SPLITS.values(), ids=SPLITS.keys())
def test_a_reference_in_parts_is_found_as_one(spec: dict[str, Any], expected: dict[str, str]) -> None:
    (key,) = spec

    assert on(find(**spec)) == {f"spec.{key}": expected}


@pytest.mark.parametrize("spec", NOTHING.values(), ids=NOTHING.keys())
def test_what_is_no_reference_is_not_even_doubtful(spec: dict[str, Any]) -> None:
    assert find(**spec).findings == ()


@pytest.mark.parametrize(("reason", "spec"), DOUBTS.items(), ids=DOUBTS.keys())
def test_a_false_friend_is_off_and_says_why(reason: str, spec: dict[str, Any]) -> None:
    found = find(**spec)

    assert on(found) == {}
    assert list(doubtful(found).values()) == [reason.strip()]


@pytest.mark.parametrize(
    ("description", "certainty"),
    [
        ("", "likely"),
        ("What runs.", "likely"),
        ("The container image to use. See https://kubernetes.io/docs/concepts/containers/images", "certain"),
        ("The docker image of the Helm controller, built from git.", "certain"),
        ("The image of the sidecar container, which serves the disk images of virtual machines.", "certain"),
        ("The VM image of the node.", "doubtful"),
    ],
)
def test_an_image_is_as_sure_as_its_description_makes_it(description: str, certainty: str) -> None:
    (finding,) = find(image=text(description)).findings

    assert finding.certainty == certainty


@pytest.mark.parametrize(
    ("group", "description", "certainty"),
    [
        ("compute.services.k8s.aws", "", "doubtful"),
        ("compute.services.k8s.aws", "The container image.", "doubtful"),
        ("infrastructure.cluster.x-k8s.io", "The container image.", "certain"),
        ("infrastructure.cluster.x-k8s.io", "The image name.", "doubtful"),
        ("policies.kyverno.io", "The container image.", "doubtful"),
        ("image.toolkit.fluxcd.io", "The name of the image repository.", "doubtful"),
        ("pkg.crossplane.io", "", "likely"),
    ],
)
def test_a_group_of_other_things_casts_doubt(group: str, description: str, certainty: str) -> None:
    (finding,) = find(group, image=text(description)).findings

    assert finding.certainty == certainty


def test_the_containers_of_a_cloud_are_doubtful() -> None:
    found = find("run.cnrm.cloud.google.com", template=POD_SPEC)

    assert on(found) == {}
    assert doubtful(found).keys() == {"spec.template"}


def test_the_status_of_an_object_is_not_looked_at() -> None:
    schema = {"type": "object", "properties": {"status": strings("image"), "metadata": strings("image")}}

    assert scan(GROUP, schema).findings == ()


def test_what_stands_at_the_root_of_an_object_is_found_in_its_fields() -> None:
    schema = {**of(**CONTAINER, containers=listed(of(**CONTAINER))), "additionalProperties": strings("image")}

    assert on(scan(GROUP, schema)) == {"image": "reference", "containers[*]": "container"}


def test_a_field_that_is_called_status_is_one() -> None:
    assert on(find(status=text("The container image to use."))) == {"spec.status": "reference"}


def test_two_references_in_one_object_are_not_mixed_up() -> None:
    found = find(thanos=strings("image", "baseImage", "tag", "sidecarImage", "sidecarImageTag"))

    assert sorted(map(str, (dict(f.holds) if not isinstance(f.holds, str) else f.path for f in found.findings))) == [
        "spec.thanos.image",
        "{'repository': 'baseImage', 'tag': 'tag'}",
        "{'repository': 'sidecarImage', 'tag': 'sidecarImageTag'}",
    ]


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        (None, ()),
        ({"type": "object", "x-kubernetes-preserve-unknown-fields": True}, ("",)),
        (of(spec=OPEN), ("spec",)),
        (of(spec=of(values={"additionalProperties": True})), ("spec.values",)),
        (of(spec=of(list=listed(OPEN))), ("spec.list[*]",)),
        (of(spec=of(matchLabels=OPEN)), ()),
        (of(spec=of(helm=of(values=OPEN))), ()),
        (of(spec={**OPEN, "properties": {"replicas": {"type": "integer"}}}), ()),
    ],
)
def test_what_a_schema_does_not_tell_of_is_noted(schema: object, paths: tuple[str, ...]) -> None:
    assert scan(GROUP, schema).open_paths == paths
