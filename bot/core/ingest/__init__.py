"""Polls sources, schedules fetches and stores new articles.

May import `topics`, `text`, `ports` and `domain`.
"""
