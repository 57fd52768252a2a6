"""Renders briefings as platform-neutral messages.

Every line is a slice of the article, except labels, names, dates and remarks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.text.date_format import format_day, format_when
from bot.core.text.deep_links import DeepLinks, host, page_address
from summarizers.model import (
    NO_REASONS,
    Actor,
    Article,
    Briefing,
    Claim,
    Line,
    Reason,
    Reasons,
    Risk,
    RiskBasis,
    Span,
)
from summarizers.text.language import ENGLISH

_BASIS = {
    RiskBasis.FORWARD: "looks ahead",
    RiskBasis.HAZARD: "names a hazard",
}

_OPENING, _CLOSING = "“„«\"'‘", "”“»\"'’"


def briefing_message(
    briefing: Briefing, *, explained: bool = False, reasons: Reasons = NO_REASONS
) -> Message:
    """Render the briefing; ``explained`` adds why each line was chosen.

    ``reasons`` are the features with the highest weights, if they are known.
    """
    return Message(briefing_sections(briefing, explained=explained, reasons=reasons))


def briefing_sections(
    briefing: Briefing, *, explained: bool = False, reasons: Reasons = NO_REASONS
) -> tuple[Section, ...]:
    """Render the sections in print order; empty ones are left out."""
    links = DeepLinks(briefing.article)
    writer = RowRenderer(
        briefing.article, links, briefing.lang, explained=explained, reasons=reasons
    )
    sections = (
        Section(None, (title_row(briefing.article),)),
        writer.actors(briefing.actors),
        Section("IN SHORT", tuple(map(writer.line, briefing.summary))),
        Section("WHO SAID WHAT", tuple(map(writer.claim, briefing.claims))),
        Section("WATCH", tuple(map(writer.risk, briefing.risks))),
        Section(None, tuple(map(note_row, briefing.notes))),
    )
    return tuple(section for section in sections if section.rows)


def title_row(article: Article) -> Row:
    """Render title, host, date and length of an article."""
    words = f"{article.words:,} word{'' if article.words == 1 else 's'}"
    day = None if article.published is None else format_day(article.published)
    facts = (host(article.url) or article.site, day, words)
    note = Text(" · ".join(fact for fact in facts if fact), Style.NOTE)
    if article.title is None:
        return Row((note,))
    return Row((Text(article.title, Style.TITLE, page_address(article.url)), note))


def note_row(note: str) -> Row:
    """Render a remark as a line of its own."""
    return Row((Text(note, Style.NOTE),))


@dataclass(frozen=True, slots=True)
class RowRenderer:
    """Renders the lines of a briefing; ``lang`` is the article's language."""

    article: Article
    links: DeepLinks
    lang: str = ENGLISH
    explained: bool = False
    reasons: Reasons = NO_REASONS

    def actors(self, actors: tuple[Actor, ...]) -> Section:
        """Render the actors on one line, or on a line each if they are explained."""
        if not self.explained:
            parts = tuple(part for actor in actors for part in _named(actor))
            return Section("ACTORS", (Row(parts),) if parts else (), inline=True)
        rows = tuple(
            Row(
                _named(actor),
                remarks=self._remarks(
                    explain_actor(self.article, actor),
                    self.reasons.actors.get(actor.name),
                ),
            )
            for actor in actors
        )
        return Section("ACTORS", rows)

    def line(self, line: Line) -> Row:
        """Render a sentence of the summary."""
        return Row(
            (Text(line.span.text),),
            marker="•",
            proof=self.links.link(line.span),
            remarks=self._remarks(
                explain_line(self.article, line), self.reasons.summary.get(line.span)
            ),
        )

    def claim(self, claim: Claim) -> Row:
        """Render a claim; its label is the speaker."""
        content = " … ".join(_with_marks(self.article, part) for part in claim.shown)
        return Row(
            (_speaker(claim), Text(content)),
            proof=self.links.link(claim_span(self.article, claim)),
            remarks=self._remarks(
                explain_claim(self.article, claim),
                self.reasons.claims.get(claim.content),
            ),
        )

    def risk(self, risk: Risk) -> Row:
        """Render a risk with the dates that it refers to."""
        dated = (
            ()
            if risk.when is None
            else (Text(f"({format_when(risk.when)})", Style.NOTE),)
        )
        return Row(
            (Text(risk.span.text), *dated),
            marker="▲",
            proof=self.links.link(risk.span),
            remarks=self._remarks(
                explain_risk(self.article, risk), self.reasons.risks.get(risk.span)
            ),
        )

    def _remarks(
        self, remark: str, reasons: tuple[Reason, ...] | None
    ) -> tuple[str, ...]:
        if not self.explained:
            return ()
        weighed = explain_weights(reasons or ())
        return (remark,) if weighed is None else (remark, weighed)


def _named(actor: Actor) -> tuple[Text, ...]:
    name = Text(actor.name, Style.NAME)
    return (name,) if actor.role is None else (name, Text(actor.role.text, Style.ROLE))


def _speaker(claim: Claim) -> Text:
    if claim.speaker is not None:
        return Text(claim.speaker, Style.SPEAKER)
    words = "not named" if claim.source is None else claim.source.text
    return Text(words, Style.NOTE)


def claim_span(article: Article, claim: Claim) -> Span:
    """Return the span of the claim's sentence and words, which may begin earlier."""
    spans = (claim.sentence, *claim.content)
    start = min(span.start for span in spans)
    return article.span(start, max(span.end for span in spans))


def _with_marks(article: Article, span: Span) -> str:
    """Return the span's text, including quotation marks around the span."""
    before = article.text[max(0, span.start - 1) : span.start]
    after = article.text[span.end : span.end + 1]
    if before and after and before in _OPENING and after in _CLOSING:
        return f"{before}{span.text}{after}"
    return span.text


def linked_spans(briefing: Briefing) -> Mapping[str, Span]:
    """Map the address of each line's deep link to the line's span, in print order.

    Lines whose words are not unique have no deep link and are left out.
    """
    links = DeepLinks(briefing.article)
    spans: dict[str, Span] = {}
    for span in _spans(briefing):
        address = links.link(span)
        if address is not None and "text=" in address:
            spans.setdefault(address, span)
    return spans


def _spans(briefing: Briefing) -> Iterator[Span]:
    yield from (line.span for line in briefing.summary)
    yield from (claim_span(briefing.article, claim) for claim in briefing.claims)
    yield from (risk.span for risk in briefing.risks)


def explain_line(article: Article, line: Line) -> str:
    """Return the score and position of a summary sentence as text."""
    return _joined(_score(line.score), _position(article, line.span))


def explain_actor(article: Article, actor: Actor) -> str:
    """Return an actor's salience, kind, mention count, position and names as text."""
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
    """Return a claim's score, kind, cue, speaker resolution and position as text."""
    return _joined(
        _score(claim.score),
        claim.kind.value,
        "no cue" if claim.cue is None else f"cue “{claim.cue.text}”",
        _resolution(claim),
        _position(article, claim.sentence),
    )


def explain_risk(article: Article, risk: Risk) -> str:
    """Return a risk's score, basis, time phrase, speaker and position as text."""
    return _joined(
        _score(risk.score),
        " and ".join(_BASIS[basis] for basis in risk.basis),
        None if risk.when is None else f"when “{risk.when.span.text}”",
        None if risk.speaker is None else f"said by {risk.speaker}",
        _position(article, risk.span),
    )


def explain_weights(reasons: Iterable[Reason]) -> str | None:
    """Return the features with the highest weights as text; ``None`` if unknown."""
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
