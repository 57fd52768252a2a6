"""Select the sentences of the summary."""

from __future__ import annotations

import math
from collections.abc import Sequence
from heapq import heappop, heappush

from summarizers.model import LISTED_SENTENCES, Article, Line, Sentence
from summarizers.rankers.ranker import DEFAULT_RANKER, Ranker, ranker_named
from summarizers.text.language import ENGLISH
from summarizers.text.layout import Layout
from summarizers.text.terms import sentence_terms, stop_words

# Two sentences are near-copies if they share more than this part of the shorter one's
# words. Measured on news: .7 to 1 give the same ROUGE-2, .6 loses .4; corrected captions
# differ by a word.
_COPY = 0.75
_SHORTLIST = 3 * LISTED_SENTENCES

_Picked = tuple[int, frozenset[str]]


def rank_summary(
    layout: Layout,
    article: Article,
    *,
    ranker: Ranker | None = None,
    lang: str = ENGLISH,
) -> tuple[Line, ...]:
    """Return the best ``LISTED_SENTENCES`` sentences of the article, best first.

    Noise and near-copies of better sentences are left out. Each line has the score that
    ``ranker`` gave the sentence. ``lang`` selects the stop words that the search for
    near-copies ignores.
    """
    chosen = ranker or ranker_named(DEFAULT_RANKER)
    sentences = [s for s in layout.sentences if s.noise is None]
    scores = chosen.rank(sentences, _title(layout, article))
    picked = _pick(sentences, scores, chosen.redundancy, stop_words(lang))
    return tuple(Line(sentences[i].span, scores[i]) for i in picked)


def _title(layout: Layout, article: Article) -> str | None:
    if article.title or not layout.headline:
        return article.title
    first = layout.paragraphs[0]
    return layout.text[first.start : first.end]


def _pick(
    sentences: Sequence[Sentence],
    scores: Sequence[float],
    redundancy: float,
    ignored: frozenset[str],
) -> list[int]:
    """Return the indexes of the chosen sentences by greedy maximal marginal relevance.

    Each step takes the sentence with the best value: its score minus ``redundancy`` for
    its likeness to chosen sentences. Likeness only lowers a value. So a sentence is
    compared with the chosen ones only when it is first in the queue, and queued again
    if it is no longer the best.
    """
    order = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
    order = order[:_SHORTLIST]
    price = redundancy * (max(scores, default=0.0) - min(scores, default=0.0))
    waiting = [(-scores[i], place, 0) for place, i in enumerate(order)]
    picked: list[_Picked] = []
    while waiting and len(picked) < LISTED_SENTENCES:
        cost, place, compared = heappop(waiting)
        best = order[place]
        bag = frozenset(sentence_terms(sentences[best].text)) - ignored
        likeness, copied = _compare_all(bag, picked[compared:])
        if copied > _COPY:
            continue
        worth = min(-cost, scores[best] - price * likeness)
        if waiting and (-worth, place) > waiting[0][:2]:
            heappush(waiting, (-worth, place, len(picked)))
        else:
            picked.append((best, bag))
    return [i for i, _ in picked]


def _compare_all(bag: frozenset[str], picked: Sequence[_Picked]) -> tuple[float, float]:
    """Return the highest cosine and overlap of ``bag`` with any picked sentence.

    The overlap is the share of the smaller sentence's words that both have.
    """
    likeness = copied = 0.0
    for _, other in picked:
        if not bag.isdisjoint(other) or bag == other:
            like, held = _compare(other, bag)
            likeness, copied = max(likeness, like), max(copied, held)
    return likeness, copied


def _compare(bag: frozenset[str], other: frozenset[str]) -> tuple[float, float]:
    """Return the cosine of two sets of words, and their overlap.

    The overlap is the share of the smaller set's words that both have.
    """
    if bag == other:
        return 1.0, 1.0
    shared = len(bag & other)
    if not shared:
        return 0.0, 0.0
    sizes = len(bag), len(other)
    return shared / math.sqrt(math.prod(sizes)), shared / min(sizes)
