"""Servers that the operator allows: how they are written, and what they cover."""

from __future__ import annotations

import pytest

from bot.core.domain.allowed_servers import parse_allowed
from tests.tables import rows


@rows("rules/allowed_servers", "written", "host", "address", "port", "covered")
def test_a_server_is_covered_or_not(
    written: str, host: str, address: str, port: str, covered: str
) -> None:
    server = parse_allowed(written)

    allowed = server.covers(host, address) and server.has_port(int(port))

    assert allowed is (covered == "yes")
    assert server.may_be(host) or not allowed


@rows("rules/refused_servers", "written", "advice")
def test_wrong_server_is_refused_with_advice(written: str, advice: str) -> None:
    with pytest.raises(ValueError, match=advice):
        parse_allowed(written)
