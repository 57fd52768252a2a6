"""Renders briefings as platform-neutral messages.

Every line is a slice of the article, except labels, names, dates and remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.text.date_format import full_day, period_label
from bot.core.text.deep_links import DeepLinks, page_address, paper_name
from bot.core.text.labels import Labels, labels_for
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
    When,
)

_BASIS = {
    RiskBasis.FORWARD: "looks ahead",
    RiskBasis.HAZARD: "names a hazard",
}

# French separates its marks from the words by a space.
_MARK_BEFORE = re.compile(r"(?:[“„«\"'‘]|«\s)\Z")
_MARK_AFTER = re.compile(r"[”“»\"'’]|\s»")


@dataclass(frozen=True, slots=True)
class Presentation:
    """The options of a message: the language of its labels, and its remarks.

    If ``explained`` is set, a remark below each line says why it was chosen. If
    ``reasons`` has the line, the remark lists the features with the highest weights.
    """

    language: str = "en"
    explained: bool = False
    reasons: Reasons = NO_REASONS

    @property
    def labels(self) -> Labels:
        """Return the labels in ``language``."""
        return labels_for(self.language)


PLAIN = Presentation()


def briefing_message(
    briefing: Briefing,
    presentation: Presentation = PLAIN,
    *,
    actors: tuple[Actor, ...] = (),
) -> Message:
    """Render the briefing; empty sections are left out.

    ``actors`` are all actors of the article, of which ``briefing`` may show a part. A
    speaker that is not among the shown ones gets its role from ``actors``.
    """
    writer = RowRenderer.of(briefing, presentation)
    labels = presentation.labels
    sections = (
        Section(None, (title_row(briefing.article, presentation),)),
        writer.actors(briefing.actors),
        Section(labels.summary, tuple(map(writer.line, briefing.summary)), sign="●"),
        Section(labels.claims, writer.claims(briefing, actors), sign="■"),
        Section(labels.risks, tuple(map(writer.risk, briefing.risks)), sign="▲"),
        Section(None, tuple(note_row(labels.note(note)) for note in briefing.notes)),
    )
    shown = tuple(section for section in sections if section.rows)
    return Message(shown, labels.language)


def title_row(article: Article, presentation: Presentation = PLAIN) -> Row:
    """Render title, publisher, day and length of an article."""
    labels = presentation.labels
    facts = (
        paper_name(article.site, article.url),
        None if article.published is None else full_day(article.published, labels),
        labels.counted(article.words, labels.words),
    )
    note = Text(" · ".join(fact for fact in facts if fact), Style.NOTE)
    if article.title is None:
        return Row((note,))
    return Row((Text(article.title, Style.TITLE, page_address(article.url)), note))


def note_row(note: str) -> Row:
    """Return a row with a note in small print."""
    return Row((Text(note, Style.NOTE),))


@dataclass(frozen=True, slots=True)
class RowRenderer:
    """Renders the lines of a briefing as rows.

    Days in the year ``year`` are printed without their year.
    """

    article: Article
    links: DeepLinks
    presentation: Presentation = PLAIN
    year: int | None = None

    @classmethod
    def of(cls, briefing: Briefing, presentation: Presentation) -> RowRenderer:
        """Make the renderer of one briefing."""
        article, published = briefing.article, briefing.article.published
        year = None if published is None else published.year
        return cls(article, DeepLinks(article), presentation, year)

    def actors(self, actors: tuple[Actor, ...]) -> Section:
        """Render the actors in one row, or with remarks in a row for each."""
        heading = self.presentation.labels.actors
        if not self.presentation.explained:
            parts = tuple(part for actor in actors for part in _named(actor))
            return Section(heading, (Row(parts),) if parts else (), inline=True)
        reasons = self.presentation.reasons.actors
        rows = tuple(
            Row(
                _named(actor),
                remarks=self._remarks(
                    explain_actor(self.article, actor), reasons.get(actor.name)
                ),
            )
            for actor in actors
        )
        return Section(heading, rows)

    def line(self, line: Line) -> Row:
        """Render a sentence of the summary."""
        reasons = self.presentation.reasons.summary.get(line.span)
        remarks = self._remarks(explain_line(self.article, line), reasons)
        row = Row((Text(line.span.text),), marker="•", remarks=remarks)
        return self._linked(row, line.span)

    def claims(self, shown: Briefing, actors: tuple[Actor, ...]) -> tuple[Row, ...]:
        """Render the claims; a speaker's first row also gives the speaker's role.

        The role is left out if the shown actors already give it.
        """
        roles = {actor.name: actor.role for actor in actors}
        named = {actor.name for actor in shown.actors}
        rows: list[Row] = []
        for claim in shown.claims:
            speaker = claim.speaker or ""
            role = None if speaker in named else roles.get(speaker)
            named.add(speaker)
            rows.append(self.claim(claim, role))
        return tuple(rows)

    def claim(self, claim: Claim, role: Span | None = None) -> Row:
        """Render a claim with its speaker as the label."""
        content = " … ".join(with_marks(self.article, claim.shown))
        behind = () if role is None else (Text(role.text, Style.ROLE),)
        reasons = self.presentation.reasons.claims.get(claim.content)
        remarks = self._remarks(explain_claim(self.article, claim), reasons)
        row = Row((self._speaker(claim), *behind, Text(content)), remarks=remarks)
        return self._linked(row, claim_span(self.article, claim))

    def risk(self, risk: Risk) -> Row:
        """Render a risk with the time that it refers to as the label.

        If its first word is a pronoun that means the speaker, add the speaker's name.
        """
        day = () if risk.when is None else (self._when(risk.when),)
        speaker = (risk.speaker,) if risk.opens_with_speaker and risk.speaker else ()
        style = Style.DAY if day else Style.SPEAKER
        label = (Text(" · ".join(day + speaker), style),) if day + speaker else ()
        reasons = self.presentation.reasons.risks.get(risk.span)
        remarks = self._remarks(explain_risk(self.article, risk), reasons)
        row = Row((*label, Text(risk.span.text)), marker="▲", remarks=remarks)
        return self._linked(row, risk.span)

    def _linked(self, row: Row, span: Span) -> Row:
        paper = paper_name(self.article.site, self.article.url)
        return replace(row, proof=self.links.link(span), paper=paper or "")

    def _when(self, when: When) -> str:
        """Return the day, week or month of a risk, else the article's own words."""
        labels = self.presentation.labels
        named = period_label(when.first, when.last, self.year, labels)
        return named if when.exact and named else when.span.text

    def _speaker(self, claim: Claim) -> Text:
        """Return the speaker's name, or the article's words for the speaker.

        If the article names neither, return the label "not named".
        """
        words = None if claim.source is None else claim.source.text
        name = claim.speaker or words or self.presentation.labels.not_named
        return Text(name, Style.SPEAKER)

    def _remarks(
        self, remark: str, reasons: tuple[Reason, ...] | None
    ) -> tuple[str, ...]:
        if not self.presentation.explained:
            return ()
        weighed = explain_weights(reasons or ())
        return (remark,) if weighed is None else (remark, weighed)


