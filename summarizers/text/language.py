"""The words of a text, and its language; English is detected without a language model."""

from __future__ import annotations

import re
from functools import lru_cache

from summarizers.lexicons import has_list, languages_with, words

# The beginning of an article is enough, and keeps the cost the same for long ones.
_SAMPLE = 3_000
# In our samples of news, a quarter of the words of English are in the list, and at most 8
# of 100 words of Dutch, Afrikaans or Danish.
_ENGLISH_SHARE = 0.16
_ENGLISH_KINDS = 4
# For a short text, the model must be surer than this (in natural logarithms) that it is not
# English.
_LEAST_MARGIN = 15.0
_ISO_639_1 = 2
# In our samples, the French stop words are 48 of 100 words in French articles, at most 11
# in English news, and at most 20 in single sentences of it.
_LISTED_SHARE = 0.2
_FEWEST_WORDS = 15
ENGLISH = "en"

UNLISTED = "und"
"""The code that stands for every language without word lists."""


def detect_language(text: str) -> str:
    """Return the ISO 639-1 code of a text's language, ``en`` if it has no words."""
    sample = _sample(text)
    function_words = words("function_words")
    common = [word for word in sample if word in function_words]
    is_frequent = len(common) >= _ENGLISH_SHARE * len(sample)
    if is_frequent and len(set(common)) >= _ENGLISH_KINDS:
        return ENGLISH
    return _model_language(" ".join(sample)) if sample else ENGLISH


def _sample(text: str) -> list[str]:
    """Return the words at the start of a text, without numbers."""
    return [word for word in terms(text[:_SAMPLE]) if word.isalpha()]


@lru_cache(maxsize=64)
def listed_language(code: str) -> str:
    """Return ``code`` if this language has word lists, else ``en``.

    Other languages have few words of the English lists, so the lists do little harm.
    """
    return code if has_list("stop_words", code) else ENGLISH


def language_of_lists(given: str | None, text: str) -> str:
    """Return the language whose word lists are used for a text.

    ``given`` is the text's language if it is known; otherwise it is detected.
    """
    if given is not None:
        return listed_language(given)
    # This test needs no language model, which takes half a second to load.
    sample = _sample(text)
    others = (code for code in languages_with("stop_words") if code != ENGLISH)
    may_be_other = any(_listed_share(sample, code) >= _LISTED_SHARE for code in others)
    return listed_language(detect_language(text)) if may_be_other else ENGLISH


def language_of_words(given: str | None, text: str) -> str:
    """Return the language whose list of frequent words fits a text.

    ``given`` is the text's language if it is known; otherwise it is detected. The
    result is ``UNLISTED`` if no list fits. A very short text fits the English list.
    """
    lang = language_of_lists(given, text)
    if lang != ENGLISH or given == ENGLISH:
        return lang
    sample = _sample(text)
    is_short = len(sample) < _FEWEST_WORDS
    fits = is_short or _listed_share(sample, ENGLISH) >= _LISTED_SHARE
    return ENGLISH if fits else UNLISTED


def _listed_share(sample: list[str], lang: str) -> float:
    listed = words("stop_words", lang)
    return sum(word in listed for word in sample) / max(1, len(sample))


def _model_language(sample: str) -> str:
    # Loading the model takes half a second, and English news never needs it.
    from py3langid import rank  # noqa: PLC0415

    scores = {code: score for code, score in rank(sample) if len(code) == _ISO_639_1}
    best = max(scores, key=lambda code: float(scores[code]))
    sure = scores[best] - scores[ENGLISH] >= _LEAST_MARGIN
    return best if sure or not sample.isascii() else ENGLISH


# Thai, Lao, Burmese, Khmer, kana, Han: no blanks between words, so one character is one
# term there; otherwise a whole clause would be one term and no two would ever match.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_TERM = re.compile(f"[{_UNSPACED}]|[^\\W{_UNSPACED}]+")
# For text in ASCII: small letters, and a blank for characters outside words. A table of
# bytes takes a fraction of the time of a pattern.
_SMALL = bytes(
    ord(chr(code).lower()) if chr(code).isalnum() or chr(code) == "_" else ord(" ")
    for code in range(128)
).ljust(256)
# The marks that most texts outside ASCII have, and often nothing else.
_MARKS = "’“”—–‘\xa0…"
# No article has more sentences that are read. Whole texts take megabytes, and are not
# cached.
_CACHED_SENTENCES = 512


def terms(text: str) -> list[str]:
    """Return the case-folded words of a text in any script, without punctuation."""
    if not text.isascii():
        for mark in _MARKS:
            text = text.replace(mark, " ")
    if text.isascii():
        return text.encode("ascii").translate(_SMALL).decode("ascii").split()
    return _TERM.findall(text.casefold())


@lru_cache(maxsize=_CACHED_SENTENCES)
def sentence_terms(sentence: str) -> tuple[str, ...]:
    """Return the terms of one sentence, cached because several steps need them."""
    return tuple(terms(sentence))


def stop_words(lang: str = ENGLISH) -> frozenset[str]:
    """Return the frequent words of a language that do not show the subject of a text.

    English stop words are rare in texts of other languages, so a caller may remove them
    without knowing the language.

    Raises:
        FileNotFoundError: the language has no such list.
    """
    return words("stop_words", lang)
