"""Pairs of statements of one speaker, earlier and later, of our own making.

A pair either differs in one number, day or negation about the same thing, or it does
not: it is reworded, rounded, converted, or about another thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from benchmarks.french_statements import FRENCH
from benchmarks.statement_forms import ENGLISH, Material

THEN, NOW = date(2026, 3, 2), date(2026, 3, 4)
"""The days of the two statements, a Monday and a Wednesday."""

PER_KIND = 16
"""The number of pairs of each kind."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements; ``differs`` says whether a reader sees one changed fact."""

    lang: str
    kind: str
    then: str
    now: str
    differs: bool


_TOWNS = ("Lenna", "Karlsund", "Norland", "Halden")

Draw = Callable[[Material, Random], tuple[str, str]]
_Rows = Callable[[Material], Sequence[tuple[str, str]]]
_LISTED: dict[str, _Rows] = {
    "rounded or converted": lambda language: language.equal,
    "negation that negates no fact": lambda language: language.idioms,
}
"""The kinds of which each pair is listed; they count in both orders."""


def pairs(seed: int) -> Iterator[Pair]:
    """Yield the pairs of both languages; the same for the same seed."""
    for language in (ENGLISH, FRENCH):
        for kind, draw in (*_CHANGES.items(), *_KEPT.items()):
            dice = Random(f"{seed} {language.code} {kind}")  # noqa: S311 - repeatable, not secret
            drawn = {draw(language, dice) for _ in range(PER_KIND)}
            for then, now in sorted(drawn):
                yield Pair(language.code, kind, then, now, kind in _CHANGES)
        for kind, rows in _LISTED.items():
            for row in dict.fromkeys(rows(language)):
                for then, now in (row, row[::-1]):
                    yield Pair(language.code, kind, then, now, differs=False)
        for then, now in language.relative:
            yield Pair(language.code, "day by another name", then, now, differs=False)


def _two_numbers(dice: Random) -> tuple[str, str]:
    """Return two numbers that no rounding makes equal, half of them close."""
    first = 10 * dice.randint(0, 90) + dice.randint(3, 7)
    far = round(first * dice.uniform(1.3, 3)) + 1
    return str(first), str(dice.choice((first + 2, far)))


def _number(language: Material, dice: Random) -> tuple[str, str]:
    form, thing = dice.choice(language.counts)[0], dice.choice(language.things)
    first, second = _two_numbers(dice)
    return form.format(n=first, thing=thing), form.format(n=second, thing=thing)


def _reworded_number(language: Material, dice: Random) -> tuple[str, str]:
    forms, thing = dice.choice(language.counts), dice.choice(language.things)
    first, second = _two_numbers(dice)
    then, now = dice.sample(forms, 2)
    return then.format(n=first, thing=thing), now.format(n=second, thing=thing)


def _number_word(language: Material, dice: Random) -> tuple[str, str]:
    form, thing = dice.choice(_counted(language)), dice.choice(language.things)
    (_, word), (digits, _) = dice.sample(language.numerals, 2)
    return form.format(n=word, thing=thing), form.format(n=digits, thing=thing)


def _counted(language: Material) -> list[str]:
    """Return the forms in which a number may be a word."""
    return [forms[0] for forms in language.counts if not {"$", "%"} & set(forms[0])]


def _weekday(language: Material, dice: Random) -> tuple[str, str]:
    form, thing = dice.choice(language.days)[0], dice.choice(language.things)
    first, second = dice.sample(language.weekdays, 2)
    return form.format(day=first, thing=thing), form.format(day=second, thing=thing)


def _date(language: Material, dice: Random) -> tuple[str, str]:
    form, thing = dice.choice(language.days)[0], dice.choice(language.things)
    first, second = dice.sample(language.dates, 2)
    return form.format(day=first, thing=thing), form.format(day=second, thing=thing)


def _reworded_day(language: Material, dice: Random) -> tuple[str, str]:
    forms, thing = dice.choice(language.days), dice.choice(language.things)
    first, second = dice.sample(dice.choice((language.weekdays, language.dates)), 2)
    then, now = dice.sample(forms, 2)
    return then.format(day=first, thing=thing), now.format(day=second, thing=thing)


def _negation(language: Material, dice: Random) -> tuple[str, str]:
    forms, thing = dice.choice(language.plain), dice.choice(language.things)
    then, now = dice.sample(forms, 2)
    return then.format(thing=thing), now.format(thing=thing)


def _reworded(language: Material, dice: Random) -> tuple[str, str]:
    thing = dice.choice(language.things)
    n, day = _two_numbers(dice)[0], dice.choice(language.weekdays)
    forms = dice.choice((*language.counts, *language.days))
    then, now = (
        form.format(n=n, day=day, thing=thing) for form in dice.sample(forms, 2)
    )
    return then, now


def _in_words(language: Material, dice: Random) -> tuple[str, str]:
    form, thing = dice.choice(_counted(language)), dice.choice(language.things)
    then, now = (
        form.format(n=n, thing=thing)
        for n in dice.sample(dice.choice(language.numerals), 2)
    )
    return then, now


def _another_thing(language: Material, dice: Random) -> tuple[str, str]:
    first, second = dice.sample(language.things, 2)
    values = _two_numbers(dice), dice.sample(language.weekdays, 2)
    form = dice.choice((*language.counts, *language.days))[0]
    (n, m), (day, later) = values
    return (
        form.format(n=n, day=day, thing=first),
        form.format(n=m, day=later, thing=second),
    )


def _another_subject(language: Material, dice: Random) -> tuple[str, str]:
    then, now = dice.choice(language.others)
    a, b = _two_numbers(dice)
    thing = dice.choice(language.things)
    return then.format(a=a, thing=thing), now.format(b=b, thing=thing)


def _mirrored(language: Material, dice: Random) -> tuple[str, str]:
    form, (one, two) = dice.choice(language.mirrored), dice.sample(_TOWNS, 2)
    n, m = _two_numbers(dice)
    return form.format(one=one, two=two, n=n), form.format(one=two, two=one, n=m)


_CHANGES: dict[str, Draw] = {
    "number": _number,
    "number, reworded": _reworded_number,
    "number in words": _number_word,
    "weekday": _weekday,
    "date": _date,
    "day, reworded": _reworded_day,
    "negation": _negation,
}
_KEPT: dict[str, Draw] = {
    "reworded": _reworded,
    "number in words or digits": _in_words,
    "another thing": _another_thing,
    "another subject": _another_subject,
    "sides changed": _mirrored,
}
