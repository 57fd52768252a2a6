"""Muting: leaving words and sources out of a channel's or a person's digests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from bot.core.commands.button_payload import Run, written
from bot.core.commands.fuzzy_lookup import quoted
from bot.core.commands.overview import source_name
from bot.core.commands.permissions import check_manager
from bot.core.commands.requests import InteractionContext, Verb, channel_here
from bot.core.commands.responses import Answer, Choice, Menu, listed, said
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.commands.views import cut_label
from bot.core.digests.mutes import QUOTES, ParsedMute, parse_mute
from bot.core.domain.configuration import Configuration
from bot.core.domain.platforms import COMMAND
from bot.core.domain.records import Mute
from bot.core.ports.services import Clock, EventLog
from bot.core.ports.stores import ChatStore, SourceStore
from bot.core.text.deep_links import host
from bot.core.text.sanitize import sanitized
from bot.core.text.suggest import closest
from bot.core.text.topics.terms import expression_in

MOST = 100
"""The maximum number of mutes of one channel."""

LONGEST = 200
"""The maximum length of a muted phrase, in characters."""

_FEW = 10
_NO_WORD = "There is no word in {typed}: write a word, or a source such as example.org."


@dataclass(frozen=True, slots=True)
class Muting:
    """Runs ``mute`` and ``unmute`` for a channel or a person's own digests."""

    clock: Clock
    chats: ChatStore
    sources: SourceStore
    event_log: EventLog

    async def mute(
        self,
        context: InteractionContext,
        options: Mapping[str, str],
        configuration: Configuration,
    ) -> Answer:
        """Mute the typed word or source from now on; return the confirmation.

        The mute is for the channel, or in a direct message for the person's own
        digests. Without a word, return the list of mutes. For the name of a paper,
        return an answer that offers the paper first, then the words.

        Raises:
            RefusedError: The person lacks the permission, the word is muted already, or
                the text cannot be muted.
            StoreError: The store cannot be used.
        """
        typed = options.get("what", "").strip()
        channel, where = channel_here(context), _where(context)
        if not typed:
            return _list_of(await self.chats.mutes(channel), where)
        check_manager(context, self.event_log, Verb.MUTE)
        what = _cleaned(typed)
        papers = await self._papers(typed, configuration)
        if papers:
            return _offer(what, papers)
        if len(await self.chats.mutes(channel)) >= MOST:
            problem = f"{MOST} words and sources are muted {where}, the maximum. "
            undoing = f"“/{COMMAND} unmute” shows one again."
            raise RefusedError(Refusal.BAD_VALUE, f"{problem}{undoing}")
        mute = Mute(channel, what, context.person.id, self.clock.now())
        if not await self.chats.mute(mute):
            problem = f"{quoted(what)} is already muted {where}."
            raise RefusedError(Refusal.DONE_BEFORE, problem)
        self._note("person muted a word or source", context, what)
        undoing = f"“/{COMMAND} unmute {what}” shows them again."
        return said(f"Left out {where}: {_told(parse_mute(what))}.", undoing)

    async def unmute(
        self,
        context: InteractionContext,
        options: Mapping[str, str],
        _configuration: Configuration,
    ) -> Answer:
        """Remove a mute of the channel or person; return the confirmation.

        Raises:
            RefusedError: The person lacks the permission, or nothing is muted by that
                name.
            StoreError: The store cannot be used.
        """
        check_manager(context, self.event_log, Verb.UNMUTE)
        typed = options.get("what", "")
        channel, where = channel_here(context), _where(context)
        muted = {mute.what for mute in await self.chats.mutes(channel)}
        for what in _spellings(typed):
            if await self.chats.unmute(channel, what):
                self._note("person unmuted a word or source", context, what)
                return said(f"{quoted(what)} is no longer muted {where}.")
        problem = f"{quoted(typed)} is not muted {where}. {_meant(typed, muted)}"
        raise RefusedError(Refusal.UNKNOWN, problem)

    async def _papers(
        self, typed: str, configuration: Configuration
    ) -> Mapping[str, str]:
        """Return the hosts of the papers with the typed name, and their names."""
        if typed[0] in QUOTES or parse_mute(typed).host is not None:
            return {}
        states, word = await self.sources.states(), _joined(typed)
        papers = {}
        for source in configuration.sources:
            name = source_name(source, states.get(source.url))
            site = (host(source.url) or "").removeprefix("www.")
            if site and word in {_joined(name), *map(_joined, site.split("."))}:
                papers[site] = name
        return papers

    def _note(self, event: str, context: InteractionContext, what: str) -> None:
        channel, person = channel_here(context), context.person.id
        self.event_log.info(event, channel=channel, person=person, what=what)


