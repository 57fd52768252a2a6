from __future__ import annotations

import pytest

from tests.fakes.readers import Reader


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("They thanked Polish President Anna Berg for it.", "Polish President"),
        ("They thanked former mayor Anna Berg for it.", "former mayor"),
        ("They thanked Gov. Anna Berg for it.", "Gov."),
        ("They thanked Prof. Dr. Anna Berg for it.", "Prof. Dr."),
        ("They met Anna Berg, director of the fund, there.", "director of the fund"),
        ("They met Anna Berg, a former judge, there.", "a former judge"),
        ("They met Anna Berg, 55, a teacher, there.", "a teacher"),
        ("They met the head of the fund, Anna Berg, there.", "the head of the fund"),
        ("They met its leader, the late Anna Berg, there.", "leader"),
        ("Anna Berg is the director of the fund.", "the director of the fund"),
        ("Anna Berg, who owns the mill, left.", "who owns the mill"),
        ("The mayor of Lenna, Anna Berg, left.", "mayor of Lenna"),
        ("Another judge, Anna Berg, left.", "judge"),
        ("A former judge, Anna Berg left early.", "former judge"),
        ("The mayor is now leading Republican Anna Berg.", "Republican"),
        ("As Lenna's mayor, Anna Berg left. Judge Anna Berg slept.", "Judge"),
        ("The party, whose leader, Anna Berg, accused him, left.", "leader"),
        (
            "According to Reuters the mayor of Lenna, Anna Berg, left.",
            "the mayor of Lenna",
        ),
    ],
)
def test_role_of_a_person_is_printed_beside_the_name(
    reader: Reader, text: str, role: str
) -> None:
    found = _role(reader, text, "Anna Berg")

    assert found == role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("They met the ferry company Norlinie there.", "company"),
        ("They met Norlinie, a ferry company, there.", "a ferry company"),
        ("They paid Norlinie, a repository of maps, for it.", "a repository of maps"),
        ("They paid Norlinie, the national railway, for it.", "the national railway"),
    ],
)
def test_role_of_a_body_is_what_it_is(reader: Reader, text: str, role: str) -> None:
    found = _role(reader, text, "Norlinie")

    assert found is not None
    assert found.endswith(role)


@pytest.mark.parametrize(
    "text",
    [
        "They thanked Mr. Berg for it.",
        "They met Anna Berg, and the judge left.",
        "They met Anna Berg, Norway, and left.",
        "They met Anna Berg in the harbour.",
        "They met Anna Berg, which helped.",
        "They met Anna Berg, the judge Ivo Lund, and others.",
        "Anna Berg is the best of all.",
        "They will not meet Anna Berg,",
        "According to Anna Berg, the mayor left.",
        "In a letter to Anna Berg, a former judge wrote of help.",
        "Anna Berg, who was killed by the judge, came from Lenna.",
        "Anna Berg, another judge, came from Lenna.",
        "They said: “Anna Berg is a great judge.”",
        "They asked his lawyer, Anna Berg, about it.",
        "They met the firm's owner and its spokeswoman, Anna Berg, there.",
        "They met judges like Ivo Lund, Anna Berg and others.",
        "In a letter to the mayor, Anna Berg asked for help.",
        "Anna Berg, who lives in Lenna, left.",
        "The storm hurt the mayor of Lenna, Anna Berg said.",
        "During a debate with the judge, Anna Berg also left.",
    ],
)
def test_other_words_beside_a_name_are_no_role(reader: Reader, text: str) -> None:
    roles = [
        actor.role for actor in reader.entities(text).actors if "Berg" in actor.name
    ]

    assert roles == [None]


def test_role_ends_at_a_verb(reader: Reader) -> None:
    text = "Anna Berg, director of the fund said no."

    found = _role(reader, text, "Anna Berg")

    assert found == "director of the fund"


def test_fuller_role_replaces_a_short_one(reader: Reader) -> None:
    text = "They met Mayor Anna Berg. Anna Berg, a former harbour judge, left."

    found = _role(reader, text, "Anna Berg")

    assert found == "a former harbour judge"


def test_first_full_role_is_kept(reader: Reader) -> None:
    text = "They met former director Anna Berg. Anna Berg, a former judge, left."

    found = _role(reader, text, "Anna Berg")

    assert found == "former director"


def test_place_and_state_have_no_role(reader: Reader) -> None:
    text = "They left Norway, a country of ferries, for Port Lenna, the old capital."

    roles = [actor.role for actor in reader.entities(text).actors]

    assert roles == [None, None]


