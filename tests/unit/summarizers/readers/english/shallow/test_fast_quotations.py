from __future__ import annotations

import pytest

from summarizers.model import Article
from summarizers.readers.english.shallow.fast_parser import FastParser
from summarizers.readers.parse import CueKind
from summarizers.text.splitting import split_text
from tests.fakes.articles import read_fast, said

QUOTED = [
    pytest.param(
        "“The bridge is as safe as ever.” – Marta Lind",
        ("Marta Lind", None, ("“The bridge is as safe as ever.”",)),
        id="signed",
    ),
    pytest.param(
        "“The bridge is safe,” Marta Lind said.",
        ("Marta Lind", "said", ("“The bridge is safe,”",)),
        id="source first",
    ),
    pytest.param(
        "“The bridge is safe,” said Marta Lind, the chief engineer.",
        ("Marta Lind", "said", ("“The bridge is safe,”",)),
        id="verb first",
    ),
    pytest.param(
        '"The bridge is safe," Marta Lind told the Courier late on Tuesday.',
        ("Marta Lind", "told", ('"The bridge is safe,"',)),
        id="hearer and time behind",
    ),
    pytest.param(
        "“The bridge is safe”, said Marta Lind.",
        ("Marta Lind", "said", ("“The bridge is safe”",)),
        id="comma behind the mark",
    ),
    pytest.param(
        "“Is it safe?” the minister asked.",
        ("the minister", "asked", ("“Is it safe?”",)),
        id="question",
    ),
    pytest.param(
        "Marta Lind said: “The bridge is safe.”",
        ("Marta Lind", "said", ("“The bridge is safe.”",)),
        id="colon",
    ),
    pytest.param(
        "Marta Lind told a crowd at the pier, “The bridge is safe.”",
        ("Marta Lind", "told", ("“The bridge is safe.”",)),
        id="hearer in front",
    ),
    pytest.param(
        "“The bridge,” Marta Lind said, “will be safe by May.”",
        ("Marta Lind", "said", ("“The bridge,”", "“will be safe by May.”")),
        id="interrupted",
    ),
    pytest.param(
        "“It is safe,” Marta Lind said. “It will carry trains again.”",
        ("Marta Lind", "said", ("“It is safe,”", "“It will carry trains again.”")),
        id="resumed in the next sentence",
    ),
    pytest.param(
        "The plan is “an absurd and costly dream,” Marta Lind said.",
        ("Marta Lind", "said", ("The plan is “an absurd and costly dream,”",)),
        id="fragment",
    ),
    pytest.param(
        "He said the “bridge is ugly. It is loud.” Then he left.",
        ("He", "said", ("the “bridge is ugly. It is loud.”",)),
        id="up to the end of the quotation",
    ),
    pytest.param(
        "The minister continued:\n\n“I am tired of all bridges.”",
        ("The minister", "continued", ("“I am tired of all bridges.”",)),
        id="announced",
    ),
    pytest.param(
        "The minister wrote:\n\nI am tired of bridges. I will go.\n\nThe rest is dull.",
        ("The minister", "wrote", ("I am tired of bridges. I will go.",)),
        id="announced block",
    ),
    pytest.param(
        "The minister paid tribute to the crew: “They are the best of us.”",
        ("The minister", None, ("“They are the best of us.”",)),
        id="colon without a verb of saying",
    ),
    pytest.param(
        "“It is safe.” Marta Lind said.",
        ("Marta Lind", "said", ("“It is safe.”",)),
        id="cue cut off",
    ),
    pytest.param(
        "“It is over,” said Berg, a clerk for the port in Lenna, who left.",
        ("Berg", "said", ("“It is over,”",)),
        id="role behind",
    ),
    pytest.param(
        "“It is over,” said Berg, a clerk.",
        ("Berg", "said", ("“It is over,”",)),
        id="role at the end",
    ),
    pytest.param(
        "“It is over,” said Berg, a man of many words.",
        ("Berg", "said", ("“It is over,”",)),
        id="long role at the end",
    ),
    pytest.param(
        "Since “Go!” Lind said he was tired.",
        ("Lind", "said", ("he was tired",)),
        id="quotation of another",
    ),
    pytest.param(
        "“It is over,” said Berg, a clerk without an office.",
        ("Berg", "said", ("“It is over,”",)),
        id="role with another preposition",
    ),
    pytest.param(
        "“It is over,” said Berg, a clerk seen in Lenna.",
        ("Berg", "said", ("“It is over,”",)),
        id="role with a participle",
    ),
    pytest.param(
        "Lind said, after a pause, “It is over.”",
        ("Lind", "said", ("“It is over.”",)),
        id="aside in front",
    ),
    pytest.param(
        "He spoke to a very large crowd of men in Lenna at noon:\n\n“It is over now.”",
        ("He", None, ("“It is over now.”",)),
        id="announced from afar",
    ),
]


