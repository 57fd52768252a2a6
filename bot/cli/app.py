"""The commands of ``sitrep`` and their options."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer
from typer.core import TyperGroup
from typing_extensions import override

from bot.bootstrap.configuration import configuration_schema
from bot.cli import (
    article_commands,
    batches,
    bot_commands,
    calendar_commands,
    check_command,
    digest_command,
    next_command,
    preview_command,
    record_commands,
    source_commands,
    status_command,
    subcommands,
    top_command,
)
from bot.cli.article_commands import Format
from bot.cli.calendar_commands import CalendarFormat
from bot.cli.subcommands import Config
from bot.core.domain.engines import DEFAULT_ENGINE, ENGINES
from bot.core.domain.errors import UsageError
from bot.core.text.since import DEFAULT_PERIOD

_PANELS: Mapping[str, tuple[str, ...]] = {
    "Start": ("init", "demo", "check", "digest", "run"),
    "Read": (
        *("brief", "preview", "who", "calendar", "search", "changes", "why", "topics"),
        *("extract", "cluster"),
    ),
    "Operate": (
        *("status", "next", "top", "deliveries", "sources", "db", "worker", "mcp"),
        "workspaces",
    ),
}
"""The commands by the heading under which the help lists them."""


class _Panels(TyperGroup):
    """Lists the commands under their headings."""

    @override
    def list_commands(self, ctx: Any) -> list[str]:
        for panel, names in _PANELS.items():
            for name in names:
                self.commands[name].rich_help_panel = panel  # type: ignore[attr-defined] # all are typer's
        return [name for names in _PANELS.values() for name in names]


app = typer.Typer(
    cls=_Panels,
    name="sitrep",
    help="Verbatim news briefings: who acts, who said what, and what may happen next.",
    epilog="Results go to standard output, messages to standard error. Exit status: "
    "0 success, 1 failure, 2 wrong usage or configuration, 130 interrupted.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - as the library calls it
    if wanted:
        typer.echo(f"sitrep {version_of('sitrep-bot')}")
        raise typer.Exit


@app.callback()
def sitrep(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Print the version.",
            callback=_print_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """Verbatim news briefings: who acts, who said what, and what may happen next."""


Sources: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SOURCE...",
        help="Files (.txt, .md, .html), http(s) URLs, or - for standard input.",
        show_default=False,
    ),
]
Jsonl: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Read one article per line: "
        '{"id", "text" or "html", "title", "url", "published", "lang"}; '
        "- for standard input.",
        show_default=False,
    ),
]
Output: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Where to write one line for each line of --jsonl, in order; - (the "
        "default) for standard output.",
        show_default=False,
    ),
]
Workers: TypeAlias = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        max=256,
        help="Number of worker processes for --jsonl. Default: one per core.",
        show_default=False,
    ),
]
Engine: TypeAlias = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        callback=article_commands.check_engine,
        help=f"The engine: {DEFAULT_ENGINE}, or another method for the summary: "
        f"{', '.join(ENGINES[1:])}.",
    ),
]

Published: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="DATE",
        help="The publication date, YYYY-MM-DD; relative dates count from it.",
        show_default=False,
    ),
]
Now: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="TIME",
        help="Compose the digest for this time, such as 2026-11-25T07:30.",
        show_default=False,
    ),
]
Title: TypeAlias = Annotated[
    str | None, typer.Option(metavar="TEXT", help="The title.", show_default=False)
]


@app.command()
def brief(  # noqa: PLR0913 - each option is one of the contract's
    *,
    sources: Sources = None,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="The output format.")
    ] = Format.TEXT,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Print all results, not only the best."),
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Explain why each line was chosen.")
    ] = False,
    engine: Engine = DEFAULT_ENGINE,
    published: Published = None,
    title: Title = None,
    lang: Annotated[
        str | None,
        typer.Option(
            metavar="CODE", help="The language code, such as en.", show_default=False
        ),
    ] = None,
    jsonl: Jsonl = None,
    output: Output = None,
    workers: Workers = None,
) -> None:
    """Brief articles: who acts, who said what, what may happen next.

    Every line is copied verbatim from the article.
    """
    given = article_commands.parse_given(title=title, published=published, lang=lang)
    options = article_commands.BriefOptions(
        format=format_,
        everything=everything,
        explained=explain,
        engine=engine,
        given=given,
    )
    batch = batches.select_batch(sources, jsonl, output, workers)
    if batch is None:
        raise typer.Exit(article_commands.brief_sources(sources or [], options))
    article_commands.brief_batch(batch, options)


@app.command()
def extract(
    *,
    sources: Sources = None,
    jsonl: Jsonl = None,
    output: Output = None,
    workers: Workers = None,
) -> None:
    """Print title, text, date and authors of pages as JSON lines."""
    batch = batches.select_batch(sources, jsonl, output, workers)
    if batch is None:
        raise typer.Exit(article_commands.extract_sources(sources or []))
    article_commands.extract_batch(batch)


@app.command()
def cluster(
    *,
    jsonl: Jsonl = None,
    output: Output = None,
    workers: Workers = None,
) -> None:
    """Group articles that report one event, as JSON lines."""
    if jsonl is None:
        raise UsageError("name the file of articles with --jsonl")
    article_commands.cluster_batch(batches.Batch(jsonl, output or Path("-"), workers))


@app.command()
def digest(
    name: Annotated[
        str | None,
        typer.Argument(help="The digest. Default: all.", show_default=False),
    ] = None,
    *,
    config: Config = None,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="The output format.")
    ] = Format.TEXT,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Also print the full briefing of each story."),
    ] = False,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Explain why each story was chosen and ranked."),
    ] = False,
    now: Now = None,
    post: Annotated[
        bool,
        typer.Option("--post", help="Post it to its channels instead of printing it."),
    ] = False,
) -> None:
    """Read the sources, and print the digest of this moment.

    It contains the news that its channels have not been shown yet. Only posted digests
    count as shown.
    """
    options = digest_command.DigestOptions(
        format_, now, post=post, everything=everything, explained=explain
    )
    digest_command.make_digest(name, config, options)


@app.command()
def preview(  # noqa: PLR0913 - each option is one of the contract's
    source: Annotated[
        str | None,
        typer.Argument(
            help="A file, an http(s) URL, or - for standard input.", show_default=False
        ),
    ] = None,
    *,
    digest: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Show this digest instead.", show_default=False
        ),
    ] = None,
    who: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Show what this person or organisation said instead.",
            show_default=False,
        ),
    ] = None,
    calendar: Annotated[
        bool, typer.Option("--calendar", help="Show what falls due instead.")
    ] = False,
    topic: subcommands.Topic = None,
    config: Config = None,
    now: Now = None,
    engine: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            callback=article_commands.check_optional_engine,
            help=f"The engine for an article, as for brief. Default: {DEFAULT_ENGINE}.",
            show_default=False,
        ),
    ] = None,
    published: Published = None,
    title: Title = None,
    port: Annotated[
        int,
        typer.Option(min=0, max=65535, help="The local port; 0 for any free port."),
    ] = 0,
) -> None:
    """Show a briefing, a digest or the record in a browser.

    Shows a briefing beside its article, or a digest as of now or --now, or what somebody
    said, or coming events; posts nothing. Prints the URL of the page, and serves it to
    this machine only, until Ctrl-C.
    """
    given = article_commands.parse_given(title=title, published=published, lang=None)
    article = preview_command.ArticleChoice(source, engine, given)
    choice = preview_command.DigestChoice(digest, config, now)
    record = preview_command.RecordChoice(who, calendar, topic)
    raise typer.Exit(preview_command.preview(article, choice, record, port))


@app.command()
def demo(
    *,
    engine: Engine = DEFAULT_ENGINE,
    serve: Annotated[
        bool,
        typer.Option("--serve", help="Serve the pages of the links until Ctrl-C."),
    ] = False,
) -> None:
    """Print two digests of a sample week, without network and tokens."""
    bot_commands.demonstrate(engine, serves=serve)


@app.command()
def init(config: Config = None) -> None:
    """Ask a few questions, and write a first configuration.

    It tries each source, checks the tokens, prints the first digest and offers to post
    it. Answers can also come from a pipe, a line each. A file is only replaced after a
    yes.
    """
    # Its parts load the whole configuration, which most commands do not need.
    from bot.cli import init_command

    raise typer.Exit(init_command.initialize(config))


@app.command()
def topics(config: Config = None) -> None:
    """List the configured topics."""
    source_commands.list_topics(config)


@app.command()
def run(config: Config = None) -> None:
    """Run the bot: post each digest at its time, answer commands.

    Stop it with SIGTERM or Ctrl-C. A digest that was due while no bot ran is posted
    late, by at most six hours.
    """
    raise typer.Exit(bot_commands.run(config))


@app.command()
def worker(config: Config = None) -> None:
    """Run one more process on a shared PostgreSQL database.

    It shares the work of a running bot and needs the same configuration and tokens.
    """
    raise typer.Exit(bot_commands.work(config))


@app.command()
def check(
    *,
    config: Config = None,
    schema: Annotated[
        bool,
        typer.Option("--schema", help="Print the JSON Schema of the configuration."),
    ] = False,
    online: Annotated[
        bool,
        typer.Option(
            "--online",
            help="Also try every token, channel and source; nothing is posted.",
        ),
    ] = False,
) -> None:
    """List the problems of configuration and environment.

    Each problem in the file has its line and column.
    """
    if schema:
        sys.stdout.write(configuration_schema())
    else:
        raise typer.Exit(check_command.check(config, online=online))


@app.command()
def deliveries(
    *,
    failed: Annotated[
        bool, typer.Option("--failed", help="Only failed deliveries.")
    ] = False,
    retry: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="Retry this failed delivery from where it stopped; may be repeated.",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[
        int,
        typer.Option(
            metavar="N", min=1, max=10_000, help="The maximum number of deliveries."
        ),
    ] = 50,
    config: Config = None,
) -> None:
    """List the deliveries of digests to channels, newest first."""
    if retry:
        raise typer.Exit(bot_commands.retry(retry, config))
    bot_commands.list_deliveries(config, failed=failed, limit=limit)


@app.command("next")
def next_(
    name: Annotated[
        str | None,
        typer.Argument(help="The digest. Default: all.", show_default=False),
    ] = None,
    *,
    config: Config = None,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="The output format.")
    ] = Format.TEXT,
) -> None:
    """Tell when each digest goes out next, and where.

    It names times that quiet hours move, digests that are overdue, and what each
    channel leaves out. It posts nothing.
    """
    next_command.list_next(name, config, format_)


@app.command()
def status(
    *,
    config: Config = None,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="The output format.")
    ] = Format.TEXT,
) -> None:
    """Tell what runs, what waits, what fails, and what comes next.

    It only reads the database, so it also works while no bot runs.
    """
    status_command.print_status(config, format_)


@app.command()
def top(config: Config = None) -> None:
    """Show the progress of the bot, live until q or Ctrl-C.

    It only reads the database. Without a terminal it prints the state once.
    """
    top_command.show_progress(config)


@app.command()
def changes(
    when: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[since DAY]",
            help="The same as --since: since monday.",
            show_default=False,
        ),
    ] = None,
    *,
    since: Annotated[
        str,
        typer.Option(metavar="DAY", help=subcommands.SINCE_HELP),
    ] = DEFAULT_PERIOD,
    config: Config = None,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="The output format.")
    ] = Format.TEXT,
) -> None:
    """List posted lines that their papers changed since."""
    bot_commands.list_changes(" ".join(when or [since]), config, format_)


@app.command()
def who(
    name: Annotated[
        list[str],
        typer.Argument(metavar="NAME... [since DAY]", help=subcommands.SPEAKER_HELP),
    ],
    *,
    since: subcommands.Since = "",
    topic: subcommands.Topic = None,
    config: Config = None,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="The output format.")
    ] = Format.TEXT,
) -> None:
    """List what a person or organisation said, newest first."""
    typed, _, start = " ".join(name).partition(" since ")
    asked = record_commands.Asked(typed, topic, since or start)
    raise typer.Exit(record_commands.list_statements(asked, config, format_))


@app.command()
def calendar(
    when: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DAYS]",
            help="Days such as tomorrow, friday, next week or 2026-11-20. Default: all.",
            show_default=False,
        ),
    ] = None,
    *,
    first: Annotated[
        str,
        typer.Option(
            "--from", metavar="DAY", help="The first day, such as 2026-11-20."
        ),
    ] = "",
    last: Annotated[
        str, typer.Option("--to", metavar="DAY", help="The last day.")
    ] = "",
    topic: subcommands.Topic = None,
    config: Config = None,
    format_: Annotated[
        CalendarFormat, typer.Option("--format", "-f", help="The output format.")
    ] = CalendarFormat.TEXT,
) -> None:
    """List coming events by day."""
    days = calendar_commands.Days(first, last, " ".join(when or []))
    calendar_commands.list_events(days, topic, config, format_)


@app.command()
def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS",
            help="Words that must all be in a sentence. '\"harbour master\"' is a "
            "phrase, ferr* the beginning of a word; 'ferry -storm' leaves out a word.",
            show_default=False,
        ),
    ],
    *,
    topic: subcommands.Topic = None,
    since: subcommands.Since = "",
    paper: Annotated[
        str, typer.Option(metavar="NAME", help="Only this paper, by name or host.")
    ] = "",
    who: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="Only what this person or organisation says."
        ),
    ] = "",
    config: Config = None,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="The output format.")
    ] = Format.TEXT,
) -> None:
    """Find sentences in the articles of the topics, best first."""
    sought = record_commands.Sought(" ".join(words), topic, since, paper, who)
    raise typer.Exit(record_commands.search_sentences(sought, config, format_))


@app.command()
def mcp(
    *,
    client: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Limit the answers to the topics that this program of the configuration may read. Default: all topics.",
            show_default=False,
        ),
    ] = None,
    config: Config = None,
) -> None:
    """Answer an assistant by the Model Context Protocol.

    It reads requests on standard input and writes answers on standard output. It can brief a page, search, list what somebody said or what falls due, and verify a
    line.
    """
    bot_commands.assist(client, config)


@app.command()
def why(
    url: Annotated[str, typer.Argument(help="The article's URL.")],
    *,
    explained: Annotated[
        bool,
        typer.Option("--explain", help="Also print ids, ranks and what joins a story."),
    ] = False,
    config: Config = None,
) -> None:
    """Tell what digests printed of an article, or why not."""
    raise typer.Exit(bot_commands.explain(url, config, explained=explained))


app.add_typer(subcommands.sources, name="sources")
app.add_typer(subcommands.database, name="db")
app.add_typer(subcommands.workspaces, name="workspaces")
