"""Checks, generators and training; each module runs as ``python -m tools.NAME``."""
