"""Forms of statements of our own making, in French."""

from __future__ import annotations

from benchmarks.statement_forms import Material

FRENCH = Material(
    code="fr",
    things=("port", "pont", "musée", "tunnel", "collège", "barrage", "marché"),
    counts=(
        (
            "La réparation du {thing} coûte {n} millions de couronnes.",
            "La réparation du {thing} coûtera {n} millions de couronnes.",
            "La réparation du {thing} va coûter {n} millions de couronnes.",
        ),
        (
            "Il nous faut {n} ouvriers pour le {thing}.",
            "Pour le {thing}, il nous faut {n} ouvriers.",
        ),
        (
            "Le {thing} a accueilli {n} visiteurs.",
            "Le {thing} accueille {n} visiteurs.",
        ),
        (
            "La tempête a brisé {n} fenêtres du {thing}.",
            "La tempête a déjà brisé {n} fenêtres du {thing}.",
        ),
        (
            "La ville paie {n} % du loyer du {thing}.",
            "La ville paie désormais {n} % du loyer du {thing}.",
        ),
        (
            "Le {thing} doit {n} millions d'euros à ses fournisseurs.",
            "Le {thing} doit à ses fournisseurs {n} millions d'euros.",
        ),
        (
            "La police a arrêté {n} personnes près du {thing}.",
            "Près du {thing}, la police a arrêté {n} personnes.",
        ),
        (
            "Le {thing} a perdu {n} employés à cause de la grippe.",
            "Le {thing} aura perdu {n} employés à cause de la grippe.",
        ),
    ),
    days=(
        (
            "Le {thing} rouvrira {day}.",
            "Le {thing} va rouvrir {day}.",
        ),
        (
            "Le conseil votera sur l'avenir du {thing} {day}.",
            "Le conseil vote {day} sur l'avenir du {thing}.",
        ),
        (
            "Les travaux du {thing} commencent {day}.",
            "Les travaux du {thing} commenceront {day}.",
        ),
        (
            "Nous attendons {day} les résultats du {thing}.",
            "Les résultats du {thing}, nous les attendons {day}.",
        ),
        (
            "L'audience sur le {thing} aura lieu {day}.",
            "L'audience sur le {thing} a lieu {day}.",
        ),
        (
            "La ministre visite le {thing} {day}.",
            "La ministre visitera le {thing} {day}.",
        ),
    ),
    plain=(
        (
            "Le {thing} est sûr pour les camions.",
            "Le {thing} n'est pas sûr pour les camions.",
        ),
        ("Nous vendrons le {thing}.", "Nous ne vendrons pas le {thing}."),
        (
            "Le maire a payé les maçons du {thing}.",
            "Le maire n'a jamais payé les maçons du {thing}.",
        ),
        (
            "Le ministère connaissait les fissures du {thing}.",
            "Le ministère ne connaissait pas les fissures du {thing}.",
        ),
        (
            "Le {thing} peut rester ouvert toute l'année.",
            "Le {thing} ne peut pas rester ouvert toute l'année.",
        ),
        (
            "Le {thing} a été contrôlé par nos ingénieurs.",
            "Le {thing} n'a pas été contrôlé par nos ingénieurs.",
        ),
        (
            "Le contrat du {thing} est valable.",
            "Le contrat du {thing} n'est plus valable.",
        ),
        (
            "Le {thing} aura un nouveau toit.",
            "Le {thing} n'aura pas de nouveau toit.",
        ),
    ),
    weekdays=("vendredi", "samedi", "lundi", "mardi", "jeudi"),
    dates=("le 14 mars", "le 21 mars", "le 2 avril", "le 9 juin", "le 5 septembre"),
    numerals=(("12", "douze"), ("40", "quarante"), ("7", "sept"), ("15", "quinze")),
    equal=(
        ("La file faisait 40 kilomètres.", "La file faisait 25 milles."),
        ("Le trajet dure 3 heures en bateau.", "Le trajet dure 180 minutes en bateau."),
        ("Le chargement pèse 2 tonnes.", "Le chargement pèse 2 000 kilos."),
        ("Environ 40 personnes sont venues.", "42 personnes sont venues."),
        ("Nous avons dépensé 5 000 couronnes.", "Nous avons dépensé 4 987 couronnes."),
        ("Plus de 200 foyers sont touchés.", "212 foyers sont touchés."),
        ("Près de 3 000 arbres ont brûlé.", "2 960 arbres ont brûlé."),
        (
            "Le prêt est de 1,5 million de couronnes.",
            "Le prêt est de 1 500 000 couronnes.",
        ),
        ("La moitié des membres approuve.", "50 % des membres approuvent."),
        ("Les impôts augmentent de 4 %.", "Les impôts augmentent de 4 pour cent."),
        ("L'accord vaut 40 millions d'euros.", "L'accord vaut 40 millions €."),
        ("Jusqu'à 60 emplois sont menacés.", "58 emplois sont menacés."),
        ("Une vingtaine de vaches sont malades.", "20 vaches sont malades."),
    ),
    relative=(
        ("Le procès s'ouvre demain.", "Le procès s'ouvre mardi."),
        ("Le procès s'ouvre jeudi.", "Le procès s'ouvre demain."),
        ("La vente finit le 5 mars.", "La vente finit demain."),
        ("La vente finit le 5 mars.", "La vente finit jeudi."),
        (
            "Les négociations commencent mercredi.",
            "Les négociations commencent aujourd'hui.",
        ),
        ("L'équipe est partie aujourd'hui.", "L'équipe est partie lundi."),
        (
            "La loi entre en vigueur le 1er avril.",
            "La loi entre en vigueur le 1 avril.",
        ),
    ),
    idioms=(
        (
            "Le projet est bon marché.",
            "Le projet est non seulement bon marché mais rapide.",
        ),
        ("Le projet convient à la ville.", "Sans doute le projet convient à la ville."),
        (
            "40 navires attendent au large.",
            "Pas moins de 40 navires attendent au large.",
        ),
        (
            "La société paiera l'amende.",
            "La société ne refusera pas de payer l'amende.",
        ),
        ("La route rouvre vendredi.", "La route ne rouvre que vendredi."),
        ("Il reste 40 places.", "Il ne reste que 40 places."),
        ("La banque ferme son agence.", "La banque ne ferme pas seulement son agence."),
        ("Il a pris l'argent.", "Il ne nie pas avoir pris l'argent."),
    ),
    others=(
        (
            "Le premier ferry prend {a} voitures.",
            "Le deuxième ferry prend {b} voitures.",
        ),
        ("L'ancien {thing} compte {a} salles.", "L'autre {thing} compte {b} salles."),
        (
            "Le nord de Lenna a perdu {a} maisons.",
            "Le sud de Lenna a perdu {b} maisons.",
        ),
        (
            "Ida Brandt a obtenu {a} voix à Lenna.",
            "Olof Lind a obtenu {b} voix à Lenna.",
        ),
        (
            "Il nous doit {a} couronnes pour le bateau.",
            "Elle nous doit {b} couronnes pour le bateau.",
        ),
        ("{a} marins ont été sauvés.", "{b} marins ont été accusés."),
        (
            "Notre syndicat a {a} membres à Lenna.",
            "Notre syndicat a {b} membres à Karlsund.",
        ),
        (
            "Le {thing} coûte {a} couronnes par jour.",
            "Le {thing} coûte {b} couronnes par mois.",
        ),
        (
            "Le {thing} a coûté {a} millions de couronnes.",
            "Le {thing} a coûté {b} millions d'euros.",
        ),
        (
            "Avant l'incendie nous avions {a} chevaux.",
            "Après l'incendie nous avions {b} chevaux.",
        ),
        (
            "En 2024 le {thing} a rapporté {a} millions.",
            "En 2025 le {thing} a rapporté {b} millions.",
        ),
        (
            "Le {thing} ouvre vendredi avec {a} invités.",
            "Le {thing} ouvre lundi avec {b} invités.",
        ),
        ("Il coûte {a} millions de couronnes.", "Il coûte {b} millions de couronnes."),
        ("Ils ont {a} bateaux au port.", "Ils ont {b} bateaux au port."),
        ("Mon frère a {a} ans.", "Ma sœur a {b} ans."),
        ("Les exportations baissent de {a} %.", "Les importations baissent de {b} %."),
        ("Les femmes gagnent {a} couronnes.", "Les hommes gagnent {b} couronnes."),
        ("Le {thing} ne fermera pas.", "L'hôtel fermera."),
        ("Le maire n'a pas signé la lettre.", "Le prêtre a signé la lettre."),
        ("Lenna votera vendredi.", "Karlsund votera lundi."),
        ("Le {thing} n'est pas sûr.", "Le {thing} est sûr la nuit."),
        (
            "Chaque ouvrier touche {a} couronnes.",
            "Chaque directeur touche {b} couronnes.",
        ),
    ),
    mirrored=(
        "{one} bat {two} avec {n} buts.",
        "{one} doit {n} couronnes à {two}.",
        "{one} a pris {n} îles à {two}.",
        "{one} a vendu {n} navires à {two}.",
    ),
)
