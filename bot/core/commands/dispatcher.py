"""The command service: checks each interaction, runs it once and returns an answer.

An interaction takes at most one minute and ends in a result or one plain sentence.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from typing_extensions import override

from bot.core.commands.autocomplete import LOAD_SECONDS, Autocomplete
from bot.core.commands.button_payload import Post, Run, View, read_state
from bot.core.commands.command_spec import COMMANDS
from bot.core.commands.error_messages import explained, is_ours
from bot.core.commands.event_dedup import too_old
from bot.core.commands.handlers import CommandDeps, CommandHandlers
from bot.core.commands.link_briefing import SECONDS
from bot.core.commands.link_parsing import links
from bot.core.commands.modals import MOST_BRIEFED, Modals
from bot.core.commands.ports import CommandService
from bot.core.commands.requests import (
    AutocompleteQuery,
    ButtonClick,
    InteractionContext,
    ModalSubmit,
    Request,
)
from bot.core.commands.responses import Answer, Button, Choice, Modal, Visibility
from bot.core.commands.user_errors import Refusal, RefusedError, refused
from bot.core.commands.views import posted_answer, private_answer, public_answer
from bot.core.commands.workspace_scope import acting_for
from bot.core.digests.story_edits import RecentStories
from bot.core.domain.configuration import Configuration
from bot.core.domain.errors import StoreError
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.domain.platforms import COMMAND, Capabilities

NEXT = "NEXT"
"""The heading above the commands that replace buttons."""


def adapted(answer: Answer, capabilities: Capabilities) -> Answer:
    """Return the answer in a form that a platform with these capabilities can show.

    Without buttons, the answer has the commands that do the same. Without private
    answers, the answer is shown in the channel. Without threads, the messages of the
    thread are added to the first message.
    """
    if not capabilities.buttons:
        rows = tuple(_command_rows(answer))
        added = (Section(NEXT, rows),) if rows else ()
        message = Message((*answer.message.sections, *added))
        answer = replace(answer, message=message, buttons=(), menu=None)
    if not capabilities.ephemeral:
        answer = replace(answer, visibility=Visibility.CHANNEL)
    if not capabilities.threads and answer.thread:
        messages = (answer.message, *answer.thread)
        sections = (section for message in messages for section in message.sections)
        answer = replace(answer, message=Message(tuple(sections)), thread=())
    return answer


def _command_rows(answer: Answer) -> Iterator[Row]:
    """Yield a row with the command for each button and choice that has a command."""
    choices: tuple[Button | Choice, ...] = (
        *answer.buttons,
        *(answer.menu.choices if answer.menu else ()),
    )
    for choice in choices:
        match read_state(choice.state):
            case Run(verb, values):
                typed = " ".join((f"/{COMMAND}", verb, *filter(None, values)))
                yield Row((Text(choice.label), Text(typed)), marker="•")
            case _:
                continue


LATE = timedelta(minutes=1)
"""The age from which on an interaction is not handled: the person no longer waits.

