from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.commands.button_payload import Run, read_state
from bot.core.commands.command_spec import COMMANDS
from bot.core.commands.requests import InteractionContext, Person, Place, Request, Verb
from bot.core.commands.responses import LABEL_LENGTH, STATE_LENGTH, Answer
from bot.platforms.slack.command_parser import read_command

ASKING = InteractionContext(
    "event-1", datetime(2026, 3, 2, tzinfo=UTC), Person("U1"), Place("slack", "C1")
)
LINK = "https://lenna.example/a"


def read(text: str) -> tuple[Verb, dict[str, str]]:
    """The request in a text that is one."""
    found = read_command(ASKING, text)
    assert isinstance(found, Request)
    return found.verb, dict(found.options)


def misread(text: str) -> tuple[str, list[str], list[object]]:
    """What is told of a text that is none, with the choices' labels and states."""
    found = read_command(ASKING, text)
    assert isinstance(found, Answer)
    assert found.refused == "unknown"
    assert found.menu is not None
    told = found.message.sections[0].rows[0].parts[0].text
    choices = found.menu.choices
    return told, [one.label for one in choices], [read_state(o.state) for o in choices]


@pytest.mark.parametrize("verb", Verb)
def test_every_command_is_read(verb: Verb) -> None:
    assert read(verb.value) == (verb, {})


@pytest.mark.parametrize(
    ("text", "verb", "options"),
    [
        ("", Verb.HELP, {}),
        ("  \u200b ", Verb.HELP, {}),
        ("TOPICS", Verb.TOPICS, {}),
        ("topics please", Verb.TOPICS, {}),
        (f"link <{LINK}?b=1&amp;c=2|a page>", Verb.LINK, {"url": f"{LINK}?b=1&c=2"}),
        (f"<{LINK}>", Verb.LINK, {"url": LINK}),
        (f"please read {LINK} for me", Verb.LINK, {"url": LINK}),
        ("link lenna.example", Verb.LINK, {"url": "lenna.example"}),
        ("link javascript:alert(1)", Verb.LINK, {"url": "javascript:alert(1)"}),
        (f"why {LINK}.", Verb.WHY, {"url": LINK}),
        ("topic   the  coast ", Verb.TOPIC, {"name": "the coast"}),
        ("topic “The coast”", Verb.TOPIC, {"name": "The coast"}),
        ("Topic 'ports'", Verb.TOPIC, {"name": "ports"}),
        ("“topic” «ports»", Verb.TOPIC, {"name": "ports"}),
        ("topic R&amp;D", Verb.TOPIC, {"name": "R&D"}),
        ("topic &amp;lt;", Verb.TOPIC, {"name": "&lt;"}),
        ("topic ⚓ הנמל", Verb.TOPIC, {"name": "⚓ הנמל"}),
        ("\u202etopic\u200b por\u200bts", Verb.TOPIC, {"name": "ports"}),
        ("digest", Verb.DIGEST, {}),
        ("digest morning", Verb.DIGEST, {"name": "morning"}),
        ("unsubscribe", Verb.UNSUBSCRIBE, {}),
        ('mute "node.js"', Verb.MUTE, {"what": '"node.js"'}),
        ("mute <@U12|ida>", Verb.MUTE, {"what": "@ida"}),
        ("unmute <#C12|harbour>", Verb.UNMUTE, {"what": "#harbour"}),
        (f"merge <{LINK}> <{LINK}/2>", Verb.MERGE, {"url": LINK, "other": f"{LINK}/2"}),
        (f"merge {LINK}", Verb.MERGE, {"url": LINK}),
        ("merge ferry bridge", Verb.MERGE, {"url": "ferry", "other": "bridge"}),
        (f"split {LINK}", Verb.SPLIT, {"url": LINK}),
        ("undo 2", Verb.UNDO, {"number": "2"}),
        ("undo", Verb.UNDO, {}),
        ("mute <!here>", Verb.MUTE, {"what": "here"}),
    ],
)
def test_text_is_read_as_a_person_means_it(
    text: str, verb: Verb, options: dict[str, str]
) -> None:
    assert read(text) == (verb, options)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("ports", {"name": "ports"}),
        ("ports 07:30", {"name": "ports", "time": "07:30"}),
        ("ports at 7.30", {"name": "ports", "time": "7.30"}),
        ("the coast 7pm", {"name": "the coast", "time": "7pm"}),
        ("ports Europe/Oslo", {"name": "ports", "timezone": "Europe/Oslo"}),
        ("ports in utc", {"name": "ports", "timezone": "utc"}),
        (
            '"the coast" at 07:30 in New York',
            {"name": "the coast", "time": "07:30", "timezone": "New York"},
        ),
        ("area 51", {"name": "area 51"}),
        ("the coast now", {"name": "the coast", "time": "now"}),
        (
            "ports now in Oslo",
            {"name": "ports", "time": "now", "timezone": "Oslo"},
        ),
        ('"here and now"', {"name": "here and now"}),
    ],
)
def test_a_subscription_has_a_name_a_time_and_a_zone(
    text: str, options: dict[str, str]
) -> None:
    assert read(f"subscribe {text}") == (Verb.SUBSCRIBE, options)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("ferry storm", {"words": "ferry storm"}),
        ('"harbour master" -storm', {"words": '"harbour master" -storm'}),
        (
            "ferry topic:coast since:7 days who:Ida Brandt",
            {
                "words": "ferry",
                "topic": "coast",
                "since": "7 days",
                "who": "Ida Brandt",
            },
        ),
        (
            'who:"Ida Brandt, pilot" ferry storm',
            {"words": "ferry storm", "who": "Ida Brandt, pilot"},
        ),
        ("ferry paper:“Lenna Gazette”", {"words": "ferry", "paper": "Lenna Gazette"}),
        ("ferry topic:", {"words": "ferry"}),
        ("topic:coast", {"topic": "coast"}),
        ("subtopic:coast 10:30", {"words": "subtopic:coast 10:30"}),
        (
            "<https://lenna.example|lenna.example> paper:<http://a.example|a.example>",
            {"words": "https://lenna.example", "paper": "http://a.example"},
        ),
    ],
)
def test_a_search_has_words_and_named_options(
    text: str, options: dict[str, str]
) -> None:
    assert read(f"search {text}") == (Verb.SEARCH, options)


