"""Read English: ``dependency`` parses the grammar, ``shallow`` matches word patterns.

Each makes a ``Parse``, from which ``actors``, ``claims`` and ``risks`` read.
"""
