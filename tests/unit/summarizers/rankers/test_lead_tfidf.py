from __future__ import annotations

import pytest

from summarizers.lexicons import table
from summarizers.model import Sentence
from summarizers.rankers.lead_tfidf import SIGNS, LanguageFree, LeadTfidf

PLAIN = "Engineers checked the northern gate of the old dam on Friday morning"
LONG_WORDS = 40


def as_sentences(*texts: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(i, 0, len(t), t, i) for i, t in enumerate(texts))


def sign(
    name: str, *texts: str, title: str | None = None, ranker: LeadTfidf | None = None
) -> list[float]:
    rows = (ranker or LeadTfidf()).signs(as_sentences(*texts), title)
    return [row[SIGNS.index(name)] for row in rows]


def scores(*texts: str, title: str | None = None) -> tuple[float, ...]:
    return LeadTfidf().rank(as_sentences(*texts), title)


def test_every_sign_has_a_weight() -> None:
    assert set(table("summary_weights")) == set(SIGNS)


def test_a_score_is_a_probability() -> None:
    assert all(0 < score < 1 for score in scores(PLAIN, "Yes?", PLAIN * 20))


def test_of_equal_sentences_the_earlier_is_better() -> None:
    first, second, third, fourth = scores(*[PLAIN] * 4)

    assert first > second > third > fourth


def test_a_sentence_on_the_title_beats_one_beside_it() -> None:
    texts = ["Rain fell.", "The ferry sank off Merrow.", "The bakery moved to Merrow."]

    _, on_title, beside = scores(*texts, title="Ferry sinks: ferry lost")

    assert on_title > beside


def test_title_words_that_the_text_never_uses_cost_nothing() -> None:
    texts = ("The ferry sank.", "Nobody slept.")

    shares = sign("words of the title", *texts, title="Ferry catastrophe shocks")

    assert shares == [1.0, 0.0]


def test_without_a_title_no_sentence_has_its_words() -> None:
    assert sign("words of the title", PLAIN, PLAIN) == [0.0, 0.0]


def test_the_most_central_sentence_has_full_centrality() -> None:
    texts = (
        "Divers found the ferry near the lighthouse.",
        "The ferry carried lorries and divers.",
        "Bread was cheap.",
    )

    centrality = sign("centrality", *texts)

    assert max(centrality) == 1.0
    assert centrality[2] == min(centrality)


def test_function_words_do_not_make_a_sentence_central() -> None:
    assert sign("centrality", "It was and it is.", "Ferry sank.")[0] == 0.0


def test_centrality_is_found_without_blanks_between_words() -> None:
    centrality = sign("centrality", "渡轮沉没了", "天气", "渡轮上有货车")

    assert centrality[1] == min(centrality)


def test_length_counts_up_to_forty_words() -> None:
    lengths = sign("length", "gull " * 20, "gull " * LONG_WORDS, "gull " * 400)

    assert lengths == [0.5, 1.0, 1.0]


def test_fewer_than_five_words_are_a_fragment() -> None:
    assert sign("fragment", "The ferry sank.", "The old ferry sank again.") == [1, 0]


@pytest.mark.parametrize("mark", ['"', "“", "»", "„", "「"])
def test_any_quotation_mark_counts(mark: str) -> None:
    assert sign("quotes", f"He called it {mark}late", "It's late") == [1.0, 0.0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They left.", 1.0),
        ("“These are lost.", 1.0),
        ("Divers said they left.", 0.0),
        ("—", 0.0),
    ],
)
def test_a_pronoun_in_front_leaves_the_subject_unclear(
    text: str, expected: float
) -> None:
    assert sign("unclear subject", text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Give us our boats.", 1.0), ("IT boats arrived.", 0.0)],
)
def test_words_to_a_listener_are_noticed(text: str, expected: float) -> None:
    assert sign("first or second person", text) == [expected]


@pytest.mark.parametrize("text", ["Who pays?", "“Who pays?”", "谁付钱？", "من يدفع؟ "])
def test_a_question_asks(text: str) -> None:
    assert sign("asks", text, "They asked who pays.") == [1.0, 0.0]


def test_the_first_sentence_of_each_paragraph_opens_it() -> None:
    paragraphs = (0, 0, 2, 2, 3)
    sentences = [Sentence(i, 0, 3, "Sea", p) for i, p in enumerate(paragraphs)]

    rows = LeadTfidf().signs(sentences, None)

    assert [row[SIGNS.index("opens a paragraph")] for row in rows] == [1, 0, 1, 0, 1]


def test_language_free_ranking_knows_no_english() -> None:
    text = "They gave us our boats."

    english = sign("unclear subject", text) + sign("first or second person", text)
    free = [
        *sign("unclear subject", text, ranker=LanguageFree()),
        *sign("first or second person", text, ranker=LanguageFree()),
    ]

    assert english == [1.0, 1.0]
    assert free == [0.0, 0.0]


def test_language_free_ranking_keeps_words_that_are_empty_in_english() -> None:
    texts = ("Die Fähre", "Die Not", "Der Tag")

    shares = sign("words of the title", *texts, title="Not", ranker=LanguageFree())

    assert shares == [0.0, 1.0, 0.0]
