from __future__ import annotations

import pytest

from tests.fakes.articles import said

SOURCES = [
    ("Marta Lind, 44, a clerk in Lenna, said it was safe.", "Marta Lind"),
    ("Marta Lind (Greens) said it was safe.", "Marta Lind"),
    ("Marta Lind’s lawyer, Ole Berg, said it was safe.", "Marta Lind’s lawyer"),
    (
        "The head of the port authority said it was safe.",
        "The head of the port authority",
    ),
    ("A report by the ministry said it was safe.", "A report by the ministry"),
    ("Marta Lind and Ole Berg said it was safe.", "Marta Lind and Ole Berg"),
    ("China and Russia both said it was safe.", "China and Russia"),
    ("Half of the crew said it was safe.", "Half of the crew"),
    ("Six in 10 say it is safe.", "Six in 10"),
    ("People who live near the bridge say it is safe.", "People"),
    ("Marta Lind, who built it, said it was safe.", "Marta Lind"),
    ("Marta Lind, says that it is safe.", "Marta Lind"),
    ("Marta Lind on Monday said it was safe.", "Marta Lind"),
    ("Marta Lind last week said it was safe.", "Marta Lind"),
    ("Marta Lind has also repeatedly said it was safe.", "Marta Lind"),
    ("In a statement Marta Lind said it was safe.", "Marta Lind"),
    ("In May, in a long speech, Marta Lind said it was safe.", "Marta Lind"),
    ("On Monday the ministry said it was safe.", "the ministry"),
    ("As prices rose the ministry said it was safe.", "the ministry"),
    ("Asked about the bridge, the minister said it was safe.", "the minister"),
    ("She went on to say that it was safe.", "She"),
    ("The minister was quoted as saying that it was safe.", "The minister"),
    ("The minister left the hall, saying it was safe.", "The minister"),
    ("Noting that it was safe, the minister left.", "the minister"),
    ("The ministry issued a note warning that it was not safe.", "The ministry"),
    ("A sign saying “It is safe” hung there.", "A sign"),
    ("With Ole Berg claiming that it was safe, all left.", "Ole Berg"),
    ("The minister used the speech to say that it was safe.", "The minister"),
    (
        "It was safe, said Marta Lind of the port authority.",
        "Marta Lind of the port authority",
    ),
    ("It was safe, said Marta Lind in Lenna.", "Marta Lind"),
    ("It was safe, said she.", "she"),
    ("He left, and however hard it was, Lind said it was safe.", "Lind"),
    ("The works in Lenna and Berg said it was safe.", "The works in Lenna and Berg"),
    ("He went to the works in May and Berg said it was safe.", "Berg"),
    ("All the men said it was safe.", "All the men"),
    ("The minister of retired age said it was safe.", "The minister of retired age"),
    ("At the May vote Lind said it was safe.", "Lind"),
    ("He rose and said it was safe.", "He"),
    ("But in May, the crew rose and said it was safe.", "the crew"),
    ("He later said it was safe.", "He"),
    ("The ministry, it said, was safe.", "it"),
    ("He walked through Lenna and Berg said it was safe.", "Berg"),
    ("Earlier today police said it was safe.", "police"),
    ("She rose, and he, a man of Lenna, said it was safe.", "he"),
]


@pytest.mark.parametrize(("text", "source"), SOURCES)
def test_the_source_is_the_noun_phrase_without_its_apposition(
    text: str, source: str
) -> None:
    found = said(text)

    assert [name for name, _, _ in found] == [source]


@pytest.mark.parametrize(
    "text",
    [
        "The bridges plan was changed twice.",
        "The flags of the state remained.",
        "Local support was strong.",
        "Asian states comprise a third of the list.",
    ],
)
def test_a_noun_that_looks_like_a_verb_has_no_source(text: str) -> None:
    assert said(text) == []
