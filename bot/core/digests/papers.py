"""The papers of a story, by name; a paper is a publisher.

Some papers report the story, others print copies of a report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.core.digests.story import Story, original_id, publisher_of
from bot.core.domain.messages import Style, Text
from bot.core.domain.records import StoredArticle
from bot.core.messages.briefing_json import JsonObject
from bot.core.text.deep_links import file_name, page_address, paper_name
from bot.core.text.labels import Labels
from bot.core.text.sanitize import sanitized, shortened
from summarizers.text.noise import credited_agency

MAX_PAPERS = 4
"""The maximum number of papers that a story with a summary names."""

MAX_LINKED_PAPERS = 3
"""The maximum number of papers that the line of a linked story names."""

_LONGEST_NAME = 60
# The most characters of all addresses in one line: platforms count them. Papers beyond
# this are named without a link.
_LONGEST_ADDRESSES = 1_200


@dataclass(frozen=True, slots=True)
class StoryPapers:
    """The papers of a story, as one article for each: ``reports``, the lead first.

    ``copies`` are the articles of papers that only print the text of another paper;
    ``agency`` is the news agency that this text credits.
    """

    reports: tuple[StoredArticle, ...]
    copies: tuple[StoredArticle, ...] = ()
    agency: str | None = None


def papers_of(story: Story, lead: StoredArticle) -> StoryPapers:
    """Return one article for each paper of the story.

    For the lead's own paper it is the lead. For another paper it is the newest report
    that is not a copy; a paper that has only copies is among ``copies``.
    """
    by_paper: dict[str, list[StoredArticle]] = {}
    for article in story.articles:
        by_paper.setdefault(publisher_of(article), []).append(article)
    first = publisher_of(lead)
    reporting = dict.fromkeys((first, *story.publishers))
    reports = (_newest(by_paper.pop(paper, [lead])) for paper in [*reporting][1:])
    by_paper.pop(first, None)
    leading = (lead, *reports)
    copies = tuple(map(_newest, by_paper.values()))
    agency = _agency(story.articles) if copies else None
    return StoryPapers(leading, copies, agency)


def paper_of(article: StoredArticle) -> str | None:
    """Return the name of an article's paper, if known.

    It is the source's configured name, else the name on the page, the title of the feed
    or the host. For an article without a URL, the host is that of its source. A file
    without all of these has the name of its source, a folder or file.
    """
    source = next(iter(sorted(article.sources)), None)
    address = article.article.url or source
    feed = shortened(sanitized(article.feed or ""), _LONGEST_NAME)
    name = paper_name(article.article.site, address, feed)
    if name is not None or source is None:
        return name
    return shortened(sanitized(file_name(source)), _LONGEST_NAME) or None


def paper_parts(papers: StoryPapers, labels: Labels, *, most: int) -> Iterator[Text]:
    """Yield at most ``most`` papers' names with links, then the papers of copies."""
    room = _LONGEST_ADDRESSES
    for text in _named(papers.reports, labels, most):
        room -= len(text.url or "")
        yield text if room >= 0 else Text(text.text, text.style)
    if not papers.copies:
        return
    label = labels.copies_of.format(papers.agency) if papers.agency else labels.copies
    yield Text(f"· {label}{labels.colon.rstrip()}", Style.NOTE)
    for text in _named(papers.copies, labels, most):
        room -= len(text.url or "")
        yield text if room >= 0 else Text(text.text, text.style)


def papers_document(papers: StoryPapers) -> JsonObject:
    """Return all papers of a story with their articles, as JSON fields."""
    return {
        "papers": [_document(article) for article in papers.reports],
        "copies": [_document(article) for article in papers.copies],
        "agency": papers.agency,
    }


def _named(
    articles: Sequence[StoredArticle], labels: Labels, most: int
) -> Iterator[Text]:
    for article in articles[:most]:
        name = paper_of(article) or labels.untitled
        yield Text(name, Style.NOTE, page_address(article.article.url))
    if len(articles) > most:
        yield Text(labels.and_more.format(len(articles) - most), Style.NOTE)


def _newest(articles: Sequence[StoredArticle]) -> StoredArticle:
    """Return the newest article that is not a copy, or else the newest copy."""
    return max(articles, key=lambda each: (each.copy_of is None, each.moment, each.id))


def _agency(articles: Iterable[StoredArticle]) -> str | None:
    """Return the first news agency that the copies, or their originals, credit."""
    every = tuple(articles)
    copied = {article.copy_of for article in every if article.copy_of}
    texts = (report.article for report in every if original_id(report) in copied)
    agencies = (credited_agency(text.text, text.authors) for text in texts)
    return next(filter(None, agencies), None)


def _document(article: StoredArticle) -> JsonObject:
    content = article.article
    return {"name": paper_of(article), "article": article.id, "url": content.url}
