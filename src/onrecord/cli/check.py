"""Is it right, and does it work here: score and doctor."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import open_record, project_and_path, record_option
from onrecord.errors import OnRecordError, UsageError

if TYPE_CHECKING:
    from onrecord.store.address import Place


@click.command()
@click.option(
    "--gold",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder or file of gold: exchange tables with offsets or quoted words, or whole articles with attributions.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--misses", type=click.IntRange(0), default=0, help="Also list this many of what went wrong.")
@record_option
def score(gold: Path, as_json: bool, misses: int, record_path: Place | None) -> None:
    """Measure the record against your own gold."""
    from onrecord import scoring
    from onrecord.analysis.gold import read_gold
    from onrecord.cli import render

    if not gold.exists():
        raise UsageError(f"{gold}: there is no such gold")
    if isinstance(articles := read_gold(gold), list):
        settings, _ = project_and_path(record_path)
        result = scoring.score_articles(articles, settings.attribution)
    else:
        with open_record(record_path) as record:
            result = record.score(gold)
    render.agreement(result, as_json=as_json, misses=misses)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@record_option
def doctor(as_json: bool, record_path: Place | None) -> int:
    """Check that everything works here and the record is sound."""
    from onrecord.doctor import Check, examine

    try:
        settings, path = project_and_path(record_path)
        checks = examine(settings, path)
        if isinstance(record_path, Path) and not record_path.exists():
            checks.append(Check(check="record", ok=False, detail=f"{record_path}: there is no such file"))
    except OnRecordError as e:
        checks = examine(None, record_path)
        checks.append(Check(check="project", ok=False, detail=str(e)))
    if as_json:
        click.echo(json.dumps([asdict(c) for c in checks], ensure_ascii=False, indent=1))
    else:
        for check in checks:
            click.echo(f"{'ok  ' if check.ok else 'FAIL'}  {check.check}: {check.detail}")
    return 0 if all(c.ok for c in checks) else 1
