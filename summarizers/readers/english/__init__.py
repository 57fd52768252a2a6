"""Read English: ``shallow`` matches word patterns and makes a ``Parse``.

``actors``, ``claims`` and ``risks`` read from the parse.
"""
