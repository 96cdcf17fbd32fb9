"""Is the record still what it was: verify."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from onrecord.cli.options import format_option, open_record, record_option

if TYPE_CHECKING:
    from onrecord.store.address import Place

DAMAGED = 1


@click.command()
@click.option("--no-sources", is_flag=True, help="Do not look at the files that the articles came from.")
@format_option
@record_option
def verify(no_sources: bool, form: str, record_path: Place | None) -> int:
    """Check every span and hash of the record, and the files it was made from.

    Each quoted stretch must say what its article says there, each article must have the hash that was
    noted, kept bytes and files on this machine theirs, and the words of an article must stand at the
    places of its page that are noted. Files that changed or are gone are counted; they are no damage.
    Exit code 1 where something is damaged.
    """
    from onrecord.cli import render_verify

    with open_record(record_path) as record:
        result = record.verify(sources=not no_sources)
    render_verify.verified(result, form)
    return 0 if result.sound else DAMAGED
