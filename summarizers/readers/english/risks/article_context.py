"""The parse, title and listed words of an article, for the search for risks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import chain, compress
from typing import NamedTuple

from summarizers.languages.english import inflected
from summarizers.languages.periods import Period
from summarizers.lexicons import entries, table
from summarizers.model import Article, Sentence, fast_new
from summarizers.readers.english.risks.clauses import Clauses
from summarizers.readers.english.syntax.tags import CLAUSE, reporters
from summarizers.readers.parse import CueKind, Parse, Tokens
from summarizers.text.language import terms
from summarizers.text.layout import QuotationIndex


@dataclass(frozen=True, slots=True)
class LexicalCue:
    """The meanings that the word lists give a word; missing ones are empty or false.

    ``forward`` is the kind of an auxiliary, verb or predicate about the future,
    ``ahead`` that of a noun or adjective about it. ``hazard`` is the kind of a word for
    harm, and ``timing`` that of a word for the time or condition of a clause, such as
    "yet". ``voice`` says how the sentence speaks: "first_person" for "my". ``step``
    marks a planned step ("vote"), ``praise`` a word of praise. ``promises`` is
    true if a sentence with the word may be a risk.
    """

    forward: str = ""
    ahead: str = ""
    hazard: str = ""
    timing: str = ""
    voice: str = ""
    step: bool = False
    praise: bool = False
    promises: bool = field(init=False)

    def __post_init__(self) -> None:
        """Compute ``promises`` once for every listed word."""
        promises = bool(self.forward or self.hazard or self.ahead)
        object.__setattr__(self, "promises", promises)


MODALS = frozenset(("will", "would", "could", "might", "can", "should", "must"))


@cache
def lexical_cues() -> dict[str, LexicalCue]:
    """Map every form of every listed word, in lower case, to its meanings."""
    forward, ahead = _forms("forward_words"), _forms("forward_nouns")
    hazards, timing = _forms("hazards"), table("timing_words")
    steps, praise = _forms("planned_steps"), _forms("praise_words")
    voice = table("person_words")
    return {
        form: LexicalCue(
            forward.get(form, ""),
            ahead.get(form, ""),
            hazards.get(form, ""),
            timing.get(form, ""),
            voice.get(form, ""),
            form in steps,
            form in praise,
        )
        for form in {*chain(forward, ahead, hazards, timing, voice, steps, praise)}
    }


def _forms(name: str) -> dict[str, str]:
    """Map each form of the words of a list to its kind.

    Forms written in the list override inflected ones.
    """
    own = table(name)
    return {form: kind for form, kind in _inflections(name) if form not in own} | own


def _inflections(name: str) -> Iterator[tuple[str, str]]:
    for entry in entries(name):
        base, _, kind = entry.partition("\t")
        for form in inflected(base):
            yield form, kind


_SHORTEST_TERM = 4
_FEWEST_TERMS = 3


ListedCues = Sequence[tuple[int, LexicalCue]]
"""The tokens of a sentence that are in a word list, with their meanings."""


class SentenceContext(NamedTuple):
    """A sentence with its words from the lists and its clauses."""

    sentence: Sentence
    cues: ListedCues
    clauses: Clauses


class ArticleContext:
    """One article for the search for risks: its parse, date, title and quotations."""

    def __init__(self, parse: Parse, article: Article) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.published: date | None = article.published
        self._present: date | None = article.present
        words = terms(article.title or "")
        self._title = frozenset(w for w in words if len(w) >= _SHORTEST_TERM)
        self._speech = _speech_words()
        self._found = _listed(self.tokens)
        self._quoted = QuotationIndex(parse.layout.quotations)
        prose = [s.index for s in parse.layout.sentences if s.noise is None]
        self._ranks = {index: rank for rank, index in enumerate(prose)}

    def clauses(self, first: int, last: int) -> Clauses:
        """Return the clauses of the tokens from ``first`` to before ``last``."""
        return Clauses(self.tokens, first, last, self._speech)

    def cues(self, sentence: Sentence) -> ListedCues:
        """Return the tokens of a sentence that are in a word list, with their meanings."""
        return self._found.get(sentence.index, ())

    def sentence_context(self, sentence: Sentence) -> SentenceContext:
        """Return a sentence with its listed words and its clauses."""
        clauses = self.clauses(*self.parse.bounds[sentence.index])
        return fast_new(SentenceContext, (sentence, self.cues(sentence), clauses))

    def quoted(self, i: int) -> bool:
        """Return whether token ``i`` is inside a quotation."""
        return self._quoted.at(self.tokens.starts[i]) is not None

    def quoted_share(self, sentence: Sentence) -> float:
        """Return the share of a sentence's characters that are inside quotations."""
        start, end = sentence.start, sentence.end
        inside = sum(
            min(end, quotation.end) - max(start, quotation.start)
            for quotation in self._quoted.between(start, end)
        )
        return inside / max(1, end - start)

    def rank(self, sentence: Sentence) -> tuple[int, int]:
        """Return the index of a sentence in the prose, and the number of sentences.

        Sentences in noise are not counted.
        """
        return self._ranks[sentence.index], len(self._ranks)

    def title_overlap(self, words: Iterable[str]) -> float:
        """Return the share of the title's longer words that are among ``words``."""
        return len(self._title.intersection(words)) / max(
            _FEWEST_TERMS, len(self._title)
        )

    def is_past(self, when: Period) -> bool:
        """Return whether the period ``when`` ends before the article's present day.

        The present day is the day of publication, or else the day on which Sitrep reads
        the article. If both are unknown, the result is true.
        """
        return self._present is None or when.last < self._present

    def is_future(self, when: Period) -> bool:
        """Return whether the period ``when`` starts after the article's present day.

        The present day is the day of publication, or else the day on which Sitrep reads
        the article. If both are unknown, the result is false.
        """
        return self._present is not None and when.first > self._present

    def is_current(self, when: Period) -> bool:
        """Return whether the period ``when`` includes the article's present day.

        A longer period that ends on that day does not count.
        """
        if self._present is None or not when.first <= self._present <= when.last:
            return False
        return when.last > self._present or when.first == self._present

    def ends_today(self, when: Period) -> bool:
        """Return whether a period of several days ends on the day of publication."""
        return when.first < when.last == self._present

    def days_since(self, when: Period) -> int:
        """Return the number of days from the period's end to the publication."""
        return 0 if self._present is None else (self._present - when.last).days


def _listed(tokens: Tokens) -> dict[int, list[tuple[int, LexicalCue]]]:
    """Map the index of each sentence to its tokens that are in a word list."""
    by_sentence: dict[int, list[tuple[int, LexicalCue]]] = {}
    sentences, cues, lowers = tokens.sentences, lexical_cues(), tokens.lowers
    for i in compress(range(len(lowers)), map(cues.__contains__, lowers)):
        by_sentence.setdefault(sentences[i], []).append((i, cues[lowers[i]]))
    return by_sentence


@cache
def _speech_words() -> frozenset[str]:
    """Return the forms of the verbs that report speech or belief in a clause."""
    kinds = (CueKind.SPEECH, CueKind.BELIEF)
    verbs = reporters().items()
    return frozenset(f for f, v in verbs if v.kind in kinds and CLAUSE in v.frames)
