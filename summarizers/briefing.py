"""The pipeline: one article in, one briefing out."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from difflib import get_close_matches

from summarizers.errors import ModelMissingError, UnknownEngineError
from summarizers.model import NO_REASONS, Article, Briefing, Reasons
from summarizers.rankers import summary
from summarizers.rankers.ranker import (
    DEFAULT_RANKER,
    LANGUAGE_FREE_RANKER,
    ranker_named,
    ranker_names,
)
from summarizers.readers.english import actors, claims, risks
from summarizers.readers.english.dependency.spacy import SpacyParser, SpacyTagger
from summarizers.readers.english.shallow.parser import FastParser
from summarizers.readers.parse import Parser
from summarizers.readers.reader import ArticleReader
from summarizers.readers.registry import Language, language_of
from summarizers.reasons import read_reasons
from summarizers.text.language import ENGLISH, detect_language
from summarizers.text.layout import Layout
from summarizers.text.splitting import split_text
from summarizers.text.validation import validate_text

DEFAULT_ENGINE = "spacy"
FAST_ENGINE = "fast"
# Reading goes on at about a millisecond a sentence: this bounds what one article costs.
# The longest of 1,295 news articles had 374 sentences.
READ_SENTENCES = 400
# Below this a text is a teaser: one or two sentences, no article.
SHORT_WORDS = 40


def engine_names() -> tuple[str, ...]:
    """The names that ``Briefer`` takes: the two engines, then the summary methods."""
    methods = (
        n for n in ranker_names() if n not in (DEFAULT_RANKER, LANGUAGE_FREE_RANKER)
    )
    return DEFAULT_ENGINE, FAST_ENGINE, *methods


class Briefer:
    """Briefs articles with one engine; keeps the language model in memory.

    ``spacy`` and ``fast`` differ in who reads the grammar. Any other name is a method
    for the summary alone: the rest is read as ``spacy`` reads it.

    Raises:
        UnknownEngineError: no engine has this name; the message lists the names.
        ModelMissingError: the engine needs a language model that does not load.
    """

    def __init__(self, engine: str = DEFAULT_ENGINE) -> None:
        plain = engine in (DEFAULT_ENGINE, FAST_ENGINE)
        self.engine = engine
        self._plain = plain
        self._ranker = ranker_named(DEFAULT_RANKER if plain else _method(engine))
        self._parser: Parser = FastParser() if engine == FAST_ENGINE else SpacyParser()
        self._readers: dict[str, ArticleReader | None] = {}

    def brief(self, article: Article) -> Briefing:
        """Everything that was found, each list best first.

        A language that is not read, or whose model is not installed, gets a summary
        without word lists and a note that says so; a text too short for an article is
        briefed with a note.

        Raises:
            InputError: the article cannot be briefed; its message says why.
        """
        with _uncollected():
            return self._brief(article)

    def reasons(self, article: Article) -> Reasons:
        """Why each line of the briefing was chosen: the features that weighed most.

        Reads the article again, so that a briefing that nobody asks about costs no
        more. Other languages than English have no reasons.

        Raises:
            InputError: the article cannot be briefed; its message says why.
        """
        validate_text(article.text)
        lang = article.lang or detect_language(article.text)
        if lang != ENGLISH:
            return NO_REASONS
        layout = split_text(article, ENGLISH).opening(READ_SENTENCES)
        return read_reasons(self._parser.parse(layout), article)

    def _brief(self, article: Article) -> Briefing:
        validate_text(article.text)
        lang = article.lang or detect_language(article.text)
        language = language_of(lang)
        whole = split_text(article, ENGLISH if language is None else lang)
        layout = whole.opening(READ_SENTENCES)
        notes = _notes(article, whole)
        if language is not None:
            return self._brief_other(article, layout, language, notes)
        if lang != ENGLISH:
            return self._brief_foreign(article, layout, lang, notes)
        parse = self._parser.parse(layout)
        cast = actors.extract(parse, article)
        said = claims.extract(parse, article, cast)
        return Briefing(
            article=replace(article, lang=lang),
            engine=self.engine,
            lang=lang,
            summary=summary.extract(layout, article, ranker=self._ranker),
            actors=cast.actors,
            claims=said,
            risks=risks.extract(parse, article, said),
            noise=layout.noise,
            notes=notes,
        )

    def _brief_other(
        self,
        article: Article,
        layout: Layout,
        language: Language,
        notes: tuple[str, ...],
    ) -> Briefing:
        lang = language.code
        reader = self._reader(language)
        if reader is None:
            hint = f' Install the extra "{language.extra}" to read who said what.'
            return self._brief_foreign(article, layout, lang, notes, hint=hint)
        method = DEFAULT_RANKER if self._plain else self.engine
        ranker = ranker_named(method, lang)
        found = reader.read(layout, article)
        return Briefing(
            article=replace(article, lang=lang),
            engine=self.engine,
            lang=lang,
            summary=summary.extract(layout, article, ranker=ranker, lang=lang),
            actors=found.actors,
            claims=found.claims,
            risks=found.risks,
            noise=layout.noise,
            notes=notes,
        )

    def _reader(self, language: Language) -> ArticleReader | None:
        """The reader of a language, made for its first article; none without a model."""
        if language.code not in self._readers:
            try:
                fast = self.engine == FAST_ENGINE
                self._readers[language.code] = language.reader(
                    None if fast else _tagger(language)
                )
            except ModelMissingError:
                self._readers[language.code] = None
        return self._readers[language.code]

    def _brief_foreign(
        self,
        article: Article,
        layout: Layout,
        lang: str,
        notes: tuple[str, ...],
        *,
        hint: str = "",
    ) -> Briefing:
        ranker = ranker_named(LANGUAGE_FREE_RANKER)
        note = (
            f"The text is in another language than English ({lang}): "
            f"only its main sentences are shown.{hint}"
        )
        return Briefing(
            article=replace(article, lang=lang),
            engine=self.engine,
            lang=lang,
            summary=summary.extract(layout, article, ranker=ranker),
            noise=layout.noise,
            notes=(note, *notes),
        )


def _tagger(language: Language) -> SpacyTagger:
    """What tells the kinds of words of a language.

    Raises:
        ModelMissingError: its model is not installed or does not load.
    """
    return SpacyTagger(language.model, language.grammar().token)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave out the search for cycles among objects, which takes 6 % of an article's time.

    An article makes thousands of objects but no cycle, and they are gone soon.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _method(engine: str) -> str:
    names = engine_names()
    if engine not in names:
        raise UnknownEngineError(_unknown(engine, names))
    return engine


def _unknown(engine: str, names: tuple[str, ...]) -> str:
    nearest = get_close_matches(engine.casefold(), names, n=1)
    hint = f" Did you mean {nearest[0]!r}?" if nearest else ""
    return f"No engine is called {engine!r}.{hint} There are: {', '.join(names)}."


def _notes(article: Article, layout: Layout) -> tuple[str, ...]:
    if all(sentence.noise is not None for sentence in layout.sentences):
        return ("This is not an article: there is no sentence in it.",)
    if len(layout.sentences) > READ_SENTENCES:
        return (
            f"This text is very long: only its first {READ_SENTENCES} sentences were read.",
        )
    if len(article.text.split(None, SHORT_WORDS - 1)) < SHORT_WORDS:
        return ("This text is too short for an article; it is shown as it stands.",)
    return ()
