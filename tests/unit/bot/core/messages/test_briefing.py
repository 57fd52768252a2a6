from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.domain.messages import Message, Row, Style, Text
from bot.core.messages.briefing import Presentation, briefing_message, title_row
from summarizers.model import Article, Briefing, Claim, Reason, Reasons, Span
from tests.fakes.samples import find, make_article, make_briefing


def words(row: Row) -> list[str]:
    return [part.text for part in row.parts]


def spaced(text: str) -> str:
    """The text with no-break spaces for underscores."""
    return text.replace("_", "\N{NO-BREAK SPACE}")


def section(message: Message, heading: str) -> tuple[Row, ...]:
    return next(found.rows for found in message.sections if found.heading == heading)


def claim_row(claim: Claim) -> Row:
    briefing = replace(make_briefing(), claims=(claim,))
    return section(briefing_message(briefing), "WHO SAID WHAT")[0]


def test_a_briefing_has_its_sections_in_order() -> None:
    message = briefing_message(make_briefing())

    assert [found.heading for found in message.sections] == [
        *(None, "ACTORS", "IN SHORT", "WHO SAID WHAT", "WATCH")
    ]


def test_a_section_with_nothing_in_it_is_left_out() -> None:
    message = briefing_message(Briefing(make_article(), "fast", "en"))

    assert [found.heading for found in message.sections] == [None]


def test_the_title_is_followed_by_paper_day_and_length() -> None:
    row = title_row(make_article(site="Harbour Post"))

    assert words(row) == [
        "Night ferries to end",
        spaced("Harbour Post · Tue_10_Feb_2026 · 41 words"),
    ]


def test_a_paper_without_a_name_is_called_by_its_host() -> None:
    row = title_row(make_article(url="https://www.harbour-post.example/ferries"))

    assert words(row)[1].startswith("harbour-post.example · ")


def test_without_title_and_address_only_the_length_is_left() -> None:
    assert words(title_row(Article("Ports"))) == ["1 word"]


def test_a_misleading_address_is_not_linked_from_the_title() -> None:
    row = title_row(make_article(url="javascript:alert(1)"))

    assert row.parts[0].url is None


def test_actors_stand_on_one_line_with_their_roles() -> None:
    (row,) = section(briefing_message(make_briefing()), "ACTORS")

    assert row.parts == (
        Text("Ada Linn", Style.NAME),
        Text("manager", Style.ROLE),
        Text("Unions", Style.NAME),
    )


def test_every_line_links_to_its_sentence() -> None:
    message = briefing_message(make_briefing())

    rows = [*section(message, "IN SHORT"), *section(message, "WATCH")]
    assert [row.proof for row in rows] == [
        "https://news.example.org/ferries?id=7#:~:text=The%20ferry%20line,said%20on%20Tuesday."
    ] * len(rows)


def test_without_an_address_no_line_has_a_link() -> None:
    message = briefing_message(make_briefing(make_article(url=None)))

    rows = [row for found in message.sections for row in found.rows]
    assert [row.proof for row in rows] == [None] * len(rows)


def test_an_interrupted_quotation_is_joined_by_an_ellipsis() -> None:
    row = section(briefing_message(make_briefing()), "WHO SAID WHAT")[0]

    assert words(row) == [
        "Ada Linn",
        "“We lose money every night,” … “and nobody pays for it.”",
    ]


@pytest.mark.parametrize("text", ["He said “it is over”.", 'He said "it is over".'])
def test_words_that_stand_in_quotation_marks_are_shown_with_them(text: str) -> None:
    article = Article(text)
    content = find(article, "it is over")
    sentence = article.span(0, len(text))
    claim = replace(
        make_briefing().claims[1],
        source=None,
        cue=None,
        content=(content,),
        shown=(),
        sentence=sentence,
    )
    briefing = Briefing(article, "fast", "en", claims=(claim,))

    row = section(briefing_message(briefing), "WHO SAID WHAT")[0]

    assert row.parts[1].text == text[content.start - 1 : content.end + 1]


def said(text: str, *contents: str) -> str:
    """The printed words of a claim with these contents in a text of one sentence."""
    article = Article(text)
    spans = tuple(find(article, content) for content in contents)
    claim = replace(
        make_briefing().claims[1],
        source=None,
        cue=None,
        content=spans,
        shown=spans,
        sentence=article.span(0, len(text)),
    )
    briefing = Briefing(article, "fast", "fr", claims=(claim,))
    return section(briefing_message(briefing), "WHO SAID WHAT")[0].parts[1].text


def test_marks_that_a_space_separates_are_shown() -> None:
    assert said("« Le port ferme », dit-il.", "Le port ferme") == "« Le port ferme »"


def test_marks_of_a_quotation_in_two_pieces_are_shown() -> None:
    text = "« Le port ferme, dit-il. Il rouvrira. »"

    assert said(text, "Le port ferme", "Il rouvrira.") == (
        "« Le port ferme … Il rouvrira. »"
    )


def test_a_mark_without_its_counterpart_is_left_out() -> None:
    text = "« Le port ferme, dit-il. Il rouvrira. »"

    assert said(text, "Le port ferme") == "Le port ferme"


def test_an_unresolved_speaker_is_shown_in_the_articles_words() -> None:
    row = section(briefing_message(make_briefing()), "WHO SAID WHAT")[1]

    assert row.parts[0] == Text("Unions", Style.SPEAKER)


