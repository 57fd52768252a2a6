"""The English readers: ``dependency`` parses, ``shallow`` matches word patterns.

Both packages make a ``Parse``, from which ``actors``, ``claims`` and ``risks`` read.
"""
