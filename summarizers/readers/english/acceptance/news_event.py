"""The event that an article reports: the words and the actors of its title and lead."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable

from summarizers.model import Article
from summarizers.readers.parse import Parse
from summarizers.readers.reader import Findings
from summarizers.text.layout import QuotationIndex
from summarizers.text.terms import stop_words, terms

_LEAD_SENTENCES = 3
# Words with the same first letters count as one: "resigns" and "resigned".
_STEM_LETTERS = 5
_STOP_WORDS = stop_words()


def stems(words: Iterable[str]) -> frozenset[str]:
    """Return the first letters of the words, in lower case, without stop words."""
    content = set(words) - _STOP_WORDS
    return frozenset([word[:_STEM_LETTERS] for word in content if word[0].isalnum()])


class NewsEvent:
    """The words and actors of the title and of the first sentences of an article.

    ``first_end`` and ``lead_end`` are the characters at which the first sentence and
    the lead end; ``named`` are the actors of the lead.
    """

    def __init__(self, parse: Parse, article: Article, findings: Findings) -> None:
        self.parse, self.tokens = parse, parse.tokens
        sentences = parse.layout.sentences
        prose = [s for s in sentences if s.noise is None]
        self.sentences = max(1, len(prose))
        self.first_end = prose[0].end if prose else 0
        self.lead_end = prose[:_LEAD_SENTENCES][-1].end if prose else 0
        self.quoted = QuotationIndex(parse.layout.quotations)
        self.title = stems(terms(article.title or ""))
        lead = self.tokens.lowers[parse.within(0, self.lead_end)]
        self.words = stems(lead) | self.title
        self.actors = {actor.name: actor for actor in findings.actors}
        self.most = max([len(a.mentions) for a in findings.actors], default=1)
        self.named = frozenset(
            [
                a.name
                for a in findings.actors
                if a.mentions[0].span.start < self.lead_end
            ]
        )
        self.said = Counter([claim.speaker for claim in findings.claims])
        self._starts = [sentence.start for sentence in prose]
        self._mentioned = sorted(
            [m.span.start for name in self.named for m in self.actors[name].mentions]
        )

    def rank(self, offset: int) -> int:
        """Return the place of the sentence at ``offset`` among those outside noise."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def names_actor(self, start: int, end: int) -> bool:
        """Whether a slice of the text names an actor of the lead."""
        at = bisect_left(self._mentioned, start)
        return at < len(self._mentioned) and self._mentioned[at] < end
