"""Rankers score the sentences of an article, so that the best become its summary.

May import `text`, `lexicons`, `model` and `errors`, not another ranker.
"""
