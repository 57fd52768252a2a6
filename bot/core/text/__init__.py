"""Functions on text, addresses, dates and time: sanitizing, redaction, deep links.

May import `domain`.
"""
