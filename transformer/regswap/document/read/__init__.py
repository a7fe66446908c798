"""A parsed document as fields and plain values."""
