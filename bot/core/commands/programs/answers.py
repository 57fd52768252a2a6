"""Answers programs from the record and the posted digests, as JSON documents."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.core.commands.programs.parameters import Parameters, bad
from bot.core.commands.programs.program_errors import ErrorCode, ProgramError
from bot.core.digests.editions import public_document
from bot.core.domain.calendar import CalendarQuery
from bot.core.domain.configuration import Configuration, DigestPlan
from bot.core.domain.programs import Program
from bot.core.domain.records import Edition
from bot.core.domain.search import SearchRequest
from bot.core.domain.slots import channel_of
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.ports.calendar import CalendarStore
from bot.core.ports.posted_editions import PostedEditionStore
from bot.core.ports.services import Clock, ConfigurationSource
from bot.core.record.calendar_answers import Calendar
from bot.core.record.calendar_views import calendar_document
from bot.core.record.search import AmbiguousSpeakerError, RecordSearch
from bot.core.record.search_message import search_document
from bot.core.record.search_query import SearchQueryError
from bot.core.record.who import Candidates, Who, WhoQuery
from bot.core.record.who_views import candidates_document, who_document

_PAGE: Final = ("limit", "offset")
PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = {
    "who": ("name", "topic", "since", *_PAGE),
    "search": ("words", "topic", "since", "paper", "who", *_PAGE),
    "calendar": ("from", "to", "topic", *_PAGE),
    "digests": ("digest", *_PAGE),
}
"""The parameters of each question."""

Ask = Callable[[Program, Mapping[str, str]], Awaitable[JsonObject]]
"""A function that answers a question of a program, given the parameters."""


@dataclass(frozen=True, slots=True)
class ProgramAnswers:
    """Answers the questions of programs, each within the topics that it may read.

    Lists have the key ``next``: the offset of the next part, or null.
    """

    clock: Clock
    configuration: ConfigurationSource
    record_search: RecordSearch
    statements: Who
    events: CalendarStore
    editions: PostedEditionStore

    @property
    def questions(self) -> Mapping[str, Ask]:
        """Map the name of each question to the method that answers it."""
        return {
            "who": self.who,
            "search": self.search,
            "calendar": self.calendar,
            "digests": self.digests,
        }

    async def who(self, program: Program, values: Mapping[str, str]) -> JsonObject:
        """Return the statements of a person or organisation.

        The newest statement comes first; they are grouped by story.

        Raises:
            ProgramError: a parameter is wrong, or the name unknown or ambiguous.
            StoreError: the store cannot be used.
        """
        given = Parameters(values, PARAMETERS["who"])
        name, part = given.needed("name"), given.slice()
        configuration = await self.configuration.current()
        since = given.since(self.clock.now(), configuration.timezone)
        topics = _topics(given, program, configuration)
        answer = await self.statements.ask(WhoQuery(name, topics, since))
        if isinstance(answer, Candidates):
            raise _not_one(answer)
        lines = [line for story in answer.stories for line in story]
        chosen = replace(answer, stories=(tuple(lines[part.offset : part.end]),))
        more = part.end if len(lines) > part.end else None
        return {**who_document(chosen), "next": more}

    async def search(self, program: Program, values: Mapping[str, str]) -> JsonObject:
        """Return the sentences with the words that a program looks for, best first.

        Raises:
            ProgramError: a parameter is wrong, or the speaker ambiguous.
            StoreError: the store cannot be used.
        """
        given = Parameters(values, PARAMETERS["search"])
        words, part = given.needed("words"), given.slice()
        configuration = await self.configuration.current()
        request = SearchRequest(
            words,
            _topics(given, program, configuration),
            given.since(self.clock.now(), configuration.timezone),
            given.text("paper"),
            given.text("who"),
            part.end,
        )
        try:
            result = await self.record_search.search(request)
        except SearchQueryError as error:
            problem = '"words" must have at least one word to look for, and not too many: change the search'
            raise bad(problem) from error
        except AmbiguousSpeakerError as error:
            raise _not_one(Candidates(error.candidates)) from error
        hits = replace(result, hits=result.hits[part.offset :])
        more = part.end if result.more else None
        return {**search_document(hits), "next": more}

    async def calendar(self, program: Program, values: Mapping[str, str]) -> JsonObject:
        """Return the events between two days: past, due, and without a definite day.

        Raises:
            ProgramError: a parameter is wrong.
            StoreError: the store cannot be used.
        """
        given = Parameters(values, PARAMETERS["calendar"])
        first, last, part = given.day("from"), given.day("to"), given.slice()
        if first and last and last < first:
            raise bad('"to" is before "from": swap the two days')
        configuration = await self.configuration.current()
        query = CalendarQuery(_topics(given, program, configuration), first, last)
        calendar = Calendar(self.clock, self.events, configuration.timezone)
        document = calendar_document(await calendar.ask(query))
        events = document["events"]
        every = events if isinstance(events, list) else []
        more = part.end if len(every) > part.end else None
        return {"events": every[part.offset : part.end], "next": more}

    async def digests(self, program: Program, values: Mapping[str, str]) -> JsonObject:
        """Return the posted digests of a plan, newest first.

        Raises:
            ProgramError: a parameter is wrong.
            StoreError: the store cannot be used.
        """
        given = Parameters(values, PARAMETERS["digests"])
        part, plans = given.slice(), await self._plans(program)
        chosen = given.choice("digest", plans)
        if chosen is None and len(plans) != 1:
            listed = ", ".join(sorted(plans)) or "none"
            raise bad(
                f'"digest" is missing: add this parameter; this token may read: {listed}'
            )
        plan = plans[chosen] if chosen else next(iter(plans.values()))
        editions = await self._posted(plan, part.limit + 1, part.offset)
        documents: list[Json] = [*map(public_document, editions[: part.limit])]
        more = len(editions) > part.limit
        return {"digests": documents, "next": part.end if more else None}

    async def posted(
        self, program: Program, digest: str, limit: int
    ) -> tuple[DigestPlan, tuple[Edition, ...]]:
        """Return a plan with its latest posted digests, newest first.

        Raises:
            ProgramError: the program may not read the digest.
            StoreError: the store cannot be used.
        """
        plan = (await self._plans(program)).get(digest)
        if plan is None:
            problem = "this token may not read a digest of this name: check the name"
            raise ProgramError(ErrorCode.NOT_FOUND, problem)
        return plan, await self._posted(plan, limit, 0)

    async def _plans(self, program: Program) -> Mapping[str, DigestPlan]:
        configuration = await self.configuration.current()
        plans = {plan.id: plan for plan in configuration.digests}
        return {id_: plan for id_, plan in plans.items() if id_ in program.digests}

    async def _posted(
        self, plan: DigestPlan, limit: int, skip: int
    ) -> tuple[Edition, ...]:
        """Return the digests of ``plan`` that were posted in its first channel."""
        channel = channel_of(plan.to[0])
        return await self.editions.posted_editions(plan.id, channel, limit, skip=skip)


def _topics(
    given: Parameters, program: Program, configuration: Configuration
) -> frozenset[str]:
    """Return the ids of the topics that an answer may cover.

    These are the topic in ``given``, or else all topics that ``program`` may read.

    Raises:
        ProgramError: the program may not read the topic.
    """
    readable = frozenset(topic.id for topic in configuration.topics) & program.topics
    chosen = given.choice("topic", readable)
    return readable if chosen is None else frozenset({chosen})


def _not_one(candidates: Candidates) -> ProgramError:
    """Return the error for a name that means no speaker, or several speakers."""
    error = candidates_document(candidates)["error"]
    named = error["candidates"] if isinstance(error, dict) else None
    if not candidates.speakers:
        problem = "the topics of this token have no statement by a speaker of this name: check the name"
        return ProgramError(ErrorCode.UNKNOWN, problem, document={"candidates": named})
    problem = "several people or organisations may have this name: send one of the candidates, as NAME, ROLE"
    return ProgramError(ErrorCode.AMBIGUOUS, problem, document={"candidates": named})
