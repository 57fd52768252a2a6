"""Coreference: which actor a description or a pronoun refers to."""
