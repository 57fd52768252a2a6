from __future__ import annotations

import pytest

from summarizers.model import Article, Claim, ClaimKind
from summarizers.text.cuts import is_balanced, is_doubtful
from summarizers.text.statements import printed

SOURCE = "Engineer Vera Holt"


def doubtful(
    text: str, cue: str, *content: str, source: str = SOURCE, lang: str = "en"
) -> bool:
    """Whether the first words of the text, cut as given, may be cut wrongly."""
    article = Article(text)

    def span_of(words: str) -> tuple[int, int]:
        start = text.index(words)
        return start, start + len(words)

    claim = Claim(
        "Vera Holt",
        article.span(*span_of(source)),
        article.span(*span_of(cue)),
        tuple(article.span(*span_of(words)) for words in content),
        article.span(0, len(text)),
        ClaimKind.INDIRECT,
    )
    whole = (article.span(0, len(text)),)
    assert (printed(article, claim, lang) == whole) >= is_doubtful(text, claim, lang)
    return is_doubtful(text, claim, lang)


@pytest.mark.parametrize(
    ("text", "balanced"),
    [
        ("The weir is “unsound”.", True),
        ("The weir is “unsound.", False),
        ('"Repairs" (in May)', True),
        ('The "weir', False),
        ("repairs (in", False),
        ("« Le barrage", False),
        ("„Das Wehr“", True),
    ],
)
def test_marks_need_partners(text: str, *, balanced: bool) -> None:
    assert is_balanced(text) is balanced


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        (f"{SOURCE} said the weir was sound.", "said", ("the weir was sound",)),
        (
            f"{SOURCE} said the weir was sound, adding that it was old.",
            "said",
            ("the weir was sound",),
        ),
        (
            f"“The weir,” {SOURCE} said, “is sound.”",
            "said",
            ("“The weir,”", "“is sound.”"),
        ),
        (
            f"The weir was sound, {SOURCE} said on Monday.",
            "said",
            ("The weir was sound",),
        ),
    ],
)
def test_complete_words_stand_alone(
    text: str, cue: str, content: tuple[str, ...]
) -> None:
    assert not doubtful(text, cue, *content)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        # An objection or condition behind the words.
        (f"{SOURCE} said the weir was sound, but only just.", ("the weir was sound",)),
        (
            f"The weir would hold, {SOURCE} said, unless it rained.",
            ("The weir would hold",),
        ),
        (
            f"{SOURCE} said it would hold if the gates opened.",
            ("it would hold",),
        ),
        # The end of an abbreviation.
        (
            f"{SOURCE} said that Anna Berg, D-Vt., led the works.",
            ("Anna Berg, D-Vt",),
        ),
        # A condition before them.
        (f"If it rains, {SOURCE} said, the weir will fail.", ("the weir will fail",)),
        # One of two statements, joined to the other.
        (
            f"{SOURCE} said both that it was old and that it was sound.",
            ("both that it was old",),
        ),
        # A place inside a word.
        (f"{SOURCE} said it was older than Tarn's weir.", ("it was older than Tarn",)),
        (f"{SOURCE} said Tarn’s weir was old.", ("’s weir was old",)),
        (f"{SOURCE} said an e-mail had come.", ("an e",)),
        # The start or the end of a clause.
        (f"{SOURCE} said it was open whether it rains.", ("it was open whether",)),
        (
            f"{SOURCE} said it hit the firm, whose owner, Ole Berg, fled.",
            ("it hit the firm, whose owner, Ole Berg",),
        ),
        (f"{SOURCE} said in a year, the weir will fail.", ("in a year",)),
        (f"{SOURCE} said the weir by the mill was sound.", ("was sound",)),
        (f"The weir “will not last,” {SOURCE} said.", ("“will not last,”",)),
        (f"The weir “lasts,” {SOURCE} said.", ("“lasts,”",)),
        (f"{SOURCE} said “... and it is old.”", ("“... and it is old.”",)),
        # A quotation joined to narrative, or to a piece of another one.
        (
            f"“It is old,” {SOURCE} said of the weir at Tarn.",
            ("“It is old,”", "the weir at Tarn"),
        ),
        (
            f"{SOURCE} said “It is old” and spoke of a “grave danger”.",
            ("“It is old”", "“grave danger”"),
        ),
        # The second half of a quotation.
        (
            f"“It is old,” as {SOURCE} said, “not sound.”",
            ("“not sound.”",),
        ),
        # Narrative in two pieces that the verb does not part.
        (
            f"{SOURCE} said the weir was sound, the Echo wrote.",
            ("the weir was sound", "the Echo wrote"),
        ),
        # The first words of the source.
        (
            f"The weir was sound, a spokeswoman {SOURCE} said.",
            ("The weir was sound, a spokeswoman",),
        ),
        # A name that the reporter explains.
        (f"It is part of what {SOURCE} said “a gift” was.", ("“a gift” was",)),
    ],
)
def test_doubtful_words_are_printed_with_their_sentence(
    text: str, content: tuple[str, ...]
) -> None:
    assert doubtful(text, "said", *content)


def test_a_passive_needs_its_subject() -> None:
    text = f"The flood was called “a warning” by {SOURCE}."

    assert doubtful(text, "called", "“a warning”")


def test_a_language_without_lists_needs_whole_words_and_unmixed_parts() -> None:
    text = f"{SOURCE} sagt, das Wehr-Tor hält, aber nur knapp."

    assert not doubtful(text, "sagt", "das Wehr-Tor hält", lang="de")
    assert doubtful(text, "sagt", "das Wehr", lang="de")
