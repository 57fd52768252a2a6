"""Find attributions in dependency trees: the grammar of the engine ``spacy``."""
