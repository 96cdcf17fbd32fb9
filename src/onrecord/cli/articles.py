"""Articles: the list of them, and what of the record bears on one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import Day, format_option, open_record, record_option

if TYPE_CHECKING:
    from onrecord.cli.forms import Cells
    from onrecord.store.address import Place
    from onrecord.store.article_rows import ArticleList, ArticlePage, ArticleRow, SideTaken


@click.command()
@click.option("--title", metavar="WORDS", help="Words of the title.")
@click.option("--outlet", metavar="NAME", help="Printed by this outlet.")
@click.option("--story", metavar="STORY", help="Only this story: its id, words of its title, or an article.")
@click.option("--actor", metavar="NAME", help="Only articles that name this actor.")
@click.option("--since", type=Day(last=False), metavar="DATE", help="Published on or after.")
@click.option("--until", type=Day(last=True), metavar="DATE", help="Published on or before.")
@click.option("--limit", "-n", type=click.IntRange(1), help="At most this many.")
@format_option
@record_option
def articles(
    title: str | None,
    outlet: str | None,
    story: str | None,
    actor: str | None,
    since: date | None,
    until: date | None,
    limit: int | None,
    form: str,
    record_path: Place | None,
) -> None:
    """List articles, newest first, with how much each holds."""
    with open_record(record_path) as record:
        found = record.articles(
            title=title, outlet=outlet, story=story, actor=actor, since=since, until=until, limit=limit
        )
    _list(found, form)


def _list(found: ArticleList, form: str) -> None:
    from onrecord.cli.forms import emit, line, table

    header = ("date", "outlet", "title", "statements", "events", "copy of", "file", "id")

    def cells(row: ArticleRow) -> Cells:
        ref, copied = row.document, row.copy_of
        title = ref.title or ref.file
        return (
            ref.published, ref.outlet, title, row.statements, row.events,
            (copied.outlet or copied.file) if copied else None, ref.file, ref.id,
        )  # fmt: skip

    def text() -> None:
        if not found.articles:
            click.echo("no article fits", err=True)
        table(header, map(cells, found.articles), wide=(2,), narrow=(0, 1, 2, 7))
        if found.total > len(found.articles):
            line(f"{len(found.articles)} of {found.total:,} articles; more with --limit")

    emit(form, found, found.articles, header, cells, text)


@click.command()
@click.argument("what", metavar="DOC")
@format_option
@record_option
def article(what: str, form: str, record_path: Place | None) -> None:
    """Show what bears on an article: sides its statements take, its story, copies, other versions.

    DOC is its file, title or id. The text with its statements and events is shown by: onrecord show DOC.
    """
    with open_record(record_path) as record:
        found = record.article(what)
    _page(found, form)


def _page(found: ArticlePage, form: str) -> None:
    from onrecord.cli.forms import emit, heading, line, table

    header = ("issue", "stance", "strength", "score", "verdict", "words", "id")
    said = {s.id: s for s in found.view.said}

    def cells(row: SideTaken) -> Cells:
        words = said[row.statement].quote
        return (row.issue, row.stance, row.strength, f"{row.score:.2f}", row.verdict, words, row.id)

    def text() -> None:
        ref = found.view.document
        heading(ref.title or ref.file)
        line("  ".join(str(x) for x in (ref.outlet, found.view.byline, ref.published, ref.file, ref.id) if x))
        if found.story:
            line(f"story: {found.story.title} ({found.story.id})")
        if found.taken_from:
            row = found.taken_from
            line(f"taken from: {row.parent.file} ({row.kind} {row.share:.0%}: {row.why})")
        for row in found.copies:
            line(f"copied by: {row.document.outlet or 'unnamed outlet'}, {row.document.file} ({row.kind})")
        for other in found.versions:
            line(f"{'the newest' if other.current else 'another'} version: {other.id}, added {other.added:%Y-%m-%d}")
        counts = (f"{len(said)} statements", f"{len(found.view.events)} events", f"{len(found.conditions)} conditions")
        line(", ".join(counts))
        if found.sides:
            table(header, map(cells, found.sides), wide=(5,), narrow=(0, 1, 5))

    emit(form, found, found.sides, header, cells, text)
