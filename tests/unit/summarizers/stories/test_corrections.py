"""Lines that a new version of an article corrects, and edits that correct nothing."""

from __future__ import annotations

import pytest

from summarizers.model import Article
from summarizers.stories.corrections import ChangeKind, Revision, correction_note

LINE = (
    "At least twelve people died when the ferry Vela sank off Halden on Monday, the "
    "harbour master Ingrid Solberg said."
)
AROUND = (
    (
        "The ship had left the port of Brannoch at 6:40 in the morning with 214 passengers "
        "on board."
    ),
    (
        "Divers from Norway searched the wreck until the light failed, and a second team "
        "will go down at dawn."
    ),
    (
        "The company did not say whether the bow doors had been locked before the ship left "
        "the harbour."
    ),
    (
        "Relatives of the passengers waited in the school of Varra, where the county had "
        "set up beds and a kitchen."
    ),
)
FRENCH = (
    "Au moins douze personnes sont mortes lundi dans le naufrage du ferry Vela, a "
    "déclaré la préfète Jeanne Morel."
)
FRENCH_AROUND = (
    (
        "Le navire avait quitté le port de Brannoch à l'aube avec deux cents passagers à "
        "bord."
    ),
    "Des plongeurs venus de Norvège ont fouillé l'épave jusqu'à la tombée de la nuit.",
    (
        "La compagnie n'a pas précisé si les portes avaient été verrouillées avant le "
        "départ."
    ),
)


def article(*lines: str, lang: str = "en") -> Article:
    return Article("\n\n".join(line for line in lines if line), lang=lang)


def kind(new: str, line: str = LINE, around: tuple[str, ...] = AROUND) -> str | None:
    """The kind of a line's change, if it counts as a correction."""
    lang = "fr" if around is FRENCH_AROUND else "en"
    before = article(line, *around, lang=lang)
    revision = Revision(before, article(new, *around, lang=lang))
    change = revision.change_of(line)
    return None if change is None else change.kind.value


@pytest.mark.parametrize(
    ("new", "change"), [("21", None), ("thirty-one", "number"), ("twenty", "number")]
)
def test_number_that_ends_with_one_equals_its_digits_alone(
    new: str, change: str | None
) -> None:
    line = LINE.replace("twelve", "twenty-one")

    assert kind(LINE.replace("twelve", new), line) == change


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("twelve", "nine", ChangeKind.NUMBER),
        ("twelve", "20", ChangeKind.NUMBER),
        ("At least twelve people", "Several people", ChangeKind.NUMBER),
        ("Ingrid Solberg", "Astrid Brekke", ChangeKind.NAME),
        ("Solberg", "Berg", ChangeKind.NAME),
        ("Halden", "Lisbon", ChangeKind.NAME),
        ("Monday", "Sunday", ChangeKind.NAME),
        ("died", "did not die", ChangeKind.NEGATION),
    ],
)
def test_a_changed_fact_is_a_correction(
    old: str, new: str, expected: ChangeKind
) -> None:
    assert kind(LINE.replace(old, new)) == expected.value


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("douze", "neuf"),
        ("Jeanne Morel", "Anne Perrin"),
        ("Vela", "Aurore"),
        ("lundi", "dimanche"),
    ],
)
def test_a_changed_fact_in_french_is_a_correction(old: str, new: str) -> None:
    assert kind(FRENCH.replace(old, new), FRENCH, FRENCH_AROUND) is not None


@pytest.mark.parametrize(
    "new",
    [
        LINE.replace("twelve", "12"),
        LINE.replace("people", "poeple"),
        LINE.replace("Solberg", "Solbreg"),
        LINE.replace("Vela", "Vxla"),
        LINE.replace("harbour master", "harbor-master"),
        LINE.replace(", the", " – the"),
        LINE.replace("Monday,", "Monday morning,"),
        LINE.replace("Ingrid Solberg", "Ms. Ingrid Solberg"),
        LINE.replace("sank", "sank within 20 minutes"),
        LINE.replace("At least twelve", "Twelve"),
        LINE.replace("Vela sank", "Vela\n\nADVERTISEMENT\n\nsank"),
        f"HALDEN, 14:05 — {LINE}",
        f"{LINE} It was the third accident of the year.",
    ],
)
def test_other_edits_are_no_correction(new: str) -> None:
    assert kind(new) is None


