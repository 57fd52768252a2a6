from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.domain.configuration import Source, SourceKind, Topic
from bot.core.domain.record import DueArticle, RecordEntry
from bot.core.domain.records import StoredArticle
from bot.core.record.entries import JOINT, make_entry
from summarizers.model import (
    Actor,
    ActorKind,
    Article,
    Briefing,
    Claim,
    ClaimKind,
    Mention,
    Span,
)
from tests.fakes.records import FEED, make_stored

TEXT = (
    "The ferry stays in port.\n\n"
    '"The hull is sound," said harbour master Ida Brandt, "and we sail on Friday."\n\n'
    "The ferry stays in port."
)
COAST = Topic("coast", "The coast", (Source(SourceKind.FEED, FEED),))
STORED = make_stored(text=TEXT)


def span(words: str) -> Span:
    """The first place of these words in the text."""
    start = TEXT.index(words)
    return Span(start, start + len(words), words)


IDA = Actor(
    "Ida Brandt",
    ActorKind.PERSON,
    role=span("harbour master"),
    mentions=(Mention(span("Ida Brandt")),),
)
CLAIM = Claim(
    speaker="Ida Brandt",
    source=span("harbour master Ida Brandt"),
    cue=span("said"),
    content=(span('"The hull is sound,"'), span('"and we sail on Friday."')),
    sentence=span(TEXT.split("\n\n")[1]),
    kind=ClaimKind.DIRECT,
)


def briefed(*claims: Claim, actors: tuple[Actor, ...] = (IDA,)) -> Briefing:
    """The briefing of the article with these claims."""
    return Briefing(STORED.article, "fast", "en", actors=actors, claims=claims)


def entry_of(
    *claims: Claim,
    stored: StoredArticle = STORED,
    topics: tuple[Topic, ...] = (COAST,),
    covered: frozenset[str] = frozenset(),
    actors: tuple[Actor, ...] = (IDA,),
) -> RecordEntry | None:
    """The entry of an article whose briefing has these claims."""
    due = DueArticle(7, stored, covered)
    return make_entry(due, topics, lambda: briefed(*claims, actors=actors), no_actors)


def no_actors(article: Article) -> tuple[str, ...]:
    """No actor's name."""
    del article
    return ()


def recorded(*claims: Claim, actors: tuple[Actor, ...] = (IDA,)) -> RecordEntry:
    """The entry of the article, which belongs to a topic."""
    entry = entry_of(*claims, actors=actors)
    assert entry is not None
    return entry


def test_the_parts_of_an_interrupted_quotation_are_joined() -> None:
    (claim,) = recorded(CLAIM).claims

    assert claim.text == JOINT.join(part.text for part in CLAIM.content)
    assert (claim.start, claim.end) == (CLAIM.content[0].start, CLAIM.content[1].end)
    assert (claim.source, claim.cue) == ("harbour master Ida Brandt", "said")
    assert (claim.role, claim.kind) == ("harbour master", ClaimKind.DIRECT)


def test_only_the_sentence_of_a_claim_carries_it() -> None:
    entry = recorded(CLAIM)

    assert [each.carries for each in entry.sentences] == [False, True, False]
    assert entry.claims[0].sentence == 1
    for each in entry.sentences:
        assert TEXT[each.start : each.end] == each.text


def test_a_sentence_that_stands_twice_has_no_text_fragment() -> None:
    fragments = [each.fragment for each in recorded(CLAIM).sentences]

    assert fragments[0] is None
    assert fragments[1] is not None


def test_an_improbable_claim_is_left_out() -> None:
    entry = recorded(replace(CLAIM, acceptance=0.64))

    assert entry.claims == ()
    assert not any(each.carries for each in entry.sentences)


@pytest.mark.parametrize("name", ["Brandt", "…"])
def test_a_speaker_without_a_full_name_is_not_resolved(name: str) -> None:
    actor = replace(IDA, name=name)

    (claim,) = recorded(replace(CLAIM, speaker=actor.name), actors=(actor,)).claims

    assert claim.speaker is None
    assert claim.source == "harbour master Ida Brandt"


def test_an_article_that_matches_no_topic_has_no_entry() -> None:
    rail = replace(COAST, include=("railway",))

    assert entry_of(CLAIM, topics=(rail,)) is None
    assert entry_of(CLAIM, topics=()) is None


def test_a_copy_of_a_recorded_text_has_no_sentences() -> None:
    copy = replace(STORED, id="id-copy", copy_of="id-ferry")

    entry = entry_of(CLAIM, stored=copy, covered=frozenset({"coast"}))

    assert entry is not None
    assert (entry.sentences, entry.claims) == ((), ())
    assert (entry.article.id, entry.article.original) == ("id-copy", "id-ferry")


def test_a_copy_is_read_for_a_topic_that_its_original_lacks() -> None:
    copy = replace(STORED, id="id-copy", copy_of="id-ferry")

    entry = entry_of(CLAIM, stored=copy, covered=frozenset({"ports"}))

    assert entry is not None
    assert len(entry.claims) == 1


def test_a_speaker_whom_the_form_of_address_contradicts_is_not_resolved() -> None:
    text = "Mr Brandt said that the ferry sails on Friday. Ida Brandt left."
    article = Article(text, title="Ferry", lang="en")
    words = [Span(0, 9, "Mr Brandt"), Span(20, 45, text[20:45]), Span(0, 46, text[:46])]
    claim = Claim(
        "Ida Brandt", words[0], None, (words[1],), words[2], ClaimKind.INDIRECT
    )
    ida = Actor("Ida Brandt", ActorKind.PERSON)
    stored = replace(make_stored(text=text), article=article)
    briefing = Briefing(article, "fast", "en", actors=(ida,), claims=(claim,))

    entry = make_entry(DueArticle(4, stored), [COAST], lambda: briefing, no_actors)

    assert entry is not None
    assert [each.speaker for each in entry.claims] == [None]
