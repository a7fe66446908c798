"""Rules of Palette's Registry Connect pack and of an Edge host's registry mapping."""
