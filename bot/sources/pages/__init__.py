"""Extracts articles from web pages: text, title, authors and publication date."""

from __future__ import annotations

from bot.sources.pages.articles import parse_html, parse_page

__all__ = ["parse_html", "parse_page"]
