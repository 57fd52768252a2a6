"""How a language says what numbers count: the patterns beside its word lists.

The lists are ``number_scales``, ``number_qualifiers``, ``counted_words``,
``casualty_states``, ``casualty_acts``, ``casualty_steps``, ``amount_words``,
``background_words``, ``measure_words``, ``people_words`` and ``plural_words``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from summarizers.lexicons import table
from summarizers.text.language import ENGLISH


@dataclass(frozen=True, slots=True)
class Phrasing:
    """The patterns of one language, named after where they look.

    ``word`` is a word behind a number, ``aside`` what may stand between it and its verb
    (", including two children,"). ``toll`` ends before a number of dead, unless
    ``not_deaths`` is in it; with ``states_first`` what is said behind the number tells
    more. A number behind ``of_a_kind`` is a part of another. ``other_time`` is in
    sentences of other times, ``rate`` behind an amount that is one. What ends with one
    of ``plural_ends``, but not of ``singular_ends``, is a plural; ``adverb_ends`` are no
    part of what is counted.
    """

    lang: str
    word: re.Pattern[str]
    aside: re.Pattern[str]
    toll: re.Pattern[str]
    not_deaths: re.Pattern[str]
    of_a_kind: re.Pattern[str]
    other_time: re.Pattern[str]
    rate: re.Pattern[str]
    plural_ends: tuple[str, ...]
    singular_ends: tuple[str, ...]
    adverb_ends: tuple[str, ...]
    states_first: bool


def _english() -> Phrasing:
    months = "|".join(table("months"))
    return Phrasing(
        lang=ENGLISH,
        word=re.compile(r"\s?([^\W\d_][\w'’-]*)"),
        aside=re.compile(r"\s?,\s(?:including|among)\b[^,.;]{1,80},\s?"),
        toll=re.compile(
            r"\b(?:(?:death )?toll|number of (?:dead|deaths|fatalities|people killed))\b"
            r"[^.,;\d]{0,40}\b(?:to|at|of|is|was|reached|passed|exceeded|hit)\s$",
            re.IGNORECASE,
        ),
        not_deaths=re.compile(r"\binjur", re.IGNORECASE),
        of_a_kind=re.compile(
            r"\b(?:another|including|among them|other|of (?:them|whom))\s$",
            re.IGNORECASE,
        ),
        other_time=re.compile(
            r"\b(?:(?i:(?:this|last|past|next) (?:week|month|year|decade|century))"
            rf"|(?i:in|of|last|this|since) (?:{months}))\b"
        ),
        rate=re.compile(r"\s(?:per|an?|each|every)\b", re.IGNORECASE),
        plural_ends=("s",),
        singular_ends=("ss", "us", "is", "'s", "’s"),
        adverb_ends=("ly",),
        states_first=False,
    )


def _french() -> Phrasing:
    months = "|".join(table("months", "fr"))
    spans = r"(?:semaine|mois|an|année|décennie|siècle)s?"
    return Phrasing(
        lang="fr",
        word=re.compile(r"\s?([^\W\d_][\w-]*['’]?)"),
        aside=re.compile(
            r"\s?,\s(?:dont|parmi lesquel(?:le)?s)\b[^,.;]{1,80},\s?", re.IGNORECASE
        ),
        toll=re.compile(
            r"\b(?:bilan|nombre (?:de|des) (?:morts|tués|décès))\b[^.,;\d]{0,40}"
            r"\b(?:à|de|atteint|dépasse|est)\s$",
            re.IGNORECASE,
        ),
        not_deaths=re.compile(r"\bbless", re.IGNORECASE),
        of_a_kind=re.compile(
            r"\b(?:dont|autres|parmi (?:eux|elles|lesquel(?:le)?s))\s$", re.IGNORECASE
        ),
        other_time=re.compile(
            rf"\b(?:{spans}\s(?:derni(?:er|ère)|passée?|prochaine?|précédente?)s?"
            rf"|(?:derni(?:er|ère)|prochaine?)s\s{spans}|cette\sannée"
            rf"|(?:en|depuis|fin|début)\s(?:{months}))\b",
            re.IGNORECASE,
        ),
        rate=re.compile(r"\s(?:par|chacune?|chaque|l['’]unité|l[ea]\s)", re.IGNORECASE),
        plural_ends=("s", "x"),
        singular_ends=("ss", "us"),
        adverb_ends=(),
        states_first=True,
    )


@cache
def phrasing_of(lang: str) -> Phrasing | None:
    """The phrasing of a language, or ``None`` where its numbers are not compared."""
    made = {ENGLISH: _english, "fr": _french}.get(lang)
    return None if made is None else made()
