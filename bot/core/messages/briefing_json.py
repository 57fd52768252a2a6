"""The JSON form of a briefing, an article or an error, one object for each.

Schema version 1. Spans are ``{"start", "end", "text"}`` with character offsets into the
article's text; the end is exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeAlias

from summarizers.model import (
    Actor,
    Article,
    Briefing,
    Claim,
    Line,
    Mention,
    Noise,
    Risk,
    Span,
    When,
)
from summarizers.text.language import detect_language

SCHEMA = 1

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
"""Any JSON value."""

JsonObject: TypeAlias = dict[str, Json]
"""One JSON object."""

RowId: TypeAlias = str | int | None
"""The id of an input row, which is repeated in the output."""


def briefing_document(briefing: Briefing, *, id: RowId, with_text: bool) -> JsonObject:  # noqa: A002
    """Return the briefing in schema 1; ``with_text`` adds the article's text."""
    document: JsonObject = {
        "id": id,
        "schema": SCHEMA,
        "engine": briefing.engine,
        "lang": briefing.lang,
        "article": _article(briefing.article, with_text=with_text),
        "summary": [_line(line) for line in briefing.summary],
        "actors": [_actor(actor) for actor in briefing.actors],
        "claims": [_claim(claim) for claim in briefing.claims],
        "risks": [_risk(risk) for risk in briefing.risks],
        "noise": [_noise(noise) for noise in briefing.noise],
    }
    if briefing.notes:
        document["notes"] = list(briefing.notes)
    return document


def article_document(article: Article, *, id: RowId) -> JsonObject:  # noqa: A002
    """Return the JSON object that ``sitrep extract`` prints for an article.

    The language is detected if the page states none.
    """
    return {
        "id": id,
        "title": article.title,
        "text": article.text,
        "published": _day(article),
        "authors": list(article.authors),
        "site": article.site,
        "lang": article.lang or detect_language(article.text),
    }


def error_document(kind: str, message: str, *, id: RowId) -> JsonObject:  # noqa: A002
    """Return the JSON object for an article that failed."""
    return {"id": id, "error": {"kind": kind, "message": message}}


def to_line(document: Mapping[str, Json]) -> str:
    """Format the object as one line of JSON, without the line break.

    Only lone surrogates, which UTF-8 cannot encode, are escaped.
    """
    line = json.dumps(document, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(document)
    return line


def _span(span: Span) -> JsonObject:
    return {"start": span.start, "end": span.end, "text": span.text}


def _optional(span: Span | None) -> JsonObject | None:
    return None if span is None else _span(span)


def _day(article: Article) -> str | None:
    return None if article.published is None else article.published.isoformat()


def _article(article: Article, *, with_text: bool) -> JsonObject:
    document: JsonObject = {
        "title": article.title,
        "url": article.url,
        "published": _day(article),
        "site": article.site,
        "words": article.words,
    }
    if with_text:
        document["text"] = article.text
    return document


def _line(line: Line) -> JsonObject:
    return {**_span(line.span), "score": line.score}


def _mention(mention: Mention) -> JsonObject:
    document = _span(mention.span)
    if mention.pronoun:
        document["pronoun"] = True
    return document


def _actor(actor: Actor) -> JsonObject:
    return {
        "name": actor.name,
        "kind": actor.kind.value,
        "role": _optional(actor.role),
        "aliases": list(actor.aliases),
        "mentions": [_mention(mention) for mention in actor.mentions],
        "salience": actor.salience,
    }


def _claim(claim: Claim) -> JsonObject:
    return {
        "speaker": claim.speaker,
        "source": _optional(claim.source),
        "cue": _optional(claim.cue),
        "content": [_span(part) for part in claim.content],
        "sentence": _span(claim.sentence),
        "kind": claim.kind.value,
        "score": claim.score,
        "shown": [_span(part) for part in claim.shown],
    }


def when_document(when: When | None) -> JsonObject | None:
    """Return a risk's time phrase and the dates to which it refers as JSON."""
    if when is None:
        return None
    return {
        "from": when.first.isoformat(),
        "to": when.last.isoformat(),
        "text": when.span.text,
    }


def _risk(risk: Risk) -> JsonObject:
    return {
        **_span(risk.span),
        "when": when_document(risk.when),
        "basis": [basis.value for basis in risk.basis],
        "speaker": risk.speaker,
        "score": risk.score,
    }


def _noise(noise: Noise) -> JsonObject:
    return {**_span(noise.span), "reason": noise.reason}
