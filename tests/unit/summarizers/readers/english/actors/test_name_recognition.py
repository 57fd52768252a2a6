from __future__ import annotations

import pytest

from summarizers.readers.english.actors.name_recognition import find_names
from summarizers.readers.english.actors.printed_names import PrintedName
from summarizers.readers.english.shallow.fast_parser import FastParser
from tests.fakes.readers import Reader


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the mayor met Anna Berg on the pier.", ["Anna Berg"]),
        ("the mayor met J. K. Berg on the pier.", ["J. K. Berg"]),
        ("the mayor met Tilda van der Berg there.", ["Tilda van der Berg"]),
        ("the mayor met Karim al-Hadi there.", ["Karim al-Hadi"]),
        ("the mayor met Lin Yu-fen there.", ["Lin Yu-fen"]),
        ("the mayor met Rosa O'Neill there.", ["Rosa O'Neill"]),
    ],
)
def test_person_is_read_with_all_parts(
    reader: Reader, text: str, names: list[str]
) -> None:
    found = reader.names(text)

    assert found == names


@pytest.mark.parametrize(
    "name",
    [
        "Ministry of Foreign Affairs",
        "House of Representatives",
        "Fund for Harbour Safety",
        "Committee on Fisheries",
        "Department of Health and Human Services",
        "Food and Harbour Administration",
        "Attorney's Office",
        "Bank of England",
        "Brandt & Sons",
    ],
)
def test_small_words_stay_inside_a_body(reader: Reader, name: str) -> None:
    found = reader.names(f"a spokesman for the {name} was silent.")

    assert found == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the deal between Norway and Poland failed.", ["Norway", "Poland"]),
        ("the deal of Anna Berg and Ivo Kersten failed.", ["Anna Berg", "Ivo Kersten"]),
        ("the visit of Anna Berg to Norway failed.", ["Anna Berg", "Norway"]),
        ("the plan of Norway's Anna Berg failed.", ["Norway", "Anna Berg"]),
        ("the envoy, Jan Lund, met Anna Berg.", ["Jan Lund", "Anna Berg"]),
        ("the pier of Lund and Partners failed.", ["Lund and Partners"]),
    ],
)
def test_two_names_are_not_joined(reader: Reader, text: str, names: list[str]) -> None:
    found = reader.names(text)

    assert found == names


@pytest.mark.parametrize(
    "text",
    [
        "they will meet on Tuesday in March.",
        "Yesterday the ferry was late.",
        "However, the ferry was late.",
        "then I saw the ferry.",
        "the French ferry was late.",
        "a London-based ferry was late.",
        "a pro-Russian group was late.",
        "the Internet was slow.",
        "they paid US$300 for it.",
    ],
)
def test_other_capitals_make_no_name(reader: Reader, text: str) -> None:
    found = reader.names(text)

    assert found == []


def test_compound_of_states_holds_both(reader: Reader) -> None:
    found = reader.names("the Norway-Poland deal failed.")

    assert found == ["Norway", "Poland"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("the mayor thanked President Anna Berg for it.", "President"),
        ("the mayor thanked Polish President Anna Berg for it.", "Polish President"),
        ("the mayor thanked Gov. Anna Berg for it.", "Gov."),
        ("the mayor thanked historian Anna Berg for it.", "historian"),
        ("the mayor thanked Norlinie co-founder Anna Berg.", "Norlinie co-founder"),
        ("the mayor thanked Foreign Minister Anna Berg.", "Foreign Minister"),
    ],
)
def test_title_is_no_part_of_the_name(reader: Reader, text: str, title: str) -> None:
    name = _last_name(reader, text)

    assert (name.text, _title(reader, text, name)) == ("Anna Berg", title)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("the mayor thanked Secretary of State Anna Berg.", "Secretary of State"),
        (
            "the mayor thanked Ambassador to Norway Anna Berg.",
            "Ambassador to Norway",
        ),
        (
            "the mayor thanked Speaker of the House of Lords Anna Berg.",
            "Speaker of the House of Lords",
        ),
        ("they thanked Japan's Ambassador Anna Berg.", "Japan's Ambassador"),
        ("they thanked Japan's ambassador Anna Berg.", "Japan's ambassador"),
    ],
)
def test_title_may_hold_an_office_or_owner(
    reader: Reader, text: str, title: str
) -> None:
    name = _last_name(reader, text)

    assert (name.text, _title(reader, text, name)) == ("Anna Berg", title)


def test_title_alone_is_no_name(reader: Reader) -> None:
    found = reader.names("the Prime Minister was late.")

    assert found == []


def test_body_with_a_title_word_is_no_title(reader: Reader) -> None:
    found = reader.names("he worked for General Motors there.")

    assert found == ["General Motors"]


def test_surname_like_a_title_is_a_name(reader: Reader) -> None:
    found = reader.names("they thanked Andrew Marshal and Mr Major for it.")

    assert found == ["Andrew Marshal", "Major"]


