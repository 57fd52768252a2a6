"""Exactly-once delivery: planning slots, building digests, sending, reconciliation.

May import `digests` and the packages below it.
"""
