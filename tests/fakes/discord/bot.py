"""A small bot on the real discord.py, to test the town itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress

import discord
from discord import app_commands
from typing_extensions import override

from tests.fakes.discord.pulse import Pulse
from tests.fakes.discord.town import TOKEN, Town, pointed_at

READY_SECONDS = 0.01
"""How long a client waits for more guilds after the last one; it is 2 s otherwise."""

Work = Coroutine[object, object, None]
Command = Callable[[discord.Interaction, str], Work]

PLACES = ("Lisbon", "London", "Oslo")


class Opinion(discord.ui.Modal, title="What do you think?"):
    """A form with one field."""

    words: discord.ui.TextInput[Opinion] = discord.ui.TextInput(
        label="Words", custom_id="words"
    )

    @override
    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"Thank you for {self.words.value}")


class Card(discord.ui.LayoutView):
    """A message with buttons and a menu, which knows them again after a restart."""

    def __init__(self, text: str = "A card") -> None:
        super().__init__(timeout=None)
        self.add_item(discord.ui.TextDisplay(text))
        row: discord.ui.ActionRow[Card] = discord.ui.ActionRow()
        row.add_item(_More())
        row.add_item(_Ask())
        self.add_item(row)
        menu: discord.ui.ActionRow[Card] = discord.ui.ActionRow()
        menu.add_item(_Zones())
        self.add_item(menu)


class _More(discord.ui.Button[Card]):
    def __init__(self) -> None:
        super().__init__(label="More", custom_id="more")

    @override
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(view=Card("More of a card"))


class _Ask(discord.ui.Button[Card]):
    def __init__(self) -> None:
        super().__init__(label="Ask", custom_id="ask")

    @override
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Opinion())


class _Zones(discord.ui.Select[Card]):
    def __init__(self) -> None:
        options = [discord.SelectOption(label=zone) for zone in ("Asia", "Europe")]
        super().__init__(custom_id="zone", options=options)

    @override
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await interaction.followup.send(f"In {self.values[0]}", ephemeral=True)


class Bot(discord.AutoShardedClient):
    """Has the command ``try it`` with a text, and a message's menu ``Try this``.

    What they do is what a test gives: ``act``.
    """

    def __init__(self, *, heartbeat_timeout: float = 60.0) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            guild_ready_timeout=READY_SECONDS,
            heartbeat_timeout=heartbeat_timeout,
            max_ratelimit_timeout=30.0,
        )
        self.tree = app_commands.CommandTree(self)
        self.act: Command = answer
        self.failures: list[discord.DiscordException] = []
        self.events: list[str] = []
        self.pulse = Pulse()

    @override
    async def setup_hook(self) -> None:
        self.add_view(Card())
        group = app_commands.Group(
            name="try",
            description="Tries things",
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        group.command(name="it", description="Tries it")(self._try_it())
        self.tree.add_command(group)
        menu = app_commands.ContextMenu(name="Try this", callback=self._try_this())
        self.tree.add_command(menu)
        await self.tree.sync()

    @override
    def dispatch(self, event: str, /, *args: object, **kwargs: object) -> None:
        self.events.append(event)
        self.pulse.beat()
        super().dispatch(event, *args, **kwargs)

    @override
    async def before_identify_hook(
        self, shard_id: int | None, *, initial: bool = False
    ) -> None:
        """Identify at once; discord.py would wait for 5 s before a second time."""

    async def post(self, where: int, text: str, nonce: str) -> str:
        """Post once, as the adapter does; the message's id."""
        body = {"content": text, "nonce": nonce, "enforce_nonce": True}
        route = discord.http.Route("POST", "/channels/{id}/messages", id=where)
        return str((await self.http.request(route, json=body))["id"])

    async def failure(self) -> discord.HTTPException:
        """The first thing that Discord refused, once there is one."""
        await self.pulse.until(lambda: bool(self.failures), what="a failure")
        failure = self.failures[0]
        assert isinstance(failure, discord.HTTPException)
        return failure

    async def heard(self, event: str) -> None:
        """Wait until something was heard."""
        await self.pulse.until(lambda: event in self.events, what=event)

    async def attempt(self, interaction: discord.Interaction, text: str) -> None:
        """Act, and keep what goes wrong."""
        try:
            await self.act(interaction, text)
        except discord.DiscordException as error:
            self.failures.append(error)
            self.pulse.beat()

    def _try_it(self) -> Callable[[discord.Interaction, str], Work]:
        async def offer(
            _: discord.Interaction, typed: str
        ) -> list[app_commands.Choice[str]]:
            found = [one for one in PLACES if one.lower().startswith(typed.lower())]
            return [app_commands.Choice(name=one, value=one) for one in found]

        @app_commands.autocomplete(text=offer)
        async def it(interaction: discord.Interaction, text: str) -> None:
            await self.attempt(interaction, text)

        return it

    def _try_this(self) -> Callable[[discord.Interaction, discord.Message], Work]:
        async def try_this(
            interaction: discord.Interaction, message: discord.Message
        ) -> None:
            await self.attempt(interaction, message.content)

        return try_this


async def answer(interaction: discord.Interaction, text: str) -> None:
    """Answer at once with what was given."""
    await interaction.response.send_message(text)


async def work(interaction: discord.Interaction, text: str) -> None:
    """Acknowledge, and give a card later; only the asker sees it."""
    await interaction.response.defer(ephemeral=True)
    await interaction.edit_original_response(view=Card(text))


@asynccontextmanager
async def running(town: Town, bot: Bot | None = None) -> AsyncIterator[Bot]:
    """Let a bot be connected to a town."""
    async with running_at(town.api, town.gateway.url, bot) as connected:
        yield connected


@asynccontextmanager
async def running_at(
    api: str, gateway: str, bot: Bot | None = None
) -> AsyncIterator[Bot]:
    """Let a bot be connected to the town at these addresses."""
    bot = bot or Bot()
    with pointed_at(api, gateway):
        await bot.login(TOKEN)
        connecting = asyncio.create_task(bot.connect())
        try:
            await bot.wait_until_ready()
            yield bot
        finally:
            await bot.close()
            with suppress(asyncio.CancelledError, discord.DiscordException):
                await connecting
