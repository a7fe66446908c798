"""Files of other programs that are easily taken for rules, told from a word of theirs."""

from __future__ import annotations

import re

from regswap.errors import Diagnostic

_LIKENESSES = (
    (r'^"?(?:mirrors|configs)"?:[ \t]*(?:#.*)?$', "registries.yaml of k3s or RKE2"),
    (r"^[ \t]*\[\[registry(?:\.mirror)?\]\]|^unqualified-search-registries", "registries.conf of CRI-O or Podman"),
    (r'^[ \t]*\[(?:host|plugins)\."|^server[ \t]*=', "the configuration of containerd"),
    (r'"registry-mirrors"[ \t]*:', "daemon.json of Docker"),
    (r"^kind:[ \t]*Image(?:Digest|Tag)MirrorSet|^kind:[ \t]*ImageContentSourcePolicy", "a mirror set of OpenShift"),
    (r"^[ \t-]*new(?:Name|Tag):|^kind:[ \t]*Kustomization", "a kustomization"),
    (r"^services:[ \t]*$", "a Compose file"),
    (r"^kind:[ \t]*(?:Deployment|Pod|StatefulSet|DaemonSet|Job|CronJob)\b", "a manifest"),
    (r"^image:[ \t]*$|^[ \t]+(?:repository|pullPolicy):", "the values of a Helm chart"),
)
_NESTED = r"^(?P<indent>[ \t]*)[^\s:#][^:\r\n]*:[ \t]*(?:#.*)?\n+(?P=indent)(?:[ \t]+[^\s#]|-[ \t])"
_ITEM = r"^[ \t]*-[ \t]+\S"


def find_likeness(text: str) -> str:
    """Return what a text looks like that is not in a rule format; empty where nothing is known of it."""
    return next((name for pattern, name in _LIKENESSES if re.search(pattern, text, re.MULTILINE)), "")


def is_nested(text: str) -> bool:
    """Tell whether a text has mappings in mappings or lists, as YAML has and no line of a map file."""
    return re.search(f"{_NESTED}|{_ITEM}", text, re.MULTILINE) is not None


def diagnose(source: str, what: str) -> Diagnostic:
    """Make a finding about a file that looks like something else."""
    remedy = "write rules such as `docker.io::registry.example.com/docker.io`, or name the format with `--rules-format`"
    return Diagnostic(f"looks like {what}, which holds no rules", remedy, source)
