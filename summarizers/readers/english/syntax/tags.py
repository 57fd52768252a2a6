"""The sets of tags and the word lists that the rules on English syntax share."""

from __future__ import annotations

from summarizers.lexicons import table, words

FINITE = frozenset(("MD", "VBZ", "VBP", "VBD"))
PRESENT = frozenset(("VBZ", "VBP"))
VERBS = FINITE | {"VB", "VBG", "VBN"}
NOUNS = frozenset(("", "NNP", "NN", "NNS", "CD"))
"""Tags of nouns; the tag "" belongs to most common nouns and adjectives."""
COMMON_NOUNS = frozenset(("", "NN", "NNS"))
DETERMINERS = frozenset(("DT", "PRP$"))
NOMINAL = NOUNS | DETERMINERS | {"POS", "JJ", "JJR", "JJS", "$"}
RELATIVES = frozenset(("WDT", "WP", "WP$"))

BE = words("be_forms")
AUXILIARIES = BE | {"has", "have", "had", "having"}
NEGATIONS = frozenset(("not", "n't", "n’t", "never"))
CALENDAR = words("calendar")
CLOSED_WORDS = table("closed_words")
SUBORDINATORS = words("subordinators")
TIME_WORDS = words("time_words") | CALENDAR
