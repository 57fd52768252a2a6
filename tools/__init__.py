"""Generators and checks of the source; each runs as ``python -m tools.NAME``."""
