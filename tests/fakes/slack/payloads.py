"""Payloads that Slack sends to an app for an action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.fakes.json_types import Json, JsonObject
from tests.fakes.slack.screen import Sight
from tests.fakes.slack.seeds import APP, BOT, BOT_USER, DOMAIN, TEAM
from tests.fakes.slack.values import text_in

VERIFICATION = "out of use"


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something, and in which channel, by ids and names."""

    user: str
    name: str
    channel: str = ""
    channel_name: str = ""


def slash(doer: Doer, text: str, *, trigger: str, response_url: str) -> JsonObject:
    """A command with its words: ``/brief link ...``."""
    command, _, rest = text.partition(" ")
    return {
        "token": VERIFICATION,
        "team_id": TEAM,
        "team_domain": DOMAIN,
        "channel_id": doer.channel,
        "channel_name": doer.channel_name,
        "user_id": doer.user,
        "user_name": doer.name,
        "command": command,
        "text": rest,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    }


def shortcut(doer: Doer, callback: str, *, trigger: str) -> JsonObject:
    """A global shortcut."""
    return _interaction("shortcut", doer, trigger) | {
        "callback_id": callback,
        "action_ts": "1.1",
    }


def message_shortcut(
    doer: Doer, callback: str, message: JsonObject, *, trigger: str, response_url: str
) -> JsonObject:
    """A shortcut in the menu of a message."""
    return _interaction("message_action", doer, trigger) | {
        "callback_id": callback,
        "action_ts": "1.1",
        "channel": {"id": doer.channel, "name": doer.channel_name},
        "message_ts": text_in(message, "ts"),
        "message": message,
        "response_url": response_url,
    }


def click(
    doer: Doer, sight: Sight, action: JsonObject, *, trigger: str, response_url: str
) -> JsonObject:
    """A click in a message, or a view."""
    acted: JsonObject = {**action, "action_ts": "1.1"}
    payload = _interaction("block_actions", doer, trigger) | {
        "actions": [acted],
    }
    if sight.is_view:
        container: Json = {"type": "view", "view_id": sight.id}
        return payload | {"container": container, "view": dict(sight.body)}
    payload |= {"response_url": response_url, "state": sight.body["state"]}
    return payload | _place(doer, sight)


def suggestion(doer: Doer, sight: Sight, element: JsonObject, typed: str) -> JsonObject:
    """Somebody types in a select whose options the app gives."""
    payload = _interaction("block_suggestion", doer, "") | {
        "action_id": element["action_id"],
        "block_id": element["block_id"],
        "value": typed,
    }
    del payload["trigger_id"]
    where: JsonObject = {
        "container": {"type": "view", "view_id": sight.id},
        "view": dict(sight.body),
    }
    return payload | (where if sight.is_view else _place(doer, sight))


def submission(doer: Doer, view: Mapping[str, Json], *, trigger: str) -> JsonObject:
    """A modal that is sent, with its state."""
    return _interaction("view_submission", doer, trigger) | {
        "view": dict(view),
        "response_urls": [],
    }


def closing(doer: Doer, view: Mapping[str, Json]) -> JsonObject:
    """A modal that is closed without being sent."""
    payload = _interaction("view_closed", doer, "")
    del payload["trigger_id"]
    return payload | {"view": dict(view), "is_cleared": False}


def event(inner: JsonObject, number: int, now: int) -> JsonObject:
    """Something that the app has asked to be told of."""
    authorizations: Json = [
        {"team_id": TEAM, "user_id": BOT_USER, "is_bot": True, "enterprise_id": None}
    ]
    return {
        "token": VERIFICATION,
        "team_id": TEAM,
        "api_app_id": APP,
        "event": inner,
        "type": "event_callback",
        "event_id": f"Ev{number:08}",
        "event_time": now,
        "authorizations": authorizations,
        "is_ext_shared_channel": False,
    }


def _interaction(kind: str, doer: Doer, trigger: str) -> JsonObject:
    user: Json = {
        "id": doer.user,
        "username": doer.name,
        "name": doer.name,
        "team_id": TEAM,
    }
    return {
        "type": kind,
        "token": VERIFICATION,
        "team": {"id": TEAM, "domain": DOMAIN},
        "user": user,
        "api_app_id": APP,
        "trigger_id": trigger,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _place(doer: Doer, sight: Sight) -> JsonObject:
    """Where in a channel it was; of what one person sees, Slack tells no message."""
    place: JsonObject = {
        "container": {
            "type": "message",
            "message_ts": sight.id,
            "channel_id": sight.channel,
            "is_ephemeral": sight.is_ephemeral,
        },
        "channel": {"id": sight.channel, "name": doer.channel_name},
    }
    if not sight.is_ephemeral:
        message: JsonObject = {"type": "message", "ts": sight.id, **sight.body}
        message.pop("state", None)
        message |= {"bot_id": BOT, "app_id": APP, "user": BOT_USER}
        if sight.parent:
            message["thread_ts"] = sight.parent
        place["message"] = message
    return place
