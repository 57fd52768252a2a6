"""Find who said what: quotations, reported clauses and infinitives, "according to"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from summarizers.model import Span
from summarizers.readers.parse import Attribution, CueKind, outermost
from summarizers.readers.pattern.document import Document, Range
from summarizers.text.layout import Quotation

# Tokens between a cue and a quotation after it, with a colon and without one.
_REACH, _NEAR = 26, 4
# In a reported clause, and in any words that are attributed.
_FEWEST_TOKENS, _FEWEST_WORDS = 3, 2


class _Cue(NamedTuple):
    """A reporting verb with its auxiliaries: the tokens from ``first`` to before ``end``.

    ``verb`` is the token of the verb itself. ``pronoun`` is the token of a pronoun
    joined to the verb ("a-t-elle dit"), or -1.
    """

    first: int
    verb: int
    end: int
    pronoun: int


def read_attributions(document: Document) -> tuple[Attribution, ...]:
    """Return all attributions, in the order of their first content character."""
    reader = _AttributionReader(document)
    attributions = [*reader.speeches(), *reader.reports(), *reader.informants()]
    telling = [a for a in attributions if _count_words(a.content) >= _FEWEST_WORDS]
    return tuple(sorted(outermost(telling), key=lambda a: a.content[0].start))


def _count_words(content: tuple[Span, ...]) -> int:
    return sum(len(part.text.split()) for part in content)


class _AttributionReader:
    """The attributions of one article; ``_cues`` has its cues by their first tokens."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._cues: dict[int, _Cue] = {}
        self._by_verb: dict[int, _Cue] = {}
        for bounds in document.bounds:
            for match in document.matches("cue", *bounds):
                first, end = match.span()
                tied = [i for i in range(first, end) if document.is_a(i, "tied")]
                verb = max(i for i in range(first, end) if i not in tied)
                said = [i for i in tied if document.is_a(i, "pronouns", "nobody")]
                cue = _Cue(first, verb, end, said[0] if said else -1)
                self._cues[first] = self._by_verb[verb] = cue

    def _attribution(
        self,
        source: Range,
        cue: Range,
        *content: Span,
        kind: CueKind = CueKind.SPEECH,
    ) -> Attribution:
        span, sentence = self._document.span, self._document.sentences[cue[0]]
        return Attribution(kind, span(source), span(cue), content, sentence)

    def _subject_after(self, i: int) -> Range | None:
        """Return the subject after the cue that starts at token ``i``: "a dit X"."""
        cue, document = self._cues.get(i), self._document
        if cue is None or document.is_a(cue.verb, "gerund"):
            return None
        if document.is_a(cue.pronoun, "pronouns"):
            return cue.pronoun, cue.pronoun + 1
        pattern = "host" if cue.pronoun >= 0 else "subject_after"
        last = document.sentence_at(cue.verb)[1]
        return document.source(document.match(pattern, cue.end, last))

    def _subject(self, cue: _Cue) -> Range | None:
        """Return the subject of a cue that precedes what it reports."""
        document, is_a = self._document, self._document.is_a
        if cue.pronoun >= 0:
            named = is_a(cue.pronoun, "pronouns")
            return (cue.pronoun, cue.pronoun + 1) if named else None
        if is_a(cue.verb, "gerund") or is_a(cue.first, "content_ends"):
            return self._inherited(cue.first)
        first = document.sentence_at(cue.verb)[0]
        if is_a(cue.first - 1, "relatives"):
            # "…, qui craint que"
            return document.source(document.search("antecedent", first, cue.first - 1))
        subject = document.source(document.search("subject_before", first, cue.first))
        subject = subject or self._opening_subject(first, cue.first)
        if subject is None or document.match("nobody", *subject):
            return None
        example = document.match("example", subject[1], cue.first)
        return document.source(example) or subject

    def _cues_before(self, first: int, end: int) -> Iterator[_Cue]:
        """Yield the cues outside quotations in a range of tokens, the last first."""
        for verb in range(end - 1, first - 1, -1):
            cue = self._by_verb.get(verb)
            if cue is not None and not self._document.is_quoted(verb):
                yield cue

    def _inherited(self, end: int) -> Range | None:
        """Return the subject of the last cue before token ``end``, else of the sentence."""
        document = self._document
        first = document.sentence_at(end)[0]
        for cue in self._cues_before(first, end):
            if not document.is_a(cue.verb, "gerund"):
                behind = document.is_a(cue.first - 1, ",", "quote", "start")
                after = self._subject_after(cue.first) if behind else None
                return after or self._subject(cue)
        return self._opening_subject(first, end)

    def _opening_subject(self, first: int, end: int) -> Range | None:
        """Return the subject of the first auxiliary from token ``first``, if any."""
        document = self._document
        for i in range(first + 1, end):
            if document.is_a(i, "auxiliaries"):
                source = document.source(document.search("subject_before", first, i))
                nobody = source and document.match("nobody", *source)
                return None if nobody else source
        return None

    def speeches(self) -> list[Attribution]:
        """Return the quotations; those of one speaker in one paragraph together."""
        document = self._document
        opened, speeches = set(document.starts), list[Attribution]()
        for quotation in document.quotations:
            if quotation.start not in opened:
                continue  # in noise
            speech = self._speech(quotation)
            if speech is not None:
                speeches.append(speech)
                continue
            content = document.quote(quotation.inner_start, quotation.inner_end)
            if not speeches or not self._continues(quotation, content):
                continue
            before = speeches[-1]
            between = document.layout.text[before.content[-1].end : quotation.start]
            if "\n" not in between:
                speeches[-1] = replace(before, content=(*before.content, content))
            elif between.count("\n\n") <= 1:
                speeches.append(replace(before, content=(content,)))
        return speeches

    def _continues(self, quotation: Quotation, content: Span) -> bool:
        """Return whether a quotation may go on with the words of the one before it."""
        document = self._document
        start = document.token_from(quotation.start)
        first = document.sentence_at(start - 1)[0]
        joined = document.match("joined", first, start)
        whole = joined or document.is_a(start - 1, "start")
        return bool(whole) and _count_words((content,)) > _FEWEST_WORDS

    def _speech(self, quotation: Quotation) -> Attribution | None:
        """Return a quotation with a cue inside, before or after it, if there is one."""
        document = self._document
        start = document.token_from(quotation.start)
        end = document.token_from(quotation.end)
        for mark in document.matches("comment_mark", start, end - 1):
            source = self._subject_after(mark.end())
            if source is not None:
                cue = self._cues[mark.end()]
                return self._attribution(
                    source, (cue.first, cue.end), *self._split(quotation, cue, source)
                )
        content = document.quote(quotation.inner_start, quotation.inner_end)
        if _count_words((content,)) < _FEWEST_WORDS:
            return None
        end += document.is_a(end, ",")
        source = self._subject_after(end)
        if source is not None:
            cue = self._cues[end]
            return self._attribution(source, (cue.first, cue.end), content)
        return self._introduced(start, content)

    def _split(self, quotation: Quotation, cue: _Cue, source: Range) -> Iterator[Span]:
        """Yield the parts of a quotation before and after the cue inside it.

        An example is « Le sol est mou, explique-t-il. Rien ne tient. ».
        """
        document = self._document
        yield document.quote(quotation.inner_start, document.starts[cue.first])
        end = document.token_from(quotation.inner_end)
        rest = document.match("rest_of_quotation", max(source[1], cue.end), end)
        if rest is not None:
            yield document.quote(document.starts[rest.end()], quotation.inner_end)

    def _introduced(self, start: int, content: Span) -> Attribution | None:
        """Return the words of a quotation before which a cue or a subject stands.

        The quotation starts at token ``start``: "Elle dit : « Assez. »".
        """
        document = self._document
        colon = document.is_a(start - 1, ":")
        first = document.sentence_at(start - 1)[0]
        reach = max(first, start - (_REACH if colon else _NEAR))
        for cue in self._cues_before(reach, start):
            indirect = document.search("that_or_infinitive", cue.verb + 1, start)
            source = self._subject(cue) if colon or not indirect else None
            if source is not None:
                return self._attribution(source, (cue.first, cue.end), content)
        if not colon:
            return None
        source = self._opening_subject(first, start)
        verb = document.search("auxiliary", source[1], start) if source else None
        if source is None or verb is None:
            return None
        return self._attribution(source, verb.span(), content)

    def reports(self) -> Iterator[Attribution]:
        """Yield each clause or infinitive that a verb reports."""
        document = self._document
        for cue in self._cues.values():
            first, last = document.sentence_at(cue.verb)
            report = document.match("report", cue.verb, last)
            if report is None:
                source = self._subject_after(cue.first)
                if source and self._is_fronted(cue, source):
                    content = document.clause(first, cue.first)
                    yield self._attribution(source, (cue.first, cue.end), content)
                continue
            source, pattern = self._subject(cue), "clause_end"
            if document.is_a(cue.first - 1, "relatives"):
                pattern = "relative_clause_end"
                if document.match("remark", cue.verb, last):
                    continue  # "un cadre qui souhaite rester anonyme"
            if source is not None:
                start = report.end()
                mark = document.search(pattern, start + _FEWEST_TOKENS, last)
                end = last if mark is None else mark.start()
                yield self._attribution(
                    source, (cue.first, cue.end), document.clause(start, end)
                )

    def _is_fronted(self, cue: _Cue, source: Range) -> bool:
        """Return whether a statement precedes its verb: "La route rouvrira, a dit X"."""
        document = self._document
        first = document.sentence_at(cue.first)[0]
        return bool(
            document.search("fronted", first - 1, cue.first)
            and document.match("voice", *source)
            and not document.is_quoted(cue.first - 2)
        )

    def informants(self) -> Iterator[Attribution]:
        """Yield the statement that each "according to" attributes."""
        document = self._document
        for first, last in document.bounds:
            for match in document.matches("according", first, last):
                source: Range | None = match.span("source")
                parts = [document.clause(first, match.start())]
                if match["which"]:
                    antecedent = document.search("antecedent", first, match.start())
                    source = document.source(antecedent)
                    parts = [document.clause(match.end(), last)]
                elif document.is_a(match.end(), ",", ":"):
                    parts.append(document.clause(match.end(), last))
                content = [part for part in parts if part.text]
                if source is not None and content:
                    cue = match.span("cue")
                    kind = CueKind.ACCORDING
                    yield self._attribution(source, cue, *content, kind=kind)
