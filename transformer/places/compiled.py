"""The catalogue, compiled from ``catalogue/*.yaml`` by ``tools/compile_catalogue.py``. Do not edit."""

from __future__ import annotations

from transformer.record import TYPE_CHECKING

if TYPE_CHECKING:
    from transformer.places.kind import Catalogue

CATALOGUE: Catalogue = {
    "ConfigMap": (("", (), (("data.*", "text"),)),),
    "CronJob": (("batch", (), (("spec.jobTemplate.spec.template.spec", "podSpec"),)),),
    "DaemonSet": (
        ("apps", (), (("spec.template.spec", "podSpec"),)),
        ("extensions", (), (("spec.template.spec", "podSpec"),)),
    ),
    "Deployment": (
        ("apps", (), (("spec.template.spec", "podSpec"),)),
        ("extensions", (), (("spec.template.spec", "podSpec"),)),
    ),
    "Job": (("batch", (), (("spec.template.spec", "podSpec"),)),),
    "Namespace": (("", (), ()),),
    "Pod": (("", (), (("spec", "podSpec"),)),),
    "PodTemplate": (("", (), (("template.spec", "podSpec"),)),),
    "ReplicaSet": (
        ("apps", (), (("spec.template.spec", "podSpec"),)),
        ("extensions", (), (("spec.template.spec", "podSpec"),)),
    ),
    "ReplicationController": (("", (), (("spec.template.spec", "podSpec"),)),),
    "StatefulSet": (
        ("apps", (), (("spec.template.spec", "podSpec"),)),
        ("extensions", (), (("spec.template.spec", "podSpec"),)),
    ),
}

BARE: tuple[bytes, ...] = ()
"""Kinds with a place whose path does not tell that it has to do with images."""
