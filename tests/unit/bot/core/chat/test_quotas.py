from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.chat.quotas import OF_A_PERSON, OF_A_SERVER, WINDOW, Quotas
from bot.core.chat.refusals import Refusal, RefusedError
from bot.core.chat.requests import Asking, Person, Place
from tests.fakes.records import NOW

SECOND = timedelta(seconds=1)


def asking(
    person: str = "U1", server: str | None = "T1", platform: str = "slack"
) -> Asking:
    """A person who asks somewhere."""
    return Asking("event", NOW, Person(person), Place(platform, "C1", server))


def served(quotas: Quotas, who: Asking, at: Iterable[timedelta]) -> int:
    """How many of the briefings that were asked for at these times are had."""
    count = 0
    for moment in at:
        try:
            quotas.take(who, NOW + moment)
        except RefusedError:
            continue
        count += 1
    return count


def test_a_person_has_five_briefings_a_minute() -> None:
    times = [number * SECOND / 3 for number in range(30)]

    assert served(Quotas(), asking(), times) == OF_A_PERSON


def test_who_is_refused_is_told_when_to_come_back() -> None:
    quotas = Quotas()
    served(quotas, asking(), [number * SECOND for number in range(OF_A_PERSON)])

    with pytest.raises(RefusedError) as caught:
        quotas.take(asking(), NOW + 10.5 * SECOND)

    assert caught.value.reason is Refusal.TOO_OFTEN
    told = "You can have 5 briefings a minute. Try again in 50 seconds."
    assert str(caught.value) == told
    quotas.take(asking(), NOW + 60.5 * SECOND)


def test_the_last_second_is_told_as_one() -> None:
    quotas = Quotas()
    served(quotas, asking(), [timedelta()] * OF_A_PERSON)

    with pytest.raises(RefusedError, match=r"in 1 second\."):
        quotas.take(asking(), NOW + 59.2 * SECOND)


def test_others_are_not_affected() -> None:
    quotas = Quotas()
    served(quotas, asking(), [timedelta()] * 30)

    assert served(quotas, asking("U2"), [timedelta()]) == 1
    assert served(quotas, asking(platform="discord"), [timedelta()]) == 1


def test_a_server_has_thirty_briefings_a_minute() -> None:
    quotas = Quotas()
    people = [asking(f"U{number}") for number in range(10)]

    had = sum(served(quotas, who, [timedelta()] * OF_A_PERSON) for who in people)

    assert had == OF_A_SERVER
    with pytest.raises(RefusedError, match=r"^All people here together can have 30 "):
        quotas.take(asking("U99"), NOW)
    assert served(quotas, asking("U99", server="T2"), [timedelta()]) == 1


def test_without_a_server_only_the_person_counts() -> None:
    quotas = Quotas()
    people = [asking(f"U{number}", server=None) for number in range(40)]

    assert sum(served(quotas, who, [timedelta()]) for who in people) == 40


def test_what_is_refused_does_not_count() -> None:
    quotas = Quotas()
    served(quotas, asking(), [timedelta()] * 100)

    assert served(quotas, asking(), [WINDOW] * 100) == OF_A_PERSON


def test_those_who_ask_no_more_are_forgotten() -> None:
    quotas = Quotas()
    for number in range(1_500):
        quotas.take(asking(f"U{number}", server=None), NOW)

    for number in range(1_500):
        quotas.take(asking(f"V{number}", server=None), NOW + WINDOW)

    assert len(quotas._taken) < 1_600


@given(st.lists(st.floats(0, 200, allow_nan=False), max_size=60).map(sorted))
def test_no_minute_has_more_than_a_person_may_have(seconds: list[float]) -> None:
    quotas = Quotas()
    had = []
    for second in seconds:
        moment = NOW + second * SECOND
        if served(quotas, asking(), [moment - NOW]):
            had.append(moment)

    for start in had:
        within = [one for one in had if timedelta() <= one - start < WINDOW]
        assert len(within) <= OF_A_PERSON
