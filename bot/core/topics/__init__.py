"""Which articles belong to a topic: terms, regular expressions, matching.

May import `domain`.
"""
