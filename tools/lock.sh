#!/bin/sh
# Writes constraints.txt from pyproject.toml, one lock for every Python from 3.10 on; and from both what the image
# installs and is built with, in the same versions, with hashes.
# Pins that are there stay; `make lock LOCK_ARGS=--upgrade` renews them.
set -eu

cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A pinned uv in a folder of its own: the lock must not depend on the environment that it describes.
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check uv==0.13.8

compile() {
    UV_CUSTOM_COMPILE_COMMAND='make lock' "$work/venv/bin/uv" pip compile \
        --no-emit-index-url --no-emit-find-links --no-annotate --quiet "$@"
}

compile pyproject.toml --universal --python-version 3.10 --extra test --extra dev --extra image --output-file constraints.txt "$@"

# Not universal: the image is Linux and one Python, and a pin without a marker is one that is surely installed.
compile_for_image() {
    output=$1
    shift
    rm -f "$output"
    compile "$@" --python-version 3.13 --python-platform linux --constraint constraints.txt --generate-hashes \
        --output-file "$output"
}

compile_for_image plugins/requirements.txt pyproject.toml
printf "%s\n" hatchling cyclonedx-bom >"$work/build.in"
compile_for_image plugins/requirements-build.txt "$work/build.in"
