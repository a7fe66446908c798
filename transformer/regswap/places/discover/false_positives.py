"""What looks like a reference and is none, and what tells that it is one: data, with the reasons that users read.

Collected from the schemas of some 460 kinds.
"""

from __future__ import annotations

import re

from regswap.record import NamedTuple


class FalsePositive(NamedTuple):
    """Words that speak against a field."""

    words: frozenset[str]
    reason: str


class Phrase(NamedTuple):
    """Words of a description that speak against its field."""

    pattern: str
    """A regular expression; case does not count."""
    reason: str
    is_strong: bool
    """Whether it counts even where the same description speaks of container images."""


_MACHINE = "may be the image of a machine or a disk"
_PUSHED = "an image that is built and pushed, not pulled"
_PATTERN = "a pattern that images are compared with"
_PICTURE = "may be a picture"
_NOTED = "what a controller noted"

KEY_FALSE_POSITIVES = (
    FalsePositive(
        frozenset({"vm", "machine", "disk", "os", "boot", "backing", "gallery", "ami", "iso", "snapshot"}), _MACHINE
    ),
    FalsePositive(frozenset({"kernel", "initrd", "qcow", "firmware", "rootfs", "partition"}), _MACHINE),
    FalsePositive(frozenset({"logo", "icon", "avatar", "background", "thumbnail", "favicon", "banner"}), _PICTURE),
    FalsePositive(
        frozenset({"allowed", "blocked", "denied", "ignored", "excluded", "skip", "match", "filter"}), _PATTERN
    ),
    FalsePositive(frozenset({"output", "destination", "push", "publishing", "published"}), _PUSHED),
    FalsePositive(frozenset({"last", "observed", "triggered"}), _NOTED),
    FalsePositive(frozenset({"url"}), "may be the address of a file"),
)
"""Words of the field's own name."""

ANCESTOR_FALSE_POSITIVES = (
    FalsePositive(frozenset({"rbd"}), "a RADOS block device"),
    FalsePositive(frozenset({"quobyte"}), "a registry of other things"),
    FalsePositive(frozenset({"git"}), "a Git repository"),
    FalsePositive(frozenset({"output", "destination", "push"}), _PUSHED),
    FalsePositive(frozenset({"filter", "match", "exclude", "selector", "policy", "policies", "verify"}), _PATTERN),
    FalsePositive(frozenset({"scan", "scans"}), "an image that is scanned, not pulled"),
    FalsePositive(frozenset({"kustomize"}), "an override of Kustomize, which may be written `old=new`"),
    FalsePositive(frozenset({"history"}), _NOTED),
)
"""Words of the names that the field stands below."""

PHRASES = (
    Phrase(r"\b(regular expressions?|regex(es|p)?|globs?|wildcards?)\b", _PATTERN, is_strong=True),
    Phrase(r"\bpatterns\b|\bmatching image\b", _PATTERN, is_strong=True),
    Phrase(
        r"\bimage\b.*\b(will|to|shall) be (built|pushed)|\b(push|publish)(ed|es|ing)? (the |an? )?(\w+ )?image",
        _PUSHED,
        is_strong=True,
    ),
    Phrase(r"\bfinal image\b|\bimage build name\b", _PUSHED, is_strong=True),
    Phrase(r"\bimage\b[^.]*\b(node ?pool|(server|machine) instance)\b", _MACHINE, is_strong=True),
    Phrase(r"\bpre-?load (container )?images in\b", "an image that is copied from a local daemon", is_strong=True),
    Phrase(r"\btemplate for\b[^.]*\bimage url\b|\b(alert|message|incident) image\b", _PICTURE, is_strong=True),
    Phrase(
        r"\bin combination with the (container )?registry\b",
        "a name below a registry that stands elsewhere",
        is_strong=True,
    ),
    Phrase(
        r"\b(without|excluding|not include) (the |a |any )?registry\b", "a name without its registry", is_strong=True
    ),
    Phrase(
        r"\b(to|be) scan(ned)?\b|\bscans? (the |an? )?(image|repositor)",
        "an image that is scanned, not pulled",
        is_strong=True,
    ),
    Phrase(r"\bkustomize\b", "an override of Kustomize, which may be written `old=new`", is_strong=True),
    Phrase(
        r"\bamis?\b|\b(machine|vm|disk|boot|node|os|cloud) images?\b|\bvirtual machine|\bqcow2?\b|\bglance\b"
        r"|\bopenstack\b",
        _MACHINE,
        is_strong=False,
    ),
    Phrase(r"\brados\b|\brbd\b", "a RADOS block device", is_strong=False),
    Phrase(r"\bgit\b|\bgithub\b|\bgitlab repo", "may be a Git repository", is_strong=False),
    Phrase(r"\bmaven\b", "a Maven repository", is_strong=False),
    Phrase(r"\bhelm (chart|repo)", "may be a Helm repository", is_strong=False),
    Phrase(r"\bschema registry\b|\bpackage registry\b|\bquobyte\b", "a registry of other things", is_strong=False),
    Phrase(
        r"\b(url|uri|link) (of|to|for|from|where)\b(?! (the )?(\w+ )?(proxy|sidecar|agent) image)|\bhttps?:// ?url\b",
        "may be the address of a file",
        is_strong=False,
    ),
    Phrase(r"\b(picture|logo|icon|thumbnail|screenshot)\b", _PICTURE, is_strong=False),
    Phrase(r"\bamazon resource name\b|\barns?\b|\bself.?link\b", "a name in a cloud", is_strong=False),
)
"""What descriptions of false friends say."""

