"""The catalogue of kinds whose objects hold references: YAML sources, and the module compiled from them."""
