"""Read English: ``syntax`` and ``attribution`` make a ``Parse`` of an article.

``actors``, ``claims`` and ``risks`` read from the parse.
"""
