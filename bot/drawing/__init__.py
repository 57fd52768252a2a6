"""Draws the timelines of stories as SVG and as PNG."""

from __future__ import annotations

from bot.drawing.png import timeline_png
from bot.drawing.timeline import timeline_figure, timeline_svg

__all__ = ["timeline_figure", "timeline_png", "timeline_svg"]
