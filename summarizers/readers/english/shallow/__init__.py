"""Attributions from word lists and tag patterns: the grammar of the engine ``fast``."""
