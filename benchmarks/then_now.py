"""Earlier and later statements of our own making: which pairs differ in one fact.

``python -m benchmarks.then_now`` compares the pairs of ``benchmarks.statements`` in
English and French. ``precision`` is the share of pairs shown as *then / now* that
differ, ``recall`` the share of those that differ. ``--list`` prints the wrong ones. The
last line is one JSON object.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable

from benchmarks.statements import NOW, THEN, Pair, pairs
from bot.core.record.then_now import DatedText, differs

SEED = 14


def is_shown(pair: Pair) -> bool:
    """Return whether the record shows a pair as then and now."""
    then, now = (
        DatedText(pair.then, pair.lang, THEN),
        DatedText(pair.now, pair.lang, NOW),
    )
    return differs(then, now)


def figures(judged: Iterable[Pair]) -> dict[str, float]:
    """Return the numbers of pairs, precision and recall."""
    counts = Counter((pair.differs, is_shown(pair)) for pair in judged)
    right, wrong, missed = counts[True, True], counts[False, True], counts[True, False]
    return {
        "different": right + missed,
        "same_or_other": wrong + counts[False, False],
        "precision": round(right / max(right + wrong, 1), 3),
        "recall": round(right / max(right + missed, 1), 3),
    }


def main() -> None:
    """Print the figures of each kind and language, then of all pairs."""
    every = list(pairs(SEED))
    for kind in dict.fromkeys(pair.kind for pair in every):
        own = [pair for pair in every if pair.kind == kind]
        shown = sum(map(is_shown, own))
        print(f"{kind}: {shown} of {len(own)} shown")
    wrong = [pair for pair in every if is_shown(pair) != pair.differs]
    for pair in wrong if "--list" in sys.argv else ():
        print(f"{pair.lang} {pair.kind}: {pair.then} | {pair.now}")
    by_language = {
        f"{name}_{lang}": value
        for lang in ("en", "fr")
        for name, value in figures(pair for pair in every if pair.lang == lang).items()
    }
    print(json.dumps({**figures(every), **by_language}))


if __name__ == "__main__":
    main()
