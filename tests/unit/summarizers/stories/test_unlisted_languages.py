"""Stories in languages without word lists."""

from __future__ import annotations

from datetime import date

import pytest

from summarizers.stories.clustering import cluster
from summarizers.stories.documents import StoryDocument
from summarizers.text.language import UNLISTED, language_of_words

BRIDGE = {
    "de": (
        (
            "Der Stadtrat von Lenna hat am Montag beschlossen, dass die alte Brücke für "
            "Lastwagen gesperrt wird. Die Bürgermeisterin sagte, es sei nicht mehr sicher, "
            "und die Kosten für eine neue Brücke seien noch nicht bekannt. Nach einem "
            "Gutachten sind die Pfeiler beschädigt."
        ),
        (
            "In Lenna dürfen Lastwagen die alte Brücke nicht mehr benutzen. Das hat der "
            "Stadtrat am Montag beschlossen, nachdem ein Gutachten beschädigte Pfeiler "
            "gefunden hatte. Was eine neue Brücke kosten würde, konnte die Bürgermeisterin "
            "noch nicht sagen."
        ),
    ),
    "pl": (
        (
            "Rada miasta Lenna zdecydowała w poniedziałek, że stary most zostanie zamknięty "
            "dla ciężarówek. Burmistrz powiedziała, że nie jest już bezpieczny, a koszty "
            "nowego mostu nie są jeszcze znane. Według ekspertyzy filary są uszkodzone."
        ),
        (
            "Ciężarówki nie mogą już jeździć po starym moście w mieście Lenna. Tak "
            "zdecydowała rada w poniedziałek, gdy ekspertyza wykazała, że filary są "
            "uszkodzone. Burmistrz nie zna jeszcze kosztów nowego mostu."
        ),
    ),
}
STRIKE = {
    "de": (
        "Die Lehrer der drei Schulen in Brevik streiken seit Dienstag, weil viele "
        "Stellen fehlen. Der Sprecher der Gewerkschaft sagte, dass die Klassen zu groß "
        "sind und nicht genug Personal da ist. Es ist noch nicht klar, wie lange der "
        "Ausstand dauern wird und ob auch die Kindergärten betroffen sind."
    ),
    "pl": (
        "Nauczyciele trzech szkół w Brevik strajkują od wtorku, ponieważ domagają się "
        "nowych etatów. Rzecznik związku powiedział, że klasy są za duże i że nie ma już "
        "personelu. Jak długo potrwa strajk, nie jest jeszcze znane."
    ),
}
NORTH = (
    (
        "Το δημοτικό συμβούλιο της πόλης αποφάσισε τη Δευτέρα ότι η παλιά γέφυρα θα "
        "κλείσει για τα φορτηγά. Η δήμαρχος είπε ότι δεν είναι πλέον ασφαλής και ότι το "
        "κόστος δεν είναι γνωστό."
    ),
    (
        "Οι δάσκαλοι των τριών σχολείων απεργούν από την Τρίτη, επειδή ζητούν νέες θέσεις. "
        "Ο εκπρόσωπος είπε ότι οι τάξεις είναι μεγάλες και ότι δεν υπάρχει αρκετό προσωπικό."
    ),
)
"""A bridge and a strike, told in a third language."""

ENGLISH_NEWS = (
    "The harbour master said on Monday that the ferry would not leave the port before "
    "Friday, and that the crew had put out the fire."
)


def document(name: str, text: str, lang: str | None = None) -> StoryDocument:
    """A document with the language that its article or text tells."""
    words = language_of_words(lang, text)
    return StoryDocument(name, text, "", date(2026, 3, 2), words)


def stories(*texts: str, others: int = 0) -> list[tuple[str, ...]]:
    """The stories with two or more of the texts, among other English documents."""
    english = [
        document(f"other {number}", f"{ENGLISH_NEWS} It was number {number}.")
        for number in range(others)
    ]
    told = [document(str(number), text) for number, text in enumerate(texts)]
    groups = (each.ids for each in cluster([*english, *told]))
    return [ids for ids in groups if len(ids) > 1 and not ids[0].startswith("other")]


@pytest.mark.parametrize("others", [0, 40])
@pytest.mark.parametrize(
    "texts",
    [(BRIDGE["de"][0], STRIKE["de"]), (BRIDGE["pl"][0], STRIKE["pl"]), NORTH],
    ids=["de", "pl", "el"],
)
def test_common_words_of_a_language_connect_no_stories(
    texts: tuple[str, str], others: int
) -> None:
    assert stories(*texts, others=others) == []


@pytest.mark.parametrize("others", [0, 40])
@pytest.mark.parametrize("lang", ["de", "pl"])
def test_reports_of_one_event_are_one_story(lang: str, others: int) -> None:
    texts = (*BRIDGE[lang], STRIKE[lang])

    assert stories(*texts, others=others) == [("0", "1")]


def test_texts_in_several_languages_are_apart() -> None:
    texts = (BRIDGE["de"][0], BRIDGE["pl"][0], *NORTH)

    assert stories(*texts) == []


@pytest.mark.parametrize(
    ("given", "text", "lang"),
    [
        (None, ENGLISH_NEWS, "en"),
        ("de", ENGLISH_NEWS, "en"),
        ("en", STRIKE["de"], "en"),
        ("de", STRIKE["de"], UNLISTED),
        (None, STRIKE["pl"], UNLISTED),
        (None, "Eine Schlagzeile", "en"),
        ("fr", STRIKE["de"], "fr"),
    ],
)
def test_a_language_has_lists_or_is_unlisted(
    given: str | None, text: str, lang: str
) -> None:
    assert language_of_words(given, text) == lang
