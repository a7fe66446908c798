"""Rewrites container image references in rendered Kubernetes YAML without touching another byte."""

__version__ = "0.1.0"
