"""Lexical cues: what single words say about the time ahead, from all word lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

from summarizers.languages.english.dates import date_words
from summarizers.languages.english.inflections import inflected
from summarizers.lexicons import entries, table


@dataclass(frozen=True, slots=True)
class LexicalCue:
    """The kinds of one word, each empty where the word has no such reading.

    ``forward`` is for auxiliaries, verbs and predicates, ``ahead`` for nouns and
    adjectives about the future. ``promises`` is true where a sentence with the word
    may be a risk.
    """

    forward: str = ""
    ahead: str = ""
    hazard: str = ""
    timing: str = ""
    voice: str = ""
    step: bool = False
    praise: bool = False
    date: bool = False
    promises: bool = field(init=False)

    def __post_init__(self) -> None:
        """Compute ``promises`` once for every listed word."""
        promises = bool(self.forward or self.hazard or self.ahead)
        object.__setattr__(self, "promises", promises)


MODALS = frozenset(("will", "would", "could", "might", "can", "should", "must"))


@cache
def lexical_cues() -> dict[str, LexicalCue]:
    """Every form of every listed word, lower case."""
    forward, ahead = _forms("forward_words"), _forms("forward_nouns")
    hazards, timing = _forms("hazards"), table("timing_words")
    steps, praise = _forms("planned_steps"), _forms("praise_words")
    voice, dates = table("person_words"), date_words()
    return {
        form: LexicalCue(
            forward.get(form, ""),
            ahead.get(form, ""),
            hazards.get(form, ""),
            timing.get(form, ""),
            voice.get(form, ""),
            form in steps,
            form in praise,
            form in dates,
        )
        for form in {
            *chain(forward, ahead, hazards, timing, voice, steps, praise),
            *dates,
        }
    }


@cache
def past_titles() -> frozenset[str]:
    """Every form of the words in titles of articles about past events."""
    return frozenset(_forms("past_titles"))


def _forms(name: str) -> dict[str, str]:
    """Inflected form -> kind; what a list says itself goes before what is inflected."""
    own = table(name)
    return {form: kind for form, kind in _inflections(name) if form not in own} | own


def _inflections(name: str) -> Iterator[tuple[str, str]]:
    for entry in entries(name):
        base, _, kind = entry.partition("\t")
        for form in inflected(base):
            yield form, kind
