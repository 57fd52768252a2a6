"""The word lists that the modules of this package share; each is loaded once."""

from __future__ import annotations

from summarizers.lexicons import table, words

BUILT_WORDS = words("built_words")
CALENDAR = words("calendar")
COMPOUND_TAILS = words("compound_tails")
COUNTRIES = table("countries")
DEMONYMS = table("demonyms")
DOCUMENTS = words("documents")
EVENTS = words("event_words")
FIRM_ENDINGS = words("firm_endings")
FIRST_NAMES = table("first_names")
GROUPS = words("group_nouns")
HONORIFICS = table("honorifics")
OFFICES = words("offices")
OPENERS = table("openers")
ORG_NOUNS = table("org_nouns")
ORG_WORDS = table("org_words")
OWNERS = words("owners")
PARTICLES = words("particles")
PLACES = words("places")
PLACE_WORDS = words("place_words")
PRESS = words("press_names")
SEATS = table("seats")
SHORT_TITLES = table("short_titles")
THINGS = words("things")
TITLE_WORDS = words("title_words")
WORKS = words("works")

ACRONYMS = {short: tuple(full.split()) for short, full in table("acronyms").items()}
SMALL_WORDS = frozenset(
    ["the", "a", "an", "of", "at", "in", "for", "and", "to", "on", "by", "&", "de"]
)
HYPHENS = frozenset("-‐‑–")
POSSESSIVES = frozenset(("'s", "’s", "'", "’"))


def _roles() -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """Return two maps of role nouns: to their wider nouns, and to their gender.

    A wider noun names a larger class: "official" for "minister".
    """
    families: dict[str, frozenset[str]] = {}
    genders: dict[str, str] = {}
    for noun, value in table("roles").items():
        labels = [label for label in value.split(",") if label]
        families[noun] = frozenset(label for label in labels if label[0] != "=")
        genders[noun] = next((label[1] for label in labels if label[0] == "="), "")
    return families, genders


ROLES, ROLE_GENDERS = _roles()
# Words that may stand capitalised before a person's name.
ADDRESSED = frozenset(HONORIFICS) | frozenset(n for n, wider in ROLES.items() if wider)


def role_noun(lower: str) -> str:
    """Return a word, or its part after a hyphen: "spokesman" for "co-spokesman"."""
    if lower in ROLES or lower in DOCUMENTS or "-" not in lower:
        return lower
    return lower.rpartition("-")[2]
