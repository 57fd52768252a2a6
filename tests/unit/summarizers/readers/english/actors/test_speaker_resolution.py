from __future__ import annotations

from dataclasses import replace

import pytest

from summarizers.model import Article, Span
from summarizers.readers.english.actors import extract
from summarizers.readers.parse import Attribution, CueKind, Parse
from tests.fakes.readers import Reader


def _said(
    parse: Parse, words: str, source: str | None = None, **settings: bool
) -> Attribution:
    """An attribution of these words, without a cue, made by hand."""
    text = parse.layout.text
    start = text.index(words)
    sentence = next(s.index for s in parse.layout.sentences if s.end > start)
    place = text.index(source) if source else 0
    return Attribution(
        kind=CueKind.QUOTATION,
        source=Span(place, place + len(source), source) if source else None,
        cue=None,
        content=(Span(start, start + len(words), words),),
        sentence=sentence,
        **settings,
    )


def _speakers(parse: Parse, *said: Attribution) -> list[str | None]:
    changed = replace(parse, attributions=said)
    entities = extract(changed, Article(text=parse.layout.text))
    return list(entities.speakers)


def test_words_behind_a_colon_are_the_subjects(reader: Reader) -> None:
    parse = reader.parse('Anna Berg met Ivo Lund: "The ferry is late today."')

    found = _speakers(parse, _said(parse, "The ferry is late today."))

    assert found == ["Anna Berg"]


def test_words_without_a_colon_stay_open(reader: Reader) -> None:
    parse = reader.parse('Anna Berg met Ivo Lund. "The ferry is late today."')

    found = _speakers(parse, _said(parse, "The ferry is late today."))

    assert found == [None]


def test_words_behind_a_colon_without_a_subject_stay_open(reader: Reader) -> None:
    parse = reader.parse('On the old pier: "The ferry is late today."')

    found = _speakers(parse, _said(parse, "The ferry is late today."))

    assert found == [None]


def test_quotation_that_follows_nobody_stays_open(reader: Reader) -> None:
    parse = reader.parse('They left. "The ferry is late today."')

    found = _speakers(parse, _said(parse, "The ferry is late today.", follows=True))

    assert found == [None]


@pytest.mark.parametrize(
    ("between", "speaker"),
    [
        ("", "Anna Berg"),
        ("\n\n", "Anna Berg"),
        ("\n\nThe pier was closed.\n\n", None),
    ],
)
def test_quotation_follows_the_paragraph_before_at_most(
    reader: Reader, between: str, speaker: str | None
) -> None:
    first, second = "The ferry is late today.", "It has to wait for spring."
    parse = reader.parse(f'Anna Berg: "{first}" {between}"{second}"')

    found = _speakers(
        parse,
        _said(parse, first, "Anna Berg"),
        _said(parse, second, follows=True),
    )

    assert found == ["Anna Berg", speaker]


def test_quotation_that_follows_and_is_introduced_has_its_subject(
    reader: Reader,
) -> None:
    first, second = "The ferry is late today.", "It has to wait for spring."
    parse = reader.parse(f'Anna Berg: "{first}"\n\nIvo Lund met them: "{second}"')

    found = _speakers(
        parse,
        _said(parse, first, "Anna Berg"),
        _said(parse, second, follows=True),
    )

    assert found == ["Anna Berg", "Ivo Lund"]


def test_source_is_resolved_once(reader: Reader) -> None:
    parse = reader.parse("A resident left. The ferry is late today. They wait.")

    found = _speakers(
        parse,
        _said(parse, "The ferry is late today", "A resident"),
        _said(parse, "They wait", "A resident"),
    )

    assert found == ["A resident", "A resident"]


def test_source_outside_the_words_read_stays_open(reader: Reader) -> None:
    parse = reader.parse("Anna Berg left. The ferry is late today.")
    said = _said(parse, "The ferry is late today", "Anna Berg")
    nowhere = replace(said, source=Span(0, 0, ""))

    found = _speakers(parse, nowhere)

    assert found == [None]


@pytest.mark.parametrize("source", ["we", "who", "I"])
def test_first_person_and_relative_stay_open(reader: Reader, source: str) -> None:
    parse = reader.parse(f"Anna Berg left when {source} sang. The ferry is late.")

    found = _speakers(parse, _said(parse, "The ferry is late", f" {source} "[1:-1]))

    assert found == [None]


def test_same_source_far_away_is_read_again(reader: Reader) -> None:
    text = "Anna Berg left. The ferry is late today. Ivo Lund left. They wait."
    parse = reader.parse(text)

    found = _speakers(
        parse,
        _said(parse, "The ferry is late today", "Anna Berg"),
        _said(parse, "They wait", "Ivo Lund"),
    )

    assert found == ["Anna Berg", "Ivo Lund"]


@pytest.mark.parametrize(
    ("name", "speaker"),
    [
        ("Ivo", None),
        ("Ivo Lund", "Ivo Lund"),
        ("Lund", "Ivo Lund"),
        ("Jan", "Ivo Lund"),
    ],
)
def test_a_pronoun_is_not_the_person_whose_given_name_the_quotation_has(
    reader: Reader, name: str, speaker: str | None
) -> None:
    text = f'Ivo Lund came second.\n\nHe said: "I am tired.\n\n"It is hard to beat {name}."'
    parse = reader.parse(text)

    found = _speakers(parse, _said(parse, '"I am tired.', "He"))

    assert found == [speaker]
