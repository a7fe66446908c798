#!/bin/sh
# Writes constraints.txt from pyproject.toml, one lock for every Python from 3.10 on.
# Pins that are there stay; `make lock LOCK_ARGS=--upgrade` renews them.
set -eu

cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A pinned uv in a folder of its own: the lock must not depend on the environment that it describes.
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check uv==0.13.8
UV_CUSTOM_COMPILE_COMMAND='make lock' "$work/venv/bin/uv" pip compile pyproject.toml \
    --universal --python-version 3.10 --extra test --extra dev \
    --no-emit-index-url --no-emit-find-links --no-annotate --quiet \
    --output-file constraints.txt "$@"
