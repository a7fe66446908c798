"""Rewrites container image references in rendered Kubernetes YAML without touching another byte.

::

    import regswap

    policy = regswap.make_policy(regswap.Options(rules=("rules.map",)))
    result = regswap.rewrite(data, policy)              # .data, .entries, .warnings
    regswap.load_rules("rules.map").decide("nginx:1.27").rewritten

What ``__all__`` names is the library, documented in docs/api.md, and loaded when it is used; every other module is
private to the program. Errors are the tree of ``regswap.errors``.
"""

TYPE_CHECKING = False

if TYPE_CHECKING:
    from regswap.api import (
        Result,
        list_sites,
        load_rules,
        make_policy,
        parse_rules,
        rewrite,
        rewrite_stream,
    )
    from regswap.errors import (
        Diagnostic,
        LockError,
        ManifestError,
        OutputError,
        PolicyError,
        RegswapError,
        RulesError,
        UsageError,
    )
    from regswap.output.report import Report
    from regswap.pipeline.entry import Entry, Fragment
    from regswap.pipeline.rewrite import Policy
    from regswap.reference import ImageReference, InvalidReference
    from regswap.rules.engine.rule import Decider, Decision, Origin, Rule
    from regswap.settings.options import Options
    from regswap.version import __version__

__all__ = [
    "Decider",
    "Decision",
    "Diagnostic",
    "Entry",
    "Fragment",
    "ImageReference",
    "InvalidReference",
    "LockError",
    "ManifestError",
    "Options",
    "Origin",
    "OutputError",
    "Policy",
    "PolicyError",
    "RegswapError",
    "Report",
    "Result",
    "Rule",
    "RulesError",
    "UsageError",
    "__version__",
    "list_sites",
    "load_rules",
    "make_policy",
    "parse_rules",
    "rewrite",
    "rewrite_stream",
]

# A command that starts once for every chart imports this module too: it names modules, and imports none.
_MODULES = {
    "regswap.api": ("Result", "list_sites", "load_rules", "make_policy", "parse_rules", "rewrite", "rewrite_stream"),
    "regswap.errors": (
        "Diagnostic",
        "LockError",
        "ManifestError",
        "OutputError",
        "PolicyError",
        "RegswapError",
        "RulesError",
        "UsageError",
    ),
    "regswap.output.report": ("Report",),
    "regswap.pipeline.entry": ("Entry", "Fragment"),
    "regswap.pipeline.rewrite": ("Policy",),
    "regswap.reference": ("ImageReference", "InvalidReference"),
    "regswap.rules.engine.rule": ("Decider", "Decision", "Origin", "Rule"),
    "regswap.settings.options": ("Options",),
    "regswap.version": ("__version__",),
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import what is asked for (PEP 562)."""
        module = next((module for module, names in _MODULES.items() if name in names), None)
        if module is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(module), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        """Return also what was not imported yet."""
        return sorted({*globals(), *__all__})
