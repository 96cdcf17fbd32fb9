"""Outlets: who carried what, whom each quotes and leaves out, whom each takes its text from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import Day, format_option, open_record, record_option, warn_unsettled

if TYPE_CHECKING:
    from onrecord.store.address import Place


@click.command()
@click.argument("name", metavar="[NAME]", required=False, default="")
@click.option("--since", type=Day(last=False), metavar="DATE", help="Published on or after.")
@click.option("--until", type=Day(last=True), metavar="DATE", help="Published on or before.")
@click.option(
    "--story", metavar="STORY", default="", help="Only this story: its id, words of its title, or an article."
)
@click.option("--sure", is_flag=True, help="Count only what is sure, or a reviewer accepted or corrected.")
@format_option
@record_option
def outlets(
    name: str, since: date | None, until: date | None, story: str, sure: bool, form: str, record_path: Place | None
) -> None:
    """Compare outlets: what they printed, whom they quoted.

    Without NAME a line for each outlet, and the stories that several of them carry. With NAME the outlet's page:
    whom it quotes more or less than the others on the same stories, whom they quote and it leaves out, whom it
    alone quotes, whose text it took and who took its own. JSON holds the ids behind every number.
    """
    from onrecord.cli import render_outlets

    with open_record(record_path) as record:
        warn_unsettled(record)
        answer = record.outlets(name, since=since, until=until, story=story, sure=sure)
    render_outlets.outlets(answer, form)
