"""Choose the reader of a language: English has its own, the others use ``pattern``."""

from __future__ import annotations

from pkgutil import resolve_name

from summarizers.languages.profile import Grammar, LanguageProfile
from summarizers.readers.english.english_reader import EnglishReader
from summarizers.readers.reader import LanguageReader


def reader_for(language: LanguageProfile) -> LanguageReader:
    """Return the reader of ``language``."""
    if not isinstance(language, Grammar):
        return EnglishReader()
    # Imported here: most processes read English only, and the import takes 25 ms.
    reader: LanguageReader = resolve_name(
        "summarizers.readers.pattern.reader:PatternReader"
    )(language)
    return reader
