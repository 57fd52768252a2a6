"""Interactions that Discord sends by HTTP: signed and of now, or turned away."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping

import pytest

from bot.core.commands.requests import Request, Verb
from bot.core.messages.briefing_json import JsonObject
from bot.platforms.discord.gateway import DiscordDeps
from bot.platforms.discord.message_markers import first_id
from bot.platforms.discord.service import open_webhook
from bot.platforms.discord.webhook import DiscordWebhook
from tests.fakes.discord.clerk import Clerk
from tests.fakes.discord.signing import Signer
from tests.fakes.discord.town import Town, open_town
from tests.fakes.platforms.wires import Answer
from tests.fakes.ports import FakeClock, FakeJournal

SIGNER = Signer(b"\x07" * 32)
PING: JsonObject = {"type": 1}


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town() as opened:
        yield opened


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


@pytest.fixture
async def door(town: Town, clerk: Clerk) -> AsyncIterator[DiscordWebhook]:
    around = DiscordDeps(FakeClock(), FakeJournal(), lambda _: None, api_url=town.api)
    async with open_webhook(SIGNER.public, town.token, clerk, around) as opened:
        yield opened


def signed(body: bytes, stamp: str | None = None) -> dict[str, str]:
    """The headers with which Discord sends a body."""
    stamp = stamp or str(int(FakeClock().now().timestamp()))
    signature = SIGNER.sign(stamp.encode() + body)
    return {"X-Signature-Ed25519": signature, "X-Signature-Timestamp": stamp}


def command() -> JsonObject:
    """Somebody asks for help."""
    return {
        "id": str(first_id(FakeClock().now())),
        "type": 2,
        "token": "of-the-interaction",
        "application_id": "2",
        "guild_id": "3",
        "channel_id": "4",
        "authorizing_integration_owners": {"0": "3"},
        "context": 0,
        "member": {"user": {"id": "5"}, "permissions": "16"},
        "data": {"type": 1, "name": "brief", "options": [{"name": "help", "type": 1}]},
    }


async def knock(
    door: DiscordWebhook, payload: JsonObject, headers: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    body = json.dumps(payload).encode()
    status, _, answer = await door("POST", headers or signed(body), body)
    return status, answer


async def test_discords_question_whether_anybody_is_there_is_answered(
    door: DiscordWebhook,
) -> None:
    assert await knock(door, PING) == (200, b'{"type":1}')


async def test_a_command_is_heard_and_answered(
    town: Town, door: DiscordWebhook, clerk: Clerk
) -> None:
    town.script("POST", "interactions/*/callback", Answer(204, {}))

    status, body = await knock(door, command())

    assert (status, body) == (202, b"")
    await town.pulse.until(lambda: bool(town.records.of("PATCH", "/@original")))
    (request,) = clerk.heard
    assert isinstance(request, Request)
    assert request.verb is Verb.HELP
    assert request.context.person.may_manage
    assert request.context.place.server == "3"


@pytest.mark.parametrize("name", ["X-Signature-Ed25519", "X-Signature-Timestamp"])
async def test_a_request_without_a_signature_is_turned_away(
    door: DiscordWebhook, name: str
) -> None:
    headers = dict(signed(b'{"type": 1}'))
    del headers[name]

    assert await knock(door, PING, headers) == (401, b"")


@pytest.mark.parametrize("signature", ["", "xyz", "00" * 64, "é" * 128])
async def test_a_forged_request_is_turned_away(
    door: DiscordWebhook, signature: str
) -> None:
    headers = signed(b'{"type": 1}') | {"X-Signature-Ed25519": signature}

    assert await knock(door, PING, headers) == (401, b"")


@pytest.mark.parametrize("seconds", [-301, 301, 86_400])
async def test_a_replayed_request_is_turned_away(
    door: DiscordWebhook, seconds: int
) -> None:
    stamp = str(int(FakeClock().now().timestamp()) + seconds)

    assert await knock(door, PING, signed(b'{"type": 1}', stamp)) == (401, b"")


@pytest.mark.parametrize("stamp", ["abc", "-1", "1e9", "9" * 400, "١٢٣", " 1"])
async def test_a_time_that_is_none_is_turned_away(
    door: DiscordWebhook, stamp: str
) -> None:
    assert await knock(door, PING, signed(b'{"type": 1}', stamp)) == (401, b"")


@pytest.mark.parametrize(
    "payload", [{}, {"type": 2}, {"type": "x", "id": "y"}, {"type": 99, "id": "1"}]
)
async def test_what_makes_no_sense_is_refused(
    door: DiscordWebhook, payload: JsonObject
) -> None:
    assert await knock(door, payload) == (400, b"")


async def test_what_is_no_json_is_refused(door: DiscordWebhook) -> None:
    body = b"[" * 100_000

    status, *_ = await door("POST", signed(body), body)

    assert status == 400


async def test_only_posts_are_taken(door: DiscordWebhook) -> None:
    status, headers, _ = await door("GET", {}, b"")

    assert (status, headers) == (405, {"Allow": "POST"})


async def test_names_of_headers_may_be_written_in_any_case(
    door: DiscordWebhook,
) -> None:
    headers = {name.lower(): value for name, value in signed(b'{"type": 1}').items()}

    assert await knock(door, PING, headers) == (200, b'{"type":1}')


async def test_the_door_opens_although_discord_does_not_answer(town: Town) -> None:
    town.script("GET", "users/@me", Answer(502, {}))
    event_log = FakeJournal()
    around = DiscordDeps(FakeClock(), event_log, lambda _: None, api_url=town.api)

    async with open_webhook(SIGNER.public, town.token, Clerk(), around) as door:
        assert await knock(door, PING) == (200, b'{"type":1}')

    assert event_log.events("error") == ["discord commands not registered"]
