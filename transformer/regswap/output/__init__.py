"""Results as text, tables, JSON, SARIF, JUnit and diffs."""
