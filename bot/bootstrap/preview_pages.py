"""Builds the preview: a local page with a briefing, a digest or the record."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from functools import partial

from bot.core.commands.snapshots import briefing_snapshot
from bot.core.commands.views import private_answer
from bot.core.delivery.digest_builder import digest_messages
from bot.core.digests.digest import Digest
from bot.core.digests.editions import make_edition
from bot.core.domain.configuration import Destination, DigestPlan, Endpoint
from bot.core.domain.slots import channel_of
from bot.core.domain.timelines import Timeline
from bot.core.messages.briefing import claim_span, linked_spans
from bot.core.platforms.spec import PlatformSpec
from bot.core.platforms.spec import Preview as DrawPreview
from bot.core.record.calendar_answers import CalendarAnswer
from bot.core.record.who import SpeakerAnswer
from bot.core.text.date_format import full_day
from bot.core.text.labels import labels_for
from bot.platforms import PLATFORMS
from bot.web import open_pages
from bot.web.preview import (
    CalendarPreview,
    Column,
    DigestColumn,
    DigestPreview,
    Preview,
    Proof,
    ProofKind,
    WhoPreview,
    calendar_pages,
    digest_pages,
    preview_pages,
    who_pages,
)
from summarizers.model import Briefing, Span
from summarizers.page import select_page

_ARTICLE = "article"
"""The path of the link for an article that has no URL."""

_LOCAL = "Local text"
"""The publisher's name for an article that has no URL, if its page names none."""


@asynccontextmanager
async def open_preview(
    briefing: Briefing, endpoint: Endpoint, language: str
) -> AsyncIterator[str]:
    """Serve a page that shows a briefing until the block ends; yield the page's URL.

    ``language`` is the language of the labels.

    Raises:
        ConfigError: the endpoint's port is in use.
    """

    def pages(at: Endpoint) -> Mapping[str, tuple[str, bytes]]:
        address = f"http://{at}/{_ARTICLE}"
        return preview_pages(make_preview(briefing, address, language))

    async with open_pages(endpoint, pages) as at:
        yield f"http://{at}/"


def make_preview(briefing: Briefing, address: str, language: str = "en") -> Preview:
    """Render the briefing as each platform shows it to the person who asks for it.

    If the article has no URL, its lines link to ``address``.
    """
    article = briefing.article
    if article.url is None:
        local = replace(article, url=address, site=article.site or _LOCAL)
        briefing = replace(briefing, article=local)
    answer = private_answer(briefing_snapshot(briefing, language), direct=False)
    columns = [
        Column(spec.name, spec.title, partial(spec.preview, answer))
        for spec in PLATFORMS
        if spec.preview is not None
    ]
    printed = select_page(briefing).briefing
    proofs = {
        url: Proof(span, _kind(printed, span))
        for url, span in linked_spans(printed).items()
    }
    return Preview(briefing.article, proofs, columns, language)


def _kind(briefing: Briefing, span: Span) -> ProofKind:
    """Return the first section of the briefing that prints the sentence ``span``."""
    if any(line.span == span for line in briefing.summary):
        return ProofKind.SUMMARY
    if any(claim_span(briefing.article, claim) == span for claim in briefing.claims):
        return ProofKind.CLAIM
    return ProofKind.RISK


def previewed_channels(plan: DigestPlan) -> Mapping[str, str]:
    """Map each platform of the preview to the channel whose digest the preview shows.

    This is the first channel of ``plan`` on the platform. If the plan has no channel
    there, it is the plan's first channel.
    """
    return {
        spec.name: channel_of(_destination(plan, spec) or plan.to[0])
        for spec, _ in _drawing_platforms()
    }


