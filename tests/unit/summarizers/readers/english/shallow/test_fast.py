from __future__ import annotations

from itertools import pairwise

import pytest

from summarizers.readers.parse import CueKind
from tests.fakes.articles import read_fast, said

CLAUSES = [
    pytest.param(
        "The mayor said that the bridge would reopen in May.",
        ("The mayor", "said", ("that the bridge would reopen in May",)),
        id="that",
    ),
    pytest.param(
        "The mayor said the bridge would reopen.",
        ("The mayor", "said", ("the bridge would reopen",)),
        id="no that",
    ),
    pytest.param(
        "Marta Lind says it hurts nobody.",
        ("Marta Lind", "says", ("it hurts nobody",)),
        id="unknown verb",
    ),
    pytest.param(
        "Marta Lind told reporters on Monday that the talks had failed.",
        ("Marta Lind", "told", ("that the talks had failed",)),
        id="hearer and time left out",
    ),
    pytest.param(
        "Marta Lind told state television Saturday the talks had failed.",
        ("Marta Lind", "told", ("the talks had failed",)),
        id="hearer and day without that",
    ),
    pytest.param(
        "The minister said in a statement on Friday he would resign.",
        ("The minister", "said", ("he would resign",)),
        id="place left out",
    ),
    pytest.param(
        "She wondered whether the bridge was safe.",
        ("She", "wondered", ("whether the bridge was safe",)),
        id="question",
    ),
    pytest.param(
        "As the Courier reported, the bridge was closed for a week.",
        ("the Courier", "reported", ("the bridge was closed for a week",)),
        id="comment in front",
    ),
    pytest.param(
        "As Marta Lind announces that she is ready, the bridge is built.",
        ("Marta Lind", "announces", ("that she is ready",)),
        id="clause of time with its own content",
    ),
    pytest.param(
        "They spoke to the mayor and say the bridge is safe.",
        ("They", "say", ("the bridge is safe",)),
        id="base form behind and",
    ),
    pytest.param(
        "They went to leave it as it was and say the bridge is safe.",
        ("They", "say", ("the bridge is safe",)),
        id="base form behind a finite verb",
    ),
    pytest.param(
        "Lind said, after a pause, that the bridge was safe.",
        ("Lind", "said", ("that the bridge was safe",)),
        id="aside between",
    ),
    pytest.param(
        "Lind told a few men who covered the lawn that the bridge was safe.",
        ("Lind", "told", ("that the bridge was safe",)),
        id="hearer with a relative clause",
    ),
    pytest.param(
        "Lind said in Lenna at the pier the bridge was safe.",
        ("Lind", "said", ("the bridge was safe",)),
        id="two places left out",
    ),
    pytest.param(
        "Lind said of the bridge: it is safe.",
        ("Lind", "said", ("it is safe",)),
        id="colon",
    ),
    pytest.param(
        "Lind hopes it lasts.",
        ("Lind", "hopes", ("it lasts",)),
        id="pronoun before an unknown verb",
    ),
]
FRONTED = [
    pytest.param(
        "The bridge was safe, Marta Lind said.",
        ("Marta Lind", "said", ("The bridge was safe",)),
        id="source first",
    ),
    pytest.param(
        "The bridge was safe, said Marta Lind, the chief engineer.",
        ("Marta Lind", "said", ("The bridge was safe",)),
        id="verb first",
    ),
    pytest.param(
        "The plan, Marta Lind said, would cost too much.",
        ("Marta Lind", "said", ("The plan", "would cost too much")),
        id="in the middle",
    ),
    pytest.param(
        "The bridge was loud, she said, adding nothing.",
        ("she", "said", ("The bridge was loud",)),
        id="aside left out",
    ),
    pytest.param(
        "The bridge is ugly, as the Courier noted.",
        ("the Courier", "noted", ("The bridge is ugly",)),
        id="as",
    ),
    pytest.param(
        "It is over, said Berg to his crew.",
        ("Berg", "said", ("It is over",)),
        id="hearer behind",
    ),
    pytest.param(
        "And, the bridge is old, Lind said quietly last week.",
        ("Lind", "said", ("the bridge is old",)),
        id="conjunction left out",
    ),
    pytest.param(
        "That bridge is old, Lind said.",
        ("Lind", "said", ("That bridge is old",)),
        id="that as a determiner",
    ),
    pytest.param(
        "The bridge is old, Lind said: go.",
        ("Lind", "said", ("The bridge is old",)),
        id="colon behind",
    ),
    pytest.param(
        "The bridge is old, Lind said, the town quiet.",
        ("Lind", "said", ("The bridge is old",)),
        id="phrase behind left out",
    ),
]
OTHER_FRAMES = [
    pytest.param(
        "The port plans to build a second pier.",
        ("The port", "plans", ("to build a second pier",)),
        id="infinitive",
    ),
    pytest.param(
        "The council asked the ministry to repair the bridge.",
        ("The council", "asked", ("the ministry to repair the bridge",)),
        id="hearer and infinitive",
    ),
    pytest.param(
        "She asked the council about the bridge.",
        ("She", "asked", ("the bridge",)),
        id="hearer and preposition",
    ),
    pytest.param(
        "Unions warned of a long strike.",
        ("Unions", "warned", ("a long strike",)),
        id="preposition",
    ),
    pytest.param(
        "The ministry denied the allegations.",
        ("The ministry", "denied", ("the allegations",)),
        id="object",
    ),
    pytest.param(
        "The mayor called the plan a “disaster”.",
        ("The mayor", "called", ("the plan a “disaster”",)),
        id="naming",
    ),
    pytest.param(
        "She accused the ministry of hiding the report.",
        ("She", "accused", ("the ministry of hiding the report",)),
        id="accusation",
    ),
]
ACCORDING = [
    pytest.param(
        "According to the ministry, the bridge is safe.",
        ("the ministry", "According to", ("the bridge is safe",)),
        id="in front",
    ),
    pytest.param(
        "According to Marta Lind, the mayor of Lenna, the bridge is safe.",
        ("Marta Lind", "According to", ("the bridge is safe",)),
        id="According to, with a role",
    ),
    pytest.param(
        "According to Marta Lind, the bridge, built in 1999, is safe.",
        ("Marta Lind", "According to", ("the bridge, built in 1999, is safe",)),
        id="According to, with two more commas",
    ),
    pytest.param(
        "According to Marta Lind the bridge is safe.",
        ("Marta Lind", "According to", ("the bridge is safe",)),
        id="no comma",
    ),
    pytest.param(
        "The bridge is safe, according to media reports.",
        ("media reports", "according to", ("The bridge is safe",)),
        id="behind",
    ),
    pytest.param(
        "The bridge, according to the ministry, is safe.",
        ("the ministry", "according to", ("The bridge", "is safe")),
        id="in the middle",
    ),
    pytest.param(
        "The bridge is safe, according to the ministry, which built it.",
        ("the ministry", "according to", ("The bridge is safe",)),
        id="relative clause left out",
    ),
]
NOTHING_SAID = [
    pytest.param("He did not say whether the bridge was safe.", id="negated"),
    pytest.param("He would say that the bridge was safe.", id="not yet"),
    pytest.param("He will be unable to go and accuse Berg of theft.", id="unable"),
    pytest.param("He will stop the talks and accuse Berg of theft.", id="future"),
    pytest.param("The ministry declined to comment on the bridge.", id="silence"),
    pytest.param("The company reports are late.", id="noun in front of a verb"),
    pytest.param("Their claims of damage were wrong.", id="noun behind a possessive"),
    pytest.param("The bridge was said to be safe.", id="passive"),
    pytest.param("A road called Long Mile, crosses the river.", id="only a name"),
    pytest.param("The so-called “ghost bridge” rusted for years.", id="scare quotes"),
    pytest.param("She was a teaching assistant at the school.", id="adjective"),
    pytest.param("According to.", id="no source"),
    pytest.param("According to the ministry.", id="no content"),
    pytest.param("Note that the bridge is closed.", id="nobody"),
    pytest.param("He left without saying a word.", id="preposition"),
    pytest.param("He said.", id="nothing behind"),
    pytest.param("Yes, Lind said.", id="too short"),
    pytest.param("He told the crew.", id="only a hearer"),
    pytest.param("He said in Lenna — it rained.", id="dash"),
    pytest.param("She called “Bridge” home.", id="only a name in marks"),
    pytest.param("On Monday saying that it was over he left.", id="no subject"),
    pytest.param("The men denying guilt left.", id="participle without a clause"),
    pytest.param("Saying it was over he left.", id="no main clause"),
    pytest.param("You say it is over.", id="the reader"),
    pytest.param("He said", id="no word behind"),
    pytest.param("He left to say", id="infinitive at the end"),
    pytest.param("He told the crew", id="hearer at the end"),
    pytest.param("Repeatedly said it was safe.", id="adverb in place of a subject"),
    pytest.param("Last week said it was safe.", id="time in place of a subject"),
    pytest.param("In the hall said it was safe.", id="place in place of a subject"),
    pytest.param("It is over, said Berg the clerk.", id="no end behind the subject"),
    pytest.param("A film, “The Bridge” said Berg.", id="title in front"),
]


