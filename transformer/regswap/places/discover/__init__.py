"""Where the custom resources of a definition hold references, derived from its schema.

::

    Document ──find_definitions──▶ Definition ──scan──▶ Proposal ──gather──▶ Derived ──▶ a configuration to paste

Shapes come first (a PodSpec, a container, a volume, a reference in parts), then names and descriptions. What speaks
against a field is data in ``false_positives.py``, with the reasons that the user gets to read.
"""
