"""From briefings to platform-neutral messages.

Every line is a slice of the article; only labels, names, dates and remarks are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.messages.explanations import (
    explain_actor,
    explain_claim,
    explain_line,
    explain_risk,
    explain_weights,
)
from bot.core.text.date_format import format_day, format_period
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
    Span,
)
from summarizers.text.language import ENGLISH
from summarizers.text.statements import printed

_OPENING, _CLOSING = "“„«\"'‘", "”“»\"'’"


def briefing_message(
    briefing: Briefing, *, explained: bool = False, reasons: Reasons = NO_REASONS
) -> Message:
    """The briefing as a message; ``explained`` says why each line was chosen.

    ``reasons`` are the features that weighed most, if they are known.
    """
    return Message(briefing_sections(briefing, explained=explained, reasons=reasons))


def briefing_sections(
    briefing: Briefing, *, explained: bool = False, reasons: Reasons = NO_REASONS
) -> tuple[Section, ...]:
    """The briefing's sections in print order; one with nothing in it is left out."""
    links = DeepLinks(briefing.article)
    write = LineWriter(
        briefing.article, links, briefing.lang, explained=explained, reasons=reasons
    )
    sections = (
        Section(None, (title_row(briefing.article),)),
        write.actors(briefing.actors),
        Section("IN SHORT", tuple(map(write.line, briefing.summary))),
        Section("WHO SAID WHAT", tuple(map(write.claim, briefing.claims))),
        Section("WATCH", tuple(map(write.risk, briefing.risks))),
        Section(None, tuple(map(note_row, briefing.notes))),
    )
    return tuple(section for section in sections if section.rows)


def title_row(article: Article) -> Row:
    """Title, host, day and length of an article."""
    words = f"{article.words:,} word{'' if article.words == 1 else 's'}"
    day = None if article.published is None else format_day(article.published)
    facts = (host(article.url) or article.site, day, words)
    note = Text(" · ".join(fact for fact in facts if fact), Style.NOTE)
    if article.title is None:
        return Row((note,))
    return Row((Text(article.title, Style.TITLE, page_address(article.url)), note))


def note_row(note: str) -> Row:
    """A remark of ours as a line of its own."""
    return Row((Text(note, Style.NOTE),))


@dataclass(frozen=True, slots=True)
class LineWriter:
    """Writes the rows of one article's briefing; ``lang`` is the article's language."""

    article: Article
    links: DeepLinks
    lang: str = ENGLISH
    explained: bool = False
    reasons: Reasons = NO_REASONS

    def actors(self, actors: tuple[Actor, ...]) -> Section:
        """Who acts: on one line, or with reasons one a line."""
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
        """A sentence of the summary."""
        return Row(
            (Text(line.span.text),),
            marker="•",
            proof=self.links.link(line.span),
            remarks=self._remarks(
                explain_line(self.article, line), self.reasons.summary.get(line.span)
            ),
        )

    def claim(self, claim: Claim) -> Row:
        """Who said what; the speaker is the label."""
        parts = printed(self.article, claim, self.lang)
        content = " … ".join(_with_marks(self.article, part) for part in parts)
        return Row(
            (_speaker(claim), Text(content)),
            proof=self.links.link(claim_span(self.article, claim)),
            remarks=self._remarks(
                explain_claim(self.article, claim),
                self.reasons.claims.get(claim.content),
            ),
        )

    def risk(self, risk: Risk) -> Row:
        """What may happen, with the days that are meant."""
        dated = (
            ()
            if risk.when is None
            else (
                Text(f"({format_period(risk.when.first, risk.when.last)})", Style.NOTE),
            )
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
    """The claim's sentence with all of its words; a quotation may begin before it."""
    spans = (claim.sentence, *claim.content)
    start = min(span.start for span in spans)
    return article.span(start, max(span.end for span in spans))


def _with_marks(article: Article, span: Span) -> str:
    """The span's text, with the quotation marks that stand around it."""
    before = article.text[max(0, span.start - 1) : span.start]
    after = article.text[span.end : span.end + 1]
    if before and after and before in _OPENING and after in _CLOSING:
        return f"{before}{span.text}{after}"
    return span.text
