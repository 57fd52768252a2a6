"""What the record takes from sentences with a date, in a text table."""

from __future__ import annotations

from datetime import date

from bot.core.domain.record import EventChange, RecordedDate
from bot.core.record.dates import recorded_dates
from summarizers.model import Article, Risk, RiskBasis, Span, When
from summarizers.text.splitting import split_text
from tests.tables import rows


def risks_of(text: str, line: str) -> list[Risk]:
    """The line of the briefing, if there is one."""
    if not line:
        return []
    acceptance, first, last, exact, words = line.split(" ", 4)
    days = date.fromisoformat(first), date.fromisoformat(last)
    span = Span(at := text.index(words), at + len(words), words)
    when = When(*days, span, exact=exact == "exact")
    found = Span(0, len(text), text)
    return [Risk(found, (RiskBasis.FORWARD,), when, score=float(acceptance))]


def written(dated: RecordedDate) -> str:
    """A recorded date as the table has it."""
    change = "" if dated.change is EventChange.NONE else f" {dated.change.value}"
    was = f" was {dated.was}" if dated.was else ""
    return f"{dated.first} {dated.last} {dated.precision.value}{change}{was}"


@rows("record/dates", "text", "lang", "line", "recorded")
def test_which_dates_are_recorded(
    text: str, lang: str, line: str, recorded: str
) -> None:
    lang = lang or "en"
    sentences = split_text(Article(text), lang).sentences

    found = recorded_dates(sentences, risks_of(text, line), date(2026, 3, 3), lang)

    assert "".join(map(written, found)) == recorded