def test_role_is_cut_from_the_text(reader: Reader) -> None:
    text = "They met Anna Berg, director of the fund, there."
    parse = reader.parse(text)

    (actor,) = reader.entities(text).actors

    assert actor.role is not None
    start, end = actor.role.start, actor.role.end
    assert parse.layout.text[start:end] == actor.role.text


def test_apposition_without_a_known_noun_is_read_from_the_tree(spacy: Reader) -> None:
    text = "Anna Berg, a confidante of the mayor, left the harbour."

    found = _role(spacy, text, "Anna Berg")

    assert found == "a confidante of the mayor"


def _role(reader: Reader, text: str, name: str) -> str | None:
    actor = next(a for a in reader.entities(text).actors if a.name == name)
    return None if actor.role is None else actor.role.text


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Ivo Lund and his wife, Anna Berg, left on Monday.", None),
        ("When she met Anna Berg, the director told Ivo Lund of it.", None),
        ("Ivo Lund passed series leader Anna Berg on Monday.", "series leader"),
        ("Anna Berg was a doctor and her brother owned the mill.", "a doctor"),
        ("His wife, Anna Berg, was a doctor.", "a doctor"),
        ("Anna Berg was a judge. They met Anna Berg, a mayor, there.", "a mayor"),
        ("Anna Berg was elected head of the fund on Monday.", "head of the fund"),
        (
            "They laid a trail to the town's mayor, Anna Berg, there.",
            "the town's mayor",
        ),
        ("They met the envoy to Norway, Anna Berg, there.", "the envoy to Norway"),
        ("Anna Berg, a singer on Lenna's “Big Night”, left.", "a singer"),
    ],
)
def test_role_tells_what_the_person_is(
    reader: Reader, text: str, role: str | None
) -> None:
    actors = reader.entities(text).actors
    roles = [a.role and a.role.text for a in actors if a.name == "Anna Berg"]

    assert roles == [role]


def test_verb_before_a_name_is_no_role(fast: Reader) -> None:
    actors = fast.entities("Some experts suspect Anna Berg is set to leave.").actors

    assert [a.role for a in actors if a.name == "Anna Berg"] == [None]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("They said: “When President Anna Berg left, it was calm.”", "President"),
        ("They thanked Ivo Lund and then President Anna Berg there.", "President"),
        ("The vote will almost certainly force Gov. Anna Berg to leave.", "Gov."),
        ("On the day he won the Republican Lenna caucus, Gov. Anna Berg left.", "Gov."),
    ],
)
def test_words_of_the_sentence_are_no_part_of_a_role(
    fast: Reader, text: str, role: str
) -> None:
    assert _role(fast, text, "Anna Berg") == role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("They thanked state school teacher Anna Berg.", "state school teacher"),
        ("The mill's owner Anna Berg left.", "The mill's owner"),
        (
            "The board's newly named chairwoman Anna Berg left.",
            "The board's newly named chairwoman",
        ),
        ("They asked his former aide Anna Berg.", "former aide"),
        ("The firm supports coach Anna Berg.", "coach"),
        ("They want to hire lawyer Anna Berg.", "lawyer"),
        ("They met with leading web firm owner Anna Berg.", "web firm owner"),
    ],
)
def test_title_before_a_name_is_the_whole_noun_phrase(
    fast: Reader, text: str, role: str
) -> None:
    assert _role(fast, text, "Anna Berg") == role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("They met Anna Berg of the Lenna Post there.", "of the Lenna Post"),
        ("Anna Berg, from Norland, left.", "from Norland"),
        (
            "Anna Berg, of the Department of Water and Fish, left.",
            "of the Department of Water and Fish",
        ),
        ("They met Anna Berg of Norland and Ivo Lund there.", "of Norland"),
        ("They met Anna Berg, a beekeeper in Lenna, there.", "a beekeeper in Lenna"),
        ("They met Anna Berg of the Lenna area there.", None),
        ("The Anna Berg of the Lenna Post left.", None),
        ("They paid Anna Berg, a day after the strike, for it.", None),
        ("They said: “We met Anna Berg of the Lenna Post there.”", None),
        ("In a head-to-head contest, Anna Berg leads.", None),
    ],
)
def test_person_without_a_role_noun_has_an_apposition_or_a_body(
    reader: Reader, text: str, role: str | None
) -> None:
    assert _role(reader, text, "Anna Berg") == role


def test_role_noun_goes_before_the_body_of_a_person(reader: Reader) -> None:
    text = "They met Anna Berg of the Lenna Post. Editor Anna Berg left."

    assert _role(reader, text, "Anna Berg") == "Editor"
