"""Edits of a document: values replaced, entries of mappings inserted and removed."""
