from __future__ import annotations

import pytest

from summarizers.errors import ModelMissingError
from summarizers.languages.french import GRAMMAR
from summarizers.model import Article
from summarizers.readers.parse import Tagger
from summarizers.readers.pattern.pattern_reader import PatternTagger
from summarizers.readers.spacy_models import SpacyTagger
from summarizers.text.splitting import split_text

TEXT = (
    "Le maire, M. Aubin, a-t-il dit qu’aujourd'hui l'eau montera\u202f?\n\n"
    "«\xa0Nous n’avons plus que 12\u202f000 litres, soit 3,5 % du stock… »\n\n"
    "Crédit photo : Studio Aubin"
)


@pytest.fixture(scope="module", params=["pattern", "spacy"])
def tagger(request: pytest.FixtureRequest) -> Tagger:
    if request.param == "pattern":
        return PatternTagger(GRAMMAR)
    return SpacyTagger("fr_core_news_sm", GRAMMAR.token)


def test_tokens_stand_where_they_say(tagger: Tagger) -> None:
    tokens, _ = tagger.tag(split_text(Article(text=TEXT), "fr"))

    for token in tokens:
        assert TEXT[token.start : token.end] == token.text


def test_sentences_hold_their_tokens_and_noise_holds_none(tagger: Tagger) -> None:
    layout = split_text(Article(text=TEXT), "fr")
    tokens, bounds = tagger.tag(layout)

    for sentence, (first, last) in zip(layout.sentences, bounds, strict=True):
        inside = tokens[first:last]
        assert bool(inside) is (sentence.noise is None)
        assert all(sentence.start <= t.start < sentence.end for t in inside)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l'eau", ["l'", "eau"]),
        ("qu’elle", ["qu'", "elle"]),
        ("aujourd’hui", ["aujourd'hui"]),
        ("a-t-il dit", ["a", "-t", "-il", "dit"]),
        ("dit-elle", ["dit", "-elle"]),
        ("Port-Brévin", ["port-brévin"]),
        ("M. Aubin", ["m.", "aubin"]),
        ("12\u202f000 euros", ["12\u202f000", "euros"]),
        ("3,5 % du stock", ["3,5", "%", "du", "stock"]),
        ("« Oui… »", ["«", "oui", "…", "»"]),
    ],
)
def test_words_are_split_as_french_writes_them(text: str, words: list[str]) -> None:
    tokens, _ = PatternTagger(GRAMMAR).tag(split_text(Article(text=text), "fr"))

    assert tokens.lowers == words


def test_model_tells_the_kinds_of_words() -> None:
    tagger = SpacyTagger("fr_core_news_sm", GRAMMAR.token)
    layout = split_text(Article(text="La préfète a protégé le vieux pont."), "fr")

    tokens, _ = tagger.tag(layout)

    assert " ".join(tokens.tags) == "DET NOUN AUX VERB DET ADJ NOUN PUNCT"


def test_text_without_prose_has_no_tokens(tagger: Tagger) -> None:
    layout = split_text(Article(text="Crédit photo : Studio Aubin."), "fr")

    tokens, bounds = tagger.tag(layout)

    assert len(tokens) == 0
    assert set(bounds) == {(0, 0)}


def test_missing_model_is_told_by_its_name() -> None:
    with pytest.raises(ModelMissingError, match="no_such_model"):
        SpacyTagger("no_such_model", GRAMMAR.token)
