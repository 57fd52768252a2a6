"""Decides whether a story meets the condition of an alert, and renders the alert.

Pure functions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from bot.core.digests.digest import Digest, StorySummary
from bot.core.digests.rendering import labels_of, story_sections
from bot.core.digests.story import Story
from bot.core.domain.alerts import AlertedStory
from bot.core.domain.configuration import AlertPlan, Topic, WatchedActor
from bot.core.domain.messages import Message, Section
from bot.core.domain.records import StoredArticle
from bot.core.messages.briefing import note_row
from bot.core.text.date_format import time_label
from bot.core.text.labels import Labels, labels_for
from bot.core.text.topics.matcher import MatchPlace, TopicMatcher
from summarizers.model import Article
from summarizers.stories.numbers import death_count
from summarizers.text.language import language_of_lists

MORE_PAPERS = 2
"""The number of new papers with which a development need not wait.

A development of a story waits for the end of the cool-down, the time after an alert's
message on the story, unless at least this many more papers report it.
"""


class AlertRule:
    """Evaluates the condition of an alert; one rule serves many stories.

    ``topics`` are the plan's topics, each with the actors of the condition added to its
    watched actors.

    Raises:
        BadInputError: a regular expression of the condition is invalid.
    """

    def __init__(self, plan: AlertPlan) -> None:
        self._condition = plan.condition
        self._labels = labels_for(plan.language)
        self._names = {name.casefold() for name in plan.condition.actors}
        self.topics = tuple(self._watching(topic) for topic in plan.topics)
        self._named = {
            actor.name
            for topic in self.topics
            for actor in topic.actors
            if self._is_named(actor)
        }
        terms = plan.condition.match
        self._matcher = TopicMatcher(Topic("", "", (), terms)) if terms else None

    def reasons(self, story: Story) -> tuple[str, ...] | None:
        """Return for each part of the condition a reason why the story meets it.

        Return ``None`` if the story does not meet the whole condition.
        """
        reasons: list[str] = []
        for reason in self._parts(story):
            if reason is None:
                return None
            reasons.append(reason)
        return tuple(reasons)

    def _parts(self, story: Story) -> Iterator[str | None]:
        condition, labels = self._condition, self._labels
        if condition.papers is not None:
            number = len(story.publishers)
            enough = number >= condition.papers
            yield labels.counted(number, labels.alert_papers) if enough else None
        if condition.any_actor or condition.actors:
            yield self._actors(story)
        if self._matcher is not None:
            yield self._match(story, self._matcher)

    def _actors(self, story: Story) -> str | None:
        any_actor = self._condition.any_actor
        names = [name for name in story.watched if any_actor or name in self._named]
        return self._labels.alert_actors.format(", ".join(names)) if names else None

    def _match(self, story: Story, matcher: TopicMatcher) -> str | None:
        """Return why a story meets the condition on terms; ``None`` if it does not.

        The reason names the matched term, and says whether the term is in the title or
        the lead. Articles that may be printed are tried first, the newest before the
        others.
        """
        for article in (*reversed(story.new), *reversed(story.earlier)):
            match = matcher.match(article.article)
            if match.belongs:
                in_title = match.place is MatchPlace.TITLE
                labels = self._labels
                phrase = labels.alert_title if in_title else labels.alert_lead
                return phrase.format(match.term)
        return None

    def _watching(self, topic: Topic) -> Topic:
        """Return a copy of the topic that also watches the actors of the condition."""
        forms = {
            form.casefold()
            for actor in topic.actors
            for form in (actor.name, *actor.forms)
        }
        missing = (
            WatchedActor(name)
            for name in self._condition.actors
            if name.casefold() not in forms
        )
        return replace(topic, actors=(*topic.actors, *missing))

    def _is_named(self, actor: WatchedActor) -> bool:
        forms = (actor.name, *actor.forms)
        return any(form.casefold() in self._names for form in forms)


def alert_digest(digest: Digest) -> Digest | None:
    """Return the digest of one story with only the lines that an alert prints.

    An alert prints the sentence and the best claim; without a claim, the nearest risk.
    Return ``None`` if the story has nothing new.
    """
    summary = next(iter((*digest.top, *digest.linked)), None)
    if summary is None:
        return None
    risk = None if summary.claim is not None else summary.risk
    printed = replace(summary, briefing=None, risk=risk)
    return replace(digest, top=(printed,), linked=(), counted=(), repeated=())


def alert_message(
    digest: Digest,
    plan: AlertPlan,
    reasons: Sequence[str],
    *,
    earlier: AlertedStory | None,
    is_last: bool,
) -> Message:
    """Render an alert on the only story of a digest.

    ``reasons`` say why the alert is posted. ``earlier`` is the state of the story at
    the alert's last message on it. With ``is_last``, a note says that the alert posts
    nothing more on this day.
    """
    labels = labels_of(digest)
    (summary,) = digest.top
    heading = f"{labels.alert} · {plan.title or plan.id}"
    sections = [Section(heading, ()), *story_sections(summary, digest)]
    notes = list(_notes(digest, reasons, earlier, labels))
    if is_last:
        notes.append(labels.alert_last.format(labels.grouped(plan.max_per_day)))
    if plan.note:
        notes.append(plan.note)
    sections.append(Section(None, tuple(map(note_row, notes))))
    return Message(tuple(sections), labels.language)


def _notes(
    digest: Digest,
    reasons: Sequence[str],
    earlier: AlertedStory | None,
    labels: Labels,
) -> Iterator[str]:
    if earlier is None:
        yield labels.alert_why.format(" · ".join(reasons))
        return
    zone = digest.plan.timezone
    local, today = earlier.at.astimezone(zone), digest.at.astimezone(zone).date()
    is_today = local.date() == today
    when = f"{local:%H:%M}" if is_today else time_label(local, today.year, labels)
    yield labels.alert_more.format(when)


@dataclass(frozen=True, slots=True)
class Development:
    """The present state of a story on which an alert has posted before.

    ``earlier`` is the state after the alert's last message, ``summary`` the present
    state.
    """

    earlier: AlertedStory
    summary: StorySummary

    def waits_until(self, plan: AlertPlan, now: datetime) -> datetime | None:
        """Return the end of the cool-down if the story must wait for it, else ``None``.

        The cool-down is the time after an alert's message on a story. A story with an
        ending, more deaths or at least ``MORE_PAPERS`` more papers does not wait.
        """
        end = self.earlier.at + plan.cool_down
        if now >= end or self.summary.ended:
            return None
        story = self.summary.story
        if len(story.publishers) >= self.earlier.papers + MORE_PAPERS:
            return None
        return None if deaths_in(story) > self.earlier.deaths else end


def deaths_in(story: Story) -> float:
    """Return the highest number of deaths that the reports of a story state.

    Only the beginning of each report counts.
    """
    return max(map(_deaths, story.articles), default=0.0)


def death_reports(story: Story, deaths: float) -> frozenset[str]:
    """Return the ids of the new articles that state more than ``deaths`` deaths."""
    return frozenset(each.id for each in story.new if _deaths(each) > deaths)


def _deaths(article: StoredArticle) -> float:
    return _deaths_of(article.article)


# The alerts of many people evaluate the same articles one after the other.
@lru_cache(maxsize=256)
def _deaths_of(content: Article) -> float:
    return death_count(content, language_of_lists(content.lang, content.text))
