"""Delivery of people's actions to the app: by socket, or as a signed HTTP request."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier
from typing_extensions import override

from tests.fakes.clocks import Clock, SystemClock
from tests.fakes.json_types import Json, JsonObject
from tests.fakes.slack.hub import Hub
from tests.fakes.slack.seeds import SIGNING_SECRET

SECONDS = 120.0
"""How long the fake waits for an acknowledgement.

Slack waits 3 s. A busy machine may need longer, and `benchmarks.acknowledge` measures it.
"""


class NotAcknowledgedError(Exception):
    """The app did not acknowledge in time, or refused."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something for the app.

    ``kind`` is slash_commands, interactive or events_api; ``id`` the envelope's.
    ``retry`` counts those before it, and ``reason`` says why there is another.
    """

    kind: str
    payload: JsonObject
    id: str
    retry: int = 0
    reason: str = ""


class Delivery(Protocol):
    """A way to the app, which has so many ``seconds`` to acknowledge."""

    seconds: float

    @abstractmethod
    async def send(self, parcel: Parcel) -> JsonObject:
        """Send it and give what the app acknowledged with; empty for a bare one.

        Raises:
            NotAcknowledgedError: it did not, in time.
        """


@dataclass(slots=True)
class SocketDelivery(Delivery):
    """Over Socket Mode."""

    hub: Hub
    seconds: float = SECONDS

    @override
    async def send(self, parcel: Parcel) -> JsonObject:
        envelope: JsonObject = {
            "envelope_id": parcel.id,
            "type": parcel.kind,
            "payload": parcel.payload,
            "accepts_response_payload": parcel.kind != "events_api",
        }
        if parcel.kind == "events_api":
            retry: JsonObject = {
                "retry_attempt": parcel.retry,
                "retry_reason": parcel.reason,
            }
            envelope |= retry
        try:
            return await self.hub.send(envelope, self.seconds)
        except TimeoutError as error:
            raise NotAcknowledgedError(f"{parcel.kind}: no acknowledgement") from error


@dataclass(slots=True)
class HttpDelivery(Delivery):
    """As a signed request to one address, which takes everything."""

    url: str
    clock: Clock = field(default_factory=SystemClock)
    secret: str = field(default=SIGNING_SECRET, repr=False)
    seconds: float = SECONDS

    @override
    async def send(self, parcel: Parcel) -> JsonObject:
        body, kind = _body(parcel)
        status, text, answered = await self.post(body, self.headers(parcel, body, kind))
        if status != 200:
            raise NotAcknowledgedError(f"{parcel.kind}: {status} {text}")
        if not text or parcel.kind == "events_api":
            return {}
        if not answered.startswith("application/json"):
            return {"text": text}
        read: JsonObject = json.loads(text)
        return read

    def headers(self, parcel: Parcel, body: str, kind: str) -> dict[str, str]:
        """What Slack sends with a body, signed now."""
        timestamp = str(int(self.clock.now().timestamp()))
        headers = {"Content-Type": kind, **self.signed(body, timestamp)}
        if parcel.retry:
            headers["X-Slack-Retry-Num"] = str(parcel.retry)
            headers["X-Slack-Retry-Reason"] = parcel.reason
        return headers

    def signed(self, body: str, timestamp: str) -> dict[str, str]:
        """The headers of a signature."""
        verifier = SignatureVerifier(self.secret)
        signature = verifier.generate_signature(timestamp=timestamp, body=body)
        return {
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature or "",
        }

    async def post(self, body: str, headers: Mapping[str, str]) -> tuple[int, str, str]:
        """Send bytes as they are; the answer's status, text and type.

        Raises:
            NotAcknowledgedError: there was no answer in time.
        """
        patience = aiohttp.ClientTimeout(total=self.seconds)
        try:
            async with (
                aiohttp.ClientSession(timeout=patience) as session,
                session.post(self.url, data=body, headers=headers) as response,
            ):
                text = await response.text()
                return response.status, text, response.headers.get("Content-Type", "")
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NotAcknowledgedError(f"no answer: {error!r}") from error


def _body(parcel: Parcel) -> tuple[str, str]:
    """A parcel's body and its type: JSON for events alone."""
    if parcel.kind == "events_api":
        return json.dumps(parcel.payload), "application/json"
    fields: Mapping[str, Json] = parcel.payload
    if parcel.kind == "interactive":
        fields = {"payload": json.dumps(parcel.payload)}
    return urlencode(fields), "application/x-www-form-urlencoded"
