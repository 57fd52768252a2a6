from __future__ import annotations

import pytest

from summarizers.model import Article
from summarizers.readers.english.actors.discourse_model import DiscourseModel
from summarizers.readers.english.actors.entity_linking import merge_names
from summarizers.readers.english.actors.entity_pipeline import extract
from summarizers.readers.english.actors.name_recognition import find_names
from summarizers.readers.english.actors.name_uses import NameUse, use_of
from tests.fakes.readers import LEAD, Reader


@pytest.mark.parametrize(
    ("text", "name", "use"),
    [
        ("Anna Berg opened the pier.", "Anna Berg", NameUse.SUBJECT),
        ("Anna Berg, the mayor, opened it.", "Anna Berg", NameUse.SUBJECT),
        ("Anna Berg on Tuesday opened the pier.", "Anna Berg", NameUse.SUBJECT),
        ("Norland, Sudland and Ostland met.", "Norland", NameUse.SUBJECT),
        ("Norland and the Harbour Union met.", "Norland", NameUse.SUBJECT),
        ("They said Lenna Airways had a list.", "Lenna Airways", NameUse.SUBJECT),
        ("Critics praised Norland and Sudland.", "Norland", NameUse.OBJECT),
        ("The pier was opened by Anna Berg.", "Anna Berg", NameUse.AGENT),
        ("The pier burned in Norland.", "Norland", NameUse.PLACE),
        ("Critics praised Norland again.", "Norland", NameUse.OBJECT),
        ("Norland's pier burned.", "Norland", NameUse.OWNER),
        ("The government of Norland met.", "Norland", NameUse.OF),
        ("They had talks with Norland.", "Norland", NameUse.COUNTERPART),
    ],
)
def test_use_of_a_name_is_read(
    reader: Reader, text: str, name: str, use: NameUse
) -> None:
    parse = reader.parse(text)
    entities = merge_names(parse, find_names(parse))
    discourse = DiscourseModel(parse, entities)
    names = [n for entity in entities for n in entity.names if n.text == name]
    assert [use_of(discourse, n) for n in names] == [use]


def test_signs_are_in_the_order_of_the_actors(reader: Reader) -> None:
    text = "Anna Berg opened the pier in Norland. Ivo Lund sued Anna Berg."
    entities = extract(reader.parse(text), Article(text=LEAD + text))
    people = [float(a.kind == "person") for a in entities.actors]
    assert [signs.get("person", 0.0) for signs in entities.signs] == people
