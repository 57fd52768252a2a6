"""The parts of an article that all features use: its lead, title, quotations and actors.

``TitleEvent`` finds the sentence of the summary that reports the event of the title.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

from summarizers.languages.english import stem
from summarizers.model import Actor, Article, Line, Span, fast_new
from summarizers.readers.english.score.tense import looks_back, tells_state
from summarizers.readers.parse import Parse
from summarizers.text.language import ENGLISH, sentence_terms, stop_words, terms
from summarizers.text.layout import QuotationIndex

_DEEDS = frozenset(("VBD", "VBN"))
_HAVE = frozenset(("has", "have"))
# Words with the same first letters count as one: "resigns" and "resigned".
_STEM_LETTERS = 5
# A cache pays off, because nine in ten words of an article were in earlier articles.
_CACHED_ROOTS = 1 << 14
# The number of best summary sentences that may report the event.
_EVENT_LINES = 5
_OPENING = 20
_FEWEST = 2
# With this number of title words, a sentence probably, or surely, reports the event.
_SURE, _CLEAR = 3, 4
# The event's sentence has at least this share of the most title words in one sentence.
_SHARE = 0.5
# A sentence without a deed only sets the scene if it has at most this share of the
# title words of the event's sentence.
_OTHER = 0.3


class _Telling(NamedTuple):
    """The relation of a sentence to the event of the title.

    ``start`` is its offset, and ``words`` the number of title words that it repeats.
    ``is_deed`` is true if it has a verb in the past or the present perfect.
    ``has_verb`` is true if a repeated title word is a past form or a participle.
    ``is_state`` is true if it states no event but a state, and ``is_before`` if it
    looks back.
    """

    start: int
    words: int
    is_deed: bool
    has_verb: bool
    is_state: bool
    is_before: bool


class TitleEvent:
    """Finds the sentence of the summary that reports the event of the title.

    It is the first of the best sentences that has enough words of the title and does
    not tell a state. It must be among the first ``_OPENING`` sentences of the article.
    """

    def __init__(self, parse: Parse, title: str | None, lines: Sequence[Line]) -> None:
        sentences = parse.layout.sentences[:_OPENING]
        self._end = sentences[-1].end if sentences else 0
        content = set(terms(title or "")) - stop_words()
        self._roots = frozenset([_root(word) for word in content])
        rows = [self._read(parse, line.span) for line in lines] if content else []
        self._tellings = {telling.start: telling for telling in rows}
        self._event = self._find(rows)

    def _read(self, parse: Parse, span: Span) -> _Telling:
        within = parse.within(span.start, span.end)
        lowers, tags = parse.tokens.lowers[within], parse.tokens.tags[within]
        roots = list(map(_root, lowers))
        shared = self._roots.intersection(roots)
        is_perfect = "VBN" in tags and not _HAVE.isdisjoint(lowers)
        is_deed = "VBD" in tags or is_perfect
        has_verb = bool(shared) and not _DEEDS.isdisjoint(
            compress(tags, map(shared.__contains__, roots))
        )
        is_state = tells_state(parse.tokens.texts[within], lowers, tags)
        signs = is_deed, has_verb, is_state, looks_back(lowers)
        return fast_new(_Telling, (span.start, len(shared), *signs))

    def _find(self, best: Sequence[_Telling]) -> _Telling | None:
        most = max([telling.words for telling in best], default=0)
        for telling in sorted(best[:_EVENT_LINES]):
            least = _FEWEST if telling.has_verb else max(_FEWEST, _SHARE * most)
            if not telling.is_state and telling.words >= least:
                return telling if telling.start < self._end else None
        return None

    def is_before(self, start: int) -> bool:
        """Return whether a sentence gives only background before the title's event.

        ``start`` is its offset.
        """
        event, telling = self._event, self._tellings.get(start)
        if event is None or telling is None or telling.start >= event.start:
            return False
        if telling.is_state:
            return telling.words <= event.words >= _SURE
        if telling.is_deed:
            return telling.words <= telling.is_before and event.words >= _CLEAR
        return telling.words <= max(1, _OTHER * event.words)


@lru_cache(maxsize=_CACHED_ROOTS)
def _root(word: str) -> str:
    return stem(word)[:_STEM_LETTERS]


_LEAD_SENTENCES = 3
# The number of first sentences that may state the news, and the least share of the
# title's words in the sentence that states it.
_NEWS_SENTENCES = 8
_LEAST_TITLE = 0.25
_FEWEST_TITLE = 4
# The number of best summary sentences: the page mostly prints these.
_BEST = 3


def stems(words: Iterable[str], lang: str = ENGLISH) -> frozenset[str]:
    """Return the first ``_STEM_LETTERS`` letters of each word, without stop words."""
    content = frozenset(words) - stop_words(lang)
    return frozenset([word[:_STEM_LETTERS] for word in content if word[0].isalnum()])


class ArticleView:
    """One article as the features see it.

    ``lead_end`` is the offset at which the first sentences end, ``news`` the offset of
    the first sentence with enough words of the title. ``title`` and ``lead`` hold the
    stems of their words, ``summary`` those of the title and of the best sentences.
    ``actors`` maps each actor's name to its place and score, when these are known.
    """

    def __init__(
        self,
        parse: Parse,
        article: Article,
        actors: Sequence[Actor],
        summary: Sequence[Line],
        lang: str = ENGLISH,
    ) -> None:
        self.lang = lang
        self.parse, self.tokens = parse, parse.tokens
        prose = [s for s in parse.layout.sentences if s.noise is None]
        self.sentences = max(1, len(prose))
        self.lead_end = prose[:_LEAD_SENTENCES][-1].end if prose else 0
        self.quotations = QuotationIndex(parse.layout.quotations)
        self.title = stems(terms(article.title or ""), lang)
        lead = self.tokens.lowers[parse.within(0, self.lead_end)]
        self.lead = stems(lead, lang) | self.title
        best = [
            self.tokens.lowers[parse.within(x.span.start, x.span.end)]
            for x in summary[:_BEST]
        ]
        self.summary = self.title.union(*[stems(words, lang) for words in best])
        self.news = self.lead_end
        for sentence in prose[:_NEWS_SENTENCES] if self.title else ():
            if (
                self.title_share(stems(sentence_terms(sentence.text), lang))
                >= _LEAST_TITLE
            ):
                self.news = sentence.start
                break
        self.actors: Mapping[str, tuple[int, float]] = {}
        self._starts = [sentence.start for sentence in prose]
        self._mentions = sorted(
            m.span.start
            for actor in actors
            if actor.mentions[0].span.start < self.lead_end
            for m in actor.mentions
        )

    def title_share(self, words: frozenset[str]) -> float:
        """Return the share of the title's words that ``words`` has, from 0 to 1."""
        return len(words & self.title) / max(_FEWEST_TITLE, len(self.title))

    def rank(self, offset: int) -> int:
        """Return the number of prose sentences before the sentence at ``offset``."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def names_actor_of_lead(self, span: Span) -> bool:
        """Return whether ``span`` names an actor whom the lead names."""
        at = bisect_left(self._mentions, span.start)
        return at < len(self._mentions) and self._mentions[at] < span.end

    def quoted(self, start: int, end: int) -> float:
        """Return the share of the characters from ``start`` to ``end`` in quotations."""
        near = self.quotations.between(start, end)
        inside = sum([min(end, q.end) - max(start, q.start) for q in near])
        return inside / max(1, end - start)
