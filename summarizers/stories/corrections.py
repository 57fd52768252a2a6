"""Find out whether a new version of an article corrects a line of the old one.

A line is corrected if it is gone, or if a number, name, place, day or negation in it
changed. Changes of spelling, punctuation, order or wording, and additions, do not
count. Versions cannot be compared if the new one has too little of the old text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache, cached_property

from summarizers.lexicons import table
from summarizers.model import Article, Span
from summarizers.stories.facts import (
    Word,
    name_keys,
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

_LEAST_KEPT = 0.5
"""A version keeps a text if it has this share of the text's runs."""

_LEAST_ALIGNED = 0.5
# Each further sentence of a passage must hold this share of the line's words.
_JOINED = 0.2
_LEAST_REWORDED = 0.4
_LONGEST_NEGATED = 6
_LONGEST_ADDED = 3
_MOST_JOINED = 3
# In a text with fewer sentences, a missing end may mean that the page was cut.
_LONG = 10


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


class _Passage:
    """The words of a line, of ``joined`` sentences, or of a version, with their place."""

    def __init__(
        self, words: Sequence[Word], start: int = 0, end: int = 0, joined: int = 1
    ) -> None:
        self.words, self.start, self.end, self.joined = words, start, end, joined
        self.keys = Counter(word.key for word in words)
        self.text = f" {' '.join(word.key for word in words)} "

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        keys = tuple(word.key for word in self.words)
        starts = range(max(1, len(keys) - _RUN + 1))
        return frozenset(keys[start : start + _RUN] for start in starts)


