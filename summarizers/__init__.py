"""Extractive briefings: who acts, who said what, and what may happen next.

Every line of a :class:`~summarizers.model.Briefing` is copied letter by letter from the
article. The package does no input or output and reads no clock.
"""
