"""A digest as JSON and as an edition: frozen, to be posted to the letter."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from bot.core.digests.digest import Digest, Quote, Story
from bot.core.digests.rendering import front_message, story_messages
from bot.core.digests.story import Coverage
from bot.core.domain.messages import Message
from bot.core.domain.records import Edition, StoredArticle
from bot.core.messages.briefing_json import SCHEMA, Json, JsonObject, when_document
from bot.core.messages.codec import list_in, message_document, read_message, value_in
from bot.core.text.deep_links import DeepLinks
from summarizers.model import Claim, Line, Risk
from summarizers.stories.differences import Difference


@dataclass(frozen=True, slots=True)
class Print:
    """What an edition posts: the front, and below it a briefing for each story."""

    front: Message
    stories: tuple[Message, ...] = ()


def make_edition(
    digest: Digest, *, slot: str | None = None, due: datetime | None = None
) -> Edition:
    """Freeze a digest; the same digest always gives the same edition, byte for byte.

    ``due`` is when it should have gone out, if it comes late.
    """
    content = digest_document(digest)
    name = edition_name(digest, content)
    document: JsonObject = {
        "edition": name,
        **content,
        "front": message_document(front_message(digest, name, due=due)),
        "briefings": [message_document(one) for one in story_messages(digest)],
    }
    return Edition(
        id=name,
        digest=digest.plan.id,
        channel=digest.channel,
        at=digest.at,
        document=_written(document),
        slot=slot,
        sentences=digest.sentences,
        articles=digest.articles,
    )


def read_print(edition: Edition) -> Print:
    """The messages of an edition, as they were frozen.

    Raises:
        ValueError: the edition holds none.
    """
    document: Json = json.loads(edition.document)
    briefings = tuple(map(read_message, list_in(document, "briefings")))
    return Print(read_message(value_in(document, "front")), briefings)


def public_document(edition: Edition) -> JsonObject:
    """The edition for a reader of JSON: without what only posting needs."""
    document: JsonObject = json.loads(edition.document)
    return {
        key: value
        for key, value in document.items()
        if key not in {"front", "briefings"}
    }


def counts(edition: Edition) -> dict[str, int]:
    """How much is in an edition, for the journal."""
    document = public_document(edition)
    kinds = {"stories": "stories", "links": "more", "failed": "failed"}
    found = {name: document.get(key) for name, key in kinds.items()}
    numbers = {
        name: len(listed) for name, listed in found.items() if isinstance(listed, list)
    }
    return {"articles": len(edition.articles), **numbers}


def edition_name(digest: Digest, content: JsonObject) -> str:
    """``morning-20261125-0730-3f9a2c``: digest, local time, hash of the content."""
    local = digest.at.astimezone(digest.plan.timezone)
    hash_ = blake2b(_written(content).encode(), digest_size=3).hexdigest()
    return f"{digest.plan.id}-{local:%Y%m%d-%H%M}-{hash_}"


def digest_document(digest: Digest) -> JsonObject:
    """The digest as JSON, schema 1: its stories best first, and what was left out."""
    told = (*digest.told, *digest.linked)
    return {
        "schema": SCHEMA,
        "digest": digest.plan.id,
        "channel": digest.channel,
        "at": digest.at.isoformat(),
        "topics": [topic.id for topic in digest.plan.topics],
        "nothing_new": digest.is_empty,
        "stories": [
            _story(story, rank) for rank, story in enumerate(digest.told, start=1)
        ],
        "more": [
            _story(story, rank)
            for rank, story in enumerate(digest.linked, start=len(digest.told) + 1)
        ],
        "passed": [
            _story(story, rank)
            for rank, story in enumerate(digest.passed, start=len(told) + 1)
        ],
        "repeated": [_coverage(found) for found in digest.repeated],
        "failed": [
            {"url": failure.url, "message": failure.message}
            for failure in digest.failures
        ],
    }


def _story(story: Story, rank: int) -> JsonObject:
    return {
        **_coverage(story.coverage),
        "rank": rank,
        "score": round(story.rank.score, 4),
        "why": story.rank.told(),
        "title": story.lead.article.title,
        "url": story.lead.article.url,
        "update": story.is_update,
        "new_actors": list(story.actors),
        "sentence": _quote(story.sentence),
        "claim": _quote(story.claim),
        "risk": _quote(story.risk),
        "differences": [_difference(found, story) for found in story.differences],
    }


def _difference(difference: Difference, story: Story) -> JsonObject:
    known = {found.id: found.article for found in story.coverage.articles}
    return {
        "label": difference.label,
        "figures": [
            {
                "article": figure.document,
                "start": figure.span.start,
                "end": figure.span.end,
                "text": figure.span.text,
                "link": DeepLinks(known[figure.document]).link(figure.sentence),
            }
            for figure in difference.figures
        ],
    }


def _coverage(coverage: Coverage) -> JsonObject:
    return {
        "id": coverage.id,
        "topic": coverage.topic,
        "matched": coverage.matched,
        "watched": list(coverage.watched),
        "reporters": list(coverage.reporters),
        "articles": [_article(found, coverage) for found in coverage.articles],
    }


def _article(article: StoredArticle, coverage: Coverage) -> JsonObject:
    found = article.article
    return {
        "id": article.id,
        "title": found.title,
        "url": found.url,
        "site": found.site,
        "published": None if found.published is None else found.published.isoformat(),
        "seen": article.seen.isoformat(),
        "text_from": article.origin.value,
        "copy_of": article.copy_of,
        "new": article.id in coverage.fresh,
    }


def _quote(quote: Quote | None) -> JsonObject | None:
    if quote is None:
        return None
    article = quote.article.article
    return {
        "article": quote.article.id,
        "start": quote.span.start,
        "end": quote.span.end,
        "text": quote.span.text,
        "link": DeepLinks(article).link(quote.span),
        **_particulars(quote),
    }


def _particulars(quote: Quote) -> JsonObject:
    """What a claim or a risk has beside its sentence."""
    match quote.line:
        case Claim() as claim:
            content: list[Json] = [span.text for span in claim.content]
            return {
                "speaker": claim.speaker,
                "content": content,
                "kind": claim.kind.value,
            }
        case Risk() as risk:
            return {"speaker": risk.speaker, "when": when_document(risk.when)}
        case Line():
            return {}


def _written(document: JsonObject) -> str:
    return json.dumps(document, ensure_ascii=True, sort_keys=True)
