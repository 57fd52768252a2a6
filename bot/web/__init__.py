"""What the bot tells those who watch it, over HTTP."""

from __future__ import annotations

from bot.web.meter import PrometheusMeter
from bot.web.server import open_doors, open_pages, open_web

__all__ = ["PrometheusMeter", "open_doors", "open_pages", "open_web"]
