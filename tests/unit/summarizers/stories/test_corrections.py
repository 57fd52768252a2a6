"""Lines that a new version of an article corrects, and edits that correct nothing."""

from __future__ import annotations

import pytest

from summarizers.model import Article
from summarizers.stories.corrections import ChangeKind, Revision, correction_note
from tests.fakes.readers import TABLES
from tests.tables import lines

LINES = {
    "en": "At least twelve people died when the ferry Vela sank off Halden on Monday, the "
    "harbour master Ingrid Solberg said.",
    "fr": "Au moins douze personnes sont mortes lundi dans le naufrage du ferry Vela, a "
    "déclaré la préfète Jeanne Morel.",
}
LINE = LINES["en"]
AROUND = {
    "en": (
        (
            "The ship had left the port of Brannoch at 6:40 in the morning with 214 "
            "passengers on board."
        ),
        (
            "Divers from Norway searched the wreck until the light failed, and a second "
            "team will go down at dawn."
        ),
        (
            "The company did not say whether the bow doors had been locked before the ship "
            "left the harbour."
        ),
        (
            "Relatives of the passengers waited in the school of Varra, where the county "
            "had set up beds and a kitchen."
        ),
    ),
    "fr": (
        (
            "Le navire avait quitté le port de Brannoch à l'aube avec deux cents passagers "
            "à bord."
        ),
        (
            "Des plongeurs venus de Norvège ont fouillé l'épave jusqu'à la tombée de la "
            "nuit."
        ),
        (
            "La compagnie n'a pas précisé si les portes avaient été verrouillées avant le "
            "départ."
        ),
    ),
}
BEFORE = LINE, *AROUND["en"]
FIRST, LAST = AROUND["en"][:3], AROUND["en"][3]


def article(*paragraphs: str, lang: str = "en") -> Article:
    return Article("\n\n".join(filter(None, paragraphs)), lang=lang)


def kind(before: tuple[str, ...], after: tuple[str, ...], lang: str = "en") -> str:
    """The kind of the change of the first paragraph, if it counts as a correction."""
    revision = Revision(article(*before, lang=lang), article(*after, lang=lang))
    change = revision.change_of(before[0])
    return "-" if change is None else change.kind.value


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_changed_fact_is_a_correction(subtests: pytest.Subtests, lang: str) -> None:
    line, around = LINES[lang], AROUND[lang]
    for row in lines(f"{TABLES[lang]}/corrections"):
        expected, old, new = row.split(" | ")
        with subtests.test(old=old, new=new):
            assert old in line
            after = line.replace(old, new.replace(" ¶ ", "\n\n"))

            assert kind((line, *around), (after, *around), lang) == expected


@pytest.mark.parametrize(
    ("new", "change"), [("21", "-"), ("thirty-one", "number"), ("twenty", "number")]
)
def test_number_that_ends_with_one_equals_its_digits_alone(
    new: str, change: str
) -> None:
    old, corrected = (LINE.replace("twelve", word) for word in ("twenty-one", new))

    assert kind((old, LAST, *FIRST), (corrected, LAST, *FIRST)) == change


def test_both_versions_of_a_line_are_verbatim() -> None:
    new = LINE.replace("twelve", "nine")
    after = article(LAST, new, *FIRST)

    change = Revision(article(*BEFORE), after).change_of(LINE)

    assert change is not None
    assert change.now is not None
    assert change.now.text == new
    assert after.text[change.now.start : change.now.end] == new


SAME_FACTS = (
    "Ingrid Solberg, the harbour master, put the dead of Monday's sinking of the "
    "ferry Vela off Halden at twelve."
)
WALL = "Subscribe now to continue reading. Already a subscriber? Log in."


@pytest.mark.parametrize(
    ("after", "change"),
    [
        pytest.param((*FIRST, LAST), ChangeKind.GONE.value, id="taken out"),
        pytest.param((SAME_FACTS, *FIRST, LAST), "-", id="told in other words"),
        pytest.param((*FIRST, LAST, LINE), "-", id="moved"),
    ],
)
def test_line_is_gone_if_its_facts_are(after: tuple[str, ...], change: str) -> None:
    assert kind(BEFORE, after) == change


def test_text_that_ends_early_is_no_correction() -> None:
    before = article(*FIRST, LINE, LAST)

    for end in ("…", WALL, *(LINE[:length] for length in range(20, 110, 15))):
        assert Revision(before, article(*FIRST, end)).change_of(LINE) is None


@pytest.mark.parametrize(
    "page",
    [
        "Log in to read this article.",
        "The council of Saltby has agreed to build a bridge across the Lenna.",
        f"{LINE} Already a subscriber? Log in to your account.",
        "\n\n".join((LINE.replace("twelve", "nine"), *FIRST, WALL)),
    ],
)
def test_another_page_cannot_be_compared(page: str) -> None:
    revision = Revision(article(*BEFORE), article(page))

    assert not revision.is_comparable
    assert revision.change_of(LINE) is None


def test_old_wording_in_a_note_does_not_count() -> None:
    new = LINE.replace("twelve", "nine")
    note = f"Correction: An earlier version of this article said: {LINE}"
    revision = Revision(article(*BEFORE), article(new, *FIRST, LAST, note))

    change = revision.change_of(LINE)

    assert change is not None
    assert change.kind is ChangeKind.NUMBER
    assert revision.note is not None
    assert revision.note.text == note


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_note_of_the_publisher_is_found(subtests: pytest.Subtests, lang: str) -> None:
    for row in lines(f"{TABLES[lang]}/notes"):
        expected, _, text = row.partition(" | ")
        with subtests.test(text=text):
            found = correction_note(article(*AROUND[lang], text, lang=lang))

            assert (found.text if found else None) == (
                text if expected == "note" else None
            )