def test_what_is_feared_is_not_printed_as_what_is_said() -> None:
    row = section(briefing_message(make_briefing()), "WHO SAID WHAT")[1]

    assert row.parts[1].text == "fear that forty jobs may go"


def test_a_speaker_without_words_is_said_not_to_be_named() -> None:
    row = claim_row(replace(make_briefing().claims[1], source=None))

    assert row.parts[0] == Text("not named", Style.SPEAKER)


def test_a_quotation_that_starts_before_its_sentence_is_linked_as_a_whole() -> None:
    article = make_article()
    first: Span = find(article, "The ferry line Norbat will stop")
    claim = replace(make_briefing().claims[1], content=(first,))

    row = claim_row(claim)

    assert row.proof is not None
    assert row.proof.endswith("text=The%20ferry%20line,jobs%20may%20go.")


def risk_row(first: date, last: date, published: date | None = None) -> Row:
    briefing = make_briefing(make_article(published=published))
    (risk,) = briefing.risks
    assert risk.when is not None
    when = replace(risk.when, first=first, last=last)
    dated = replace(briefing, risks=(replace(risk, when=when),))
    return section(briefing_message(dated), "WATCH")[0]


def test_a_risk_begins_with_its_time() -> None:
    row = section(briefing_message(make_briefing()), "WATCH")[0]

    assert row.parts[0] == Text("Mar", Style.DAY)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (date(2026, 2, 10), "Fri_6_Mar"),
        (date(2025, 12, 1), "Fri_6_Mar_2026"),
        (None, "Fri_6_Mar_2026"),
    ],
)
def test_a_day_has_its_year_unless_that_is_the_articles(
    published: date | None, expected: str
) -> None:
    row = risk_row(date(2026, 3, 6), date(2026, 3, 6), published)

    assert row.parts[0].text == spaced(expected)


def test_a_long_period_is_named_in_the_articles_words() -> None:
    row = risk_row(date(2026, 3, 1), date(2026, 8, 31))

    assert row.parts[0] == Text("March", Style.DAY)


def test_a_risk_without_a_day_has_nothing_before_it() -> None:
    briefing = make_briefing()
    undated = tuple(replace(risk, when=None) for risk in briefing.risks)

    (row,) = section(briefing_message(replace(briefing, risks=undated)), "WATCH")

    assert [part.style for part in row.parts] == [Style.PLAIN]


def without_ada() -> Briefing:
    """The briefing whose actors do not show the speaker, who speaks twice."""
    briefing = make_briefing()
    (first, _) = briefing.claims
    return replace(briefing, actors=briefing.actors[1:], claims=(first, first))


def test_a_speaker_among_the_actors_has_the_role_there_alone() -> None:
    row = section(briefing_message(make_briefing()), "WHO SAID WHAT")[0]

    assert Style.ROLE not in {part.style for part in row.parts}


def test_another_speaker_has_the_role_in_the_first_line() -> None:
    message = briefing_message(without_ada(), actors=make_briefing().actors)

    first, second = section(message, "WHO SAID WHAT")
    assert first.parts[1] == Text("manager", Style.ROLE)
    assert len(second.parts) == 2


def test_a_role_that_is_not_known_is_left_out() -> None:
    message = briefing_message(without_ada())

    assert len(section(message, "WHO SAID WHAT")[0].parts) == 2


def test_each_section_has_its_sign() -> None:
    message = briefing_message(make_briefing())

    assert [found.sign for found in message.sections] == ["", "", "●", "■", "▲"]


def test_a_line_knows_its_paper() -> None:
    article = make_article(site="Harbour Post")

    message = briefing_message(make_briefing(article))

    assert section(message, "IN SHORT")[0].paper == "Harbour Post"


def test_labels_are_in_the_asked_language() -> None:
    note = "This text is too short for an article; it is shown as it stands."
    claim = replace(make_briefing().claims[1], source=None)
    briefing = replace(make_briefing(None, note), claims=(claim,))

    message = briefing_message(briefing, Presentation("fr"))

    headings = [found.heading for found in message.sections]
    assert message.language == "fr"
    assert headings == [None, "ACTEURS", "EN BREF", "QUI DIT QUOI", "À SUIVRE", None]
    assert words(section(message, "QUI DIT QUOI")[0])[0] == "non nommé"
    assert words(section(message, "À SUIVRE")[0])[0] == "mars"
    assert "trop court" in words(message.sections[-1].rows[0])[0]


def test_notes_stand_below_everything_else() -> None:
    message = briefing_message(make_briefing(None, "The text is short."))

    assert words(message.sections[-1].rows[0]) == ["The text is short."]


def test_lines_are_only_explained_when_asked_for() -> None:
    plain = briefing_message(make_briefing())
    explained = briefing_message(make_briefing(), Presentation(explained=True))

    assert not any(row.remarks for found in plain.sections for row in found.rows)
    assert all(row.remarks for found in explained.sections[1:] for row in found.rows)


def test_what_weighed_stands_below_the_line_it_chose() -> None:
    briefing = make_briefing()
    content = briefing.claims[0].content
    reasons = Reasons(claims={content: (Reason("few words", -0.5),)})

    message = briefing_message(briefing, Presentation(explained=True, reasons=reasons))

    assert (
        section(message, "WHO SAID WHAT")[0].remarks[1] == "weighed: few words (-0.5)"
    )
