"""Read any language that has a profile, by patterns of words and tags.

No rule here contains a word of any language: words come from ``lexicons``, grammar from
the language's profile.
"""
