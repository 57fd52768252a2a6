"""Functions on text, URLs, dates and time: sanitizing, redaction, deep links.

May import `domain`.
"""
