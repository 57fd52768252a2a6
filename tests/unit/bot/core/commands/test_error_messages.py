from __future__ import annotations

import pytest

from bot.core.commands.error_messages import explained, is_ours
from bot.core.domain import errors


def test_a_private_address_is_never_named() -> None:
    told = {
        str(explained(errors.BlockedAddressError(host), "event-1"))
        for host in ("10.0.0.1", "db.internal")
    }

    assert len(told) == 1
    assert "10.0.0.1" not in told.pop()


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (KeyError("x"), True),
        (errors.StoreError("locked"), True),
        (errors.FetchTimeoutError("slow"), False),
        (errors.NoTextError("none"), False),
    ],
)
def test_only_our_own_faults_are_for_the_operator(
    error: Exception, *, ours: bool
) -> None:
    assert is_ours(explained(error, "event-1")) is ours
