"""The seam to the platforms: what one adapter package declares about itself.

May import every package of the core; adapters, settings and bootstrap import it.
"""
