from __future__ import annotations

import pytest

from summarizers.model import ActorKind, Article
from summarizers.readers.english.actors import extract
from summarizers.readers.english.actors.entity_pipeline import candidates
from summarizers.text.splitting import split_text
from tests.fakes.readers import LEAD, Reader

ISLAND = """\
The ferry company Norlinie will close its route to Port Lenna in spring.

"We lose money on every crossing," said Ada Brandt, the chief executive of Norlinie. \
"That cannot go on."

Mr. Kersten, the mayor of Port Lenna, called the decision a blow. Ivo Kersten said that \
the Lenna Harbour Council (LHC) would meet in Oslo. The LHC has nine members.

The Norwegian government is not worried. Norway paid for the pier, the mayor said. \
"We shall see," he added. Local fishermen said that they would wait.
"""


def test_island_article_has_its_cast(reader: Reader) -> None:
    entities = reader.entities(ISLAND, "Norlinie to close its route")

    kinds = {actor.name: actor.kind for actor in entities.actors}

    assert kinds == {
        "Norlinie": ActorKind.ORG,
        "Port Lenna": ActorKind.PLACE,
        "Ada Brandt": ActorKind.PERSON,
        "Ivo Kersten": ActorKind.PERSON,
        "Lenna Harbour Council": ActorKind.ORG,
        "Oslo": ActorKind.PLACE,
        "Norway": ActorKind.COUNTRY,
        "Local fishermen": ActorKind.GROUP,
    }


def test_island_article_has_its_speakers(reader: Reader) -> None:
    entities = reader.entities(ISLAND, "Norlinie to close its route")

    assert set(entities.speakers) == {"Ada Brandt", "Ivo Kersten", "Local fishermen"}


def test_island_article_is_about_the_company(reader: Reader) -> None:
    entities = reader.entities(ISLAND, "Norlinie to close its route")

    assert entities.actors[0].name == "Norlinie"


def test_actors_come_best_first(reader: Reader) -> None:
    saliences = [actor.salience for actor in reader.entities(ISLAND).actors]

    assert saliences == sorted(saliences, reverse=True)


def test_names_and_aliases_are_printed_in_the_text(reader: Reader) -> None:
    actors = reader.entities(ISLAND).actors

    printed = {form for actor in actors for form in (actor.name, *actor.aliases)}

    assert {form for form in printed if form not in ISLAND} == set()


def test_mentions_are_cut_from_the_text_in_order(reader: Reader) -> None:
    text = LEAD + ISLAND

    for actor in reader.entities(ISLAND).actors:
        spans = [mention.span for mention in actor.mentions]
        assert [text[span.start : span.end] for span in spans] == [
            span.text for span in spans
        ]
        assert spans == sorted(spans, key=lambda span: span.start)


def test_one_speaker_is_given_for_each_attribution(reader: Reader) -> None:
    parse = reader.parse(ISLAND)

    entities = extract(parse, Article(text=LEAD + ISLAND))

    assert len(entities.speakers) == len(parse.attributions) > 0


@pytest.mark.parametrize(
    ("text", "aliases"),
    [
        ("They left the US. They left the US ferry.", ("the US",)),
        ("They met Mayor Anna Berg.", ("Mayor Anna Berg",)),
        ("They met Anna Berg.", ()),
    ],
)
def test_aliases_are_other_printed_forms(
    reader: Reader, text: str, aliases: tuple[str, ...]
) -> None:
    (actor,) = reader.entities(text).actors

    assert actor.aliases == aliases


def test_article_of_a_noun_behind_is_no_part_of_an_alias(reader: Reader) -> None:
    (actor,) = reader.entities("They left the Norway ferry, and Norway paid.").actors

    assert actor.aliases == ()


def test_event_is_listed_as_a_body(reader: Reader) -> None:
    (actor,) = reader.entities("They feared Hurricane Dora there.").actors

    assert (actor.name, actor.kind) == ("Hurricane Dora", ActorKind.ORG)


@pytest.mark.parametrize("text", ["", "ferry", "Mr.", "“", "- - -", "President of"])
def test_text_without_names_has_no_cast(reader: Reader, text: str) -> None:
    entities = reader.entities(text)

    assert entities.actors == ()


def test_empty_article_has_no_cast(fast: Reader) -> None:
    article = Article(text="")
    parse = fast.parse("")

    assert split_text(article).sentences == ()
    assert extract(parse, article).actors == ()


def test_candidates_are_the_actors_with_their_signs(reader: Reader) -> None:
    parse, article = reader.parse(ISLAND), Article(text=LEAD + ISLAND)

    found = candidates(parse, article)

    names = {actor.name for actor, _ in found}
    assert names == {actor.name for actor in extract(parse, article).actors}
    assert all(signs["mentions"] > 0 for _, signs in found)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The Kremlin refused. The Treasury and Anna Berg left.",
            ["Anna Berg", "Kremlin"],
        ),
        ("Prime Minister Edda Storm opened the pier.", ["Edda Storm"]),
        ("Ivo Lundquist fell. The judge met Ivo.", ["Ivo Lundquist"]),
        ("Friends of the Lenna sued the mill.", ["Friends of the Lenna"]),
        ("They flew with All Lenna Airways.", ["All Lenna Airways"]),
        ("“[All Lenna Airways] is sorry.”", ["All Lenna Airways"]),
        ("Surveillance of the pier began.", []),
        ("They met the Director of Public Works Anna Berg there.", ["Anna Berg"]),
    ],
)
def test_name_holds_all_its_words_and_no_others(
    reader: Reader, text: str, names: list[str]
) -> None:
    found = [a.name for a in reader.entities(text).actors if a.name[0].isupper()]
    assert sorted(n for n in found if not n.startswith("The ")) == names


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("President Edda Storm came. Storm left.", "person"),
        ("The Kremlin refused.", "country"),
    ],
)
def test_kind_of_a_doubtful_name(reader: Reader, text: str, kind: str) -> None:
    kinds = {a.kind for a in reader.entities(text).actors if a.name[0].isupper()}
    assert kinds == {kind}