The limit is far above the clock differences between servers. The adapters enforce the
platforms' own limits for an acknowledgement.
"""

ONCE = timedelta(minutes=10)
"""The time within which the same snapshot is posted to a channel at most once."""

_AUDITED = frozenset({Refusal.NOT_ALLOWED.value, Refusal.NOT_HERE.value})

T = TypeVar("T")
Work = Callable[[Configuration], Awaitable[T]]


class CommandDispatcher(CommandService):
    """Answers all interactions, according to the current configuration."""

    def __init__(
        self,
        deps: CommandDeps,
        *,
        seconds: float = SECONDS,
        load_seconds: float = LOAD_SECONDS,
    ) -> None:
        self._deps = deps
        self._seconds = seconds
        self._handlers = CommandHandlers(deps)
        stores = deps.stores
        self._dialogs = Modals(deps.clock, stores.chats, deps.event_log)
        self._prompter = Autocomplete(
            *(stores.chats, deps.zones, RecentStories(stores.editions, deps.names)),
            deps.statements.who,
            load_seconds,
        )

    @override
    async def answer(self, request: Request) -> Answer | None:
        async def work(configuration: Configuration) -> tuple[Answer, ...]:
            return (await self._handlers.answer(request, configuration),)

        return _only(await self._attend(request.context, work))

    @override
    async def press(self, press: ButtonClick) -> Answer | None:
        async def work(configuration: Configuration) -> tuple[Answer, ...]:
            return (await self._pressed(press, configuration),)

        return _only(await self._attend(press.context, work))

    @override
    async def withdraw(self, press: ButtonClick) -> None:
        try:
            await self._deps.stores.chats.forget_event(_posting(press))
        except StoreError as error:
            self._deps.event_log.warning(
                "answer not posted, but still recorded as posted; the person can press its button again after 10 minutes",
                id=press.context.id,
                reason=str(error),
            )

    @override
    async def submit(self, submitted: ModalSubmit) -> tuple[Answer, ...] | None:
        async def work(configuration: Configuration) -> tuple[Answer, ...]:
            urls = await self._dialogs.links(submitted)
            return await self._briefed(submitted.context, urls, configuration)

        return await self._attend(submitted.context, work)

    @override
    async def brief_message(
        self, context: InteractionContext, text: str
    ) -> Answer | None:
        async def work(configuration: Configuration) -> tuple[Answer, ...]:
            urls = links(text)
            if not urls:
                problem = (
                    "There is no link in that message. Choose one that has a link."
                )
                raise RefusedError(Refusal.NO_LINK, problem)
            return (await self._handlers.brief(context, urls[0], configuration),)

        return _only(await self._attend(context, work))

    @override
    async def suggest(self, query: AutocompleteQuery) -> tuple[Choice, ...]:
        place = query.place
        try:
            configuration = await self._deps.configuration.current()
            access = configuration.access
            if not access.allows(place.platform, place.server, direct=place.direct):
                return ()
            with acting_for(place, configuration) as seen:
                return await self._prompter.suggest(query, seen)
        except Exception as error:  # noqa: BLE001 - who types needs no suggestion
            self._deps.event_log.error(
                "suggestions for a command failed; the person sees none while typing",
                reason=repr(error),
            )
            return ()

    @override
    def dialog(self, text: str | None) -> Modal | None:
        return self._dialogs.dialog(text)

    @override
    async def home(self, context: InteractionContext) -> Answer:
        try:
            async with asyncio.timeout(self._seconds):
                configuration = await self._deps.configuration.current()
                self._check(context, configuration)
                with acting_for(context.place, configuration) as seen:
                    return await self._handlers.home(context, seen)
        except Exception as error:  # noqa: BLE001 - all ends in a plain sentence
            return self._failed(context, error)

    async def _attend(
        self, context: InteractionContext, work: Work[tuple[Answer, ...]]
    ) -> tuple[Answer, ...] | None:
        """Return the answers of ``work``; ``None`` if the event was handled before.

        An error becomes an answer in one sentence.
        """
        try:
            async with asyncio.timeout(self._seconds):
                if not await self._deps.event_dedup.admits(context):
                    return None
                configuration = await self._deps.configuration.current()
                self._check(context, configuration)
                with acting_for(context.place, configuration) as seen:
                    answers = await work(seen)
        except Exception as error:  # noqa: BLE001 - all ends in a plain sentence
            return (self._adapted(context, self._failed(context, error)),)
        for answer in answers:
            self._audit(context, answer)
        return tuple(self._adapted(context, answer) for answer in answers)

    def _adapted(self, context: InteractionContext, answer: Answer) -> Answer:
        """Adapt the answer to the platform's capabilities."""
        profile = self._deps.platforms.get(context.place.platform)
        return answer if profile is None else adapted(answer, profile.capabilities)

    def _check(self, context: InteractionContext, configuration: Configuration) -> None:
        """Refuse an interaction that is too old or from a server without access.

        Raises:
            RefusedError: The interaction is refused.
        """
        place = context.place
        access = configuration.access
        if not access.allows(place.platform, place.server, direct=place.direct):
            problem = "Sitrep is not enabled here. Ask in your own workspace or server."
            raise RefusedError(Refusal.NOT_HERE, problem)
        if too_old(context.at, self._deps.clock.now(), LATE):
            problem = "Your request reached the bot too late. Ask again."
            raise RefusedError(Refusal.TOO_OLD, problem)

    async def _pressed(
        self, press: ButtonClick, configuration: Configuration
    ) -> Answer:
        context = press.context
        match _state(press.state):
            case View(key, shown, public):
                snapshot = await self._handlers.snapshot(key)
                if public:
                    return public_answer(snapshot, shown)
                return private_answer(snapshot, shown, direct=context.place.direct)
            case Post(key, shown):
                snapshot = await self._handlers.snapshot(key)
                await self._post_once(press)
                return posted_answer(snapshot, shown)
            case Run(verb, values):
                request = Request(context, verb, _options(verb, values))
                return await self._handlers.answer(request, configuration)

    async def _post_once(self, press: ButtonClick) -> None:
        """Record that this snapshot is posted to this channel.

        Raises:
            RefusedError: The snapshot was posted to this channel within ``ONCE``.
        """
        chats, now = self._deps.stores.chats, self._deps.clock.now()
        if not await chats.first_seen(_posting(press), now, ONCE):
            problem = (
                "This was posted here less than 10 minutes ago. "
                "If you do not see it, try again later."
            )
            raise RefusedError(Refusal.DONE_BEFORE, problem)

    async def _briefed(
        self,
        context: InteractionContext,
        urls: tuple[str, ...],
        configuration: Configuration,
    ) -> tuple[Answer, ...]:
        """Brief several links concurrently; return the answers, equal refusals once."""
        taken = urls[:MOST_BRIEFED]
        answers = await asyncio.gather(
            *(self._brief(context, url, configuration) for url in taken)
        )
        often = Refusal.TOO_OFTEN.value
        done = [answer for answer in answers if answer.refused != often]
        held = [answer for answer in answers if answer.refused == often]
        if len(urls) > len(taken):
            problem = f"Of {len(urls)} links the first {MOST_BRIEFED} were briefed."
            held.append(refused(RefusedError(Refusal.TOO_MANY, problem)))
        return (*done, *dict.fromkeys(held))

    async def _brief(
        self, context: InteractionContext, url: str, configuration: Configuration
    ) -> Answer:
        try:
            return await self._handlers.brief(context, url, configuration)
        except Exception as error:  # noqa: BLE001 - no link costs the others
            return self._failed(context, error)

    def _failed(self, context: InteractionContext, error: Exception) -> Answer:
        """Return the answer to a failed interaction; log errors that are the bot's own."""
        refusal = explained(error, context.id)
        if is_ours(refusal):
            self._deps.event_log.error(
                "command failed; the person was asked to repeat it",
                id=context.id,
                reason=repr(error),
            )
        answer = refused(refusal)
        self._audit(context, answer)
        return answer

    def _audit(self, context: InteractionContext, answer: Answer) -> None:
        """Log the person and the attempt if the answer refuses a permission."""
        if answer.refused in _AUDITED:
            place = context.place
            self._deps.event_log.warning(
                "command refused",
                reason=answer.refused,
                id=context.id,
                platform=place.platform,
                person=context.person.id,
                server=place.server or "",
                channel=place.channel,
            )


def _posting(press: ButtonClick) -> str:
    """Return the key that identifies a post of a snapshot to a channel."""
    place = press.context.place
    return f"post|{place.platform}|{place.channel}|{press.state}"


def _only(answers: tuple[Answer, ...] | None) -> Answer | None:
    return answers[0] if answers else None


def _state(text: str) -> View | Post | Run:
    """Decode the payload of a click.

    Raises:
        RefusedError: The payload is invalid.
    """
    try:
        return read_state(text)
    except ValueError as error:
        problem = "That button no longer works. Ask again with a command."
        raise RefusedError(Refusal.GONE, problem) from error


def _options(verb: str, values: tuple[str, ...]) -> dict[str, str]:
    """Map the command's option names to the values, without omitted options."""
    options = next(word.options for word in COMMANDS if word.verb == verb)
    named = zip((option.name for option in options), values, strict=False)
    return {name: value for name, value in named if value}
