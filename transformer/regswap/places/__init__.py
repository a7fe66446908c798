"""Which fields of which kinds hold image references.

Asks documents for their fields through ``Outline``, ``select`` and ``Sieve`` of ``regswap.document``; knows no YAML
text and no rules.
"""
