"""What people coded by hand, in DNA: import, agreement."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from onrecord.cli.options import open_record, record_option

if TYPE_CHECKING:
    from onrecord.store.address import Place

F = TypeVar("F", bound=Callable[..., Any])


def _parts(f: F) -> F:
    """The options that name variables of a file."""
    kinds = {"agreement": "boolean", "position": "integer"}
    for name in ("position", "agreement", "concept", "organization", "person"):
        kind = kinds.get(name, "short text")
        told = f"The {kind} variable that is the {name}, where it has another name."
        f = click.option(f"--{name}", metavar="VARIABLE", default="", help=told)(f)
    return f


@click.command("import")
@click.argument("file", metavar="FILE.dna")
@_parts
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quiet", "-q", is_flag=True, help="Print problems only.")
@record_option
def import_(file: str, as_json: bool, quiet: bool, record_path: Place | None, **parts: str) -> None:
    """Take in a file of the Discourse Network Analyzer.

    Reads the files of DNA 3. Its documents and coded statements become part of the record: concepts are issues,
    agreement (yes, no) or a position above or below 0 is support or opposition, persons and organizations are actors.
    They stay the coders': no later add replaces them, and the machine reads no positions in these documents. Whatever
    else the file holds is kept, and comes back with export -f dna.

    The same file again brings what was changed in it. The file is only read.
    """
    from onrecord.cli import render_hand
    from onrecord.cli.progress import Steps
    from onrecord.dna.reading import read

    read(Path(file))  # first, for a wrong one must not leave an empty record behind
    with open_record(record_path, create=True) as record, Steps(quiet=quiet or as_json) as steps:
        done = record.import_dna(file, progress=steps.update, **{k: v for k, v in parts.items() if v})
    render_hand.imported(done, as_json=as_json, quiet=quiet)


@click.command()
@click.argument("file", metavar="FILE.dna")
@click.option("--coder", metavar="NAME", default="", help="Only what this coder coded. Default: all of them.")
@_parts
@click.option("--implied", is_flag=True, help="Also the machine's positions that only follow from the words.")
@click.option("--unclear", is_flag=True, help="Also the machine's positions without a clear side.")
@click.option("--limit", "-n", type=click.IntRange(0), help="At most this many differences.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@record_option
def agreement(
    file: str,
    coder: str,
    implied: bool,
    unclear: bool,
    limit: int | None,
    as_json: bool,
    record_path: Place | None,
    **parts: str,
) -> None:
    """Compare the machine's coding with what people coded by hand.

    FILE.dna is a file of DNA 3 with the same documents, by their text, else by title and date. A statement is the
    same where the passages share half of the words of the shorter one; then the actor, the concept and the stance are
    compared. Prints precision, recall and F1 for each, Krippendorff's alpha of the stances, and the differences with
    both passages. Concepts that no issue here is called are named.
    """
    from onrecord.cli import render_hand

    given = {k: v for k, v in parts.items() if v}
    with open_record(record_path) as record:
        found = record.agreement(file, coder=coder, implied=implied, unclear=unclear, **given)
    render_hand.agreement(found, as_json=as_json, limit=limit)
