from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace

import pytest

from summarizers.briefing import READ_SENTENCES, Briefer, engine_names
from summarizers.errors import EmptyTextError, NotTextError, UnknownEngineError
from summarizers.model import Article

STORY = (
    "The dam above Veldmark will be drained in October, the water board said.\n\n"
    "Engineers found cracks in its wall after the spring floods, and the board fears "
    "that a second flood could break it.\n\n"
    '"We will not wait for another spring," said Hanne Voss, who leads the board. She '
    "asked the farmers below the dam to move their cattle by the end of September."
)
GERMAN = (
    "Der Damm oberhalb von Veldmark wird im Herbst geleert, teilte der "
    "Wasserverband mit. Nach der Flut im Frühjahr fanden Ingenieure Risse in der "
    "Mauer. Die Bauern im Tal sollen ihr Vieh vorher wegbringen. Der "
    "Verband rechnet damit, dass die Arbeiten zwei Jahre dauern und viel Geld kosten."
)
FRENCH = (
    "La digue de Brenne sera vidée en octobre, a annoncé mardi le syndicat des eaux.\n\n"
    "« Nous ne voulons pas attendre une autre crue », a déclaré Lucie Tardy, directrice "
    "du syndicat. Elle craint que le mur cède pendant l'hiver. Les éleveurs de la vallée "
    "devront déplacer leurs bêtes d'ici la fin du mois de septembre."
)


@pytest.fixture(scope="module")
def fast() -> Briefer:
    return Briefer("fast")


@pytest.mark.parametrize("engine", ["spacy", "fast", "luhn"])
def test_every_section_is_filled_by_every_kind_of_engine(engine: str) -> None:
    briefing = Briefer(engine).brief(Article(text=STORY))

    assert briefing.engine == engine
    assert all((briefing.summary, briefing.actors, briefing.claims, briefing.risks))


def test_engine_names_start_with_the_two_engines() -> None:
    names = engine_names()

    assert names[:2] == ("fast", "spacy")
    assert {"lexrank", "lsa", "textrank", "sum-basic", "edmundson"} <= set(names)


def test_unknown_engine_is_told_with_the_nearest_name() -> None:
    with pytest.raises(UnknownEngineError, match="Did you mean 'lexrank'"):
        Briefer("lexrnak")


def test_same_article_gives_the_same_briefing(fast: Briefer) -> None:
    article = Article(text=STORY)

    assert fast.brief(article) == fast.brief(article)


def test_other_language_gets_its_main_sentences_and_a_note(fast: Briefer) -> None:
    briefing = fast.brief(Article(text=GERMAN))

    assert briefing.lang == "de"
    assert briefing.summary
    assert (briefing.claims, briefing.actors, briefing.risks) == ((), (), ())
    assert "(de)" in briefing.notes[0]


@pytest.mark.parametrize("engine", ["spacy", "fast"])
def test_every_section_of_a_french_article_is_filled(engine: str) -> None:
    briefing = Briefer(engine).brief(Article(text=FRENCH))

    assert briefing.lang == "fr"
    assert briefing.notes == ()
    assert all((briefing.summary, briefing.actors, briefing.claims, briefing.risks))


def test_methods_for_the_summary_need_no_language_model(fast: Briefer) -> None:
    article = Article(text=STORY)

    luhn, expected = Briefer("luhn").brief(article), fast.brief(article)

    # Acceptance differs: a claim is more probable if the summary has its words.
    claims = [
        tuple(replace(claim, acceptance=1.0) for claim in briefing.claims)
        for briefing in (luhn, expected)
    ]
    assert luhn.actors == expected.actors
    assert claims[0] == claims[1]


def test_named_language_is_believed(fast: Briefer) -> None:
    assert fast.brief(Article(text=STORY, lang="nl")).lang == "nl"


def test_teaser_is_briefed_with_a_note(fast: Briefer) -> None:
    briefing = fast.brief(Article(text="The dam at Veldmark is safe for now."))

    assert [line.span.text for line in briefing.summary]
    assert "too short" in briefing.notes[0]


def test_captions_alone_are_no_article(fast: Briefer) -> None:
    text = "The dam in spring. Photo: AP\n\nThe harbour (left). Image: Reuters"

    briefing = fast.brief(Article(text=text))

    assert briefing.summary == ()
    assert "not an article" in briefing.notes[0]


def test_very_long_text_is_read_in_part_and_says_so(fast: Briefer) -> None:
    text = "\n".join(
        f"The board closed gate number {i} of the old dam." for i in range(900)
    )

    briefing = fast.brief(Article(text=text))

    assert f"first {READ_SENTENCES} sentences" in briefing.notes[0]
    assert all(span.end < len(text) / 2 for span in briefing.spans())


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "--- ***"])
def test_text_without_a_word_is_refused(fast: Briefer, text: str) -> None:
    with pytest.raises(EmptyTextError):
        fast.brief(Article(text=text))


@pytest.mark.parametrize("text", ["PK\x00\x01 archive \x02", "a" * 2_000_000])
def test_what_is_no_text_is_refused(fast: Briefer, text: str) -> None:
    with pytest.raises(NotTextError):
        fast.brief(Article(text=text))


@pytest.mark.parametrize("engine", ["spacy", "fast"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("word", id="one word"),
        pytest.param("“The dam is old, said Voss.\n\nNobody came.", id="unclosed"),
        pytest.param('" " " "', id="marks and blanks"),
        pytest.param("قال الوزير إن السد آمن. غادر السكان.", id="right to left"),
        pytest.param("The \u202edam\u202c is\u200b safe, Voss\ufeff said.", id="bidi"),
        pytest.param("A. " * 5_000, id="initials"),
        pytest.param("said " * 5_000, id="one verb"),
        pytest.param('"' * 5_000 + " a", id="many marks"),
        pytest.param("According to\n\nsaid\n\nX:", id="fragments"),
    ],
)
def test_odd_text_never_breaks_an_engine(engine: str, text: str) -> None:
    try:
        briefing = Briefer(engine).brief(Article(text=text))
    except (EmptyTextError, NotTextError):
        return

    assert all(text[s.start : s.end] == s.text for s in briefing.spans())


@pytest.fixture
def _collecting() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_collecting")
def test_cycles_are_looked_for_again_when_an_article_is_done(fast: Briefer) -> None:
    fast.brief(Article(text="The ferry will stop."))

    assert gc.isenabled()


@pytest.mark.usefixtures("_collecting")
def test_cycles_are_looked_for_again_when_an_article_is_refused(fast: Briefer) -> None:
    with pytest.raises(EmptyTextError):
        fast.brief(Article(text=" "))

    assert gc.isenabled()


@pytest.mark.usefixtures("_collecting")
def test_who_looks_for_no_cycles_is_let_be(fast: Briefer) -> None:
    gc.disable()

    fast.brief(Article(text="The ferry will stop."))

    assert not gc.isenabled()
