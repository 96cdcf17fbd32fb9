"""Feeds: follow, poll, list, drop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from onrecord.cli.fill import rejects, summary
from onrecord.cli.options import delay_option, format_option, manners, open_record, record_option
from onrecord.errors import UsageError

if TYPE_CHECKING:
    from onrecord.adding import Added
    from onrecord.record import Record
    from onrecord.store.address import Place


@click.command()
@click.argument("addresses", nargs=-1, metavar="[ADDRESS]...")
@click.option("--list", "listed", is_flag=True, help="List the feeds that are followed, and poll none.")
@click.option("--remove", is_flag=True, help="Follow the named feeds no more; their articles stay.")
@click.option("--now", "every", is_flag=True, help="Poll every feed, also those that are not due.")
@delay_option
@click.option("--quiet", "-q", is_flag=True, help="Print problems only.")
@format_option
@record_option
def feed(
    addresses: tuple[str, ...],
    listed: bool,
    remove: bool,
    every: bool,
    delay: float | None,
    quiet: bool,
    form: str,
    record_path: Place | None,
) -> int:
    """Follow RSS and Atom feeds: poll those named now, or without a name those that are due.

    Entries with the whole article are added; of the others the page is fetched where it is on the feed's own
    host, and noted as wanted where it is not (status --wanted). Feeds say themselves how often they want to be
    polled; run this from cron every quarter of an hour. Exit code 0, also when nothing is new; 3 with rejects.
    """
    _consistent(addresses, listed=listed, remove=remove, every=every)
    with open_record(record_path, create=bool(addresses) and not (listed or remove)) as record:
        if listed:
            from onrecord.cli import render

            render.feeds(record.feeds(), form)
            return 0
        if remove:
            for url in record.unfollow(addresses):
                click.echo(f"not followed any more: {url}")
            return 0
        done = _polled(record, addresses, every=every, delay=delay, quiet=quiet)
    return rejects(done)


def _consistent(addresses: tuple[str, ...], *, listed: bool, remove: bool, every: bool) -> None:
    from onrecord.fetch import checked

    if remove and not addresses:
        raise UsageError("--remove: name the feeds to drop; they are listed by: onrecord feed --list")
    if listed + remove + every > 1 or (addresses and (listed or every)):
        raise UsageError("give addresses to poll, or --remove with addresses, or --list, or --now")
    for typed in () if remove else addresses:
        checked(typed)  # before a record is made for it


def _polled(record: Record, addresses: tuple[str, ...], *, every: bool, delay: float | None, quiet: bool) -> Added:
    from onrecord.cli.progress import Meter

    with Meter(addresses, quiet=quiet, more=True) as meter:
        done = record.feed(addresses, every=every, progress=meter.update, manners=manners(delay))
    if not quiet and (done.run or addresses):
        summary(done, str(record.store.path))
    elif not quiet:
        due = min((f.due for f in record.feeds() if f.due), default=None)
        said = f"the next is on {due:%Y-%m-%d at %H:%M} UTC" if due else "follow one with: onrecord feed ADDRESS"
        click.echo(f"no feed is due; {said}")
    return done