def test_a_mistyped_command_is_offered_with_what_was_typed_behind_it() -> None:
    told, labels, states = misread("tpoic the coast")

    assert told == "There is no command “tpoic”. Did you mean one of these?"
    assert labels[0] == "/brief topic the coast"
    assert states[0] == Run(Verb.TOPIC, ("the coast",))


def test_options_keep_their_places_in_a_choice() -> None:
    _, _, states = misread("subscrieb ports Europe/Oslo")

    assert Run(Verb.SUBSCRIBE, ("ports", "", "Europe/Oslo")) in states


def test_what_is_too_long_for_a_choice_is_left_out_of_it() -> None:
    _, labels, states = misread(f"tpoic {'p' * 400}")

    assert labels[0] == "/brief topic"
    assert states[0] == Run(Verb.TOPIC)


def test_a_word_like_no_command_leads_to_the_help() -> None:
    told, labels, states = misread("xylophone")

    assert told == "There is no command “xylophone”. “/brief help” lists all commands."
    assert labels == ["/brief help"]
    assert states == [Run(Verb.HELP)]


def test_a_name_of_400_characters_is_read_whole() -> None:
    assert read(f"topic {'p' * 400}") == (Verb.TOPIC, {"name": "p" * 400})


@given(st.text(max_size=200))
def test_any_text_is_a_request_or_a_plain_answer(text: str) -> None:
    found = read_command(ASKING, text)

    if isinstance(found, Request):
        names = next(w.options for w in COMMANDS if w.verb is found.verb)
        assert set(found.options) <= {option.name for option in names}
        assert all(found.options.values())
    else:
        assert found.menu is not None
        assert all(0 < len(c.label) <= LABEL_LENGTH for c in found.menu.choices)
        assert all(len(c.state) <= STATE_LENGTH for c in found.menu.choices)


@given(
    st.sampled_from([Verb.TOPIC, Verb.DIGEST, Verb.SOURCES, Verb.UNSUBSCRIBE]),
    st.from_regex(r"[a-z0-9]{1,8}(?: [a-z0-9]{1,8}){0,3}", fullmatch=True),
    st.sampled_from(["{}", "  {}  ", '"{}"', "“{}”", "\u2066{}\u2069", "«{}»"]),
)
def test_marks_around_a_name_are_none_of_it(verb: Verb, name: str, form: str) -> None:
    assert read(f"{verb.upper()} {form.format(name)}") == (verb, {"name": name})


@pytest.mark.parametrize(
    "text",
    ["<" * 50_000, "<@" * 50_000, " " * 100_000, "&amp;" * 20_000, "a-" * 50_000],
)
def test_long_texts_are_read(text: str) -> None:
    assert read_command(ASKING, text) is not None


@pytest.mark.parametrize(
    ("typed", "options"),
    [
        ("Ida Brandt", {"name": "Ida Brandt"}),
        ("“Ida Brandt, mayor”", {"name": "Ida Brandt, mayor"}),
        ("Ida Brandt on ports", {"name": "Ida Brandt", "topic": "ports"}),
        ("Ida since 7 days", {"name": "Ida", "since": "7 days"}),
        (
            "Ida Brandt on ports since 2026-11-20",
            {"name": "Ida Brandt", "topic": "ports", "since": "2026-11-20"},
        ),
        ("", {}),
    ],
)
def test_a_topic_and_a_time_follow_the_name_of_a_speaker(
    typed: str, options: dict[str, str]
) -> None:
    request = read_command(ASKING, f"who {typed}")

    assert isinstance(request, Request)
    assert (request.verb, request.options) == (Verb.WHO, options)


@pytest.mark.parametrize(
    ("typed", "options"),
    [
        ("", {}),
        ("the coast", {"topic": "the coast"}),
        ("“The coast”", {"topic": "The coast"}),
        ("address", {"show": "address"}),
        ("New  Address", {"show": "new address"}),
        ("revoke address", {"show": "revoke address"}),
        ("coast address", {"topic": "coast", "show": "address"}),
    ],
)
def test_a_topic_and_a_form_follow_the_word_calendar(
    typed: str, options: dict[str, str]
) -> None:
    request = read_command(ASKING, f"calendar {typed}")

    assert isinstance(request, Request)
    assert (request.verb, request.options) == (Verb.CALENDAR, options)
