"""Find out whether a new version of an article corrects a line of the old one.

A line is corrected if it is gone, or if a number, name, place, day or negation in it
changed. Changes of spelling, punctuation, order or wording, and additions, do not
count. Versions cannot be compared if the new one has too little of the old text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache, cached_property
from typing import NamedTuple

from summarizers.lexicons import table
from summarizers.model import Article, Span
from summarizers.stories.facts import (
    Word,
    name_keys,
    number_phrases,
    numbers_in,
    same_spelling,
    usual_names,
    vocabulary,
    words_of,
)
from summarizers.text.language import language_of_lists
from summarizers.text.noise import is_correction_note, may_have_note
from summarizers.text.splitting import split_text

_RUN = 3
"""The number of words in a run; texts that share a run share a passage."""

LEAST_KEPT = 0.5
"""A new version can be compared if it has this share of the old text's runs."""

_LEAST_KEPT_SENTENCE = 0.5
# In a text with fewer sentences, a missing end may mean that the page was cut.
_LONG = 10
_LEAST_ALIGNED = 0.5
# Each further sentence of a passage must hold this share of the line's words.
_JOINED = 0.2
_LEAST_REWORDED = 0.4
_LONGEST_NEGATED = 6
_LONGEST_ADDED = 3
_MOST_JOINED = 3


class ChangeKind(StrEnum):
    """The most important change of a line; ``NAME`` includes places and days."""

    NUMBER = "number"
    NEGATION = "negation"
    NAME = "name"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class LineChange:
    """A correction of a line: its ``kind``, and the line in the new version.

    ``now`` is ``None`` if the line is gone.
    """

    kind: ChangeKind
    now: Span | None = None


class _Sentence(NamedTuple):
    span: Span
    words: tuple[Word, ...]
    paragraph: int
    joined: int = 0


class _Edit(NamedTuple):
    """The words ``before`` of an old line that a new line replaces by ``after``.

    Either may be empty.
    """

    before: tuple[Word, ...]
    after: tuple[Word, ...]


class _Version:
    """The sentences of a version of an article, their words and their runs."""

    def __init__(self, sentences: Iterable[_Sentence]) -> None:
        self.sentences = tuple(sentences)
        self.words = [word for sentence in self.sentences for word in sentence.words]
        self.text = _joined(self.words)
        self.runs = _runs(self.words)

    def has(self, words: Iterable[Word]) -> bool:
        """Return whether this version has these words, one after the other."""
        return _joined(words) in self.text


