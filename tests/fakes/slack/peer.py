"""Slack as the adapter meets it: the emulator, and the parts that it lacks.

An app is pointed at ``peer.api`` with the tokens of ``seeds``; its sockets then come by
themselves. ``peer.desk`` is what people do, ``peer.screen`` what they see, ``peer.hub``
what becomes of sockets, and ``peer.gateway`` what goes wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.fakes.json_types import JsonObject
from tests.fakes.platforms.faults import Plan
from tests.fakes.platforms.platform import Posted
from tests.fakes.slack.deliveries import HttpDelivery
from tests.fakes.slack.desk import Desk
from tests.fakes.slack.gateway import Gateway
from tests.fakes.slack.hub import Hub
from tests.fakes.slack.manners import all_mistakes
from tests.fakes.slack.requests import Recorded
from tests.fakes.slack.screen import Screen
from tests.fakes.slack.seeds import BOT_USER
from tests.fakes.slack.server import PREFIX
from tests.fakes.slack.upstream import Upstream
from tests.fakes.slack.values import objects


@dataclass(slots=True)
class SlackPeer:
    """A workspace that an app can be installed in, at ``url``."""

    url: str
    upstream: Upstream
    gateway: Gateway
    hub: Hub
    screen: Screen
    desk: Desk

    @property
    def api(self) -> str:
        """What SLACK_API_URL is to be: the base of the Web API."""
        return self.url + PREFIX

    @property
    def plan(self) -> Plan:
        """What goes wrong."""
        return self.gateway.plan

    @plan.setter
    def plan(self, plan: Plan) -> None:
        self.gateway.plan = plan
        self.gateway.calls.clear()

    @property
    def posted(self) -> list[Posted]:
        """The app's messages and replies in the order in which they appeared."""
        return self.gateway.posted

    @property
    def requests(self) -> list[Recorded]:
        """All that the app has asked, and said in acknowledgements."""
        return self.gateway.requests

    def mistakes(self) -> list[str]:
        """What is wrong with anything that the app has sent."""
        return all_mistakes(self.requests)

    def asked(self, method: str) -> list[Recorded]:
        """All requests of one method."""
        return [one for one in self.requests if one.method == method]

    def over_http(self, url: str) -> HttpDelivery:
        """Send what people do to this address from now on, signed."""
        self.desk.delivery = HttpDelivery(url)
        return self.desk.delivery

    async def messages(self, channel: str) -> list[JsonObject]:
        """What stands in a channel, as the emulator tells it; the newest first."""
        found = await self.upstream.as_self(
            "conversations.history", channel=self.desk.channel(channel), limit=1000
        )
        return objects(found, "messages")

    async def remove(self, channel: str) -> None:
        """Put the app out of a channel."""
        place = self.desk.channel(channel)
        await self.upstream.control("conversations.kick", channel=place, user=BOT_USER)

    async def archive(self, channel: str) -> None:
        """Close a channel for good."""
        place = self.desk.channel(channel)
        await self.upstream.control("conversations.archive", channel=place)

    def delete(self, channel: str) -> None:
        """Let a channel be no more."""
        self.gateway.rules.deleted.add(self.desk.channel(channel))

    def revoke(self, error: str = "token_revoked") -> None:
        """Let the app's token be worth nothing any more."""
        self.gateway.token_error = error
