"""Actions of people in Slack; each waits for the app's acknowledgement.

People and channels are meant by their names. What is seen then is waited for on what an
act gives: ``await (await desk.slash("amara", "desk", "/brief help")).seen("topic")``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from time import monotonic

from tests.fakes.json_types import JsonObject
from tests.fakes.slack import forms, payloads
from tests.fakes.slack.deliveries import Delivery, Parcel
from tests.fakes.slack.exchanges import Exchange
from tests.fakes.slack.forms import Value
from tests.fakes.slack.payloads import Doer
from tests.fakes.slack.requests import Recorded
from tests.fakes.slack.responses import Responses
from tests.fakes.slack.screen import Screen, Sight
from tests.fakes.slack.seeds import INNER
from tests.fakes.slack.upstream import Upstream
from tests.fakes.slack.values import inner, objects, text_in


@dataclass(slots=True)
class Desk:
    """People at work; ``requests`` takes what acknowledgements say, to be checked."""

    upstream: Upstream
    screen: Screen
    responses: Responses
    delivery: Delivery
    requests: list[Recorded] = field(default_factory=list[Recorded])
    _numbers: count[int] = field(default_factory=lambda: count(1))

    async def slash(self, user: str, channel: str, text: str) -> Exchange:
        """Write a command, as ``/brief topics``."""
        doer = self._doer(user, channel)
        payload = payloads.slash(
            doer,
            text,
            trigger=await self._trigger(doer),
            response_url=self.responses.issue(doer.channel, doer.user),
        )
        exchange = await self._send("slash_commands", payload)
        await self._answered(exchange, doer)
        return exchange

    async def shortcut(self, user: str, callback: str) -> Exchange:
        """Choose a global shortcut."""
        doer = self._doer(user)
        trigger = await self._trigger(doer)
        return await self._act(payloads.shortcut(doer, callback, trigger=trigger))

    async def message_shortcut(
        self, user: str, channel: str, ts: str, callback: str
    ) -> Exchange:
        """Choose a shortcut in a message's menu."""
        doer = self._doer(user, channel)
        found = await self.upstream.as_self(
            "conversations.replies", channel=doer.channel, ts=ts
        )
        message = next(
            one for one in objects(found, "messages") if text_in(one, "ts") == ts
        )
        payload = payloads.message_shortcut(
            doer,
            callback,
            message,
            trigger=await self._trigger(doer),
            response_url=self.responses.issue(doer.channel, doer.user),
        )
        return await self._act(payload)

    async def click(
        self, user: str, sight: Sight, action: str, value: Value | None = None
    ) -> Exchange:
        """Click what has this action id or these words; or choose a value in it."""
        doer = self._doer(user, sight.channel)
        element = forms.element(sight, action)
        chosen = {} if value is None else {text_in(element, "action_id"): value}
        payload = payloads.click(
            doer,
            self._as_named(sight, forms.state(sight, chosen)),
            forms.acted(element, value),
            trigger=await self._trigger(doer, sight.id if sight.is_view else ""),
            response_url=self.responses.issue(doer.channel, doer.user, sight),
        )
        return await self._act(payload)

    async def suggest(
        self, user: str, sight: Sight, action: str, typed: str
    ) -> list[str]:
        """Type in a select; the words of the options that the app gives."""
        doer = self._doer(user, sight.channel)
        element = forms.element(sight, action)
        payload = payloads.suggestion(doer, self._as_named(sight), element, typed)
        exchange = await self._act(payload)
        groups = [exchange.ack, *objects(exchange.ack, "option_groups")]
        options = [one for group in groups for one in objects(group, "options")]
        return [text_in(inner(one, "text"), "text") for one in options]

    async def submit(
        self, user: str, view: Sight, values: Mapping[str, Value] | None = None
    ) -> Exchange:
        """Fill in a modal by its action ids, and send it."""
        doer = self._doer(user)
        named = self._as_named(view, forms.state(view, values or {}))
        trigger = await self._trigger(doer, view.id)
        payload = payloads.submission(doer, named.body, trigger=trigger)
        exchange = await self._act(payload)
        await self._followed(exchange, view, trigger)
        return exchange

    async def close(self, user: str, view: Sight) -> Exchange:
        """Close a modal without sending it."""
        doer = self._doer(user)
        return await self._act(payloads.closing(doer, self._as_named(view).body))

    async def home(self, user: str, tab: str = "home") -> Exchange:
        """Open the app's home tab, or its messages."""
        event = {"user": self.user(user), "channel": "D0SITREP", "tab": tab}
        return await self.event("app_home_opened", **event)

    async def event(self, kind: str, **about: str) -> Exchange:
        """Let the app be told of something, such as app_uninstalled."""
        number = next(self._numbers)
        inner_event: JsonObject = {"type": kind, "event_ts": f"1.{number:06}", **about}
        now = int(self.responses.clock.now().timestamp())
        return await self._send("events_api", payloads.event(inner_event, number, now))

    async def again(self, exchange: Exchange, reason: str = "timeout") -> Exchange:
        """Send the same once more, as Slack does when it missed the acknowledgement."""
        before = exchange.parcel
        return await self.deliver(
            replace(before, retry=before.retry + 1, reason=reason)
        )

    async def deliver(self, parcel: Parcel) -> Exchange:
        """Send a parcel as it is.

        Raises:
            NotAcknowledgedError: the app did not acknowledge it in time.
        """
        since, begun = len(self.screen.sights), monotonic()
        ack = await self.delivery.send(parcel)
        if ack:
            self.requests.append(Recorded("ack", ack))
        return Exchange(parcel, ack, monotonic() - begun, since, self.screen)

    async def say(self, user: str, channel: str, text: str, *, parent: str = "") -> str:
        """Write a message as a person; its ts."""
        place = {"channel": self.channel(channel), "text": text}
        thread = {"thread_ts": parent} if parent else {}
        found = await self.upstream.ask("chat.postMessage", place | thread, user)
        return text_in(found, "ts")

    def user(self, name: str) -> str:
        """A person's id."""
        return self.upstream.users.get(name, name)

    def channel(self, name: str) -> str:
        """A channel's id."""
        return self.upstream.channels.get(name.removeprefix("#"), name)

    def _doer(self, user: str, channel: str = "") -> Doer:
        place = self.channel(channel)
        names = {there: name for name, there in self.upstream.channels.items()}
        return Doer(self.user(user), user, place, names.get(place, "directmessage"))

    async def _act(self, payload: JsonObject) -> Exchange:
        return await self._send("interactive", payload)

    async def _send(self, kind: str, payload: JsonObject) -> Exchange:
        return await self.deliver(
            Parcel(kind, payload, f"envelope-{next(self._numbers)}")
        )

    async def _trigger(self, doer: Doer, view: str = "") -> str:
        """A trigger that is good once, for three seconds."""
        about = {"user_id": doer.user} | ({"view_id": view} if view else {})
        found = await self.upstream.ask("views.generateTriggerId", about, INNER)
        return text_in(found, "trigger_id")

    async def _answered(self, exchange: Exchange, doer: Doer) -> None:
        """Show what the acknowledgement of a command says."""
        if exchange.ack.get("text") or exchange.ack.get("blocks"):
            await self.responses.answer(doer.channel, doer.user, exchange.ack, "ack")

    async def _followed(self, exchange: Exchange, view: Sight, trigger: str) -> None:
        """Do with the modal what the acknowledgement says."""
        answer, body = exchange.ack, inner(exchange.ack, "view")
        match answer.get("response_action"):
            case "update":
                found = await self.upstream.as_self(
                    "views.update", view_id=view.id, view=body
                )
            case "push":
                found = await self.upstream.as_self(
                    "views.push", trigger_id=trigger, view=body
                )
            case "errors":
                return
            case _:
                await self.screen.show(Sight("closed", view.id, via="ack"))
                return
        assert found["ok"], found
        after = inner(found, "view")
        sight = Sight("modal", text_in(after, "id"), body=after, via="ack")
        await self.screen.show(sight)

    def _as_named(self, sight: Sight, values: JsonObject | None = None) -> Sight:
        """As Slack tells of it: its blocks have ids, and it says what is filled in."""
        body = forms.named(dict(sight.body))
        return replace(sight, body=body | {"state": {"values": values or {}}})
