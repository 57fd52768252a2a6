"""Who is meant by a description, and by the shorter ways to name a source."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from summarizers.languages.french.inflections import regular_forms
from summarizers.readers.reader import Findings

Said = Callable[[str], list[tuple[str | None, list[str]]]]
Read = Callable[[str], Findings]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Le sénateur Marc Olivet a dit non. « Ce texte nuit », accuse l'élu.", "Marc"),
        ("Nora Belkacem a gagné. « Je suis fière », a réagi la nageuse.", "Nora"),
        (
            "Nora Belkacem a gagné. « Je suis fière », dit la nageuse de 22 ans.",
            "Nora",
        ),
        ("La cheffe Lise Garin a fermé. Cette experte juge que tout ira.", "Lise"),
        (
            "Le groupe Orvane va fermer. « C'est ainsi, hélas », dit l'entreprise.",
            "Orv",
        ),
        ("La cheffe Lise Garin est là. Selon cette dernière, tout va bien.", "Lise"),
        ("La direction a tranché. Celle-ci estime que le budget suffira.", "direction"),
        (
            (
                "Le ministre des Transports, qui était là, a promis une enquête. "
                "« Elle sera rapide », a-t-il assuré."
            ),
            "ministre",
        ),
        (
            (
                "La directrice, Irène Faure, est venue. Dans un texte paru au Phare de "
                "Brenne, elle écrit que « rien ne presse »."
            ),
            "Irène",
        ),
        (
            (
                "La ministre Irène Faure est venue. Invitée de Radio Brenne, elle a dit "
                "que rien ne pressait."
            ),
            "Irène",
        ),
    ],
)
def test_a_description_means_who_was_just_named(
    said: Said, text: str, speaker: str
) -> None:
    [(who, _)] = said(text)

    assert (who or "").startswith(speaker)


@pytest.mark.parametrize(
    "text",
    [
        # Another gender, an office that somebody else holds, and another paragraph.
        "Marc Olivet a gagné. « Je suis fière », a réagi une nageuse.",
        "Le sénateur Marc Olivet a dit non. « C'est une erreur », dit la préfète.",
        "Le sénateur Marc Olivet a dit non. « C'est une erreur », dit le préfet.",
        "Marc Olivet a gagné.\n\n« C'est une erreur », a répondu le préfet de région.",
    ],
)
def test_a_description_of_another_means_nobody_named(said: Said, text: str) -> None:
    [(who, _)] = said(text)

    assert who != "Marc Olivet"


def test_a_description_tells_the_role_of_its_bearer(read: Read) -> None:
    text = "Ronan Cadiou a parlé. Le délégué du personnel craint que l'usine ferme."

    actors = {one.name: one.role and one.role.text for one in read(text).actors}

    assert actors == {"Ronan Cadiou": "délégué du personnel"}


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        (
            "« Le marché est mort », répond-on chez Orvane.",
            "Orvane",
            "Le marché est mort",
        ),
        (
            "« Le dossier est ouvert », assure-t-on au ministère de la Santé.",
            "ministère de la Santé",
            "Le dossier est ouvert",
        ),
        (
            "Deux hommes ont été arrêtés, a-t-on appris auprès du parquet.",
            "parquet",
            "Deux hommes ont été arrêtés",
        ),
        (
            "« Rien n'est décidé », a tenu à préciser la maire, Odile Ferrand.",
            "Odile Ferrand",
            "Rien n'est décidé",
        ),
        (
            "« C'est un mensonge », s'est contenté de répondre Paul Astier.",
            "Paul Astier",
            "C'est un mensonge",
        ),
        (
            "Paul Astier a tenu à rappeler que le chantier était privé.",
            "Paul Astier",
            "le chantier était privé",
        ),
        (
            "Paul Astier, qui craint que la digue cède, a écrit au préfet.",
            "Paul Astier",
            "la digue cède",
        ),
        (
            "Odile Ferrand réclame de l'aide et affirme que la ville est ruinée.",
            "Odile Ferrand",
            "la ville est ruinée",
        ),
        (
            "D'autres, à l'image de Luc Amiel, redoutent que le loup revienne.",
            "Luc Amiel",
            "le loup revienne",
        ),
        (
            "« Tout a brûlé ici », raconte, la voix nouée, Odile Ferrand.",
            "Odile Ferrand",
            "Tout a brûlé ici",
        ),
        ("Au dire des pêcheurs, le lac serait vide.", "pêcheurs", "le lac serait vide"),
        (
            (
                "« Le jour est noir », a commenté sur les réseaux sociaux l'ancien président "
                "du club, Henri Valette."
            ),
            "Henri Valette",
            "Le jour est noir",
        ),
        (
            "Deux morts dans un incendie, a précisé la police de Norvie.",
            "police de Norvie",
            "Deux morts dans un incendie",
        ),
        (
            "La ministre a défendu sa loi, assurant qu'elle serait juste.",
            "ministre",
            "elle serait juste",
        ),
        (
            "L'étude, menée à Brenne, montre que la mer monte.",
            "étude",
            "la mer monte",
        ),
        (
            "Selon le quotidien Le Phare, qui cite la police, trois élus sont visés.",
            "Le Phare",
            "trois élus sont visés",
        ),
        (
            "La route sera fermée, ont annoncé les deux gouvernements.",
            "gouvernements",
            "La route sera fermée",
        ),
        (
            "« C'est grave », dit un cadre de Vexa qui souhaite rester anonyme.",
            "cadre de Vexa",
            "C'est grave",
        ),
        (
            "Joint par téléphone, Marc Weil dit ne rien comprendre.",
            "Marc Weil",
            "ne rien comprendre",
        ),
        (
            "De l'aveu du trésorier, la caisse est vide.",
            "trésorier",
            "la caisse est vide",
        ),
        (
            "À en croire l'Agence du littoral (ADL), la plage a reculé.",
            "Agence du littoral",
            "la plage a reculé",
        ),
        (
            "Le patron de la société Vellac, Jean Rivet, a prévenu que l'usine fermerait.",
            "Jean Rivet",
            "l'usine fermerait",
        ),
        (
            "Le maire (sans étiquette) Théo Nadal a promis que la piscine rouvrirait.",
            "Théo Nadal",
            "la piscine rouvrirait",
        ),
        (
            "« Il fallait le faire », martèle son manager, Anselme Rioux.",
            "Anselme Rioux",
            "Il fallait le faire",
        ),
    ],
)
def test_a_source_is_found_however_it_is_named(
    said: Said, text: str, speaker: str, words: str
) -> None:
    assert said(text) == [(speaker, [words])]


def test_who_is_named_before_according_to_whom_speaks_twice(said: Said) -> None:
    text = (
        "« Le lac monte encore », note Irène Faure, hydrologue à Brenne, selon laquelle "
        "la digue ne tiendra pas."
    )

    assert said(text) == [
        ("Irène Faure", ["Le lac monte encore"]),
        ("Irène Faure", ["la digue ne tiendra pas"]),
    ]


def test_what_is_added_goes_on_with_who_spoke(said: Said) -> None:
    text = (
        "« La rivière est morte », se lamente Odile Ferrand. "
        "Et d'ajouter : « Rien ne repoussera ici. »"
    )

    assert said(text) == [
        ("Odile Ferrand", ["La rivière est morte", "Rien ne repoussera ici."])
    ]


def test_one_of_them_is_not_who_spoke_before(said: Said) -> None:
    text = (
        "« Il est tard, très tard », dit Marc Weil. « Il était temps », tranche l'un "
        "d'eux."
    )

    assert said(text)[1] == ("l'un", ["Il était temps"])


def test_a_verb_behind_a_relative_clause_is_no_comment(said: Said) -> None:
    assert said("Le ministre, qui était sur place, a promis une enquête.") == []


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        (
            "Irène Faure, hydrologue à l'Institut des eaux, est venue.",
            "Irène Faure",
            "hydrologue à l'Institut des eaux",
        ),
        (
            "Nora Belkacem, déléguée du syndicat SUD-Rail, est venue.",
            "Nora Belkacem",
            "déléguée du syndicat SUD-Rail",
        ),
        ("Les usines du groupe Orvane ferment.", "Orvane", "groupe"),
        ("Le géant du luxe Orsini ferme.", "Orsini", "géant du luxe"),
        (
            "Le ministre délégué aux Transports, Jean-Marc Ollivier, est venu.",
            "Jean-Marc Ollivier",
            "ministre délégué aux Transports",
        ),
        (
            "La cheffe du gouvernement, Ilona Varga, est venue.",
            "Ilona Varga",
            "cheffe du gouvernement",
        ),
        (
            "Le vice-président chargé des finances, Omar Diallo, est venu.",
            "Omar Diallo",
            "vice-président chargé des finances",
        ),
        (
            "Anne Le Goff, 43 ans, infirmière à Brenne, est venue.",
            "Anne Le Goff",
            "infirmière à Brenne",
        ),
        ("Le patron de la société Vellac est venu.", "Vellac", "société"),
        ("L'association Terre propre, fondée en 2001, agit.", "Terre propre", "assoc"),
    ],
)
def test_roles_are_read_to_their_end(
    read: Read, text: str, name: str, role: str
) -> None:
    actors = {one.name: one.role and one.role.text for one in read(text).actors}

    assert (actors[name] or "").startswith(role)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Le patron de Vexa est venu.", "org"), ("Les rues de Vexa sont vides.", "place")],
)
def test_a_patron_tells_a_firm_from_a_place(read: Read, text: str, kind: str) -> None:
    kinds = {one.name: str(one.kind) for one in read(text).actors}

    assert kinds["Vexa"] == kind


@pytest.mark.parametrize("name", ["Le Courrier", "France Ouest"])
def test_the_name_of_a_paper_is_no_person(read: Read, name: str) -> None:
    [paper] = read(f"Paru hier dans {name}, ce texte a déplu.").actors

    assert (paper.name, str(paper.kind)) == (name, "org")


@pytest.mark.parametrize(
    ("infinitive", "form"),
    [
        ("marteler", "martèle"),
        ("lever", "lèvera"),
        ("appeler", "appelle"),
        ("regretter", "regrette"),
        ("se-désoler", "désole"),
    ],
)
def test_a_mute_vowel_opens_before_a_silent_ending(infinitive: str, form: str) -> None:
    assert form in regular_forms(infinitive)[0]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("De nouvelles pluies étaient attendues jeudi soir.", "2026-03-05"),
        ("Les équipes poursuivront leurs analyses vendredi.", "2026-03-06"),
    ],
)
def test_what_was_expected_of_a_coming_day_lies_ahead(
    read: Read, text: str, day: str
) -> None:
    [risk] = read(text).risks

    assert risk.when is not None
    assert str(risk.when.first) == day


@pytest.mark.parametrize("source", ["Selon lui", "Au dire du préfet"])
def test_a_conditional_of_hearsay_tells_of_no_time_ahead(
    read: Read, source: str
) -> None:
    assert read(f"{source}, la crue serait la plus forte du siècle.").risks == ()


def test_a_plain_future_without_a_day_lies_ahead(read: Read) -> None:
    assert len(read("Les équipes poursuivront leurs analyses.").risks) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Les pêcheurs n'excluent pas de bloquer le port.",
        "La mairie s'est engagée à payer les loyers.",
        "Les élus craignent pour les emplois de la vallée.",
        "La société est sur le point de fermer.",
        "La préfecture met en garde contre des crues soudaines.",
        "Le prévenu est convoqué devant le tribunal.",
        "L'usine est menacée de fermeture.",
    ],
)
def test_intentions_summons_and_fears_lie_ahead(read: Read, text: str) -> None:
    assert [one.span.text for one in read(text).risks] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Le concert a attiré 3 000 personnes.",
        "Il avait demandé que rien ne change.",
        "Le maire met en garde contre les solutions simples.",
    ],
)
def test_what_is_said_or_over_does_not_lie_ahead(read: Read, text: str) -> None:
    assert read(text).risks == ()
