"""References inside of strings: arguments, environment variables, ConfigMap values, annotations.

Pure functions over strings: they know no YAML node, no rules and no files. What they find are tokens, each with how
sure it is; ``known`` is data.
"""
