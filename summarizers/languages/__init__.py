"""Language profiles: the rules of a language that a word list cannot express.

May import `text`, `lexicons`, `model` and `errors`.
"""