def _named(actor: Actor) -> tuple[Text, ...]:
    name = Text(actor.name, Style.NAME)
    return (name,) if actor.role is None else (name, Text(actor.role.text, Style.ROLE))


def claim_span(article: Article, claim: Claim) -> Span:
    """Return the span from the start to the end of the claim's sentence and content.

    The content may begin before the sentence.
    """
    spans = (claim.sentence, *claim.content)
    start = min(span.start for span in spans)
    return article.span(start, max(span.end for span in spans))


def with_marks(article: Article, spans: Sequence[Span]) -> Iterator[str]:
    """Yield the spans' texts, including quotation marks around them.

    A mark may open one span and close another; marks without a counterpart are left
    out.
    """
    around = [_marks(article, span) for span in spans]
    before, after = (sum(map(bool, marks)) for marks in zip(*around, strict=True))
    for span, (opening, closing) in zip(spans, around, strict=True):
        if before == after or (opening and closing):
            yield f"{opening}{span.text}{closing}"
        else:
            yield span.text


def _marks(article: Article, span: Span) -> tuple[str, str]:
    """Return the quotation marks beside a span, to print before and after it.

    A space that separates a mark from the words is included.
    """
    before = _MARK_BEFORE.search(article.text, max(0, span.start - 2), span.start)
    after = _MARK_AFTER.match(article.text, span.end)
    return (before[0] if before else ""), (after[0] if after else "")


def linked_spans(briefing: Briefing) -> Mapping[str, Span]:
    """Map the URL of each line's deep link to the line's span, in print order.

    A line whose words occur twice in the article has no deep link and is left out.
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
