"""The command line's data formats: JSON Lines in, briefings or stories out.

May import `messages`, `ingest` and the packages below them.
"""
