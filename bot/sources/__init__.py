"""Turns feeds, pages and files into articles, and OPML into lists of feeds."""
