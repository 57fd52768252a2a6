"""Checks every request that a test makes to a Discord of ours.

``pytest -p tests.conformance.discord_requests --discord-openapi FILE`` lets a test fail
that asks for what Discord's OpenAPI document does not know, in any test of the suite.
A request that was refused as malformed is left out: its test knows of that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.conformance.openapi import OpenApi
from tests.fakes.discord.records import WATCHERS, Recorded

_MALFORMED = 400
_OPTION = "--discord-openapi"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Tell where the document is."""
    parser.addoption(_OPTION, type=Path, help="Discord's OpenAPI document")


@pytest.fixture(scope="session")
def discord_openapi(pytestconfig: pytest.Config) -> OpenApi:
    """The document, read once.

    Raises:
        UsageError: it was not said where it is.
    """
    path: Path | None = pytestconfig.getoption(_OPTION)
    if path is None:
        raise pytest.UsageError(f"{_OPTION} must name Discord's OpenAPI document")
    return OpenApi.read(path)


@pytest.fixture(scope="session", autouse=True)
def _asked(discord_openapi: OpenApi) -> Iterator[list[Recorded]]:
    """What was asked since the last test; in the end, what is left of whole modules."""
    asked: list[Recorded] = []
    WATCHERS.append(asked.append)
    yield asked
    WATCHERS.remove(asked.append)
    _check(discord_openapi, asked)


@pytest.fixture(autouse=True)
def _requests_are_discords(
    discord_openapi: OpenApi, _asked: list[Recorded]
) -> Iterator[None]:
    yield
    asked = tuple(_asked)
    _asked.clear()
    _check(discord_openapi, asked)


def _check(discord_openapi: OpenApi, asked: Sequence[Recorded]) -> None:
    taken = [one for one in asked if one.status != _MALFORMED]
    faults = [fault for one in taken for fault in discord_openapi.faults(one)]
    assert not faults, "\n".join(faults)
