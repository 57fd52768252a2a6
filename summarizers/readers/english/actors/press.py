"""Papers that only print the news of an article, and take no part in it."""

from __future__ import annotations

from summarizers.readers.english.actors.discourse_model import DiscourseModel
from summarizers.readers.english.actors.name_variants import EntityCandidate
from summarizers.readers.english.actors.printed_names import PrintedName
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
PUBLISHED = frozenset(("published", "publishes", "printed", "obtained", "interviewed"))
SOURCES = frozenset(("by", "in", "to", "with", "told", "from", "tells"))
# Words between a paper and its verb: "has also reported".
BETWEEN = frozenset(("has", "have", "had", "also"))
_FEWEST_WORDS = 2


def only_publishes(
    discourse: DiscourseModel, entity: EntityCandidate, title: str
) -> bool:
    """Return whether a paper outside the title reports wherever it is named.

    Examples: "photographs published by the Lenna Post", "she told the Lenna Post".
    """
    words = entity.names[0].words
    is_paper = words[-1] in PAPERS or " ".join(words) in PRESS
    if not is_paper or len(words) < _FEWEST_WORDS:
        return False
    if entity.names[0].text.lower() in title:
        return False
    return all(_reports(discourse, name) for name in entity.names)


def _reports(discourse: DiscourseModel, name: PrintedName) -> bool:
    """Return whether a verb of reporting follows a name, or its news is from there."""
    lowers = discourse.tokens.lowers
    verbs = (w for w in lowers[name.last : name.last + 3] if w not in BETWEEN)
    following = next(verbs, "")
    if following in PUBLISHED or following in reporters():
        return True
    before = min(name.title, name.first) - 1
    before -= before > 0 and lowers[before] in {"the", "``", "''", '"'}
    return before >= 0 and lowers[before] in SOURCES
