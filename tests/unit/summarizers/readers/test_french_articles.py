"""French articles of our own, read as a reader reads them.

Those that are held out have floors of their own: they were written before the rules were
mended for the others, and no line of what is found in them was looked at.
"""

from __future__ import annotations

import pytest

from summarizers.briefing import reader_for
from summarizers.languages.profile import listed_profile
from summarizers.model import Article, Refusal
from summarizers.text.splitting import split_text
from tests.fakes.annotated import Read, annotated, figures, read

FLOORS = {
    "seen": {"content_f1": 0.96, "speaker_f1": 0.95, "actors": 0.97, "risks": 0.96,
             "days": 0.96},
    "held out": {"content_f1": 0.9, "speaker_f1": 0.79, "actors": 0.77, "risks": 0.84,
                 "days": 0.8},
}  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Read:
    return read(reader_for(listed_profile("fr")), annotated("french"))


@pytest.mark.parametrize("kind", FLOORS)
def test_annotated_findings_are_found(
    found: Read, subtests: pytest.Subtests, kind: str
) -> None:
    measured = figures([r for r in found if r[0].held_out is (kind == "held out")])

    assert measured.articles >= 12
    assert measured.claims >= 100
    for name, floor in FLOORS[kind].items():
        with subtests.test(figure=name):
            assert getattr(measured, name) >= floor


def test_chief_actors_come_first_and_what_is_over_is_no_risk(
    found: Read, subtests: pytest.Subtests
) -> None:
    for one, findings in found:
        if one.held_out:
            continue
        with subtests.test(article=one.name):
            first = {actor.name for actor in findings.actors[:6]}
            risks = [risk.span.text for risk in findings.risks]

            assert len(first.intersection(a.name for a in one.actors)) >= 3
            assert not [text for text in risks if " avait " in text]


def test_unnamed_voices_and_mute_sources_are_refused() -> None:
    text = (
        "Un témoin affirme que la digue a cédé. Selon la rumeur, la route est coupée. "
        "Le maire Marc Aubin affirme que le pont tient."
    )
    article = Article(text, lang="fr")

    findings = reader_for(listed_profile("fr")).read(split_text(article, "fr"), article)

    assert [a.name for a in findings.actors if a.refusal is None] == ["Marc Aubin"]
    refusals = {claim.speaker: claim.refusal for claim in findings.claims}
    assert refusals == {
        "témoin": None,
        "rumeur": Refusal.MUTE,
        "Marc Aubin": None,
    }
