"""Find near copies and group the reports of one event.

May import `languages`, `text`, `lexicons`, `model` and `errors`.
"""

from __future__ import annotations
