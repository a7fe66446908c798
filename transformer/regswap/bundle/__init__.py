"""What an air gap needs beside rewritten references: a plan of what to carry, the copying, and the proof."""
