"""The page of a speaker: filters, the timeline, and pairs of then and now."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.core.domain.record import RecordedArticle, Statement
from bot.core.record.who import SaidLine, SpeakerAnswer
from bot.web.preview import WhoPreview, who_pages
from summarizers.model import ClaimKind
from tests.fakes.record import make_sentence, make_speaker

TODAY = date(2026, 11, 5)
SPEAKER = make_speaker(id_=1)
PAPERS = "Lenna Gazette", "Orsa & Tidning"


def statement(
    number: int, day: date, *, cue: str | None = "said", paper: str | None = PAPERS[0]
) -> Statement:
    at = datetime.combine(day, datetime.min.time(), UTC)
    article = RecordedArticle(
        *(number, str(number), at, at, day, str(number)),
        *(f"https://paper.example/{number}", "A <quiet> harbour", paper, paper, "en"),
    )
    text = f"The ferry stays for {number} days"
    return Statement(
        *(number, article, SPEAKER, None, "harbour master", cue, 0, len(text), text),
        *(ClaimKind.DIRECT, make_sentence()),
    )


def line(*statements: Statement, earlier: Statement | None = None) -> SaidLine:
    articles = tuple(each.article for each in statements)
    return SaidLine(statements[0], articles, earlier)


def pages(*lines: SaidLine, language: str = "en") -> dict[str, str]:
    answer = SpeakerAnswer(SPEAKER, (lines,) if lines else ())
    files = who_pages(WhoPreview(answer, TODAY, language))
    return {path: content.decode() for path, (_, content) in files.items()}


def page(*lines: SaidLine, language: str = "en") -> str:
    return pages(*lines, language=language)["/"]


def test_each_statement_is_verbatim_with_its_sentence_and_papers() -> None:
    now = statement(2, TODAY)
    drawn = page(line(now, statement(1, TODAY, paper=PAPERS[1])))

    assert "The ferry stays for 2 " in drawn
    assert 'href="https://paper.example/2#:~:text=ferry"' in drawn
    assert 'aria-label="Sentence in Lenna Gazette"' in drawn
    assert ">Orsa &amp; Tidning</a>" in drawn
    assert "A &lt;quiet&gt; harbour" in drawn
    assert "called <b>harbour master</b> by Lenna Gazette" in drawn