def test_letters_behind_a_name_are_left_out(reader: Reader) -> None:
    found = reader.names("they thanked Anna Berg MP for it.")

    assert found == ["Anna Berg"]


def test_state_in_front_of_a_title_is_a_name_too(reader: Reader) -> None:
    found = reader.names("they thanked US President Anna Berg.")

    assert found == ["US", "Anna Berg"]


def test_government_of_a_people_is_its_state(reader: Reader) -> None:
    (name,) = find_names(reader.parse("they thanked the Polish government for it."))

    assert (name.text, name.state) == ("Polish government", "Poland")


def test_government_of_a_state_is_the_state(reader: Reader) -> None:
    (name,) = find_names(reader.parse("they thanked the Poland government for it."))

    assert (name.text, name.state) == ("Poland government", "Poland")


def test_people_are_a_name(reader: Reader) -> None:
    found = reader.names("the ferry was full of Norwegians and Poles.")

    assert found == ["Norwegians", "Poles"]


def test_headline_of_capitals_counts_only_for_known_names(reader: Reader) -> None:
    headline = "Big Storm Closes Old Pier for Anna Berg.\n\n"

    found = reader.names(headline + "the storm came, and then Anna Berg left.")

    assert found == ["Anna Berg", "Anna Berg"]


def test_doubtful_opening_counts_when_the_full_name_is_known(spacy: Reader) -> None:
    found = spacy.names("the town thanked Anna Waters. Waters left the harbour early.")

    assert found == ["Anna Waters", "Waters"]


def test_month_as_a_surname_counts_when_it_acts(reader: Reader) -> None:
    found = reader.names("the town thanked Anna May. in the end May said no in May.")

    assert found == ["Anna May", "May"]


def test_day_of_the_week_starts_no_name(reader: Reader) -> None:
    found = reader.names("they met on Saturday Night there.")

    assert found == []


def _last_name(reader: Reader, text: str) -> PrintedName:
    return find_names(reader.parse(text))[-1]


def _title(reader: Reader, text: str, name: PrintedName) -> str:
    parse = reader.parse(text)
    tokens = parse.tokens[name.title : name.first]
    return parse.layout.text[tokens[0].start : tokens[-1].end]


def test_signs_of_money_make_no_names(reader: Reader) -> None:
    assert reader.names("They paid US$5 and A$7 to Anna Berg.") == ["Anna Berg"]


def test_common_noun_at_a_start_is_no_name(spacy: Reader) -> None:
    found = spacy.names("he sold opals. Opals from Lenna are cheap, and opals shine.")

    assert found == ["Lenna"]


def test_noun_behind_the_rest_of_a_caption_is_no_name(reader: Reader) -> None:
    found = reader.names("harbour Fares in Lenna fell. the fares had been high.")

    assert found == ["Lenna"]


def test_surname_at_a_start_may_be_a_common_noun_too(reader: Reader) -> None:
    text = "the town thanked Anna Brook. Brook left by the brook."

    assert reader.names(text) == ["Anna Brook", "Brook"]


def test_verb_before_a_name_is_no_part_of_it(spacy: Reader) -> None:
    found = spacy.names("he left. Asking Norlinie for help, he sailed.")

    assert found == ["Norlinie"]


def test_name_goes_on_behind_in_when_its_acronym_is_known(reader: Reader) -> None:
    text = "he works for Leaders in Shipping. later he said that LIS pays well."

    assert reader.names(text) == ["Leaders in Shipping", "LIS"]


def test_name_ends_before_in_without_an_acronym(reader: Reader) -> None:
    found = reader.names("they met Norlinie in Quarrel, and left.")

    assert found == ["Norlinie", "Quarrel"]


@pytest.mark.parametrize(
    "title",
    ["Chief of the General Staff", "Commissioner for Humanitarian Affairs"],
)
def test_what_an_office_is_for_is_no_actor(reader: Reader, title: str) -> None:
    found = reader.names(f"he left as {title} on the pier.")

    assert found == []


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("the Anglo-Irish ferry", []),
        ("the Norway–Poland ferry", ["Norway", "Poland"]),
        ("the U.S.–French ferry", ["U.S."]),
    ],
)
def test_parts_of_an_adjective_are_names_of_states(
    spacy: Reader, words: str, names: list[str]
) -> None:
    assert spacy.names(f"they met {words} there.") == names


def test_participle_with_a_hyphen_is_no_part_of_a_name(reader: Reader) -> None:
    assert "Ostland Group" in reader.names("the Lenna-based Ostland Group sued.")


def test_participle_without_a_tag_only_leads_to_a_name() -> None:
    text = "Harpooning Lenna Airways was wrong. They asked Lenna Airways again."
    assert Reader(FastParser()).names(text) == ["Lenna Airways", "Lenna Airways"]


@pytest.mark.parametrize("verb", ["Imagine", "Remember", "Consider"])
def test_an_imperative_in_front_does_not_belong_to_a_name(
    reader: Reader, verb: str
) -> None:
    assert reader.names(f"{verb} Anna Berg on the pier.") == ["Anna Berg"]
