"""What French reports of one event count differently."""

from __future__ import annotations

from datetime import date

import pytest

from summarizers.languages.french import PROFILE
from summarizers.model import Article
from summarizers.stories.casualties import Quantity, find_quantities
from summarizers.stories.differences import Difference, differences

DAY = date(2026, 3, 4)


def compare(*texts: str) -> list[tuple[str, tuple[str, ...]]]:
    found: tuple[Difference, ...] = differences(
        [
            (f"report-{number}", Article(text, published=DAY, lang="fr"))
            for number, text in enumerate(texts)
        ]
    )
    return [
        (one.label, tuple(figure.span.text for figure in one.figures)) for one in found
    ]


def quantities(text: str) -> list[Quantity]:
    return list(find_quantities(text, 0, len(text), PROFILE.numerals()))


@pytest.mark.parametrize(
    ("one", "other", "label", "spans"),
    [
        (
            "Au moins 12 personnes ont été tuées dans l'effondrement de la scierie.",
            "L'effondrement de la scierie a fait 14 morts, selon le maire.",
            "killed",
            ("Au moins 12 personnes ont été tuées", "14 morts"),
        ),
        (
            "L'explosion a tué douze personnes dans la scierie.",
            "Quinze personnes, dont deux enfants, sont mortes dans l'explosion.",
            "killed",
            ("tué douze personnes", "Quinze personnes, dont deux enfants, sont mortes"),
        ),
        (
            "Le bilan est passé à 31, disent les secours.",
            "Les secours ont compté 28 décès dans la vallée.",
            "killed",
            ("bilan est passé à 31", "28 décès"),
        ),
        (
            "Le bilan est de 3 morts et de 40 blessés.",
            (
                "Trois personnes sont mortes et 52 autres sont hospitalisées. "
                "Il y a 55 blessés."
            ),
            "injured",
            ("40 blessés", "55 blessés"),
        ),
        (
            "La police a interpellé 1 200 personnes pendant la marche.",
            "Plus de 1\u202f900 personnes ont été arrêtées lors de la marche.",
            "arrested",
            (
                "interpellé 1 200 personnes",
                "Plus de 1\u202f900 personnes ont été arrêtées",
            ),
        ),
        (
            "Neuf alpinistes sont portés disparus sous le col.",
            "Sept alpinistes étaient toujours portés disparus sous le col.",
            "missing",
            ("Neuf alpinistes", "Sept alpinistes"),
        ),
        (
            "Une trentaine d'habitants ont été évacués.",
            "Quelque 80 habitants ont été évacués.",
            "evacuated",
            (
                "Une trentaine d'habitants ont été évacués",
                "Quelque 80 habitants ont été évacués",
            ),
        ),
        (
            "Le ferry Aurore transportait 212 passagers de Lenne à Sablières.",
            "À bord du ferry Aurore, de Lenne à Sablières, se trouvaient 231 passagers.",
            "passagers",
            ("212 passagers", "231 passagers"),
        ),
        (
            "Le tunnel du port de Lenne coûtera 2,1 milliards d'euros.",
            "Le coût du tunnel du port de Lenne atteint 2,6 milliards d'euros.",
            "coût",
            ("2,1 milliards d'euros", "2,6 milliards d'euros"),
        ),
    ],
)
def test_numbers_that_differ_stand_side_by_side(
    one: str, other: str, label: str, spans: tuple[str, ...]
) -> None:
    [(found, printed)] = compare(one, other)

    assert found == label
    assert all(text.startswith(span) for text, span in zip(printed, spans, strict=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # The same number in another form.
        ("Le feu a tué 12 personnes.", "Douze personnes sont mortes dans le feu."),
        ("Il y a 1 200 évacués.", "Environ 1.200 personnes ont été évacuées."),
        ("Près de 1 000 personnes ont été arrêtées.", "980 arrestations ont eu lieu."),
        ("Plus de 200 personnes ont été blessées.", "Le choc a fait 212 blessés."),
        ("Une vingtaine de personnes sont blessées.", "Il y a 21 blessés."),
        ("Vingt et une personnes sont mortes.", "Il y a 21 morts."),
        # No single number.
        ("Le bilan est de 10 à 14 morts.", "Le feu a fait 17 morts."),
        ("Entre 10 et 14 personnes sont mortes.", "Le feu a fait 17 morts."),
        ("Le feu a fait 9 morts. Puis 11 personnes sont mortes.", "Il y a 17 morts."),
        # Parts of the whole, other times, and what might be.
        ("Le feu a fait 17 morts.", "On compte 17 morts, dont 5 enfants morts."),
        ("Le feu a fait 17 morts.", "L'an dernier, un feu avait fait 5 morts."),
        ("Le feu a fait 17 morts.", "En 2019, 5 personnes sont mortes ici."),
        ("Le feu a fait 17 morts.", "Le feu pourrait faire 30 morts."),
        ("Le ferry a 17 ans de service à Lenne.", "Le ferry de Lenne a 25 ans."),
        ("Le pain coûte 2 euros le kilo à Lenne.", "Le pain coûte 3 euros à Lenne."),
    ],
)
def test_what_does_not_differ_is_not_told(one: str, other: str) -> None:
    assert compare(one, other) == []


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("12 345 tonnes", 12_345, ""),
        ("1\u202f200 emplois", 1_200, ""),
        ("2,5 millions de foyers", 2_500_000, ""),
        ("12 millions d'euros", 12_000_000, "€"),
        ("300 €", 300, "€"),
        ("quatre-vingt-douze mineurs", 92, ""),
        ("soixante-douze mineurs", 72, ""),
        ("quatre-vingts mineurs", 80, ""),
        ("vingt et un mineurs", 21, ""),
        ("soixante-et-onze mineurs", 71, ""),
        ("trente-deux mineurs", 32, ""),
        ("une centaine de mineurs", 100, ""),
        ("trois mille mineurs", 3_000, ""),
    ],
)
def test_french_numbers_have_their_value(
    text: str, value: float, currency: str
) -> None:
    [found] = quantities(text)

    assert (found.value, found.currency) == (value, currency)


