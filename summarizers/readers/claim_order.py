"""Put claims into print order, and find the speaker of each sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from summarizers.lexicons import has_list, words
from summarizers.model import PRINTED_CLAIMS, Claim, Sentence
from summarizers.text.language import ENGLISH, terms

# How much each printed claim lowers the score of the speaker's next one. In long annotated
# articles, .06 finds 3 points more of the main claims than 0; in short ones, as many.
REPEATED = 0.06


def in_print_order(claims: Iterable[Claim], lang: str = ENGLISH) -> Iterator[Claim]:
    """Yield ``claims``, given with the best first, in the order in which to print them.

    Each claim of a speaker lowers the score of the speaker's later claims. After the
    claims that fill a page, denials come first, because the page may need an answer to
    a charge.
    """
    waiting = list(claims)
    printed: Counter[str | None] = Counter()
    for _ in range(min(PRINTED_CLAIMS, len(waiting))):
        best = waiting.pop(_next(waiting, printed))
        if best.speaker is not None:
            printed[best.speaker] += 1
        yield best
    yield from sorted(waiting, key=lambda claim: not is_denial(claim, lang))


def is_denial(claim: Claim, lang: str = ENGLISH) -> bool:
    """Return whether the verb of a claim denies or rejects, as "dismissed" does."""
    if claim.cue is None or not has_list("denials", lang):
        return False
    return not words("denials", lang).isdisjoint(terms(claim.cue.text))


def _next(waiting: Sequence[Claim], printed: Counter[str | None]) -> int:
    """Return the index of the next claim to print.

    ``printed`` counts the printed claims of each speaker; they lower the score of the
    speaker's next claim.
    """
    best, most = 0, -1.0
    for place, claim in enumerate(waiting):
        if claim.score <= most:
            break
        worth = claim.score - REPEATED * printed[claim.speaker]
        if worth > most:
            best, most = place, worth
    return best


def speakers_by_sentence(
    sentences: Sequence[Sentence], claims: Iterable[Claim]
) -> dict[int, str | None]:
    """Map the index of each sentence with a claim to the speaker of its first claim."""
    starts = [sentence.start for sentence in sentences]
    speakers: dict[int, str | None] = {}
    for claim in claims:
        for part in claim.content:
            at = max(0, bisect_right(starts, part.start) - 1)
            while at < len(starts) and starts[at] < part.end:
                speakers.setdefault(sentences[at].index, claim.speaker)
                at += 1
    return speakers
