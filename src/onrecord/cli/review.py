"""Working through what waits: the queue, many rows at once, statements the machine missed, coders, the log."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import Day, F, format_option, open_record, record_option

if TYPE_CHECKING:
    from onrecord.store.address import Place


def who_option(f: F) -> F:
    return click.option("--who", envvar="ONRECORD_WHO", default="reviewer", show_default=True, help="Who judges.")(f)


@click.command()
@click.option(
    "--kind", type=click.Choice(["statement", "position", "event", "actor"]), default="statement", show_default=True,
    help="What to judge; actor: pairs of names that may be one.",
)  # fmt: skip
@click.option(
    "--order", type=click.Choice(["uncertain", "consequential", "newest"]), default="uncertain", show_default=True,
    help="Nearest to the threshold; told by most documents, then by the most named; the latest.",
)  # fmt: skip
@click.option("--issue", metavar="ISSUE", help="On this issue.")
@click.option("--actor", metavar="NAME", help="Of this actor.")
@click.option("--outlet", metavar="NAME", help="Carried by this outlet.")
@click.option("--since", type=Day(last=False), metavar="DATE", help="Said (else published) on or after.")
@click.option("--until", type=Day(last=True), metavar="DATE", help="Said (else published) on or before.")
@click.option("--who", envvar="ONRECORD_WHO", default="", help="Leave out what this person called unsure.")
@click.option("-n", "--limit", type=click.IntRange(1, 500), default=20, show_default=True, help="Rows of a page.")
@click.option("--after", metavar="PLACE", default="", help="The next page: the place that the last one printed.")
@click.option("--blind", is_flag=True, help="For a second coder: no verdicts are shown (with --who).")
@click.option(
    "--overlap", type=click.FloatRange(0, 1), default=0.2, show_default=True,
    help="With --blind: the share of what others judged that is drawn, always the same.",
)  # fmt: skip
@click.option("--progress", "only_progress", is_flag=True, help="How far review is, and how long the rest takes.")
@format_option
@record_option
def queue(
    kind: str, order: str, issue: str | None, actor: str | None, outlet: str | None, since: date | None,
    until: date | None, who: str, limit: int, after: str, blind: bool, overlap: float, only_progress: bool, form: str,
    record_path: Place | None,
) -> None:  # fmt: skip
    """List what nobody judged yet, in the order in which it is worth judging."""
    from onrecord.cli import render_review

    with open_record(record_path) as record:
        if only_progress:
            render_review.progress(record.progress(who), form)
            return
        found = record.queue(
            kind=kind, order=order, issue=issue, actor=actor, outlet=outlet, since=since, until=until, who=who,
            limit=limit, after=after, blind=blind, overlap=overlap,
        )  # fmt: skip
        render_review.queue(found, form)


@click.command("judge-all")
@click.argument("verdict", type=click.Choice(["accept", "reject", "correct", "unsure"]))
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--speaker", metavar="NAME", help="With correct, of statements: who said them.")
@click.option("--stance", metavar="STANCE", help="With correct, of positions.")
@click.option("--note", default="", help="Why.")
@who_option
@format_option
@record_option
def judge_all(
    verdict: str, ids: tuple[str, ...], speaker: str | None, stance: str | None, note: str, who: str, form: str,
    record_path: Place | None,
) -> None:  # fmt: skip
    """Judge many statements, events or positions in one go; "-" reads ids from standard input.

    All or nothing is written, and it is undone as one with onrecord undo --bulk. What cannot be judged is listed.
    """
    from onrecord.cli import render_review

    wanted: list[str] = []
    for own in ids:
        wanted += sys.stdin.read().split() if own == "-" else [own]
    with open_record(record_path) as record:
        done = record.judge_all(wanted, verdict, who=who, note=note, speaker=speaker, stance=stance)
    render_review.bulk(done, verdict, form)


@click.command()
@click.argument("document", metavar="DOC")
@click.option("--content", required=True, metavar="CHARACTERS", help='What was said: "120-180" or "120-180,190-200".')
@click.option("--source", default="", metavar="CHARACTERS", help="The words that name who said it.")
@click.option("--cue", default="", metavar="CHARACTERS", help="The words that tell that it was said.")
@click.option("--speaker", default="", metavar="NAME", help='Who said it; "?": the text does not tell.')
@click.option("--kind", default="", metavar="KIND", help="direct, mixed or indirect; else by its quotation marks.")
@click.option("--act", default="", metavar="ACT", help="assertion, demand, threat, promise, ...")
@click.option("--said", default="", metavar="DATE", help="The day it was said. Default: that of the article.")
@click.option("--note", default="", help="Why.")
@who_option
@record_option
def state(
    document: str, content: str, source: str, cue: str, speaker: str, kind: str, act: str, said: str, note: str,
    who: str, record_path: Place | None,
) -> None:  # fmt: skip
    """Add a statement that the machine missed, by characters of the article (as onrecord show -f json counts them).

    DOC is the article's id, file or title. It stands in every answer and export as the machine's statements do, also
    after the article is read anew; undo takes it out.
    """
    from onrecord.cli import render
    from onrecord.cli.forms import printable
    from onrecord.store.rows import Explanation

    with open_record(record_path) as record:
        done = record.add_statement(
            document, content=content, source=source, cue=cue, speaker=speaker, kind=kind, act=act, said=said, who=who,
            note=note,
        )  # fmt: skip
        found = record.explain(done.target)
    if isinstance(found, Explanation):
        click.echo(printable(f"statement {done.target}: {render.speaker(found.said)}: {found.said.quote}"))
    click.echo(f"take it out with: onrecord undo {done.id}", err=True)


@click.command()
@click.option("--disagreements", is_flag=True, help="The rows that two coders judged differently, with both verdicts.")
@click.option("--settled", is_flag=True, help="With --disagreements: also those that were adjudicated.")
@click.option("--kind", type=click.Choice(["statement", "position"]), help="With --disagreements: only these.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of the drawn samples.")
@format_option
@record_option
def coders(
    disagreements: bool, settled: bool, kind: str | None, seed: int, form: str, record_path: Place | None
) -> None:
    """Who judged how much, and how far each two and all agree: percent, and Krippendorff's alpha with its interval.

    Settle a disagreement with onrecord judge ID ... --role adjudication: that stands over what coders said.
    """
    from onrecord.cli import render_review

    with open_record(record_path) as record:
        if disagreements:
            render_review.disagreements(record.disagreements(kind=kind, settled=settled), form)
        else:
            render_review.coders(record.coders(seed=seed), form)


@click.command()
@click.option("--who", metavar="NAME", help="Only what this person judged.")
@click.option("--since", metavar="TIME", help="From this day or time on (UTC): 2024-03-09, 2024-03-09T14:30.")
@click.option("-n", "--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="Lines of a page.")
@click.option("--after", metavar="NUMBER", default="", help="The next page: what comes after this line.")
@format_option
@record_option
def log(who: str | None, since: str | None, limit: int, after: str, form: str, record_path: Place | None) -> None:
    """Who judged what, when, against which score: the newest first, undone judgements too."""
    from onrecord.cli import render_review

    with open_record(record_path) as record:
        render_review.log(record.log(who=who, since=since, limit=limit, after=after), form)
