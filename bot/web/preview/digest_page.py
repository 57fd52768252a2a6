"""The page of the preview that shows a digest on each platform."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import chain

from bot.core.commands.responses import Answer
from bot.core.domain.messages import Message
from bot.core.domain.timelines import Timeline
from bot.core.platforms.spec import Preview
from bot.core.text.deep_links import ARROW, host
from bot.core.text.labels import labels_for
from bot.drawing import timeline_figure
from bot.templates import load_template
from bot.web.preview.page import draw_frame, outward, shared_files


@dataclass(frozen=True, slots=True)
class DigestColumn:
    """The messages of a digest on one platform, in the order of posting.

    With ``threaded`` all messages but the first are in the thread of the first.
    ``where`` names the channel that gets the digest.
    """

    name: str
    title: str
    where: str
    messages: tuple[Message, ...]
    draw: Preview
    threaded: bool = False


@dataclass(frozen=True, slots=True)
class DigestPreview:
    """A digest on each platform; ``legend`` pairs each sign with its meaning.

    ``time`` is the local time of the digest, ``language`` the language of the labels.
    ``timelines`` are drawn in full width below the messages.
    """

    title: str
    time: str
    columns: Sequence[DigestColumn]
    legend: Sequence[tuple[str, str]] = ()
    language: str = "en"
    timelines: Sequence[Timeline] = ()


@dataclass(frozen=True, slots=True)
class PaperLinks:
    """Makes a digest preview's links; screen readers read an arrow as its paper.

    ``papers`` maps the URL of each sentence to the name of its paper.
    """

    papers: Mapping[str, str]

    def link(self, url: str, label: str) -> str:
        """Make an HTML link to ``url``, shown as ``label``."""
        paper = self.papers.get(url) or host(url)
        if label != ARROW or paper is None:
            return outward(url, label)
        named = f'class="to" aria-label="Sentence in {escape(paper)}"'
        return outward(url, label, named)


def digest_pages(preview: DigestPreview) -> Mapping[str, tuple[str, bytes]]:
    """Return the files of the preview: content type and bytes, by path."""
    names = [column.name for column in preview.columns]
    return shared_files(_page(preview), range(0), names)


def _page(preview: DigestPreview) -> str:
    labels = labels_for(preview.language)
    body = load_template(__name__, "digest.html")(
        columns=[*map(_drawn, preview.columns)],
        labels=labels,
        legend=preview.legend,
        time=preview.time,
        timelines=[*map(timeline_figure, preview.timelines)],
    )
    return draw_frame(preview.title, "Preview of a digest", body)


def _drawn(column: DigestColumn) -> Mapping[str, object]:
    link = PaperLinks(dict(_papers(column.messages))).link
    first, *rest = (column.draw(Answer(message), link) for message in column.messages)
    below = [*chain.from_iterable(rest)]
    return {
        "name": column.name,
        "title": column.title,
        "where": column.where,
        "posted": first if column.threaded else [*first, *below],
        "thread": below if column.threaded else (),
    }


def _papers(messages: Iterable[Message]) -> Iterator[tuple[str, str]]:
    for message in messages:
        for section in message.sections:
            for row in section.rows:
                if row.proof is not None:
                    yield row.proof, row.paper
