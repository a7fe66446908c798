"""Mirror configuration of nodes and clusters, from the same rules that rewrite manifests.

::

    rules ──ask──▶ MirrorTable (registry or path ──▶ where it is pulled from) ──write──▶ files of one format

A mirror says for a registry, or a path on one, where its images are pulled from instead. Rules say more than that; what
a format cannot say is told with the rule that says it, and nothing is written, unless it may be left out.
"""
