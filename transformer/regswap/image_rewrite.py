"""The head of an ``ImageRewrite``, the object that holds a configuration and rules of regswap's own."""

from __future__ import annotations

GROUP = "regswap.dev/"
"""The API group, as an ``apiVersion`` begins."""

API_VERSION = f"{GROUP}v1alpha1"
KIND = "ImageRewrite"

HEAD = f"""\
apiVersion: {API_VERSION}
kind: {KIND}
spec:
"""
"""The lines before what is under ``spec``."""

NOT_RULES = "not-rules"
"""The code of errors about what a rule file says and only a configuration may say."""
