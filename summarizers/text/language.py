"""Which language a text is in; English is told without loading a language model."""

from __future__ import annotations

import re

from summarizers.lexicons import words

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
ENGLISH = "en"


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language; ``en`` when there is too little to tell."""
    found = _WORD.findall(text[:_SAMPLE].lower())
    known = words("function_words")
    common = [word for word in found if word in known]
    if len(set(common)) >= _ENGLISH_KINDS and (
        len(common) >= _ENGLISH_SHARE * len(found)
    ):
        return ENGLISH
    return _model_language(" ".join(found)) if found else ENGLISH


def _model_language(sample: str) -> str:
    # Loading the model takes half a second, and English news never needs it.
    from py3langid import rank  # noqa: PLC0415

    scores = {code: score for code, score in rank(sample) if len(code) == _ISO_639_1}
    best = max(scores, key=lambda code: float(scores[code]))
    sure = scores[best] - scores[ENGLISH] >= _LEAST_MARGIN
    return best if sure or not sample.isascii() else ENGLISH
