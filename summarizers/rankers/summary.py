"""Score the sentences of an article, and select those of its summary.

The default ranker scores a sentence by position, centrality, form and title words. The
score is the logistic function of a weighted sum of features: the estimated chance that
a reader would pick the sentence for a summary of three. The module is pure Python: 40
sentences take less than a millisecond, and importing numpy would take longer than numpy
saves.
"""

from __future__ import annotations

import math
import re
from abc import abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from operator import mul
from pkgutil import resolve_name
from typing import ClassVar, Protocol

from typing_extensions import override

from summarizers.lexicons import table, words
from summarizers.model import LISTED_SENTENCES, Article, Line, Sentence
from summarizers.text.language import ENGLISH, sentence_terms, stop_words, terms
from summarizers.text.layout import Layout


class Ranker(Protocol):
    """Scores how well each sentence alone would represent the article.

    A summary subtracts ``redundancy`` from the score of a sentence that equals a chosen
    one. It is a share of the distance between the best and the worst score. If it is 0,
    a summary leaves out near-copies only. ``lang`` is the language of the text, one
    with word lists.
    """

    redundancy: ClassVar[float] = 0.0
    lang: str

    def __init__(self, lang: str = ENGLISH) -> None:
        self.lang = lang

    @abstractmethod
    def rank(
        self, sentences: Sequence[Sentence], title: str | None
    ) -> tuple[float, ...]:
        """Return one finite score from 0 up per sentence, in order; higher is better.

        Scores of two rankers, or of two articles, cannot be compared.
        """


SIGNS = (
    "constant",
    "opens the article",
    "nearness to the start",
    "among the first",
    "centrality",
    "words of the title",
    "length",
    "fragment",
    "quotes",
    "unclear subject",
    "first or second person",
    "asks",
    "opens a paragraph",
)
"""The names of the features of a sentence.

The list ``summary_weights`` has their weights.
"""

# In words: a longer sentence gets no higher score.
_LONG = 40
# In words: a shorter sentence is incomplete.
_SHORT = 5
# In sentences: how fast the bonus of the start fades.
_FIRST = 8
_QUOTES = '"“”«»„「」'
_QUOTE = re.compile(f"[{_QUOTES}]")
_CLOSING = _QUOTES + "')]’ "
_QUESTION_MARKS = ("?", "？", "؟")

# The count of each word of a sentence, without stop words.
_Bag = dict[str, int]


class LeadTfidf(Ranker):
    """Ranks text in a language that has the word lists, such as English.

    Raises:
        FileNotFoundError: the language has no such lists.
    """

    # Measured on news: values from 0 to .1 are equal, higher ones cost up to 1 point of
    # ROUGE-2.
    redundancy: ClassVar[float] = 0.05

    def __init__(self, lang: str = ENGLISH) -> None:
        super().__init__(lang)
        weights = table("summary_weights")
        self._weights = tuple(float(weights[sign]) for sign in SIGNS)
        self._stop_words = stop_words(lang)
        self._unclear = words("unclear_subjects", lang)
        self._personal = words("personal_words", lang)

    @override
    def rank(
        self, sentences: Sequence[Sentence], title: str | None
    ) -> tuple[float, ...]:
        sums = (sum(map(mul, self._weights, s)) for s in self.signs(sentences, title))
        return tuple(1 / (1 + math.exp(-total)) for total in sums)

    def signs(
        self, sentences: Sequence[Sentence], title: str | None
    ) -> list[tuple[float, ...]]:
        """Return one row per sentence, with its value for each feature in ``SIGNS``."""
        said = [sentence_terms(sentence.text) for sentence in sentences]
        bags = [self._bag(spoken) for spoken in said]
        rarity = _rarity(bags)
        centrality = _centrality(bags, rarity)
        title_share = _title_share(bags, rarity, self._bag(terms(title or "")))
        before = [None, *(sentence.paragraph for sentence in sentences)]
        return [
            (
                1.0,
                float(place == 0),
                1 / (1 + place),
                math.exp(-place / _FIRST),
                centrality[place],
                title_share[place],
                min(len(spoken), _LONG) / _LONG,
                float(len(spoken) < _SHORT),
                float(_QUOTE.search(sentence.text) is not None),
                float(bool(spoken) and spoken[0] in self._unclear),
                float(not self._personal.isdisjoint(spoken)),
                float(sentence.text.rstrip(_CLOSING).endswith(_QUESTION_MARKS)),
                float(sentence.paragraph != before[place]),
            )
            for place, (sentence, spoken) in enumerate(
                zip(sentences, said, strict=True)
            )
        ]

    def _bag(self, spoken: Sequence[str]) -> _Bag:
        content = [word for word in spoken if word not in self._stop_words]
        bag = dict.fromkeys(content, 0)
        for word in content:
            bag[word] += 1
        return bag


class LanguageFree(LeadTfidf):
    """Ranks text of any language by position, title, length and repeated words."""

    def __init__(self) -> None:
        super().__init__()
        self._stop_words = self._unclear = self._personal = frozenset()


def _rarity(bags: Sequence[_Bag]) -> dict[str, float]:
    """Map each word to its inverse sentence frequency, which is high for rare words."""
    count = len(bags)
    frequencies = Counter(chain.from_iterable(bags))
    of = {f: math.log((count + 1) / (f + 0.5)) for f in set(frequencies.values())}
    return {word: of[f] for word, f in frequencies.items()}


def _centrality(bags: Sequence[_Bag], rarity: Mapping[str, float]) -> list[float]:
    """Return how similar each tf-idf vector is to the sum of all, from 0 to 1."""
    vectors = [_unit_vector(bag, rarity) for bag in bags]
    centre: dict[str, float] = dict.fromkeys(rarity, 0.0)
    for bag, vector in zip(bags, vectors, strict=True):
        for word, weight in zip(bag, vector, strict=True):
            centre[word] += weight
    likeness = [
        sum(map(mul, vector, map(centre.__getitem__, bag)))
        for bag, vector in zip(bags, vectors, strict=True)
    ]
    largest = max(likeness, default=0.0) or 1.0
    return [value / largest for value in likeness]


def _unit_vector(bag: _Bag, rarity: Mapping[str, float]) -> list[float]:
    """Return the tf-idf weights of the bag's words, in its order, as a unit vector."""
    weights = [
        rarity[word] if n == 1 else (1 + math.log(n)) * rarity[word]
        for word, n in bag.items()
    ]
    norm = math.hypot(*weights) or 1.0
    return [weight / norm for weight in weights]


def _title_share(
    bags: Sequence[_Bag], rarity: Mapping[str, float], title: _Bag
) -> list[float]:
    """Return the share of the title that each sentence repeats, weighted by rarity.

    Title words that no sentence has are ignored.
    """
    wanted = [(word, rarity[word]) for word in title if word in rarity]
    whole = sum(worth for _, worth in wanted) or 1.0
    return [
        sum([worth for word, worth in wanted if word in bag]) / whole for bag in bags
    ]


DEFAULT_RANKER = "lead-tfidf"
METHODS = (
    *("lexrank", "lsa", "luhn", "textrank", "sum-basic", "kl", "reduction"),
    *("edmundson", "random", "sumy-lexrank"),
)
"""The names of the methods of sumy that a reader may choose instead of the default."""

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
    ranker: Ranker = resolve_name("summarizers.rankers.sumy:ranker")(name, lang)
    return ranker


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