@pytest.mark.parametrize(("text", "expected"), QUOTED)
def test_a_quotation_belongs_to_the_cue_beside_it(
    text: str, expected: tuple[str, str | None, tuple[str, ...]]
) -> None:
    assert said(text) == [expected]


def test_a_quotation_behind_a_reported_clause_is_one_of_its_own() -> None:
    found = said("The minister announced he would go: “I am tired of bridges.”")

    assert found == [
        ("The minister", "announced", ("he would go",)),
        ("The minister", "announced", ("“I am tired of bridges.”",)),
    ]


def test_an_open_quotation_goes_on_in_the_next_paragraph() -> None:
    found = said(
        "“I am tired,” the minister said. “They are ugly.\n\n“And loud at night too.”"
    )

    assert found == [
        (
            "the minister",
            "said",
            ("“I am tired,”", "“They are ugly.", "“And loud at night too.”"),
        )
    ]


def test_a_quoted_paragraph_without_a_cue_follows_the_speaker_before() -> None:
    found = read_fast(
        "“I am tired,” the minister said.\n\n“They are ugly in the rain and snow.”"
    ).attributions

    assert [attribution.follows for attribution in found] == [False, True]
    assert found[1].kind is CueKind.QUOTATION
    assert found[1].source is None
    assert found[1].cue is None


def test_a_quoted_sentence_follows_the_report_before_it() -> None:
    found = read_fast(
        "The minister said he was tired. “They are all ugly in the rain.”"
    ).attributions

    assert [attribution.follows for attribution in found] == [False, True]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "The train left. “They are all ugly in the rain.”", id="no speaker"
        ),
        pytest.param(
            "The minister said he was tired. “No.”", id="too short to be a statement"
        ),
        pytest.param(
            "No: “They are all ugly in the rain.”", id="nobody before a colon"
        ),
        pytest.param(
            "The minister said he was tired.\n\n“They are all ugly in the rain.”",
            id="report in the paragraph before",
        ),
        pytest.param(
            "“I am tired,” Lind said.\n\nThe train left.\n\n“They are ugly in the rain.”",
            id="another sentence between",
        ),
    ],
)
def test_a_quotation_that_follows_nobody_is_no_attribution(text: str) -> None:
    found = read_fast(text).attributions

    assert not any(attribution.follows for attribution in found)


def test_a_cue_inside_a_quotation_is_part_of_what_was_said() -> None:
    found = said("“He told me that he was tired,” Marta Lind said.")

    assert [source for source, _, _ in found] == ["Marta Lind"]


def test_a_title_in_marks_in_front_of_a_clause_is_not_what_was_said() -> None:
    found = said("After “The Bridge” Marta Lind said that she was tired.")

    assert found == [("Marta Lind", "said", ("that she was tired",))]


def test_a_quotation_that_opens_an_article_follows_nobody() -> None:
    layout = split_text(Article(text="“They are all ugly in the rain and snow.”"))

    parse = FastParser().parse(layout)

    assert parse.attributions == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Rain fell.\n\nPhoto: “The Bridge” by Harbour Press", id="noise"),
        pytest.param("“It is safe.”\nMarta Lind said.", id="another paragraph"),
    ],
)
def test_a_quotation_apart_from_every_cue_is_no_attribution(text: str) -> None:
    assert said(text) == []
