"""Readers: who acts, who said what, and what may happen next, in one article.

May import `languages`, `text`, `lexicons`, `model` and `errors`.

``reader`` holds the interface and ``registry`` the list of languages that are read.
``english`` reads English; ``pattern`` reads any language that has a profile.
"""
