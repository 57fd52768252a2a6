"""Answers for programs: JSON documents and feeds, each within what a token may read.

May import `commands` and the packages below it.
"""
