"""Attributions from dependency trees: the grammar of the engine ``spacy``."""
