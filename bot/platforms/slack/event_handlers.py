"""Handles Slack's events after they were acknowledged."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.core.commands.ports import CommandService
from bot.core.commands.requests import (
    ButtonClick,
    InteractionContext,
    ModalSubmit,
    Request,
)
from bot.core.commands.responses import Answer, Modal
from bot.core.domain.errors import PostError
from bot.core.domain.workspaces import split_workspace
from bot.core.messages.briefing_json import Json
from bot.core.platforms.background_tasks import BackgroundTasks
from bot.core.ports.services import EventLog
from bot.platforms.slack.command_parser import read_command
from bot.platforms.slack.events import (
    SlackEvent,
    about_dialog,
    is_home,
    message_text,
    read_about,
    read_event,
    state_of,
    values_of,
)
from bot.platforms.slack.http_api import SlackApi
from bot.platforms.slack.responses import CLOSED, FAILED, SlackResponses
from bot.platforms.slack.users import SlackUsers
from bot.platforms.slack.views import to_home, to_modal

Body = Mapping[str, Json]

_REMEMBERED = 600.0
_MAX_REMEMBERED = 10_000


Handler = Callable[["SlackHandlers", SlackEvent, Body], Awaitable[None]]


def _safely(
    handler: Handler,
) -> Callable[[SlackHandlers, Body], Coroutine[Any, Any, None]]:
    """Wrap ``handler``: parse the event and call the handler.

    Log its errors; after an unexpected one, also ask the person to repeat. Errors of
    parsing are raised.
    """

    async def handle(handlers: SlackHandlers, body: Body) -> None:
        event = read_event(body)
        handlers.tasks.add(asyncio.current_task())
        try:
            await handler(handlers, event, body)
        except PostError as error:
            handlers.event_log.warning(
                "command or button on slack not answered; the person can repeat it",
                kind=handler.__name__,
                reason=str(error),
            )
        except Exception as error:  # noqa: BLE001 - one event must not end another
            handlers.event_log.error(
                "command or button on slack failed; the person was asked to repeat it",
                kind=handler.__name__,
                reason=repr(error),
            )
            await handlers.apologize(event)

    return handle


@dataclass(slots=True)
class SlackHandlers:
    """Handles events; its methods log errors and raise only ``CancelledError``."""

    service: CommandService
    api: SlackApi
    users: SlackUsers
    event_log: EventLog
    _seen: OrderedDict[str, float] = field(default_factory=OrderedDict, init=False)
    tasks: BackgroundTasks = field(default_factory=BackgroundTasks, init=False)

    @_safely
    async def command(self, event: SlackEvent, body: Body) -> None:
        """Answer the slash command."""
        context = await self.users.context(event)
        request = read_command(context, str(body.get("text") or ""))
        answer: Answer | None
        if isinstance(request, Request):
            answer = await self.service.answer(request)
        else:
            answer = request if self._is_new(event) else None
        await self._show(event, context, answer)

    @_safely
    async def message(self, event: SlackEvent, body: Body) -> None:
        """Answer the message shortcut: brief the links in a message."""
        text = message_text(body)
        dialog = self.service.dialog(text)
        if dialog is not None:
            await self._open(event, dialog)
            return
        context = await self.users.context(event)
        answer = await self.service.brief_message(context, text)
        await self._show(event, context, answer)

    @_safely
    async def paste(self, event: SlackEvent, _: Body) -> None:
        """Answer the global shortcut: open the modal for links."""
        dialog = self.service.dialog(None)
        if dialog is not None:
            await self._open(event, dialog)

    @_safely
    async def press(self, event: SlackEvent, body: Body) -> None:
        """Answer a pressed button or a chosen menu entry."""
        state = state_of(body)
        if state is None:
            return
        context = await self.users.context(event)
        answer = await self.service.press(ButtonClick(context, state))
        if answer is None:
            return
        responses = self._responses(event, context)
        await responses.replace(answer)
        if responses.unposted:
            await self.service.withdraw(ButtonClick(context, state))
        if is_home(body):
            await self._publish(context)

    @_safely
    async def submitted(self, event: SlackEvent, body: Body) -> None:
        """Answer a submitted modal."""
        context = await self.users.context(event)
        dialog = read_about(body).get("dialog", "")
        responses = self._responses(event, context)
        submitted = ModalSubmit(context, dialog, values_of(body))
        for answer in await self.service.submit(submitted) or ():
            await responses.show(answer)

    @_safely
    async def home(self, event: SlackEvent, body: Body) -> None:
        """Publish the home page to the person who opened it."""
        if is_home(body) and self._is_new(event):
            await self._publish(await self.users.context(event))

    async def _open(self, event: SlackEvent, dialog: Modal) -> None:
        if not self._is_new(event):
            return
        view = to_modal(dialog, about=about_dialog(dialog.id, event))
        try:
            await self.api.write("views.open", trigger_id=event.trigger, view=view)
        except PostError as error:
            self.event_log.warning(
                "form not opened on slack; the person was asked to repeat the command",
                reason=str(error),
            )
            await self._tell(event, CLOSED)

    async def _publish(self, context: InteractionContext) -> None:
        view = to_home(await self.service.home(context))
        _, user = split_workspace(context.person.id)
        await self.api.write("views.publish", user_id=user, view=view)

    async def _show(
        self, event: SlackEvent, context: InteractionContext, answer: Answer | None
    ) -> None:
        if answer is not None:
            await self._responses(event, context).show(answer)

    def _responses(
        self, event: SlackEvent, context: InteractionContext
    ) -> SlackResponses:
        """Return the object that answers the person where the event happened."""
        place = context.place
        there = replace(event, channel=split_workspace(place.channel)[1])
        return SlackResponses(self.api, there, self.users.direct, not place.direct)

    def _is_new(self, event: SlackEvent) -> bool:
        """Return whether an event arrives for the first time.

        It is used for events that the command service does not check. After a restart
        the answer is always yes: Slack then refuses to open the same modal again, and
        drawing the home page again does no harm.
        """
        now = asyncio.get_running_loop().time()
        while self._seen and next(iter(self._seen.values())) < now - _REMEMBERED:
            self._seen.popitem(last=False)
        if event.id in self._seen:
            return False
        self._seen[event.id] = now
        while len(self._seen) > _MAX_REMEMBERED:
            self._seen.popitem(last=False)
        return True

    async def apologize(self, event: SlackEvent) -> None:
        """Tell the person that an error occurred."""
        try:
            await self._tell(event, FAILED)
        except PostError as error:
            self.event_log.warning(
                "command or button on slack not answered; the person can repeat it",
                reason=str(error),
            )

    async def _tell(self, event: SlackEvent, sentence: str) -> None:
        await SlackResponses(self.api, event, self.users.direct).tell(sentence)
