"""The verbs of the command line and their options; only verbs know typer."""

from __future__ import annotations

from importlib.metadata import version as version_of
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from bot.cli import (
    batches,
    bot_verbs,
    briefs,
    clusters,
    database_verbs,
    digests,
    extracts,
    operations,
    previews,
    source_verbs,
)
from bot.cli.briefs import Format
from bot.cli.source_verbs import Config
from bot.core.domain.configuration import ENGINES
from bot.core.domain.errors import UsageError

app = typer.Typer(
    name="sitrep",
    help="Verbatim news briefings: who acts, who said what, and what may happen next.",
    epilog="Results go to standard output, messages to standard error. Exit status: "
    "0 done, 1 failed, 2 wrong usage or configuration, 130 interrupted.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _tell_version(wanted: bool) -> None:  # noqa: FBT001 - as the library calls it
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
            callback=_tell_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """Verbatim news briefings: who acts, who said what, and what may happen next."""


Sources: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SOURCE...",
        help="Files (.txt, .md, .html), http(s) addresses, or - for standard input.",
        show_default=False,
    ),
]
Jsonl: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Read one article a line: "
        '{"id", "text" or "html", "title", "url", "published", "lang"}; '
        "- for standard input.",
        show_default=False,
    ),
]
Output: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Where the lines of --jsonl are answered, in order; - (the default) for "
        "standard output.",
        show_default=False,
    ),
]
Workers: TypeAlias = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        max=256,
        help="Worker processes for --jsonl; all cores without it.",
        show_default=False,
    ),
]
Engine: TypeAlias = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="What reads the article: spacy; fast, which needs no language model; or "
        f"spacy with another method for the summary: {', '.join(ENGINES[2:])}.",
    ),
]


@app.command()
def brief(  # noqa: PLR0913 - each option is one of the contract's
    *,
    sources: Sources = None,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="How the briefing is printed.")
    ] = Format.TEXT,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Print all that was found, not the best of it."),
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say why each line was chosen.")
    ] = False,
    engine: Engine = "spacy",
    published: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="When it was published, YYYY-MM-DD: what dates are counted from.",
            show_default=False,
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="The title.", show_default=False),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            metavar="CODE", help="The language, such as en.", show_default=False
        ),
    ] = None,
    jsonl: Jsonl = None,
    output: Output = None,
    workers: Workers = None,
) -> None:
    """Brief articles: who acts, who said what, and what may happen next.

    Every line is copied letter by letter from the article.
    """
    options = briefs.BriefOptions(
        format=format_,
        everything=everything,
        explained=explain,
        engine=engine,
        given=briefs.parse_given(title=title, published=published, lang=lang),
    )
    batch = batches.chosen(sources, jsonl, output, workers)
    if batch is None:
        raise typer.Exit(briefs.brief_sources(sources or [], options))
    briefs.brief_batch(batch, options)


@app.command()
def extract(
    *,
    sources: Sources = None,
    jsonl: Jsonl = None,
    output: Output = None,
    workers: Workers = None,
) -> None:
    """Print title, text, day, authors, site and language of pages, as JSON lines."""
    batch = batches.chosen(sources, jsonl, output, workers)
    if batch is None:
        raise typer.Exit(extracts.extract_sources(sources or []))
    extracts.extract_batch(batch)


@app.command()
def cluster(
    *,
    jsonl: Jsonl = None,
    output: Output = None,
    workers: Workers = None,
) -> None:
    """Tell which articles report one event: the story of each line, as JSON lines."""
    if jsonl is None:
        raise UsageError("name the file of articles with --jsonl")
    clusters.cluster_batch(batches.Batch(jsonl, output or Path("-"), workers))


@app.command()
def digest(  # noqa: PLR0913 - each option is one of the contract's
    name: Annotated[
        str | None,
        typer.Argument(help="Only this digest; without it all.", show_default=False),
    ] = None,
    *,
    config: Config = None,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="How the digest is printed.")
    ] = Format.TEXT,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Also print the full briefing of each story."),
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say why each story is in, and where.")
    ] = False,
    now: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="Take it to be this time, such as 2026-11-25T07:30.",
            show_default=False,
        ),
    ] = None,
    post: Annotated[
        bool,
        typer.Option("--post", help="Post it to its channels instead of printing it."),
    ] = False,
) -> None:
    """Read the sources of a digest and compose what would go out now.

    It tells what its channel has not been shown; only what is posted counts as shown.
    """
    options = digests.DigestOptions(
        format_, now, post=post, everything=everything, explained=explain
    )
    digests.make_digest(name, config, options)


@app.command()
def preview(
    source: Annotated[
        str,
        typer.Argument(help="A file, an http(s) address, or - for standard input."),
    ],
    *,
    engine: Engine = "spacy",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where on this machine; 0 for any.")
    ] = 0,
) -> None:
    """Show a briefing as Slack and Discord show it, beside its article.

    It prints the page's address and serves it to this machine alone, until Ctrl-C.
    """
    raise typer.Exit(previews.preview(source, engine=engine, port=port))


@app.command()
def demo(engine: Engine = "spacy") -> None:
    """Show the whole path on built-in sample pages; needs no network and no tokens."""
    operations.demonstrate(engine)


@app.command()
def topics(config: Config = None) -> None:
    """List the configured topics."""
    operations.list_topics(config)


app.add_typer(bot_verbs.app)
app.add_typer(source_verbs.app, name="sources")
app.add_typer(database_verbs.app, name="db")


@app.command()
def why(
    url: Annotated[str, typer.Argument(help="The article's address.")],
    config: Config = None,
) -> None:
    """Say why an article was or was not in a digest: match, copy, story, rank."""
    raise typer.Exit(operations.explain(url, config))
