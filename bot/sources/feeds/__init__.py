"""Feeds: RSS 0.9 to 2.0, Atom, RDF and JSON Feed, well-formed or damaged.

``parser.parse_feed`` parses a feed, ``parser.find_feeds`` finds the feeds of a page. A
well-formed feed is parsed by ``fast_parser``. A damaged one is repaired first
(``repair``); if it still is not well-formed, ``tolerant_parser`` parses it.
"""
