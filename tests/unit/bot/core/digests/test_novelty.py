from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.digests.front_lines import BriefedArticle
from bot.core.digests.novelty import ShownContent, numbers, sentence_key
from summarizers.model import Article
from tests.fakes.stories import Lines, make_actor, make_report

FIRE = "The ferry Aurora stays in port after a fire in its engine room."


def known(*texts: str, printed: frozenset[str] = frozenset()) -> ShownContent:
    return ShownContent(printed, [Article(text) for text in texts])


def new_names(content: ShownContent, report: BriefedArticle) -> tuple[str, ...]:
    return tuple(actor.name for actor in content.new_actors(report.briefing))


@pytest.mark.parametrize(
    "text",
    [
        FIRE.upper(),
        f"“{FIRE}”",
        FIRE.replace(" ", "\n"),
        FIRE.replace("The", "— The").replace(".", "!"),
    ],
)
def test_case_and_marks_make_no_other_sentence(text: str) -> None:
    assert sentence_key(text) == sentence_key(FIRE)


def test_a_printed_sentence_is_not_new_in_any_story() -> None:
    assert not known(printed=frozenset({sentence_key(FIRE)})).is_new(FIRE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("After a fire in its engine room the ferry Aurora stays in port.", False),
        ("A fire in the engine room: the Aurora stays in port until May.", False),
        ("The ferry Aurora stays in dock for repairs to its hull.", True),
        ("A fire in the engine room hurt nobody, doctors say.", True),
    ],
)
def test_a_sentence_in_other_words_is_known(text: str, expected: object) -> None:
    assert known("Nobody slept.\n\n" + FIRE).is_new(text) is expected


def test_a_short_sentence_says_too_little_to_be_known_by_its_words() -> None:
    assert known(FIRE).is_new("The fire.")


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,200 people and 1200 cars", {"1200"}),
        ("3.5 per cent of 40", {"3.5", "40"}),
        ("in 2026, as in 1998", set()),
        ("2,026 letters", {"2026"}),
        ("12,345,678.90 crowns", {"12345678.90"}),
        ("no number at all", set()),
    ],
)
def test_numbers_have_one_form_and_years_are_none(
    text: str, expected: set[str]
) -> None:
    assert numbers(text) == expected


def test_a_sentence_with_a_new_number_is_news() -> None:
    old, new = (
        "All 212 passengers left the ship.",
        "Some 40 of them were ill on Friday.",
    )
    report = make_report("ill", f"{old} {new}", Lines(summary=[old, new]))

    found = known("All 212 passengers left the ship.").new_numbers(report.briefing)

    assert [span.text for span in found] == [new]


@pytest.mark.parametrize(
    "name",
    [
        "four hospitals",
        "Both sides",
        "a spokeswoman",
        "A Norlander woman",
        "Anna",
        "police",
    ],
)
def test_an_actor_without_a_name_is_no_news(name: str) -> None:
    report = make_report("many", FIRE, Lines(actors=[make_actor(name)]))

    assert new_names(known(), report) == ()


@pytest.mark.parametrize(
    "line",
    [
        "Five people were killed when the ferry hit the quay.",
        "The accident on the quay injured five passengers of the ferry.",
    ],
)
def test_deaths_and_injuries_are_new_numbers(line: str) -> None:
    report = make_report("toll", line, Lines(summary=[line]))
    before = known("Five ships lay in the roads. Two people were killed.")

    assert [span.text for span in before.new_numbers(report.briefing)] == [line]
