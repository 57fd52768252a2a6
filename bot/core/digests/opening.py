"""Chooses the sentence below a story's headline. Pure functions.

The sentence says what happened: it contains words of the title and some others, and can
be understood alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from bot.core.digests.digest import QuotedLine
from bot.core.digests.front_lines import BriefedArticle, stems_of
from bot.core.digests.novelty import ShownContent, sentence_of
from summarizers.languages.profile import listed_profile
from summarizers.model import Claim, Line, Risk, Span
from summarizers.page import is_probable, least_of
from summarizers.stories.report_lines import Introductions, names_day, tells_ending
from summarizers.text.language import listed_language
from summarizers.text.layout import Layout
from summarizers.text.splitting import split_text

# A report says what happened in its first sentences.
_TOP = 3
# A title of fewer words is too short to compare a sentence with.
_LONG_TITLE = 3
_QUOTES = tuple("\"'“„«‘")
# Words with the same first letters count as one.
_ROOT = 5
# A sentence that tells the news has this many words of the title, and other words, of
# which a name or number counts more. At the top, a sentence that names the day of the
# news needs fewer. Readers called all of the six first lines of 88 with less a repetition
# of the headline.
_FEWEST_SHARED, _FEWEST_OTHERS = 2, 6
_FEWEST_OF_DAY = 1, 4
_WEIGHT_OF_FACT = 3
# The least share of a first line's words that the title does not have. Of seven first
# lines with less, readers called six a repetition of the headline.
_LEAST_NEW = 0.42
# A sentence of fewer words is a fragment, such as "Alert 31, Thursday."
_FEWEST_WORDS = 4
# A sentence is about the news if it has this share of the title words that the sentence
# with the most of them has.
_SHARE_OF_BEST = 0.6


class Opening:
    """The sentences of the lead, ordered so that the first one says what happened.

    Sentences at the top of the report come first. If ``ended`` is set, sentences that
    tell the ending precede them. If ``update`` is set, sentences with a new number
    precede those without. Sentences that repeat the title come later. If ``fuller`` is
    set, the report is a longer text of a shown one, and its sentences need no words of
    the title.
    """

    def __init__(
        self,
        report: BriefedArticle,
        *,
        ended: bool = False,
        update: bool = False,
        fuller: bool = False,
    ) -> None:
        self._report = report
        self._fuller = fuller or report.article.first is not None
        self._ended = ended
        self._update = update

    def sentences(self, shown: ShownContent) -> Iterator[QuotedLine]:
        """Yield the new sentences, the best first; improbable ones come last."""
        briefing = self._report.briefing
        numbers = shown.new_numbers(briefing) if self._update else ()
        top = self._top()

        def precedence(line: Line) -> tuple[bool, ...]:
            return (
                not (self._is_probable(line) or self._is_ending(line)),
                not self._is_ending(line),
                self._repeats_title(line.span.text),
                line.span.start >= top,
                line.span not in numbers,
            )

        for line in sorted(briefing.summary, key=precedence):
            if self._is_new(line, shown):
                yield QuotedLine(self._report.article, line)

    @property
    def is_beside_news(self) -> bool:
        """Return whether no probable sentence is about the news of the report's title.

        A sentence that only repeats the title is about its news. For a report without
        probable sentences, return false.
        """
        probable = [x for x in self._report.briefing.summary if self._is_probable(x)]
        return bool(probable) and not any(
            self._is_about_news(line.span) for line in probable
        )

    def _is_new(self, line: Line, shown: ShownContent) -> bool:
        """Return whether a sentence is new to the channel.

        A sentence that tells an ending may consist of words that were shown.
        """
        text = line.span.text
        if self._is_ending(line):
            return not shown.was_printed(text)
        return shown.is_new(text, self._report.briefing.lang)

    def likely(self, shown: ShownContent, *, top: bool = False) -> Iterator[QuotedLine]:
        """Yield the new sentences that are probable and tell the news of the title.

        A sentence that tells the ending of the event is always included. With ``top``,
        only the first sentences of the report are considered.
        """
        end = self._top() if top else len(self._report.article.article.text)
        for quote in self.sentences(shown):
            if quote.span.start < end and self._is_likely(quote.line):
                yield quote

    def _is_likely(self, line: Line | Claim | Risk) -> bool:
        if isinstance(line, Line) and self._is_ending(line):
            return True
        return self._is_probable(line) and self._tells_news(sentence_of(line))

    def _tells_news(self, sentence: Span) -> bool:
        """Return whether a sentence tells the news of the title and adds to it."""
        if not self._is_about_news(sentence):
            return False
        words = self._roots(sentence.text)
        facts = [
            word
            for word in sentence.text.split()[1:]
            if word[:1].isupper() or any(map(str.isdecimal, word))
        ]
        beside, new_facts = (
            words - self._title,
            self._roots(" ".join(facts)) - self._title,
        )
        added = len(beside) + (_WEIGHT_OF_FACT - 1) * len(new_facts)
        fewest = self._fewest(sentence)
        return self._is_free or (
            len(words) >= _FEWEST_WORDS
            and added >= fewest[1]
            and (fewest == _FEWEST_OF_DAY or len(beside) >= _LEAST_NEW * len(words))
        )

    def _is_about_news(self, sentence: Span) -> bool:
        """Return whether a sentence has words of the title and can be understood alone.

        A bare quotation, a question, or a sentence that refers to an earlier one cannot
        be. A sentence that only leads up to the news is not about it.
        """
        text = sentence.text
        if (
            listed_profile(self._report.briefing.lang).is_unclear(text)
            or text.startswith(_QUOTES)
            or text.endswith("?")
            or self._is_introduction(sentence)
        ):
            return False
        shared = len(self._roots(text) & self._title)
        least = max(self._fewest(sentence)[0], _SHARE_OF_BEST * self._most_shared)
        return self._is_free or shared >= least

    def _is_introduction(self, sentence: Span) -> bool:
        """Return whether a sentence only leads up to the news.

        The new text of a longer version has gaps, and does not show that.
        """
        if self._fuller:
            return False
        said = (claim.sentence for claim in self._report.briefing.claims)
        is_reported = any(sentence.overlaps(span) for span in said)
        return self._introductions.has(sentence, is_reported=is_reported)

    @cached_property
    def _introductions(self) -> Introductions:
        stored, lang = self._report.article, self._report.briefing.lang
        day = stored.moment.date()
        return Introductions(stored.article, self._layout, day, lang)

    @cached_property
    def _layout(self) -> Layout:
        lang = listed_language(self._report.briefing.lang)
        return split_text(self._report.article.article, lang)

    @property
    def _is_free(self) -> bool:
        """Return whether sentences of this report may lack the words of its title."""
        lang = self._report.briefing.lang
        is_short = len(self._title) < _LONG_TITLE
        return self._fuller or is_short or listed_language(lang) != lang

    def _fewest(self, sentence: Span) -> tuple[int, int]:
        """Return two numbers of words that a sentence needs to tell the news.

        The first is for words of the title, the second for other words. A sentence at
        the top that names the day of the report needs fewer.
        """
        stored, lang = self._report.article, listed_language(self._report.briefing.lang)
        is_dated = sentence.start < self._top() and names_day(
            stored.article, sentence, stored.moment.date(), lang
        )
        return _FEWEST_OF_DAY if is_dated else (_FEWEST_SHARED, _FEWEST_OTHERS)

    @cached_property
    def _title(self) -> frozenset[str]:
        return self._roots(self._report.article.article.title or "")

    @cached_property
    def _most_shared(self) -> int:
        """Return the highest number of title words in a probable sentence."""
        lines = filter(self._is_probable, self._report.briefing.summary)
        return max(
            (len(self._roots(x.span.text) & self._title) for x in lines), default=0
        )

    def _roots(self, text: str) -> frozenset[str]:
        """Return the first letters of each word, which are equal for related words.

        "Norland" and "Norlander" have the same root.
        """
        lang = self._report.briefing.lang
        return frozenset(stem[:_ROOT] for stem in stems_of(text, lang))

    def _is_probable(self, line: Line | Claim | Risk) -> bool:
        return is_probable(line, self._report.briefing.lang)

    def _is_ending(self, line: Line) -> bool:
        lang = listed_language(self._report.briefing.lang)
        return (
            self._ended
            and line.refusal is None
            and line.score >= least_of(lang).lead
            and tells_ending(line.span.text, lang)
        )

    def _repeats_title(self, text: str) -> bool:
        """Return whether the title stands before a sentence, as part of its text.

        Pages without layout join the two, as in "Fire in Lenna The ferry burns." The
        sentence begins with a capital letter.
        """
        title = (self._report.article.article.title or "").strip()
        behind = text[len(title) :].lstrip()
        return (
            title.count(" ") >= _LONG_TITLE
            and text.casefold().startswith(title.casefold())
            and behind[:1].isupper()
        )

    def _top(self) -> int:
        """Return the offset at which the first three sentences of the report end."""
        sentences = self._layout.sentences
        prose = [sentence.end for sentence in sentences if sentence.noise is None]
        return prose[min(_TOP, len(prose)) - 1] if prose else len(self._layout.text)
