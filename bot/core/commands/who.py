"""The command ``who``: the statements of a person or organisation, from the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.commands.changes import since_of
from bot.core.commands.fuzzy_lookup import Named, choices_of, find_topic, folded, quoted
from bot.core.commands.requests import Verb
from bot.core.commands.responses import Menu
from bot.core.commands.snapshots import PreviewSnapshot, paged
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.domain.configuration import Configuration
from bot.core.domain.platforms import COMMAND
from bot.core.ports.services import Clock
from bot.core.record.who import Candidates, Who, WhoQuery
from bot.core.record.who_views import WhoView, pages_of, speaker_label


@dataclass(frozen=True, slots=True)
class StatementLookup:
    """Answers the command ``who`` with statements of the configured topics."""

    clock: Clock
    who: Who

    async def pages(
        self, options: Mapping[str, str], configuration: Configuration
    ) -> tuple[PreviewSnapshot, ...]:
        """Return the statements of the speaker whose name was typed, by page.

        They can be posted to the channel.

        Raises:
            RefusedError: The name is missing or unknown, or may mean several people,
                whom the refusal offers; or the topic or time is wrong.
            StoreError: The store cannot be used.
        """
        name, zone = options.get("name", "").strip(), configuration.timezone
        if not name:
            example = quoted(f"/{COMMAND} {Verb.WHO} NAME")
            raise RefusedError(Refusal.MISSING, f"Give a name: {example}.")
        values = options.get("topic", ""), options.get("since", "")
        now, (topic, since) = self.clock.now(), values
        topics = frozenset(each.id for each in configuration.topics)
        if topic:
            topics = frozenset({find_topic(topic, configuration, Verb.WHO).id})
        start = since_of(since, now, zone) if since else None
        answer = await self.who.ask(WhoQuery(name, topics, start))
        if isinstance(answer, Candidates):
            raise _refusal(name, answer, values)
        view = WhoView(configuration.language, zone, now)
        messages = [view.message(answer, page) for page in range(pages_of(answer))]
        return paged(messages, postable=True)


def _refusal(
    name: str, candidates: Candidates, values: tuple[str, str]
) -> RefusedError:
    labels = map(speaker_label, candidates.speakers or candidates.similar)
    choices = choices_of(
        [Named(folded(label), label) for label in labels], Verb.WHO, values
    )
    menu = Menu("Choose a person or organisation", choices) if choices else None
    if candidates.speakers:
        problem = (
            f"{quoted(name)} may mean several people or organisations. Choose one."
        )
        return RefusedError(Refusal.UNKNOWN, problem, menu)
    problem = f"No statement of {quoted(name)} is recorded in your topics."
    if choices:
        problem += f" Did you mean {quoted(choices[0].label)}?"
    return RefusedError(Refusal.UNKNOWN, problem, menu)
