"""Split an article into paragraphs, sentences and quotations, and mark noise.

May import `lexicons`, `model` and `errors`.
"""
