"""A small app on Slack's own framework, as a counterpart of the peer.

``python -m tests.fakes.slack.apps API`` runs it in a process of its own.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.json_types import JsonObject
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from tests.fakes.slack.server import listening
from tests.fakes.slack.values import inner, text_in


def make_app(client: AsyncWebClient) -> AsyncApp:
    """An app that answers a command, a button, a modal, shortcuts and its home tab."""
    app = AsyncApp(client=client, signing_secret=SIGNING_SECRET, logger=_silent())
    app.command("/brief")(_brief)
    app.action("more")(_more)
    app.shortcut("brief_link")(_ask)
    app.shortcut("brief_message")(_brief_message)
    app.view("links")(_taken)
    app.view_closed("links")(_closed)
    app.options("topic")(_topics)
    app.event("app_home_opened")(_home)
    return app


async def _brief(ack: AsyncAck, respond: AsyncRespond, command: JsonObject) -> None:
    await ack()
    await respond(text=f"Briefing {command['text']}", blocks=[_button()])


async def _more(ack: AsyncAck, respond: AsyncRespond, action: JsonObject) -> None:
    await ack()
    await respond(text=f"All of {action['value']}", replace_original=True)


async def _ask(ack: AsyncAck, body: JsonObject, client: AsyncWebClient) -> None:
    await ack()
    await client.views_open(trigger_id=str(body["trigger_id"]), view=MODAL)


async def _brief_message(
    ack: AsyncAck, body: JsonObject, client: AsyncWebClient
) -> None:
    await ack()
    text = text_in(inner(body, "message"), "text")
    await client.chat_postEphemeral(
        channel=text_in(inner(body, "channel"), "id"),
        user=text_in(inner(body, "user"), "id"),
        text=f"Briefing {text}",
    )


async def _taken(ack: AsyncAck, view: JsonObject) -> None:
    filled = str(inner(view, "state"))
    if "nowhere" in filled:
        await ack(response_action="errors", errors={"links": "This is no link"})
    elif "clear" in filled:
        await ack(response_action="clear")
    elif "another" in filled:
        await ack(response_action="push", view=MODAL)
    else:
        await ack(response_action="update", view=thanks(filled))


async def _closed(ack: AsyncAck, body: JsonObject, client: AsyncWebClient) -> None:
    await ack()
    user = text_in(inner(body, "user"), "id")
    await client.chat_postMessage(channel=user, text="Another time, then")


async def _topics(ack: AsyncAck, options: JsonObject) -> None:
    await ack(options=[_option(f"{options['value']}-china")])


async def _home(client: AsyncWebClient, event: JsonObject) -> None:
    await client.views_publish(user_id=str(event["user"]), view=HOME)


async def run_app(api: str) -> None:
    """Run the app on Socket Mode until it is killed."""
    handler = _handler(make_client(api))
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await asyncio.Event().wait()


@dataclass(slots=True)
class RunningApp:
    """The app while it runs: its client, and its address if it listens on one."""

    client: AsyncWebClient
    url: str = ""
    handler: AsyncSocketModeHandler | None = field(default=None, repr=False)


@asynccontextmanager
async def socket_app(
    peer: SlackPeer, *, wait: bool = True
) -> AsyncIterator[RunningApp]:
    """Run the app on Socket Mode; connected, if that is waited for."""
    client = web_client(peer)
    handler = _handler(client)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        if wait:
            await peer.hub.connected()
        yield RunningApp(client, handler=handler)
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def http_app(peer: SlackPeer) -> AsyncIterator[RunningApp]:
    """Run the app as a server, and let the peer send to it."""
    client = web_client(peer)
    bolt = make_app(client).server(port=0, path="/slack/events", host="127.0.0.1")
    application: web.Application = bolt.web_app
    async with listening(application) as url:
        peer.over_http(f"{url}/slack/events")
        yield RunningApp(client, f"{url}/slack/events")


def web_client(peer: SlackPeer) -> AsyncWebClient:
    """Slack's own client of a workspace."""
    return make_client(peer.api)


def make_client(api: str) -> AsyncWebClient:
    """Slack's own client, which tries nothing twice."""
    return AsyncWebClient(token=BOT_TOKEN, base_url=api, retry_handlers=[], timeout=5)


def plain(text: str) -> JsonObject:
    """A text without marks."""
    return {"type": "plain_text", "text": text}


def thanks(filled: str) -> JsonObject:
    """The modal once it was sent: it says what was filled in."""
    block: JsonObject = {"type": "section", "text": plain(filled)}
    return {"type": "modal", "title": plain("Thank you"), "blocks": [block]}


def _handler(client: AsyncWebClient) -> AsyncSocketModeHandler:
    return AsyncSocketModeHandler(
        make_app(client), APP_TOKEN, ping_interval=1, web_client=client
    )


def _option(text: str) -> JsonObject:
    return {"text": plain(text), "value": text}


def _button() -> JsonObject:
    button: JsonObject = {
        "type": "button",
        "text": plain("More"),
        "action_id": "more",
        "value": "ports",
    }
    return {"type": "actions", "elements": [button]}


def _silent() -> logging.Logger:
    logger = logging.getLogger("tests.slack")
    logger.setLevel(logging.CRITICAL)
    return logger


MODAL: JsonObject = {
    "type": "modal",
    "callback_id": "links",
    "title": plain("Brief links"),
    "submit": plain("Brief"),
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "links",
            "label": plain("Links"),
            "element": {"type": "plain_text_input", "action_id": "links"},
        },
        {
            "type": "input",
            "optional": True,
            "label": plain("Topic"),
            "element": {"type": "external_select", "action_id": "topic"},
        },
    ],
}

HOME: JsonObject = {
    "type": "home",
    "blocks": [{"type": "section", "text": plain("Your topics")}],
}


if __name__ == "__main__":
    asyncio.run(run_app(sys.argv[1]))
