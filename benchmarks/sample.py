"""Made-up manifests, in the shape of real ones: what is measured where nobody else's are at hand."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from benchmarks.manifest import Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator

_IMAGES = (
    "nginx:1.29.3-alpine",
    "docker.io/library/redis:8.2.2",
    "quay.io/prometheus/node-exporter:v1.10.2",
    "registry.k8s.io/ingress-nginx/controller:v1.14.0@sha256:" + "0123456789abcdef" * 4,
    "ghcr.io/example/worker:7.4.1",
)

_WORKLOAD = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: sample-{number}
  namespace: sample
  labels:
    app.kubernetes.io/name: sample
    app.kubernetes.io/instance: sample-{number}
spec:
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/instance: sample-{number}
  template:
    metadata:
      labels:
        app.kubernetes.io/instance: sample-{number}
    spec:
      serviceAccountName: sample
      initContainers:
        - name: wait
          image: {first}
          command: ["sh", "-c", "until nc -z database 5432; do sleep 1; done"]
      containers:
        - name: main
          image: "{second}"
          imagePullPolicy: IfNotPresent
          args:
{arguments}
          env:
{variables}
          ports:
            - name: http
              containerPort: 8080
              protocol: TCP
          readinessProbe:
            httpGet:
              path: /ready
              port: http
            periodSeconds: 5
          resources:
            limits: {{cpu: 500m, memory: 256Mi}}
            requests: {{cpu: 100m, memory: 128Mi}}
          volumeMounts:
            - name: configuration
              mountPath: /etc/sample
      volumes:
        - name: configuration
          configMap:
            name: sample-{number}
"""

_CROWD = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: sample-{number}
  namespace: sample
spec:
  selector:
    matchLabels:
      app: sample-{number}
  template:
    metadata:
      labels:
        app: sample-{number}
    spec:
      containers:
{containers}
"""

_CONTAINER = """\
      - name: {name}
        image: {image}
        args: ["--listen=:8080", "--log-level=info"]
        env:
        - name: NAMESPACE
          valueFrom:
            fieldRef:
              fieldPath: metadata.namespace
        - name: LIMIT
          value: "100"
        ports:
        - containerPort: 8080
          name: http
        resources:
          requests:
            cpu: 100m
            memory: 128Mi"""

_OTHERS = (
    """\
apiVersion: v1
kind: ServiceAccount
metadata:
  name: sample-{number}
  namespace: sample
""",
    """\
apiVersion: v1
kind: Service
metadata:
  name: sample-{number}
  namespace: sample
spec:
  type: ClusterIP
  selector:
    app.kubernetes.io/instance: sample-{number}
  ports:
    - name: http
      port: 80
      targetPort: http
""",
    """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: sample-{number}
  namespace: sample
data:
  settings.yaml: |
    listen: 0.0.0.0:8080
    image: this/is/text:only
""",
)

_DEFINITION = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: samples{number}.example.com
spec:
  group: example.com
  names: {{kind: Sample{number}, listKind: Sample{number}List, plural: samples{number}, singular: sample{number}}}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
{properties}
"""

_PROPERTY = """\
                field{number}:
                  description: |-
                    What this field means takes a sentence or two in most definitions,
                    and so it does here.
                  properties:
                    image:
                      description: The image that runs.
                      type: string
                  type: object"""


def workloads() -> Iterator[Manifest]:
    """Make Deployments without end."""
    for number in count():
        yield Manifest("Deployment", _workload(number))


def crowds() -> Iterator[Manifest]:
    """Make Deployments with three containers each without end."""
    names = ("main", "proxy", "exporter")
    for number in count():
        images = [_IMAGES[(number + place) % len(_IMAGES)] for place in range(len(names))]
        containers = (_CONTAINER.format(name=name, image=image) for name, image in zip(names, images, strict=True))
        yield Manifest("Deployment", _CROWD.format(number=number, containers="\n".join(containers)))


def charts() -> Iterator[Manifest]:
    """Make what a chart makes: for each workload the small objects that go with it."""
    for number in count():
        yield from (Manifest(_kind(text), text.format(number=number)) for text in _OTHERS)
        yield Manifest("Deployment", _workload(number))


def releases() -> Iterator[Manifest]:
    """Make what an operator's release holds: custom resource definitions for the most part."""
    properties = "\n".join(_PROPERTY.format(number=number) for number in range(300))
    for number in count():
        text = _DEFINITION.format(number=number, properties=properties)
        yield Manifest("CustomResourceDefinition", text)
        if number % 8 == 0:
            yield Manifest("Deployment", _workload(number))


def _workload(number: int) -> str:
    return _WORKLOAD.format(
        number=number,
        first=_IMAGES[number % len(_IMAGES)],
        second=_IMAGES[(number + 2) % len(_IMAGES)],
        arguments="\n".join(f"            - --option-{index}=value-{index}" for index in range(12)),
        variables="\n".join(f'            - name: NAME_{index}\n              value: "{index}"' for index in range(12)),
    )


def _kind(text: str) -> str:
    return text.partition("kind: ")[2].partition("\n")[0]
