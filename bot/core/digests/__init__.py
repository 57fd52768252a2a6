"""Composing a digest: selecting articles, grouping stories, telling what is new.

May import `messages`, `ingest` and the packages below them.
"""
