"""The invented newsrooms as papers on the web, whose digests are posted day after day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from benchmarks.newsroom_files import (
    FIRST_DAY,
    NewsroomSet,
    PaperReport,
    Publication,
    load_newsrooms,
)
from tests.blackbox.articles import ROOT
from tests.blackbox.press import Press, Story

DAYS = 13
CONFIGURATION = """\
topics:
  news:
    title: News
    sources:
{sources}digests:
  daily:
    topics: [news]
    at: "07:30"
    to: [console]
keep: 10 years
record: 10 years
engine: fast
"""


@dataclass(slots=True)
class Newsroom:
    """Papers whose reports appear at their times."""

    name: str
    press: Press = field(init=False)
    waiting: list[PaperReport] = field(init=False)
    _set: NewsroomSet = field(init=False)

    def __post_init__(self) -> None:
        self.press = Press(ord(self.name))
        self._set = load_newsrooms(ROOT / "benchmarks/newsrooms" / self.name)
        self.waiting = list(self._set.reports)
        feeds = [paper for paper in self._set.papers if paper.kind == "feed"]
        self.press.feeds.update({self._source(paper): {} for paper in feeds})

    @property
    def last_words(self) -> list[str]:
        """Words of the sentences that are published last."""
        return [
            " ".join(re.findall(r"\b[a-z]{4,}\b", report.lines[1].text)[:4])
            for report in self._set.reports[-4:]
        ]

    @property
    def configuration(self) -> str:
        """A configuration with one topic of all papers and one digest."""
        sources = (
            f"      - {paper.kind}: {self._source(paper)}\n        name: {paper.name.title()}\n"
            for paper in self._set.papers
        )
        return CONFIGURATION.format(sources="".join(sources))

    def mornings(self) -> Iterator[str]:
        """Publish what appears until each morning; its time for ``--now``."""
        for day in range(DAYS):
            at = FIRST_DAY + timedelta(days=day, hours=7, minutes=30)
            while self.waiting and self.waiting[0].at <= at:
                self._publish(self.waiting.pop(0))
            yield f"{at:%Y-%m-%dT%H:%M}"

    def _publish(self, report: PaperReport) -> None:
        papers = self._set.papers
        paper = next(paper for paper in papers if paper.name == report.paper)
        source = self._source(paper)
        path = self._set.address(report).removeprefix(paper.address)
        url = source.removesuffix("/feed") + path
        story = Story(url, report.title.text, report.text, report.at)
        if paper.kind == "page":
            self.press.pages[url] = story.page
        else:
            self.press.publish(source, story)

    def _source(self, paper: Publication) -> str:
        """The address of a paper's feed or page."""
        number = self._set.papers.index(paper) + 1
        return f"http://{self.press.host(number)}/{'feed' if paper.kind == 'feed' else 'notices'}"
