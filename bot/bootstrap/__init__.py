"""Builds the application: the only package that imports adapters.

Each module builds one part: sources, stores, platforms, the commands of people, the
running bot. The command line calls these functions and imports no adapter itself.
"""
