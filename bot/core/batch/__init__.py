"""Batch processing for the command line: JSON Lines in, briefings or stories out.

May import `messages`, `ingest` and the packages below them.
"""
