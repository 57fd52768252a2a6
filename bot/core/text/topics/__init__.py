"""Matching articles with topics: terms, regular expressions, text normalisation.

May import `domain`.
"""
