"""What the bot tells those who watch it, over HTTP."""

from __future__ import annotations

from bot.web.prometheus import PrometheusMetrics
from bot.web.server import open_doors, open_pages, open_web

__all__ = ["PrometheusMetrics", "open_doors", "open_pages", "open_web"]
