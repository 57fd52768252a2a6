"""Acknowledges interactions, passes them to the core, and shows the answers."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.commands.event_dedup import too_old
from bot.core.commands.ports import CommandService
from bot.core.commands.requests import ButtonClick
from bot.core.commands.responses import Answer, Visibility
from bot.core.commands.user_errors import sentence
from bot.core.domain.errors import PostError, RateLimitedError, RejectedError
from bot.core.domain.messages import Message
from bot.core.messages.briefing_json import Json
from bot.core.ports.metrics import NO_METRICS, Metrics
from bot.core.ports.services import Clock, EventLog
from bot.platforms.discord import events
from bot.platforms.discord.components import answer_parts, to_components
from bot.platforms.discord.events import DiscordEvent, InteractionKind
from bot.platforms.discord.http_api import DiscordApi
from bot.platforms.discord.messenger import DiscordMessenger
from bot.platforms.discord.responses import (
    ChannelPost,
    DiscordResponses,
    drawn_image,
)

UNSHOWN = "Discord did not accept this answer. Try again in a minute; if it happens again, tell the operator of this bot."
UNPOSTED = (
    "Discord did not accept the message. Check that the bot may write in this channel, "
    "and ask again."
)
FAILED = "Something went wrong on our side. Try again in a minute; if it happens again, tell the operator of this bot."
POSTED = "Posted."

_CHANGED = timedelta(minutes=1)


@dataclass(slots=True)
class ClockSkew:
    """Corrects the measured age of events by the smallest delay measured so far.

    Otherwise a clock that is some seconds ahead would make every event look too old. If
    the delay grows by a minute or more, a clock was set, and the estimate starts again:
    Discord itself refuses events that are really that late.
    """

    _smallest: timedelta | None = field(default=None, init=False)

    def age(self, at: datetime, now: datetime) -> timedelta:
        """Return the age of an event at this machine's ``now``.

        ``at`` is the time of the event by Discord's clock.
        """
        delay = now - at
        if (
            self._smallest is None
            or delay < self._smallest
            or delay - self._smallest > _CHANGED
        ):
            self._smallest = delay
        return delay - self._smallest


@dataclass(frozen=True, slots=True)
class DiscordHandlers:
    """Passes interactions to the command service, and shows its answers."""

    service: CommandService
    api: DiscordApi
    messenger: DiscordMessenger
    clock: Clock
    event_log: EventLog
    metrics: Metrics = NO_METRICS
    _clock_skew: ClockSkew = field(default_factory=ClockSkew, init=False)

    async def handle(self, event: DiscordEvent, at: datetime) -> None:
        """Answer an interaction; log errors instead of raising them.

        ``at`` is the time of the interaction by Discord's clock.
        """
        now = self.clock.now()
        at = now - self._clock_skew.age(at, now)
        if too_old(at, now):
            self.event_log.warning(
                "command or button on discord arrived too late to be answered; check this machine's clock",
                kind=event.kind.name,
            )
            return
        if not event.is_ours:
            return
        try:
            await self._serve(event, at)
        except PostError as error:
            self.event_log.warning(
                "command or button on discord not answered; the person can repeat it",
                kind=event.kind.name,
                reason=str(error),
            )
        except TimeoutError:
            self.event_log.warning(
                "command or button on discord not answered in time; the person can repeat it",
                kind=event.kind.name,
            )
        except Exception as error:  # noqa: BLE001 - one event must not end the others
            self.event_log.error(
                "command or button on discord failed; the person was asked to repeat it",
                kind=event.kind.name,
                reason=repr(error),
            )
            await self._apologize(event)

    async def _serve(self, event: DiscordEvent, at: datetime) -> None:
        match event.kind:
            case InteractionKind.TYPING:
                choices = await self.service.suggest(events.query(event))
                await self._responses(event).suggest(choices)
            case InteractionKind.COMMAND if event.is_menu:
                await self._menu(event, at)
            case InteractionKind.COMMAND:
                await self._responses(event).defer()
                answer = await self.service.answer(events.request(event, at))
                await self._show_all(event, None if answer is None else (answer,))
            case InteractionKind.DIALOG:
                await self._responses(event).defer()
                answers = await self.service.submit(events.submitted(event, at))
                await self._show_all(event, answers)
            case InteractionKind.PRESS:
                await self._press(event, at)

    async def _menu(self, event: DiscordEvent, at: datetime) -> None:
        """Answer an entry of a message's menu; the message contains links to brief.

        For several links show a modal in which to choose; for one link show its
        briefing.
        """
        text = events.message_text(event)
        dialog = self.service.dialog(text)
        if dialog is not None:
            await self._responses(event).show_modal(dialog)
            return
        await self._responses(event).defer()
        context = events.context(event, at)
        answer = await self.service.brief_message(context, text)
        await self._show_all(event, None if answer is None else (answer,))

    async def _press(self, event: DiscordEvent, at: datetime) -> None:
        responses = self._responses(event)
        await responses.defer_update()
        press = events.press(event, at)
        answer = await self.service.press(press)
        if answer is None:
            return
        if answer.visibility is Visibility.CHANNEL:
            shown = await self._post(event, answer, press)
            if shown is not None:
                await self._edit(responses, to_components(shown))
        elif answer.refused is not None:
            # Keep the message with the button, and show the refusal below.
            await responses.tell(answer)
        else:
            await self._show(event, answer)

    async def _show_all(
        self, event: DiscordEvent, answers: tuple[Answer, ...] | None
    ) -> None:
        """Show the answers: the first replaces the announcement, the others follow.

        ``defer`` made the announcement. If the first answer is for the channel, it is
        posted there, and the announcement is replaced by a message that says whether
        this worked. Without answers, the announcement is deleted.
        """
        responses = self._responses(event)
        if not answers:
            await responses.withdraw()
            return
        first, *more = answers
        if first.visibility is Visibility.CHANNEL:
            shown = await self._post(event, first) or sentence(POSTED)
            await self._edit(responses, to_components(shown))
        else:
            await self._show(event, first)
        for answer in more:
            await responses.tell(answer)

    async def _show(self, event: DiscordEvent, answer: Answer) -> None:
        first, *parts = answer_parts(answer)
        responses = self._responses(event)
        if not await self._has_shown_image(responses, answer):
            await self._edit(responses, first)
        for part in parts:
            await responses.follow(part, private=not event.direct)

    async def _has_shown_image(
        self, responses: DiscordResponses, answer: Answer
    ) -> bool:
        """Show an answer's first message and image; return whether that worked."""
        image = await drawn_image(answer)
        if image is None:
            return False
        first, *_ = answer_parts(answer, image=True)
        try:
            await responses.edit(first, image)
        except RejectedError as error:
            reason = str(error)
            self.event_log.warning(
                "image not accepted by discord; the answer is shown without it",
                reason=reason,
            )
            return False
        return True

    async def _edit(self, responses: DiscordResponses, components: list[Json]) -> None:
        """Show the components; if Discord refuses them, show a sentence instead."""
        try:
            await responses.edit(components)
        except RejectedError as error:
            self.event_log.error(
                "answer not accepted by discord; the person was asked to repeat the command",
                reason=str(error),
            )
            await responses.edit(to_components(sentence(UNSHOWN)))

    async def _apologize(self, event: DiscordEvent) -> None:
        """Tell the person that the interaction failed."""
        if event.kind is InteractionKind.TYPING:
            return
        with suppress(PostError):
            await self._responses(event).tell(Answer(sentence(FAILED)))

    async def _post(
        self, event: DiscordEvent, answer: Answer, press: ButtonClick | None = None
    ) -> Message | None:
        """Post an answer to the channel; return a message for the person alone.

        If the post fails, the message says so. If it certainly failed, the button
        ``press`` can be pressed again.
        """
        post = ChannelPost(event, self.messenger, self._responses(event))
        try:
            await post.publish(answer)
        except PostError as error:
            is_unposted = isinstance(error, RejectedError | RateLimitedError)
            if is_unposted and press is not None:
                await self.service.withdraw(press)
            self.event_log.warning(
                "answer not posted to a discord channel; check the bot's permissions there",
                channel=event.channel,
                reason=str(error),
            )
            return sentence(UNPOSTED)
        return answer.told

    def _responses(self, event: DiscordEvent) -> DiscordResponses:
        return DiscordResponses(self.api, event, self.metrics)
