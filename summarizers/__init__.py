"""Brief an article: who acts, who said what, and what may happen next.

Every line of a :class:`~summarizers.model.Briefing` is copied character by character
from the article. The package reads no files, uses no network and reads no clock.
"""
