"""Find newspapers and channels that only report the news and have no part in it."""

from __future__ import annotations

import re

from summarizers.lexicons import words
from summarizers.readers.english.actors.discourse import Discourse
from summarizers.readers.english.actors.linking import Entity
from summarizers.readers.english.actors.names import NameMention
from summarizers.readers.english.actors.word_lists import PRESS
from summarizers.readers.english.reporting_lexicon import reporters

PAPERS = frozenset(
    (
        "chronicle",
        "courier",
        "gazette",
        "herald",
        "journal",
        "ledger",
        "mirror",
        "newspaper",
        "observer",
        "post",
        "telegraph",
        "times",
        "tribune",
    )
)
# Last words of broadcasters.
CHANNELS = frozenset(("television", "tv", "radio", "news", "broadcasting", "fm"))
# Call signs of American stations: "WXYZ".
_CALL_SIGN = re.compile(r"[KW][A-Z]{3}(?:-TV|-FM)?\Z")
_MEDIA = words("media_nouns")
PUBLISHED = frozenset(
    (
        *("published", "publishes", "printed", "obtained", "interviewed"),
        *("aired", "broadcast", "disclosed", "released", "revealed", "showed"),
    )
)
SOURCES = frozenset(("by", "in", "to", "with", "told", "from", "tells", "tell", "("))
# Words between a paper and its verb: "has also reported".
BETWEEN = frozenset(("has", "have", "had", "also"))
_FEWEST_WORDS = 2
# The least share of a paper's mentions in which it reports. The others may be captions.
_LEAST_SHARE = 0.75


def only_publishes(discourse: Discourse, entity: Entity, title: str) -> bool:
    """Return whether a paper only reports, nearly wherever the article names it.

    Examples: "photographs published by the Lenna Post", "she told the Lenna Post". The
    result is false for a paper that ``title`` names.
    """
    if not _is_medium(entity) or entity.names[0].text.lower() in title:
        return False
    reports = sum([_reports(discourse, name) for name in entity.names])
    return reports >= _LEAST_SHARE * len(entity.names)


def _is_medium(entity: Entity) -> bool:
    name = entity.names[0]
    if "agency" in entity.nouns:
        return False
    if not _MEDIA.isdisjoint(entity.nouns) or _CALL_SIGN.match(name.text):
        return True
    last = name.words[-1]
    is_listed = last in PAPERS or last in CHANNELS or " ".join(name.words) in PRESS
    return is_listed and len(name.words) >= _FEWEST_WORDS


def _reports(discourse: Discourse, name: NameMention) -> bool:
    """Return whether a paper reports at this mention: "the Post said", "told the Post"."""
    lowers = discourse.tokens.lowers
    verbs = (w for w in lowers[name.last : name.last + 3] if w not in BETWEEN)
    following = next(verbs, "")
    if following in PUBLISHED or following in reporters():
        return True
    before = min(name.title, name.first) - 1
    before -= before > 0 and lowers[before] in {"the", "``", "''", '"'}
    source = lowers[before] if before >= 0 else ""
    return source in SOURCES or source in reporters()
