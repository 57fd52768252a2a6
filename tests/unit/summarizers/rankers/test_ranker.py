from __future__ import annotations

import subprocess
import sys

import pytest

from summarizers.errors import UnknownEngineError
from summarizers.model import Sentence
from summarizers.rankers.ranker import (
    DEFAULT_RANKER,
    LANGUAGE_FREE_RANKER,
    ranker_named,
    ranker_names,
)

SUMY_METHODS = (
    "lexrank",
    "lsa",
    "luhn",
    "textrank",
    "sum-basic",
    "kl",
    "reduction",
    "edmundson",
    "random",
)


def loaded_after(statement: str) -> set[str]:
    """The top-level packages that a fresh interpreter holds after a statement."""
    program = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run(  # noqa: S603 - our own words in our own interpreter
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    return {name.split(".")[0] for name in done.stdout.split()}


def test_the_default_comes_first() -> None:
    assert ranker_names()[:2] == (DEFAULT_RANKER, LANGUAGE_FREE_RANKER)


@pytest.mark.parametrize("name", SUMY_METHODS)
def test_every_method_of_sumy_has_a_ranker(name: str) -> None:
    assert name in ranker_names()


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownEngineError, match="Did you mean 'lexrank'"):
        ranker_named("LexRnk")


def test_an_unknown_name_is_answered_with_all_names() -> None:
    with pytest.raises(UnknownEngineError, match=r"lead-tfidf, .*lsa, .*random"):
        ranker_named("bert")


def test_a_name_like_no_other_gets_no_guess() -> None:
    with pytest.raises(UnknownEngineError) as caught:
        ranker_named("zzzz")

    assert "Did you mean" not in str(caught.value)


def test_the_default_ranker_loads_no_heavy_library() -> None:
    loaded = loaded_after(
        "from summarizers.rankers.ranker import ranker_named\n"
        "ranker_named('lead-tfidf').rank((), None)"
    )

    assert loaded.isdisjoint({"numpy", "sumy", "nltk"})


def test_the_fast_lexrank_does_not_load_sumy() -> None:
    loaded = loaded_after(
        "from summarizers.rankers.ranker import ranker_named\nranker_named('lexrank')"
    )

    assert "sumy" not in loaded


@pytest.mark.parametrize("name", ["lead-tfidf", "lexrank", "sumy-lexrank", "luhn"])
def test_words_that_say_nothing_are_those_of_the_language(name: str) -> None:
    texts = (
        "Il est à elle, et elle est à lui.",
        "Elle est dans une vallée, et lui est avec nous pour une nuit.",
        "Avec nous pour une route, dans une vallée.",
        "Le lac a débordé.",
    )
    sentences = tuple(Sentence(i, 0, len(t), t, i) for i, t in enumerate(texts))

    french = ranker_named(name, "fr").rank(sentences, None)

    assert french != ranker_named(name).rank(sentences, None)
