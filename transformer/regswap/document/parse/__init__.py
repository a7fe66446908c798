"""Bytes to documents, documents to parser events, events to nodes that know where they are written."""
