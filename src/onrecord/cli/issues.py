"""Issues: what actors take sides on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from onrecord.cli.options import format_option, open_record, record_option

if TYPE_CHECKING:
    from onrecord.store.address import Place


@click.group()
def issue() -> None:
    """Add, list or remove the issues on which actors take sides.

    An issue is a sentence that one can be for or against. Those of onrecord.toml are read by onrecord add; the ones
    added here belong to the record itself.
    """


@issue.command()
@click.argument("name")
@click.option("--statement", metavar="TEXT", default="", help="The sentence to be for or against. Default: the name.")
@click.option("--support", metavar="TEXT", multiple=True, help="Another wording of the side for it; may be repeated.")
@click.option("--oppose", metavar="TEXT", multiple=True, help="Another wording of the side against it.")
@click.option("--word", "words", metavar="WORD", multiple=True, help="Of these one must appear where it is spoken of.")
@click.option("--parent", metavar="NAME", default="", help="The issue that this one is a part of.")
@click.option("--quiet", "-q", is_flag=True, help="Print problems only.")
@record_option
def add(
    name: str,
    statement: str,
    support: tuple[str, ...],
    oppose: tuple[str, ...],
    words: tuple[str, ...],
    parent: str,
    quiet: bool,
    record_path: Place | None,
) -> None:
    """Add an issue, and read which sides the stored statements take on it.

    No article is read anew. Stopped on the way, the same command goes on.
    """
    from onrecord.cli import render_issues
    from onrecord.cli.progress import Steps

    with open_record(record_path) as record, Steps(quiet=quiet) as steps:
        row = record.issue_add(
            name, statement=statement, support=support, oppose=oppose, words=words, parent=parent, progress=steps.update
        )
    if not quiet:
        render_issues.added(row)


@issue.command("list")
@format_option
@record_option
def list_(form: str, record_path: Place | None) -> None:
    """List the issues with the positions on each."""
    from onrecord.cli import render_issues

    with open_record(record_path) as record:
        render_issues.listing(record.issues(), form)


@issue.command()
@click.argument("name")
@record_option
def remove(name: str, record_path: Place | None) -> None:
    """Take an issue out of the record, with its positions.

    What was judged of them stays in the log, and stands again when an issue of that name is added.
    """
    from onrecord.cli.forms import printable

    with open_record(record_path) as record:
        gone = record.issue_remove(name)
    click.echo(printable(f"removed the issue {gone}"))
