"""The English readers: ``dependency`` parses, ``shallow`` matches patterns without a model.

Both give the same ``Parse``. ``actors``, ``claims`` and ``risks`` each read it.
"""
