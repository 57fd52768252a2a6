from __future__ import annotations

from dataclasses import replace

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
    Refusal,
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


def test_a_claim_that_no_page_has_room_for_is_recorded() -> None:
    (claim,) = recorded(replace(CLAIM, score=0.1)).claims

    assert claim.speaker is not None


def test_a_refused_claim_is_left_out() -> None:
    entry = recorded(replace(CLAIM, refusal=Refusal.THANKS))

    assert entry.claims == ()
    assert not any(each.carries for each in entry.sentences)


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
