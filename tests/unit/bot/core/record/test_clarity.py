from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.record.clarity import is_recorded
from summarizers.model import Actor, ActorKind, Article, Briefing, Claim, ClaimKind
from tests.fakes.statements import said

IDA = Actor("Ida Brandt", ActorKind.PERSON)
PORT = Actor("Lenna Port", ActorKind.ORG)
TITLE = "Lenna waits for its ferry"


def kept(claim: Claim, text: str, actor: Actor = IDA, title: str = TITLE) -> bool:
    """Whether the record of an article with this claim has it."""
    article = Article(text, title=title, lang="en")
    briefing = Briefing(article, "fast", "en", actors=(actor,), claims=(claim,))
    return is_recorded(claim, briefing, "en")


def quoted(words: str, title: str = TITLE) -> bool:
    """Whether the record has these quoted words."""
    text = f"{words} Brandt said."
    return kept(said(text, words), text, title=title)


def reported(words: str, cue: str = "said", actor: Actor = IDA) -> bool:
    """Whether the record has these reported words."""
    text = f"Brandt {cue} {words}."
    claim = said(text, words, cue=cue, kind=ClaimKind.INDIRECT, speaker=actor.name)
    return kept(claim, text, actor)


def whole(claim: Claim) -> Claim:
    """The claim with its whole sentence as words."""
    return replace(claim, shown=(claim.sentence,))


@pytest.mark.parametrize(
    ("quotation", "is_kept"),
    [
        ('"It sails on Friday,"', False),
        ('"That will be very easy for us,"', False),
        ('"The ferry sails on Friday,"', True),
        ('"It is reasonable to expect that the ferry sails again on Friday,"', True),
    ],
)
def test_a_short_quotation_that_points_back_is_left_out(
    quotation: str, *, is_kept: bool
) -> None:
    assert quoted(quotation) is is_kept


@pytest.mark.parametrize(
    ("cue", "is_kept"), [("said", True), ("wants", False), ("prepared", False)]
)
def test_what_a_writer_tells_of_somebodys_mind_or_deed_is_left_out(
    cue: str, *, is_kept: bool
) -> None:
    assert reported("the ferry to sail on Friday", cue) is is_kept


@pytest.mark.parametrize(
    ("quotation", "is_kept"),
    [
        ("“The harbour has a fast growing number of", False),
        ("“The harbour has a fast growing number of ferries.", True),
        ("“The harbour has a fast growing number of ferries”", True),
    ],
)
def test_a_quotation_that_stops_within_its_sentence_is_left_out(
    quotation: str, *, is_kept: bool
) -> None:
    assert quoted(quotation) is is_kept


@pytest.mark.parametrize(
    ("quotation", "is_kept"),
    [
        ("“No, we sail on Friday and nobody has to wait for the train,”", False),
        ("“Not really. We sail on Friday and nobody has to wait for it,”", False),
        ("“No ferry sails before the repair of the hull has come to an end,”", True),
    ],
)
def test_an_answer_without_its_question_is_left_out(
    quotation: str, *, is_kept: bool
) -> None:
    assert quoted(quotation) is is_kept


@pytest.mark.parametrize(
    ("words", "is_kept"),
    [
        ("it means nobody may sail", False),
        ("it was “fully committed to the harbour”", False),
        ("that will close the harbour", False),
        ("it was a gift to all sailors", False),
        ("it was too early to sail", True),
        ("it would take a week to mend the hull", True),
        ("the ferry stays in port", True),
    ],
)
def test_reported_words_that_open_with_an_unclear_pronoun_are_left_out(
    words: str, *, is_kept: bool
) -> None:
    assert reported(words) is is_kept


@pytest.mark.parametrize(
    "words", ["it will sail on Friday", "they will sail on Friday"]
)
def test_a_body_may_speak_of_itself(words: str) -> None:
    assert reported(words, actor=PORT)
    assert not reported(words)


@pytest.mark.parametrize(
    ("quotation", "is_kept"),
    [
        (
            "“For a year they had more luck at the pier of Lenna than in the bay,”",
            False,
        ),
        (
            "“The crews know that they have more luck at the pier than in the bay,”",
            True,
        ),
        (
            "“Everyone knows that they have more luck at the pier than in the bay,”",
            True,
        ),
    ],
)
def test_they_needs_a_plural_before_it(quotation: str, *, is_kept: bool) -> None:
    assert quoted(quotation) is is_kept


