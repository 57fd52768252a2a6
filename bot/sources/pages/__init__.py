"""Extracts articles from web pages: text, title, authors and publication date."""

from __future__ import annotations

from bot.sources.pages.articles import parse_html, parse_page
from bot.sources.pages.index_links import page_links, parse_article_or_links

__all__ = ["page_links", "parse_article_or_links", "parse_html", "parse_page"]
