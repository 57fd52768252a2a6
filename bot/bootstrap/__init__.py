"""Builds the application: the only package that imports adapters.

Each module builds one part, such as the sources, the stores, the platforms, the commands
or the running bot. The command line calls these functions and imports no adapter itself.
"""
