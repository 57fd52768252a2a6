"""Readers find the actors, claims and risks of an article.

May import `rankers`, `languages`, `text`, `lexicons`, `model` and `errors`.

``reader`` holds the interface, and ``registry`` chooses the reader of a language.
``english`` reads English; ``pattern`` reads any other language that has a profile.
"""
