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
from summarizers.model import Article, Sentence, Span
from summarizers.stories.facts import (
    Word,
    name_keys,
    number_words_of,
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

_LEAST_KEPT_AROUND = 0.7
_LEAST_KEPT_SENTENCE = 0.5
_LONGEST_GAP = 3
# In a text with fewer sentences, a missing end may mean that the page was cut.
_LONG = 10
_LEAST_ALIGNED = 0.5
# Each further sentence of a passage must hold this share of the line's words.
_JOINED = 0.2
_LEAST_REWORDED = 0.4
_LEAST_NEGATED = 0.7
_LONGEST_NEGATED = 6
_LONGEST_ADDED = 3
_MOST_JOINED = 3
_FEWEST_WORDS = 4


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


class Revision:
    """Compares the versions ``before`` and ``after`` of one article."""

    def __init__(self, before: Article, after: Article) -> None:
        self.before, self.after = before, after
        self._lang = language_of_lists(before.lang, before.text)

    @cached_property
    def is_comparable(self) -> bool:
        """Return whether the new version has enough of the old text to compare lines.

        The result is false for a page that became a paywall, a log-in or another
        article.
        """
        runs = _runs(self._old_keys)
        kept = len(runs & self._new_runs)
        return kept >= LEAST_KEPT * len(runs) > 0 and not self._is_walled

    def change_of(self, line: str) -> LineChange | None:
        """Return the correction of ``line``, a line of the old version.

        The result is ``None`` if the line is not corrected, or cannot be compared.
        """
        words = words_of(line)
        if not self.is_comparable or not words or _contains(self._new_text, words):
            return None
        window = self._aligned(words)
        if window is None:
            return LineChange(ChangeKind.GONE) if self._is_removed(words) else None
        kind = self._kind(words, window.words)
        return None if kind is None else LineChange(kind, window.span)

    @cached_property
    def note(self) -> Span | None:
        """The publisher's own correction note in the new version, if it has one."""
        return _note_in(self.after, self._new, self._lang)

    @cached_property
    def _old(self) -> tuple[_Sentence, ...]:
        return _sentences(self.before, self._old_words, self._lang)

    @cached_property
    def _new(self) -> tuple[_Sentence, ...]:
        return _sentences(self.after, self._new_words, self._lang)

    @cached_property
    def _old_words(self) -> tuple[Word, ...]:
        return words_of(self.before.text)

    @cached_property
    def _new_words(self) -> tuple[Word, ...]:
        return words_of(self.after.text)

    @cached_property
    def _old_keys(self) -> tuple[str, ...]:
        return _keys(self._old_words)

    @cached_property
    def _old_text(self) -> str:
        return _joined(self._old_keys)

    @cached_property
    def _compared(self) -> tuple[_Sentence, ...]:
        """The sentences of the new version, without the publisher's correction note.

        The note quotes old wordings.
        """
        if self.note is None:
            return self._new
        return tuple(s for s in self._new if not s.span.overlaps(self.note))

    @cached_property
    def _new_keys(self) -> tuple[str, ...]:
        return tuple(word.key for s in self._compared for word in s.words)

    @cached_property
    def _new_text(self) -> str:
        return _joined(self._new_keys)

    @cached_property
    def _new_runs(self) -> frozenset[tuple[str, ...]]:
        return _runs(self._new_keys)

    @cached_property
    def _usual(self) -> frozenset[str]:
        return usual_names((*self._old_words, *self._new_words))

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
        end = None if self._cut is None else self._compared[-1].span.end
        whole = (window for window in self._windows if window.span.end != end)
        return max(
            (w for w in whole if _share(words, w.words) >= _LEAST_ALIGNED),
            key=lambda w: (_share(words, w.words) - w.joined * _JOINED, -len(w.words)),
            default=None,
        )

    @cached_property
    def _cut(self) -> int | None:
        """The index of the old sentence of which the new version ends with only a part.

        It is ``None`` if the new version ends with a whole sentence.
        """
        if not self._compared:
            return None
        # The last word may be cut, too.
        last = " ".join(_keys(self._compared[-1].words))
        texts = (" ".join(_keys(sentence.words)) for sentence in self._old)
        cuts = (
            index
            for index, text in enumerate(texts)
            if text != last and text.startswith(last)
        )
        return next(cuts, None)

    @cached_property
    def _windows(self) -> tuple[_Sentence, ...]:
        """The passages of one to three sentences of the new version that have new text.

        A passage is left out if the old version has all its sentences.
        """
        sentences = self._compared
        is_old = [_contains(self._old_text, sentence.words) for sentence in sentences]
        return tuple(
            self._window(sentences[start : start + length])
            for start in range(len(sentences))
            for length in range(1, _MOST_JOINED + 1)
            if start + length <= len(sentences)
            and not all(is_old[start : start + length])
        )

    def _window(self, sentences: Sequence[_Sentence]) -> _Sentence:
        span = self.after.span(sentences[0].span.start, sentences[-1].span.end)
        words = tuple(word for sentence in sentences for word in sentence.words)
        return _Sentence(span, words, sentences[0].paragraph, len(sentences) - 1)

    def _kind(self, before: Sequence[Word], after: Sequence[Word]) -> ChangeKind | None:
        edits = tuple(e for e in _edits(before, after) if not self._is_moved(e))
        if self._has_other_number(before, after, edits):
            return ChangeKind.NUMBER
        if self._is_turned(before, after, edits):
            return ChangeKind.NEGATION
        if any(self._has_other_name(edit, before, after) for edit in edits):
            return ChangeKind.NAME
        return None

    def _is_moved(self, edit: _Edit) -> bool:
        """Return whether the words that an edit replaces are elsewhere in the new text.

        This happens if an advertisement cuts a sentence in two.
        """
        return len(edit.before) >= _RUN and _contains(self._new_text, edit.before)

    def _has_other_number(
        self, before: Sequence[Word], after: Sequence[Word], edits: Sequence[_Edit]
    ) -> bool:
        lost = numbers_in(before, self._lang) - numbers_in(after, self._lang)
        return any(
            self._is_replaced(value, stated, edit)
            for value in lost
            for stated in [number_words_of(before, value, self._lang)]
            for edit in edits
            if stated & set(edit.before)
        )

    def _is_replaced(self, value: str, stated: Iterable[Word], edit: _Edit) -> bool:
        """Return whether an edit replaces the number ``value`` by another number.

        An edit that removes the number counts, too, if the new version has it nowhere
        else.
        """
        if _is_respelled(edit, self._lang):
            return False
        if numbers_in(edit.after, self._lang) - numbers_in(edit.before, self._lang):
            return True
        return value not in self._new_numbers and not any(
            same_spelling(word.key, other.key, self._lang)
            for word in stated
            for other in edit.after
        )

    @cached_property
    def _new_numbers(self) -> frozenset[str]:
        words = (word for sentence in self._compared for word in sentence.words)
        return frozenset(numbers_in(words, self._lang))

    def _is_turned(
        self, before: Sequence[Word], after: Sequence[Word], edits: Sequence[_Edit]
    ) -> bool:
        """Return whether a negation was added or removed, and little else changed."""
        negations = vocabulary(self._lang).negations
        counts = [sum(w.key in negations for w in part) for part in (before, after)]
        if counts[0] == counts[1] or _share(before, after) < _LEAST_NEGATED:
            return False
        return any(
            _count(edit.before, negations) != _count(edit.after, negations)
            and _is_short(edit)
            and not _is_respelled(edit, self._lang)
            for edit in edits
        )

    def _has_other_name(
        self, edit: _Edit, before: Sequence[Word], after: Sequence[Word]
    ) -> bool:
        if _is_respelled(edit, self._lang):
            return False
        if self._has_other_day(edit):
            return True
        names = [name_keys(part, self._usual, self._lang) for part in edit]
        counts = [Counter(_keys(part)) for part in (before, after)]
        lost = [key for key in names[0] if counts[0][key] > counts[1][key]]
        gained = [key for key in names[1] if counts[1][key] > counts[0][key]]
        if _is_initialism(lost, gained):
            return False
        lost = [key for key in lost if not self._is_spelled_in(key, edit.after)]
        is_plain = bool(gained) and _is_plain(edit, len(lost) + len(gained))
        return bool(lost) and (is_plain or self._is_missing(lost))

    def _has_other_day(self, edit: _Edit) -> bool:
        days = vocabulary(self._lang).days
        sides = [{w.key for w in part if w.key in days} for part in edit]
        return bool(sides[0] and sides[1] and not sides[0] & sides[1])

    def _is_spelled_in(self, key: str, words: Iterable[Word]) -> bool:
        return any(same_spelling(key, word.key, self._lang) for word in words)

    def _is_missing(self, keys: Iterable[str]) -> bool:
        """Return whether the new version has none of the names ``keys`` anywhere."""
        return not any(key in self._new_keys for key in keys)

    def _is_removed(self, words: Sequence[Word]) -> bool:
        """Return whether a line was taken out while the text around it stayed."""
        kept = self._kept
        own = [i for i, s in enumerate(self._old) if _is_part(s.words, words)]
        rest = [flag for i, flag in enumerate(kept) if i not in own]
        if not own or not rest or sum(rest) < _LEAST_KEPT_AROUND * len(rest):
            return False
        if any(kept[i] for i in own):
            return False
        first, last = own[0], own[-1]
        while first > 0 and not kept[first - 1]:
            first -= 1
        while last + 1 < len(kept) and not kept[last + 1]:
            last += 1
        is_end = last + 1 == len(kept)
        is_short = len(kept) < _LONG or not self._ends_as_before
        is_cut = is_end and (last > first or is_short)
        is_cut = is_cut or (self._cut is not None and last >= self._cut)
        is_long = last - first >= max(_LONGEST_GAP, len(own))
        return not is_cut and not is_long and not self._is_reworded(words)

    @cached_property
    def _ends_as_before(self) -> bool:
        """Whether the new version ends with a whole sentence of the old one."""
        last = self._compared[-1].words if self._compared else ()
        return bool(last) and _contains(self._old_text, last)

    @cached_property
    def _kept(self) -> tuple[bool, ...]:
        """For each old sentence, whether the new version has most of its words."""
        return tuple(self._is_kept(sentence) for sentence in self._old)

    def _is_kept(self, sentence: _Sentence) -> bool:
        keys = _keys(sentence.words)
        if len(keys) < _RUN:
            return _contains(self._new_text, sentence.words)
        runs = _runs(keys)
        return len(runs & self._new_runs) >= _LEAST_KEPT_SENTENCE * len(runs)

    def _is_reworded(self, words: Sequence[Word]) -> bool:
        """Return whether a new passage says the same as a line in other words.

        The passage then has all numbers and names of the line, and most of its words.
        """
        small = vocabulary(self._lang).small
        numbers = set(numbers_in(words, self._lang))
        names = set(name_keys(words, self._usual, self._lang))
        content = set(_keys(words)) - small
        return any(
            numbers <= set(numbers_in(window.words, self._lang))
            and names <= set(_keys(window.words))
            and len(content & set(_keys(window.words)))
            >= _LEAST_REWORDED * len(content)
            for window in self._windows
        )


def correction_note(article: Article) -> Span | None:
    """Return the publisher's own note that the article was corrected, if it has one."""
    lang = language_of_lists(article.lang, article.text)
    if not may_have_note(article.text, lang):
        return None
    return _note_in(article, _sentences(article, words_of(article.text), lang), lang)


def _note_in(
    article: Article, sentences: Sequence[_Sentence], lang: str
) -> Span | None:
    """Return the first correction note: its sentence and the rest of its paragraph."""
    notes = (s for s in sentences if is_correction_note(s.span.text, lang))
    first = next(notes, None)
    if first is None:
        return None
    start = first.span.start
    rest = [s.span.end for s in sentences if s.paragraph == first.paragraph]
    return article.span(start, max(rest))


@cache
def _demands() -> re.Pattern[str]:
    return re.compile("|".join(table("wall_demands")), re.IGNORECASE)


def _sentences(
    article: Article, words: Sequence[Word], lang: str
) -> tuple[_Sentence, ...]:
    starts = [word.start for word in words]
    return tuple(
        _Sentence(sentence.span, own, sentence.paragraph)
        for sentence in split_text(article, lang).sentences
        if (own := _slice(words, starts, sentence))
    )


def _slice(
    words: Sequence[Word], starts: Sequence[int], sentence: Sentence
) -> tuple[Word, ...]:
    first = bisect_left(starts, sentence.start)
    return tuple(words[first : bisect_left(starts, sentence.end)])


def _keys(words: Iterable[Word]) -> tuple[str, ...]:
    return tuple(word.key for word in words)


def _runs(keys: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(
        tuple(keys[start : start + _RUN])
        for start in range(max(1, len(keys) - _RUN + 1))
    )


def _joined(keys: Iterable[str]) -> str:
    return f" {' '.join(keys)} "


def _contains(text: str, words: Iterable[Word]) -> bool:
    return _joined(_keys(words)) in text


def _is_part(left: Iterable[Word], right: Iterable[Word]) -> bool:
    """Return whether one of two passages contains the other, word for word."""
    texts = [_joined(_keys(words)) for words in (left, right)]
    return texts[0] in texts[1] or texts[1] in texts[0]


def _share(before: Sequence[Word], after: Sequence[Word]) -> float:
    """Return the share of the words of ``before`` that ``after`` has, from 0 to 1."""
    wanted = set(_keys(before))
    return len(wanted & set(_keys(after))) / len(wanted)


def _edits(before: Sequence[Word], after: Sequence[Word]) -> Iterator[_Edit]:
    matcher = SequenceMatcher(None, _keys(before), _keys(after), autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind != "equal":
            yield _Edit(tuple(before[start:end]), tuple(after[first:last]))


def _count(words: Iterable[Word], wanted: frozenset[str]) -> int:
    return sum(word.key in wanted for word in words)


def _is_short(edit: _Edit) -> bool:
    """Return whether an edit is so short that it can only negate a statement.

    A longer edit replaces the statement by another one.
    """
    if not edit.before:
        return len(edit.after) <= _LONGEST_ADDED
    return max(map(len, edit)) <= _LONGEST_NEGATED


def _is_plain(edit: _Edit, names: int) -> bool:
    """Return whether an edit changes at most two words besides the changed names.

    ``names`` is the number of names that the edit changes.
    """
    return sum(map(len, edit)) <= 2 * names + 2


def _is_respelled(edit: _Edit, lang: str) -> bool:
    """Return whether an edit changes only the spelling, not the words."""
    sides = ["".join(_keys(part)) for part in edit]
    if sides[0] == sides[1]:
        return True
    if len(edit.before) != len(edit.after):
        return False
    pairs = zip(edit.before, edit.after, strict=True)
    return all(
        not left.key[0].isdigit() and same_spelling(left.key, right.key, lang)
        for left, right in pairs
    )


def _is_initialism(left: Sequence[str], right: Sequence[str]) -> bool:
    """Return whether one side has the other's first letters: "UN", "United Nations"."""
    sides = (left, right)
    return any(
        len(short) == 1 and short[0] == "".join(key[0] for key in long)
        for short, long in (sides, sides[::-1])
    )
