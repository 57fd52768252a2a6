"""A briefing as both platforms show it, with the places that its lines lead to."""

from __future__ import annotations

from dataclasses import replace

from bot.bootstrap.preview_pages import make_preview
from bot.core.messages.briefing import linked_spans
from bot.core.text.labels import labels_for
from bot.web.preview import ProofKind, preview_pages
from summarizers.briefing import Briefer
from summarizers.model import (
    Article,
    Briefing,
    Claim,
    ClaimKind,
    Line,
    Risk,
    RiskBasis,
    Span,
)

ADDRESS = "http://127.0.0.1:1/article"
TEXT = (
    "The ferry to Lenna stays in port after the storm, the town council said.\n\n"
    '"We will sail again on Friday," said Olof Lind, the harbour master.\n\n'
    "The council warned that the quay could close for the whole of next month if the "
    "cracks grow, and that repairs would cost two million crowns.\n\n"
    "Nobody was hurt."
)
BRIEFING = Briefer("fast").brief(Article(TEXT, title="Ferry stays"))


def test_an_article_without_an_address_gets_one() -> None:
    found = make_preview(BRIEFING, ADDRESS)

    assert found.proofs
    assert all(url.startswith(f"{ADDRESS}#:~:text=") for url in found.proofs)


def test_an_article_without_an_address_has_its_own_paper_or_none() -> None:
    named = replace(BRIEFING, article=replace(BRIEFING.article, site="Lenna Post"))

    assert make_preview(BRIEFING, ADDRESS).article.site == "Local text"
    assert make_preview(named, ADDRESS).article.site == "Lenna Post"


def test_each_line_of_both_platforms_leads_into_the_article() -> None:
    _, page = preview_pages(make_preview(BRIEFING, ADDRESS))["/"]

    text = page.decode()
    for number in range(1, len(make_preview(BRIEFING, ADDRESS).proofs) + 1):
        assert f'id="sentence-{number}"' in text
        assert f'id="slack-{number}"' in text
        assert f'id="discord-{number}"' in text


def span(words: str) -> Span:
    start = TEXT.index(words)
    return BRIEFING.article.span(start, start + len(words))


def briefing_of_each_kind() -> Briefing:
    first, _, third, _ = TEXT.split("\n\n")
    said = span('"We will sail again on Friday," said Olof Lind, the harbour master.')
    words = (span("We will sail again on Friday,"),)
    claim = Claim("Olof Lind", None, None, words, said, ClaimKind.DIRECT)
    return replace(
        BRIEFING,
        summary=(Line(span(first), 1.0),),
        claims=(claim,),
        risks=(Risk(span(third), (RiskBasis.FORWARD,)),),
    )


def test_each_line_has_the_kind_of_its_section() -> None:
    proofs = make_preview(briefing_of_each_kind(), ADDRESS).proofs

    assert [proof.kind for proof in proofs.values()] == [*ProofKind]


def test_the_legend_explains_only_marks_that_are_on_the_page() -> None:
    whole = briefing_of_each_kind()
    _, page = preview_pages(make_preview(whole, ADDRESS))["/"]
    plain = make_preview(replace(whole, claims=(), risks=()), ADDRESS)
    _, short = preview_pages(plain)["/"]

    assert '<mark lang="en">Who said what</mark>' in page.decode()
    assert '<mark lang="en">In short</mark>' in short.decode()
    assert "Who said what" not in short.decode()


def test_labels_and_their_legend_are_in_the_language_that_is_asked_for() -> None:
    briefing = briefing_of_each_kind()
    _, page = preview_pages(make_preview(briefing, ADDRESS, "fr"))["/"]

    labels = labels_for("fr")
    assert f'<mark lang="fr">{labels.claims.capitalize()}</mark>' in page.decode()
    assert f"■ {labels.claims}" in page.decode()


def test_proofs_are_the_places_that_links_lead_to() -> None:
    article = replace(BRIEFING.article, url="https://example.org/ferry")
    briefing = replace(BRIEFING, article=article)

    found = linked_spans(briefing)

    assert [span.text for span in found.values()][0] in TEXT  # noqa: RUF015 - the first
    assert all(article.text[one.start : one.end] == one.text for one in found.values())


def test_a_sentence_that_stands_there_twice_has_no_place_of_its_own() -> None:
    article = Article(f"{TEXT}\n\n{TEXT}", url="https://example.org/ferry")

    assert not linked_spans(Briefer("fast").brief(article))
