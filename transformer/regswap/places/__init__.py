"""Which fields of which kinds hold image references.

Asks documents for their fields through the ``Outline`` and ``Field`` of ``regswap.document``; knows no YAML text and no
rules.
"""
