"""A page that shows a briefing as Slack and Discord show it, beside its article."""

from __future__ import annotations

from bot.web.preview.page import Shown, preview_pages

__all__ = ["Shown", "preview_pages"]