@pytest.mark.parametrize(
    ("quotation", "is_kept"),
    [
        ("“The papers suggest that the mayor has benefited from this money,”", False),
        (
            "“The papers suggest that the mayor has benefited from this same gift,”",
            False,
        ),
        ("“The money suggests that the mayor has benefited from this money,”", True),
        ("“The papers suggest that the mayor will leave this ferry alone,”", True),
        ("“The papers suggest that the mayor will leave office this year,”", True),
        ("“The papers suggest that the mayor will leave this country soon,”", True),
        ("“The papers suggest that those waiting at the pier want a train,”", True),
        ("“The papers suggest this rejection of the plan surprises the mayor,”", True),
    ],
)
def test_a_noun_behind_this_must_be_named_or_known(
    quotation: str, *, is_kept: bool
) -> None:
    assert quoted(quotation) is is_kept


def test_a_body_or_paper_shows_what_it_states() -> None:
    assert reported("the ferry is late", "shows", actor=PORT)
    assert not reported("the ferry is late", "shows")


@pytest.mark.parametrize("end", ["and had not", "and the"])
def test_reported_words_that_stop_within_their_clause_are_left_out(end: str) -> None:
    assert not reported(f"the ferry is late {end}")


@pytest.mark.parametrize(
    ("quotation", "title", "is_kept"),
    [
        ("“We wonder why he supports the town, and nobody answers us”", TITLE, False),
        ("“We wonder why he supports the town, and nobody answers”", "Lind pays", True),
        ("“We wonder why Lind says that he supports the town alone,”", TITLE, True),
        ("“We wonder why the town of Lenna supports the ferry alone,”", TITLE, True),
    ],
)
def test_he_must_be_named_before_or_in_the_title(
    quotation: str, title: str, *, is_kept: bool
) -> None:
    text = f"{quotation} Brandt said. Adam Lind left."
    lind = Actor("Adam Lind", ActorKind.PERSON)
    claim = said(text, quotation)
    article = Article(text, title=title, lang="en")
    briefing = Briefing(article, "fast", "en", actors=(IDA, lind), claims=(claim,))

    assert is_recorded(claim, briefing, "en") is is_kept


@pytest.mark.parametrize(("pronoun", "is_kept"), [("she", True), ("he", False)])
def test_a_speaker_may_tell_of_herself(pronoun: str, *, is_kept: bool) -> None:
    assert reported(f"{pronoun} will pay for the ferry") is is_kept


def test_a_sentence_that_only_mentions_a_statement_is_left_out() -> None:
    text = "The town paid for the pier after Brandt announced a new ferry."

    assert not kept(whole(said(text, "a new ferry", cue="announced")), text)


def test_the_sentence_of_a_speaker_is_kept() -> None:
    text = "On Friday Brandt said the town will pay, but he named no day."

    assert kept(whole(said(text, "the town will pay")), text)


def test_words_that_end_in_the_role_of_their_speaker_are_left_out() -> None:
    text = (
        "The ferry sails on Friday, according to Ida Brandt, a spokeswoman for Lenna."
    )
    words = "The ferry sails on Friday", "a spokeswoman for Lenna"

    claim = said(
        text, *words, source="Ida Brandt", cue="according to", kind=ClaimKind.INDIRECT
    )

    assert not kept(claim, text)


def test_words_with_their_hearer_or_an_unnamed_affair_are_left_out() -> None:
    assert not reported("Lenna Radio that the ferry sails", "told")
    assert not quoted("“We pay for the ferry as long as this case is heard,”")


def test_lists_of_english_words_are_not_used_for_other_languages() -> None:
    text = "“No, they sail,” Brandt said."
    claim = said(text, "“No, they sail,”")
    article = Article(text, title=TITLE, lang="fr")
    briefing = Briefing(article, "fast", "fr", actors=(IDA,), claims=(claim,))

    assert is_recorded(claim, briefing, "fr")
