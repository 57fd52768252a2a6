"""How well a language other than English is read, on the annotated articles of our own.

``python -m benchmarks.languages [CODE] [--errors]`` tells for the
articles that were looked at, and apart for those that are held out: F1 of the claims by
their words and with the right speaker, the share of annotated actors with kind and role,
and the shares of risks found and dated. ``--errors`` lists what is wrong in the former;
held-out articles are never listed.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from summarizers.briefing import reader_for
from summarizers.languages.profile import listed_profile
from summarizers.readers.parse import Findings
from tests.fakes.annotated import (
    Annotated,
    annotated,
    days_of,
    figures,
    read,
    right_actors,
    risk_of,
    wrong_pairs,
)


def errors(one: Annotated, findings: Findings) -> Iterator[str]:
    """Yield what is wrong in one article, a line each."""
    for claim, best in wrong_pairs(one.claims, findings.claims):
        wanted = "-" if claim is None else f"{claim.speaker}: {claim.words}"
        said = " … ".join(part.text for part in best.content) if best else ""
        yield f"claim  {wanted}  |  {f'{best.speaker}: {said}' if best else '-'}"
    for actor, right in zip(one.actors, right_actors(one, findings), strict=True):
        if not right:
            yield f"actor  {actor.name}, {actor.kind}, {actor.role}"
    for gold in one.risks:
        risk = risk_of(gold, findings.risks)
        if risk is None or days_of(risk.when) != gold.days:
            when = "missed" if risk is None else days_of(risk.when)
            yield f"risk   {gold.start}: {gold.days} | {when}"


def main() -> None:
    """Read, count and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("code", nargs="?", default="fr")
    arguments.add_argument("--errors", action="store_true")
    given = arguments.parse_args()
    profile = listed_profile(given.code)
    reader, articles = reader_for(profile), annotated(profile.name.lower())
    seen = read(reader, [one for one in articles if not one.held_out])
    if given.errors:
        for one, findings in seen:
            print(f"== {one.name}", *errors(one, findings), sep="\n")
    held = read(reader, [one for one in articles if one.held_out])
    print(
        f"development articles: {figures(seen).told()}",
        f"held-out articles: {figures(held).told()}",
        sep="\n",
    )


if __name__ == "__main__":
    main()
