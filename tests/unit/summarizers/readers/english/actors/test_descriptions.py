from __future__ import annotations

import pytest

from summarizers.model import ActorKind, Span
from summarizers.readers.english.actors.descriptions import (
    Description,
    add_described,
    add_mention,
    describe,
    find_source,
    read_subject,
)
from summarizers.readers.english.actors.discourse_model import DiscourseModel
from tests.fakes.readers import Reader


def _span(discourse: DiscourseModel, text: str) -> Span:
    start = discourse.parse.layout.text.index(text)
    return Span(start, start + len(text), text)


def _token(discourse: DiscourseModel, word: str) -> int:
    return next(i for i, token in enumerate(discourse.tokens) if token.text == word)


def _read(discourse: DiscourseModel, span: Span, head: int = -1) -> Description:
    source = find_source(discourse, span, head)
    assert source is not None
    return describe(discourse, source)


@pytest.mark.parametrize(
    ("source", "noun", "determiner", "plural"),
    [
        ("the expert", "expert", "the", False),
        ("a spokesman for the harbour", "spokesman", "a", False),
        ("local fishermen", "fishermen", "", True),
        ("the police", "police", "the", True),
        ("some residents of the island", "residents", "some", True),
        ("her lawyer", "lawyer", "her", False),
    ],
)
def test_source_is_taken_apart(
    reader: Reader, source: str, noun: str, determiner: str, *, plural: bool
) -> None:
    discourse = reader.discourse(f"In the end {source} left the harbour.")

    found = _read(discourse, _span(discourse, source))

    assert (found.noun, found.determiner, found.plural) == (noun, determiner, plural)


def test_words_leave_out_determiners_and_quantities(reader: Reader) -> None:
    source = "some angry residents of the island"
    discourse = reader.discourse(f"In the end {source} left the harbour.")

    found = _read(discourse, _span(discourse, source))

    assert found.words == {"angry", "residents", "of", "island"}


def test_possessive_makes_a_description_definite(reader: Reader) -> None:
    source = "the harbour's lawyer"
    discourse = reader.discourse(f"In the end {source[4:]} left, and {source} as well.")

    found = _read(discourse, _span(discourse, source[4:]))

    assert found.is_definite


def test_known_head_is_taken(reader: Reader) -> None:
    discourse = reader.discourse("In the end the harbour cook left.")

    found = _read(
        discourse, _span(discourse, "the harbour cook"), _token(discourse, "cook")
    )

    assert found.noun == "cook"


def test_source_without_a_word_is_none(reader: Reader) -> None:
    discourse = reader.discourse("In the end the cook left.")

    assert find_source(discourse, Span(0, 0, ""), -1) is None


def test_subject_reaches_over_its_modifiers_and_links(reader: Reader) -> None:
    discourse = reader.discourse("In the end a spokeswoman for the harbour left.")

    found = read_subject(discourse, _token(discourse, "spokeswoman"))

    words = [token.text for token in discourse.tokens[found.first : found.last]]
    assert words == ["a", "spokeswoman", "for", "the", "harbour"]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("a fisherman", ActorKind.PERSON),
        ("the agency", ActorKind.ORG),
        ("the fishermen", ActorKind.GROUP),
        ("the study", ActorKind.GROUP),
    ],
)
def test_described_figure_has_the_kind_of_its_noun(
    reader: Reader, source: str, kind: ActorKind
) -> None:
    discourse = reader.discourse(f"In the end {source} left the harbour.")
    found = _read(discourse, _span(discourse, source))
    assert found is not None

    number = add_described(discourse, found)

    assert discourse.entities[number].kind is kind


def test_described_figure_has_the_gender_of_its_noun(reader: Reader) -> None:
    discourse = reader.discourse("In the end a spokeswoman left the harbour.")
    found = read_subject(discourse, _token(discourse, "spokeswoman"))

    number = add_described(discourse, found)

    assert discourse.entities[number].evidence.gender == "f"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("a team of divers led by a cook", "a team of divers"),
        ("many ports such as the old one", "many ports"),
        ("a cook who was there", "a cook"),
    ],
)
def test_name_of_a_described_figure_is_short(
    reader: Reader, source: str, name: str
) -> None:
    discourse = reader.discourse(f"In the end {source} left the harbour.")
    found = _read(
        discourse, _span(discourse, source), _token(discourse, name.split()[1])
    )
    assert found is not None

    number = add_described(discourse, found)

    assert discourse.entities[number].names[0].text == name


def test_mention_is_added_to_a_named_figure(reader: Reader) -> None:
    discourse = reader.discourse("They met the economist Anna Berg. The expert left.")
    found = read_subject(discourse, _token(discourse, "expert"))

    add_mention(discourse, found, 0)

    entity = discourse.entities[0]
    assert [name.text for name in entity.names] == ["Anna Berg", "The expert"]
    assert not entity.is_described
