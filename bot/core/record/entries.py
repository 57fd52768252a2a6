"""Turns an article and its briefing into an entry of the record, in a worker process.

An entry is all that the record keeps of one article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.core.digests.papers import paper_of
from bot.core.digests.selection import ActorsOf, matches
from bot.core.digests.story import original_id
from bot.core.domain.configuration import Topic
from bot.core.domain.record import (
    DueArticle,
    RecordedArticle,
    RecordedClaim,
    RecordedSentence,
    RecordEntry,
)
from bot.core.domain.records import StoredArticle
from bot.core.messages.briefing import with_marks
from bot.core.record.article_speakers import ArticleSpeakers
from bot.core.record.dates import recorded_dates
from bot.core.record.names import office_of, speaker_of, surname_of
from bot.core.record.words import search_words
from bot.core.text.deep_links import DeepLinks
from summarizers.model import (
    Actor,
    Article,
    Briefing,
    Claim,
    Sentence,
)
from summarizers.text.language import language_of_lists
from summarizers.text.splitting import split_text

JOINT = " … "
"""The text that joins the parts of an interrupted quotation."""


def make_entry(
    due: DueArticle,
    topics: Iterable[Topic],
    brief: Callable[[], Briefing],
    actors_of: ActorsOf,
) -> RecordEntry | None:
    """Return the entry of an article; ``None`` if it belongs to none of the topics.

    ``brief`` reads the article if its sentences are recorded.
    """
    article = due.article
    belonging = matches(topics, article, actors_of)
    belongs = tuple(topic.id for topic, match in belonging if match.belongs)
    if not belongs:
        return None
    entry = RecordEntry(_head(due.number, article), article.digest, belongs)
    if article.copy_of and due.covered.issuperset(belongs):
        return entry
    return _with_lines(entry, article, brief())


def _head(number: int, article: StoredArticle) -> RecordedArticle:
    content = article.article
    return RecordedArticle(
        number=number,
        id=article.id,
        seen=article.seen,
        at=article.moment,
        day=content.published or article.moment.date(),
        original=original_id(article),
        url=content.url,
        title=content.title,
        paper=paper_of(article),
        site=content.site,
        lang=content.lang,
        story=article.story,
    )


def _with_lines(
    entry: RecordEntry, article: StoredArticle, briefing: Briefing
) -> RecordEntry:
    """Add the sentences of the article, its claims, and the dated lines."""
    text = article.article
    lang = language_of_lists(briefing.lang, text.text)
    layout = split_text(text, lang)
    sentences = [each for each in layout.sentences if each.noise is None]
    indexes = _indexes(sentences)
    speakers = ArticleSpeakers(briefing, [each.start for each in sentences])
    claims = tuple(
        _claim(claim, indexes[claim.sentence.start], speakers.of(claim), text)
        for claim in briefing.claims
        if claim.refusal is None and claim.sentence.start in indexes
    )
    dates = recorded_dates(sentences, briefing.risks, entry.article.day, lang)
    carriers = {*(c.sentence for c in claims), *(d.sentence for d in dates)}
    links = DeepLinks(text)
    lines = tuple(
        RecordedSentence(
            *(each.start, each.end, each.text, search_words(each.text, lang)),
            fragment=links.fragment(each.span),
            carries=index in carriers,
        )
        for index, each in enumerate(sentences)
    )
    return replace(entry, sentences=lines, claims=claims, dates=dates)


def _indexes(sentences: Sequence[Sentence]) -> Mapping[int, int]:
    """Map the offset at which each sentence starts to its index."""
    return {sentence.start: index for index, sentence in enumerate(sentences)}


def _claim(
    claim: Claim, sentence: int, actor: Actor | None, article: Article
) -> RecordedClaim:
    parts = tuple(with_marks(article, claim.shown))
    first, last = claim.shown[0], claim.shown[-1]
    before = parts[0].index(first.text)
    after = len(parts[-1]) - parts[-1].index(last.text)
    office = office_of(actor) if actor else None
    role = actor.role.text if actor and actor.role else office
    return RecordedClaim(
        sentence=sentence,
        speaker=speaker_of(actor) if actor else None,
        source=claim.source.text if claim.source else None,
        role=role,
        cue=claim.cue.text if claim.cue else None,
        start=first.start - before,
        end=last.start + after,
        text=JOINT.join(parts),
        kind=claim.kind,
        surname="" if office else surname_of(actor) if actor else None,
    )
