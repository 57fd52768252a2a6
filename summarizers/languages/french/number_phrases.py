"""French numbers, and the French phrases around them."""

from __future__ import annotations

import re
from functools import cache

from summarizers.languages.french.date_phrases import CODE
from summarizers.languages.numerals import (
    CURRENCIES,
    Numerals,
    Phrasing,
    either,
    values_of,
)
from summarizers.lexicons import table


@cache
def numerals() -> Numerals:
    """How French writes numbers."""
    scales, words = table("number_scales", CODE), either(table("counted_words", CODE))
    qualifiers = either(table("number_qualifiers", CODE))
    currencies = either(table("currencies", CODE))
    word = rf"(?:{words})(?:(?:-(?:et-)?|\set\s(?=une?\b|onze\b))(?:une?|{words}))?"
    long_scales = either(scales)
    pattern = re.compile(
        rf"(?:\b(?P<qualifier>{qualifiers})\s)?"
        r"(?:(?<![\w.,:/#+–-])"
        r"(?P<digits>\d{1,3}(?:[ .\u00a0\u202f]\d{3}(?!\d)){1,4}(?:,\d{1,3})?"
        r"|\d{1,12}(?:,\d{1,3})?)"
        rf"(?:\s(?P<scale>{long_scales})\b)?(?![.,:/]?\d|:|/)"
        rf"|(?<![\w-])(?P<word>{word})(?:\s(?P<wordscale>{long_scales})\b)?"
        rf"|(?<![\w-])une?\s(?P<bare>{long_scales})\b)"
        rf"(?:(?:\s(?:de\s|d['’])|\s)?(?P<currency>[{CURRENCIES}]|(?:{currencies})\b))?"
        rf"(?![\w%°–-]|\s%)(?P<letter>(?!))?(?P<rest>\s(?:et\s)?(?:{words}|{long_scales})\b)?",
        re.IGNORECASE,
    )
    return Numerals(
        lang=CODE,
        pattern=pattern,
        plain=re.compile(
            r"(?<![\w.,])\d{1,3}(?:[ .\u00a0\u202f]\d{3}(?!\d)){1,4}(?:,\d+)?|\d+(?:,\d+)?"
        ),
        values=values_of("counted_words", CODE),
        conjunction=re.compile(r"[\s-]et[\s-]"),
        grouping=re.compile("[ .\u00a0\u202f]"),
        decimal=",",
        ranges=re.compile(r"\s?(?:-|–|—|à|ou)\s?\d", re.IGNORECASE),
        after_range=re.compile(r"entre\s$", re.IGNORECASE),
        until=re.compile(
            r"\d\S{0,12}(?: \w{1,12})? (?:à|ou) $|entre .{1,20} et $", re.IGNORECASE
        ),
        of=re.compile(r"\s(?:de(?=\s)|d['’])"),
        currencies=table("currencies", CODE),
        rough=("aine", "millier"),
    )


@cache
def phrasing() -> Phrasing:
    """How French says what numbers count."""
    months = "|".join(table("months", CODE))
    spans = r"(?:semaine|mois|an|année|décennie|siècle)s?"
    return Phrasing(
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
        day_lead=re.compile(
            r"\b(?:avant|après|dès|d['’]ici(?:\sau?)?|jusqu['’]au?|à partir d[eu])\s(?:le\s)?$",
            re.IGNORECASE,
        ),
        plural_ends=("s", "x"),
        singular_ends=("ss", "us"),
        adverb_ends=(),
        states_first=True,
    )
