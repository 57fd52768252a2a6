"""Draws the timelines of stories, and weeks of the calendar, as SVG and as PNG."""

from __future__ import annotations

from bot.drawing.png import image_png, image_svg
from bot.drawing.timeline import timeline_figure

__all__ = ["image_png", "image_svg", "timeline_figure"]
