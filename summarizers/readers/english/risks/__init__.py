"""Find risks: what an article says about the time after its publication.

Rules select sentences that look ahead, and reject past events.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from summarizers.languages.periods import Period
from summarizers.lexicons import table
from summarizers.model import Article, Claim, Refusal, Risk, When
from summarizers.readers.claim_order import speakers_by_sentence
from summarizers.readers.english.risks.article_context import ArticleContext
from summarizers.readers.english.risks.evidence import (
    SentenceEvidence,
    basis_of,
    operates_ahead,
    read_evidence,
    tells_done,
    when_of,
)
from summarizers.readers.parse import Parse

_WEEKDAYS = table("weekdays").keys()
_SINCE_YESTERDAY = 6
# In days: a date without a year that seems farther ahead may belong to the last year.
_FAR = 120
_YEAR = re.compile(r"\d{4}|year")
# The subject of a verb by which the article's writer looks ahead.
_WRITERS = "we"
_AUXILIARIES = frozenset(("am", "are", "have", "'m", "’m", "'re", "’re", "'ve", "’ve"))
_SIGNED = re.compile(r"\(@\w+\)\s+[A-Z][a-z]+ \d")
# A question in reported speech about something that the line does not tell.
_ASKED = re.compile(r"\basked (?:[^,;:]* )?(?:whether|if) (?:that|this|it)\b")
# A line that names the author of a quotation above it.
_DASHES = ("—", "–", "- ")


class RiskCandidate(NamedTuple):
    """A sentence that may be about the future, without a score, and its evidence."""

    risk: Risk
    evidence: SentenceEvidence


def extract(
    parse: Parse, article: Article, claims: Sequence[Claim]
) -> list[RiskCandidate]:
    """Return all sentences with evidence of the future, in text order.

    Questions are left out. The time grows linearly with the length of the text.
    """
    context = ArticleContext(parse, article)
    sentences = parse.layout.sentences
    speakers = speakers_by_sentence(sentences, claims)
    posts = _posts(context)
    stated = [
        s
        for s in sentences
        if s.noise is None
        and s.paragraph not in posts
        and not _asks(s.text)
        and not _ASKED.search(s.text)
        and not s.text.startswith(_DASHES)
    ]
    candidates = []
    for evidence in read_evidence(context, stated):
        basis = basis_of(evidence, context)
        if not basis or _is_own(evidence, context):
            continue
        sentence, when = evidence.sentence, when_of(evidence, context)
        is_over = _is_yesterday(when, context) or _is_last_year(when, evidence, context)
        refusal = Refusal.PAST if is_over else None
        speaker = speakers.get(sentence.index)
        risk = Risk(sentence.span, basis, when, speaker, refusal=refusal)
        candidates.append(RiskCandidate(risk, evidence))
    return candidates


def _is_yesterday(when: When | None, context: ArticleContext) -> bool:
    """Return whether a weekday that was dated six days ahead rather means yesterday.

    On a Monday, "Sunday" is yesterday; a writer calls the coming one "next Sunday".
    """
    if when is None or when.first != when.last or when.span.text not in _WEEKDAYS:
        return False
    return context.days_since(Period(when.first, when.last)) == -_SINCE_YESTERDAY


def _is_last_year(
    when: When | None, evidence: SentenceEvidence, context: ArticleContext
) -> bool:
    """Return whether a day that was dated many months ahead rather is one of the past.

    In an article of September, "he said so on February 24" means the last February.
    """
    if when is None or _YEAR.search(when.span.text):
        return False
    is_far = context.days_since(Period(when.first, when.first)) < -_FAR
    return is_far and tells_done(evidence) and not operates_ahead(evidence)


def _posts(context: ArticleContext) -> frozenset[int]:
    """Return the paragraphs that are posts of another day: "(@rossi) May 3, 2018"."""
    text = context.parse.layout.text
    if "(@" not in text:
        return frozenset()
    signed = {match.start() for match in _SIGNED.finditer(text)}
    paragraphs = context.parse.layout.paragraphs
    return frozenset(
        at
        for at, paragraph in enumerate(paragraphs)
        if any(paragraph.start <= start < paragraph.end for start in signed)
    )


def _is_own(evidence: SentenceEvidence, context: ArticleContext) -> bool:
    """Return whether the article's writer looks ahead: "We hope to see more"."""
    ahead = [o.at for o in evidence.operators if not o.past]
    if not ahead or context.quoted(ahead[0]):
        return False
    lowers, tags, at = context.tokens.lowers, context.tokens.tags, ahead[0] - 1
    while at > evidence.first and (tags[at] == "RB" or lowers[at] in _AUXILIARIES):
        at -= 1
    return at >= evidence.first and lowers[at] == _WRITERS


def _asks(text: str) -> bool:
    return text.rstrip("\"”’')").endswith("?")
