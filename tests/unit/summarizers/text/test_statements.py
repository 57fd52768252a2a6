from __future__ import annotations

import pytest

from summarizers.model import Article, Claim, ClaimKind
from summarizers.text.statements import is_plain, printed


def claim(
    text: str,
    source: str,
    cue: str,
    *content: str,
    kind: ClaimKind = ClaimKind.INDIRECT,
) -> tuple[Article, Claim]:
    """An article of one sentence with one claim."""
    article = Article(text)

    def span_of(words: str) -> tuple[int, int]:
        start = text.index(words)
        return start, start + len(words)

    return article, Claim(
        "Ada Linn",
        article.span(*span_of(source)),
        article.span(*span_of(cue)),
        tuple(article.span(*span_of(words)) for words in content),
        article.span(0, len(text)),
        kind,
        1.0,
    )


def shown(
    article: Article, found: Claim, lang: str = "en", *, is_clause: bool = True
) -> str:
    parts = printed(article, found, lang, is_clause=is_clause)
    return " … ".join(part.text for part in parts)


@pytest.mark.parametrize(
    ("source", "between", "cue", "link"),
    [
        ("Ada Linn", " ", "said", " that "),
        ("Ada Linn", " on Monday ", "said", " "),
        ("The mayor", ", Ada Linn, ", "added", " that "),
        ("Ada Linn", " has already ", "confirmed", " that "),
    ],
)
def test_what_is_simply_said_stands_alone(
    source: str, between: str, cue: str, link: str
) -> None:
    found = claim(
        f"{source}{between}{cue}{link}the dam leaks.", source, cue, "the dam leaks"
    )

    assert is_plain(*found)
    assert shown(*found) == "the dam leaks"


@pytest.mark.parametrize(
    "words",
    [
        "denied that the dam leaks",
        "doubts that the dam leaks",
        "flatly denied that the dam leaks",
        "asked whether the dam leaks",
        "hopes that the dam leaks",
        "did not say that the dam leaks",
        "didn't say that the dam leaks",
        "has never said that the dam leaks",
        "refused to say that the dam leaks",
        "will announce whether the dam leaks",
        "is not sure that the dam leaks",
    ],
)
def test_what_changes_the_words_is_printed_with_them(words: str) -> None:
    cue = next(
        verb
        for verb in (
            "denied",
            "doubts",
            "asked",
            "hopes",
            "announce",
            "sure",
            "say",
            "said",
        )
        if verb in words
    )
    found = claim(f"Ada Linn {words}.", "Ada Linn", cue, "the dam leaks")

    assert not is_plain(*found)
    assert shown(*found) == words


def test_a_demand_is_printed_from_its_verb() -> None:
    text = "Ada Linn told the council to close the dam."
    found = claim(text, "Ada Linn", "told", "the council to close the dam")

    assert shown(*found, is_clause=False) == "told the council to close the dam"


def test_a_denial_of_several_is_printed_with_all_of_them() -> None:
    text = "Ada Linn and Ida Voss denied a leak."
    found = claim(text, "Ada Linn", "denied", "a leak")

    assert shown(*found, is_clause=False) == text


def test_a_name_behind_the_description_is_not_printed_again() -> None:
    text = "The engineer Ada Linn doubts that the dam leaks."
    found = claim(text, "The engineer", "doubts", "the dam leaks")

    assert shown(*found) == "doubts that the dam leaks"


def test_behind_an_aside_the_printed_words_begin_with_the_verb() -> None:
    text = "Linn, who on Monday, in tears, denied that the dam leaks, left."
    found = claim(text, "Linn", "denied", "the dam leaks")

    assert shown(*found) == "denied that the dam leaks"


def test_where_the_verb_stands_behind_the_whole_sentence_is_printed() -> None:
    text = "The dam leaks, Ada Linn denied on Monday."
    found = claim(text, "Ada Linn", "denied", "The dam leaks")

    assert shown(*found) == text


def test_the_owner_of_a_denial_is_not_printed_again() -> None:
    text = "Ada Linn's denial that the dam leaks angered the town."
    found = claim(text, "Ada Linn", "denial", "the dam leaks")

    assert shown(*found) == "denial that the dam leaks"


