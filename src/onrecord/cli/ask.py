"""The questions: find, show, said, explain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.options import filter_options, format_option, given, open_record, record_option

if TYPE_CHECKING:
    from onrecord.store.address import Place


@click.command()
@click.argument("text")
@click.option("--limit", "-n", type=click.IntRange(1), default=20, show_default=True)
@format_option
@record_option
def find(text: str, limit: int, form: str, record_path: Place | None) -> None:
    """Search articles and statements ("a phrase", word*)."""
    from onrecord.cli import render

    with open_record(record_path) as record:
        render.found(record.find(text, limit=limit), form)


@click.command()
@click.argument("what", metavar="ACTOR|DOC|STATEMENT|EVENT")
@format_option
@record_option
def show(what: str, form: str, record_path: Place | None) -> None:
    """Show an actor, an article, a statement or an event whole."""
    from onrecord.cli import render

    with open_record(record_path) as record:
        render.shown(record.show(what), form)


@click.command()
@filter_options
@click.option("--limit", "-n", type=click.IntRange(1), help="At most this many.")
@format_option
@record_option
def said(limit: int | None, form: str, record_path: Place | None, **options: Any) -> None:
    """List statements, newest first."""
    from onrecord.cli import render

    filters = given(options)
    with open_record(record_path) as record:
        render.said(record.said(limit=limit, **filters), form)


@click.command()
@click.argument("what", metavar="STATEMENT | EVENT | POSITION | NAME")
@click.argument("other", metavar="NAME", required=False)
@format_option
@record_option
def explain(what: str, other: str | None, form: str, record_path: Place | None) -> None:
    """Say why a statement, event or position stands there, or why two names are one actor or not.

    Of a position what decided it, and which words did: how much less likely its side is without them.
    Of a statement or an event the rule that found it, its score, its spans, who is meant and why, and what was judged.
    Of two names (or ids of actors) the chain of links with scores, reasons and passages, and what was judged.
    """
    from onrecord.cli import render, render_actors, render_explained
    from onrecord.store import queries

    with open_record(record_path) as record:
        if other is None and queries.position_called(record.store, what):
            render_explained.position(record.position_explained(what), form)
        elif other is None:
            render.shown(record.explain(what), form)
        else:
            render_actors.sameness(record.same(what, other), form)
