"""Finds the content of an article that a channel has not been shown. Pure functions."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property

from bot.core.domain.records import ToldLine
from bot.core.text.identity import text_hash
from summarizers.errors import NotVerbatimError
from summarizers.languages.profile import listed_profile
from summarizers.lexicons import entries
from summarizers.model import (
    Actor,
    ActorKind,
    Article,
    Briefing,
    Claim,
    Line,
    Risk,
    Span,
)
from summarizers.page import is_probable, select_page
from summarizers.stories.differences import Difference
from summarizers.stories.numbers import CasualtyCount, casualty_counts
from summarizers.text.claim_words import is_asserted
from summarizers.text.language import (
    ENGLISH,
    language_of_lists,
    listed_language,
    stop_words,
    terms,
)
from summarizers.text.splitting import split_text

# A sentence is not new if an older one has this share of its words.
_SAME = 0.7
_FEWEST_TERMS = 3
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOTHING: frozenset[str] = frozenset()


def sentence_key(text: str) -> str:
    """Return the key by which a channel's history identifies a sentence.

    Sentences that differ in case and punctuation only have the same key.
    """
    return text_hash(" ".join(terms(text)))


def sentence_of(line: Line | Claim | Risk) -> Span:
    """Return the sentence of a line; for a claim, the sentence that contains it."""
    match line:
        case Claim():
            return line.sentence
        case Line() | Risk():
            return line.span


def repeats(
    text: str, earlier: str, lang: str = ENGLISH, needed: frozenset[str] = _NOTHING
) -> bool:
    """Return whether ``earlier`` contains nearly all words of ``text``, in any order.

    ``earlier`` must also contain all ``needed`` words. A text of fewer than three words
    never counts as repeated. Both texts are in the language ``lang``.
    """
    language = listed_language(lang)
    words, earlier_words = _content(text, language), _content(earlier, language)
    return len(words) >= _FEWEST_TERMS and _is_same(words, earlier_words, needed)


def stance_of(claim: Claim, article: Article, lang: str = ENGLISH) -> frozenset[str]:
    """Return the words of a claim's cue that change its meaning, such as "denied".

    The set is empty if the cue is plain, such as "said", or missing.
    """
    if claim.cue is None or is_asserted(article, claim, lang):
        return _NOTHING
    return _content(claim.cue.text, listed_language(lang))


def difference_key(difference: Difference) -> str:
    """Return the key by which a channel's history identifies differing numbers.

    If one of the numbers changes, the key changes.
    """
    return text_hash(" ".join(("≠", difference.label, *difference.values)))


def checked_verbatim(
    difference: Difference, reports: Mapping[str, Article]
) -> Difference:
    """Return ``difference``; check that its spans are in the articles in ``reports``.

    Raises:
        NotVerbatimError: an article does not contain a span.
    """
    for figure in difference.figures:
        text = reports[figure.document].text
        for span in (figure.span, figure.sentence):
            if not text.startswith(span.text, span.start):
                message = (
                    f"{span.text[:60]!r} is not in the article {figure.document} at "
                    f"{span.start}; report this bug"
                )
                raise NotVerbatimError(message)
    return difference


class ShownContent:
    """The sentences and articles that a channel has been shown.

    ``printed`` are the keys of printed sentences of all stories. ``articles`` are the
    shown articles of one story; all their sentences count as shown. ``last`` is the
    newest first line that was printed of the story.
    """

    def __init__(
        self,
        printed: Collection[str],
        articles: Iterable[Article] = (),
        last: ToldLine | None = None,
    ) -> None:
        self.last = last
        self._printed = printed
        self._articles = tuple(articles)

    def is_new(
        self, text: str, lang: str = ENGLISH, needed: frozenset[str] = _NOTHING
    ) -> bool:
        """Return whether a sentence was not printed and repeats no shown sentence.

        ``text`` is the sentence, in the language ``lang``. It can repeat only a shown
        sentence that contains all ``needed`` words.
        """
        return not (self.was_printed(text) or self._is_repeated(text, lang, needed))

    def was_printed(self, text: str) -> bool:
        """Return whether the sentence ``text`` was printed word for word."""
        return sentence_key(text) in self._printed

    def unprinted(self, briefing: Briefing) -> Briefing:
        """Return the briefing without the lines that were printed before."""
        remaining = replace(
            briefing,
            summary=tuple(filter(self._is_unprinted, briefing.summary)),
            claims=tuple(filter(self._is_unprinted, briefing.claims)),
            risks=tuple(filter(self._is_unprinted, briefing.risks)),
        )
        return select_page(remaining).briefing

    def _is_unprinted(self, line: Line | Claim | Risk) -> bool:
        return sentence_key(sentence_of(line).text) not in self._printed

    def new_claims(self, briefing: Briefing) -> Iterator[Claim]:
        """Yield the probable claims whose sentence and content are both new.

        A claim that denies or doubts a statement that was shown is new.
        """
        article, lang = briefing.article, briefing.lang
        probable = (c for c in briefing.claims if is_probable(c, lang))
        for claim in probable:
            content = " ".join(span.text for span in claim.content)
            needed = stance_of(claim, article, lang)
            if self.is_new(claim.sentence.text, lang, needed) and self.is_new(
                content, lang, needed
            ):
                yield claim

    def new_actors(self, briefing: Briefing) -> tuple[Actor, ...]:
        """Return the main actors of a briefing that no shown article names.

        Places and actors without a proper name are left out.
        """
        return tuple(
            actor
            for actor in select_page(briefing).briefing.actors
            if _is_named(actor)
            and not any(
                _contains_words(form.casefold(), self._text)
                for form in (actor.name, *actor.aliases)
            )
        )

    def new_numbers(self, briefing: Briefing) -> tuple[Span, ...]:
        """Return the new summary sentences with a number that no shown article has.

        Ages of people do not count. A number of killed or injured people is new even if
        a shown article has the same number for something else.
        """
        lang = briefing.lang
        casualties = casualty_counts(briefing.article, lang)
        return tuple(
            line.span
            for line in briefing.summary
            if (
                not numbers(_ageless(line.span.text, lang), lang) <= self._numbers
                or not _within(casualties, line.span) <= self._casualties
            )
            and self.is_new(line.span.text, lang)
        )

    def _is_repeated(self, text: str, lang: str, needed: frozenset[str]) -> bool:
        terms_ = _content(text, listed_language(lang))
        if len(terms_) < _FEWEST_TERMS:
            return False
        fewest = _fewest(terms_)
        # Sentences that share enough words share one of the rarest few: search by
        # those.
        rarest = sorted(terms_, key=lambda term: len(self._places.get(term, ())))
        places = {
            place
            for term in rarest[: len(terms_) - fewest + 1]
            for place in self._places.get(term, ())
        }
        return any(_is_same(terms_, self._sentences[place], needed) for place in places)

    @cached_property
    def _places(self) -> Mapping[str, Sequence[int]]:
        """Map each word to the indexes of the shown sentences that contain it."""
        sentences: dict[str, list[int]] = {}
        for index, sentence in enumerate(self._sentences):
            for term in sentence:
                sentences.setdefault(term, []).append(index)
        return sentences

    @cached_property
    def _sentences(self) -> tuple[frozenset[str], ...]:
        words = (
            _content(sentence.text, lang)
            for article, lang in self._read
            for sentence in split_text(article, lang).sentences
        )
        return tuple(words)

    @cached_property
    def _read(self) -> tuple[tuple[Article, str], ...]:
        """Return the shown articles, each with the language of its word lists."""
        return tuple(
            (article, language_of_lists(article.lang, article.text))
            for article in self._articles
        )

    @cached_property
    def _text(self) -> str:
        return "\n".join(article.text for article in self._articles).casefold()

    @cached_property
    def _numbers(self) -> frozenset[str]:
        numbers_ = (numbers(article.text, lang) for article, lang in self._read)
        return frozenset().union(*numbers_)

    @cached_property
    def _casualties(self) -> frozenset[CasualtyCount]:
        counts = (
            count
            for article, lang in self._read
            for _, count in casualty_counts(article, lang)
        )
        return frozenset(counts)


def _is_named(actor: Actor) -> bool:
    """Return whether an actor has a full name: not "four hospitals", and not "Anna".

    Places never count.
    """
    if actor.kind is ActorKind.PLACE:
        return False
    if " " not in actor.name:
        bare = {ActorKind.GROUP, ActorKind.PERSON}
        return has_name(actor.name) and actor.kind not in bare
    return has_name(actor.name)


def has_name(text: str) -> bool:
    """Return whether the last word is a name: "Ann Berg", but not "a tall woman"."""
    return text.rpartition(" ")[2][:1].isupper()


def _ageless(text: str, lang: str) -> str:
    """Return a text without the ages of people."""
    return _ages(listed_language(lang)).sub("", text)


@cache
def _ages(lang: str) -> re.Pattern[str]:
    return re.compile("|".join(entries("ages", lang)))


def _within(
    counts: Iterable[tuple[int, CasualtyCount]], span: Span
) -> frozenset[CasualtyCount]:
    return frozenset(count for start, count in counts if span.start <= start < span.end)


def _fewest(said: frozenset[str]) -> int:
    """Return how many of the words ``said`` a sentence must contain to repeat them."""
    return math.ceil(_SAME * len(said))


def _is_same(
    said: frozenset[str], earlier: frozenset[str], needed: frozenset[str]
) -> bool:
    return needed <= earlier and len(said & earlier) >= _fewest(said)


def _contains_words(words: str, text: str) -> bool:
    """Return whether the text contains these whole words: "Xi" is not in "taxi"."""
    position = text.find(words)
    while position >= 0:
        end = position + len(words)
        if not (
            text[position - 1 : position].isalnum() or text[end : end + 1].isalnum()
        ):
            return True
        position = text.find(words, position + 1)
    return False


def numbers(text: str, lang: str = ENGLISH) -> frozenset[str]:
    """Return the numbers in a text, except years: ``1,200`` becomes ``1200``.

    In French, ``1 200`` becomes ``1200`` and ``2,5`` becomes ``2.5``.
    """
    numerals = listed_profile(lang).numerals()
    return frozenset(
        numerals.digits(number)
        for number in numerals.pattern("plain").findall(text)
        if not _YEAR.fullmatch(number)
    )


def _content(text: str, lang: str) -> frozenset[str]:
    return frozenset(terms(text)) - stop_words(lang)
