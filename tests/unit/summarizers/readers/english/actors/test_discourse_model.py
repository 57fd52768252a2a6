from __future__ import annotations

from summarizers.model import Span
from summarizers.readers.english.actors.discourse_model import DiscourseModel
from summarizers.readers.english.actors.entity_typing import TypeEvidence
from summarizers.readers.english.actors.name_variants import EntityCandidate
from summarizers.readers.english.actors.printed_names import PrintedName
from tests.fakes.readers import LEAD, Reader


def _token(discourse: DiscourseModel, word: str) -> int:
    return next(i for i, token in enumerate(discourse.tokens) if token.text == word)


def test_name_title_and_role_belong_to_the_figure(reader: Reader) -> None:
    discourse = reader.discourse("They met Mayor Anna Berg, head of the fund, there.")

    numbers = {
        word: discourse.entity_covering(_token(discourse, word))
        for word in ("Berg", "Mayor")
    }

    assert numbers == {"Berg": 0, "Mayor": 0}
    assert discourse.entity_covering(_token(discourse, "fund")) == 0


def test_other_words_belong_to_nobody(reader: Reader) -> None:
    discourse = reader.discourse("They met Anna Berg there.")

    assert discourse.entity_covering(_token(discourse, "met")) is None


def test_title_belongs_to_the_person_and_not_to_its_owner(reader: Reader) -> None:
    discourse = reader.discourse("They met Norlinie spokesman Zed Orsa there.")
    token = _token(discourse, "Norlinie")

    person = discourse.entity_covering(token)
    body = discourse.entity_named_at(token)

    assert person != body
    assert person is not None
    assert discourse.entities[person].names[0].text == "Zed Orsa"


def test_mentions_come_back_last_first(reader: Reader) -> None:
    discourse = reader.discourse("They met Anna Berg. They met Ivo Lund. They left.")
    end = len(discourse.parse.layout.text)

    seen = [(s.number, distance) for s, distance in discourse.mentions_before(end, 5)]

    assert seen == [(1, 1), (0, 2)]


def test_mentions_out_of_reach_are_left_out(reader: Reader) -> None:
    discourse = reader.discourse("They met Anna Berg. They met Ivo Lund. They left.")
    end = len(discourse.parse.layout.text)

    seen = [s.number for s, _ in discourse.mentions_before(end, 1)]

    assert seen == [1]


def test_new_mention_is_remembered_in_its_place(reader: Reader) -> None:
    discourse = reader.discourse("They met Anna Berg. They left. They met Ivo Lund.")
    token = _token(discourse, "left")

    discourse.record_mention(discourse.tokens[token].start, token, 0)

    seen = [
        s.number
        for s, _ in discourse.mentions_before(len(discourse.parse.layout.text), 9)
    ]
    assert seen == [1, 0, 0]


def test_added_figure_gets_the_next_number(reader: Reader) -> None:
    discourse = reader.discourse("They met Anna Berg. The cook left.")
    token = _token(discourse, "cook")
    name = PrintedName(
        0, 8, "The cook", ("the", "cook"), token - 1, token + 1, token - 1
    )

    number = discourse.add_entity(
        EntityCandidate([], [name], TypeEvidence(person=5.0), nouns={"cook"})
    )

    assert (number, discourse.described["cook"]) == (1, [1])


def test_tokens_of_a_span_are_found(reader: Reader) -> None:
    discourse = reader.discourse("They met Anna Berg there.")
    start = len(LEAD) + len("They met ")

    first, last = discourse.tokens_of(Span(start, start + 9, "Anna Berg"))

    assert [token.text for token in discourse.tokens[first:last]] == ["Anna", "Berg"]


def test_quoted_characters_are_told(reader: Reader) -> None:
    discourse = reader.discourse('They said: "The ferry is late." They left.')
    text = discourse.parse.layout.text

    inside = discourse.is_quoted(text.index("ferry"))
    outside = discourse.is_quoted(text.index("left"))

    assert (inside, outside) == (True, False)


def test_words_behind_a_colon_are_told(reader: Reader) -> None:
    discourse = reader.discourse('They said: "The ferry is late." They left.')
    text = discourse.parse.layout.text

    behind = discourse.is_behind_colon(text.index("The ferry"))
    other = discourse.is_behind_colon(text.index("They left"))

    assert (behind, other) == (True, False)


def test_subject_stands_before_its_verb(reader: Reader) -> None:
    discourse = reader.discourse("Anna Berg said that they met Ivo Lund.")

    subject = discourse.is_subject(_token(discourse, "Berg"))
    other = discourse.is_subject(_token(discourse, "Lund"))

    assert (subject, other) == (True, False)


def test_lead_is_counted_in_paragraphs_of_prose(reader: Reader) -> None:
    discourse = reader.discourse(
        "They met Anna Berg there.\n\nThey met Ivo Lund there."
    )
    text = discourse.parse.layout.text

    ends = [discourse.lead_end(paragraphs) for paragraphs in (0, 2, 9)]

    assert ends == [0, text.index("\n\nThey met Ivo"), len(text)]


def test_body_named_most_leads(reader: Reader) -> None:
    discourse = reader.discourse("Norlinie met Lennafish. Later Norlinie left.")

    leaders = [f.names[0].text for f in discourse.entities if f.leads]

    assert leaders == ["Norlinie"]


def test_no_body_leads_when_two_are_named_alike(reader: Reader) -> None:
    discourse = reader.discourse("They met Norlinie and Lennafish there.")

    leaders = [f.names[0].text for f in discourse.entities if f.leads]

    assert leaders == []


def test_nothing_stands_behind_the_last_token(reader: Reader) -> None:
    discourse = reader.discourse("They left.")

    assert discourse.tag(len(discourse.tokens)) == ""
