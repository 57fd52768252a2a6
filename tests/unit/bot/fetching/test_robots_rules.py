"""Parsed robots.txt rules."""

from __future__ import annotations

import pytest
from yarl import URL

from bot.fetching.robots_rules import MAX_DELAY, RobotsRules

FOR_ALL = "User-agent: *\n"
MANY_AGENTS = "".join(f"User-agent: bot{number}\n" for number in range(10_000))
MANY_RULES = "".join(f"Disallow: /{number}\n" for number in range(20_000))


async def allows(text: str, path: str = "/news/one") -> bool:
    rules = await RobotsRules.parse(text.encode())
    return await rules.allows(URL(f"https://a.example{path}"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<!doctype html><title>Not here</title>",
        "\x00" * 1000,
        "Disallow: /",
        FOR_ALL,
        FOR_ALL + "Disallow:",
        FOR_ALL + "Disallow: /private",
        FOR_ALL + "Disallow: /\nAllow: /news/",
        FOR_ALL + "Disallow: /*.pdf$",
        FOR_ALL + "Disallow: /\n\nUser-agent: Sitrep\nDisallow: /drafts",
        "User-agent: OtherBot\nDisallow: /",
        "User-agent: OtherBot # and others\nUser-agent: Third\nDisallow: /",
    ],
)
async def test_page_may_be_read(text: str) -> None:
    assert await allows(text)


@pytest.mark.parametrize(
    "text",
    [
        FOR_ALL + "Disallow: /",
        "\ufeff" + FOR_ALL + "Disallow: /",
        FOR_ALL + "Disallow: /news",
        FOR_ALL + "Disallow: /*/one$",
        FOR_ALL.upper() + "DISALLOW: /",
        "User-agent: Sitrep\nDisallow: /",
        "user-agent : sitrep # this one\nDisallow: /",
        "User agent sitrep\nDisallow: /",
        "User-agent: OtherBot\nUser-agent: sitrep\nDisallow: /",
        "User-agent: Sitrep\r\nUser-agent: OtherBot\r\nDisallow: /\r\n",
        FOR_ALL + "Allow: /\n\nUser-agent: Sitrep\nDisallow: /news/",
    ],
)
async def test_page_must_not_be_read(text: str) -> None:
    assert not await allows(text)


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("2", 2.0),
        ("0.5", 0.5),
        ("600", MAX_DELAY),
        ("1e400", 0.0),
        ("nan", 0.0),
        ("-3", 0.0),
        ("often", 0.0),
    ],
)
async def test_delay_is_what_is_asked_for_within_reason(
    asked: str, seconds: float
) -> None:
    rules = await RobotsRules.parse(f"{FOR_ALL}Crawl-delay: {asked}".encode())

    assert rules.delay == seconds


@pytest.mark.parametrize(
    "text",
    [
        MANY_AGENTS + MANY_RULES,
        FOR_ALL + "Disallow: /" + "*a" * 200_000 + "b",
        FOR_ALL + ("Disallow: /" + "*a" * 1_000 + "b\n") * 200,
        "user-agent" * 50_000,
        " " * 500_000,
        FOR_ALL + "Disallow: /" + "%zz" * 100_000,
    ],
)
async def test_hostile_rules_come_to_an_end(text: str) -> None:
    assert await allows(text)
