from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from summarizers.model import Article, Claim, ClaimKind, Span
from summarizers.readers.english.claim_refusals import (
    follows_old,
    is_dated_before,
    is_impersonal,
    is_nameless,
    is_second_hand,
)
from summarizers.text.splitting import split_text

PUBLISHED = date(2019, 6, 14)


def _claim(text: str, content: str, speaker: str | None = "Lena Roth") -> Claim:
    start = text.index(content)
    sentences = split_text(Article(text)).sentences
    sentence = next(s.span for s in sentences if s.start <= start < s.end)
    span = Span(start, start + len(content), content)
    return Claim(speaker, None, None, (span,), sentence, ClaimKind.INDIRECT)


@pytest.mark.parametrize(
    "speaker", ["the singer", "The actress", "his attorney", "people with boats", None]
)
def test_speaker_whom_the_line_does_not_tell_is_nameless(speaker: str | None) -> None:
    assert is_nameless(_claim("The pier leaks.", "The pier leaks", speaker))


@pytest.mark.parametrize(
    "speaker",
    [
        "Lena Roth",
        "the prosecutor",
        "The police chief",
        "the captain",
        "A police spokesperson",
        "the company",
        "officials",
        "critics",
    ],
)
def test_offices_bodies_and_names_are_not_nameless(speaker: str) -> None:
    assert not is_nameless(_claim("The pier leaks.", "The pier leaks", speaker))


@pytest.mark.parametrize(
    ("text", "is_old"),
    [
        ("Roth in 2016 told the Post that it leaks.", True),
        ("Last summer, Roth said that it leaks.", True),
        ("Roth said back in October that it leaks.", True),
        ("Roth said at the time that it leaks.", True),
        ("Roth said in May that it leaks.", False),
        ("Roth said in 2019 that it leaks.", False),
        ("Roth said that it leaks since 2016.", False),
    ],
)
def test_time_before_the_content_dates_a_statement(text: str, *, is_old: bool) -> None:
    article = Article(text, published=PUBLISHED)
    assert is_dated_before(article, _claim(text, "it leaks")) is is_old


@pytest.mark.parametrize(
    ("before", "is_old"),
    [
        ("Roth spoke to the Post last year.", True),
        ("Roth revealed the plan back in October.", True),
        ("Roth spoke to the Post on Friday.", False),
        ("The pier opened last year.", False),
    ],
)
def test_statement_goes_on_with_the_sentence_before(
    before: str, *, is_old: bool
) -> None:
    text = f"{before} She said it leaks."
    article = Article(text, published=PUBLISHED)
    sentences = split_text(article).sentences
    assert follows_old(article, _claim(text, "it leaks"), sentences) is is_old


def test_undated_article_has_no_old_statement() -> None:
    text = "Roth said in 2016 that it leaks."
    assert not is_dated_before(Article(text), _claim(text, "it leaks"))


@pytest.mark.parametrize(
    ("content", "is_refused"),
    [("“She told me to swim,”", True), ("“She swims well,”", False)],
)
def test_a_quotation_of_another_person_is_second_hand(
    content: str, *, is_refused: bool
) -> None:
    claim = _claim(f"{content} Lena Roth said.", content)

    assert is_second_hand(claim) is is_refused


@pytest.mark.parametrize(
    ("text", "is_impersonal_verb"),
    [
        ("It was too soon to tell whether the pier leaks.", True),
        ("The mayor refused to tell whether the pier leaks.", False),
        ("The report made it clear; Roth came to tell that the pier leaks.", False),
    ],
)
def test_verb_without_a_speaker(text: str, *, is_impersonal_verb: bool) -> None:
    start = text.index("tell")
    claim = replace(
        _claim(text, "the pier leaks"), cue=Span(start, start + len("tell"), "tell")
    )

    assert is_impersonal(Article(text), claim) is is_impersonal_verb
