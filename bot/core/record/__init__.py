"""The record: keeps who said what and what falls due, and answers from it.

May import `digests` and the packages below it.
"""
