"""Syntax of English: tokens with tags, noun phrases, verb groups, subjects, clauses."""
