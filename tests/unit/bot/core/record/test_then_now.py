from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.core.domain.record import Statement
from bot.core.record.then_now import DatedText, differs, earlier_of
from summarizers.model import ClaimKind
from tests.fakes.record import make_entry, make_sentence, make_speaker
from tests.fakes.records import DAY, make_stored
from tests.tables import rows


def statement(number: int, text: str, days: int) -> Statement:
    """A statement of an article some days after the first."""
    stored = make_stored(f"a{number}")
    article = replace(
        make_entry(stored, number=number).article, at=stored.moment + days * DAY
    )
    return Statement(
        *(number, article, make_speaker(id_=1), None, None, "said", 0, len(text)),
        *(text, ClaimKind.DIRECT, make_sentence(text)),
    )


def test_the_latest_earlier_statement_is_beside_the_new_one() -> None:
    texts = [f"The repair costs {number} million crowns." for number in (40, 50, 60)]
    oldest, older, newest = (
        statement(number, text, number) for number, text in enumerate(texts)
    )

    pairs = earlier_of([newest, older, oldest])

    assert pairs == {newest.id: older, older.id: oldest}


def test_statements_of_one_time_are_no_pair() -> None:
    first, second = (
        statement(number, f"The repair costs {number + 4} million crowns.", 0)
        for number in range(2)
    )

    assert earlier_of([second, first]) == {}
    later = replace(
        second,
        article=replace(second.article, at=second.article.at + timedelta(hours=1)),
    )
    assert earlier_of([later, first]) == {later.id: first}


@rows("record/then_now", "lang", "then", "now", "differ")
def test_two_statements_differ_in_one_fact_without_a_doubt(
    lang: str, then: str, now: str, differ: str
) -> None:
    left, right = (
        DatedText(text, lang or "en", date(2026, 3, day))
        for text, day in ((then, 2), (now, 4))
    )

    assert differs(left, right) is (differ == "yes")
