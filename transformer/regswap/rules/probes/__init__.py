"""References to try on rules: those that everybody writes, those that a rule speaks of, and those beside them."""
