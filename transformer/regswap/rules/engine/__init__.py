"""The standard engine: rules, their order, and what they decide about a reference."""
