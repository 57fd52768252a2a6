"""Read any language that has a profile, by patterns of words and tags.

The rules here contain no word of any language. They take words from ``lexicons`` and
grammar from the language's profile.
"""
