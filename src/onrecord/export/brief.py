"""The brief: one HTML file with who said what and the articles, every statement a link to its passage.

The file asks for nothing from outside, holds no script, and is the same byte for byte for the same
record. All text of articles is hostile: Jinja escapes everything that is not this package's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from onrecord.export import pages, wording
from onrecord.export.charts import fragment
from onrecord.export.digest import Brief, digest
from onrecord.export.limits import Limits
from onrecord.export.passages import Article, article
from onrecord.export.source import Source
from onrecord.export.tables import PLAIN
from onrecord.export.voices import source_words, unidentified_anchor
from onrecord.output import replacing
from onrecord.store.event_rows import placed

if TYPE_CHECKING:
    from onrecord.project import Project
    from onrecord.store.statements import Filters

OPEN_TO = 150  # statements up to which the timeline stands open
CLIP = 240  # characters of a statement shown in the timeline
TABLE_ROWS = 25  # speakers in the table before the rest is folded
UNFOLDED = 40  # unidentified sources, events and rejected files, before the rest is folded
LAST_RUNS = 5

VERDICTS = {"accept": "checked", "correct": "corrected"}
STATUSES = {"future": "was still to come", "hypothetical": "may happen", "negated": "did not happen"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def write(
    source: Source,
    path: Path,
    *,
    title: str = "",
    project: Project | None = None,
    limits: Limits | None = None,
    **filters: Unpack[Filters],
) -> dict[Path, int]:
    """Write the brief of a record, or of the statements that fit the filters.

    The title is the project's name, or the record's file name, where none is given. Gives the file
    with the number of statements on it.
    """
    brief = digest(source, title=title or (project.name if project else ""), filters=filters, limits=limits or Limits())
    with replacing(path) as file:
        for chunk in _html(source, brief, project):
            file.write(wording.printable(chunk).encode("utf-8"))
    return {path: brief.statements}


def _html(source: Source, brief: Brief, project: Project | None) -> Iterator[str]:
    same = project is not None and bool(brief.runs) and brief.runs[-1].project_sha == project.sha
    page: Iterator[str] = (
        _environment()
        .get_template("brief.html")
        .generate(
            brief=brief,
            policy=POLICY,
            title=f"{brief.title} – who said what",
            sentence=sentence(brief),
            least=f"{brief.threshold:.4g}",
            articles=_articles(source, brief),
            most_in_article=max((_marked(brief, d.id) for d in brief.documents), default=0),
            threshold=project.min_score if project and same else None,
            open_months=brief.statements <= OPEN_TO,
        )
    )
    return page


@cache
def _environment() -> Any:
    env = pages.environment()
    env.globals |= {
        "clip": CLIP,
        "most_rows": TABLE_ROWS,
        "unfolded": UNFOLDED,
        "last_runs": LAST_RUNS,
        "verdicts": VERDICTS,
        "statuses": STATUSES,
        "plain": PLAIN,
        "fragment": fragment,
        "source_words": source_words,
        "unidentified_anchor": unidentified_anchor,
        "placed": placed,
    }
    return env


def _articles(source: Source, brief: Brief) -> Iterator[Callable[[], Article]]:
    """The articles in the brief's order, each laid out only when the page comes to it."""
    places = {d.id: i for i, d in enumerate(brief.documents)}
    views = sorted((v for v in source.documents() if v.document.id in places), key=lambda v: places[v.document.id])
    for view in views:
        own = view.document.id
        yield partial(article, view, brief.per_document.get(own, ()), brief.happened.reports.get(own, ()))


def _marked(brief: Brief, document: str) -> int:
    """How many statements and events are numbered in an article."""
    return len(brief.per_document.get(document, ())) + len(brief.happened.reports.get(document, ()))


def sentence(brief: Brief) -> str:
    """What the record holds, in one sentence."""
    articles = wording.counted(len(brief.documents), "article")
    outlets = f" of {wording.counted(brief.known_outlets, 'outlet')}" if brief.known_outlets else ""
    when = f", published {wording.days(brief.first, brief.last)}" if brief.first else ""
    found = wording.counted(brief.statements, "statement")
    named = wording.counted(len(brief.speakers), "identified speaker")
    if not brief.statements:
        return f"{articles}{outlets}{when}, with no statement found."
    share = "all of them" if brief.resolved == brief.statements else f"{wording.number(brief.resolved)} of them"
    by = f", {share} by {named}" if brief.speakers else ", none of them by a speaker who could be identified"
    return f"{found} in {articles}{outlets}{when}{by}."
