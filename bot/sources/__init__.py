"""Feeds, pages and files as articles, and OPML as lists of feeds."""
