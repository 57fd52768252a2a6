"""Paragraphs, sentences, quotations and noise: the layout of a text."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizers.model import Article
from summarizers.text.splitting import split_text
from tests.fakes.readers import TABLES
from tests.tables import lines

PROSE = (
    "The dam above the old town held through the night, engineers said.",
    "Rain fell on the hills for a week.",
    "The mayor left the town hall on Monday.",
    "Boats lay dry at the pier.",
)
PIECES = [
    *("a", "A", ".", "!", '"', "“", "”", "'", "‘", "«", " ", "-", "—", "(", "]", "<"),
    *("' ", "'a ", '"a ', "“a ", "a” ", "A. ", "Mr. ", "] ", "]=", "(AP) — ", "By A"),
    *("Photo: ", "(left) ", "?! ", ". . . ", '"A b c. ', "s' a ", "``", "a@b.c "),
    *("A-", "A'", "x (y) ", "A and ", "follow @", "\u200b", "é", "中", "1.2.", "\n\n"),
]  # fmt: skip


def _full(text: str) -> str:
    """A text of the tables, with its paragraphs of prose."""
    prose = iter(PROSE)
    whole = re.sub("…(?= ¶|$)", lambda _: next(prose), text)
    return whole.replace(" ¶ ", "\n\n")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_is_no_prose_is_marked_with_its_reason(
    subtests: pytest.Subtests, lang: str
) -> None:
    for line in lines(f"{TABLES[lang]}/noise"):
        title, _, marked = line.rpartition(" ‖ ")
        text = _full(re.sub("⟦[a-z]+: (.*?)⟧", r"\1", marked))
        with subtests.test(text=text):
            layout = split_text(Article(text, title or None), lang)

            found = [(one.reason, one.span.text) for one in layout.noise]
            assert found == re.findall("⟦([a-z]+): (.*?)⟧", marked)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_sentences_end_where_their_table_says(
    subtests: pytest.Subtests, lang: str
) -> None:
    for line in lines(f"{TABLES[lang]}/sentences"):
        text = line.replace(" ¦ ", " ").replace("¦", "")
        with subtests.test(text=text):
            found = [s.text for s in split_text(Article(text), lang).sentences]

            assert found == [part.strip() for part in line.split("¦")]


def test_quotations_have_their_marks_words_and_links(subtests: pytest.Subtests) -> None:
    for line in lines("english/quotations"):
        text = re.sub("⟦\\+|[⟦⟧⟨⟩]", "", line).replace(" ¶ ", "\n\n")
        with subtests.test(text=text):
            found = [
                (
                    "+" * quotation.continues,
                    text[quotation.start : quotation.inner_start],
                    text[quotation.inner_start : quotation.inner_end],
                    text[quotation.inner_end : quotation.end],
                )
                for quotation in split_text(Article(text)).quotations
            ]

            assert found == re.findall(r"⟦(\+?)(.*?)⟨(.*?)⟩(.*?)⟧", line)


def test_quotation_is_closed_by_a_mark_alone() -> None:
    text = "He said: “We will wait.\n\nShe said: “I go.”"

    quotations = split_text(Article(text)).quotations

    assert [quotation.closed for quotation in quotations] == [False, True]


WRAPPED = """\
The water authority said on Tuesday that the dam above the old town had
held through the night, although the lake behind it stood higher than at
any time since the wall was raised. Engineers walked the crest at dawn
and found no new cracks.
{gap}Families from the lower streets were told to stay with relatives until
the rain had passed and the second sluice could be opened by hand, which
may take two days.
"""


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("The dam held.\n\nNobody was hurt.", ["The dam", "Nobody "]),
        ("  \n\t The dam held. \u00a0 \n \n", ["The dam"]),
        (
            "Bread\nMilk\nEggs\nA sack of flour\nSalt",
            ["Bread", "Milk", "Eggs", "A", "Salt"],
        ),
        (WRAPPED.format(gap="\n"), ["The water", "Families"]),
        (WRAPPED.format(gap="   "), ["The water", "Families"]),
        *(
            (f"The dam held.{mark}Nobody was hurt.", ["The dam", "Nobody"])
            for mark in ("\n", "\r\n", "\r", "\u2028", "\u2029", "\x0c", "\x85", "\x1c")
        ),
        ("", []),
    ],
)
def test_lines_are_paragraphs_unless_a_file_is_wrapped(
    text: str, starts: list[str]
) -> None:
    paragraphs = split_text(Article(text)).paragraphs

    assert len(paragraphs) == len(starts)
    for paragraph, start in zip(paragraphs, starts, strict=True):
        assert text[paragraph.start : paragraph.end].startswith(start)


def _check(text: str) -> None:
    layout = split_text(Article(text, title=text[:80]))
    spans = [s.span for s in layout.sentences] + [one.span for one in layout.noise]
    assert all(text[one.start : one.end] == one.text for one in spans)
    assert [s.index for s in layout.sentences] == list(range(len(layout.sentences)))
    assert all(one.end <= other.start for one, other in pairwise(layout.sentences))
    for sentence in layout.sentences:
        noise = layout.paragraphs[sentence.paragraph].noise
        assert noise is None or sentence.noise == noise


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text())
def test_any_text_is_laid_out_with_its_own_words(text: str) -> None:
    _check(text)


def test_one_piece_a_hundred_thousand_times_is_laid_out(
    subtests: pytest.Subtests,
) -> None:
    for piece in PIECES:
        with subtests.test(piece=piece):
            _check(piece * (100_000 // len(piece)))
