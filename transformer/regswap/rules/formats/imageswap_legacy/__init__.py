"""ImageSwap's LEGACY mode: one prefix for every image."""
