"""Splitting and merging: correcting the stories of a channel's or a person's digests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.commands.fuzzy_lookup import quoted
from bot.core.commands.permissions import check_manager
from bot.core.commands.requests import InteractionContext, Verb, channel_here
from bot.core.commands.responses import Answer, said
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.digests.editions import PrintedArticle, PrintedStory
from bot.core.digests.story_edits import RecentStories, links_of
from bot.core.domain.configuration import Configuration
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.domain.platforms import COMMAND
from bot.core.domain.records import StoryEdit, StoryEditKind
from bot.core.messages.briefing import note_row
from bot.core.ports.services import Clock, EventLog
from bot.core.ports.stores import ChatStore
from bot.core.text.date_format import format_day
from bot.core.text.identity import address_key
from bot.core.text.sanitize import sanitized, shortened

MOST_EDITS = 100
"""The maximum number of splits and merges of one channel."""

_MOST_ARTICLES = 40
_MOST_PAIRS = _MOST_ARTICLES * _MOST_ARTICLES
_LONGEST_TITLE = 80
_NEXT = "It applies from the next digest on, also to later articles of these stories."


@dataclass(frozen=True, slots=True)
class StoryEditing:
    """Runs ``split``, ``merge`` and ``undo`` for a channel or a person's digests."""

    clock: Clock
    chats: ChatStore
    recent: RecentStories
    event_log: EventLog

    async def split(
        self,
        context: InteractionContext,
        options: Mapping[str, str],
        configuration: Configuration,
    ) -> Answer:
        """Take an article that a person names out of its story, from now on.

        Raises:
            RefusedError: The person lacks the permission, none of the last digests has
                the article, or it is alone in its story.
            StoreError: The store cannot be used.
        """
        check_manager(context, self.event_log, Verb.SPLIT)
        stories = await self.recent.of(channel_here(context), configuration)
        article, story = _find(stories, options.get("url", ""))
        rest = tuple(id_ for id_ in story.ids if id_ != article.id)
        if not rest:
            problem = (
                f"{_name(article)} is the only article of its story: nothing to split."
            )
            raise RefusedError(Refusal.BAD_VALUE, problem)
        title = f"{_name(article)} out of its story"
        edit = await self._keep(
            context, StoryEditKind.SPLIT, (article.id,), rest, title=title
        )
        return _told(f"Split here: {title}.", edit)

    async def merge(
        self,
        context: InteractionContext,
        options: Mapping[str, str],
        configuration: Configuration,
    ) -> Answer:
        """Join the stories of two articles that a person names, from now on.

        Raises:
            RefusedError: The person lacks the permission, none of the last digests has
                one of the articles, or both are in one story already.
            StoreError: The store cannot be used.
        """
        check_manager(context, self.event_log, Verb.MERGE)
        stories = await self.recent.of(channel_here(context), configuration)
        first, story = _find(stories, options.get("url", ""))
        second, joined = _find(stories, options.get("other", ""))
        if first.id in joined.ids and second.id in story.ids:
            problem = (
                f"{_name(first)} and {_name(second)} are in one story already. If you split them "
                f"just now, “/{COMMAND} {Verb.UNDO}” takes that back."
            )
            raise RefusedError(Refusal.DONE_BEFORE, problem)
        title = f"{_name(first)} with {_name(second)}"
        left, right = story.ids, joined.ids
        if second.id in left:
            left = _without(left, right)
        else:
            right = _without(right, left)
        edit = await self._keep(
            context, StoryEditKind.MERGE, *_limited(left, right), title=title
        )
        return _told(f"Merged here: {title}.", edit)

    async def undo(
        self,
        context: InteractionContext,
        options: Mapping[str, str],
        _configuration: Configuration,
    ) -> Answer:
        """Undo the split or merge with the typed number; without a number, list all.

        Raises:
            RefusedError: The person lacks the permission, or no split or merge has this
                number.
            StoreError: The store cannot be used.
        """
        typed, channel = sanitized(options.get("number", "")), channel_here(context)
        edits = await self.chats.story_edits(channel)
        if not typed:
            return _list(edits, context.person.id)
        check_manager(context, self.event_log, Verb.UNDO)
        edit = next((each for each in edits if str(each.number) == typed), None)
        if edit is None or not await self.chats.undo_edit(channel, edit.number):
            problem = (
                f"No split or merge has the number {quoted(typed)} here. "
                f"“/{COMMAND} {Verb.UNDO}” lists them."
            )
            raise RefusedError(Refusal.UNKNOWN, problem)
        self._note("person undid a split or merge of stories", context, edit)
        return said(f"Undone: {_describe(edit)}.")

    async def _keep(
        self,
        context: InteractionContext,
        kind: StoryEditKind,
        first: tuple[str, ...],
        second: tuple[str, ...],
        *,
        title: str,
    ) -> StoryEdit:
        """Store a split or merge.

        Raises:
            RefusedError: The edits of the channel already have this effect, or the
                channel has the maximum number of edits.
        """
        channel, now = channel_here(context), self.clock.now()
        edits = await self.chats.story_edits(channel)
        edit = StoryEdit(channel, kind, first, second, title, context.person.id, now)
        if links_of([*edits, edit]) == links_of(edits):
            problem = f"This split or merge exists here already: {title}."
            raise RefusedError(Refusal.DONE_BEFORE, problem)
        if len(edits) >= MOST_EDITS:
            problem = f"{MOST_EDITS} splits and merges are the maximum: undo one first."
            raise RefusedError(Refusal.BAD_VALUE, problem)
        kept = await self.chats.edit_story(edit)
        self._note("person split or merged stories", context, kept)
        return kept

    def _note(self, event: str, context: InteractionContext, edit: StoryEdit) -> None:
        self.event_log.info(
            event,
            channel=edit.channel,
            person=context.person.id,
            what=f"{edit.kind} {edit.title}",
        )


