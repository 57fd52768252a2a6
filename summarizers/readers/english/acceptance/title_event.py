"""Find the sentence of the summary that reports the event of the title."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import compress
from operator import attrgetter
from typing import NamedTuple

from summarizers.languages.english import stem
from summarizers.model import Line, Sentence, Span, fast_new
from summarizers.readers.english.acceptance.tense import looks_back, tells_state
from summarizers.readers.parse import Parse
from summarizers.text.terms import stop_words, terms

TELLS = "tells the event of the title"
BEFORE = "before the event of the title"

_DEEDS = frozenset(("VBD", "VBN"))
_HAVE = frozenset(("has", "have"))
_STEM_LETTERS = 5
# A cache pays off, because nine in ten words of an article were in earlier articles.
_CACHED_ROOTS = 1 << 14
# The number of best summary sentences that may report the event.
_BEST = 5
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
        self._parse, sentences = parse, parse.layout.sentences[:_OPENING]
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
        for telling in sorted(best[:_BEST]):
            least = _FEWEST if telling.has_verb else max(_FEWEST, _SHARE * most)
            if not telling.is_state and telling.words >= least:
                return telling if telling.start < self._end else None
        return None

    def relation(self, start: int) -> str | None:
        """Return how the sentence at the offset ``start`` relates to the title's event.

        The result is ``TELLS`` for the sentence that reports the event, ``BEFORE`` for
        an earlier sentence that gives only background, and else ``None``.
        """
        event, telling = self._event, self._tellings.get(start)
        if event is None or telling is None:
            return None
        if telling is event:
            return TELLS
        if telling.is_state:
            is_scene = telling.words <= event.words >= _SURE
        elif telling.is_deed:
            most = 1 if telling.is_before else 0
            is_scene = telling.words <= most and event.words >= _CLEAR
        else:
            is_scene = telling.words <= max(1, _OTHER * event.words)
        return BEFORE if start < event.start and is_scene else None

    def goes_on(self, start: int) -> bool:
        """Return whether a sentence continues the event of the title.

        It must report a deed, and have a word of the title that the sentence before it
        lacks. ``start`` is its offset. Below the sentence before it, such a sentence
        may open with a pronoun or link: "But he closed the mill".
        """
        telling = self._tellings.get(start)
        if telling is None or telling.words < _FEWEST or not telling.is_deed:
            return False
        sentences = self._parse.layout.sentences
        at = bisect_left(sentences, start, key=attrgetter("start"))
        if not at or start >= self._end:
            return False
        before, own = (self._shared(sentences[i]) for i in (at - 1, at))
        return bool(own - before)

    def _shared(self, sentence: Sentence) -> frozenset[str]:
        within = self._parse.within(sentence.start, sentence.end)
        return self._roots.intersection(map(_root, self._parse.tokens.lowers[within]))


@lru_cache(maxsize=_CACHED_ROOTS)
def _root(word: str) -> str:
    return stem(word)[:_STEM_LETTERS]
