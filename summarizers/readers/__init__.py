"""Readers find who acts, who said what, and what may happen next in an article.

May import `rankers`, `languages`, `text`, `lexicons`, `model` and `errors`.

``reader`` holds the interface and ``registry`` the list of languages that are read.
``english`` reads English; ``pattern`` reads any language that has a profile.
"""
