"""Rankers score sentences for the summary: ``rank(...) -> scores``.

May import `text`, `lexicons`, `model` and `errors`, not another ranker.
"""
