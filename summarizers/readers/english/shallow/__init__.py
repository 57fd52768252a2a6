"""Find attributions by word lists and tag patterns, for the engine ``fast``."""
