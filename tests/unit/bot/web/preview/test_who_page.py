"""The page of a speaker: filters, the timeline, and pairs of then and now."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

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


def test_what_was_said_before_stands_beside_what_replaces_it() -> None:
    then, now = statement(1, TODAY - timedelta(3)), statement(2, TODAY)
    drawn = page(line(now, earlier=then), line(then))

    pair = drawn[drawn.index('<dl class="pair"') : drawn.index("</dl>")]
    assert pair.index("stays for 1 ") < pair.index("stays for 2 ")
    assert drawn.count('class="hollow"') == 2


def test_every_statement_of_a_filter_has_its_id_and_its_count() -> None:
    said = line(statement(3, TODAY)), line(statement(2, TODAY - timedelta(9)))
    denied = line(statement(1, TODAY, cue="Denied", paper=PAPERS[1]))
    drawn = pages(*said, denied)

    assert 'id="only-q1">denied<span>1</span>' in drawn["/"]
    assert 'id="only-p0">Lenna Gazette<span>2</span>' in drawn["/"]
    assert 'id="only-m0">Sun\N{NO-BREAK SPACE}1\N{NO-BREAK SPACE}Nov' in drawn["/"]
    assert 'data-cue="q1" data-since="m0"' in drawn["/"]
    assert '#only-q1:checked) :is(.entry:not([data-cue~="q1"])' in drawn["/record.css"]


def test_a_filter_that_chooses_nothing_is_left_out() -> None:
    drawn = page(line(statement(1, TODAY, cue=None)))

    assert "<legend>Paper</legend>" not in drawn
    assert "<legend>How it was said</legend>" not in drawn
    assert "<legend>Since</legend>" not in drawn


def test_statements_of_one_day_stand_above_each_other_up_to_the_top() -> None:
    drawn = page(*(line(statement(number, TODAY)) for number in range(1, 8)))

    assert re.findall(r"bottom:(\d+)px", drawn) == ["0", "24", "48", "72"]
    assert drawn.count('class="entry"') == 7


@pytest.mark.parametrize("days", [0, 27, 400, 4000])
def test_the_marks_stay_in_the_timeline(days: int) -> None:
    drawn = page(line(statement(2, TODAY)), line(statement(1, TODAY - timedelta(days))))

    strip = drawn[drawn.index('class="strip"') : drawn.index("</ol>")]
    places = [float(left) for left in re.findall(r"left:([\d.]+)%", strip)]
    assert all(0 <= place < 100 for place in places)
    assert strip.count("<li style") <= 9


def test_a_speaker_without_statements_has_a_page() -> None:
    drawn = page()

    assert "<b>0</b> statements in <b>0</b> stories" in drawn
    assert 'class="strip"' not in drawn


def test_the_labels_follow_the_language() -> None:
    then, now = statement(1, TODAY - timedelta(3)), statement(2, TODAY)

    assert '<b lang="fr">' in page(line(now, earlier=then), language="fr")


def test_a_statement_without_page_has_no_link() -> None:
    now = statement(1, TODAY, paper=None)
    bare = replace(now, article=replace(now.article, url=None))

    assert "Sentence in" not in page(line(bare))
