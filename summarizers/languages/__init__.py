"""Languages: one profile each, for everything that a word list cannot express.

May import `text`, `lexicons`, `model` and `errors`.
"""
