"""Find who said what: quotations, reported clauses and infinitives, "according to"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from summarizers.model import Span
from summarizers.readers.parse import Attribution, CueKind, outermost
from summarizers.readers.pattern.document import Document, Range
from summarizers.text.layout import Quotation

_REACH, _NEAR = 26, 4
_FEWEST_TOKENS, _FEWEST_WORDS = 3, 2
_KINDS = (CueKind.BELIEF, CueKind.INTENTION, CueKind.SPEECH)


class _Cue(NamedTuple):
    """A reporting verb with its auxiliaries: the tokens from ``first`` to before ``end``.

    ``verb`` is the token of the verb itself. ``pronoun`` is the token of a pronoun
    joined to the verb ("a-t-elle dit"), or -1.
    """

    first: int
    verb: int
    end: int
    pronoun: int


class _Draft(NamedTuple):
    """An attribution in tokens; ``follows`` as in `Attribution`."""

    kind: CueKind
    source: Range
    cue: Range
    content: tuple[Span, ...]
    follows: bool = False


def read_attributions(document: Document) -> tuple[Attribution, ...]:
    """Return all attributions, in the order of their first content character."""
    reader = _AttributionReader(document)
    drafts = [*reader.speeches(), *reader.reports(), *reader.informants()]
    drafts = [draft for draft in drafts if _says_something(draft.content)]
    found = outermost([_attribution(document, draft) for draft in drafts])
    return tuple(sorted(found, key=lambda a: a.content[0].start))


def _says_something(content: tuple[Span, ...]) -> bool:
    return sum(len(part.text.split()) for part in content) >= _FEWEST_WORDS


def _attribution(document: Document, draft: _Draft) -> Attribution:
    return Attribution(
        kind=draft.kind,
        source=document.span(draft.source),
        cue=document.span(draft.cue),
        content=draft.content,
        sentence=document.sentences[draft.cue[0]],
        source_head=head_of(document, draft.source),
        follows=draft.follows,
    )


def head_of(document: Document, phrase: Range) -> int:
    """Return the head of a phrase: its first noun or pronoun after the article."""
    start = bare_start(document, phrase)
    titled = start + 1 < phrase[1] and document.is_a(start, "openers")
    return start + (titled and document.is_a(start + 1, "roles"))


def bare_start(document: Document, phrase: Range) -> int:
    """Return the first token of a phrase after its article and a word such as "Mme"."""
    for i in range(*phrase):
        if not document.is_a(i, "determiners", "honorifics"):
            return i
    return phrase[0]


class _AttributionReader:
    """The attributions of one article; ``_cues`` has its cues by their first token."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._cues = {
            cue.first: cue
            for bounds in document.bounds
            for match in document.matches("cue", *bounds)
            for cue in (self._cue(*match.span()),)
        }

    def _cue(self, first: int, end: int) -> _Cue:
        is_a = self._document.is_a
        verb = end - 1
        while is_a(verb, "tied"):
            verb -= 1
        pronouns = [
            i
            for i in range(first, end)
            if is_a(i, "tied") and is_a(i, "pronouns", "nobody")
        ]
        return _Cue(first, verb, end, pronouns[0] if pronouns else -1)

    # The subjects of cues.

    def _find(self, pattern: str, start: int, end: int) -> Range | None:
        """Return the source in a pattern that ends before token ``end``, if any."""
        found = self._document.search(pattern, start, end)
        return None if found is None else found.span("source")

    def _at(self, pattern: str, start: int) -> Range | None:
        """Return the source in a pattern that starts at token ``start``, if any."""
        if start >= len(self._document.starts):
            return None
        found = self._document.match(
            pattern, start, self._document.sentence_at(start)[1]
        )
        return None if found is None else found.span("source")

    def _subject_after(self, i: int) -> Range | None:
        """Return the subject after the cue that starts at token ``i``: "a dit X"."""
        cue = self._cues.get(i)
        if cue is None:
            return None
        if self._document.is_a(cue.pronoun, "pronouns"):
            return cue.pronoun, cue.pronoun + 1
        return self._at("host" if cue.pronoun >= 0 else "subject_after", cue.end)

    def _subject(self, cue: _Cue) -> Range | None:
        """Return the subject of a cue that precedes what it reports."""
        document = self._document
        if cue.pronoun >= 0:
            named = document.is_a(cue.pronoun, "pronouns")
            return (cue.pronoun, cue.pronoun + 1) if named else None
        if document.is_a(cue.verb, "gerund") or document.is_a(
            cue.first, "content_ends"
        ):
            return self._inherited(cue.first)
        first = document.sentence_at(cue.verb)[0]
        if self._is_relative(cue):
            return self._find("antecedent", first, cue.first - 1)
        subject = self._find("subject_before", first, cue.first)
        if subject is None and document.is_a(cue.first - 1, "and", "borders"):
            subject = self._opening_subject(first, cue.first)
        if subject is None or self._is_nobody(subject):
            return None
        example = document.match("example", subject[1], cue.first)
        return subject if example is None else example.span("source")

    def _is_relative(self, cue: _Cue) -> bool:
        """Return whether a cue's subject is a relative pronoun: "…, qui craint que"."""
        return self._document.is_a(cue.first - 1, "relatives")

    def _is_nobody(self, phrase: Range) -> bool:
        is_a = self._document.is_a
        return is_a(phrase[0], "nobody") and not is_a(phrase[0], "pronouns")

    def _inherited(self, end: int) -> Range | None:
        """Return the subject of the last cue before token ``end``, else of the sentence."""
        document = self._document
        first = document.sentence_at(end)[0]
        for cue in reversed(self._cues.values()):
            if not first <= cue.first < end or document.is_quoted(cue.first):
                continue
            if document.is_a(cue.verb, "gerund"):
                continue
            behind = document.is_a(cue.first - 1, ",", "quote", "start")
            after = self._subject_after(cue.first) if behind else None
            return self._subject(cue) if after is None else after
        return self._opening_subject(first, end)

    def _opening_subject(self, first: int, end: int) -> Range | None:
        """Return the subject of the first auxiliary from token ``first``, if any."""
        document = self._document
        for i in range(first + 1, end):
            if document.is_a(i, "auxiliaries") and not document.is_quoted(i):
                source = self._find("subject_before", first, i)
                return None if source is None or self._is_nobody(source) else source
        return None

    # Quotations.

    def speeches(self) -> Iterator[_Draft]:
        """Yield a draft for each series of quotations of one speaker in one paragraph."""
        text = self._document.layout.text
        before: _Draft | None = None
        last: Quotation | None = None
        for quotation in self._document.quotations:
            draft = self._speech(quotation)
            if draft is None and before is not None and last is not None:
                draft = self._continued(quotation, before, last)
            if draft is None:
                continue
            between = "" if last is None else text[last.end : quotation.start]
            if before is not None and draft.follows and "\n" not in between:
                before = before._replace(content=before.content + draft.content)
            else:
                if before is not None:
                    yield before
                before = draft
            last = quotation
        if before is not None:
            yield before

    def _speech(self, quotation: Quotation) -> _Draft | None:
        document = self._document
        start = document.token_from(quotation.start)
        end = document.token_from(quotation.end)
        inner = quotation.inner_start, quotation.inner_end
        for i in range(start + 1, end):
            if document.is_a(i - 1, ",", "!", "?"):
                cue, source = self._cues.get(i), self._subject_after(i)
                if cue and source and document.is_a(cue.verb, "q"):
                    if not document.is_a(source[0], "nobody"):
                        return self._draft(
                            cue, source, self._split(quotation, cue, source)
                        )
        content = (document.quote(*inner),)
        if not _says_something(content):
            return None
        while document.is_a(end, ","):
            end += 1
        colon = document.is_a(start - 1, ":")
        if colon:
            draft = self._before_colon(start - 1, content)
            if draft is not None:
                return draft
        cue, source = self._cues.get(end), self._subject_after(end)
        if cue and source and document.is_a(cue.verb, "q"):
            return self._draft(cue, source, content)
        return None if colon else self._before_quote(start, content)

    def _draft(
        self,
        cue: _Cue,
        source: Range,
        content: tuple[Span, ...],
        *,
        follows: bool = False,
    ) -> _Draft:
        kinds = [k for k in _KINDS if self._document.is_a(cue.verb, k)]
        return _Draft(kinds[0], source, (cue.first, cue.end), content, follows)

    def _split(
        self, quotation: Quotation, cue: _Cue, source: Range
    ) -> tuple[Span, ...]:
        """Return the parts of a quotation before and after the cue inside it.

        An example is « Le sol est mou, explique-t-il. Rien ne tient. ».
        """
        document = self._document
        head = document.quote(quotation.inner_start, document.starts[cue.first])
        end = document.token_from(quotation.inner_end)
        behind = document.match("after_source", max(source[1], cue.end), end)
        i = cue.end if behind is None else behind.end()
        stops = (
            (".", "!", "?")
            if quotation.end == quotation.inner_end
            else (".", "!", "?", ",")
        )
        while i < end and not document.is_a(i, *stops):
            i += 1
        if i >= end:
            return (head,)
        rest = document.quote(document.ends[i], quotation.inner_end)
        return (head, rest) if rest.text else (head,)

    def _before_colon(self, colon: int, content: tuple[Span, ...]) -> _Draft | None:
        """Return the draft of a quotation after a colon: "Elle dit : « Assez. »"."""
        document = self._document
        first = document.sentence_at(colon)[0]
        for cue in reversed(self._cues.values()):
            near = max(first, colon - _REACH) <= cue.verb < colon
            if near and not document.is_quoted(cue.verb):
                source = self._subject(cue)
                if source is not None:
                    return self._draft(cue, source, content)
        according = document.match("according", first, colon)
        if according is not None:
            source = according.span("source")
            return _Draft(CueKind.ACCORDING, source, (first, source[0]), content)
        source = self._opening_subject(first, colon)
        if source is None:
            return None
        verb = source[1]
        while not document.is_a(verb, "auxiliaries"):
            verb += 1
        return _Draft(CueKind.SPEECH, source, (verb, verb + 1), content)

    def _before_quote(self, start: int, content: tuple[Span, ...]) -> _Draft | None:
        """Return the draft of a quotation right after its verb: "juge « absurde » que"."""
        document = self._document
        first = max(
            document.sentence_at(start)[0] if start < len(document.starts) else 0,
            start - _NEAR,
        )
        for cue in reversed(self._cues.values()):
            if first <= cue.verb < start and document.is_a(cue.verb, "q"):
                between = range(cue.verb + 1, start)
                if any(
                    document.is_a(i, "that", "infinitive") or document.is_quoted(i)
                    for i in between
                ):
                    return None
                source = self._subject(cue)
                if source is not None:
                    return self._draft(cue, source, content)
        return None

    def _continued(
        self, quotation: Quotation, before: _Draft, last: Quotation
    ) -> _Draft | None:
        """Return a draft that gives a quotation without a cue the speaker of ``before``.

        ``last`` is the last quotation of ``before``. The result is ``None`` if the
        quotation is short, far away, or inside a sentence of the article.
        """
        document = self._document
        i = document.token_from(quotation.start)
        if i >= len(document.starts):
            return None
        first = document.sentence_at(i)[0]
        content = (document.quote(quotation.inner_start, quotation.inner_end),)
        whole = (
            (first >= i - 1
            and True)
            or (document.is_a(i - 1, ",") and document.token_from(last.end) >= first)
            or document.match("added", first, i)
        )
        between = document.layout.text[last.end : quotation.start]
        if (
            not whole
            or len(content[0].text.split()) < _FEWEST_TOKENS
            or between.count("\n\n") > 1
        ):
            return None
        return _Draft(before.kind, before.source, before.cue, content, follows=True)

    # Reported clauses.

    def reports(self) -> Iterator[_Draft]:
        """Yield a draft for each verb with a reported clause or infinitive."""
        document = self._document
        for cue in self._cues.values():
            last = document.sentence_at(cue.verb)[1]
            report = document.match("report", cue.verb, last)
            if report is None:
                source = self._subject_after(cue.first)
                content = self._fronted(cue, source) if source else None
                if source and content:
                    yield self._draft(cue, source, (content,))
                continue
            source = self._subject(cue)
            if source is None:
                continue
            if self._is_relative(cue) and not document.is_a(cue.verb, "speech"):
                # "un cadre qui souhaite rester anonyme"
                if document.match("remark", report.end(), last):
                    continue
            yield self._draft(cue, source, (self._clause(cue, report.end(), last),))

    def _clause(self, cue: _Cue, start: int, last: int) -> Span:
        """Return the reported clause from token ``start``, to whole quotations.

        If the cue is in a relative clause, the reported clause ends before the verb of
        the sentence: "X, qui craint que la digue cède, a écrit".
        """
        document, end = self._document, last
        for mark in document.matches("clause_end", start + _FEWEST_TOKENS, last):
            i = mark.start()
            if (
                document.is_a(i, ";")
                or (not document.is_quoted(i)
                and (
                    self._subject_after(i + 1)
                    or document.match("other_speaker", i + 1, last)
                    or (self._is_relative(cue) and document.is_a(i + 1, "auxiliaries"))
                ))
            ):
                end = i
                break
        return document.clause(document.starts[start], document.ends[end - 1])

    def _fronted(self, cue: _Cue, source: Range) -> Span | None:
        """Return the statement before its verb: "La route rouvrira, a annoncé X"."""
        document = self._document
        first, comma = document.sentence_at(cue.first)[0], cue.first - 1
        impersonal = document.is_a(cue.pronoun, "nobody")
        if not document.is_a(comma, ",") or not document.is_a(
            cue.verb, "h" if impersonal else "c"
        ):
            return None
        if (
            document.is_quoted(comma)
            or document.is_quoted(comma - 1)
            or comma - first < _FEWEST_TOKENS
        ):
            return None
        head = head_of(document, source)
        if not document.is_a(
            head,
            "roles",
            "org_words",
            "documents",
            "group_nouns",
            "pronouns",
            "capital",
        ):
            return None
        comma_before = next(
            (i for i in range(comma - 1, first, -1) if document.is_a(i, ",")), comma
        )
        if document.is_a(comma_before + 1, "relatives"):
            return None
        return document.clause(document.starts[first], document.starts[comma])

    def informants(self) -> Iterator[_Draft]:
        """Yield the statement that each "according to" attributes."""
        document = self._document
        for first, last in document.bounds:
            for which in document.matches("according_which", first, last):
                source = self._find("antecedent", first, which.start())
                if source is not None and which.end() < last:
                    content = document.clause(
                        document.starts[which.end()], document.ends[last - 1]
                    )
                    yield _Draft(CueKind.ACCORDING, source, which.span(), (content,))
            for found in document.matches("according", first, last):
                source = found.span("source")
                content = self._around(found.start(), source[1], first, last)
                if content:
                    yield _Draft(
                        CueKind.ACCORDING, source, (found.start(), source[0]), content
                    )

    def _around(self, i: int, behind: int, first: int, last: int) -> tuple[Span, ...]:
        """Return the parts of a sentence before and after "according to X".

        If a colon follows, the result is empty, because direct speech follows.
        """
        document = self._document
        after = document.match("after_source", behind, last)
        behind = behind if after is None else after.end()
        if document.is_a(behind, ":"):
            return ()
        parts = []
        if i > first:
            parts.append(document.clause(document.starts[first], document.starts[i]))
        if behind < last and document.is_a(behind, ","):
            parts.append(
                document.clause(document.starts[behind], document.ends[last - 1])
            )
        return tuple(part for part in parts if part.text)
