"""Stories: which articles tell of one event, and which story goes on from which."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import Day, format_option, open_record, record_option, warn_unsettled
from onrecord.errors import UsageError

if TYPE_CHECKING:
    from onrecord.store.address import Place


@click.command()
@click.argument("what", metavar="[WHAT]", required=False, default="")
@click.option("--line", "whole_line", is_flag=True, help="The whole storyline that WHAT belongs to, in order of time.")
@click.option("--about", "--text", "text", metavar="WORDS", help="Words that one of its articles holds.")
@click.option("--actor", metavar="ACTOR", help="Speaks of this actor: a name, an alias or an id.")
@click.option("--outlet", metavar="NAME", help="Carried by this outlet.")
@click.option("--since", type=Day(last=False), metavar="DATE", help="Still told on or after.")
@click.option("--until", type=Day(last=True), metavar="DATE", help="First told on or before.")
@click.option(
    "--limit", "-n", type=click.IntRange(1), help="At most this many storylines. Default: 20 as text, else all."
)
@format_option
@record_option
def story(
    what: str,
    whole_line: bool,
    text: str | None,
    actor: str | None,
    outlet: str | None,
    since: date | None,
    until: date | None,
    limit: int | None,
    form: str,
    record_path: Place | None,
) -> None:
    """List stories, or show one whole.

    Without WHAT the storylines, those of the most articles first: each with its stories, their days, counts and main
    actors. WHAT is a story's id, words of its title or an article of it: its articles by outlet, who is in it, what
    was said, what happened, what it goes on from and what went on from it, and why.
    """
    from onrecord.cli import render_stories

    filters = {"text": text, "actor": actor, "outlet": outlet, "since": since, "until": until}
    given = {name: value for name, value in filters.items() if value is not None}
    if what.strip() and (given or limit):
        raise UsageError("WHAT names one story; filters and --limit are for the list: give one or the other")
    if whole_line and not what.strip():
        raise UsageError("--line: of which story? give its id, words of its title, or an article of it")
    if since and until and since > until:
        raise UsageError(f"--since {since} is after --until {until}: nothing can lie between")
    with open_record(record_path) as record:
        warn_unsettled(record)
        if what.strip():
            render_stories.story(record.story(what, line=whole_line), form)
        else:
            most = limit or (render_stories.LINES if form == "text" else None)
            render_stories.stories(record.stories(limit=most, **given), form, filtered=bool(given))  # type: ignore[arg-type]
