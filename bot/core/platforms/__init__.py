"""The interface to the platforms: the values by which an adapter describes itself.

May import every package of the core; adapters, settings and bootstrap import it.
"""
