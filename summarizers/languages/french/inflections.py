"""French word forms: plurals of nouns, forms of verbs, and tenses by endings."""

from __future__ import annotations

import re

from summarizers.languages.profile import Forms, Tense

_PLURALS_IN_X = (("eau", "eaux"), ("eu", "eux"), ("al", "aux"))


def noun_forms(noun: str) -> tuple[str, ...]:
    """Return the plural in x of a singular ``noun``, or the singular of such a plural.

    For example, "bateau" gives "bateaux". The result is empty for other nouns, because
    their plural in s is formed as in English.
    """
    for singular, plural in _PLURALS_IN_X if noun.islower() else ():
        if noun.endswith(plural):
            return (f"{noun.removesuffix(plural)}{singular}",)
        if noun.endswith(singular):
            return (f"{noun.removesuffix(singular)}{plural}",)
    return ()


_FINITE = ("e", "ent", "ait", "aient", "a", "èrent", "era", "eront", "erait", "eraient")
_PARTICIPLES = ("é", "ée", "és", "ées")
_SILENT = frozenset(("e", "ent"))
# The vowel before a silent ending opens: "répéter", "répète".
_CLOSED = re.compile(r"é([^\Waeiouyéè]{1,2})\Z")
_MUTE = re.compile(r"e([lmnrstv])\Z")
# The stems of the future and the conditional, mostly the infinitive. Stems that end in
# any other way before "r" belong to an imperfect or a past ("montra", "durait").
_STEM = (
    r"(?:[^\W\d_]{0,22}(?:er|dr|ttr|îtr|clur|[^\W_]ir)|ir|[^\W\d_]{0,5}"
    r"(?:aur|fer|devr|cevr|vivr|suivr|pleuvr|verr|pourr|courr|mourr|querr))"
)
_FUTURE = re.compile(rf"{_STEM}(?:a|ont|ons|ez|ai)")
_CONDITIONAL = re.compile(rf"{_STEM}(?:ait|aient|ions|iez|ais)")
_PAST = re.compile(
    r"[^\W\d_]{0,6}(?:tir|mir|spir|vir|soupir|mour|serr|terr)(?:a|ons|ez|ai|ait|aient|ais)"
)
_INFINITIVE = re.compile(r"[^\W\d_]{1,24}(?:er|ir|re)")


def regular_forms(infinitive: str) -> Forms:
    """Return the finite forms, participles and gerund of a regular verb in -er."""
    stem = infinitive.removeprefix("s'").removeprefix("se-").removesuffix("er")
    return (
        tuple(_stem(stem, ending) + ending for ending in _FINITE),
        tuple(stem + ending for ending in _PARTICIPLES),
        (f"{_stem(stem, 'ant')}ant",),
    )


def _stem(stem: str, ending: str) -> str:
    """Return ``stem`` as spelled before ``ending``: "annonç" of "annonc" for "ait"."""
    if ending[0] == "a":
        return re.sub(r"c\Z", "ç", re.sub(r"g\Z", "ge", stem))
    doubles = stem.endswith("pel")
    if ending in _SILENT:
        return f"{stem}l" if doubles else _opened(_CLOSED.sub(r"è\1", stem))
    if ending.startswith("er"):
        return f"{stem}l" if doubles else _opened(stem)
    return stem


def _opened(stem: str) -> str:
    """Return a stem with "è" for its last "e": "martel" becomes "martèl"."""
    return _MUTE.sub(r"è\1", stem)


def tense_of(form: str) -> Tense:
    """Return the tense that the ending of a lower-case verb shows, as in "viendra"."""
    if _PAST.fullmatch(form):
        return Tense.OTHER
    if _CONDITIONAL.fullmatch(form):
        return Tense.CONDITIONAL
    return Tense.FUTURE if _FUTURE.fullmatch(form) else Tense.OTHER


def is_infinitive(form: str) -> bool:
    """Return whether a lower-case word ends like an infinitive: "-er", "-ir", "-re"."""
    return _INFINITIVE.fullmatch(form) is not None
