from __future__ import annotations

import pytest

from summarizers.readers.parse import CueKind
from tests.unit.summarizers.readers.english.conftest import Reader

SAID = [
    pytest.param(
        '"The dike leaks", Lind told Harbour News, "and nobody looks after it."',
        ("Lind", "told", ('"The dike leaks"', '"and nobody looks after it."')),
        id="who told, not who was told",
    ),
    pytest.param(
        "The council went on to warn that the dike would break.",
        ("The council", "warn", ("that the dike would break",)),
        id="what somebody went on to say",
    ),
    pytest.param(
        "The union criticized the mayor over the fares.",
        ("The union", "criticized", ("the mayor over the fares",)),
        id="object with what of it",
    ),
    pytest.param(
        'The Harbour Office notes, "The dike leaks", adding weight to the plan.',
        ("The Harbour Office", "notes", ('"The dike leaks"',)),
        id="participle behind the quotation is no cue",
    ),
    pytest.param(
        'The Lenna Bureau of Water notes, "Prices rise", adding weight to the plan.',
        ("The Lenna Bureau of Water", "notes", ('"Prices rise"',)),
        id="verb tagged as a noun",
    ),
    pytest.param(
        '"We sold the ferry too soon." – Marta Lind',
        ("Marta Lind", None, ('"We sold the ferry too soon."',)),
        id="signed quotation",
    ),
    pytest.param(
        'A "senior harbour source", however, claimed that the ferry was sold.',
        ('A "senior harbour source', "claimed", ("that the ferry was sold",)),
        id="name in quotation marks is no speech",
    ),
    pytest.param(
        "According to Rathsen the Harbour property was returned to the owners.",
        (
            "Rathsen",
            "According to",
            ("the Harbour property was returned to the owners",),
        ),
        id="according to, without a comma",
    ),
    pytest.param(
        "The mayor said that the bridge would reopen in May.",
        ("The mayor", "said", ("that the bridge would reopen in May",)),
        id="clause",
    ),
    pytest.param(
        "The mayor said the bridge would reopen, although engineers disagree.",
        ("The mayor", "said", ("the bridge would reopen",)),
        id="without the reporter's own concession",
    ),
    pytest.param(
        "Marta Lind told reporters that the talks had failed.",
        ("Marta Lind", "told", ("that the talks had failed",)),
        id="addressee left out",
    ),
    pytest.param(
        '"The bridge is safe," said Marta Lind, the chief engineer.',
        ("Marta Lind", "said", ('"The bridge is safe,"',)),
        id="inverted, apposition left out",
    ),
    pytest.param(
        '"The bridge," Lind said, "is safe for another winter."',
        ("Lind", "said", ('"The bridge,"', '"is safe for another winter."')),
        id="interrupted quotation",
    ),
    pytest.param(
        "According to the port authority, two ferries were damaged.",
        ("the port authority", "According to", ("two ferries were damaged",)),
        id="according to, in front",
    ),
    pytest.param(
        "Two ferries were damaged, according to the port authority.",
        ("the port authority", "according to", ("Two ferries were damaged",)),
        id="according to, behind",
    ),
    pytest.param(
        "The ministry warned of a shortage of fuel.",
        ("The ministry", "warned", ("of a shortage of fuel",)),
        id="preposition",
    ),
    pytest.param(
        'Critics called the plan "a gift to the banks".',
        ("Critics", "called", ('the plan "a gift to the banks"',)),
        id="naming",
    ),
    pytest.param(
        'He described the raid as "an act of piracy".',
        ("He", "described", ('the raid as "an act of piracy"',)),
        id="naming with as",
    ),
    pytest.param(
        "The union plans to strike in October.",
        ("The union", "plans", ("to strike in October",)),
        id="intention",
    ),
    pytest.param(
        "The union believes that wages will fall.",
        ("The union", "believes", ("that wages will fall",)),
        id="belief",
    ),
    pytest.param(
        "The company accused its rival of copying the design.",
        ("The company", "accused", ("its rival of copying the design",)),
        id="accusation",
    ),
    pytest.param(
        'In a letter, the governor wrote: "Nobody will be left behind."',
        ("the governor", "wrote", ('"Nobody will be left behind."',)),
        id="colon",
    ),
    pytest.param(
        "The officer was quoted as saying that the road was clear.",
        ("The officer", "saying", ("that the road was clear",)),
        id="quoted as saying",
    ),
    pytest.param(
        "The agency made the announcement that the dam would close.",
        ("The agency", "announcement", ("that the dam would close",)),
        id="noun with a light verb",
    ),
    pytest.param(
        "The message of the bank was that rates will stay high.",
        ("the bank", "message", ("that rates will stay high",)),
        id="noun with a copula",
    ),
    pytest.param(
        "The plan, she argued, would cost too much.",
        ("she", "argued", ("The plan", "would cost too much")),
        id="parenthesis",
    ),
    pytest.param(
        "The plan failed, as Lind noted in her report.",
        ("Lind", "noted", ("The plan failed",)),
        id="as",
    ),
    pytest.param(
        "The council urged residents to boil their water.",
        ("The council", "urged", ("residents to boil their water",)),
        id="request",
    ),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_words_reach_their_source(
    reader: Reader, text: str, expected: tuple[str, str, tuple[str, ...]]
) -> None:
    found = reader.said(text)

    assert found == [expected]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The mayor could say that the bridge is safe.", id="could"),
        pytest.param("If the mayor denies the report, the vote will fall.", id="if"),
        pytest.param('The so-called "green corridor" opened on Monday.', id="marks"),
        pytest.param("I think the bridge is safe.", id="the author"),
        pytest.param("Oats: two cups.\n\nMilk: one glass.", id="a list"),
        pytest.param("The chunks melted to reveal an old road.", id="purpose"),
    ],
)
def test_what_nobody_said_is_no_attribution(reader: Reader, text: str) -> None:
    assert reader.said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "It has been reported, but not confirmed, that the ferry sank.",
            id="denied passive that joins another",
        ),
        pytest.param("No report says that the ferry sank.", id="no source at all"),
    ],
)
def test_sources_that_are_none_say_nothing(reader: Reader, text: str) -> None:
    assert reader.parse(text).attributions == ()


