from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.domain.record import EventChange, Precision, RecordedDate
from bot.core.record.dates import precision_of, recorded_dates
from summarizers.model import Article, Risk, RiskBasis, Sentence, Span, When
from summarizers.text.splitting import split_text

TUESDAY = date(2026, 3, 3)
FRIDAY = date(2026, 3, 6)
NEXT_MONDAY = date(2026, 3, 9)
LINE = "The inspector boards the ferry Aurora on Friday."


def sentences(text: str, lang: str = "en") -> list[Sentence]:
    return list(split_text(Article(text), lang).sentences)


def make_risk(
    line: str = LINE,
    *,
    first: date = FRIDAY,
    last: date | None = None,
    exact: bool = True,
    acceptance: float = 0.9,
) -> Risk:
    """A risk in the first sentence of a text."""
    when = When(first, last or first, Span(0, 3, line[:3]), exact=exact)
    span = Span(0, len(line), line)
    return Risk(span, (RiskBasis.FORWARD,), when, acceptance=acceptance)


def read(*risks: Risk, text: str = LINE) -> tuple[RecordedDate, ...]:
    return recorded_dates(sentences(text), risks, TUESDAY, "en")


def change(text: str, lang: str = "en") -> RecordedDate | None:
    """What the one sentence of a text changes, with nothing else found in it."""
    dates = recorded_dates(sentences(text, lang), (), TUESDAY, lang)
    return dates[0] if dates else None


def test_a_probable_line_with_a_date_is_recorded() -> None:
    (dated,) = read(make_risk())

    assert dated == RecordedDate(0, FRIDAY, FRIDAY, Precision.DAY)


def test_an_improbable_line_is_left_out() -> None:
    assert read(make_risk(acceptance=0.3)) == ()


def test_an_event_that_is_over_is_left_out() -> None:
    yesterday = TUESDAY - timedelta(days=1)

    assert read(make_risk(first=yesterday)) == ()
    assert len(read(make_risk(first=yesterday, last=TUESDAY))) == 1


def test_a_day_long_ahead_counts_with_its_year_alone() -> None:
    january = date(2027, 1, 13)
    line = "An attack that killed nine people on January 13 is to be remembered."
    when = When(january, january, Span(38, 48, "January 13"))
    risk = make_risk(line)

    assert read(replace(risk, when=when), text=line) == ()
    eve = replace(when, span=Span(38, 52, "New Year’s Eve"))
    assert read(replace(risk, when=eve), text=line) == ()
    named = replace(when, span=Span(38, 54, "January 13, 2027"))
    assert len(read(replace(risk, when=named), text=line)) == 1


def test_the_date_of_the_report_is_no_event() -> None:
    line = "LENNA (Gazette, 3 March) The day on which the quay opens is not known."
    when = When(TUESDAY, TUESDAY, Span(16, 23, "3 March"))

    assert read(replace(make_risk(line), when=when), text=line) == ()


@pytest.mark.parametrize("phrase", ["in the next week", "this year"])
def test_a_stretch_of_time_from_now_on_is_vague(phrase: str) -> None:
    line = f"Up to 50 mm of rain are forecast {phrase}."
    words = phrase.removeprefix("in the ")
    start = line.index(words)
    when = When(TUESDAY, NEXT_MONDAY, Span(start, start + len(words), words))

    (dated,) = read(replace(make_risk(line), when=when), text=line)

    assert dated.precision is Precision.VAGUE


def test_a_line_without_a_date_is_left_out() -> None:
    risk = Risk(Span(0, len(LINE), LINE), (RiskBasis.FORWARD,))

    assert read(risk) == ()


def test_a_date_in_vague_words_is_vague() -> None:
    (dated,) = read(make_risk(exact=False, last=FRIDAY + timedelta(days=9)))

    assert dated.precision is Precision.VAGUE


@pytest.mark.parametrize(
    ("days", "precision"),
    [
        (0, Precision.DAY),
        (1, Precision.WEEK),
        (6, Precision.WEEK),
        (30, Precision.MONTH),
        (89, Precision.YEAR),
        (365, Precision.YEAR),
        (3_000, Precision.VAGUE),
    ],
)
def test_the_precision_of_a_period(days: int, precision: Precision) -> None:
    assert precision_of(FRIDAY, FRIDAY + timedelta(days=days)) is precision


@pytest.mark.parametrize(
    "text",
    [
        "The open day on Friday has been cancelled.",
        "The port called off the open day on Friday.",
        "The open day on Friday will not take place, the port said on Tuesday.",
        "The port said on Monday that it had called the open day on Friday off.",
    ],
)
def test_a_cancellation_with_its_day(text: str) -> None:
    dated = change(text)

    assert dated is not None
    assert (dated.change, dated.first) == (EventChange.CANCELLED, FRIDAY)


@pytest.mark.parametrize(
    "text",
    [
        "The vote was postponed from Friday to Monday.",
        "The council put off Friday's vote until Monday.",
        "The vote on Friday has been moved to Monday.",
        "The council rescheduled the vote on Friday for Monday.",
    ],
)
def test_a_move_with_its_old_and_new_day(text: str) -> None:
    dated = change(text)

    assert dated is not None
    assert (dated.change, dated.first) == (EventChange.MOVED, NEXT_MONDAY)
    assert dated.was == FRIDAY


def test_a_move_without_a_new_day_is_vague() -> None:
    dated = change("Friday's vote was postponed indefinitely.")

    assert dated is not None
    assert (dated.change, dated.precision) == (EventChange.MOVED, Precision.VAGUE)
    assert dated.was == FRIDAY


@pytest.mark.parametrize(
    "text",
    [
        "The open day on Friday could be cancelled.",
        "The open day on Friday has not been cancelled.",
        "The union wants the vote on Friday called off.",
        "The vote may be postponed until Monday.",
        "The train was delayed by snow.",
        "The owner moved to Lenna on Friday.",
        "The port set up a tent for the open day on Friday.",
        "The union asked the council to call off the vote on Friday.",
    ],
)
def test_a_possible_change_is_none(text: str) -> None:
    assert change(text) is None


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("La réunion de vendredi est annulée.", EventChange.CANCELLED, FRIDAY),
        ("Le vote est reporté de vendredi à lundi.", EventChange.MOVED, NEXT_MONDAY),
        (
            "Le vote, prévu vendredi, est repoussé au 9 mars.",
            EventChange.MOVED,
            NEXT_MONDAY,
        ),
        ("La réunion n’aura pas lieu vendredi.", EventChange.CANCELLED, FRIDAY),
    ],
)
def test_changes_in_french(text: str, kind: EventChange, day: date) -> None:
    dated = change(text, "fr")

    assert dated is not None
    assert (dated.change, dated.first) == (kind, day)


def test_a_change_takes_the_place_of_the_date_in_its_sentence() -> None:
    text = "The open day on Friday has been cancelled."

    (dated,) = read(make_risk(text), text=text)

    assert dated.change is EventChange.CANCELLED