class Revision:
    """Compares the versions ``before`` and ``after`` of one article.

    ``note`` is the publisher's own correction note in the new version, if it has one.
    The note quotes old wordings, so it is not compared.
    """

    def __init__(self, before: Article, after: Article) -> None:
        self.before, self.after = before, after
        self.note = correction_note(after)
        self._lang = lang = language_of_lists(before.lang, before.text)
        self._sentences = _sentences(before, None, lang)
        new = _sentences(after, self.note, lang)
        self._new_sentences = new
        self._old, self._new = (
            _Passage([word for each in some for word in each.words])
            for some in (self._sentences, new)
        )
        self._usual = usual_names((*self._old.words, *self._new.words))

    @cached_property
    def is_comparable(self) -> bool:
        """Return whether the new version has enough of the old text to compare lines.

        The result is false for a page that became a paywall, a log-in or another
        article.
        """
        runs, kept = self._old.runs, self._old.runs & self._new.runs
        return len(kept) >= _LEAST_KEPT * len(runs) > 0 and not self._is_walled

    def change_of(self, line: str) -> LineChange | None:
        """Return the correction of ``line``, a line of the old version.

        The result is ``None`` if the line is not corrected, or cannot be compared.
        """
        old = _Passage(words_of(line, self._lang))
        if not self.is_comparable or not old.words or old.text in self._new.text:
            return None
        new = self._aligned(old)
        if new is None:
            return LineChange(ChangeKind.GONE) if self._is_removed(old) else None
        kind = self._change(old, new)
        now = self.after.span(new.start, new.end)
        return None if kind is None else LineChange(kind, now)

    @cached_property
    def _is_walled(self) -> bool:
        """Whether the new version, unlike the old one, asks to log in or to pay.

        A version that keeps all old sentences, and their end, is not walled.
        """
        asked, asks = (
            set(_demands().findall(version.text.lower()))
            for version in (self.before, self.after)
        )
        end = _Passage(self._old.words[-_RUN:])
        return not asks <= asked and not (
            all(self._kept) and end.text in self._new.text
        )

    @cached_property
    def _kept(self) -> Sequence[bool]:
        """For each old sentence, whether the new version has most of its words."""
        return [
            len(each.runs & self._new.runs) >= _LEAST_KEPT * len(each.runs)
            if len(each.words) >= _RUN
            else each.text in self._new.text
            for each in self._sentences
        ]

    @cached_property
    def _is_cut(self) -> bool:
        """Whether the new version ends within an old sentence, or within a word."""
        end = self._new_sentences[-1].text.rstrip()
        texts = (each.text.rstrip() for each in self._sentences)
        return any(text.startswith(end) and text != end for text in texts)

    @cached_property
    def _passages(self) -> Sequence[_Passage]:
        """The passages of one to three sentences of the new version that have new text.

        A passage is left out if the old version has all its sentences.
        """
        new = self._new_sentences
        is_old = [each.text in self._old.text for each in new]
        if self._is_cut:
            new = new[:-1]
        return [
            _Passage(
                [word for each in new[start:end] for word in each.words],
                new[start].start,
                new[end - 1].end,
                end - start,
            )
            for start in range(len(new))
            for end in range(start + 1, min(start + _MOST_JOINED, len(new)) + 1)
            if not all(is_old[start:end])
        ]

    def _aligned(self, line: _Passage) -> _Passage | None:
        """Return the passage that shares most words with a line.

        Return ``None`` if no passage shares enough words.
        """
        shares = [
            (len(line.keys.keys() & each.keys) / len(line.keys), each)
            for each in self._passages
        ]
        _, aligned = max(
            (pair for pair in shares if pair[0] >= _LEAST_ALIGNED),
            key=lambda pair: (pair[0] - pair[1].joined * _JOINED, -len(pair[1].words)),
            default=(0.0, None),
        )
        return aligned

    def _change(self, old: _Passage, new: _Passage) -> ChangeKind | None:
        """Return the most important change between a line and its new version."""
        edits = [*self._edits(old, new)]
        numbers = (
            [[word.key for word in part if word.is_number] for part in edit]
            for edit in edits
        )
        if any(self._is_replaced(*values) for values in numbers):
            return ChangeKind.NUMBER
        if any(self._is_turned(*edit) for edit in edits):
            return ChangeKind.NEGATION
        names = (map(self._names, edit) for edit in edits)
        if any(self._is_replaced(*keys) for keys in names):
            return ChangeKind.NAME
        return None

    def _edits(
        self, old: _Passage, new: _Passage
    ) -> Iterator[tuple[list[Word], list[Word]]]:
        """Yield the words of a line that are gone, each time with those in their place.

        Words that were only moved, or are spelled in another way, are left out.
        """
        lost, gained = old.keys - new.keys, new.keys - old.keys
        old_keys, new_keys = ([w.key for w in each.words] for each in (old, new))
        matcher = SequenceMatcher(None, old_keys, new_keys, autojunk=False)
        for kind, start, end, first, last in matcher.get_opcodes():
            before, after = old.words[start:end], new.words[first:last]
            if kind != "equal":
                yield (
                    [w for w in before if w.key in lost and not self._has(after, w)],
                    [w for w in after if w.key in gained and not self._has(before, w)],
                )

    def _has(self, words: Iterable[Word], word: Word) -> bool:
        """Return whether ``words`` include ``word`` in the same or another spelling."""
        forms = [form for each in words for form in each.form.split()]
        return all(
            any(same_spelling(part, form, self._lang) for form in forms)
            for part in word.form.split()
        )

    def _names(self, words: Sequence[Word]) -> list[str]:
        """Return the words that are names, days or months."""
        days = vocabulary(self._lang).days
        names = name_keys(words, self._usual, self._lang)
        return names + [word.key for word in words if word.key in days]

    def _is_replaced(self, lost: Collection[str], gained: Collection[str]) -> bool:
        """Return whether facts of a line gave way to others, or are gone altogether."""
        return bool(lost) and (bool(gained) or not any(map(self._new.keys.get, lost)))

    def _is_turned(self, before: Sequence[Word], after: Sequence[Word]) -> bool:
        """Return whether an edit adds or removes a negation, and little else.

        A longer edit replaces the statement by another one.
        """
        negations = vocabulary(self._lang).negations
        old, new = (
            sum(word.key in negations for word in part) for part in (before, after)
        )
        longest = _LONGEST_NEGATED if before else _LONGEST_ADDED
        return old != new and max(len(before), len(after)) <= longest

    def _is_removed(self, line: _Passage) -> bool:
        """Return whether a line was taken out while the text around it stayed.

        If a text ends with the line, or if none of the text behind it stayed, the page
        may have been cut. Only the last sentence of a long text counts.
        """
        own = [
            index
            for index, each in enumerate(self._sentences)
            if each.text in line.text or line.text in each.text
        ]
        if not own or any(self._kept[index] for index in own):
            return False
        rest = len(self._kept) - len(own)
        is_around = sum(self._kept) >= _LEAST_KEPT * rest
        if own == [len(self._kept) - 1] and len(self._kept) >= _LONG:
            is_inside = self._kept[-2] and not self._is_cut
        else:
            is_inside = any(self._kept[own[-1] :])
        return is_around and is_inside and not self._is_reworded(line)

    def _is_reworded(self, line: _Passage) -> bool:
        """Return whether a new passage says the same as a line in other words.

        The passage then has all numbers and names of the line, and most of its words.
        """
        facts = {word.key for word in line.words if word.is_number}
        facts.update(name_keys(line.words, self._usual, self._lang))
        content = line.keys.keys() - vocabulary(self._lang).small
        return any(
            facts <= each.keys.keys()
            and len(content & each.keys.keys()) >= _LEAST_REWORDED * len(content)
            for each in self._passages
        )


def correction_note(article: Article) -> Span | None:
    """Return the publisher's own note that the article was corrected, if it has one.

    The note is the first sentence that says so, and the rest of its paragraph.
    """
    lang = language_of_lists(article.lang, article.text)
    if not may_have_note(article.text, lang):
        return None
    sentences = split_text(article, lang).sentences
    for first in sentences:
        if is_correction_note(first.text, lang):
            end = max(s.end for s in sentences if s.paragraph == first.paragraph)
            return article.span(first.start, end)
    return None


@cache
def _demands() -> re.Pattern[str]:
    return re.compile("|".join(table("wall_demands")), re.IGNORECASE)


def _sentences(article: Article, note: Span | None, lang: str) -> list[_Passage]:
    """Return the sentences of an article that have words and are not in ``note``."""
    return [
        _Passage(words, sentence.start, sentence.end)
        for sentence in split_text(article, lang).sentences
        if note is None or not sentence.span.overlaps(note)
        if (words := words_of(sentence.text, lang))
    ]
