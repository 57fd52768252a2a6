"""Names of people and bodies as articles write them, in text tables."""

from __future__ import annotations

from bot.core.domain.record import Speaker
from bot.core.record.names import identify, speaker_of
from summarizers.model import Actor, ActorKind, Span
from tests.fakes.record import make_claim, make_entry
from tests.fakes.records import make_stored
from tests.tables import rows


def heard(named: str, kind: str) -> Speaker | None:
    """The speaker of an article that gives this ``name | role``."""
    name, _, role = named.partition(" | ")
    words = Span(0, len(role), role) if role else None
    return speaker_of(Actor(name, ActorKind(kind), words))


@rows("record/names", "kind", "name", "key", "surname")
def test_how_the_record_knows_a_name(
    kind: str, name: str, key: str, surname: str
) -> None:
    found = heard(name, kind)

    assert ((found.key, found.surname) if found else ("", "")) == (key, surname)


@rows("record/same_names", "kind", "first", "second", "one")
def test_names_of_two_articles_are_joined_only_without_a_doubt(
    kind: str, first: str, second: str, one: str
) -> None:
    other = "group" if kind == "org" else kind
    left, right = heard(first, kind), heard(second, other)

    for pair in ((left, right), (right, left)):
        entries = [make_entry(make_stored(), claims=[make_claim(s)]) for s in pair]
        said = [entry.claims[0].speaker for entry in identify(entries, [])]
        assert (said[0] is not None and said[0] == said[1]) is (one == "yes")