def test_both_versions_of_a_line_are_verbatim() -> None:
    new = LINE.replace("twelve", "nine")
    after = article(AROUND[0], new, *AROUND[1:])

    change = Revision(article(LINE, *AROUND), after).change_of(LINE)

    assert change is not None
    assert change.now is not None
    assert change.now.text == new
    assert after.text[change.now.start : change.now.end] == new


def test_a_line_that_was_taken_out_is_gone() -> None:
    assert kind("") == ChangeKind.GONE.value


def test_a_line_in_other_words_with_the_same_facts_is_not_gone() -> None:
    new = "Ingrid Solberg, the harbour master, put the dead of Monday's sinking of the "
    assert kind(f"{new}ferry Vela off Halden at twelve.") is None


def test_a_moved_line_is_no_correction() -> None:
    after = article(*AROUND, LINE)

    assert Revision(article(LINE, *AROUND), after).change_of(LINE) is None


def test_a_text_that_ends_early_is_no_correction() -> None:
    before = article(*AROUND[:3], LINE, AROUND[3])
    teaser = article(*AROUND[:3], "…")

    assert Revision(before, teaser).change_of(LINE) is None


@pytest.mark.parametrize("length", range(20, 110, 15))
def test_a_text_that_ends_within_a_sentence_is_no_correction(length: int) -> None:
    before = article(*AROUND[:3], LINE, AROUND[3])
    teaser = article(*AROUND[:3], LINE[:length])

    assert Revision(before, teaser).change_of(LINE) is None


def test_a_line_below_a_paywall_is_no_correction() -> None:
    wall = "Subscribe now to continue reading. Already a subscriber? Log in."
    teaser = article(*AROUND, wall)

    assert Revision(article(*AROUND, LINE), teaser).change_of(LINE) is None


@pytest.mark.parametrize(
    "page",
    [
        "Log in to read this article.",
        "The council of Saltby has agreed to build a bridge across the Lenna.",
        f"{LINE} Already a subscriber? Log in to your account.",
    ],
)
def test_another_page_cannot_be_compared(page: str) -> None:
    revision = Revision(article(LINE, *AROUND), article(page))

    assert not revision.is_comparable
    assert revision.change_of(LINE) is None


def test_the_old_wording_in_a_note_does_not_count() -> None:
    new = LINE.replace("twelve", "nine")
    note = f"Correction: An earlier version of this article said: {LINE}"
    revision = Revision(article(LINE, *AROUND), article(new, *AROUND, note))

    change = revision.change_of(LINE)

    assert change is not None
    assert change.kind is ChangeKind.NUMBER
    assert revision.note is not None
    assert revision.note.text == note


@pytest.mark.parametrize(
    ("note", "lang"),
    [
        ("An earlier version of this story gave the wrong number of dead.", "en"),
        ("Correction (2 March): The ship is called Vela.", "en"),
        ("This article was corrected on Monday. The ship is called Vela.", "en"),
        ("Une version précédente de cet article donnait un autre bilan.", "fr"),
        ("Erratum : le navire s'appelle Vela.", "fr"),
    ],
)
def test_a_publisher_s_note_is_found(note: str, lang: str) -> None:
    around = FRENCH_AROUND if lang == "fr" else AROUND
    found = correction_note(article(*around, note, lang=lang))

    assert found is not None
    assert found.text == note


@pytest.mark.parametrize(
    ("line", "lang"),
    [
        ("Corrections officers in three counties went on strike on Monday.", "en"),
        ("The correction on the markets went on for a third day.", "en"),
        ("The ministry withdrew an earlier version of the plan.", "en"),
        ("La correction des copies prendra trois jours.", "fr"),
    ],
)
def test_a_report_is_no_note(line: str, lang: str) -> None:
    assert correction_note(article(line, lang=lang)) is None
