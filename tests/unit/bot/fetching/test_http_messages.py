"""Responses, and the errors that their statuses stand for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.domain.errors import BusyError, GoneError, StatusError
from bot.fetching.http_messages import HttpResponse, check_status


def response(status: int, **headers: str) -> HttpResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpResponse("https://a.example/", status, named)


@pytest.mark.parametrize("text", ["204 No Content", "304 Not Modified", "999"])
def test_status_is_named(text: str) -> None:
    with pytest.raises(StatusError, match=f"the server answers {text}$") as refusal:
        check_status(response(int(text[:3])))

    assert refusal.type is StatusError


def test_what_is_gone_is_gone_for_good() -> None:
    with pytest.raises(GoneError) as refusal:
        check_status(response(410))

    assert refusal.value.status == 410


@pytest.mark.parametrize("status", [429, 503])
def test_busy_server_says_how_long_to_wait(status: int) -> None:
    with pytest.raises(BusyError) as refusal:
        check_status(response(status, Retry_After="90"))

    assert refusal.value.status == status
    assert refusal.value.wait == timedelta(seconds=90)
