"""Turns a digest into an edition: its JSON and its messages, as they are stored.

An edition never changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from bot.core.digests.coming import event_link
from bot.core.digests.corrections import correction_document
from bot.core.digests.digest import Digest, QuotedLine, StorySummary
from bot.core.digests.papers import papers_document, papers_of
from bot.core.digests.rendering import (
    earlier_link,
    front_message,
    story_messages,
)
from bot.core.digests.story import Story
from bot.core.digests.timelines import timeline_messages
from bot.core.digests.told_lines import printed_texts, told_lines
from bot.core.domain.calendar import CalendarEvent
from bot.core.domain.messages import Message
from bot.core.domain.records import Edition, EditionKind, StoredArticle
from bot.core.messages.briefing_json import SCHEMA, Json, JsonObject, when_document
from bot.core.messages.codec import message_document, parse_message
from bot.core.messages.json_values import list_in, value_in
from bot.core.text.deep_links import DeepLinks
from summarizers.model import Claim, Line, Risk
from summarizers.stories.differences import Difference


@dataclass(frozen=True, slots=True)
class RenderedDigest:
    """The messages of an edition: the front, and a briefing for each top story.

    The front is the first message, with all stories in short. ``timelines`` are for
    platforms that show images.
    """

    front: Message
    stories: tuple[Message, ...] = ()
    timelines: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedArticle:
    """An article of a story, as the JSON of an edition has it."""

    id: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class PrintedStory:
    """A story, as the JSON of an edition has it."""

    articles: tuple[PrintedArticle, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the articles."""
        return tuple(article.id for article in self.articles)


def make_edition(
    digest: Digest, *, slot: str | None = None, due: datetime | None = None
) -> Edition:
    """Make the edition of a digest; the same digest gives the same bytes.

    ``slot`` is the key of the slot for which the digest was built. ``due`` is the time
    at which a late digest should have been posted.
    """
    content = digest_document(digest)
    name = edition_name(digest, content)
    front = front_message(digest, name, due=due)
    briefings = story_messages(digest)
    timelines: list[Json] = [
        message_document(message) for message in timeline_messages(digest)
    ]
    document = _rendered(name, content, front, briefings)
    if timelines:
        document = {**document, "timelines": timelines}
    return _edition(digest, name, document, slot=slot)


def make_alert_edition(digest: Digest, message: Message, *, slot: str) -> Edition:
    """Make the edition of an alert: ``message`` renders the story of ``digest``."""
    content = digest_document(digest)
    name = edition_name(digest, content)
    edition = _edition(digest, name, _rendered(name, content, message), slot=slot)
    return replace(edition, kind=EditionKind.ALERT)


def _rendered(
    name: str, content: JsonObject, front: Message, briefings: Iterable[Message] = ()
) -> JsonObject:
    return {
        "edition": name,
        **content,
        "front": message_document(front),
        "briefings": [message_document(message) for message in briefings],
    }


def _edition(
    digest: Digest, name: str, document: JsonObject, *, slot: str | None
) -> Edition:
    return Edition(
        id=name,
        digest=digest.plan.id,
        channel=digest.channel,
        at=digest.at,
        document=_to_json(document),
        slot=slot,
        sentences=digest.sentences,
        articles=digest.articles,
        passed=digest.passed,
        lines=told_lines(digest),
        texts=printed_texts(digest),
    )


def rendered_digest(edition: Edition) -> RenderedDigest:
    """Parse the messages of an edition.

    Raises:
        ValueError: the edition contains none.
    """
    document: Json = json.loads(edition.document)
    front = parse_message(value_in(document, "front"))
    briefings = tuple(map(parse_message, list_in(document, "briefings")))
    drawn = isinstance(document, dict) and "timelines" in document
    timelines = list_in(document, "timelines") if drawn else []
    return RenderedDigest(front, briefings, tuple(map(parse_message, timelines)))


def printed_stories(edition: Edition) -> Iterator[PrintedStory]:
    """Yield all stories of an edition in its order: top, linked, then counted ones."""
    document: JsonObject = json.loads(edition.document)
    for place in ("stories", "more", "passed"):
        for story in _objects(document.get(place)):
            articles = _objects(story.get("articles"))
            yield PrintedStory(tuple(map(_printed_article, articles)))


def public_document(edition: Edition) -> JsonObject:
    """Return the edition's JSON without the messages."""
    document: JsonObject = json.loads(edition.document)
    return {
        key: value
        for key, value in document.items()
        if key not in {"front", "briefings", "timelines"}
    }


def counts(edition: Edition) -> dict[str, int]:
    """Return the numbers of articles, stories, links and failed sources, by name."""
    document = public_document(edition)
    kinds = {"stories": "stories", "links": "more", "failed": "failed"}
    lists = {name: document.get(key) for name, key in kinds.items()}
    numbers = {
        name: len(items) for name, items in lists.items() if isinstance(items, list)
    }
    return {"articles": len(edition.articles), **numbers}


