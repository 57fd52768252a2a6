from __future__ import annotations

from unicodedata import normalize

import pytest

from bot.core.commands.programs.verification import LineMatch, VerifiedLine, find_line
from summarizers.model import Article

TEXT = (
    "The ferry stays in port. “We’ll wait until Thursday – or\nlonger,” Ida Brandt said.\n\n"
    "Nobody says that the mayor is guilty. Le café de l’été ouvre\xa0: l’œuvre commence."
)
ARTICLE = Article(TEXT, url="https://gazette.example/a", lang="en")


def verified(line: str, article: Article = ARTICLE) -> VerifiedLine:
    found = find_line(line, article)
    assert found is not None
    assert found.span.text == article.text[found.span.start : found.span.end]
    return found


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("THE FERRY  stays in\tport", "The ferry stays in port"),
        ('"We\'ll wait until Thursday - or longer,"', TEXT[25:66]),
        ("We\u200b’ll wait", "We’ll wait"),
        (normalize("NFD", "le café"), "Le café"),
        ("l'été ouvre : l’œuvre", "l’été ouvre\xa0: l’œuvre"),
    ],
)
def test_only_spaces_capitals_and_signs_may_differ(line: str, printed: str) -> None:
    found = verified(line)

    assert found.match is LineMatch.NORMALISED
    assert found.span.text.strip() == printed.strip()


@pytest.mark.parametrize(
    "line",
    [
        "The ferry stays",
        "the may",
        "erry stays in port.",
        "The ferry stays at port.",
        "The ferry port.",
        "Le cafe",
        "…",
        " ",
        "\u200b",
        "port. .port",
    ],
)
def test_other_lines_and_parts_of_words_are_not_in_it(line: str) -> None:
    is_part = line == "The ferry stays"

    assert (find_line(line, ARTICLE) is not None) == is_part


def test_a_part_of_a_sentence_comes_with_the_whole() -> None:
    found = verified("the mayor is guilty")

    assert found.sentence.text == "Nobody says that the mayor is guilty."
    assert verified("The ferry stays in port.").sentence == found.sentence.__class__(
        0, 24, "The ferry stays in port."
    )


def test_long_texts_of_one_sign_take_no_long_time() -> None:
    article = Article("a " * 50_000, lang="en")

    assert find_line("A " * 900 + "b", article) is None
    assert verified("A A", article).span.start == 0
