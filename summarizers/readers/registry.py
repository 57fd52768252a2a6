"""Which languages are read beside English, and what each needs.

A new language is one package here that ends in a ``GRAMMAR``, word lists under
``lexicons/CODE`` and one line in ``_LANGUAGES``. Its grammar is loaded with the first
article that needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pkgutil import resolve_name

from summarizers.languages.profile import Grammar
from summarizers.readers.parse import Tagger
from summarizers.readers.reader import ArticleReader


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its ISO 639-1 code.

    ``model`` is the package of the model that tells kinds of words, ``extra`` the extra
    of this project that installs it.
    """

    code: str
    name: str
    model: str
    extra: str
    home: str

    def reader(self, tagger: Tagger | None = None) -> ArticleReader:
        """Who reads this language, with a tagger or by patterns alone.

        It is imported here, for most processes never see another language than English
        and it takes 25 ms.
        """
        made: ArticleReader = resolve_name(
            "summarizers.readers.pattern.pattern_reader:Reader"
        )(self, tagger)
        return made

    def grammar(self) -> Grammar:
        """What word lists cannot tell of this language."""
        found: Grammar = resolve_name(f"summarizers.languages.{self.home}:GRAMMAR")
        return found


_LANGUAGES = (Language("fr", "French", "fr_core_news_sm", "french", "french"),)


def language_of(code: str) -> Language | None:
    """The language of this code, or ``None`` when it is not read."""
    return next((language for language in _LANGUAGES if language.code == code), None)


def languages() -> tuple[Language, ...]:
    """All languages that are read beside English."""
    return _LANGUAGES
