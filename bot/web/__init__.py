"""HTTP servers: health, metrics, webhooks, programs, the preview; Prometheus metrics."""

from __future__ import annotations

from bot.web.prometheus import PrometheusMetrics
from bot.web.server import open_pages, open_web, open_webhooks

__all__ = [
    "PrometheusMetrics",
    "open_pages",
    "open_web",
    "open_webhooks",
]
