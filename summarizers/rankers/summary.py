"""Choose a ranker by its name, and select the sentences of the summary."""

from __future__ import annotations

import math
from collections.abc import Sequence

from summarizers.model import LISTED_SENTENCES, Article, Line, Sentence
from summarizers.rankers.lead_tfidf import LeadTfidf
from summarizers.rankers.ranker import Ranker
from summarizers.text.language import ENGLISH
from summarizers.text.layout import Layout
from summarizers.text.terms import sentence_terms, stop_words

DEFAULT_RANKER = "lead-tfidf"
_RANDOM_RANKER = "random"
METHODS = (
    *("lexrank", "lsa", "luhn", "textrank", "sum-basic", "kl", "reduction"),
    *("edmundson", _RANDOM_RANKER, "sumy-lexrank"),
)
"""The names of the methods that a reader may choose instead of the default."""

# Two sentences are near-copies if they share more than this part of the shorter one's
# words. Measured on news: .7 to 1 give the same ROUGE-2, .6 loses .4; corrected captions
# differ by a word.
_COPY = 0.75
_SHORTLIST = 3 * LISTED_SENTENCES


def ranker_named(name: str, lang: str = ENGLISH) -> Ranker:
    """Return the default ranker, or the one called ``name`` in ``METHODS``.

    ``lang`` is the language of the text, one with word lists.
    """
    if name == DEFAULT_RANKER:
        return LeadTfidf(lang)
    # sumy takes 0.2 s and 36 MB, and the default ranker does not need it.
    from summarizers.rankers.sumy import RandomRanker, SumyRanker  # noqa: PLC0415

    return RandomRanker(lang) if name == _RANDOM_RANKER else SumyRanker(name, lang)


def rank_summary(
    layout: Layout, article: Article, ranker: Ranker | None = None
) -> tuple[Line, ...]:
    """Return the best ``LISTED_SENTENCES`` sentences of the article, best first.

    Noise and near-copies of better sentences are left out. Each line has the score that
    ``ranker`` gave the sentence.
    """
    chosen = ranker or LeadTfidf()
    title = article.title
    if layout.headline and not title:
        first = layout.paragraphs[0]
        title = layout.text[first.start : first.end]
    sentences = [s for s in layout.sentences if s.noise is None]
    scores = chosen.rank(sentences, title)
    picked = _pick(sentences, scores, chosen.redundancy, stop_words(chosen.lang))
    return tuple(Line(sentences[i].span, scores[i]) for i in picked)


def _pick(
    sentences: Sequence[Sentence],
    scores: Sequence[float],
    redundancy: float,
    ignored: frozenset[str],
) -> list[int]:
    """Return the indexes of the chosen sentences by greedy maximal marginal relevance.

    Each step takes the sentence with the best value: its score minus ``redundancy`` for
    its likeness to the most similar chosen sentence.
    """
    order = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
    price = redundancy * (max(scores, default=0.0) - min(scores, default=0.0))
    values = {i: scores[i] for i in order[:_SHORTLIST]}
    bags = {i: frozenset(sentence_terms(sentences[i].text)) - ignored for i in values}
    picked: list[int] = []
    while values and len(picked) < LISTED_SENTENCES:
        best = max(values, key=values.__getitem__)
        del values[best]
        picked.append(best)
        for i in tuple(values):
            cosine, overlap = _likeness(bags[i], bags[best])
            if overlap > _COPY:
                del values[i]
            else:
                values[i] = min(values[i], scores[i] - price * cosine)
    return picked


def _likeness(bag: frozenset[str], other: frozenset[str]) -> tuple[float, float]:
    """Return the cosine of two sets of words, and their overlap.

    The overlap is the share of the smaller set's words that both have.
    """
    if not bag and not other:
        return 1.0, 1.0
    shared = len(bag & other)
    if not shared:
        return 0.0, 0.0
    sizes = len(bag), len(other)
    return shared / math.sqrt(sizes[0] * sizes[1]), shared / min(sizes)
