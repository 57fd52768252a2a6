"""Find copies of articles, and group the articles that report one event.

May import `languages`, `text`, `lexicons`, `model` and `errors`.
"""

from __future__ import annotations