def test_what_another_reports_is_a_claim_of_its_own(reader: Reader) -> None:
    text = "The mayor said the ferry was sold, with the Lenna Post reporting it sank."

    assert reader.said(text) == [
        ("The mayor", "said", ("the ferry was sold",)),
        ("the Lenna Post", "reporting", ("it sank",)),
    ]


def test_second_reporting_verb_cuts_the_first_content(reader: Reader) -> None:
    found = reader.said(
        "The minister said prices were stable and warned traders not to hoard grain."
    )

    assert found == [
        ("The minister", "said", ("prices were stable",)),
        ("The minister", "warned", ("traders not to hoard grain",)),
    ]


def test_speech_around_its_cue_is_one_attribution(reader: Reader) -> None:
    first, second = '"The bridge is safe,"', '"We checked every bolt of it."'

    found = reader.said(f"{first} she said. {second} Then she left.")

    assert found == [("she", "said", (first, second))]


def test_speech_in_the_next_paragraph_keeps_the_speaker(reader: Reader) -> None:
    first, second = '"The bridge is safe,"', '"We checked every bolt of it."'

    found = reader.said(f"{first} she said.\n\n{second}")

    assert found == [("she", "said", (first,)), ("she", "said", (second,))]


def test_quotation_of_several_sentences_is_one_content(reader: Reader) -> None:
    words = "“The bridge is safe. We checked every bolt. It will last,”"

    found = reader.said(f"{words} Lind said.")

    assert found == [("Lind", "said", (words,))]


def test_open_quotation_goes_on_in_the_next_paragraph(reader: Reader) -> None:
    first = "“We checked every bolt of the bridge and found no crack."
    second = "“It will last for another winter,”"

    found = reader.said(f"“It is safe,” Lind said.\n\n{first}\n\n{second} Lind added.")

    assert found[-1][-1] == (first, second)


def test_quotation_alone_follows_the_speaker_before(reader: Reader) -> None:
    parse = reader.parse(
        "The bridge is safe, Lind said.\n\nShe is sure of it.\n\n"
        '"We checked every bolt of it."'
    )

    alone = parse.attributions[-1]
    assert alone.follows
    assert (alone.kind, alone.source, alone.cue) == (CueKind.QUOTATION, None, None)


def test_cue_inside_a_quotation_is_no_claim_of_its_own(reader: Reader) -> None:
    found = reader.said('"My father said the bridge would fall," Lind recalled.')

    assert [cue for _, cue, _ in found] == ["recalled"]


def test_transcript_turns_belong_to_their_labels(reader: Reader) -> None:
    found = reader.said("Host: Is the bridge safe?\n\nLind: It is. I think it holds.")

    assert found == [
        ("Host", ":", ("Is the bridge safe?",)),
        ("Lind", ":", ("It is. I think it holds.",)),
    ]


def test_semicolon_parts_a_statement_from_the_next_reporter(reader: Reader) -> None:
    found = reader.said("The vote was split; the envoy asked both sides to wait.")

    assert found == [("the envoy", "asked", ("both sides to wait",))]


def test_tokens_are_slices_of_the_text(reader: Reader) -> None:
    parse = reader.parse('The “old” dam\u00a0broke.\n\n"Run!"  he cried twice.')

    text = parse.layout.text
    assert all(text[t.start : t.end] == t.text for t in parse.tokens)


def test_heads_stay_inside_their_sentence(reader: Reader) -> None:
    parse = reader.parse("The dam broke. Nobody was hurt. The road is closed.")

    assert all(
        first <= parse.tokens[i].head < last
        for first, last in parse.bounds
        for i in range(first, last)
    )
