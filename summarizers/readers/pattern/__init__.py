"""Reads any language that has a profile, by patterns over words and their tags.

No rule here holds a word of any language: words come from ``lexicons``, grammar from the
language's profile.
"""