@pytest.mark.parametrize(("text", "expected"), CLAUSES)
def test_a_clause_behind_its_cue_is_attributed(
    text: str, expected: tuple[str, str, tuple[str, ...]]
) -> None:
    assert said(text) == [expected]


@pytest.mark.parametrize(("text", "expected"), FRONTED)
def test_words_in_front_of_their_cue_are_attributed(
    text: str, expected: tuple[str, str, tuple[str, ...]]
) -> None:
    assert said(text) == [expected]


@pytest.mark.parametrize(("text", "expected"), OTHER_FRAMES)
def test_a_verb_takes_the_content_that_its_frames_allow(
    text: str, expected: tuple[str, str, tuple[str, ...]]
) -> None:
    assert said(text) == [expected]


@pytest.mark.parametrize(("text", "expected"), ACCORDING)
def test_according_to_gives_its_sentence_to_the_source(
    text: str, expected: tuple[str, str, tuple[str, ...]]
) -> None:
    assert said(text) == [expected]


@pytest.mark.parametrize("text", NOTHING_SAID)
def test_what_nobody_said_is_no_attribution(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Lind said the bridge was safe, but engineers disagree.",
            "the bridge was safe",
        ),
        ("Lind said the bridge was safe; it fell.", "the bridge was safe"),
        (
            "Lind said the bridge was safe - but it fell in May.",
            "the bridge was safe",
        ),
        ("Lind said it was safe - but only in May.", "it was safe - but only in May"),
        (
            "Lind said the bridge, while old, was safe.",
            "the bridge, while old, was safe",
        ),
        ("While Lind said it was safe, the bridge fell.", "it was safe"),
        ("Lind said it was safe, but at last it fell.", "it was safe"),
        ("Lind said that Berg and Olsen think so.", "that Berg and Olsen think so"),
        ("She said that in May and Berg thinks so.", "that in May and Berg thinks so"),
        ("Critics, who say it is loud, left.", "it is loud"),
        ("Ole Berg - who said it was loud - left.", "it was loud"),
        ("Lind said the bridge was safe, according to the Courier.", None),
    ],
)
def test_reported_words_end_where_the_writer_goes_on(
    text: str, content: str | None
) -> None:
    found = [parts for _, cue, parts in said(text) if cue in {"said", "say"}]

    assert found == ([(content,)] if content else [])


