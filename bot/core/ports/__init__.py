"""The interfaces that adapters implement: services, stores, the outbox, metrics.

May import `domain`.
"""