@pytest.mark.parametrize(("opened", "closed"), [("“", "”"), ('"', '"'), ("„", "“")])
def test_a_quotation_that_is_printed_with_its_verb_is_closed(
    opened: str, closed: str
) -> None:
    text = f"Ada Linn denied {opened}taking money from the firm{closed} on Monday."
    found = claim(
        text, "Ada Linn", "denied", "taking money from the firm", kind=ClaimKind.DIRECT
    )

    assert shown(*found) == f"denied {opened}taking money from the firm{closed}"


def test_speech_before_any_verb_stands_alone() -> None:
    text = "“Is the dam safe?” Ada Linn asked. “Who looked?”"
    found = claim(
        text,
        "Ada Linn",
        "asked",
        "“Is the dam safe?”",
        "“Who looked?”",
        kind=ClaimKind.DIRECT,
    )

    assert shown(*found) == "“Is the dam safe?” … “Who looked?”"


def test_according_to_stands_alone() -> None:
    text = "According to Ada Linn the dam leaks."
    found = claim(text, "Ada Linn", "According to", "the dam leaks")

    assert shown(*found) == "the dam leaks"


@pytest.mark.parametrize(
    ("words", "cue", "told"),
    [
        ("a affirmé que le barrage fuit", "affirmé", "le barrage fuit"),
        ("dément que le barrage fuit", "dément", "dément que le barrage fuit"),
        ("n'a pas dit que le barrage fuit", "dit", "n'a pas dit que le barrage fuit"),
        ("espère que le barrage fuit", "espère", "espère que le barrage fuit"),
    ],
)
def test_french_words_are_printed_in_the_same_way(
    words: str, cue: str, told: str
) -> None:
    found = claim(f"Ada Linn {words}.", "Ada Linn", cue, "le barrage fuit")

    assert shown(*found, "fr") == told


def test_a_language_without_lists_is_printed_as_it_was_found() -> None:
    found = claim("Ada Linn denied that it leaks.", "Ada Linn", "denied", "it leaks")

    assert shown(*found, "de") == "it leaks"


def test_content_without_a_verb_is_printed_with_its_verb() -> None:
    text = "Ada Linn announced the closure of two mills on Monday."
    found = claim(text, "Ada Linn", "announced", "the closure of two mills")

    assert shown(*found, is_clause=False) == "announced the closure of two mills"


def test_half_a_clause_is_printed_with_its_sentence() -> None:
    text = "Ada Linn said that in a report from May two mills had closed."
    found = claim(text, "Ada Linn", "said", "in a report from May")

    assert shown(*found, is_clause=False) == text


@pytest.mark.parametrize("closed", ["”", '"'])
def test_a_quotation_that_lost_a_mark_is_closed(closed: str) -> None:
    opened = "“" if closed == "”" else '"'
    text = f"Ada Linn said the dam was {opened}unsound{closed} on Monday."
    found = claim(text, "Ada Linn", "said", f"the dam was {opened}unsound")

    assert shown(*found) == f"the dam was {opened}unsound{closed}"


def test_a_quotation_that_breaks_off_is_printed_with_its_sentence() -> None:
    text = "Ada Linn said the dam was “unsound and old” on Monday."
    found = claim(text, "Ada Linn", "said", "the dam was “unsound")

    assert shown(*found) == text


def test_a_quotation_that_opens_with_a_condition_starts_with_its_mark() -> None:
    text = "Ada Linn told the council:\n\n“If the dam breaks, we are lost.”"
    found = claim(
        text,
        "Ada Linn",
        "told",
        "“If the dam breaks, we are lost.”",
        kind=ClaimKind.DIRECT,
    )

    assert shown(*found) == "“If the dam breaks, we are lost.”"


def test_the_turn_of_a_transcript_stands_alone() -> None:
    text = "LINN: The dam leaks."
    found = claim(text, "LINN", ":", "The dam leaks.")

    assert shown(*found, is_clause=False) == "The dam leaks."


def test_a_french_quotation_that_breaks_off_is_printed_with_its_sentence() -> None:
    text = "Ada Linn a dit que le barrage était « vieux et usé »."
    found = claim(text, "Ada Linn", "dit", "le barrage était « vieux")

    assert shown(*found, "fr") == text
