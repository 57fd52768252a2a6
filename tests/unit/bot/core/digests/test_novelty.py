from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.digests.front_lines import BriefedArticle
from bot.core.digests.novelty import ShownContent, sentence_key
from bot.core.digests.novelty import numbers as numbers_of
from bot.core.digests.self_contained import needs_context
from summarizers.model import Article, Claim, ClaimKind
from tests.fakes.stories import Lines, make_actor, make_report
from tests.tables import rows

FIRE = "The ferry Aurora stays in port after a fire in its engine room."


def known(*texts: str, printed: frozenset[str] = frozenset()) -> ShownContent:
    return ShownContent(printed, [Article(text) for text in texts])


def new_names(content: ShownContent, report: BriefedArticle) -> tuple[str, ...]:
    return tuple(actor.name for actor in content.new_actors(report.briefing))


def test_a_printed_sentence_is_not_new_in_any_story() -> None:
    assert not known(printed=frozenset({sentence_key(FIRE)})).is_new(FIRE)


def test_a_claim_is_new_when_neither_sentence_nor_content_is_known() -> None:
    said = "Divers found a crack of forty centimetres in the hull, Solberg said."
    lines = Lines(claims=[("Solberg", FIRE), ("Solberg", said)])
    report = make_report("divers", f"{FIRE} {said}", lines)

    new = [claim.sentence.text for claim in known(FIRE).new_claims(report.briefing)]

    assert new == [said]


def test_known_words_that_somebody_denies_are_news() -> None:
    known_words = "the captain took a day's pay from the ferry company"
    denial = f"Ingrid Solberg denied that {known_words}."
    report = make_report("denial", denial, Lines(claims=[("Solberg", denial)]))
    article, (claim,) = report.article.article, report.briefing.claims
    cue, content = (
        article.span(denial.index(words), denial.index(words) + len(words))
        for words in ("denied", known_words)
    )
    claim = replace(claim, cue=cue, content=(content,))
    briefing = replace(report.briefing, claims=(claim,))
    told = f"{known_words.capitalize()}, auditors said."

    assert list(known(told).new_claims(briefing)) == [claim]
    assert list(known(told, denial).new_claims(briefing)) == []


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("Solberg spoke.", ()),
        ("INGRID SOLBERG'S office spoke.", ()),
        ("The harbour master spoke.", ("Ingrid Solberg",)),
        ("The Solbergs own a shop.", ("Ingrid Solberg",)),
    ],
)
def test_an_actor_is_new_when_no_form_of_the_name_was_shown(
    shown: str, expected: tuple[str, ...]
) -> None:
    actors = [make_actor("Ingrid Solberg", "Solberg")]
    report = make_report("divers", FIRE, Lines(actors=actors))

    assert new_names(known(shown), report) == expected


@rows("digests/novelty", "shown", "text", "lang", "new")
def test_a_sentence_in_other_words_is_known(
    shown: str, text: str, lang: str, new: str
) -> None:
    lang = lang or "en"
    found = ShownContent((), [Article(shown, lang=lang)]).is_new(text, lang)

    assert found is (new == "yes")


@rows("digests/numbers", "text", "lang", "numbers")
def test_numbers_have_one_form(text: str, lang: str, numbers: str) -> None:
    assert numbers_of(text, lang or "en") == {*numbers.split()}


@rows("digests/contexts", "kind", "words", "lang", "needs")
def test_a_claim_that_points_at_other_words_needs_them(
    kind: str, words: str, lang: str, needs: str
) -> None:
    span = Article(words).span(0, len(words))
    claim = Claim("Ann Berg", None, None, (span,), span, ClaimKind(kind))

    assert needs_context(claim, lang or "en") is (needs == "yes")
