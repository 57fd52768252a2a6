"""Explains which splits and merges of a channel hold for an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.digests.story_edits import ChannelEdits, deciding_edits
from bot.core.domain.configuration import Configuration
from bot.core.domain.messages import Row, Style, Text
from bot.core.domain.records import StoredArticle, StoryEdit, StoryEditKind
from bot.core.ports.stores import ArticleStore
from bot.core.text.date_format import time_label
from bot.core.text.labels import Labels, labels_for
from bot.core.text.sanitize import sanitized, shortened

_MOST_TITLES = 3
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class EditExplainer:
    """Explains the splits and merges of one channel or of all channels.

    ``channel`` limits the explanation to the edits of that channel. ``person`` is the
    id of the asker, who is called "you".
    """

    edits: ChannelEdits
    articles: ArticleStore
    channel: str | None = None
    person: str | None = None

    async def rows(
        self,
        article: StoredArticle,
        configuration: Configuration,
        now: datetime,
    ) -> tuple[Row, ...]:
        """Return a row for each split or merge that applies to the article.

        It says who made the edit and when, and names the other articles.

        Raises:
            StoreError: the store cannot be used.
        """
        edits = [
            edit
            for group in await self._groups()
            for edit in deciding_edits(group, article.id)
        ]
        ids = {id_ for edit in edits for id_ in _other_side(edit, article.id)}
        titles = {
            each.id: _title(each) for each in await self.articles.articles_by_id(ids)
        }
        labels, zone = labels_for(configuration.language), configuration.timezone
        writer = _EditWriter(
            article.id, titles, labels, zone, now.astimezone(zone).year
        )
        return tuple(writer.row(edit, self) for edit in edits)

    async def _groups(self) -> Iterable[Sequence[StoryEdit]]:
        """Return the edits of the channel; without one, those of each channel."""
        if self.channel is not None:
            return (await self.edits.of(self.channel),)
        groups: dict[str, list[StoryEdit]] = {}
        for edit in await self.edits.chats.story_edits():
            groups.setdefault(edit.channel, []).append(edit)
        return groups.values()


@dataclass(frozen=True, slots=True)
class _EditWriter:
    article: str
    titles: Mapping[str, str]
    labels: Labels
    zone: ZoneInfo
    year: int

    def row(self, edit: StoryEdit, asker: EditExplainer) -> Row:
        labels = self.labels
        is_split = edit.kind is StoryEditKind.SPLIT
        is_here = asker.channel is not None
        where = labels.here if is_here else labels.in_channel.format(edit.channel)
        who = labels.you if edit.by == asker.person else edit.by
        when = time_label(edit.since.astimezone(self.zone), self.year, labels)
        facts = labels.split_by if is_split else labels.merged_by
        text = facts.format(where, who, when, self._other_titles(edit))
        name = labels.split if is_split else labels.merged
        return Row((Text(name, Style.NAME), Text(text)))

    def _other_titles(self, edit: StoryEdit) -> str:
        """Return the titles of the stored articles on the other side of the edit."""
        titles = list(dict.fromkeys(self._stored_titles(edit)))
        listed, rest = "; ".join(titles[:_MOST_TITLES]), len(titles) - _MOST_TITLES
        if not titles:
            return self.labels.untitled
        return f"{listed} {self.labels.and_more.format(rest)}" if rest > 0 else listed

    def _stored_titles(self, edit: StoryEdit) -> Iterator[str]:
        for id_ in _other_side(edit, self.article):
            if id_ in self.titles:
                yield self.titles[id_]


def _other_side(edit: StoryEdit, article: str) -> tuple[str, ...]:
    return edit.second if article in edit.first else edit.first


def _title(article: StoredArticle) -> str:
    title = sanitized(article.article.title or "")
    return shortened(title, _LONGEST_TITLE) or article.article.url or article.id
