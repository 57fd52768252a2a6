"""The rankers that score the sentences of an article."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

import pytest

from summarizers.model import Sentence
from summarizers.rankers.summary import LanguageFree, ranker_named

PLAIN = "Engineers checked the northern gate of the old dam on Friday morning"
STORY = (
    "The ferry company cut its night ferry to the island.",
    "Islanders need the night ferry for the hospital on the mainland.",
    "The company said the ferry had lost money.",
    "Rain is expected.",
)


def as_sentences(texts: Sequence[str], paragraph: int = 0) -> tuple[Sentence, ...]:
    return tuple(Sentence(i, 0, len(t), t, paragraph) for i, t in enumerate(texts))


def scores(
    name: str, *texts: str, title: str | None = None, lang: str = "en"
) -> tuple[float, ...]:
    sentences = tuple(Sentence(i, 0, len(t), t, i) for i, t in enumerate(texts))
    return ranker_named(name, lang).rank(sentences, title)


def best(name: str, *texts: str, title: str | None = None) -> int:
    found = scores(name, *texts, title=title)
    return found.index(max(found))


def loaded_after(statement: str) -> set[str]:
    """The top-level packages that a fresh interpreter holds after a statement."""
    program = (
        f"from summarizers.rankers.summary import ranker_named\n{statement}\n"
        "import sys\nprint(*sys.modules)"
    )
    done = subprocess.run(  # noqa: S603 - our own words in our own interpreter
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    return {name.split(".")[0] for name in done.stdout.split()}


@pytest.mark.process
def test_default_loads_no_heavy_library() -> None:
    default = loaded_after("ranker_named('lead-tfidf').rank((), None)")

    assert default.isdisjoint({"numpy", "sumy", "nltk"})


@pytest.mark.parametrize("name", ["lead-tfidf", "lexrank", "luhn"])
def test_words_that_say_nothing_are_those_of_the_language(name: str) -> None:
    texts = (
        "Il est à elle, et elle est à lui.",
        "Elle est dans une vallée, et lui est avec nous pour une nuit.",
        "Avec nous pour une route, dans une vallée.",
        "Le lac a débordé.",
    )

    assert scores(name, *texts, lang="fr") != scores(name, *texts)


def test_default_score_is_a_probability_that_falls_with_the_place() -> None:
    first, second, third, fourth = scores("lead-tfidf", *[PLAIN] * 4)

    assert 1 > first > second > third > fourth > 0
    assert all(0 < x < 1 for x in scores("lead-tfidf", PLAIN, "Yes?", PLAIN * 20))


@pytest.mark.parametrize(
    ("better", "worse", "title"),
    [
        ("The ferry sank off Merrow.", "The bakery moved to Merrow.", "Ferry sinks"),
        ("Divers said they left the wreck.", "They left the wreck of the ferry.", None),
        ("Divers raised the old ferry.", "Give us our old ferry.", None),
        ("Divers asked who pays.", "Who pays the divers?", None),
        ("Divers raised the old ferry again.", "Divers dived.", None),
    ],
)
def test_default_prefers_the_sentence_that_tells_the_news(
    better: str, worse: str, title: str | None
) -> None:
    texts = ("Rain fell on the island.", better, worse)
    swapped = ("Rain fell on the island.", worse, better)

    one, other = (scores("lead-tfidf", *each, title=title) for each in (texts, swapped))

    assert one[1] + other[2] > one[2] + other[1]


def test_language_free_ranker_knows_no_english() -> None:
    texts = ("They gave us our boats.", "Die Not", "Der Tag", "市场关闭了")

    sentences = as_sentences(texts)

    plain, titled = (LanguageFree().rank(sentences, title) for title in (None, "Not"))

    assert titled[1] - plain[1] > titled[2] - plain[2]
    assert plain != ranker_named("lead-tfidf").rank(sentences, None)


def test_lexrank_scores_the_centre_best_and_loners_nothing() -> None:
    texts = (
        "Divers searched the wreck.",
        "Divers raised the wreck and its anchor.",
        "An anchor rusts.",
        "Bread was cheap.",
    )

    assert best("lexrank", *texts) == 1
    assert scores("lexrank", "Gulls ate.", "Boats left.") == (0.0, 0.0)


@pytest.mark.parametrize("name", ["lexrank", "luhn", "textrank", "reduction", "kl"])
def test_sentence_off_the_topic_is_not_the_best(name: str) -> None:
    assert best(name, *STORY) < 3


@pytest.mark.parametrize("name", ["lexrank", "luhn", "textrank", "reduction"])
def test_equal_sentences_score_like_each_other(name: str) -> None:
    found = scores(name, *STORY, STORY[0])

    assert found[4] == pytest.approx(found[0])


def test_equal_sentences_do_not_add_up_and_new_ones_are_preferred() -> None:
    twice, changed = (
        scores("reduction", first, *STORY) for first in (STORY[0], STORY[0] + "!")
    )
    basic = scores("sum-basic", "Ferry lost.", "Ferry lost.", "Ferry island storm.")

    assert twice == changed
    assert sorted(basic) == [0.0, 1.0, 2.0]
    assert basic[0] == 2.0


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [("kl", STORY[0], 100), ("luhn", STORY[0], 400), ("luhn", STORY[0] * 30, 120)],
)
def test_sentences_behind_a_limit_score_nothing(
    name: str, text: str, count: int
) -> None:
    found = scores(name, *[text] * (count + 3))

    assert found[0] > 0
    assert found[count:] == (0.0, 0.0, 0.0)


def test_function_words_make_no_sentence_central() -> None:
    texts = ("It was the one that they had.", "It was what they had had.", *STORY)

    found = scores("textrank", *texts)

    assert max(found[:2]) < max(found[2:])


def test_edmundson_follows_the_title_announcements_and_the_first_paragraph() -> None:
    met = ("Islanders met.", "Gulls slept.", "A hospital ship came.", "Bread rose.")
    news = ("Boats left.", "The major decision was announced.", "Boats slept.", "Fog.")
    first, second, third = (as_sentences(["Gulls.", "Boats."], i) for i in range(3))

    placed = ranker_named("edmundson").rank((*first, *second, *third), None)

    assert best("edmundson", *met, title="Hospital ship") == 2
    assert best("edmundson", *news) == 1
    assert placed[0] > placed[2]


def test_text_of_few_words_gives_no_warning() -> None:
    assert len(set(scores("lsa", *["Gulls gulls."] * 5))) == 1


def test_random_order_depends_on_the_whole_text() -> None:
    one, other = (scores("random", *STORY[:3], last) for last in ("Rain.", "Sun."))

    assert one[0] != other[0]
    assert len(set(scores("random", *[STORY[0]] * 20))) == 20
