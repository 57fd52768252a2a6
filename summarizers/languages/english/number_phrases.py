"""English numbers, and the English phrases around them."""

from __future__ import annotations

import re
from functools import cache

from summarizers.languages.numerals import (
    CURRENCIES,
    Numerals,
    Phrasing,
    either,
    values_of,
)
from summarizers.lexicons import table
from summarizers.text.language import ENGLISH


@cache
def numerals() -> Numerals:
    """How English writes numbers."""
    scales = table("number_scales")
    words = either(table("number_words"))
    qualifiers = either(table("number_qualifiers"))
    word = rf"(?:{words})(?:-(?:one|{words}))?"
    long_scales = either(scale for scale in scales if len(scale) > 2)  # noqa: PLR2004
    pattern = re.compile(
        rf"(?:\b(?P<qualifier>{qualifiers})\s)?"
        rf"(?:(?<![\w.,:/#+–-])(?P<currency>(?:US|A|C|NZ|HK|S)?[{CURRENCIES}]\s?)?"
        r"(?<![\w.,:/#+–-])"
        r"(?P<digits>\d{1,3}(?:[,\u00a0]\d{3}){1,4}(?:\.\d{1,3})?|\d{1,12}(?:\.\d{1,3})?)"
        rf"(?:[\s-]?(?P<scale>{either(scales)})\b|(?(currency)(?P<letter>[mbk])\b|(?!)))?(?![.,:/]?\d|:|/)"
        rf"|(?<![\w-])(?P<word>{word})(?:\s(?P<wordscale>{long_scales})\b)?"
        r"|(?<![\w-])an?\s(?P<bare>dozen|hundred|thousand|million|billion)\b)"
        rf"(?![\w%°’'–-]|\s%)(?P<rest>\s(?:and\s)?(?:{words}|{long_scales})\b)?",
        re.IGNORECASE,
    )
    return Numerals(
        lang=ENGLISH,
        pattern=pattern,
        plain=re.compile(
            r"(?<![\w.,])\d{1,3}(?:[.,]\d{3}){1,4}(?:\.\d{1,2})?|\d+(?:[.,]\d+)?"
        ),
        values=values_of("number_words", ENGLISH),
        conjunction=re.compile(r"(?!)"),
        grouping=re.compile("[,\u00a0]"),
        decimal=".",
        ranges=re.compile(
            rf"\s?(?:-|–|—|to|or)\s?(?:[{CURRENCIES}]\s?)?\d", re.IGNORECASE
        ),
        after_range=re.compile(r"(?:from|between)\s$", re.IGNORECASE),
        until=re.compile(
            r"\d\S{0,12}(?: \w{1,12})? (?:to|or) $|between .{1,20} and $", re.IGNORECASE
        ),
        of=re.compile(""),
        currencies={},
        rough=("dozen",),
    )


@cache
def phrasing() -> Phrasing:
    """How English says what numbers count."""
    months = "|".join(table("months"))
    return Phrasing(
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
        day_lead=re.compile(
            r"\b(?:on|by|until|before|from)\s(?:the\s)?$", re.IGNORECASE
        ),
        plural_ends=("s",),
        singular_ends=("ss", "us", "is", "'s", "’s"),
        adverb_ends=("ly",),
        states_first=False,
    )
