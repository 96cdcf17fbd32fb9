"""How often the machine is right here: samples for review, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from onrecord.cli.options import format_option, open_record, record_option

if TYPE_CHECKING:
    from onrecord.store.address import Place


@click.command()
@click.option("--issue", metavar="ISSUE", required=True, help="Positions on this issue.")
@click.option("-n", "n", type=click.IntRange(min=1), default=50, show_default=True, help="Draw as many.")
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Another number, another sample."
)
@click.option("--stance", "stances", metavar="STANCE", multiple=True, help="Only what was decided so; may be repeated.")
@click.option("--implied", is_flag=True, help="Also positions that only follow from the words.")
@click.option("--unread", is_flag=True, help="Also statements whose words did not make them worth reading.")
@click.option("--report", is_flag=True, help="Draw nothing; say what the samples that were judged tell.")
@format_option
@record_option
def audit(
    issue: str,
    n: int,
    seed: int,
    stances: tuple[str, ...],
    implied: bool,
    unread: bool,
    report: bool,
    form: str,
    record_path: Place | None,
) -> None:
    """Draw positions for review, and tell from them how often the machine is right.

    The sample is drawn at random from everything that was decided on the issue, more of what is rare or doubtful, and
    kept in the record; the same command shows it again. Judge each with onrecord judge, then ask for the --report:
    precision and recall with their 90 % intervals, for these articles. Samples add up.
    """
    from onrecord.cli import render_audit

    with open_record(record_path) as record:
        if report:
            render_audit.report(record.audit_report(issue, implied=implied), form)
        else:
            found = record.audit(issue, n=n, seed=seed, stance=stances, implied=implied, unread=unread)
            render_audit.sample(found, form)
