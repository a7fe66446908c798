"""Helm charts among the folders of a run: their templates are not YAML before Helm has rendered them."""

from __future__ import annotations

import os

from regswap.errors import Diagnostic

CHART = "Chart.yaml"
_PARTS = ("templates", "charts")
"""The folders of which a chart has one at least; what it has of subcharts belongs to it."""


def is_chart(folder: str) -> bool:
    """Tell whether a folder is a Helm chart."""
    is_named = os.path.isfile(os.path.join(folder, CHART))
    return is_named and any(os.path.isdir(os.path.join(folder, part)) for part in _PARTS)


def tell_chart(folder: str) -> Diagnostic:
    """Say of a chart that it is not read."""
    path = os.path.normpath(folder)
    remedy = f"render it (`helm template NAME {path} | regswap rewrite`)"
    return Diagnostic("is a Helm chart, and its templates are not read", remedy, path)
