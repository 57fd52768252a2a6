from __future__ import annotations

from collections.abc import Callable

import pytest

from summarizers.readers.english.risks.article_context import ArticleContext
from summarizers.readers.english.risks.evidence import read_evidence
from summarizers.readers.english.risks.features import features_of

MakeContext = Callable[..., ArticleContext]


def _features(context: ArticleContext, index: int = 0) -> dict[str, float]:
    evidences = read_evidence(
        context, context.parse.layout.sentences[index : index + 1]
    )
    (features,) = features_of(evidences, context)
    return features.by_name()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The dam will break.", "op_will"),
        ("The dam will break.", "op_will_main"),
        ("The dam will not break.", "op_negated"),
        ('"The dam will break," he said.', "op_will_quoted"),
        ("They plan to leave.", "op_plan_now"),
        ("They planned to leave.", "op_plan_past"),
        ("The fire could have spread.", "refused"),
        ("In 2021 the ferry will stop.", "past_dated"),
        ("The rain may cause floods.", "governs_hazard"),
        ("The council will hold an election.", "governs_step"),
        ("The militia attacked.", "hazard_verb_past"),
        ("A hearing is pending.", "ahead_ahead"),
        ("The strike is still on.", "timing_still"),
        ("The vote may slip.", "step"),
        ("I will leave.", "first_person"),
        ("I will leave.", "op_will+first_person"),
        ("Will they attack?", "question"),
        ("The firm faces a fine.", "faces"),
        ("They said the dam may break.", "says"),
        ("They will vote on Monday.", "date_future"),
        ("They will vote this week.", "date_around"),
        ("They will vote again, as in 2001.", "date_history"),
        ("They warned of floods on Monday.", "date_past"),
        ("Floods loom.", "short"),
        ("The council has asked for help.", "op_urge_done"),
        ("The dam will break.", "ahead_in_main"),
        ("They said the dam may break.", "ahead_in_said"),
        ("They passed a bill that will help.", "ahead_in_relative"),
        ("They passed a bill that will help.", "ahead_aside"),
        ("They passed a bill that will help.", "ahead_aside+main_done"),
        ("The ferry, which left the pier, will stop.", "ahead_in_main"),
        ("They will vote on Monday.", "ahead_dated"),
        ("They will vote.", "opens_reference"),
        ('"But if it rains, the dam may break.', "opens_reference"),
        ('"But if it rains, the dam may break.', "opens_condition"),
        ('"But if it rains, the dam may break.', "opens_link"),
        ('"But if it rains, the dam may break.', "opens_quoted"),
        ("A dam may break.", "opens_any"),
        ("We will vote.", "opens_self"),
        ("Some 20 percent may leave.", "share"),
    ],
)
def test_feature_is_found(context: MakeContext, text: str, name: str) -> None:
    assert _features(context(text))[name] == 1


def test_country_is_no_pronoun(context: MakeContext) -> None:
    assert "we" not in _features(context("The fleet of the US may attack."))


def test_overlap_is_the_share_of_long_title_words(context: MakeContext) -> None:
    made = context("The harbour may close.", title="Northern harbour closed by storm")

    assert _features(made)["title_overlap"] == pytest.approx(1 / 4)


def test_quoted_share_counts_characters(context: MakeContext) -> None:
    made = context('"It will rain" he said.')

    features = _features(made)

    assert 0.1 < features["quoted"] < 0.9
    assert "quoted_partly" in features
    assert "quoted_mostly" not in features


def test_places_are_counted_without_noise(context: MakeContext) -> None:
    made = context("It will rain.\n\nIt may snow.\n\nIt could hail.")

    last = _features(made, 2)

    assert "position_first" not in last
    assert last["position_last"] == 1
    assert last["position"] == pytest.approx(2 / 3)


def test_strength_has_an_upper_end(context: MakeContext) -> None:
    many = "They will go, will come, will read_evidence, will win and will stay."

    assert _features(context(many))["forward"] == 3


def test_features_stand_in_the_order_of_their_sentences(context: MakeContext) -> None:
    made = context("The dam could break. The ferry will sail.")
    evidences = read_evidence(made, made.parse.layout.sentences)

    first, second = features_of(evidences, made)

    assert ("op_might" in first.present, "op_will" in first.present) == (True, False)
    assert ("op_might" in second.present, "op_will" in second.present) == (False, True)
