from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.digests.front_lines import BriefedArticle
from bot.core.digests.novelty import ShownContent, numbers, sentence_key
from summarizers.model import ActorKind, Article
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


def test_another_word_makes_another_sentence() -> None:
    assert sentence_key(FIRE) != sentence_key(FIRE.replace("fire", "flood"))


@pytest.mark.parametrize("text", ["\ud800", "", "\x00", "!!!", "x" * 100_000])
def test_any_text_has_a_key(text: str) -> None:
    assert len(sentence_key(text)) == 32


def test_a_printed_sentence_is_not_new_in_any_story() -> None:
    assert not known(printed=frozenset({sentence_key(FIRE)})).is_new(FIRE)


def test_what_nobody_was_told_is_new() -> None:
    assert known("The bridge of Karlsund is closed to lorries.").is_new(FIRE)


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


def test_a_known_sentence_is_found_among_many() -> None:
    rest = "\n\n".join(f"Fire number {number} was small." for number in range(500))

    assert not known(rest, FIRE, rest).is_new(FIRE)


def test_a_claim_is_new_when_neither_sentence_nor_content_is_known() -> None:
    said = "Divers found a crack of forty centimetres in the hull, Solberg said."
    lines = Lines(claims=[("Solberg", FIRE), ("Solberg", said)])
    report = make_report("divers", f"{FIRE} {said}", lines)

    new = [claim.sentence.text for claim in known(FIRE).new_claims(report.briefing)]

    assert new == [said]


@pytest.mark.parametrize("known_part", ["sentence", "content"])
def test_a_claim_is_known_by_its_sentence_or_its_content(known_part: str) -> None:
    said = "divers found a crack of forty centimetres below the water line"
    sentence = f"Ingrid Solberg, who runs the harbour of Lenna since May, said {said}."
    report = make_report("divers", sentence, Lines(claims=[("Solberg", sentence)]))
    (claim,) = report.briefing.claims
    start = sentence.index(said)
    content = report.article.article.span(start, start + len(said))
    briefing = replace(report.briefing, claims=(replace(claim, content=(content,)),))
    shown = {"sentence": frozenset({sentence_key(sentence)}), "content": frozenset()}
    texts = {"sentence": "Nothing.", "content": f"{said.capitalize()}, it turns out."}

    found = known(texts[known_part], printed=shown[known_part]).new_claims(briefing)

    assert known().is_new(sentence)
    assert list(found) == []


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
    ("text", "expected"), [("Bad ferry fire.", False), ("Ferry fire.", True)]
)
def test_three_words_are_enough_to_know_a_sentence_by(
    text: str, expected: object
) -> None:
    assert known("A bad fire on the ferry.").is_new(text) is expected


def test_seven_words_of_ten_make_a_sentence_known() -> None:
    words = [
        "ferry",
        "harbour",
        "crack",
        "divers",
        "hull",
        "storm",
        "yard",
        "milk",
        "bread",
        "bridge",
    ]
    seven = [*words[:7], "school", "teachers", "lorries"]
    six = [*words[:6], "cables", "school", "teachers", "lorries"]

    assert not known(" ".join(words)).is_new(" ".join(seven))
    assert known(" ".join(words)).is_new(" ".join(six))


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


def test_a_short_name_within_a_word_is_not_that_name() -> None:
    report = make_report("visit", FIRE, Lines(actors=[make_actor("Bo Li", "Li", "Bo")]))

    found = new_names(known("Police left the boat."), report)

    assert found == ("Bo Li",)


def test_places_and_minor_actors_are_no_news() -> None:
    places = [make_actor("Lenna", kind=ActorKind.PLACE)]
    people = [make_actor(f"Person {letter}") for letter in "ABCDE"]
    report = make_report("many", FIRE, Lines(actors=places + people))

    found = new_names(known(), report)

    assert found == tuple(f"Person {letter}" for letter in "ABCD")


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


def test_a_number_that_was_shown_elsewhere_is_no_news() -> None:
    line = "Some 40 of the guests were ill on Friday."
    report = make_report("ill", line, Lines(summary=[line]))

    assert known("The crack is 40 wide.").new_numbers(report.briefing) == ()


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


@pytest.mark.parametrize("name", ["Tove Lindgren", "Bank of Lenna"])
def test_a_person_or_body_with_a_name_is_news(name: str) -> None:
    report = make_report("many", FIRE, Lines(actors=[make_actor(name)]))

    assert new_names(known(), report) == (name,)


@pytest.mark.parametrize(
    "line",
    [
        "Ingrid Solberg, 54, spoke to the crew of the ferry.",
        "A man aged 71 saw the fire from the quay at night.",
        "A 19-year-old sailor saw the fire from the quay at night.",
        "A woman of 66 saw the fire from the quay at night.",
    ],
)
def test_an_age_is_no_new_number(line: str) -> None:
    report = make_report("ages", line, Lines(summary=[line]))

    assert known("The ferry stays in port.").new_numbers(report.briefing) == ()


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


def test_the_same_deaths_in_other_words_are_no_new_number() -> None:
    line = "Five people were killed when the ferry hit the quay."
    report = make_report("toll", line, Lines(summary=[line]))

    assert known("The crash left 5 dead.").new_numbers(report.briefing) == ()
