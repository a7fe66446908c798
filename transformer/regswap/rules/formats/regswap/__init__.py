"""regswap's own rules, the ``spec.rules`` of an ``ImageRewrite``."""