def _cleaned(typed: str) -> str:
    """Return the typed word as one line, or the host name of a typed source.

    Raises:
        RefusedError: The text cannot be muted: it is empty, too long, a regular
            expression, or the address of a page.
    """
    what = normalize("NFC", sanitized(typed))
    if not any(map(str.isalnum, what)):
        raise RefusedError(Refusal.MISSING, _NO_WORD.format(typed=quoted(typed)))
    if len(what) > LONGEST:
        problem = f"The word is too long: write at most {LONGEST} characters."
        raise RefusedError(Refusal.BAD_VALUE, problem)
    if expression_in(what) is not None:
        problem = (
            f"Regular expressions cannot be muted: write words, not {quoted(what)}."
        )
        raise RefusedError(Refusal.BAD_VALUE, problem)
    target = parse_mute(what)
    if target.host is None and "://" in what:
        problem = (
            f"No source has the address {quoted(what)}. Write a word, or a site such as "
            "example.org."
        )
        raise RefusedError(Refusal.BAD_VALUE, problem)
    return target.host if target.host and target.word is None else what


def _spellings(typed: str) -> Iterator[str]:
    """Yield the typed text, and the forms under which its mute may be stored."""
    yield normalize("NFC", sanitized(typed))
    target = parse_mute(normalize("NFC", sanitized(typed)))
    yield from filter(None, (target.host, target.word))


def _joined(name: str) -> str:
    """Return the letters of a name: "Calder Courier" is the site calder-courier.example."""
    return "".join(filter(str.isalnum, normalize("NFKC", name).casefold()))


def _list_of(mutes: Sequence[Mute], where: str) -> Answer:
    if not mutes:
        hint = f"“/{COMMAND} mute football” leaves out articles with this word."
        return said(f"No word or source is muted {where}.", hint)
    undoing = f"“/{COMMAND} unmute …” shows one again."
    lines = (f"• {_told(parse_mute(mute.what))}" for mute in mutes)
    return said(f"Left out {where}:", *lines, undoing)


def _offer(what: str, papers: Mapping[str, str]) -> Answer:
    """Return a question: is the paper meant that has this name, or are the words?"""
    words = quoted(what)
    choices = [
        *(
            (f"The paper {name} ({site})", f"https://{site}")
            for site, name in papers.items()
        ),
        (f"The words {words}, in every paper", f'"{what}"'),
    ]
    answer = said(f"{words} is the name of a paper. What should Sitrep leave out?")
    menu = Menu(
        "Choose what to leave out",
        tuple(
            Choice(cut_label(label), written(Run(Verb.MUTE, (value,))))
            for label, value in choices
        ),
    )
    return replace(answer, menu=menu)


def _where(context: InteractionContext) -> str:
    return "in your own digests" if context.place.direct else "in this channel"


def _told(muted: ParsedMute) -> str:
    """Describe in words the articles that the mute leaves out."""
    named = ""
    if muted.word is not None:
        own = ", with these capitals," if _has_capitals(muted.word) else ""
        named = f"with {quoted(muted.word)}{own} in title or text"
    if muted.host is None:
        return f"articles {named}"
    return f"articles from {muted.host}{named and f', and those {named}'}"


def _has_capitals(words: str) -> bool:
    """Return whether a word has capitals after its first letter, as in "US"."""
    return any(word[1:] != word[1:].lower() for word in words.split())


def _meant(typed: str, muted: set[str]) -> str:
    """Return a sentence with the mute that is most similar to ``typed``.

    If none is similar, the sentence lists some of the current mutes.
    """
    if not muted:
        return "No word or source is muted there."
    near = closest(typed, sorted(muted))
    if near:
        return f"Did you mean {quoted(near)}?"
    first, rest = sorted(muted)[:_FEW], len(muted) - _FEW
    named = listed((*first, f"{rest} more") if rest > 0 else first)
    return f"Muted: {named}."
