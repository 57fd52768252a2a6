"""From sources to stored articles: polling, scheduling, fetching and reading items.

May import `topics`, `text`, `ports` and `domain`.
"""
