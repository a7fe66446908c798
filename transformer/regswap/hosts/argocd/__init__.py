"""Argo CD's config management plugin contract.

``argocd-cmp-server`` (``cmpserver/plugin/plugin.go``, 3.5) copies the repository to a temporary folder, runs the
command of ``plugin.yaml`` in the application's folder, and takes standard output for the application's manifests.

Whoever installs the sidecar says what is allowed: flags, and variables that begin with ``REGSWAP_``. Whoever writes an
Application is trusted less, and reaches this program by its parameters and by the repository only: variables
``ARGOCD_ENV_*`` and ``PARAM_*`` are not read.
"""
