"""A client of the OCI distribution API that only reads: manifests, blobs and referrers.

https://github.com/opencontainers/distribution-spec/blob/main/spec.md

Nothing here imports urllib3 or ssl before a registry is asked.
"""
