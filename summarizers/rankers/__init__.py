"""Rankers score sentences for the summary: one ``rank(...) -> scores`` per module.

May import `text`, `lexicons`, `model` and `errors`, not another ranker.
"""
