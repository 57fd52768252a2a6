"""Where people are answered."""

from __future__ import annotations

import pytest

from bot.core.domain.configuration import Access

OPEN = Access()
NAMED = Access({"slack": frozenset({"T1"}), "discord": frozenset({"10"})})


@pytest.mark.parametrize(
    ("access", "platform", "server", "direct", "allowed"),
    [
        (OPEN, "slack", "T2", False, True),
        (OPEN, "discord", None, True, True),
        (NAMED, "slack", "T1", False, True),
        (NAMED, "slack", "T2", False, False),
        (NAMED, "slack", "10", False, False),
        (NAMED, "slack", "T1", True, True),
        (NAMED, "discord", "10", False, True),
        (NAMED, "discord", None, True, False),
        (NAMED, "discord", None, False, False),
        (
            Access({"discord": frozenset({"10"})}, direct=True),
            "discord",
            None,
            True,
            True,
        ),
        (Access(direct=False), "discord", None, True, False),
        (Access(direct=False), "slack", "T1", True, False),
        (Access(direct=False), "slack", "T1", False, True),
    ],
)
def test_people_are_answered_where_the_configuration_says(
    access: Access, platform: str, server: str | None, *, direct: bool, allowed: bool
) -> None:
    assert access.allows(platform, server, direct=direct) is allowed
