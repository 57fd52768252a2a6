"""The server for the Model Context Protocol; the only package that imports ``mcp``.

The library is in the extra ``mcp``.
"""
