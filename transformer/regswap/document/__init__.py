"""Bytes to documents, documents to fields with exact spans, edits back to bytes.

The package that knows YAML. It never prints YAML: it reads a document to learn where each value is written, and
splices characters at those places. It knows no Kubernetes and no rules: what is worth reading is told by an
``Outline``.
"""
