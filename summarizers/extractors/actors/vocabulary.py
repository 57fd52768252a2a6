"""The word lists that the reading of actors shares, loaded once."""

from __future__ import annotations

from summarizers.lexicons import table, words

CALENDAR = words("calendar")
COUNTRIES = table("countries")
DEMONYMS = table("demonyms")
EVENTS = words("event_words")
FIRST_NAMES = table("first_names")
GROUPS = words("group_nouns")
HONORIFICS = table("honorifics")
OPENERS = table("openers")
ORG_NOUNS = table("org_nouns")
ORG_WORDS = table("org_words")
PLACES = words("places")
PRESS = words("press_names")
PLACE_WORDS = words("place_words")
SEATS = table("seats")
THINGS = words("things")
TITLE_WORDS = words("title_words")


def _roles() -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """Wider nouns and gender of each role noun."""
    families: dict[str, frozenset[str]] = {}
    genders: dict[str, str] = {}
    for noun, value in table("roles").items():
        labels = [label for label in value.split(",") if label]
        families[noun] = frozenset(label for label in labels if label[0] != "=")
        genders[noun] = next((label[1] for label in labels if label[0] == "="), "")
    return families, genders


ROLES, ROLE_GENDERS = _roles()

ADDRESSED = frozenset(HONORIFICS) | frozenset(n for n, wider in ROLES.items() if wider)
"""Words that may stand capitalised before a person's name: titles and addresses."""
