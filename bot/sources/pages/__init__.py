"""Pages as articles: what is their text, their title, their day."""

from __future__ import annotations

from bot.sources.pages.articles import parse_html, parse_page

__all__ = ["parse_html", "parse_page"]
