"""Language detection; English is detected without loading a language model."""

from __future__ import annotations

import re
from functools import lru_cache

from summarizers.lexicons import has_list, languages_with, words

# The beginning of an article is enough, and keeps the cost the same for long ones.
_SAMPLE = 3_000
_WORD = re.compile(r"[^\W\d_]+")
# Own counts over news: a quarter of English running words are in the list and at most
# 8 of 100 words of Dutch, Afrikaans or Danish.
_ENGLISH_SHARE = 0.16
_ENGLISH_KINDS = 4
# A few words are too little for the model: it must be surer than this, in natural
# logarithms, that they are not English.
_LEAST_MARGIN = 15.0
_ISO_639_1 = 2
# Of running words the French list of stop words knows 48 in 100 of French articles of our
# own and at most 11 of English news; of single sentences, 20.
_LISTED_SHARE = 0.2
ENGLISH = "en"


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language; ``en`` for a text that is too short."""
    sample_words = _WORD.findall(text[:_SAMPLE].lower())
    function_words = words("function_words")
    common = [word for word in sample_words if word in function_words]
    if len(set(common)) >= _ENGLISH_KINDS and (
        len(common) >= _ENGLISH_SHARE * len(sample_words)
    ):
        return ENGLISH
    return _model_language(" ".join(sample_words)) if sample_words else ENGLISH


@lru_cache(maxsize=64)
def listed_language(code: str) -> str:
    """The language whose word lists are used for a text: its own, or English if it has none.

    English lists hardly change text in other languages.
    """
    return code if has_list("stop_words", code) else ENGLISH


def language_of_lists(given: str | None, text: str) -> str:
    """The language whose lists are used for a text; ``given`` is its language, if known."""
    if given is not None:
        return listed_language(given)
    return listed_language(detect_language(text)) if _may_be_other(text) else ENGLISH


def _may_be_other(text: str) -> bool:
    """Whether the text has words of another language that has lists.

    This needs no language model, which takes half a second to load.
    """
    sample_words = _WORD.findall(text[:_SAMPLE].lower())
    return any(
        sum(word in words("stop_words", code) for word in sample_words)
        >= _LISTED_SHARE * len(sample_words)
        > 0
        for code in languages_with("stop_words")
        if code != ENGLISH
    )


def _model_language(sample: str) -> str:
    # Loading the model takes half a second, and English news never needs it.
    from py3langid import rank  # noqa: PLC0415

    scores = {code: score for code, score in rank(sample) if len(code) == _ISO_639_1}
    best = max(scores, key=lambda code: float(scores[code]))
    sure = scores[best] - scores[ENGLISH] >= _LEAST_MARGIN
    return best if sure or not sample.isascii() else ENGLISH
