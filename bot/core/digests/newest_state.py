"""Orders the new articles of a story so that the newest state comes first.

Pure functions. The newest report with a text of its own leads. A report that does not
name its own day is a recap or an explainer and counts as 12 hours older. The report of
an ending precedes all reports of the state before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.core.digests.story import Story
from bot.core.domain.records import Origin, StoredArticle
from summarizers.stories.report_lines import ReportState, knows_ending, read_state

# Reports that do not name their day are compared as if they were older by this time.
_RECAP_AGE = timedelta(hours=12)
# A report that is at most this much older than a printed one may only have come late.
_LATE = timedelta(hours=12)
# For this long after an ending, papers may still report the state before it.
_SPREAD = timedelta(hours=6)
# For this long after an ending, a report that names neither its day nor the ending is a
# recap of the state before.
_MEMORY = timedelta(days=7)
# The most time between two reports of one ending, and the time after the first of them
# in which reports announce it. Later reports tell what came of it.
_ONE_ENDING, _ANNOUNCED = timedelta(hours=30), timedelta(hours=12)


class StateReport(NamedTuple):
    """An article, and the state of the event that its headline and opening tell."""

    article: StoredArticle
    state: ReportState

    @property
    def moment(self) -> datetime:
        """Return the publication time."""
        return self.article.moment

    @property
    def state_at(self) -> datetime:
        """Return the publication time; for a report of older news, 12 hours earlier."""
        is_news = self.state.current or self.state.ends
        return self.moment if is_news else self.moment - _RECAP_AGE


class StateOrder(NamedTuple):
    """The new articles of a story, in two lists that each have the best first.

    An article in ``leads`` may lead the story: it gives the story its title and first
    line. An article in ``rest`` may not. ``ending`` is the id of the report of an
    ending that is new to the channel, if any.
    """

    story: Story
    leads: tuple[StoredArticle, ...]
    rest: tuple[StoredArticle, ...]
    ending: str | None = None

    @property
    def articles(self) -> tuple[StoredArticle, ...]:
        """Return all new articles, the best lead first."""
        return (*self.leads, *self.rest)

    def led_by(self, first: Collection[str]) -> StateOrder:
        """Return the order with the articles ``first`` (ids) before other leads.

        If the story has a new ending, the order stays as it is.
        """
        if self.ending is not None:
            return self
        leads = sorted(self.leads, key=lambda article: article.id not in first)
        return self._replace(leads=tuple(leads))


def order_by_state(story: Story) -> StateOrder:
    """Order the new articles of a story by the state that they tell.

    In an update, an article that is older than the newest shown state cannot lead. News
    may be up to 12 hours older and still lead, because some articles arrive late.
    """
    if len(story.articles) == 1:
        return _single(story)
    new, shown = _read(story.new), _read(story.shown)
    ends = [report for report in (*new, *shown) if report.state.ends]
    last_end = max((report.moment for report in ends), default=None)
    latest = max((report.state_at for report in shown), default=None)
    leads = [
        report
        for report in new
        if not _is_outdated(report, last_end)
        and (latest is None or report.state_at >= latest - _slack(report))
    ]
    announced = _announcements(leads, shown)
    turn = _reversal(leads, announced)
    ending = announced[0].article.id if announced and not turn else None
    first = [*turn, *announced, *sorted(leads, key=_place)]
    ordered = tuple(dict.fromkeys(report.article.id for report in first))
    by_id = {article.id: article for article in story.new}
    rest = sorted(
        (report for report in new if report.article.id not in ordered), key=_place
    )
    return StateOrder(
        story,
        tuple(by_id[id_] for id_ in ordered),
        tuple(report.article for report in rest),
        ending,
    )


def newest_report(story: Story) -> StoredArticle:
    """Return the newest of the new articles, whichever state it tells.

    Originals precede copies, and articles with a text precede bare titles.
    """
    return min(
        story.new,
        key=lambda article: (
            article.origin is Origin.TITLE,
            _is_secondary(article),
            -article.moment.timestamp(),
            article.id,
        ),
    )


def passed_over(
    articles: Sequence[StoredArticle], shown: Collection[str], passed: Collection[str]
) -> frozenset[str]:
    """Return the ids of the articles in ``passed`` that later digests leave out.

    ``passed`` are the ids of articles of a story of which earlier digests printed
    nothing, ``shown`` the ids of printed articles. A later report of an ending is not
    left out if the channel has been shown no ending.
    """
    printed = [article for article in articles if article.id in shown]
    waiting = [article for article in articles if article.id in passed]
    newest = max((article.moment for article in printed), default=None)
    later = [a for a in waiting if newest is not None and a.moment > newest]
    if later and not any(report.state.ends for report in _read(printed)):
        endings = {report.article.id for report in _read(later) if report.state.ends}
        waiting = [article for article in waiting if article.id not in endings]
    return frozenset(article.id for article in waiting)


def _single(story: Story) -> StateOrder:
    """Order a story that has only one report.

    The report tells an ending only if both its headline and its first sentences do. In
    one of them alone, words such as "is back" or "won" often belong to the background
    of a report.
    """
    (report,) = _read(story.articles)
    is_sure = report.state.headline_ends and report.state.opening_ends
    ending = report.article.id if is_sure else None
    return StateOrder(story, story.articles, (), ending)


def _read(articles: Iterable[StoredArticle]) -> list[StateReport]:
    return [
        StateReport(article, read_state(article.article, article.moment.date()))
        for article in articles
    ]


def _is_outdated(report: StateReport, last_end: datetime | None) -> bool:
    """Return whether a report tells the state before an ending, and not the ending.

    ``last_end`` is the time of the last report of an ending. A report that names its
    own day may be written without knowledge of the ending for 6 hours, another report
    for 7 days.
    """
    if last_end is None or report.state.ends:
        return False
    limit = _SPREAD if report.state.current else _MEMORY
    return report.moment < last_end + limit and not (
        report.moment >= last_end and knows_ending(report.article.article)
    )


def _slack(report: StateReport) -> timedelta:
    """Return how much older than the newest shown report a lead may be."""
    return _LATE if report.state.current or report.state.ends else timedelta(0)


def _announcements(
    leads: Sequence[StateReport], shown: Sequence[StateReport]
) -> list[StateReport]:
    """Return the reports of an ending that is new to the channel, the best first.

    ``leads`` are the new reports, ``shown`` the reports that the channel was shown.
    """
    printed = [report.moment for report in shown if report.state.ends]
    ends = sorted(
        (report for report in leads if report.state.ends),
        key=lambda report: report.moment,
    )
    if not ends or any(ends[-1].moment - moment < _ONE_ENDING for moment in printed):
        return []
    first = ends[-1].moment
    for report in reversed(ends):
        if first - report.moment >= _ONE_ENDING:
            break
        first = report.moment
    announced = [
        report for report in ends if first <= report.moment <= first + _ANNOUNCED
    ]
    return sorted(
        announced, key=lambda report: (not report.state.headline_ends, _place(report))
    )


def _reversal(
    leads: Sequence[StateReport], announced: Sequence[StateReport]
) -> list[StateReport]:
    """Return, in a list, the newest report that an ended event goes on after all.

    The list is empty if no such report follows the ``announced`` reports of the ending.
    """
    if not announced:
        return []
    end = max(report.moment for report in announced)
    turns = (
        report for report in leads if report.state.reverses and report.moment > end
    )
    return sorted(turns, key=_place)[:1]


def _place(report: StateReport) -> tuple[bool, bool, float, float, int, str]:
    """Return the sort key of a report; the best lead has the lowest key.

    Originals precede copies, reports with a text precede bare titles, and newer states
    precede older ones.
    """
    article = report.article
    return (
        article.origin is Origin.TITLE,
        _is_secondary(article),
        -report.state_at.timestamp(),
        -article.seen.timestamp(),
        -len(article.article.text),
        article.id,
    )


def _is_secondary(article: StoredArticle) -> bool:
    """Return whether an article is a copy, or a later version of a page."""
    return article.copy_of is not None or article.first is not None
