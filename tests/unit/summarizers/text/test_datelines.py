from __future__ import annotations

import pytest

from summarizers.text.datelines import find_cuts


def _cuts(text: str, *, first: bool = True) -> list[tuple[str, str]]:
    cuts = find_cuts(text, (0, len(text)), first=first)
    return [(text[start:end].strip(), reason) for start, end, reason in cuts]


@pytest.mark.parametrize(
    "dateline",
    [
        "LONDON (Reuters) —",
        "HARBOUR BAY, Norland (AP) —",
        "ST. HELENA, Calif. (AP) -",
        "PARIS, March 3 (UPI) --",
        "BEIJING, 3 March (Xinhua) --",
        "WASHINGTON —",
        "HARBOUR, N.L.\xa0—",
        "HARBOUR, N.L. ―",
        "NEW YORK -",
        "London (AFP) -",
        "Harbour Bay, Norland (CNN) --",
        "(CNN)",
        "(Reuters) -",
    ],
)
def test_a_dateline_is_cut_off_in_any_paragraph(dateline: str) -> None:
    cuts = _cuts(f"{dateline} The dam held.", first=False)

    assert cuts == [(dateline, "dateline")]


def test_a_place_in_small_letters_is_a_dateline_where_the_story_begins() -> None:
    text = "Harbour Bay – The dam above the old town held through the whole night."

    assert _cuts(text, first=True) == [("Harbour Bay –", "dateline")]
    assert _cuts(text, first=False) == []


def test_capitals_before_a_colon_are_a_dateline_once_where_the_story_begins() -> None:
    text = "NEW LENNA: The dam above the old town held."

    assert _cuts(text) == [("NEW LENNA:", "dateline")]
    assert _cuts(text, first=False) == []
    assert _cuts(f"{text} NEW LENNA: Nobody was hurt.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Ola Berg – the mayor of the old town – said that the dam would hold.",
        "Ola Berg — Harbour Bay's mayor since the last election — said it would hold.",
        "NATO said that the dam would hold.",
        "NATO — the alliance — said that the dam would hold.",
        "The dam (built in 1931) held.",
        "(The dam held.) Nobody was hurt.",
    ],
)
def test_the_beginning_of_a_sentence_is_no_dateline(text: str) -> None:
    assert _cuts(text) == []


@pytest.mark.parametrize(
    ("text", "residue"),
    [
        ("]] The dam held.", "]]"),
        ("] and ]] The dam held.", "] and ]]"),
        ("Harbour Bay Town Hall]] The dam held.", "Harbour Bay Town Hall]]"),
        ("the dam, source=Lund] The dam held.", "the dam, source=Lund]"),
    ],
)
def test_residue_of_wiki_markup_is_cut_off_the_beginning(
    text: str, residue: str
) -> None:
    assert _cuts(text) == [(residue, "markup")]


def test_residue_between_sentences_is_cut_out() -> None:
    assert _cuts("The dam held. ]] Nobody was hurt.") == [("]]", "markup")]


def test_residue_at_the_end_is_cut_off() -> None:
    text = "The dam held. ] has related articles: *''']''' *''']''']"

    assert _cuts(text) == [(text[14:], "markup")]


def test_brackets_in_prose_stay() -> None:
    assert _cuts("“[The dam] held,” Lund said [on Monday].") == []


@pytest.mark.parametrize(
    "signature",
    [
        "(Reporting by Ola Berg; Editing by Mia Paz)",
        "(Additional reporting by Ola Berg.)",
        "(Photo by Ola Berg)",
        "[Editing by Mia Paz]",
        "(Reuters)",
        "PTI",
        "AFP/MP",
    ],
)
def test_a_signature_is_cut_off_the_end(signature: str) -> None:
    assert _cuts(f"The dam held. {signature}") == [(signature, "credit")]


def test_a_sentence_about_an_agency_stays() -> None:
    assert _cuts("The dam held. It was news to the AFP") == []


def test_an_aside_at_the_end_stays() -> None:
    assert _cuts("The dam held (at least on Monday).") == []


def test_an_agency_behind_a_place_needs_no_dash_where_the_story_begins() -> None:
    text = "Harbour Bay, Norland (CNN) The dam above the old town held."
    other = "United Nations (UN) engineers looked at the dam above the old town."

    assert _cuts(text) == [("Harbour Bay, Norland (CNN)", "dateline")]
    assert _cuts(other) == []