def _printed_article(entry: JsonObject) -> PrintedArticle:
    title, url = entry.get("title") or "", entry.get("url") or ""
    return PrintedArticle(str(entry.get("id")), str(title), str(url))


def _objects(value: Json) -> list[JsonObject]:
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, dict)]


def edition_name(digest: Digest, content: JsonObject) -> str:
    """Return an edition's id, made of digest id, local time and a hash of ``content``.

    An example is ``morning-20261125-0730-3f9a2c``.
    """
    local = digest.at.astimezone(digest.plan.timezone)
    hash_ = blake2b(_to_json(content).encode(), digest_size=3).hexdigest()
    return f"{digest.plan.id}-{local:%Y%m%d-%H%M}-{hash_}"


def digest_document(digest: Digest) -> JsonObject:
    """Return the JSON object (schema 1) of a digest and its stories, best first."""
    shown = (*digest.top, *digest.linked)
    corrected: list[Json] = [*map(correction_document, digest.corrections)]
    coming: list[Json] = [*map(_coming, digest.coming)]
    return {
        **({"corrections": corrected} if corrected else {}),
        **({"coming": coming} if coming else {}),
        "schema": SCHEMA,
        "digest": digest.plan.id,
        "channel": digest.channel,
        "at": digest.at.isoformat(),
        "topics": [topic.id for topic in digest.plan.topics],
        "nothing_new": digest.is_empty,
        "stories": [
            _summary(summary, rank, digest)
            for rank, summary in enumerate(digest.top, start=1)
        ],
        "more": [
            _summary(summary, rank, digest)
            for rank, summary in enumerate(digest.linked, start=len(digest.top) + 1)
        ],
        "passed": [
            _summary(summary, rank, digest)
            for rank, summary in enumerate(digest.counted, start=len(shown) + 1)
        ],
        "repeated": [_story_articles(story) for story in digest.repeated],
        "failed": [
            {"url": failure.url, "message": failure.message}
            for failure in digest.failures
        ],
    }


def _summary(summary: StorySummary, rank: int, digest: Digest) -> JsonObject:
    alerted = digest.alerted_at(summary.story)
    return {
        **({} if alerted is None else {"alerted": alerted.isoformat()}),
        **_story_articles(summary.story),
        **papers_document(papers_of(summary.story, summary.lead)),
        "rank": rank,
        "score": round(summary.rank.score, 4),
        "why": summary.rank.describe(),
        "title": summary.lead.article.title,
        "url": summary.lead.article.url,
        "update": summary.is_update,
        "state": summary.state.value,
        "was": _earlier(summary),
        "new_actors": list(summary.actors),
        "sentence": _quote(summary.sentence),
        "claim": _quote(summary.claim),
        "risk": _quote(summary.risk),
        "differences": [
            _difference(difference, summary) for difference in summary.differences
        ],
    }


def _coming(event: CalendarEvent) -> JsonObject:
    """Return an event of the record as JSON: a quotation with the event's days."""
    report, days = event.report, (event.first, event.last)
    first, last = (day.isoformat() if day else None for day in days)
    return {
        "uid": event.uid,
        "article": report.article.id,
        "start": report.start,
        "end": report.end,
        "text": report.text,
        "link": event_link(report),
        "from": first,
        "to": last,
    }


def _difference(difference: Difference, summary: StorySummary) -> JsonObject:
    articles = {article.id: article.article for article in summary.story.articles}
    return {
        "label": difference.label,
        "figures": [
            {
                "article": figure.document,
                "start": figure.span.start,
                "end": figure.span.end,
                "text": figure.span.text,
                "link": DeepLinks(articles[figure.document]).link(figure.sentence),
            }
            for figure in difference.figures
        ],
    }


def _story_articles(story: Story) -> JsonObject:
    return {
        "id": story.id,
        "topic": story.topic,
        "matched": story.matched,
        "watched": list(story.watched),
        "reporters": list(story.publishers),
        "articles": [_article(article, story) for article in story.articles],
    }


def _article(article: StoredArticle, story: Story) -> JsonObject:
    content = article.article
    return {
        "id": article.id,
        "title": content.title,
        "url": content.url,
        "site": content.site,
        "published": None
        if content.published is None
        else content.published.isoformat(),
        "seen": article.seen.isoformat(),
        "text_from": article.origin.value,
        "copy_of": article.copy_of,
        "new": article.id in story.fresh,
    }


def _quote(quote: QuotedLine | None) -> JsonObject | None:
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


def _earlier(summary: StorySummary) -> JsonObject | None:
    """Return the line that the channel was shown before, as JSON of a quotation."""
    line = summary.was
    if line is None:
        return None
    return {
        "article": line.article,
        "start": line.start,
        "end": line.end,
        "text": line.text,
        "link": earlier_link(summary, line),
        "at": line.at.isoformat(),
    }


def _particulars(quote: QuotedLine) -> JsonObject:
    """Return the JSON fields that a claim or a risk has and a plain sentence lacks."""
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


def _to_json(document: JsonObject) -> str:
    return json.dumps(document, ensure_ascii=True, sort_keys=True)
