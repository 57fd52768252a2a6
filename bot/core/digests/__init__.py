"""Composes digests: selects articles, groups stories and finds what is new.

May import `messages`, `ingest` and the packages below them.
"""
