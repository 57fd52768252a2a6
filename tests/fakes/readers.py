"""Short texts as the default engine briefs them, in the notation of the tables.

The tables are ``tests/data/english``, ``tests/data/speakers`` and
``tests/data/french/cases``; the first line of each explains its notation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from summarizers.briefing import Briefer
from summarizers.model import Actor, Article, Briefing, Claim, Span, When
from tests.tables import lines

LEAD = "A storm kept the harbour closed for two days.\n\n"
PUBLISHED = {"en": date(2022, 9, 16), "fr": date(2026, 3, 4)}
TABLES = {"en": "english", "fr": "french/cases"}

_BRIEFER = Briefer()


def cases(name: str, lang: str = "en") -> Iterator[tuple[str, str]]:
    """The rows of a language's table: a text, and what is expected of it."""
    for line in lines(f"{TABLES[lang]}/{name}"):
        text, _, expected = line.rpartition(" | ")
        yield text, expected


def brief(text: str, lang: str = "en", title: str | None = None) -> Briefing:
    """Brief a text; an English one stands behind a neutral first paragraph."""
    whole = (LEAD if lang == "en" else "") + text.replace(" ¶ ", "\n\n")
    return _BRIEFER.brief(Article(whole, title, published=PUBLISHED[lang], lang=lang))


def claims(briefing: Briefing) -> str:
    """The claims that may be printed, in text order."""
    accepted = [claim for claim in _claims(briefing) if claim.refusal is None]
    told = [f"{c.speaker or '?'}: {words(c.shown)}" for c in accepted]
    return " || ".join(told) or "-"


def last_speaker(briefing: Briefing) -> str:
    """The speaker of the last claim, if its speaker is known."""
    return next((c.speaker or "-" for c in reversed(_claims(briefing))), "-")


def actors(briefing: Briefing) -> str:
    """The actors in the order in which the text first names them."""
    found = sorted(briefing.actors, key=lambda actor: min(_places(actor)))
    return "; ".join(map(_actor, found)) or "-"


def risks(briefing: Briefing) -> str:
    """The risks that may be printed, in text order."""
    told = [
        "+".join(basis.value for basis in risk.basis)
        + (f" [{risk.speaker}]" if risk.speaker else "")
        + _days(risk.when)
        for risk in sorted(briefing.risks, key=lambda risk: risk.span.start)
        if risk.refusal is None
    ]
    return " || ".join(told) or "-"


def words(spans: Iterable[Span]) -> str:
    """The texts of some spans."""
    return " … ".join(span.text for span in spans)


def _claims(briefing: Briefing) -> list[Claim]:
    return sorted(briefing.claims, key=lambda claim: claim.content[0].start)


def _actor(actor: Actor) -> str:
    number, role = len(_places(actor)), actor.role
    times = f" ×{number}" if number > 1 else ""
    return f"{actor.name}{times} ({actor.kind}{f': {role.text}' if role else ''})"


def _places(actor: Actor) -> set[int]:
    return {mention.span.start for mention in actor.mentions} or {0}


def _days(when: When | None) -> str:
    if when is None:
        return ""
    last = "" if when.first == when.last else f"..{when.last}"
    return f" {when.span.text} = {when.first}{last}{'' if when.exact else ' ~'}"
