"""The article as text: cleaning marks, paragraphs, sentences, quotations, dates."""
