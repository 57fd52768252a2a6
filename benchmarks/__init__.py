"""Measures of speed, memory, quality and shape; each runs as ``python -m benchmarks.NAME``."""
