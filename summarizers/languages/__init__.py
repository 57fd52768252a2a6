"""Other languages than English, read by patterns over words and their kinds.

One set of rules serves all of them; what differs is word lists and one grammar.
"""
