"""The profile of French: tokens, plurals of nouns, forms and tenses of verbs, stems."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from summarizers.languages.profile import Forms, Grammar, Tense
from summarizers.lexicons import table, words
from summarizers.text.language import terms

_CODE = "fr"
# "l'eau" is two tokens, "a-t-il" three: "a", "-t", "-il"; "aujourd'hui" is one.
_TOKEN = re.compile(
    r"(?i:aujourd['’]hui|presqu['’]île)|"
    r"(?:M|MM|Mme|Mmes|Mlle|Dr|Pr|Mgr|St|Ste)\.(?=\s)|"
    r"(?i:\b(?:jusqu|lorsqu|puisqu|quoiqu|qu|[cdjlmnst])['’])|"
    r"(?i:-(?:t(?=-)|je|tu|il|elle|on|nous|vous|ils|elles|ce|là|ci)\b)|"
    r"\d+(?:[.,\u202f\xa0 ]\d{3})*(?:,\d+)?\w*|"
    r"[^\W_]+(?:[-'’](?!(?:t-)?(?:je|il|elle|on|nous|vous|ils|elles|ce|là|ci)\b)[^\W_]+)*|"
    r"\.{2,3}|[^\w\s]|_"
)

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
# So does a mute one: "martel" becomes "martèl".
_OPENED = re.compile(r"e([lmnrstv])\Z")
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
        tuple(_spelled(stem, ending) + ending for ending in _FINITE),
        tuple(stem + ending for ending in _PARTICIPLES),
        (f"{_spelled(stem, 'ant')}ant",),
    )


def _spelled(stem: str, ending: str) -> str:
    """Return ``stem`` as spelled before ``ending``: "annonç" of "annonc" for "ait"."""
    if ending[0] == "a":
        return re.sub(r"c\Z", "ç", re.sub(r"g\Z", "ge", stem))
    is_silent = ending in _SILENT
    if not (is_silent or ending.startswith("er")):
        return stem
    if stem.endswith("pel"):
        return f"{stem}l"
    return _OPENED.sub(r"è\1", _CLOSED.sub(r"è\1", stem) if is_silent else stem)


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


_SHORTEST_STEM = 3


def _stem(word: str) -> str:
    """Return the stem of a case-folded word: no accents, its ending cut or replaced.

    The list ``stem_endings`` maps endings to replacements. Stems are only compared with
    each other, so they need not be words. A word with a character that is not a letter
    is returned unchanged.
    """
    if not word.isalpha():
        return word
    endings = table("stem_endings", _CODE)
    for size in range(min(_longest_ending(), len(word) - _SHORTEST_STEM), 0, -1):
        if word[-size:] in endings:
            word = word[:-size] + endings[word[-size:]]
            break
    # "Grève" and "gréviste" share a stem.
    letters = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache
def _longest_ending() -> int:
    return max(map(len, table("stem_endings", _CODE)))


def _is_unclear(sentence: str) -> bool:
    return next(iter(terms(sentence)), "") in words("unclear_subjects", _CODE)


PROFILE = Grammar(
    code=_CODE,
    name="French",
    stem=_stem,
    noun_forms=noun_forms,
    is_unclear=_is_unclear,
    elides=True,
    token=_TOKEN,
    forms=regular_forms,
    tense=tense_of,
    is_infinitive=is_infinitive,
)
