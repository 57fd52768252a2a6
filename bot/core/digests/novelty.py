"""What an article tells that a channel has not been shown: pure."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from bot.core.text.identity import text_hash
from summarizers.errors import NotVerbatimError
from summarizers.languages.profile import listed_profile
from summarizers.model import (
    PRINTED_ACTORS,
    ActorKind,
    Article,
    Briefing,
    Claim,
    Line,
    Risk,
    Span,
)
from summarizers.stories.differences import Difference
from summarizers.text.language import ENGLISH, language_of_lists, listed_language
from summarizers.text.splitting import split_text
from summarizers.text.statements import is_plain
from summarizers.text.terms import stop_words, terms

# Of a sentence's words: if a known one has as many of them, it is no news.
_SAME = 0.7
_FEWEST_TERMS = 3
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOTHING: frozenset[str] = frozenset()


def sentence_key(text: str) -> str:
    """A sentence's name in a channel's history; case and marks make no difference."""
    return text_hash(" ".join(terms(text)))


def sentence_of(line: Line | Claim | Risk) -> Span:
    """The sentence that a line of a briefing prints, or that it is from."""
    match line:
        case Claim():
            return line.sentence
        case Line() | Risk():
            return line.span


def says_the_same(
    text: str, told: str, lang: str = ENGLISH, needed: frozenset[str] = _NOTHING
) -> bool:
    """Whether nearly all words of a text stand in what was told, in any order.

    Of fewer than three words nobody can tell. Both are in the language ``lang``; all
    the ``needed`` words must have been told.
    """
    language = listed_language(lang)
    said, known = _content(text, language), _content(told, language)
    return len(said) >= _FEWEST_TERMS and _is_same(said, known, needed)


def stance_of(claim: Claim, article: Article, lang: str = ENGLISH) -> frozenset[str]:
    """The words without which a claim is another: "denied"; none if it is plain."""
    if claim.cue is None or is_plain(article, claim, lang):
        return _NOTHING
    return _content(claim.cue.text, listed_language(lang))


def difference_key(difference: Difference) -> str:
    """A difference's name in a channel's history; it changes with a value alone."""
    return text_hash(" ".join(("≠", difference.label, *difference.values)))


def verbatim(difference: Difference, reports: Mapping[str, Article]) -> Difference:
    """The difference, since every span of it is what its article says there.

    Raises:
        NotVerbatimError: one is not.
    """
    for figure in difference.figures:
        text = reports[figure.document].text
        for span in (figure.span, figure.sentence):
            if not text.startswith(span.text, span.start):
                message = f"not in the article at {span.start}: {span.text[:60]!r}"
                raise NotVerbatimError(message)
    return difference


class Known:
    """What a channel has been shown: printed sentences, and a story's articles.

    ``printed`` are keys of sentences, whichever story they were in; ``articles`` are
    the story's that were shown, whose every sentence counts as known.
    """

    def __init__(
        self, printed: Collection[str], articles: Iterable[Article] = ()
    ) -> None:
        self._printed = printed
        self._articles = tuple(articles)

    def is_new(
        self, text: str, lang: str = ENGLISH, needed: frozenset[str] = _NOTHING
    ) -> bool:
        """Whether the sentence was neither printed nor says what a shown one said.

        ``lang`` is the language that it is in; the shown one must have the ``needed``
        words as well.
        """
        printed = sentence_key(text) in self._printed
        return not printed and not self._is_said(text, lang, needed)

    def unprinted(self, briefing: Briefing) -> Briefing:
        """What is printed of the briefing, without sentences that were printed."""
        kept = replace(
            briefing,
            summary=tuple(filter(self._is_unprinted, briefing.summary)),
            claims=tuple(filter(self._is_unprinted, briefing.claims)),
            risks=tuple(filter(self._is_unprinted, briefing.risks)),
        )
        return kept.printed()

    def _is_unprinted(self, line: Line | Claim | Risk) -> bool:
        return sentence_key(sentence_of(line).text) not in self._printed

    def new_claims(self, briefing: Briefing) -> Iterator[Claim]:
        """The claims of which neither sentence nor content is known.

        Known words that somebody denies or doubts are news.
        """
        article, lang = briefing.article, briefing.lang
        for claim in briefing.claims:
            content = " ".join(span.text for span in claim.content)
            needed = stance_of(claim, article, lang)
            if self.is_new(claim.sentence.text, lang, needed) and self.is_new(
                content, lang, needed
            ):
                yield claim

    def new_actors(self, briefing: Briefing) -> tuple[str, ...]:
        """The names of main actors that no shown article has, in any form.

        Places do not count: they do not act.
        """
        return tuple(
            actor.name
            for actor in briefing.actors[:PRINTED_ACTORS]
            if actor.kind is not ActorKind.PLACE
            and not any(
                _stands(form.casefold(), self._text)
                for form in (actor.name, *actor.aliases)
            )
        )

    def new_numbers(self, briefing: Briefing) -> tuple[Span, ...]:
        """New sentences of the summary with a number that no shown article has."""
        lang = briefing.lang
        lines = (line.span for line in briefing.summary)
        return tuple(
            span
            for span in lines
            if not numbers(span.text, lang) <= self._numbers
            and self.is_new(span.text, lang)
        )

    def _is_said(self, text: str, lang: str, needed: frozenset[str]) -> bool:
        said = _content(text, listed_language(lang))
        if len(said) < _FEWEST_TERMS:
            return False
        fewest = _fewest(said)
        # Whatever shares so many words has one of any few: of the rarest, to be quick.
        rarest = sorted(said, key=lambda term: len(self._places.get(term, ())))
        places = {
            place
            for term in rarest[: len(said) - fewest + 1]
            for place in self._places.get(term, ())
        }
        return any(_is_same(said, self._sentences[place], needed) for place in places)

    @cached_property
    def _places(self) -> Mapping[str, Sequence[int]]:
        """The numbers of the sentences in which each word stands."""
        found: dict[str, list[int]] = {}
        for place, sentence in enumerate(self._sentences):
            for term in sentence:
                found.setdefault(term, []).append(place)
        return found

    @cached_property
    def _sentences(self) -> tuple[frozenset[str], ...]:
        found = (
            _content(sentence.text, lang)
            for article, lang in self._read
            for sentence in split_text(article, lang).sentences
        )
        return tuple(found)

    @cached_property
    def _read(self) -> tuple[tuple[Article, str], ...]:
        """The articles, each with the language whose word lists tell its words."""
        return tuple(
            (article, language_of_lists(article.lang, article.text))
            for article in self._articles
        )

    @cached_property
    def _text(self) -> str:
        return "\n".join(article.text for article in self._articles).casefold()

    @cached_property
    def _numbers(self) -> frozenset[str]:
        found = (numbers(article.text, lang) for article, lang in self._read)
        return frozenset().union(*found)


def _fewest(said: frozenset[str]) -> int:
    """How many of the words another sentence must have to say the same."""
    return math.ceil(_SAME * len(said))


def _is_same(
    said: frozenset[str], told: frozenset[str], needed: frozenset[str]
) -> bool:
    return needed <= told and len(said & told) >= _fewest(said)


def _stands(words: str, text: str) -> bool:
    """Whether the words stand in the text as whole words: "Xi" is not in "taxi"."""
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            return True
        at = text.find(words, at + 1)
    return False


def numbers(text: str, lang: str = ENGLISH) -> frozenset[str]:
    """The numbers of a text without years, each in one form: ``1,200`` is ``1200``.

    In French that is ``1 200``, and ``2,5`` is ``2.5``.
    """
    numerals = listed_profile(lang).numerals()
    return frozenset(
        numerals.digits(number)
        for number in numerals.plain.findall(text)
        if not _YEAR.fullmatch(number)
    )


def _content(text: str, lang: str) -> frozenset[str]:
    return frozenset(terms(text)) - stop_words(lang)
