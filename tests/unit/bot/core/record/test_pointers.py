from __future__ import annotations

import pytest

from bot.core.record.pointers import has_pointer
from summarizers.model import Article, ClaimKind
from tests.fakes.statements import said

BEFORE = "The agreement of the port cost much. An email told of it."


def points(
    words: str,
    kind: ClaimKind = ClaimKind.DIRECT,
    title: str = "Lenna waits for its ferry",
    lang: str = "en",
) -> bool:
    """Whether these words have a pointer to something before them."""
    text = f"{BEFORE}\nBrandt said {words}."
    article = Article(text, title=title)
    return has_pointer(said(text, words, kind=kind), article, lang)


@pytest.mark.parametrize(
    ("words", "is_unclear"),
    [
        ("“We never saw a storm like this in Lenna,”", True),
        ("“It looks like this is the last ferry of Lenna,”", False),
        ("“There was no ferry between the two,”", True),
        ("“There was no ferry between the two towns,”", False),
        ("“We have to take four ferries thereafter,”", True),
        (f"“Lenna has ferries{' and trains' * 5}, and no storm like this,”", False),
    ],
)
def test_words_that_compare_or_count_need_what_was_said_before(
    words: str, *, is_unclear: bool
) -> None:
    assert points(words) is is_unclear


@pytest.mark.parametrize(
    ("words", "is_unclear"),
    [
        ("“We just cannot have a repeat of that because it hurts,”", True),
        ("“The ferry is clearly not one of those,”", True),
        ("“We told Lind that years ago,”", True),
        ("“We told Lind that ferries sail,”", False),
        ("“We are sure of those ferries,”", False),
    ],
)
def test_that_as_an_object_is_unclear(words: str, *, is_unclear: bool) -> None:
    assert points(words) is is_unclear


@pytest.mark.parametrize(
    ("words", "is_unclear"),
    [
        ("that will allow the crew to sail", True),
        ("that was in part for the crew", True),
        ("that ferries will sail", False),
    ],
)
def test_that_behind_the_verb_may_be_the_subject(
    words: str, *, is_unclear: bool
) -> None:
    assert points(words, ClaimKind.INDIRECT) is is_unclear


@pytest.mark.parametrize(
    ("words", "title", "is_unclear"),
    [
        ("“We pay if the agreement is kept,”", "Lenna waits", True),
        ("“We pay if the agreement is kept,”", "Lenna makes an agreement", False),
        ("“Their agreement holds, and the agreement is good,”", "Lenna waits", False),
        ("“We pay if the agreement of the port is kept,”", "Lenna waits", False),
        ("“We pay if the lawsuit is won,”", "Lenna waits", False),
        ("“We pay as long as this case is heard,”", "Lenna waits", True),
        ("“We found the faults in this report,”", "Lenna waits", True),
        ("“We found the faults in the email, and paid,”", "Lenna waits", False),
        ("“We found the faults of this ferry,”", "Lenna waits", False),
    ],
)
def test_an_affair_must_be_named(words: str, title: str, *, is_unclear: bool) -> None:
    assert points(words, title=title) is is_unclear


def test_lists_of_english_words_are_not_used_for_other_languages() -> None:
    assert not points("“We never saw a storm like this in Lenna,”", lang="fr")
