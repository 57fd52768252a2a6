"""Language profiles: everything about a language that a word list cannot express.

May import `text`, `lexicons`, `model` and `errors`.
"""
