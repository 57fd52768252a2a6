from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.stores.sql import open_store
from tests.fakes.programs import (
    TOKENS,
    Caller,
    ProgramDesk,
    Response,
    calling,
    make_desk,
)
from tests.fakes.search import record_sentence


@pytest.fixture
async def desk() -> AsyncIterator[ProgramDesk]:
    async with open_store("sqlite://") as store:
        who = "Ida Brandt"
        await record_sentence(store, "a1", "The ferry stays in port.", who=who)
        await record_sentence(
            *(store, "b1", "The ferry is in the pit."), topics=("mines",), who=who
        )
        yield make_desk(store, per_minute=5)


@pytest.fixture
async def caller(desk: ProgramDesk) -> AsyncIterator[Caller]:
    async with calling(desk) as opened:
        yield opened


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", f"Bearer {'x' * 32}", f"Basic {TOKENS['port']}", TOKENS["port"]],
)
async def test_nothing_is_answered_without_the_right_token(
    caller: Caller, header: str
) -> None:
    response = await caller.get("/api/who", headers={"Authorization": header})

    assert (response.status, response.kind) == (401, "unauthorized")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="sitrep"'


async def test_a_token_in_the_query_opens_nothing(caller: Caller) -> None:
    asked = {"name": "Ida", "token": TOKENS["port"]}

    response = await replace(caller, token="").get("/api/who", asked)

    assert response.status == 401


async def test_each_token_reads_its_own_topics(caller: Caller) -> None:
    pit = replace(caller, token=TOKENS["pit"])

    response = await pit.get("/api/search", {"words": "ferry"})

    assert [hit["text"] for hit in response.document["hits"]] == [
        "The ferry is in the pit."
    ]


async def test_too_many_requests_are_told_when_to_come_back(
    caller: Caller, desk: ProgramDesk
) -> None:
    async def ask() -> Response:
        return await caller.get("/api/search", {"words": "ferry"})

    assert [(await ask()).status for _ in range(5)] == [200] * 5
    refused = await ask()

    assert (refused.status, refused.kind) == (429, "too_many_requests")
    assert refused.headers["Retry-After"] == "60"
    assert (
        await replace(caller, token=TOKENS["pit"]).get("/api/digests")
    ).status == 200
    desk.clock.move(timedelta(minutes=1))
    assert (await ask()).status == 200


@pytest.mark.parametrize(
    ("path", "method", "status", "kind"),
    [
        ("/api/who", "GET", 400, "bad_parameter"),
        ("/api/who?name=a&name=b", "GET", 400, "bad_parameter"),
        ("/api/who?name=Olof%20Lind", "GET", 404, "unknown"),
        ("/api/search?words=ferry&topic=mines", "GET", 404, "not_found"),
        ("/api/search?words=ferry&limit=1e9", "GET", 400, "bad_parameter"),
        ("/api/secrets", "GET", 404, "not_found"),
        ("/", "GET", 404, "not_found"),
        ("/metrics", "GET", 404, "not_found"),
        ("/api/who?name=Ida", "POST", 405, "method_not_allowed"),
        ("/api/who?name=Ida", "DELETE", 405, "method_not_allowed"),
    ],
)
async def test_wrong_requests_end_in_a_document(
    caller: Caller, path: str, method: str, status: int, kind: str
) -> None:
    response = await caller.get(path, method=method)

    assert (response.status, response.kind) == (status, kind)
    assert response.document["error"]["message"]
    assert ("Allow" in response.headers) == (status == 405)
