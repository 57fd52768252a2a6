from __future__ import annotations

import pytest

from bot.core.digests.self_contained import needs_context
from summarizers.model import Article, Claim, ClaimKind

_DIRECT, _INDIRECT = ClaimKind.DIRECT, ClaimKind.INDIRECT


def make_claim(words: str, kind: ClaimKind) -> Claim:
    span = Article(words).span(0, len(words))
    return Claim("Ann Berg", None, None, (span,), span, kind)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("These are simply bits of rock.", _DIRECT),
        ("The pump failed because they did not look.", _DIRECT),
        ("We asked him to leave the port.", _DIRECT),
        ("that will allow officials to call the guard", _INDIRECT),
    ],
)
def test_a_claim_that_points_at_other_words_needs_them(
    words: str, kind: ClaimKind
) -> None:
    assert needs_context(make_claim(words, kind), "en")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("We asked Olav Thune when he would leave the port.", _DIRECT),
        ("The divers said that they found a crack.", _DIRECT),
        ("she would not leave the port before Friday", _INDIRECT),
        ("this week the ferry will sail to Sandhamn", _INDIRECT),
        ("« Nous ne partirons pas avant vendredi »", _DIRECT),
    ],
)
def test_a_claim_that_names_all_it_speaks_of_does_not(
    words: str, kind: ClaimKind
) -> None:
    lang = "fr" if words.startswith("«") else "en"

    assert not needs_context(make_claim(words, kind), lang)
