"""Feeds: RSS 0.9 to 2.0, Atom, RDF and JSON Feed, well-formed or damaged.

``reading.parse_feed`` is the way in, ``discovery.find_feeds`` the way from a page to
its feeds. A well-formed feed goes the quick way (``quick``), what is damaged is repaired
first (``repair``), and what is still damaged then goes the slow way (``slow``).
"""
