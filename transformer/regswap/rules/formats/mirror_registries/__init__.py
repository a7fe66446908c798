"""The mirror registries of Palette."""