def test_two_verbs_of_one_subject_are_two_attributions() -> None:
    found = said("Marta Lind thanked the crew and said the bridge was safe.")

    assert found == [
        ("Marta Lind", "thanked", ("the crew",)),
        ("Marta Lind", "said", ("the bridge was safe",)),
    ]


def test_two_subjects_are_two_attributions() -> None:
    found = said("He said the bridge was safe and she called it “a wreck.”")

    assert found == [
        ("He", "said", ("the bridge was safe",)),
        ("she", "called", ("it “a wreck.”",)),
    ]


def test_a_verb_of_another_tense_is_part_of_the_words() -> None:
    found = said("He denied the claims and hopes to win.")

    assert found == [("He", "denied", ("the claims and hopes to win",))]


def test_a_cue_inside_the_words_of_another_is_no_attribution() -> None:
    found = said("The mayor said that engineers believed the bridge was safe.")

    assert [source for source, _, _ in found] == ["The mayor"]


def test_two_cues_that_hold_each_other_leave_one() -> None:
    found = said("He said it was safe “for good,” as she thinks “that it is.”")

    assert len(found) == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Marta Lind said the bridge was safe.", CueKind.SPEECH),
        ("Marta Lind believes the bridge is safe.", CueKind.BELIEF),
        ("Marta Lind hopes to leave soon.", CueKind.INTENTION),
        ("According to Marta Lind, the bridge is safe.", CueKind.ACCORDING),
        ("The mayor was brief: “It is a very old bridge.”", CueKind.QUOTATION),
    ],
)
def test_the_kind_tells_what_makes_the_attribution(text: str, kind: CueKind) -> None:
    found = read_fast(text).attributions

    assert [attribution.kind for attribution in found] == [kind]


def test_the_head_of_the_source_is_its_noun() -> None:
    parse = read_fast("A spokeswoman for the ministry said it was safe.")

    (found,) = parse.attributions
    assert parse.tokens[found.source_head].text == "spokeswoman"


def test_the_fast_engine_has_no_grammar() -> None:
    parse = read_fast("Marta Lind said the bridge was safe.")

    assert not parse.has_grammar
    assert {(token.dep, token.head) for token in parse.tokens} == {("", -1)}


def test_a_sentence_too_long_for_prose_has_no_attributions() -> None:
    assert (
        said("Marta Lind said that " + "the bridge is old and " * 100 + "safe.") == []
    )


def test_attributions_stand_in_the_order_of_their_words() -> None:
    found = read_fast(
        "“It is safe,” Lind said. She hopes it lasts. “It is not,” said Ole Berg."
    ).attributions

    starts = [attribution.content[0].start for attribution in found]
    assert len(starts) == 3
    assert all(first < second for first, second in pairwise(starts))
