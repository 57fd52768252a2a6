"""Where people are answered."""

from __future__ import annotations

from bot.core.domain.configuration import Access
from tests.tables import rows

ACCESS = {
    "open": Access(),
    "named": Access({"slack": frozenset({"T1"}), "discord": frozenset({"10"})}),
    "also": Access({"discord": frozenset({"10"})}, direct=True),
    "never": Access(direct=False),
}


@rows("rules/access", "access", "platform", "server", "asks", "allowed")
def test_people_are_answered_where_the_configuration_says(
    access: str, platform: str, server: str, asks: str, allowed: str
) -> None:
    direct = asks == "directly"
    told = ACCESS[access].allows(platform, server or None, direct=direct)

    assert told is (allowed == "yes")
