"""What a person decides: judge a statement, undo that, remove a document."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.options import open_record, record_option


@click.command()
@click.argument("statement")
@click.argument("verdict", type=click.Choice(["accept", "reject", "correct"]))
@click.option("--speaker", metavar="NAME", help="With correct: who said it.")
@click.option("--who", envvar="ONRECORD_WHO", default="reviewer", show_default=True, help="Who judges.")
@click.option("--note", default="", help="Why.")
@record_option
def judge(statement: str, verdict: str, speaker: str | None, who: str, note: str, record_path: Path | None) -> None:
    """Accept, reject or correct a statement.

    The machine's row stays; the judgement is logged, and wins.
    """
    from onrecord.cli import render
    from onrecord.cli.forms import printable

    with open_record(record_path) as record:
        done = record.judge(statement, verdict, who=who, speaker=speaker, note=note)
        said = record.explain(done.target).said
    click.echo(f"judgement {done.id}: {verdict} by {who}: {render.speaker(said)}: {printable(said.quote)}")
    click.echo(f"take it back with: onrecord undo {done.id}", err=True)


@click.command()
@click.argument("judgement", type=int)
@record_option
def undo(judgement: int, record_path: Path | None) -> None:
    """Take a judgement back. Its line stays in the log."""
    with open_record(record_path) as record:
        done = record.undo(judgement)
    click.echo(f"judgement {done.id} undone: {done.verdict} {done.target}")


@click.command()
@click.argument("document", metavar="DOC")
@click.option("--who", envvar="ONRECORD_WHO", default="reviewer", show_default=True, help="Who decides.")
@record_option
def remove(document: str, who: str, record_path: Path | None) -> None:
    """Take a document out of the record.

    DOC is its id, file or title. It leaves every answer and count; judgements on it stay in the log,
    as orphaned. Adding its file again brings all of it back.
    """
    from onrecord.cli.forms import printable

    with open_record(record_path) as record:
        done = record.remove(document, who=who)
    click.echo(printable(f"removed {done.file} ({done.id}); to bring it back: onrecord add {done.file}"))
