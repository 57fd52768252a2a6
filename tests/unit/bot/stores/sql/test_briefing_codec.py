"""Briefings as JSON and back."""

from __future__ import annotations

import json

import pytest

from bot.stores.sql import SqlStore, articles
from bot.stores.sql.briefing_codec import FORM, from_json, to_json
from tests.fakes.samples import make_briefing


def test_a_briefing_comes_back_without_loss() -> None:
    briefing = make_briefing()

    assert from_json(to_json(briefing)) == briefing


def _without(name: str) -> str:
    plain = json.loads(to_json(make_briefing()))
    del plain[name]
    return json.dumps(plain)


def _with(name: str, value: object) -> str:
    return json.dumps({**json.loads(to_json(make_briefing())), name: value})


@pytest.mark.parametrize(
    "document",
    [
        *("", "{", "[]", "null", "{}", '{"article": {}}'),
        _without("claims"),
        _with("summary", [{"span": [0], "score": 1.0}]),
        _with("summary", [{"span": [0, 10**6], "score": 1.0}]),
        _with("summary", 3),
        _with("actors", [{"name": "A", "kind": "robot"}]),
        _with("article", "text"),
    ],
)
def test_an_invalid_briefing_counts_as_missing(document: str) -> None:
    assert from_json(document) is None


async def test_a_briefing_of_another_version_is_ignored(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.keep_briefing("hash", "fast", make_briefing())

    monkeypatch.setattr(articles, "FORM", FORM + 1)

    assert await store.cached_briefing("hash", "fast") is None
