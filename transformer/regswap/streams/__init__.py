"""Where bytes come from, where they wait, and where they go."""
