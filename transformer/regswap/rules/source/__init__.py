"""Rule files as text and as YAML values that know where they are written."""