@asynccontextmanager
async def open_digest_preview(
    digests: Mapping[str, Digest], endpoint: Endpoint
) -> AsyncIterator[str]:
    """Serve a page that shows digests of one plan until the block ends; yield its URL.

    ``digests`` maps channels to their digests, as in ``previewed_channels``.

    Raises:
        ConfigError: the endpoint is in use.
    """
    pages = digest_pages(make_digest_preview(digests))
    async with open_pages(endpoint, lambda _: pages) as at:
        yield f"http://{at}/"


@asynccontextmanager
async def open_who_preview(
    answer: SpeakerAnswer, endpoint: Endpoint, today: date, language: str
) -> AsyncIterator[str]:
    """Serve a page with the statements of a speaker; yield its URL.

    Days in the year of ``today`` are shown without their year.

    Raises:
        ConfigError: the endpoint's port is in use.
    """
    pages = who_pages(WhoPreview(answer, today, language))
    async with open_pages(endpoint, lambda _: pages) as at:
        yield f"http://{at}/"


@asynccontextmanager
async def open_calendar_preview(
    answer: CalendarAnswer, endpoint: Endpoint, topic: str | None, language: str
) -> AsyncIterator[str]:
    """Serve a page with the events of one topic, or of all topics; yield its URL.

    Raises:
        ConfigError: the endpoint's port is in use.
    """
    title = "Calendar" if topic is None else f"Calendar of {topic}"
    pages = calendar_pages(CalendarPreview(title, answer, language))
    async with open_pages(endpoint, lambda _: pages) as at:
        yield f"http://{at}/"


def make_digest_preview(digests: Mapping[str, Digest]) -> DigestPreview:
    """Render the digest of a plan as each platform shows it in its channel."""
    first = next(iter(digests.values()))
    plan, labels = first.plan, labels_for(first.plan.language)
    local = first.at.astimezone(plan.timezone)
    channels = previewed_channels(plan)
    columns = [
        _digest_column(spec, draw, digests[channels[spec.name]])
        for spec, draw in _drawing_platforms()
    ]
    return DigestPreview(
        f"{plan.title or plan.id}, {full_day(local.date(), labels)}",
        f"{local:%H:%M}",
        columns,
        tuple(_legend(digests.values())),
        labels.language,
        tuple(_timelines(columns)),
    )


def _drawing_platforms() -> Iterator[tuple[PlatformSpec, DrawPreview]]:
    for spec in PLATFORMS:
        if spec.preview is not None:
            yield spec, spec.preview


def _destination(plan: DigestPlan, spec: PlatformSpec) -> Destination | None:
    return next((to for to in plan.to if to.platform == spec.name), None)


def _digest_column(
    spec: PlatformSpec, draw: DrawPreview, digest: Digest
) -> DigestColumn:
    to = _destination(digest.plan, spec)
    return DigestColumn(
        spec.name,
        spec.title,
        "not a destination of this digest" if to is None else to.channel,
        tuple(digest_messages(make_edition(digest), spec)),
        draw,
        threaded=spec.capabilities.threads,
    )


def _timelines(columns: Iterable[DigestColumn]) -> Iterator[Timeline]:
    """Yield the timelines that the columns show, each once."""
    messages = (message for column in columns for message in column.messages)
    images = dict.fromkeys(message.image for message in messages)
    yield from (image for image in images if isinstance(image, Timeline))


def _legend(digests: Iterable[Digest]) -> Iterator[tuple[str, str]]:
    """Yield pairs of a sign or label in the digests and its explanation."""
    every = tuple(digests)
    labels = labels_for(every[0].plan.language)
    top = [summary for digest in every for summary in digest.top]
    if any(digest.corrections for digest in every):
        pair = f"{labels.printed}, {labels.now_reads}"
        yield pair, "the paper changed a line that was posted here"
    if any(summary.was for summary in top):
        pair = f"{labels.was}, {labels.now}"
        yield pair, "the state of the story that was shown here, and its state now"
    if any(summary.differences for summary in top):
        yield "≠", "papers count the same thing differently"
    if any(summary.risk for summary in top):
        yield "▲", "a risk or coming event, with its day"
