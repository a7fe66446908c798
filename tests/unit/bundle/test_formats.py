"""Lists of copies for the programs that make them: what each says is what the plan says, or it refuses."""

from __future__ import annotations

import shlex
import subprocess

import pytest
import yaml

from regswap.bundle.copying import DIRECT, PULL, PUSH, plan_copies
from regswap.bundle.formats import FORMATS
from regswap.bundle.formats.regsync import RegsyncHost
from regswap.bundle.formats.regsync import write as write_regsync
from regswap.bundle.image import BundleImage, Place, name_in_layout
from regswap.errors import UsageError

DIGEST = f"sha256:{'0a' * 32}"
PLACE = Place("app.yaml", 6, 1, "Pod web", "spec.containers[0].image", "nginx")
OTHER = PLACE._replace(line=9)
NGINX = BundleImage("docker.io/library/nginx:1", "mirror.test/hub/nginx:1", (PLACE,))
PINNED = BundleImage(f"quay.io/a/b:1@{DIGEST}", f"mirror.test/quay/a/b:1@{DIGEST}", (OTHER,))
BY_DIGEST = BundleImage(f"quay.io/a/c@{DIGEST}", f"mirror.test/quay/a/c@{DIGEST}", (OTHER,))


def test_a_stage_says_one_end_of_the_way_as_a_name_in_the_layout() -> None:
    names = [name_in_layout(image.source) for image in (NGINX, PINNED)]

    pulled = plan_copies((NGINX, PINNED), PULL, "media/bundle/")
    pushed = plan_copies((NGINX, PINNED), PUSH, "media/bundle/")

    assert [copy.source for copy in pulled] == [NGINX.source, PINNED.source]
    assert [copy.target for copy in pulled] == [f"ocidir://media/bundle:{name}" for name in names]
    assert [copy.source for copy in pushed] == [copy.target for copy in pulled]
    assert [copy.image for copy in pushed] == [NGINX.source, PINNED.source]


def test_what_has_a_tag_and_a_digest_is_put_under_its_tag() -> None:
    copies = plan_copies((PINNED, BY_DIGEST), DIRECT, None)

    assert [copy.source for copy in copies] == [PINNED.source, BY_DIGEST.source]
    assert [copy.target for copy in copies] == ["mirror.test/quay/a/b:1", BY_DIGEST.target]


def test_what_is_pulled_for_two_targets_is_pulled_once_for_the_places_of_both() -> None:
    second = NGINX._replace(target="mirror.test/library/nginx:1", places=(OTHER,))

    (copy,) = plan_copies((NGINX, second), PULL, "bundle")

    assert copy.places == (PLACE, OTHER)
    assert len(plan_copies((NGINX, second), PUSH, "bundle")) == 2


def test_the_list_of_pairs_has_one_on_a_line() -> None:
    text = FORMATS["images"].write(plan_copies((NGINX, BY_DIGEST), DIRECT, None))

    assert text.splitlines() == [f"{image.source} {image.target}" for image in (NGINX, BY_DIGEST)]


@pytest.mark.parametrize("layout", ["bundle", "/media/usb stick/a~b+c"])
def test_regsync_is_told_to_bring_signatures_and_to_run_as_one_process(layout: str) -> None:
    copies = plan_copies((NGINX, PINNED), PULL, layout)

    told = yaml.safe_load(FORMATS["regsync"].write(copies))

    assert told["version"] == 1
    assert told["defaults"] == {"parallel": 4, "referrers": True, "digestTags": True}
    assert told["sync"] == [{"source": copy.source, "target": copy.target, "type": "image"} for copy in copies]
    assert yaml.safe_load(FORMATS["regsync"].write(()))["sync"] == []


def test_regsync_is_told_how_registries_are_reached() -> None:
    pem = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n"
    hosts = (RegsyncHost("127.0.0.1:5000", plain_http=True), RegsyncHost("mirror.test", authority=pem, client_key="k"))

    assert yaml.safe_load(write_regsync((), hosts))["creds"] == [
        {"registry": "127.0.0.1:5000", "tls": "disabled"},
        {"registry": "mirror.test", "regcert": pem, "clientKey": "k"},
    ]


def test_image_syncer_gets_all_targets_of_a_source() -> None:
    second = NGINX._replace(target="mirror.test/library/nginx:1")

    told = yaml.safe_load(FORMATS["image-syncer"].write(plan_copies((NGINX, second, BY_DIGEST), DIRECT, None)))

    assert told == {NGINX.source: [NGINX.target, second.target], BY_DIGEST.source: [BY_DIGEST.target]}


@pytest.mark.parametrize(
    ("image", "fault"),
    [
        (PINNED, f"`{PINNED.source}` has a tag and a digest"),
        (NGINX._replace(target="mirror:5000/nginx:1"), "`mirror:5000/nginx:1` is below a registry without a dot"),
    ],
)
def test_what_image_syncer_cannot_say_is_an_error_that_names_it(image: BundleImage, fault: str) -> None:
    with pytest.raises(UsageError) as error:
        FORMATS["image-syncer"].write(plan_copies((NGINX, image), DIRECT, None))

    (diagnostic,) = error.value.diagnostics
    assert fault in diagnostic.message
    assert diagnostic.remedy == "use --format regsync, which can say all"


@pytest.mark.parametrize("shell", ["sh", "bash --posix"])
def test_the_script_is_one_for_any_shell_and_quotes_what_it_names(shell: str) -> None:
    copies = plan_copies((NGINX, PINNED), PULL, "/media/usb stick/a~b")

    script = FORMATS["script"].write(copies)

    subprocess.run([*shell.split(), "-n"], input=script, text=True, check=True)
    written = [shlex.split(line)[1:] for line in script.splitlines() if line.startswith("copy ")]
    assert written == [[copy.source, copy.target] for copy in copies]
    run = ["env", "REGCTL=/bin/false", *shell.split()]
    done = subprocess.run(run, input=script, text=True, check=False, capture_output=True)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "2 images were not copied")
    assert f"failed: {copies[1].source} -> {copies[1].target}" in done.stderr
    missing = subprocess.run(
        ["env", "REGCTL=/nowhere", *shell.split()], input=script, text=True, check=False, capture_output=True
    )
    assert (missing.returncode, "regctl is missing" in missing.stderr) == (127, True)
    told = subprocess.run(
        ["env", "REGCTL=echo", *shell.split()], input=script, text=True, check=True, capture_output=True
    )
    assert told.stdout.splitlines()[0] == (
        f"image copy --referrers --digest-tags {copies[0].source} {copies[0].target}"
    )
