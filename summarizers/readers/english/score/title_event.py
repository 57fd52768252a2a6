"""Find the sentence of the summary that reports the event of the title."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

from summarizers.languages.english import stem
from summarizers.model import Line, Span, fast_new
from summarizers.readers.english.score.tense import looks_back, tells_state
from summarizers.readers.parse import Parse
from summarizers.text.language import stop_words, terms

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
        for telling in sorted(best[:_BEST]):
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
