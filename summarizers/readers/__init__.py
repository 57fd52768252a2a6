"""Readers: who acts, who said what, and what may happen next, in one article.

``reader`` holds the interface and ``registry`` the list of languages that are read.
``english`` reads English; ``pattern`` reads any language that has a profile.
"""
