"""Check an article, read it, and make its briefing."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from difflib import get_close_matches
from pkgutil import resolve_name
from typing import NamedTuple

from summarizers.errors import (
    EmptyTextError,
    NotTextError,
    TooLongError,
    UnknownEngineError,
)
from summarizers.languages.profile import (
    Grammar,
    LanguageProfile,
    listed_profile,
    profile_of,
)
from summarizers.model import Article, Briefing, Reasons
from summarizers.rankers.summary import (
    DEFAULT_RANKER,
    METHODS,
    LanguageFree,
    Ranker,
    rank_summary,
    ranker_named,
)
from summarizers.readers.english import EnglishReader
from summarizers.readers.parse import LanguageReader, NullReader
from summarizers.text.language import ENGLISH, detect_language, listed_language
from summarizers.text.layout import Layout
from summarizers.text.splitting import split_text


def reader_for(language: LanguageProfile) -> LanguageReader:
    """Return the reader of ``language``."""
    if not isinstance(language, Grammar):
        return EnglishReader()
    # Imported here: most processes read English only, and the import takes 25 ms.
    reader: LanguageReader = resolve_name(
        "summarizers.readers.pattern.reader:PatternReader"
    )(language)
    return reader


MOST_CHARACTERS = 5_000_000
# The longest words of real pages are addresses of some hundred characters.
_LONGEST_TOKEN = 20_000
# Chinese or Thai prose has no blanks, but hundreds of different characters.
_ALPHABET = 100
_MOST_CONTROLS = 0.02
_WORD = re.compile(r"[^\W_]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_NUL = "\x00"


def validate_text(text: str) -> None:
    """Check that ``text`` can be briefed, and raise an error if it cannot.

    Raises:
        EmptyTextError: the text is empty or has no word.
        TooLongError: the text has more than 5,000,000 characters.
        NotTextError: the text is binary data, or has a word as long as encoded data.
    """
    if not text.strip():
        raise EmptyTextError("the article is empty: give a page or file with text")
    if len(text) > MOST_CHARACTERS:
        raise TooLongError(
            f"the article has {len(text):,} characters, and Sitrep reads at most "
            f"{MOST_CHARACTERS:,}: split the text"
        )
    if not _WORD.search(text):
        raise EmptyTextError("the article has no words: give a page or file with text")
    if _is_binary(text):
        raise NotTextError("the article is binary data: give a text or HTML file")
    if _has_endless_word(text):
        raise NotTextError(
            f"the article has a word of more than {_LONGEST_TOKEN:,} characters, as encoded "
            "data has: give a text or HTML file"
        )


def _is_binary(text: str) -> bool:
    if _NUL in text:
        return True
    return len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text)


def _has_endless_word(text: str) -> bool:
    """Return whether the longest word of ``text`` looks like encoded data.

    Such a word has more than 20,000 characters, but few different ones.
    """
    if len(text) < _LONGEST_TOKEN:
        return False
    longest = max(text.split(), key=len)
    return len(longest) > _LONGEST_TOKEN and len(set(longest)) < _ALPHABET


DEFAULT_ENGINE = "fast"
# A sentence takes about a millisecond: this limits the time for one article.
# The longest of 1,295 news articles had 374 sentences.
READ_SENTENCES = 400
# Below this a text is a teaser: one or two sentences, no article.
SHORT_WORDS = 40


def engine_names() -> tuple[str, ...]:
    """Return the names that ``Briefer`` takes: the engine, then the rankers."""
    return DEFAULT_ENGINE, *METHODS


class _Pipeline(NamedTuple):
    """The reader and the ranker for one language; ``lang`` selects their word lists.

    If the language is not fully supported, ``notes`` are sentences that say so. They
    are printed with the briefing.
    """

    reader: LanguageReader
    ranker: Ranker
    lang: str
    notes: tuple[str, ...] = ()


class Briefer:
    """Makes briefings with one engine, and keeps the readers of the languages in memory.

    ``engine`` is ``fast`` or the name of a ranker. A ranker only selects the summary;
    ``fast`` then reads the actors, claims and risks.

    Raises:
        UnknownEngineError: no engine has this name; the message lists the names.
    """

    def __init__(self, engine: str = DEFAULT_ENGINE) -> None:
        self.engine = engine
        self._method = DEFAULT_RANKER if engine == DEFAULT_ENGINE else _method(engine)
        self._pipelines = {ENGLISH: self._open(listed_profile(ENGLISH))}

    def brief(self, article: Article) -> Briefing:
        """Return the briefing of ``article``, with the best line of each list first.

        An article in a language without a reader gets only a summary, and a note that
        says so. A text too short for an article also gets a note.

        Raises:
            InputError: the article cannot be briefed; its message says why.
        """
        with _uncollected():
            return self._brief(article)

    def reasons(self, article: Article) -> Reasons:
        """Return, for each line, the features that changed its score the most.

        This method reads the article a second time, so that ``brief`` need not compute
        reasons that few callers want.

        Raises:
            InputError: the article cannot be briefed; its message says why.
        """
        validate_text(article.text)
        pipeline = self._pipeline(article.lang or detect_language(article.text))
        layout = split_text(article, pipeline.lang).opening(READ_SENTENCES)
        return pipeline.reader.explain(layout, article)

    def _brief(self, article: Article) -> Briefing:
        validate_text(article.text)
        lang = article.lang or detect_language(article.text)
        pipeline = self._pipeline(lang)
        whole = split_text(article, listed_language(lang))
        layout = whole.opening(READ_SENTENCES)
        lines = rank_summary(layout, article, pipeline.ranker)
        # The models of the score learned from the default ranker only.
        is_known = self._method == DEFAULT_RANKER
        findings = pipeline.reader.read(layout, article, lines if is_known else ())
        return Briefing(
            article=replace(article, lang=lang),
            engine=self.engine,
            lang=lang,
            summary=findings.summary if is_known else lines,
            actors=findings.actors,
            claims=findings.claims,
            risks=findings.risks,
            noise=layout.noise,
            notes=(*pipeline.notes, *_notes(article, whole)),
        )

    def _pipeline(self, lang: str) -> _Pipeline:
        """Return the reader and ranker of a language, built for its first article."""
        profile = profile_of(lang)
        if profile is None:
            return _summary_only(lang)
        if lang not in self._pipelines:
            self._pipelines[lang] = self._open(profile)
        return self._pipelines[lang]

    def _open(self, profile: LanguageProfile) -> _Pipeline:
        reader = reader_for(profile)
        return _Pipeline(reader, ranker_named(self._method, profile.code), profile.code)


def _summary_only(lang: str) -> _Pipeline:
    note = (
        f"The text is in another language than English ({lang}): "
        f"only its main sentences are shown."
    )
    return _Pipeline(NullReader(), LanguageFree(), ENGLISH, (note,))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Turn off Python's garbage collector inside the ``with`` block, to save time.

    The collector takes 6 % of the time of an article and finds little: the objects of
    an article are short-lived and have no reference cycles.
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
    return f"No engine is called {engine!r}.{hint} Use one of: {', '.join(names)}."


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
