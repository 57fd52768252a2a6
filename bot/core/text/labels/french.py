"""The labels in French."""

from __future__ import annotations

from bot.core.text.labels.table import Labels, Plural

FRENCH_LABELS = Labels(
    language="fr",
    months=(
        *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ),
    weekdays=("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    first_of_month="1er",
    thousands="\N{NARROW NO-BREAK SPACE}",
    least_plural=2,
    actors="ACTEURS",
    summary="EN BREF",
    claims="QUI DIT QUOI",
    risks="PERSPECTIVES",
    more="AUSSI",
    in_full="EN ENTIER",
    words=Plural("{} mot", "{} mots"),
    not_named="non nommé",
    untitled="Sans titre",
    colon="\N{NO-BREAK SPACE}: ",
    new="Nouveau",
    moved="Évolution",
    ended="Terminé",
    more_reports="Autres articles",
    told_at="alerte envoyée à {}",
    alert="ALERTE",
    alert_why="Pourquoi\N{NO-BREAK SPACE}: {}",
    alert_papers=Plural("{} journal", "{} journaux indépendants"),
    alert_actors="{} y figure",
    alert_title="«\N{NO-BREAK SPACE}{}\N{NO-BREAK SPACE}» dans le titre",
    alert_lead="«\N{NO-BREAK SPACE}{}\N{NO-BREAK SPACE}» dans le chapeau",
    alert_more="Suite du sujet de l’alerte de {}.",
    alert_last="C’est le dernier message de cette alerte aujourd’hui\N{NO-BREAK SPACE}; "
    "son maximum est {}.",
    reminder="RAPPEL",
    event_moved="NOUVELLE DATE",
    event_cancelled="ANNULÉ",
    event_gone="PLUS ANNONCÉ",
    no_report="L’article n’annonce plus ce qui a été rappelé ici.",
    was="avant",
    now="maintenant",
    and_more="et {} de plus",
    copies="copies",
    copies_of="copies de {}",
    timeline="Déroulement de «\N{NO-BREAK SPACE}{}\N{NO-BREAK SPACE}»",
    papers=Plural("{} journal", "{} journaux"),
    reports=Plural("{} article", "{} articles"),
    counted_copies=Plural("{} copie", "{} copies"),
    new_actors="nouveau\N{NO-BREAK SPACE}: {}",
    feed_alone="d’après le flux seul",
    title_alone="le titre seul",
    page_unreadable="la page n’a pas pu être lue",
    delayed="En retard\N{NO-BREAK SPACE}: prévu le {}.",
    nothing_yet="Encore rien sur {}.",
    nothing_new="Rien de nouveau sur {} depuis le {}.",
    nothing_read="Aucun article n’a été lu.",
    read_articles=Plural("{} article a été lu", "{} articles ont été lus"),
    read_outside=Plural("{} est hors du sujet", "{} sont hors du sujet"),
    read_repeated=Plural("{} n’apporte rien de neuf", "{} n’apportent rien de neuf"),
    read_muted=Plural("{} est en sourdine", "{} sont en sourdine"),
    last_and=" et ",
    more_stories=Plural("Et {} autre sujet.", "Et {} autres sujets."),
    not_read="Non lu\N{NO-BREAK SPACE}: {}",
    other_sources=Plural("et {} autre", "et {} autres"),
    edition="Édition {}",
    corrected="CORRIGÉ PAR LE JOURNAL",
    printed="imprimé",
    now_reads="se lit désormais",
    line_gone="la ligne a disparu",
    paper_notes="le journal précise",
    also_in="aussi dans {}",
    then="avant",
    nothing_said="Aucune déclaration de {} n’est enregistrée pour cette période.",
    older_left_out="Les déclarations plus anciennes sont omises\N{NO-BREAK SPACE}: indiquez un thème ou un jour plus récent.",
    no_changes="Aucune ligne publiée ici n’a changé à sa source depuis le {}.",
    found_lines="TROUVÉ\N{NO-BREAK SPACE}: {}",
    nothing_found="Aucune phrase des archives ne contient\N{NO-BREAK SPACE}: {}",
    more_found=Plural("Et {} autre phrase.", "Et {} autres phrases."),
    falls_due="ÉCHÉANCES",
    no_day="SANS DATE PRÉCISE",
    just_over="PASSÉ RÉCEMMENT",
    nothing_due="Aucun événement n’est enregistré pour ces jours.",
    more_events=Plural("Et {} autre événement.", "Et {} autres événements."),
    cancelled="annulé",
    moved_from="initialement {}",
    then_came="puis",
    this_week="CETTE SEMAINE",
    later="PLUS TARD",
    calendar="Échéances",
    counted_events=Plural("{} événement", "{} événements"),
    preview="Un aperçu de ce qui partirait maintenant\N{NO-BREAK SPACE}; rien n’est "
    "publié.",
    subscription="Vous le recevez chaque jour à {}\N{NO-BREAK SPACE}; {} y met fin.",
    alert_subscription="Vous recevez aussitôt les alertes sur ce thème\N{NO-BREAK SPACE}; {} y met fin.",
    held="{} (prévu {}, heures de silence)",
    missed="Manqué le {}\N{NO-BREAK SPACE}: il est publié en retard si le robot fonctionne avant le {}.",
    overdue="Prévu le {}, pas encore publié.",
    platform_off="Messages en attente, car ces variables ne sont pas définies"
    "\N{NO-BREAK SPACE}: {}.",
    left_out="Laissé de côté\N{NO-BREAK SPACE}: {}",
    here="ici",
    another_channel="un autre canal",
    you="vous",
    in_channel="dans {}",
    split="séparé",
    merged="réuni",
    split_by="{} par {}, {}, de\N{NO-BREAK SPACE}: {}",
    merged_by="{} par {}, {}, avec\N{NO-BREAK SPACE}: {}",
    direct_messages="vos messages privés",
    no_digests="Aucun bulletin n’est prévu.",
    continued="(suite)",
    too_long=Plural(
        "(trop long pour être affiché ici\N{NO-BREAK SPACE}: {} caractère)",
        "(trop long pour être affiché ici\N{NO-BREAK SPACE}: {} caractères)",
    ),
    read_in="Lire dans {}",
    text_version_only="Pour gagner de la place, ce résumé n’est que dans la version "
    "texte de ce message.",
    verbatim="Chaque ligne est copiée lettre par lettre de la page que son {} ouvre. "
    "Les noms en gras, les intitulés et les notes en gris sont ajoutés.",
    number="numéro",
    recipient="La configuration de Sitrep nomme {} comme destinataire.",
    unsubscribe="Se désabonner",
    show_more="Afficher la suite",
    all_claims="Toutes les déclarations",
    all_risks="Tous les risques",
    less="Réduire",
    post="Publier ici",
    back="Retour",
    read_story="Lire un sujet en entier",
    notes=(
        (
            r"This is not an article: there is no sentence in it\.",
            "Ce n’est pas un article\N{NO-BREAK SPACE}: il n’y a aucune phrase.",
        ),
        (
            r"This text is very long: only its first (\d+) sentences were read\.",
            (
                "Ce texte est très long\N{NO-BREAK SPACE}: seules ses \\1 premières phrases "
                "ont été lues."
            ),
        ),
        (
            r"This text is too short for an article; it is shown as it stands\.",
            (
                "Ce texte est trop court pour un article\N{NO-BREAK SPACE}; il est montré "
                "tel quel."
            ),
        ),
        (
            (
                r"The text is in another language than English \((\w+)\): "
                r"only its main sentences are shown\."
            ),
            (
                "Le texte est dans une langue que Sitrep ne sait pas analyser (\\1)"
                "\N{NO-BREAK SPACE}: seules ses phrases principales sont montrées."
            ),
        ),
        (
            (
                r"The text is in another language than English \((\w+)\): only its main "
                r"sentences are shown\. Install the extra \"(\w+)\" to read who said what\."
            ),
            (
                "Seules les phrases principales de ce texte (\\1) sont montrées. Installez "
                "l’extra «\N{NO-BREAK SPACE}\\2\N{NO-BREAK SPACE}» pour lire qui dit quoi."
            ),
        ),
    ),
)