def _find(
    stories: Iterable[PrintedStory], link: str
) -> tuple[PrintedArticle, PrintedStory]:
    """Return the article with this link or id, and the first story that has it.

    Raises:
        RefusedError: The link is missing, or no story has the article.
    """
    typed = link.strip()
    if not typed:
        problem = (
            "Give the link of an article that one of the last digests here contains."
        )
        raise RefusedError(Refusal.MISSING, problem)
    key = address_key(typed)
    for story in stories:
        for article in story.articles:
            if article.id == typed or (article.url and address_key(article.url) == key):
                return article, story
    problem = f"None of the last digests here contains the article {quoted(typed)}."
    raise RefusedError(Refusal.UNKNOWN, problem)


def _without(ids: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(id_ for id_ in ids if id_ not in other)


def _limited(
    first: tuple[str, ...], second: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the last articles of both sides of a merge, at most ``_MOST_PAIRS`` pairs.

    If one side is short, the other one keeps more articles: the merge must undo every
    split that keeps them apart from the short side.
    """
    left, right = (
        max(_MOST_ARTICLES, _MOST_PAIRS // len(side)) for side in (second, first)
    )
    return first[-left:], second[-right:]


def edit_label(edit: StoryEdit) -> str:
    """Return the number and the description of a split or merge."""
    return f"{edit.number} · {_describe(edit)}"


def _told(done: str, edit: StoryEdit) -> Answer:
    return said(done, _NEXT, f"“/{COMMAND} {Verb.UNDO} {edit.number}” undoes it.")


def _name(article: PrintedArticle) -> str:
    title = shortened(sanitized(article.title), _LONGEST_TITLE)
    return quoted(title or article.url or article.id)


def _describe(edit: StoryEdit) -> str:
    return f"{edit.kind} {edit.title}"


def _list(edits: Sequence[StoryEdit], person: str) -> Answer:
    """Return the list of edits, with who made each and when."""
    if not edits:
        return said("No story is split or merged here.")
    return Answer(Message((Section("SPLIT AND MERGED", tuple(_rows(edits, person))),)))


def _rows(edits: Sequence[StoryEdit], person: str) -> Iterator[Row]:
    for edit in edits:
        who = "you" if edit.by == person else edit.by
        made = f"by {who}, {format_day(edit.since.date())}"
        yield Row((Text(f"{edit_label(edit)} ({made})"),), marker="•")
    yield note_row(f"“/{COMMAND} {Verb.UNDO} NUMBER” undoes one.")
