"""The parts of an article that all features use: its lead, title, quotations and actors."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

from summarizers.model import Actor, Article, Line, Span
from summarizers.readers.parse import Parse
from summarizers.text.language import ENGLISH, sentence_terms, stop_words, terms
from summarizers.text.layout import QuotationIndex

_LEAD_SENTENCES = 3
# The number of first sentences that may state the news, and the least share of the
# title's words in the sentence that states it.
_NEWS_SENTENCES = 8
_LEAST_TITLE = 0.25
_FEWEST_TITLE = 4
# The number of best summary sentences: the page mostly prints these.
_BEST = 3
# Words with the same first letters count as one: "resigns" and "resigned".
_STEM_LETTERS = 5


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
