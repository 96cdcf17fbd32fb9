"""Reprints: originals with their copies as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import format_option, open_record, record_option, warn_unsettled

if TYPE_CHECKING:
    from onrecord.cli.forms import Cells
    from onrecord.store.address import Place
    from onrecord.store.reprint_rows import Lineage, ReprintRow
    from onrecord.store.rows import DocumentRef

SHOWN = 160  # characters of a passage


@click.command()
@click.argument("document", metavar="[DOC]", required=False, default="")
@click.option("--quotations", is_flag=True, help="Also articles of their own that share a quotation.")
@click.option("--passages", is_flag=True, help="Show the words that are shared.")
@click.option("--limit", "-n", type=click.IntRange(1), help="At most this many originals.")
@format_option
@record_option
def reprints(
    document: str, quotations: bool, passages: bool, limit: int | None, form: str, record_path: Place | None
) -> None:
    """Show which articles are copies, of which original.

    Each original stands with its copies under it, a copy of a copy further in: the kind (exact, near, wire,
    excerpt, quotation), how much of the copy stands in the original, outlet, date, file. DOC is an article's file,
    title or id: all it was taken from, and all that was taken from it, quotations too.
    """
    with open_record(record_path) as record:
        warn_unsettled(record)
        found = record.reprints(document, quotations=quotations, passages=passages or bool(document))
    nothing = "it was taken from no other article here, and none from it" if document else "no article is a copy here"
    _print(found[:limit], form, passages or bool(document), nothing)


def _print(found: Sequence[Lineage], form: str, passages: bool, nothing: str) -> None:
    from onrecord.cli.forms import emit

    header = ("document", "kind", "share", "outlet", "published", "parent", "original", "why", "passages", "id")

    def cells(row: ReprintRow) -> Cells:
        ref = row.document
        share = f"{row.share:.2f}"
        return (
            ref.file, row.kind, share, ref.outlet, ref.published, row.parent.file, row.original.file, row.why,
            len(row.passages), ref.id,
        )  # fmt: skip

    def text() -> None:
        if not found:
            click.echo(nothing, err=True)
        for lineage in found:
            _tree(lineage, passages)

    emit(form, found, found if form == "jsonl" else _rows(found), header, cells, text)


def _rows(found: Sequence[Lineage]) -> Iterator[ReprintRow]:
    for lineage in found:
        yield from lineage.copies


def _tree(lineage: Lineage, passages: bool) -> None:
    from onrecord.cli.forms import heading, line

    heading(_named(lineage.original))
    for row in lineage.copies:
        inset = "  " * row.depth
        line(f"{inset}{row.kind} {row.share:.0%}  {_named(row.document)}")
        line(f"{inset}  {row.why}")
        for p in row.passages if passages else ():
            words = " ".join(p.b.text.split())
            words = words if len(words) <= SHOWN else words[: SHOWN - 3].rstrip() + "..."
            edited = "" if p.likeness == 1 else f", {p.likeness:.0%} the same"
            line(f"{inset}  | {p.words} words{edited}: {words}")


def _named(ref: DocumentRef) -> str:
    day = ref.published.isoformat() if ref.published else "undated"
    return f"{ref.outlet or 'unnamed outlet'}, {day}: {ref.title or ref.file} ({ref.file})"