class Revision:
    """Compares the versions ``before`` and ``after`` of one article.

    ``note`` is the publisher's own correction note in the new version, if it has one.
    The note quotes old wordings, so it is not compared.
    """

    def __init__(self, before: Article, after: Article) -> None:
        self.before, self.after = before, after
        self._lang = language_of_lists(before.lang, before.text)
        self._old = _Version(_sentences(before, self._lang))
        sentences = _sentences(after, self._lang)
        self.note = note = _note_in(after, sentences, self._lang)
        self._new = _Version(
            s for s in sentences if note is None or not s.span.overlaps(note)
        )

    @cached_property
    def is_comparable(self) -> bool:
        """Return whether the new version has enough of the old text to compare lines.

        The result is false for a page that became a paywall, a log-in or another
        article.
        """
        runs, kept = self._old.runs, self._old.runs & self._new.runs
        return len(kept) >= LEAST_KEPT * len(runs) > 0 and not self._is_walled

    def change_of(self, line: str) -> LineChange | None:
        """Return the correction of ``line``, a line of the old version.

        The result is ``None`` if the line is not corrected, or cannot be compared.
        """
        words = words_of(line)
        if not self.is_comparable or not words or self._new.has(words):
            return None
        window = self._aligned(words)
        if window is None:
            return LineChange(ChangeKind.GONE) if self._is_removed(words) else None
        edits = tuple(_edits(words, window.words))
        if self._has_other_number(words, window.words, edits):
            return LineChange(ChangeKind.NUMBER, window.span)
        if self._is_turned(edits):
            return LineChange(ChangeKind.NEGATION, window.span)
        if any(self._has_other_name(edit, words, window.words) for edit in edits):
            return LineChange(ChangeKind.NAME, window.span)
        return None

    @cached_property
    def _usual(self) -> frozenset[str]:
        return usual_names((*self._old.words, *self._new.words))

    @cached_property
    def _is_walled(self) -> bool:
        """Whether the new version, unlike the old one, asks to log in or to pay.

        A version that keeps all old sentences is not walled.
        """
        demand = _demands()
        is_new = demand.search(self.after.text) and not demand.search(self.before.text)
        return bool(is_new) and not all(self._kept)

    def _aligned(self, words: Sequence[Word]) -> _Sentence | None:
        """Return the passage of the new version that shares most words with a line.

        Return ``None`` if no passage shares enough words.
        """
        end = None if self._cut is None else self._new.sentences[-1].span.end
        shares = [
            (_share(words, window.words), window)
            for window in self._windows
            if window.span.end != end
        ]
        _, aligned = max(
            (each for each in shares if each[0] >= _LEAST_ALIGNED),
            key=lambda each: (each[0] - each[1].joined * _JOINED, -len(each[1].words)),
            default=(0.0, None),
        )
        return aligned

    @cached_property
    def _cut(self) -> int | None:
        """The index of the old sentence of which the new version ends with only a part.

        It is ``None`` if the new version ends with a whole sentence.
        """
        if not self._new.sentences:
            return None
        # The last word may be cut, too.
        last = _joined(self._new.sentences[-1].words).rstrip()
        for index, sentence in enumerate(self._old.sentences):
            text = _joined(sentence.words).rstrip()
            if text != last and text.startswith(last):
                return index
        return None

    @cached_property
    def _windows(self) -> tuple[_Sentence, ...]:
        """The passages of one to three sentences of the new version that have new text.

        A passage is left out if the old version has all its sentences.
        """
        sentences = self._new.sentences
        is_old = [self._old.has(sentence.words) for sentence in sentences]
        return tuple(
            self._window(sentences[start : start + length])
            for start in range(len(sentences))
            for length in range(1, min(_MOST_JOINED, len(sentences) - start) + 1)
            if not all(is_old[start : start + length])
        )

    def _window(self, sentences: Sequence[_Sentence]) -> _Sentence:
        span = self.after.span(sentences[0].span.start, sentences[-1].span.end)
        words = tuple(word for sentence in sentences for word in sentence.words)
        return _Sentence(span, words, sentences[0].paragraph, len(sentences) - 1)

    def _has_other_number(
        self, before: Sequence[Word], after: Sequence[Word], edits: Sequence[_Edit]
    ) -> bool:
        lost = numbers_in(before, self._lang) - numbers_in(after, self._lang)
        return any(
            self._is_replaced(value, parts, edit)
            for value, parts in number_phrases(before, self._lang)
            if value in lost
            for edit in edits
            if not set(parts).isdisjoint(edit.before)
        )

    def _is_replaced(self, value: str, parts: Iterable[Word], edit: _Edit) -> bool:
        """Return whether an edit replaces the number ``value`` by another number.

        An edit that removes the number counts, too, if the new version has it nowhere
        else. ``parts`` are the words that state the number.
        """
        if numbers_in(edit.after, self._lang) - numbers_in(edit.before, self._lang):
            return True
        return value not in numbers_in(self._new.words, self._lang) and not any(
            self._is_spelled_in(word.key, edit.after) for word in parts
        )

    def _is_turned(self, edits: Iterable[_Edit]) -> bool:
        """Return whether an edit adds or removes a negation, and little else.

        A longer edit replaces the statement by another one.
        """
        negations = vocabulary(self._lang).negations
        for edit in edits:
            counts = [sum(word.key in negations for word in part) for part in edit]
            longest = _LONGEST_NEGATED if edit.before else _LONGEST_ADDED
            if counts[0] != counts[1] and max(map(len, edit)) <= longest:
                return True
        return False

    def _has_other_name(
        self, edit: _Edit, before: Sequence[Word], after: Sequence[Word]
    ) -> bool:
        days = vocabulary(self._lang).days
        old_days, new_days = ({w.key for w in part if w.key in days} for part in edit)
        if old_days and new_days and not old_days & new_days:
            return True
        old, new = (name_keys(part, self._usual, self._lang) for part in edit)
        counts = [Counter(_keys(part)) for part in (before, after)]
        lost = [key for key in old if counts[0][key] > counts[1][key]]
        gained = [key for key in new if counts[1][key] > counts[0][key]]
        lost = [key for key in lost if not self._is_spelled_in(key, edit.after)]
        is_missing = not {word.key for word in self._new.words}.intersection(lost)
        return bool(lost) and (bool(gained) or is_missing)

    def _is_spelled_in(self, key: str, words: Iterable[Word]) -> bool:
        return any(same_spelling(key, word.key, self._lang) for word in words)

    def _is_removed(self, words: Sequence[Word]) -> bool:
        """Return whether a line was taken out while the text around it stayed."""
        kept, line = self._kept, _joined(words)
        texts = [_joined(sentence.words) for sentence in self._old.sentences]
        own = [i for i, text in enumerate(texts) if text in line or line in text]
        rest = [flag for i, flag in enumerate(kept) if i not in own]
        if not own or not rest or sum(rest) < LEAST_KEPT * len(rest):
            return False
        if any(kept[i] for i in own):
            return False
        first, last = own[0], own[-1]
        while first > 0 and not kept[first - 1]:
            first -= 1
        while last + 1 < len(kept) and not kept[last + 1]:
            last += 1
        is_cut = self._cut is not None and last >= self._cut
        if last + 1 == len(kept):
            is_cut = is_cut or last > first or len(kept) < _LONG
        return not is_cut and not self._is_reworded(words)

    @cached_property
    def _kept(self) -> tuple[bool, ...]:
        """For each old sentence, whether the new version has most of its words."""
        return tuple(
            len(runs & self._new.runs) >= _LEAST_KEPT_SENTENCE * len(runs)
            if len(sentence.words) >= _RUN
            else self._new.has(sentence.words)
            for sentence in self._old.sentences
            for runs in [_runs(sentence.words)]
        )

    def _is_reworded(self, words: Sequence[Word]) -> bool:
        """Return whether a new passage says the same as a line in other words.

        The passage then has all numbers and names of the line, and most of its words.
        """
        numbers = set(numbers_in(words, self._lang))
        names = set(name_keys(words, self._usual, self._lang))
        content = set(_keys(words)) - vocabulary(self._lang).small
        return any(
            numbers <= set(numbers_in(window.words, self._lang))
            and names <= keys
            and len(content & keys) >= _LEAST_REWORDED * len(content)
            for window in self._windows
            for keys in [set(_keys(window.words))]
        )


