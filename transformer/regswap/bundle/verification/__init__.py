"""The proof that every image that manifests name is where it will be pulled from, as a result with its places."""
