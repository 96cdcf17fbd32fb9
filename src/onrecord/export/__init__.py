"""The record written out: exchange tables, spreadsheets, Parquet, a stream of statements, a brief.

    export(store, "tables", "out/")        # documents.jsonl, attributions.jsonl, ...
    export(store, "brief", "brief.html")   # one file to read, print and send

Each format's module is imported when it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import UsageError

if TYPE_CHECKING:
    from onrecord.export.source import Source
    from onrecord.project import Project
    from onrecord.store.db import Store

FORMATS: Mapping[str, str] = {
    # name: the function that writes it
    "tables": "onrecord.export.tables:write",
    "csv": "onrecord.export.spreadsheet:write",
    "parquet": "onrecord.export.parquet:write",
    "jsonl": "onrecord.export.tables:write_statements",
    "plover": "onrecord.export.plover:write",
    "brief": "onrecord.export.brief:write",
    "dna": "onrecord.export.dna:write",
    "positions": "onrecord.export.position_list:write",
    "ftm": "onrecord.export.ftm:write",
    "annotations": "onrecord.export.web_annotations:write",
    "notes": "onrecord.export.notes:write",
}
STDOUT = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export wrote: the files, and the number of rows (of a brief: statements) in each."""

    files: tuple[Path, ...]
    counts: Mapping[str, int]


def export(
    store: Store | Source,
    format: str,  # noqa: A002 - the word users know
    out: str | Path,
    *,
    project: Project | None = None,
    **options: Any,
) -> Exported:
    """Write the record in one of `FORMATS`: tables, csv, parquet, annotations and notes to a folder, others to a file.

    plover are events in the columns of POLECAT's files (`onrecord.export.plover`), dna is a file of the Discourse
    Network Analyzer (`onrecord.export.dna`), positions are a CSV file of them with links to their words, ftm are
    FollowTheMoney entities, annotations W3C Web Annotations, notes Markdown files that link to each other: what each
    holds and leaves out is said in its module. A folder of annotations or notes is a new one, or theirs from before.

    jsonl may go to "-", the standard output. The project says how sure is sure, and gives a brief its
    title; without one the defaults hold. Options are those of the format's writer. Raises
    UsageError for a format or option there is not, OnRecordError where the place cannot be written.
    """
    from onrecord.export.source import Source, recorded
    from onrecord.project import DEFAULT_SURE

    if format not in FORMATS:
        raise UsageError(f"no export format {format!r}; there are: {', '.join(FORMATS)}")
    module, _, name = FORMATS[format].partition(":")
    write = getattr(import_module(module), name)
    if format == "brief":
        options["project"] = project
    threshold = project.sure if project else DEFAULT_SURE
    with nullcontext(store) if isinstance(store, Source) else recorded(store, threshold) as source:
        try:
            signature(write).bind(source, Path(out), **options)
        except TypeError as e:
            raise UsageError(f"export to {format}: {e}") from None
        if str(out) == STDOUT:
            return _to_stdout(source, format, **options)
        done = write(source, Path(out), **options)
    return Exported(files=tuple(done), counts={path.name: count for path, count in done.items()})


def _to_stdout(source: Source, format_: str, **options: Any) -> Exported:
    import sys

    from onrecord.export.tables import stream

    if format_ != "jsonl":
        raise UsageError(f"only jsonl can be written to the standard output, not {format_}; name a file or folder")
    return Exported(files=(), counts={STDOUT: stream(source, sys.stdout.buffer, **options)})


__all__ = ["FORMATS", "Exported", "export"]
