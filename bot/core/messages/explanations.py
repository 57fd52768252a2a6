"""Explains why a line of a briefing was chosen."""

from __future__ import annotations

from collections.abc import Iterable

from summarizers.model import Actor, Article, Claim, Line, Reason, Risk, RiskBasis, Span

_BASIS = {
    RiskBasis.FORWARD: "looks ahead",
    RiskBasis.HAZARD: "names a hazard",
}


def explain_line(article: Article, line: Line) -> str:
    """Score and position of a summary sentence."""
    return _joined(_score(line.score), _position(article, line.span))


def explain_actor(article: Article, actor: Actor) -> str:
    """Salience, kind, number of mentions, position and names of an actor."""
    mentions = len(actor.mentions)
    pronouns = sum(mention.pronoun for mention in actor.mentions)
    first = min((mention.span.start for mention in actor.mentions), default=None)
    return _joined(
        f"salience {actor.salience:.2f}",
        actor.kind.value,
        f"{mentions - pronouns} times by name, {pronouns} by pronoun",
        None if first is None else _position(article, article.span(first, first)),
        f"also {', '.join(actor.aliases)}" if actor.aliases else None,
    )


def explain_claim(article: Article, claim: Claim) -> str:
    """Score, kind, cue, speaker resolution and position of a claim."""
    return _joined(
        _score(claim.score),
        claim.kind.value,
        "no cue" if claim.cue is None else f"cue “{claim.cue.text}”",
        _resolution(claim),
        _position(article, claim.sentence),
    )


def explain_risk(article: Article, risk: Risk) -> str:
    """Score, basis, time phrase, speaker and position of a risk."""
    return _joined(
        _score(risk.score),
        " and ".join(_BASIS[basis] for basis in risk.basis),
        None if risk.when is None else f"when “{risk.when.span.text}”",
        None if risk.speaker is None else f"said by {risk.speaker}",
        _position(article, risk.span),
    )


def explain_weights(reasons: Iterable[Reason]) -> str | None:
    """The features with the highest weights; ``None`` if they are unknown."""
    features = ", ".join(f"{words} ({weight:+.1f})" for words, weight in reasons)
    return f"weighed: {features}" if features else None


def _resolution(claim: Claim) -> str:
    match claim.source, claim.speaker:
        case None, None:
            return "speaker not named"
        case None, speaker:
            return f"speaker {speaker} from the sentences before"
        case Span(text=words), None:
            return f"speaker “{words}”, not resolved"
        case Span(text=words), speaker if words == speaker:
            return f"speaker “{words}”"
        case Span(text=words), speaker:
            return f"speaker “{words}” → {speaker}"


def _score(value: float) -> str:
    return f"score {value:.2f}"


def _position(article: Article, span: Span) -> str:
    share = 100 * span.start // max(1, len(article.text))
    return f"{share} % into the text"


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)