def correction_note(article: Article) -> Span | None:
    """Return the publisher's own note that the article was corrected, if it has one."""
    lang = language_of_lists(article.lang, article.text)
    if not may_have_note(article.text, lang):
        return None
    return _note_in(article, _sentences(article, lang), lang)


def _note_in(
    article: Article, sentences: Sequence[_Sentence], lang: str
) -> Span | None:
    """Return the first correction note: its sentence and the rest of its paragraph."""
    for first in sentences:
        if is_correction_note(first.span.text, lang):
            paragraph = [s for s in sentences if s.paragraph == first.paragraph]
            return article.span(first.span.start, paragraph[-1].span.end)
    return None


@cache
def _demands() -> re.Pattern[str]:
    return re.compile("|".join(table("wall_demands")), re.IGNORECASE)


def _sentences(article: Article, lang: str) -> tuple[_Sentence, ...]:
    """Return the sentences of an article that have words."""
    words = words_of(article.text)
    starts = [word.start for word in words]
    return tuple(
        _Sentence(sentence.span, words[first:last], sentence.paragraph)
        for sentence in split_text(article, lang).sentences
        for first in [bisect_left(starts, sentence.start)]
        for last in [bisect_left(starts, sentence.end)]
        if first < last
    )


def _keys(words: Iterable[Word]) -> tuple[str, ...]:
    return tuple(word.key for word in words)


def _runs(words: Iterable[Word]) -> frozenset[tuple[str, ...]]:
    keys = _keys(words)
    starts = range(max(1, len(keys) - _RUN + 1))
    return frozenset(keys[start : start + _RUN] for start in starts)


def _joined(words: Iterable[Word]) -> str:
    return f" {' '.join(_keys(words))} "


def _share(before: Sequence[Word], after: Sequence[Word]) -> float:
    """Return the share of the words of ``before`` that ``after`` has, from 0 to 1."""
    wanted = set(_keys(before))
    return len(wanted & set(_keys(after))) / len(wanted)


def _edits(before: Sequence[Word], after: Sequence[Word]) -> Iterator[_Edit]:
    matcher = SequenceMatcher(None, _keys(before), _keys(after), autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind != "equal":
            yield _Edit(tuple(before[start:end]), tuple(after[first:last]))