CLOUD = "the kinds of this group are resources of a cloud, which pulls by itself"
_MACHINES = "the kinds of this group are about machines, and so may their images be"
_POLICY = "the fields of this group are patterns of a policy"
_REPORT = "the kinds of this group report what was found"

GROUPS = (
    (r"(?!pkg\.)(.*\.)?(upbound\.io|services\.k8s\.aws|cnrm\.cloud\.google\.com|azure\.com|crossplane\.io)", CLOUD),
    (
        r"(infrastructure|ipam|addons)\.cluster\.x-k8s\.io|karpenter\..*|metal3\.io|tinkerbell\.org|rke-machine-config\.cattle\.io",
        _MACHINES,
    ),
    (
        r"harvesterhci\.io|.*\.openstack\.org|openstack\..*|machine(configuration)?\.openshift\.io|hive\.openshift\.io",
        _MACHINES,
    ),
    (r"(.*\.)?kyverno\.io|policy\.sigstore\.dev|constraints\.gatekeeper\.sh|kuik\.enix\.io", _POLICY),
    (r"aquasecurity\.github\.io|wgpolicyk8s\.io|spdx\.softwarecomposition\.kubescape\.io", _REPORT),
    (r"image\.toolkit\.fluxcd\.io|argocd-image-updater\.argoproj\.io", "an image that is scanned, not pulled"),
)
"""API groups, as regular expressions, of which nothing is taken for sure but container images that say so."""

OTHER_REPOSITORIES = frozenset(
    {"branch", "commit", "chart", "revision", "ref", "gitref", "url", "username", "owner", "path", "artifact", "semver"}
)
"""Fields beside a ``repository`` that is one of Git, Helm or Maven."""

SAYS_IMAGE = (
    r"\b(container|docker|oci|sidecar)('?s)? images?\b|\bimages? (name|reference|url)\b|\bimage to (use|run|pull)\b"
    r"|\bimage[^.]*\b(containers?|sidecars?|pods?|deployments?|docker)\b|\b(container|docker|oci)[^.]*\bimages?\b"
    r"|\bcontainer\b[^.]*\bregistry\b|<image>:<tag>"
)
"""What descriptions of references say."""

SAYS_CONTAINER = r"\b(containers?|docker|oci|sidecars?|pods?)\b|<image>:<tag>"
"""What descriptions say that can be about no other image."""

SAYS_FULL = (
    r"\b(fully[- ]qualified|full|complete) (container |docker |oci )?image (name|reference|path|url)\b"
    r"|\bimage:tag\b|\bname:tag\b|\bimage:version\b|<image>:<tag>"
)
"""What says that nothing of a reference is missing."""

SAYS_WHOLE = rf"{SAYS_FULL}|\b(container|docker|oci) image (name|reference|to (use|run|pull))\b"
SAYS_WHOLE += r"|\b(reference|name) (to|of) (the|a|an) (container|docker|oci) image\b"
"""What makes a string a reference whatever its name."""

SAYS_REGISTRY = (
    r"\b(container|docker|oci|image)s?\b[^.]*\b(registry|repository|images?)\b|\bpull images? from\b"
    r"|\bregistry\b[^.]*\bimages?\b|\bpull (the |all )?(\w+ )?images? from\b|\bpull workload images\b"
)
"""What descriptions of registries and repositories of images say."""

SAYS_FOR_ALL = r"\bregistry to pull\b|\bpull (the |all )?(\w+ )?images\b|\bimages? (are|is|will be) pulled from\b"
"""What descriptions of the place that several images are pulled from say, whatever the field's name."""

SAYS_BARE = r"\b(without|not include|no) (the |a |any )?tag\b|\bbase image\b.*\bdeprecated\b"
"""What descriptions of base images without a tag say."""

SAYS_TAGLESS = r"\bnot include (the |a |any )?(image )?tag\b|\bspecify the tag\b[^.]*\bseparately\b"
"""What descriptions of other images say whose tag stands elsewhere."""


SAYS_SOURCE = r"\bgit\b|\bbucket\b|\bs3\b|\bhttps?\b"
"""What descriptions of addresses say that may lead to other things than registries."""

SAYS_STREAM = r"\bimage ?stream\b"
"""What descriptions of tags say that are set on what was built."""


def phrase_found(text: str, *, strong_only: bool) -> str:
    """Return the reason of the first phrase that a description has, empty if it has none."""
    wanted = (phrase for phrase in PHRASES if phrase.is_strong or not strong_only)
    return next((phrase.reason for phrase in wanted if re.search(phrase.pattern, text, re.IGNORECASE)), "")


def trap_found(words: frozenset[str], false_positives: tuple[FalsePositive, ...]) -> str:
    """Return the reason of the first false_positive that one of some words is in, empty if none is."""
    return next((false_positive.reason for false_positive in false_positives if false_positive.words & words), "")


def group_found(group: str, *, says_image: bool) -> str:
    """Return what speaks against a field of an API group, empty if nothing does."""
    reason = next((reason for pattern, reason in GROUPS if re.fullmatch(pattern, group)), "")
    return "" if says_image and reason in (CLOUD, _MACHINES) else reason
