"""Actors: the list of them, what is doubtful, and what a person decides about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from onrecord.cli.options import format_option, open_record, record_option
from onrecord.errors import UsageError

if TYPE_CHECKING:
    from onrecord.model import Judgement
    from onrecord.record import Record
    from onrecord.store.address import Place

WHO = click.option("--who", envvar="ONRECORD_WHO", default="reviewer", show_default=True, help="Who judges.")
NOTE = click.option("--note", default="", help="Why.")


@click.command()
@click.argument("text", required=False, default="")
@click.option("--kind", metavar="KIND", default="", help="Only of this kind: person, organization, state, ...")
@click.option("--doubtful", is_flag=True, help="Names joined, or nearly so, that most deserve a look.")
@click.option("--limit", "-n", type=click.IntRange(1), default=20, show_default=True)
@format_option
@record_option
def actors(text: str, kind: str, doubtful: bool, limit: int, form: str, record_path: Place | None) -> None:
    """List actors, those who say most first.

    TEXT are words that one of an actor's names holds. With --doubtful, pairs of names that were made one
    actor or nearly so, those first whose settling moves most statements, and the commands that settle each.
    """
    from onrecord.cli import render_actors

    if doubtful and (text or kind):
        raise UsageError("--doubtful is of the whole record; leave TEXT and --kind out")
    with open_record(record_path) as record:
        if doubtful:
            render_actors.doubtful(record.doubtful(limit=limit), form)
        else:
            render_actors.listing(record.actors(text=text, kind=kind, limit=limit), form)


@click.command()
@click.argument("what", metavar="ACTOR ACTOR | FILE.onrecord", nargs=-1)
@click.option("--conflicts", is_flag=True, help="Only list what records that were merged judged differently.")
@click.option("--json", "as_json", is_flag=True, help="Of a FILE, or with --conflicts: print JSON.")
@WHO
@NOTE
@record_option
def merge(
    what: tuple[str, ...], conflicts: bool, as_json: bool, who: str, note: str, record_path: Place | None
) -> None:
    """Say that two actors are one, or take in what another coder judged.

    ACTOR is a name or an id. What is judged stands against the machine and the aliases of onrecord.toml,
    whatever is added or analysed anew. Two names of one actor: that they are rightly so.

    FILE is another record of the same articles: its judgements come in with their authors and times, each once, and
    hand-coded files that it holds with them. What both judged differently is listed; what was judged here stands until
    somebody judges it anew.
    """
    from onrecord.cli import render_merge

    if len(what) not in ((0,) if conflicts else (1, 2)):
        raise UsageError("give two actors, or one record: onrecord merge OTHER.onrecord")
    if as_json and len(what) == 2:
        raise UsageError("--json is for a record or --conflicts, not for two actors")
    with open_record(record_path) as record:
        if conflicts:
            render_merge.conflicts(record.merge_conflicts(), as_json=as_json)
        elif len(what) == 1:
            render_merge.merged(record.merge_record(what[0]), as_json=as_json)
        else:
            _done(record, record.merge(*what, who=who, note=note))


@click.command()
@click.argument("actor", metavar="ACTOR")
@click.option("--name", "-n", default="", metavar="NAME", help="The printed name to split off, or its id.")
@click.option("--document", "-d", "documents", multiple=True, metavar="DOC", help="What it is there; may be repeated.")
@click.option("--into", default="", metavar="ACTOR", help="Who it is. Default: an actor of its own.")
@WHO
@NOTE
@record_option
def split(
    actor: str, name: str, documents: tuple[str, ...], into: str, who: str, note: str, record_path: Place | None
) -> None:
    """Say that an actor is two: split a name, or documents, off.

    With --name of another actor: that the two are rightly two, whatever speaks for one.
    """
    with open_record(record_path) as record:
        _done(record, record.split(actor, who=who, name=name, documents=documents, into=into, note=note))


@click.command()
@click.argument("actor", metavar="ACTOR")
@click.argument("name")
@WHO
@NOTE
@record_option
def rename(actor: str, name: str, who: str, note: str, record_path: Place | None) -> None:
    """Say what an actor is called."""
    with open_record(record_path) as record:
        _done(record, record.rename(actor, name, who=who, note=note))


def _done(record: Record, made: Judgement) -> None:
    from onrecord.cli.forms import printable
    from onrecord.export.actor_words import change
    from onrecord.store import queries

    actor = queries.actor(record.store, made.target)
    said = f"judgement {made.id}: {made.verdict} by {made.who}: {made.change['actor']}{change(made)}"
    click.echo(printable(f"{said}; now {actor.name} ({actor.id})"))
    for sentence in record.conflicts():
        click.echo(printable(f"note: {sentence}"), err=True)
    click.echo(f"take it back with: onrecord undo {made.id}", err=True)