@pytest.mark.parametrize(
    "text",
    [
        "en 2026",
        "12 %",
        "12\u00a0%",
        "12h30",
        "le 3-1",
        "A12",
        "3/4",
        "un mineur",
        "6 h 30",
    ],
)
def test_years_shares_and_times_are_no_numbers(text: str) -> None:
    assert [one for one in quantities(text) if one.value not in {6, 30}] == []


@pytest.mark.parametrize("text", ["9" * 50_000, "vingt-" * 9_000, "1 " * 25_000])
def test_endless_numbers_are_read_in_time(text: str) -> None:
    assert len(quantities(text)) <= len(text)


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [
        (
            "Le tunnel routier de Lenne rouvrira aux voitures le 12 mars, selon la préfecture.",
            "Le tunnel routier de Lenne rouvrira aux voitures le 19 mars.",
            ("le 12 mars", "le 19 mars"),
        ),
        (
            "La grève des trains commencera vendredi prochain à Lenne.",
            "La grève des trains de Lenne commencera samedi prochain.",
            ("vendredi prochain", "samedi prochain"),
        ),
        (
            "Les travaux du pont de Lenne finiront avant le 3 avril.",
            "Les travaux du pont de Lenne finiront avant le 8 avril.",
            ("avant le 3 avril", "avant le 8 avril"),
        ),
    ],
)
def test_days_that_differ_stand_side_by_side(
    one: str, other: str, days: tuple[str, ...]
) -> None:
    assert ("date", days) in compare(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Le pont de Lenne rouvrira le 12 mars.", "Le pont de Lenne rouvrira jeudi."),
        ("Le pont de Lenne rouvrira en mars.", "Le pont de Lenne rouvrira le 12 mars."),
        (
            "Le maire de Lenne l'a dit le 2 mars.",
            "Le maire de Lenne l'a dit le 3 mars.",
        ),
    ],
)
def test_days_that_may_be_the_same_do_not_differ(one: str, other: str) -> None:
    assert compare(one, other) == []
