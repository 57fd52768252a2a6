"""The word lists that the patterns share, loaded once because each word needs them."""

from __future__ import annotations

from summarizers.lexicons import table, words
from summarizers.readers.english.reporting_lexicon import reporters

CALENDAR = words("calendar")
CLOSED_WORDS = table("closed_words")
DEMONYMS = table("demonyms")
NOUN_VERBS = words("noun_verbs")
OPENERS = table("openers")
PAST_VERBS = words("past_verbs")
PLURAL_WORDS = words("plural_words")
REPORTERS = reporters()
SUBORDINATORS = words("subordinators")
TELLING_VERBS = words("telling_verbs")
# Words for times.
TIME_WORDS = words("time_words") | CALENDAR
# The first words of the names of states and capitals.
PLACE_STARTS = frozenset(
    name.split()[0] for name in (*table("countries"), *table("seats"))
)
