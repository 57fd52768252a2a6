from __future__ import annotations

import pytest

from bot.core.domain.configuration import Endpoint, ProgramAccess
from bot.core.domain.errors import ConfigError
from bot.core.domain.programs import Interface, Program
from bot.platforms import PLATFORMS
from bot.settings.configuration_parser import parse_configuration
from bot.settings.environment import wrong_tokens

FILE = """\
topics:
  ports: {title: Ports, sources: [{page: "https://gazette.example"}]}
digests:
  morning: {topics: [ports], at: "07:30", to: [console]}
programs:
"""
READER = Program("news-reader", frozenset({Interface.FEEDS}))
TOKEN = "a-Z_0" * 7


def parse(programs: str) -> ProgramAccess | None:
    text = FILE + programs
    return parse_configuration(text.encode(), "f.yaml", PLATFORMS).programs


def problem(programs: str) -> str:
    with pytest.raises(ConfigError) as caught:
        parse(programs)
    return str(caught.value)


def test_programs_are_read_with_what_they_may_read() -> None:
    access = parse(
        """\
  at: 127.0.0.1:8098
  url: https://news.example.org/sitrep/
  clients:
    desk: {use: [api, mcp], topics: ports, digests: morning}
    reader: {use: feeds, digests: [morning]}
"""
    )

    assert access is not None
    assert access.at == Endpoint("127.0.0.1", 8098)
    assert access.url == "https://news.example.org/sitrep"
    assert access.program("desk") == Program(
        "desk",
        frozenset({Interface.API, Interface.MCP}),
        frozenset({"ports"}),
        frozenset({"morning"}),
    )
    reader = access.program("reader")
    assert reader is not None
    assert not reader.topics
    assert reader.interfaces == {Interface.FEEDS}
    assert access.program("desks") is None


def test_the_endpoint_is_the_address_if_none_is_given() -> None:
    access = parse("  {at: '[::1]:8098', clients: {a: {use: api, topics: ports}}}\n")

    assert access is not None
    assert access.url == "http://[::1]:8098"
    assert not access.is_public


def test_calendar_programs_need_a_public_address_but_no_client() -> None:
    access = parse("  {at: '127.0.0.1:8098', url: https://news.example.org}\n")

    assert access is not None
    assert access.is_public
    assert access.programs == ()


def test_nothing_is_served_without_the_key() -> None:
    text = FILE.removesuffix("programs:\n")

    assert parse_configuration(text.encode(), "f.yaml", PLATFORMS).programs is None


@pytest.mark.parametrize(
    ("programs", "message"),
    [
        ("  {clients: {a: {use: api, topics: ports}}}", "at: this key is missing"),
        (
            "  {at: 127.0.0.1, clients: {a: {use: api, topics: ports}}}",
            "write an address and a port",
        ),
        (
            "  {at: x:1, url: 'https://a.org?b', clients: {a: {use: api, topics: ports}}}",
            'write an address without "?" and "#"',
        ),
        (
            "  {at: x:1, clients: {a: {use: [apis], topics: ports}}}",
            "clients.a.use[0]: write api, feeds or mcp",
        ),
        (
            "  {at: x:1, clients: {a: {use: api}}}",
            "clients.a: a program needs topics or digests that it may read",
        ),
        (
            "  {at: x:1, clients: {a: {use: api, topics: port}}}",
            'clients.a.topics: unknown topic "port"; did you mean "ports"?',
        ),
        (
            "  {at: x:1, clients: {a: {use: api, digests: [evening]}}}",
            'clients.a.digests[0]: unknown digest "evening"',
        ),
        (
            "  {at: x:1, clients: {a: {use: api, topics: ports, token: abc}}}",
            "clients.a.token: this belongs in the environment, where no reader of the file sees it: remove this key and set SITREP_TOKEN_A",
        ),
        (
            "  {at: x:1, clients: {A B: {use: api, topics: ports}}}",
            "write an id of small letters",
        ),
    ],
)
def test_mistakes_are_explained_at_their_place(programs: str, message: str) -> None:
    told = problem(programs + "\n")

    assert message in told
    assert told.startswith(("f.yaml:5:", "f.yaml:6:"))


def test_every_program_has_a_token_of_its_own() -> None:
    other = Program("b", frozenset({Interface.API}))
    name = "SITREP_TOKEN_NEWS_READER"

    assert list(wrong_tokens([READER], {name: TOKEN})) == []
    assert list(
        wrong_tokens([READER, other], {name: TOKEN, "SITREP_TOKEN_B": TOKEN})
    ) == [f"SITREP_TOKEN_B has the token of {name}: use one token each"]


@pytest.mark.parametrize(
    "token", ["short", "b" * 31, "b" * 201, "b" * 31 + " ", "é" * 40]
)
def test_a_weak_token_is_refused_without_showing_it(token: str) -> None:
    (wrong,) = wrong_tokens([READER], {"SITREP_TOKEN_NEWS_READER": token})

    assert wrong.startswith("SITREP_TOKEN_NEWS_READER is not a token: set it to 32 to")
    assert token not in wrong


def test_a_missing_token_is_told() -> None:
    (wrong,) = wrong_tokens([READER], {})

    assert wrong.startswith("SITREP_TOKEN_NEWS_READER is not set")
