"""The event that an article reports: the words and actors of its title and lead."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from summarizers.model import Article, Sentence
from summarizers.readers.english.acceptance.title_event import TitleEvent
from summarizers.readers.english.interviews import read_interview
from summarizers.readers.parse import Parse
from summarizers.readers.reader import Findings
from summarizers.text.layout import QuotationIndex
from summarizers.text.terms import sentence_terms, stop_words, terms

_LEAD_SENTENCES = 3
# The number of first sentences that may state the news.
_NEWS_SENTENCES = 8
# The least share of the title's words in the sentence that states the news.
_LEAST_TITLE = 0.25
_FEWEST_TITLE = 4
# The number of best summary sentences: the page mostly prints these.
_BEST = 3
# The number of best summary sentences in which the event of the title is searched.
_LISTED = 10
# Words with the same first letters count as one: "resigns" and "resigned".
_STEM_LETTERS = 5
_STOP_WORDS = stop_words()
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def stems(words: Iterable[str]) -> frozenset[str]:
    """Return the first ``_STEM_LETTERS`` letters of each word, without stop words."""
    content = frozenset(words) - _STOP_WORDS
    return frozenset([word[:_STEM_LETTERS] for word in content if word[0].isalnum()])


class NewsEvent:
    """The words and actors of an article's title and first sentences.

    ``lead_end`` is the offset at which the lead ends: the first sentences of the
    article. ``news`` is the offset of the first sentence with enough words of the
    title. ``named`` holds the names of the lead's actors. ``summary_words`` holds the
    words of the title and of the best summary sentences.
    """

    def __init__(self, parse: Parse, article: Article, findings: Findings) -> None:
        self.parse, self.tokens = parse, parse.tokens
        sentences = parse.layout.sentences
        prose = [s for s in sentences if s.noise is None]
        self.sentences = max(1, len(prose))
        self.lead_end = prose[:_LEAD_SENTENCES][-1].end if prose else 0
        self.quoted = QuotationIndex(parse.layout.quotations)
        self.title = stems(terms(article.title or ""))
        lead = self.tokens.lowers[parse.within(0, self.lead_end)]
        self.words = stems(lead) | self.title
        self.news = self._find_news(prose)
        best = [
            parse.within(x.span.start, x.span.end) for x in findings.summary[:_BEST]
        ]
        self.summary_words = self.title.union(
            *[stems(self.tokens.lowers[x]) for x in best]
        )
        self.is_interview = bool(read_interview(article).people)
        # The title of an interview reports no event.
        title = None if self.is_interview else article.title
        self.title_event = TitleEvent(parse, title, findings.summary[:_LISTED])
        self.actors = {actor.name: actor for actor in findings.actors}
        self.most = max([len(a.mentions) for a in findings.actors], default=1)
        self.named = frozenset(
            [
                a.name
                for a in findings.actors
                if a.mentions[0].span.start < self.lead_end
            ]
        )
        # The names of actors who have no part in the news.
        self.bystanders: set[str] = set()
        self.said = Counter([claim.speaker for claim in findings.claims])
        self._year = 0 if article.published is None else article.published.year
        self._starts = [sentence.start for sentence in prose]
        self._mentioned = sorted(
            [m.span.start for name in self.named for m in self.actors[name].mentions]
        )

    def _find_news(self, prose: Sequence[Sentence]) -> int:
        opening = prose[:_NEWS_SENTENCES] if self.title else ()
        for sentence in opening:
            if self.title_share(stems(sentence_terms(sentence.text))) >= _LEAST_TITLE:
                return sentence.start
        return self.lead_end

    def is_past_year(self, text: str) -> bool:
        """Return whether the latest year in ``text`` is before the publication."""
        years = [int(year) for year in _YEAR.findall(text)] if self._year else []
        return bool(years) and max(years) < self._year

    def title_share(self, words: frozenset[str]) -> float:
        """Return the share of the title's words that ``words`` has, from 0 to 1."""
        return len(words & self.title) / max(_FEWEST_TITLE, len(self.title))

    def rank(self, offset: int) -> int:
        """Return the number of prose sentences before the sentence at ``offset``."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def names_actor(self, start: int, end: int) -> bool:
        """Return whether ``text[start:end]`` names an actor of the lead."""
        at = bisect_left(self._mentioned, start)
        return at < len(self._mentioned) and self._mentioned[at] < end
